"""Runs the transcripts of the documentation and follows its links.

  check_docs.py page SOURCE PAGE PROGRAM...   every console block of PAGE shows what happens
  check_docs.py links SOURCE                  every relative link leads somewhere
  check_docs.py itself PROGRAM                this check finds what is wrong

How a page is run. Its blocks are taken in order, in an empty folder that holds a copy of the folder
`scenarios`.

  ```console               `$ ` lines are run by bash; the lines below one are its standard output and
                           error, exactly. A command goes on in lines that begin with `> `.
  ```yaml title=FILE       is written to FILE.
  ```cpp title=tests/...   is, word for word, that file of the source tree.

Nothing is masked but one thing: `caravan --version` may say any version. Times that a run took appear
at terminals only. With CARAVAN_UPDATE_GOLDEN=1 the page is rewritten to show what happens.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pages import Block, blocks, broken_links

VERSION = re.compile(r"^caravan \d+\.\d+\.\d+$")


def masked(lines: list[str]) -> list[str]:
    return [VERSION.sub("caravan VERSION", line) for line in lines]


class Shell:
    """A folder in which the commands of one page are run."""

    def __init__(self, folder: Path, programs: dict[str, Path]) -> None:
        self.folder = folder / "work"
        self.folder.mkdir()
        found = folder / "bin"
        found.mkdir()
        for name, program in programs.items():
            if not program.exists():  # a page would be rewritten with "command not found"
                sys.exit(f"{program} is not built")
            (found / name).symlink_to(program.resolve())
        self.environment = {"PATH": f"{found}:/usr/local/bin:/usr/bin:/bin", "HOME": str(self.folder),
                            "LC_ALL": "C.UTF-8", "TERM": "dumb", "CI": "1"}
        self.code = 0

    def run(self, command: str) -> list[str]:
        # `$?` is the exit code of the command before, as at a terminal.
        done = subprocess.run(["bash", "-c", f"(exit {self.code})\n{command}"], cwd=self.folder,
                              env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120, check=False)
        self.code = done.returncode
        return done.stdout.decode("utf-8").splitlines()


def shown_by(block: Block, shell: Shell) -> list[str]:
    """The lines that a console block should have."""
    lines = []
    for command, shown in block.commands():
        happened = shell.run("\n".join(command))
        lines += ["$ " + command[0], *("> " + line for line in command[1:])]
        lines += shown if masked(shown) == masked(happened) else happened
    return lines


def expected(page: Path, programs: dict[str, Path], source: Path) -> list[str]:
    """The page as it should be."""
    lines = page.read_text(encoding="utf-8").split("\n")
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(Path(folder), programs)
        if (source / "scenarios").is_dir():
            shutil.copytree(source / "scenarios", shell.folder / "scenarios")
        moved = 0  # by how many lines the page has grown so far
        for block in blocks(lines):
            wanted = block.lines
            if block.language == "console":
                wanted = shown_by(block, shell)
            elif block.title and block.title.startswith("tests/"):
                wanted = (source / block.title).read_text(encoding="utf-8").splitlines()
            elif block.title:
                (shell.folder / block.title).parent.mkdir(parents=True, exist_ok=True)
                (shell.folder / block.title).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
            lines[block.first + moved : block.first + moved + len(block.lines)] = wanted
            moved += len(wanted) - len(block.lines)
    return lines


def differences(page: Path, programs: dict[str, Path], source: Path) -> list[str]:
    lines = page.read_text(encoding="utf-8").split("\n")
    wanted = expected(page, programs, source)
    if wanted == lines:
        return []
    if os.environ.get("CARAVAN_UPDATE_GOLDEN"):
        page.write_text("\n".join(wanted), encoding="utf-8")
        return []
    return list(difflib.unified_diff(lines, wanted, str(page), "what happens", lineterm=""))


def all_links(source: Path) -> list[str]:
    places = [*source.glob("*.md"), *source.glob("scenarios/*.md"), *source.glob("docs/**/*.md")]
    return [fault for page in sorted(places) for fault in broken_links(page)]


def check_itself(program: Path) -> list[str]:
    """Each sample is a page and how many of its lines or links are wrong."""
    first = "```console\n$ caravan frobnicate\ncaravan: there is no command 'frobnicate'\n"
    second = "  'caravan help' lists them\n"
    samples = {
        "a true transcript": (first + second + "$ echo $?\n2\n```\n", 0, 0),
        "a line is missing": (first + "```\n", 1, 0),
        "a line is false": (first + second + "more\n```\n", 1, 0),
        "a false exit code": (first + second + "$ echo $?\n0\n```\n", 2, 0),
        "any version": ("```console\n$ caravan --version\ncaravan 99.0.0\n```\n", 0, 0),
        "a file": ("```yaml title=a.txt\nb: c\n```\n```console\n$ cat a.txt\nb: c\n```\n", 0, 0),
        "links": ("# One two\n[a](#one-two) [b](page.md#one-two) [c](gone.md) [d](#three)\n", 0, 2),
        "links in code": ("`[a](gone.md)`\n```\n[a](gone.md)\n```\n", 0, 0),
    }
    faults = []
    for name, (text, wrong_lines, wrong_links) in samples.items():
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.md"
            page.write_text(text, encoding="utf-8")
            found = [line for line in differences(page, {"caravan": program}, Path(folder))
                     if re.match(r"[+-](?![+-])", line)]
            if len(found) != wrong_lines or len(broken_links(page)) != wrong_links:
                faults.append(f"{name}: {found} {broken_links(page)}")
    return faults


def main(words: list[str]) -> int:
    match words:
        case ["page", source, page, *paths]:
            programs = {Path(path).name.removeprefix("docs_"): Path(path) for path in paths}
            faults = differences(Path(page), programs, Path(source))
            if faults:
                faults.append("CARAVAN_UPDATE_GOLDEN=1 rewrites the page")
        case ["links", source]:
            faults = all_links(Path(source))
        case ["itself", program]:
            os.environ.pop("CARAVAN_UPDATE_GOLDEN", None)
            faults = check_itself(Path(program))
        case _:
            faults = [__doc__ or ""]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
