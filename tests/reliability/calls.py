#!/usr/bin/env python3
"""Makes the n-th call of a kind fail, for n = 1, 2, 3 ..., in commands that write results.

  calls.py PROGRAM LIBRARY STUDY [--all | --few N] [--only COMMAND] [--call CALL] [--show]

LIBRARY is built from failing_calls.cpp. For each command and kind of call (allocation, open, write,
fsync, rename) and each way to fail (once, from then on, by a short write, by an interruption, by kill -9
at that very call), the command is run with the failure at the n-th call. It must end with 0 and the
whole result; or with 4 or 71 and a message, and then what stood there before stands there still. After a
kill the same command, run again, makes the same bytes as if nothing had happened. Without --all, N of them
(24) are tried where there are more: the first, the last, and some between.
"""

import argparse
import collections
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PATIENCE = 60           # seconds
CLEAN = (4, 71)         # exit codes: cannot be read or written; no memory
FAILURES = [("malloc", "once"), ("malloc", "always"), ("open", "once"), ("open", "always"), ("write", "once"),
            ("write", "always"), ("write", "short"), ("write", "interrupted"), ("fsync", "once"),
            ("rename", "once"), ("rename", "always"), ("open", "kill"), ("write", "kill"), ("fsync", "kill"),
            ("rename", "kill")]


def tree(folder):
    """The bytes of every file below `folder`."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(Path(folder).rglob("*")) if path.is_file()}


class Command:
    """A command, the folder that it works on, and what it must leave there."""

    def __init__(self, name, words, old, new, done):
        self.name, self.words, self.old, self.new = name, words, old, new
        self.ends, self.prints = done.returncode, done.stdout
        self.again = ["--force"] if name in ("export", "report") else []
        self.goes_on = name in ("sweep", "shard")
        self.makes = name != "missing"  # which takes memory and nothing else, and so little that each n is tried


class Bench:
    def __init__(self, program, library, work):
        self.program, self.library, self.work = program, library, work
        self.count_file = work / "count"

    def call(self, words, folder, **plan):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        if plan:
            environment["LD_PRELOAD"] = self.library
            environment |= {"CARAVAN_FAIL_" + key.upper(): str(value) for key, value in plan.items()}
        return subprocess.run([self.program, *words], cwd=folder, capture_output=True, timeout=PATIENCE,
                              check=False, stdin=subprocess.DEVNULL, env=environment)

    def must(self, words, folder, code=0):
        done = self.call(words, folder)
        if done.returncode != code:
            raise RuntimeError(f"{words}: {done.returncode} {done.stderr!r}")
        return done

    def fresh(self, folder):
        place = self.work / "try"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place)
        return place


def commands(bench, study):
    """Each command with the folder before it and the folder after it."""
    def stage(name, *preparation):
        folder = bench.work / name
        folder.mkdir()
        shutil.copy(study, folder / "study.yaml")
        for words in preparation:
            bench.must(words, folder)
        return folder

    def made(name, words, old, code=0):
        new = bench.work / (name + ".new")
        shutil.copytree(old, new)
        return Command(name, words, old, new, bench.must(words, new, code))

    run = ["run", "study.yaml", "-o", "out", "--events", "all"]
    sweep = ["sweep", "study.yaml", "--into", "out", "--threads", "1", "--replications", "1"]
    shards = [[*sweep, "--shard", f"{i}/2"] for i in (1, 2)]
    parts = [["run", "study.yaml", "-o", "out", "--threads", "1", "--replications", "5", "--shard", f"{i}/2"]
             for i in (1, 2)]
    recorded = stage("recorded", run)
    yield made("run", [*run, "-r", "1", "--force"], recorded)
    yield made("sweep", sweep, stage("unswept"))
    yield made("merge", ["merge", "out"], stage("sharded", *shards))
    yield made("shard", parts[1], stage("begun", parts[0]))
    yield made("join", ["merge", "out"], stage("parted", *parts))
    yield made("export", ["export", "out", "--ocel", "x.sqlite", "--event-log", "x.csv", "--geojson", "x.json"],
               recorded)
    yield made("report", ["report", "study.yaml", "-o", "page.html"], stage("unreported"))
    # It looks through the folder for what was meant.
    yield made("missing", ["check", "stduy.yaml"], stage("misspelt"), CLEAN[0])


def numbers(count, every, few):
    """Which n are tried: all, or the first few, the last few, and some between."""
    if every or count <= few:
        return range(1, count + 1)
    third = few // 3
    chosen = set(range(1, third + 1)) | set(range(count - third + 1, count + 1))
    chosen |= {count * i // (third + 1) for i in range(1, third + 1)}
    return sorted(chosen)


def half_made(folder):
    return [path.name for path in Path(folder).rglob("*") if ".part-" in path.name]


def judge(bench, command, call, how, n):
    """What became of one failure, and what is wrong with that."""
    place = bench.fresh(command.old)
    try:
        done = bench.call(command.words, place, call=call, how=how, at=n)
    except subprocess.TimeoutExpired:
        return "hangs", ["hangs"]
    before, after, found = tree(command.old), tree(command.new), tree(place)
    wrong = []
    if how == "kill" or done.returncode == -9:
        whole = {name: data for name, data in found.items() if ".part-" not in name}
        for name, data in whole.items():
            if name.endswith(".journal") or data in (before.get(name), after.get(name)) or name == "out/manifest.json":
                continue
            wrong.append(f"{name} is neither the old nor the new one")
        again = bench.call([*command.words, *command.again], place)
        left = {name: data for name, data in tree(place).items() if ".part-" not in name}
        if again.returncode != command.ends:
            wrong.append(f"does not go on: {again.returncode} {again.stderr[:200]!r}")
        if not wrong and left != after:
            wrong.append(f"goes on to another end: {sorted(set(left) ^ set(after))}"
                         f"{[name for name in after if left.get(name) != after[name]]}")
        return "killed", wrong
    if done.returncode == 0:
        if command.ends != 0:
            wrong.append(f"ends with 0 and not with {command.ends}")
        if how == "always":  # then the older result may not go away under its other name
            found = {name: data for name, data in found.items() if ".part-" not in name}
        if found != after:
            wrong.append(f"ends with 0 and not the whole result: {sorted(set(found) ^ set(after))}")
        if done.stdout != command.prints:
            wrong.append("ends with 0 and prints something else")
        return "done", wrong

    if done.returncode not in CLEAN:
        wrong.append(f"ends with {done.returncode}")
    if not done.stderr.strip():
        wrong.append("says nothing")
    whole = {name: data for name, data in found.items() if ".part-" not in name}
    for name, data in before.items():
        if whole.get(name) not in (data, after.get(name)) and not name.endswith(".journal"):
            wrong.append(f"harms {name}")
    for name, data in whole.items():
        if name not in before and data != after.get(name) and not name.endswith((".journal", "manifest.json")):
            wrong.append(f"leaves half of {name}")
    if how != "always" and half_made(place):
        wrong.append(f"leaves {half_made(place)}")
    if command.goes_on:
        again = bench.call(command.words, place)
        if again.returncode != 0 or {k: v for k, v in tree(place).items() if ".part-" not in k} != after:
            wrong.append(f"it does not go on to the same end: {again.returncode} {again.stderr[:200]!r}")
    return f"code {done.returncode}", [f"{text}; it said {done.stderr[:200]!r}" for text in wrong]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("library", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("study", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--few", type=int, default=24, help="of each command and failure")
    parser.add_argument("--only")
    parser.add_argument("--call")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    total = bad = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given.program, given.library, Path(folder))
        for command in commands(bench, given.study):
            if given.only not in (None, command.name):
                continue
            for call, how in FAILURES:
                if given.call not in (None, call) or not (command.makes or call == "malloc"):
                    continue
                counted = bench.call(command.words, bench.fresh(command.old), call=call, at=0, count=bench.count_file)
                count = int(bench.count_file.read_text())
                if counted.returncode != command.ends or count == 0:
                    print(f"{command.name}: no call of {call} is seen")
                    bad += counted.returncode != command.ends or call != "rename"
                    continue
                ends = collections.Counter()
                for n in numbers(count, given.all or not command.makes, given.few):
                    end, wrong = judge(bench, command, call, how, n)
                    ends[end] += 1
                    total += 1
                    bad += bool(wrong)
                    for text in wrong:
                        print(f"{command.name}, {call} {n} of {count} fails {how}: {text}")
                    if given.show:
                        print(f"{command.name}, {call} {n} of {count} fails {how}: {end}")
                print(f"{command.name:8}{call:8}{how:12}{count:8} calls:", ", ".join(f"{v} {k}" for k, v in sorted(ends.items())))
    print(f"{total} failures, {bad} of them wrong")
    return 1 if bad or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
