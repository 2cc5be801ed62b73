"""How many times more replications a second two threads make than one: the real program, in one run.

    threads.py PROGRAM ROOT [--rounds N]

One thread and two take turns, so that whatever else the machine does falls on both; of the rounds
of each the median counts. The answers must be the same bytes. Ends with 1 where two threads make
fewer than 1.8 times as many, which means something only where two cores are free.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import time

WANTED = 1.8
# A small corridor many times, and the large one for two months.
CASES = [("06-border-hub", 24, []), ("china-europe-2024", 24, ["--set", "clock.run=60 d"])]


def measured(program, root, case, threads):
    """Seconds, and the answer."""
    name, replications, more = case
    began = time.perf_counter()
    run = subprocess.run([program, "run", root / "scenarios" / f"{name}.yaml", *more, "--replications",
                          str(replications), "--threads", str(threads)],
                         check=True, capture_output=True)
    return time.perf_counter() - began, run.stdout


def speed_up(program, root, case, rounds):
    """Prints a line; the ratio."""
    seconds = {1: [], 2: []}
    answers = set()
    for _ in range(rounds):
        for threads in seconds:
            took, answer = measured(program, root, case, threads)
            seconds[threads].append(took)
            answers.add(answer)
    if len(answers) != 1:
        sys.exit(f"{case[0]}: the answer hangs on the threads")
    one, two = (case[1] / statistics.median(seconds[threads]) for threads in (1, 2))
    print(f"{case[0]:<24} {one:10.2f} {two:12.2f} {two / one:8.2f}", flush=True)
    return two / one


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", type=pathlib.Path)
    options.add_argument("root", type=pathlib.Path)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    print(f"{'replications a second':<24} {'one thread':>10} {'two threads':>12} {'ratio':>8}")
    ratios = [speed_up(given.program, given.root, case, given.rounds) for case in CASES]
    sys.exit(0 if min(ratios) >= WANTED else 1)


main()
