#!/usr/bin/env python3
"""Runs what is long or large, and holds it to what is promised of it.

  long.py PROGRAM SOURCES [--quick]

Twenty years of the corridor; a million trains under way at once; 100,000 places; 10,000 replications; the
tenth year of a queue beside its second; and files beyond the range of times. Each run must end at its
horizon with all accounts closed to the millisecond, and take no more memory than is stated here.
--quick does a small share of each. No time is judged.
"""

import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

MIB = 1024 * 1024
HEAD = "schema: caravan/1\nname: {name}\nclock: {{start: 2026-01-05 00:00, run: {days} d}}\n"


class Outcome:
    def __init__(self, code, out, err, seconds, memory):
        self.code, self.out, self.err, self.seconds, self.memory = code, out, err, seconds, memory


def call(*words):
    """Runs `words`; what it took: seconds of computing, and MiB at its peak."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Outcome(process.returncode, out.read().decode(), err.read().decode(),
                       used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / MIB)


class Trial:
    def __init__(self, program, sources, folder, quick):
        self.program, self.sources, self.folder, self.quick = program, sources, folder, quick
        self.faults = []

    def expect(self, holds, text):
        if not holds:
            self.faults.append(text)

    def told(self, what, outcome, more=""):
        print(f"{what}: {outcome.seconds:.1f} s, {outcome.memory:.0f} MiB{more}", flush=True)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, what, memory, *words):
        """One run: its answer. Its accounts close, and it takes at most `memory` MiB."""
        outcome = call(self.program, "run", "--format", "json", *words)
        self.expect(outcome.code == 0, f"{what}: ends with {outcome.code}: {outcome.err[:500]}")
        self.expect(outcome.memory <= memory, f"{what}: takes {outcome.memory:.0f} MiB, not {memory}")
        answer = json.loads(outcome.out) if outcome.code == 0 else {}
        self.told(what, outcome, f", {answer['run']['events']:,} events" if "run" in answer else "")
        if "audit" in answer:
            self.check_books(what, answer)
        return answer

    def check_books(self, what, answer):
        """The sums that the program itself checks, and those that its answer shows."""
        self.expect(answer["audit"] == {"ok": True, "broken": []}, f"{what}: {answer['audit']}")
        self.expect(answer["run"]["end"] == "horizon", f"{what}: ends by {answer['run']['end']}")
        loads = answer["loads"]
        self.expect(loads["created"] == loads["delivered"] + loads["turned_away"] + loads["inside"],
                    f"{what}: loads are lost: {loads}")
        for relation in answer["relations"]:
            stages = sum(relation["stages_ms"].values())
            lead = relation["lead_time"]
            self.expect(abs(stages - lead["mean_ms"] * lead["loads"]) <= lead["loads"],
                        f"{what}: stages of {relation['from']} to {relation['to']} do not sum up to its lead "
                        "times")

    def twenty_years(self):
        years = 2 if self.quick else 20
        corridor = self.sources / "scenarios" / "china-europe-2024.yaml"
        answer = self.run(f"the corridor, {years} years", 150 if self.quick else 600, corridor, "--set",
                          f"clock.run={math.ceil(365.25 * years)} d")
        if answer:
            self.expect(answer["trains"]["ended"] > 10_000 * years, "the corridor stands still")

    def pending(self):
        """Trains set out within a day and are all on the line at its end, and then all arrive."""
        trains = 20_000 if self.quick else 1_000_000
        sources = 100
        text = HEAD.format(name="pending", days=40)
        text += "places: {a: {}, b: {}}\nlinks: {line: {between: [a, b], rail: 1520 mm, length: 10000 km, "
        text += "speed: 20 km/h}}\nservices:\n"
        for number in range(sources):
            text += f"  s{number}: {{from: a, to: b, trace: day.csv#at, units: 0}}\n"
        rows = ["at"]
        for number in range(trains // sources):
            second = number * 86_400 * sources // trains
            rows.append(f"2026-01-05 {second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}")
        self.write("day.csv", "\n".join(rows) + "\n")
        path = self.write("pending.yaml", text)
        answer = self.run(f"{trains:,} trains at once", 200 + trains * PENDING_BYTES / MIB, path)
        if answer:
            self.expect(answer["trains"]["started"] == answer["trains"]["ended"] == trains,
                        f"pending: {answer['trains']}")

    def places(self):
        number = 2_000 if self.quick else 100_000
        path = self.folder / "continent" / "continent.yaml"
        made = call(sys.executable, "-B", self.sources / "bench" / "continent.py", path.parent, "--places", number,
                    "--trains", number // 10, "--tables")
        self.expect(made.code == 0, made.err)
        outcome = call(self.program, "check", path)
        self.told(f"check of {number:,} places", outcome)
        self.expect(outcome.code == 0, f"places: {outcome.err[:500]}")
        self.expect(outcome.memory <= 100 + number * PLACE_BYTES / MIB,
                    f"check of {number} places takes {outcome.memory:.0f} MiB")
        answer = self.run(f"run over {number:,} places", 200 + 2 * number * PLACE_BYTES / MIB, path)
        if answer:
            self.expect(answer["trains"]["ended"] == number // 1000 * 100, f"places: {answer['trains']}")

    def replications(self):
        number = 100 if self.quick else 10_000
        path = self.sources / "scenarios" / "01-first-train.yaml"
        outcome = call(self.program, "run", path, "--replications", number, "--format", "json")
        self.told(f"{number:,} replications", outcome)
        self.expect(outcome.code == 0, f"replications: {outcome.err[:500]}")
        self.expect(outcome.memory <= 300, f"replications take {outcome.memory:.0f} MiB")
        measures = json.loads(outcome.out)["measures"] if outcome.code == 0 else []
        self.expect(measures and all(m["runs"] == number for m in measures), "replications are lost")

    def drift(self):
        """A queue forgets: its tenth year is like its second. A year has 52 weeks here."""
        year, last, runs = (14, 10, 20) if self.quick else (364, 10, 20)
        text = HEAD.format(name="drift", days=year) + """places: {yard: {activities: [desk]}, far: {}}
links:
  line: {between: [yard, far], rail: 1520 mm, length: 100 km, speed: 50 km/h, headway: 20 min, running-factor: {uniform: [1, 2]}}
activities: {desk: {per: truck, servers: 2, time: {exponential: 10 min}}}
services:
  east: {from: yard, to: far, departs: daily at 06:00, delay: {exponential: 1 h}, units: 40}
  west: {from: far, to: yard, rate: 20 /d, units: 10}
flows: {trucks: {from: yard, by: truck, rate: 9 /h}}
"""
        path = self.write("drift.yaml", text)
        figures = []
        for number in (2, last):
            outcome = call(self.program, "run", path, "--format", "json", "--replications", runs, "--set",
                           f"clock.run={year * number} d", "--set", f"clock.warm-up={year * (number - 1)} d")
            self.told(f"year {number} of a queue, {runs} times", outcome)
            if outcome.code != 0:
                self.faults.append(f"drift: {outcome.err[:500]}")
                return
            figures.append({m["name"]: m for m in json.loads(outcome.out)["measures"]})
        self.compare(*figures)

    def compare(self, second, tenth):
        compared = 0
        for name, early in second.items():
            late = tenth.get(name)
            if not name.startswith("lead-time") or early["half_width"] is None or late is None:
                continue
            compared += 1
            apart = abs(late["mean"] - early["mean"])
            allowed = math.hypot(early["half_width"], late["half_width"])
            self.expect(apart <= allowed, f"drift: {name} was {early['mean']} and is {late['mean']}")
        self.expect(compared >= 4, "drift: nothing was compared")

    def beyond(self):
        """What lies beyond the range of times is refused at its place."""
        rest = "places: {a: {}, b: {}}\nlinks: {l: {between: [a, b], road: true, length: 1 km, speed: 1 km/h}}\n"
        flow = "flows: {f: {from: a, to: b, by: truck, rate: %s}}\n"
        for clock, rate, place, says in (
                ("{start: 2026-01-01 00:00, run: 36526 d}", "1 /d", "3:39", "range"),
                ("{start: 2150-01-01 00:00, run: 20000 d}", "1 /d", "3:39", "2200-12-31"),
                ("{start: 2201-01-01 00:00, run: 1 d}", "1 /d", "3:16", "2200-12-31"),
                ("{start: 2026-01-01 00:00, run: 36524 d}", "1 /min", "6:9", "50 million")):
            path = self.write("beyond.yaml", f"schema: caravan/1\nname: b\nclock: {clock}\n{rest}{flow % rate}")
            outcome = call(self.program, "check", path)
            self.expect(outcome.code == 3 and f"beyond.yaml:{place}:" in outcome.err and says in outcome.err,
                        f"beyond: {clock}: {outcome.code} {outcome.err[:300]}")


PENDING_BYTES = 4096  # of a train under way, with all that it holds
PLACE_BYTES = 8192    # of a place and its links, read, checked and run


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", type=pathlib.Path)
    options.add_argument("sources", type=pathlib.Path)
    options.add_argument("--quick", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(given.program.resolve(), given.sources.resolve(), pathlib.Path(folder), given.quick)
        for part in (trial.beyond, trial.replications, trial.drift, trial.places, trial.pending,
                     trial.twenty_years):
            part()
    for fault in trial.faults:
        print(fault, file=sys.stderr)
    print(f"{len(trial.faults)} faults")
    sys.exit(1 if trial.faults else 0)


if __name__ == "__main__":
    main()
