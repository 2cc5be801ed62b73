"""A copy of the project with a fault in it, and the tests that see it.

The copy is nobody else's, with a build folder TREE/build/dev. Golden files do not count: they show
that results have moved, not that they are wrong. So only the programs named below run: first that
of the layer of the fault, then the others that it can reach, the slow oracles last, until one has
seen it.
"""

import contextlib
import re
import signal
import subprocess
import sys

# The programs, and the layers that are linked to them: only these can move their tests. What a layer
# below them does is seen in output and cli by golden files alone.
PROGRAMS = {"cases": {"core", "engine", "network", "scenario", "model", "experiment"},
            "model": {"core", "engine", "network", "scenario", "model"},
            "experiment": {"core", "engine", "network", "scenario", "model", "experiment"},
            "scenario": {"core", "network", "scenario"},
            "network": {"core", "network"},
            "engine": {"core", "engine"},
            "core": {"core"},
            "output": {"output"},
            "cli": {"output", "cli"},
            "oracles": {"core", "engine", "network", "scenario", "model", "experiment"}}
PATIENCE = 600  # seconds for one program: a fault may let a run go on for ever


def layer_of(file):
    """Of include/caravan/LAYER/… and sim/LAYER/…"""
    return file.split("/")[1 if file.startswith("sim/") else 2]


def reaching(file, slow=False):
    """The programs whose tests can see a fault in `file`, that of its layer first."""
    layer = layer_of(file)
    able = [program for program, layers in PROGRAMS.items()
            if layer in layers and (slow or program != "oracles")]
    return sorted(able, key=lambda program: program != layer)


def build(program, tree):
    return subprocess.run(["cmake", "--build", "build/dev", "--target", f"test_{program}"],
                          cwd=tree, capture_output=True, text=True)


def failed_tests(program, path, options, seconds, **how):
    """The names of the tests of a program that fail, or what else it does."""
    try:
        run = subprocess.run([path, "--gtest_brief=1", *options], capture_output=True, text=True,
                             errors="replace", timeout=seconds, **how)
    except subprocess.TimeoutExpired:
        return [f"test_{program} does not end"]
    if run.returncode == -signal.SIGXCPU:
        return [f"test_{program} does not end"]
    names = re.findall(r"^\[  FAILED  \] ([\w./]+)(?: \(|, where| \n|$)", run.stdout, re.MULTILINE)
    if run.returncode not in (0, 1):
        names.append(f"test_{program} ends with {run.returncode}")
    return [f"{program}.{name}" if "." in name else name for name in dict.fromkeys(names)]


def seen_by(file, tree, options=(), slow=True):
    """The tests that see a fault in `file`; None if it does not build."""
    for program in reaching(file, slow):
        built = build(program, tree)
        if built.returncode != 0:
            print(built.stdout[-3000:], file=sys.stderr)
            return None
        path = tree / "build/dev/tests" / f"test_{program}"
        if names := failed_tests(program, path, options, PATIENCE, cwd=tree):
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
