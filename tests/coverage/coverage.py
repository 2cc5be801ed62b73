#!/usr/bin/env python3
"""Which lines and branches of each layer the tests run, by what g++ --coverage counted.

    coverage.py BUILD ROOT [LAYER]

Reads all counts in BUILD by way of gcov, and prints a line for each layer; of LAYER, the lines that no
test runs. A line counts as run if any of the functions that a template makes of it is. Branches that
only an exception takes are left out: every call has one. Exit code 1 if a layer is below the floor.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

# All that decides a result; output and the command line are tested through the program, which kills them.
LAYERS = ("core", "engine", "network", "scenario", "model", "experiment")
FLOOR = 0.95  # of the lines of each layer


def counts(file):
    """What gcov tells of one object: a value for each, with its sources."""
    done = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", file.name],
                          cwd=file.parent, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line]


def layer_of(path):
    """The layer of a source, by its path from the root: sim/LAYER/... or include/caravan/LAYER/..."""
    parts = pathlib.PurePath(path).parts
    name = parts[1] if parts[0] == "sim" else parts[2] if parts[:2] == ("include", "caravan") else None
    return name if name in LAYERS else None


def read(build, root):
    """By layer: of each line, and of each branch, whether it was run."""
    lines = {layer: collections.defaultdict(bool) for layer in LAYERS}
    branches = {layer: collections.defaultdict(bool) for layer in LAYERS}
    files = sorted(build.rglob("*.gcda"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for told in (each for found in pool.map(counts, files) for each in found):
            for source in told["files"]:
                path = os.path.join(told["current_working_directory"], source["file"])
                path = os.path.relpath(os.path.realpath(path), root)
                layer = layer_of(path)
                for line in source["lines"] if layer else ():
                    place = (path, line["line_number"])
                    lines[layer][place] |= line["count"] > 0
                    taken = [branch for branch in line["branches"] if not branch["throw"]]
                    for number, branch in enumerate(taken):
                        branches[layer][(*place, number)] |= branch["count"] > 0
    return lines, branches


def share(part):
    return sum(part.values()) / len(part) if part else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("layer", nargs="?", choices=LAYERS)
    given = parser.parse_args()
    lines, branches = read(given.build.resolve(), given.root.resolve())
    if given.layer:
        print(*(f"{path}:{number}" for (path, number), run in sorted(lines[given.layer].items()) if not run), sep="\n")
        return 0
    print(f"{'layer':12}{'lines':>8}{'run':>9}{'branches':>11}{'taken':>9}")
    for layer in LAYERS:
        print(f"{layer:12}{len(lines[layer]):8}{100 * share(lines[layer]):7.1f} %"
              f"{len(branches[layer]):11}{100 * share(branches[layer]):7.1f} %")
    short = [layer for layer in LAYERS if share(lines[layer]) < FLOOR]
    for layer in short:
        print(f"{layer}: less than {100 * FLOOR:.0f} % of its lines are run; ./dev coverage {layer} names the others")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
