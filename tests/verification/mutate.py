"""Seeds the faults of faults.toml one by one and reports which tests see them.

    mutate.py --check ROOT              every fault still applies to the tree
    mutate.py [-o TABLE] TREE [ID...]   applies, builds, tests and takes back each fault

TREE is a copy of the project that nobody else uses, with a build folder TREE/build/dev. Golden
files do not count: they show that results have moved, not that they are wrong. So only the
programs named below run: first that of the layer of the fault, then the others, the slow oracles
last, until one has seen it.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tomllib

PROGRAMS = ["cases", "model", "experiment", "scenario", "network", "engine", "core", "oracles"]
PATIENCE = 300  # seconds for one program: a fault may let a run go on for ever


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


def failures(program, tree):
    """The names of the tests of a program that fail."""
    path = tree / "build/dev/tests" / f"test_{program}"
    try:
        run = subprocess.run([path, "--gtest_brief=1"], cwd=tree, capture_output=True, text=True,
                             errors="replace", timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return [f"test_{program} does not end"]
    names = re.findall(r"^\[  FAILED  \] ([\w./]+)(?: \(|, where| \n|$)", run.stdout, re.MULTILINE)
    if run.returncode not in (0, 1):
        names.append(f"test_{program} ends with {run.returncode}")
    return [f"{program}.{name}" if "." in name else name for name in dict.fromkeys(names)]


def build(program, tree):
    return subprocess.run(["cmake", "--build", "build/dev", "--target", f"test_{program}"],
                          cwd=tree, capture_output=True, text=True)


def seen_by(fault, tree):
    """The tests that see a fault, or what the compiler says against it."""
    layer = fault["file"].split("/")[1 if fault["file"].startswith("sim/") else 2]
    for program in sorted(PROGRAMS, key=lambda program: program != layer):
        built = build(program, tree)
        if built.returncode != 0:
            print(built.stdout[-3000:], file=sys.stderr)
            return None
        if names := failures(program, tree):
            return names
    return []


def seed(fault, tree):
    """The tests that see a fault, and the first of them or what went wrong, in words."""
    path = tree / fault["file"]
    sound = path.read_text()
    if sound.count(fault["old"]) != 1:
        return None, "does not apply"
    path.write_text(sound.replace(fault["old"], fault["new"]))
    try:
        names = seen_by(fault, tree)
        if names is None:
            return None, "does not build"
        return names, f"`{names[0]}`" if names else "nobody"
    finally:
        path.write_text(sound)


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("-o", "--output", type=argparse.FileType("a"), default=sys.stdout)
    options.add_argument("tree", type=pathlib.Path)
    options.add_argument("ids", nargs="*")
    given = options.parse_args()
    tree = given.tree.resolve()
    if given.check:
        wrong = check(tree)
        if wrong:
            print("\n".join(wrong) + "\nThe code has moved: give these faults of "
                  "tests/verification/faults.toml a text that is there.", file=sys.stderr)
        sys.exit(1 if wrong else 0)
    chosen = [fault for fault in faults() if not given.ids or fault["id"] in given.ids]
    survivors = 0
    for fault in chosen:
        names, verdict = seed(fault, tree)
        survivors += not names
        print(f"| {fault['id']} | {fault['says']} | {verdict} |", file=given.output, flush=True)
    sys.exit(1 if survivors else 0)


main()
