"""Says whether docs/explanation/validation.md was written for the scenarios as they are.

    page_is_current.py PROGRAM ROOT
"""

import pathlib
import re
import subprocess
import sys


def main(program, root):
    root = pathlib.Path(root)
    page = (root / "docs/explanation/validation.md").read_text(encoding="utf-8")
    stated = re.findall(r"^\| `([\w-]+)` \| `([0-9a-f-]{35})` \|$", page, re.MULTILINE)
    if not stated:
        sys.exit("validation.md states no hash")
    for name, value in stated:
        said = subprocess.run([program, "check", root / "scenarios" / f"{name}.yaml"], capture_output=True, text=True)
        if f"hash {value}" not in said.stdout + said.stderr:
            sys.exit(f"{name}.yaml has changed since validation.md was written: run ./dev validate")


if __name__ == "__main__":
    main(*sys.argv[1:])
