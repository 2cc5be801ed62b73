#!/usr/bin/env python3
"""Runs what a page shows in the language of another tool.

  other_tools.py TOOL PAGE SOURCE PROGRAM

TOOL is pandas, R or pm4py. The console blocks of the page that write `gauge` are run first, in an empty folder;
then each block in the tool's language, word for word. A line of it that prints ends with what it prints, as a
comment: `print(len(units))  # 25920`. Exit code 77, and a word, where the tool is not there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pages import Block, blocks

ABSENT = 77
# How a tool is asked for, where Debian has it, and the language of its blocks with a word that they hold.
TOOLS = {
    "pandas": ([[python, "-c", "import pandas"] for python in (sys.executable, "/usr/bin/python3")],
               "the package python3-pandas", "python", "pandas"),
    "R": ([["Rscript", "-e", "library(RSQLite)"]], "the packages r-base-core and r-cran-rsqlite", "r", ""),
    "pm4py": ([[python, "-c", "import pm4py"] for python in (sys.executable, "/usr/bin/python3")],
              "'pip install pm4py', for it is not in Debian", "python", "pm4py"),
}


def works(words: list[str]) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False, timeout=300).returncode == 0
    except FileNotFoundError:
        return False


def shown_by(block: Block) -> list[str]:
    """What the block says that it prints."""
    return [line.rsplit("  # ", 1)[1] for line in block.lines if "  # " in line]


def printed_by(words: list[str], block: Block, folder: Path) -> list[str]:
    done = subprocess.run([*words, "\n".join(block.lines)], cwd=folder, capture_output=True, text=True, check=False,
                          timeout=600)
    if done.returncode != 0:
        raise ValueError(f"ends with {done.returncode}: {done.stderr[-800:]}")
    return [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]


def prepare(page: list[Block], folder: Path, program: Path) -> None:
    """Writes what the console blocks of the page write under the name of `gauge`."""
    wanted = ("-o gauge ", "--ocel gauge.ocel.sqlite")
    for block in page:
        for command, _ in block.commands() if block.language == "console" else []:
            if command[0].startswith("caravan ") and any(word in command[0] for word in wanted):
                subprocess.run(["bash", "-c", command[0]], cwd=folder, check=True, timeout=300,
                               env=dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}"))


def main(tool: str, page: Path, source: Path, program: Path) -> int:
    probes, where, language, word = TOOLS[tool]
    found = next((probe for probe in probes if works(probe)), None)
    if found is None:
        print(f"skipped: {tool} is not here; {where} would bring it")
        return ABSENT
    all_blocks = blocks(page.read_text(encoding="utf-8").split("\n"))
    mine = [block for block in all_blocks if block.language == language and word in "\n".join(block.lines)]
    faults = [] if mine else [f"{page.name} shows nothing for {tool}"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(source / "scenarios", folder / "scenarios")
        prepare(all_blocks, folder, program)
        for block in mine:
            try:
                happened = printed_by(found[:2], block, folder)
            except ValueError as error:
                faults.append(f"{page.name}:{block.first + 1}: {error}")
                continue
            if happened != shown_by(block) or not happened:
                faults.append(f"{page.name}:{block.first + 1}: prints {happened}, shows {shown_by(block)}")
    print("\n".join(faults) or f"{len(mine)} blocks for {tool} print what they show")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *(Path(word).resolve() for word in sys.argv[2:])))
