#!/usr/bin/env python3
"""Checks the sources against the rules of the house.

  check_house.py --list             names of the checks
  check_house.py CHECK [ROOT]       one check: first on its own samples, then on the tree at ROOT

A check that does not find what is wrong in its bad samples, line by line, fails before it sees the tree,
so no check can pass by being blind.
"""

import pathlib
import sys

sys.dont_write_bytecode = True

from checks import CHECKS  # noqa: E402
from samples import SAMPLES  # noqa: E402
from source import read_tree, tree_of  # noqa: E402


def self_test(name):
    """Messages about samples of `name` in which the check finds too little or too much."""
    faults = []
    found_any = False
    for title, texts, expected in SAMPLES.get(name, []):
        found = sorted({f"{path}:{line}" for path, line, _ in CHECKS[name](tree_of(texts))})
        found_any = found_any or bool(expected)
        if found != sorted(expected):
            faults.append(f"sample '{title}' of {name}: expected {sorted(expected)}, found {found}")
    if not found_any:
        faults.append(f"{name} has no bad sample")
    return faults


def main(arguments):
    if arguments == ["--list"]:
        print(";".join(CHECKS), end="")
        return 0
    if not arguments or arguments[0] not in CHECKS or len(arguments) > 2:
        print(__doc__, file=sys.stderr)
        return 2
    name = arguments[0]
    faults = self_test(name)
    if faults:
        print("\n".join(faults))
        return 1
    root = arguments[1] if len(arguments) == 2 else pathlib.Path(__file__).resolve().parents[2]
    tree = read_tree(root)
    if not any(source.is_code() for source in tree):
        print(f"there are no sources under {root}")
        return 1
    findings = sorted(CHECKS[name](tree))
    for path, line, message in findings:
        print(f"{path}:{line}: {message}")
    print(f"{name}: {len(findings)} findings in {len(tree)} files")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
