"""One token of a scenario goes wrong; `caravan check` must say so, or nothing else may have changed.

    corruption.py PROGRAM SCENARIO [--seed N] [--count N] [--show]

Every corrupted file must either
 - be refused (exit code 3) by an error that points to within a few lines of the corruption, or to the
   thing to which its line belongs, or that names the corrupted word, as a renamed place is missed where
   it is used; or
 - be accepted (exit code 0), and then `show --resolved --origins` may differ only in values that stand
   on the corrupted line, or in the name of a thing that nothing refers to.
A crash, two seconds without an answer, an error without a place, or a change elsewhere fails the test.
"""

import argparse
import collections
import concurrent.futures
import itertools
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

from corrupt import CLASSES, corruptions as all_corruptions

NEAR = 3        # lines
PATIENCE = 60   # seconds: nothing that ends takes as long on the slowest machine
NAME = "scenario.yaml"
PLACE = re.compile(r"^scenario\.yaml:(\d+):(\d+): (error|warning|note): ")
ORIGIN = re.compile(r"^(.*?): (.*)  # (?:scenario\.yaml:(\d+)|(default))$")


def caravan(program, folder, *arguments):
    return subprocess.run([program, *arguments, NAME], cwd=folder, capture_output=True, text=True,
                          errors="replace", timeout=PATIENCE, stdin=subprocess.DEVNULL)


def values(program, folder):
    """The path of every value: (value, line or None)."""
    shown = caravan(program, folder, "show", "--resolved", "--origins")
    if shown.returncode != 0:
        raise ValueError(f"check accepts what show refuses:\n{shown.stderr}")
    found = {}
    for row in shown.stdout.splitlines():
        match = ORIGIN.match(row)
        if match is None:
            raise ValueError(f"a value without an origin: {row}")
        found[match[1]] = (match[2], int(match[3]) if match[3] else None)
    return found


def thing_of(text, line):
    """The line that opens the map to which `line` belongs."""
    rows = text.split("\n")
    indentation = [len(row) - len(row.lstrip(" ")) for row in rows]
    for above in range(line - 1, 0, -1):
        if rows[above - 1].strip() and indentation[above - 1] < indentation[line - 1]:
            return above
    return line


def refused(answer, line, old, new, text):
    """How the refusal fits the corruption, or a complaint."""
    if not answer.stderr.strip():
        return "BAD: refused without a word"
    places = [PLACE.match(row) for row in answer.stderr.splitlines()]
    if not any(place and place[3] == "error" for place in places):
        return "BAD: an error without a place"
    lines = [int(place[1]) for place in places if place]
    if thing_of(text, line) in lines or any(abs(at - line) <= NEAR for at in lines):
        return "refused near"
    words = [word for word in (old, new) if len(word) > 1]
    if any(word in answer.stderr for word in words):
        return "refused elsewhere, by name"
    return "BAD: refused far away"


def accepted(before, after, line, old, new):
    """How the acceptance fits the corruption, or a complaint."""
    changed = sorted(path for path in {*before, *after}
                     if before.get(path, ("",))[0] != after.get(path, ("",))[0])
    if not changed:
        return "accepted, same values"
    renamed = {path.replace(f".{old}.", f".{new}."): value for path, value in before.items()}
    if {path: value[0] for path, value in renamed.items()} == {
            path: value[0] for path, value in after.items()}:
        return "accepted, renamed"
    for path in changed:
        if line not in (before.get(path, ("", None))[1], after.get(path, ("", None))[1]):
            return f"BAD: {path} changed from {before.get(path)} to {after.get(path)}"
    return "accepted, value of that line"


def verdict(program, scratch, before, number, corruption):
    _, line, old, new, text = corruption
    folder = pathlib.Path(scratch) / str(number)
    folder.mkdir()
    (folder / NAME).write_text(text, encoding="utf-8", newline="")
    try:
        answer = caravan(program, folder, "check")
        if answer.returncode == 3:
            return refused(answer, line, old, new, text), answer.stderr
        if answer.returncode == 0:
            after = values(program, folder)
            return accepted(before, after, line, old, new), answer.stderr
        return f"BAD: exit code {answer.returncode}", answer.stderr
    except subprocess.TimeoutExpired:
        return f"BAD: no answer in {PATIENCE} s", ""
    except ValueError as complaint:
        return "BAD: " + str(complaint), ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("scenario", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--show", action="store_true", help="print every corruption with its answer")
    options = parser.parse_args()

    text = options.scenario.read_text(encoding="utf-8")
    corruptions = list(itertools.islice(all_corruptions(text, random.Random(options.seed).random),
                                        options.count))
    with tempfile.TemporaryDirectory() as scratch:
        (pathlib.Path(scratch) / NAME).write_text(text, encoding="utf-8", newline="")
        before = values(options.program, scratch)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            verdicts = list(pool.map(
                lambda numbered: verdict(options.program, scratch, before, *numbered),
                enumerate(corruptions)))

    tally = {name: collections.Counter() for name in CLASSES}
    bad = 0
    for (name, line, old, new, corrupted), (outcome, words) in zip(corruptions, verdicts):
        tally[name][outcome.split(":")[0]] += 1
        bad += outcome.startswith("BAD")
        if options.show or outcome.startswith("BAD"):
            print(f"== {name}, line {line}: {old!r} -> {new!r}: {outcome}\n"
                  f"   {corrupted.splitlines()[line - 1].strip()}\n{words}")

    outcomes = sorted({outcome for counts in tally.values() for outcome in counts})
    for name, counts in tally.items():
        print(f"{name:24}", ", ".join(f"{counts[o]} {o}" for o in outcomes if counts[o]))
    total = sum(tally.values(), collections.Counter())
    print(f"{'all':24}", ", ".join(f"{total[o]} {o}" for o in outcomes))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
