"""A copy of the project with a fault in it, and the tests that see it.

The copy is nobody else's, with a build folder TREE/build/dev. Golden files do not count: they show
that results have moved, not that they are wrong. So only the programs named below run: first that
of the layer of the fault, then the others, the slow oracles last, until one has seen it.
"""

import contextlib
import re
import subprocess
import sys

PROGRAMS = ["cases", "model", "experiment", "scenario", "network", "engine", "core", "oracles"]
PATIENCE = 300  # seconds for one program: a fault may let a run go on for ever


def layer_of(file):
    """Of include/caravan/LAYER/… and sim/LAYER/…"""
    return file.split("/")[1 if file.startswith("sim/") else 2]


def build(program, tree):
    return subprocess.run(["cmake", "--build", "build/dev", "--target", f"test_{program}"],
                          cwd=tree, capture_output=True, text=True)


def failures(program, tree, options=()):
    """The names of the tests of a program that fail."""
    path = tree / "build/dev/tests" / f"test_{program}"
    try:
        run = subprocess.run([path, "--gtest_brief=1", *options], cwd=tree, capture_output=True,
                             text=True, errors="replace", timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return [f"test_{program} does not end"]
    names = re.findall(r"^\[  FAILED  \] ([\w./]+)(?: \(|, where| \n|$)", run.stdout, re.MULTILINE)
    if run.returncode not in (0, 1):
        names.append(f"test_{program} ends with {run.returncode}")
    return [f"{program}.{name}" if "." in name else name for name in dict.fromkeys(names)]


def seen_by(file, tree, options=()):
    """The tests that see a fault in `file`; None if it does not build."""
    for program in sorted(PROGRAMS, key=lambda program: program != layer_of(file)):
        built = build(program, tree)
        if built.returncode != 0:
            print(built.stdout[-3000:], file=sys.stderr)
            return None
        if names := failures(program, tree, options):
            return names
    return []


@contextlib.contextmanager
def seeded(path, faulty):
    """While it lasts, the file has this text."""
    sound = path.read_text()
    path.write_text(faulty)
    try:
        yield
    finally:
        path.write_text(sound)
