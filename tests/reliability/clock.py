#!/usr/bin/env python3
"""The machine's clock enters no result, whatever it does.

  clock.py PROGRAM LIBRARY STUDY

LIBRARY is built from jumping_clock.cpp. Each command that writes results is run with the clock as it is and
with one that jumps by years and by hours at every reading. The exit codes, what is printed and every byte
that is written must be the same.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

COMMANDS = [["run", "study.yaml", "-o", "out", "--events", "all"],
            ["run", "study.yaml", "--replications", "4", "--threads", "2", "--format", "json"],
            ["run", "study.yaml", "--report", "run.html", "--quiet"],
            ["sweep", "study.yaml", "--into", "swept", "--threads", "2", "--replications", "2"],
            ["export", "out", "--ocel", "x.sqlite", "--event-log", "x.csv", "--geojson", "x.json"],
            ["report", "study.yaml", "-o", "page.html"]]


def environment(library=None):
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **({"LD_PRELOAD": library} if library else {})}


def year(library=None):
    return subprocess.run(["date", "+%Y"], capture_output=True, text=True, check=True, env=environment(library)).stdout


def tree(folder):
    # The runs of a journal stand in the order in which they ended; what is made of them does not.
    return {path.relative_to(folder).as_posix(): b"" if path.suffix == ".journal" else path.read_bytes()
            for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def results(program, study, folder, library=None):
    folder.mkdir()
    shutil.copy(study, folder / "study.yaml")
    told = []
    for words in COMMANDS:
        done = subprocess.run([program, *words], cwd=folder, capture_output=True, timeout=300, check=False,
                              stdin=subprocess.DEVNULL, env=environment(library))
        told.append((words, done.returncode, done.stdout))
    return told, tree(folder)


def main():
    program, library = (str(Path(each).resolve()) for each in sys.argv[1:3])
    if year() == year(library):
        print("the clock does not jump here: the library has no effect")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        plain, written = results(program, sys.argv[3], Path(folder) / "plain")
        jumped, written_too = results(program, sys.argv[3], Path(folder) / "jumping", library)
    wrong = [f"{words}: {code}" for words, code, _ in plain if code != 0]
    wrong += [f"{a[0]}: another answer" for a, b in zip(plain, jumped) if a != b]
    wrong += [f"{name} differs" for name in sorted(written | written_too) if written.get(name) != written_too.get(name)]
    print(*wrong, f"{len(COMMANDS)} commands, {len(written)} files, {len(wrong)} of them wrong", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
