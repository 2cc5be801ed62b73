"""Reads pages of documentation: fenced blocks, links, headings. Used by check_docs.py."""

import re
from pathlib import Path

FENCE = re.compile(r"^(```+)(.*)$")
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")


class Block:
    """A fenced block: the lines between its fences, and what its first fence says."""

    def __init__(self, info: str, first: int, lines: list[str]) -> None:
        words = info.split()
        self.language = words[0] if words else ""
        titles = [word.removeprefix("title=") for word in words if word.startswith("title=")]
        self.title = titles[0] if titles else None
        self.first = first  # index of its first line within the page
        self.lines = lines

    def commands(self) -> list[tuple[list[str], list[str]]]:
        """Of a console block: the lines of each command, and those that are shown below it."""
        found: list[tuple[list[str], list[str]]] = []
        for line in self.lines:
            if line.startswith("$ "):
                found.append(([line[2:]], []))
            elif not found:
                raise ValueError("a console block begins with a command: `$ ...`")
            elif line.startswith("> ") and not found[-1][1]:
                found[-1][0].append(line[2:])
            else:
                found[-1][1].append(line)
        return found


def blocks(lines: list[str]) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = []
    opened: tuple[str, str, int] | None = None
    for number, line in enumerate(lines):
        fence = FENCE.match(line)
        if opened is None and fence:
            opened = (fence[1], fence[2], number + 1)
        elif opened is not None and line == opened[0]:
            found.append(Block(opened[1], opened[2], lines[opened[2] : number]))
            opened = None
    if opened is not None:
        raise ValueError(f"line {opened[2]}: this block is not closed")
    return found


def prose(text: str) -> list[str]:
    """The lines outside fenced blocks; the others are empty."""
    lines = text.split("\n")
    for block in blocks(lines):
        for number in range(block.first - 1, block.first + len(block.lines) + 1):
            lines[number] = ""
    return lines


def anchors(text: str) -> set[str]:
    """What a link to a heading of this page may be, by GitHub's rule."""
    found: set[str] = set()
    for line in prose(text):
        if line.startswith("#"):
            words = line.lstrip("#").strip().lower()
            slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
            again = 0
            while slug + (f"-{again}" if again else "") in found:
                again += 1
            found.add(slug + (f"-{again}" if again else ""))
    return found


def broken_links(page: Path) -> list[str]:
    """Relative links of a page that lead nowhere, each with its line."""
    faults = []
    for number, line in enumerate(prose(page.read_text(encoding="utf-8")), start=1):
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            goal = (page.parent / path) if path else page
            if not goal.exists():
                faults.append(f"{page}:{number}: there is no {target}")
            elif anchor and goal.suffix == ".md" and anchor not in anchors(goal.read_text(encoding="utf-8")):
                faults.append(f"{page}:{number}: {path or page.name} has no heading #{anchor}")
    return faults
