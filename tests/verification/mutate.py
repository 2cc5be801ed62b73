"""Seeds the faults of faults.toml one by one and reports which tests see them.

    mutate.py --check ROOT                          every fault still applies to the tree
    mutate.py [-o TABLE] [--only ID... --] TREE     applies, builds, tests and takes back each

For TREE and what is run in it see seeding.py.
"""

import argparse
import pathlib
import signal
import sys
import tomllib

from seeding import seeded, seen_by

STOPPED = "the run stops at an assertion"  # check_page.py knows it


def faults():
    with open(pathlib.Path(__file__).with_name("faults.toml"), "rb") as file:
        return tomllib.load(file)["fault"]


def check(root):
    """The faults that do not apply, in words."""
    wrong = []
    known = set()
    for fault in faults():
        text = (root / fault["file"]).read_text()
        count = text.count(fault["old"])
        if count != 1:
            wrong.append(f"{fault['id']}: its text stands {count} times in {fault['file']}")
        if fault["id"] in known:
            wrong.append(f"{fault['id']}: there are two of that name")
        known.add(fault["id"])
    return wrong


def seed(fault, tree):
    """The first test of a program that sees a fault, as a list, and in words; or what went wrong."""
    path = tree / fault["file"]
    sound = path.read_text()
    if sound.count(fault["old"]) != 1:
        return None, "does not apply"
    with seeded(path, sound.replace(fault["old"], fault["new"])):
        names = seen_by(fault["file"], tree, ["--gtest_fail_fast"])
    if names is None:
        return None, "does not build"
    if names and names[0].endswith(f" ends with {-signal.SIGABRT}"):
        return names, STOPPED
    return names, f"`{names[0]}`" if names else "nobody"


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("-o", "--output", type=argparse.FileType("a"), default=sys.stdout)
    options.add_argument("--only", nargs="*", default=[], metavar="ID")
    options.add_argument("tree", type=pathlib.Path)
    given = options.parse_args()
    tree = given.tree.resolve()
    if given.check:
        wrong = check(tree)
        if wrong:
            print("\n".join(wrong) + "\nThe code has moved: give these faults of "
                  "tests/verification/faults.toml a text that is there.", file=sys.stderr)
        sys.exit(1 if wrong else 0)
    chosen = [fault for fault in faults() if not given.only or fault["id"] in given.only]
    survivors = 0
    for fault in chosen:
        names, verdict = seed(fault, tree)
        survivors += not names
        print(f"| {fault['id']} | {fault['says']} | {verdict} |", file=given.output, flush=True)
    sys.exit(1 if survivors else 0)


main()
