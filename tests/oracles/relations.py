"""Relations that need no oracle, through the program itself: equalities between runs of scenarios of tests/oracles.

    relations.py PROGRAM ROOT
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

PROGRAM, ROOT = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
SCENARIOS = sorted((ROOT / "tests/oracles/scenarios").glob("*.yaml"))
SHORT = ["--set", "clock.run=400 h", "--set", "clock.warm-up=0 h"]


def run(scenario, *words, well=(0,)):
    done = subprocess.run([PROGRAM, "run", str(scenario), "--quiet", "--format", "json", *words], capture_output=True, text=True)
    assert done.returncode in well, done.stderr
    return json.loads(done.stdout)


def named(start):
    return next(path for path in SCENARIOS if path.name.startswith(start))


def written(folder, text):
    path = pathlib.Path(folder) / "other.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def turned_round(value):
    """Every map with its keys in the opposite order."""
    if isinstance(value, dict):
        return {key: turned_round(value[key]) for key in reversed(value)}
    return [turned_round(each) for each in value] if isinstance(value, list) else value


class Relations(unittest.TestCase):
    def test_m1_m2_m3_the_books_of_every_scenario_close(self):
        for path in SCENARIOS:
            with self.subTest(path.name):
                said = run(path, *([] if path.name[0] in "DX" else SHORT), well=(0, 5))
                loads = said["loads"]
                self.assertEqual(loads["created"], loads["delivered"] + loads["turned_away"] + loads["inside"])
                self.assertEqual(loads["created"], sum(relation["created"] for relation in said["relations"]))
                self.assertTrue(said["audit"]["ok"], said["audit"]["broken"])

    def test_m4_sixty_times_longer_is_the_same_in_slow_motion(self):
        """All times of a case without luck, from hours to 60 h."""
        text = named("D11").read_text(encoding="utf-8")
        slow = re.sub(r"(\d+) h\b", lambda match: f"{60 * int(match[1])} h", text.split("\nschema", 1)[1])
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "begin.csv").write_text((ROOT / "tests/oracles/scenarios/begin.csv").read_text())
            other = run(written(folder, "schema" + slow))
        one = run(named("D11"))
        self.assertEqual(one["fingerprints"]["order"], other["fingerprints"]["order"])
        self.assertEqual(60 * one["relations"][0]["lead_time"]["mean_ms"], other["relations"][0]["lead_time"]["mean_ms"])
        for name in ("utilisation", "mean_queue"):
            self.assertEqual([row[name] for row in one["resources"]], [row[name] for row in other["resources"]])

    def test_m5_the_order_of_keys_means_nothing(self):
        for name in ("Q41", "N02", "N11"):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                text = named(name).read_text(encoding="utf-8")
                turned = yaml.safe_dump(turned_round(yaml.load(text, yaml.BaseLoader)), sort_keys=False, width=10**6)
                other = written(folder, turned.replace("'", ""))
                self.assertEqual(run(named(name), *SHORT)["fingerprints"], run(other, *SHORT)["fingerprints"])

    def test_m6_an_unused_place_moves_nobody(self):
        for name in ("Q41", "N03"):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                text = named(name).read_text(encoding="utf-8")
                self.assertIn("\nplaces: {", text)
                one = run(named(name), *SHORT)
                other = run(written(folder, text.replace("\nplaces: {", "\nplaces: {abandoned: {}, ")), *SHORT)
                for which in ("order", "time"):
                    self.assertEqual(one["fingerprints"][which], other["fingerprints"][which])

    def test_m7_one_server_more_lets_nobody_wait_longer(self):
        words = ("--replications", "100", *SHORT)
        waits = [{measure["name"]: measure["values"] for measure in
                  run(named("Q04"), *words, "--set", f"activities.desk.servers={servers}")["measures"]} for servers in (5, 6)]
        for name in ("queue.desk.wait.mean", "queue.desk.wait.p90", "queue.desk.most"):
            for few, more in zip(waits[0][name], waits[1][name]):
                self.assertLessEqual(more, few)

    def test_m10_a_run_to_half_the_time_is_the_beginning_of_the_whole(self):
        """M10. What is played again up to an instant is what had happened by then: that stands for going on from a checkpoint."""
        for name in ("Q41", "N02", "N11", "D13"):
            with self.subTest(name):
                said = subprocess.run([PROGRAM, "diff", str(named(name)), "--quiet", *SHORT, "--with", "clock.run=200 h"],
                                      capture_output=True, text=True)
                self.assertEqual(said.returncode, 1, said.stderr)
                self.assertRegex(said.stdout, r"the first \d[^\n]* observations are the same, then they part")
                self.assertIn("\n  B  nothing more happens\n", said.stdout)

    def test_m14_a_replication_is_the_same_alone_and_among_others_on_any_thread(self):
        alone = run(named("Q04"), *SHORT, "--replication", "7")["fingerprints"]["results"]
        for threads in ("1", "2"):
            among = run(named("Q04"), *SHORT, "--replications", "10", "--threads", threads)
            self.assertEqual(among["replications"][7]["fingerprint"], alone)

    def test_m15_the_order_of_ties_moves_nothing_where_there_are_none(self):
        for name in ("Q05", "N12"):
            one, other = (run(named(name), *SHORT, "--ties", ties) for ties in ("fixed", "shuffled"))
            self.assertEqual(one["relations"], other["relations"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
