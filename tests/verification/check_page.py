"""Compares docs/explanation/verification.md with the tests of which it speaks.

Its first table names oracles, and where each is tested or why it is not. Every oracle of known.csv
and every one that the engine's tests name must be in it, once; a file that it names must exist and
speak of the oracle. Its second table has a row for every seeded fault, which some test must have
seen, and the tests named in it must exist; before it stands how many there are.
"""

import csv
import pathlib
import re
import sys
import tomllib


def ids_in(cell):
    """Q01, D04b, Q20–Q22: one by one."""
    ids = []
    for first, last in re.findall(r"([QNXVDM]\d+[bc]?)(?:–[QNXVDM](\d+))?", cell):
        if not last:
            ids.append(first)
            continue
        digits = first[1:]
        ids += [f"{first[0]}{number:0{len(digits)}}" for number in range(int(digits), int(last) + 1)]
    return ids


def rows_after(page, heading):
    """The rows of the first table below a heading, as lists of cells."""
    text = page.split(f"\n## {heading}\n", 1)[1]
    rows = []
    for line in text.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            break
    return rows[2:]


def check_oracles(root, page):
    said = {}
    for cell, where in rows_after(page, "Which oracle is tested where"):
        files = re.findall(r"`([\w./*-]+)`", where)
        found = [path for name in files for path in sorted((root / "tests").glob(name))]
        if files and not found:
            yield f"there is no tests/{files[0]}"
        text = "".join(path.read_text() for path in found)
        for oracle in ids_in(cell):
            if oracle in said:
                yield f"{oracle} stands twice"
            said[oracle] = where
            if files and not re.search(rf"(?<![A-Za-z0-9]){oracle}(?![0-9bc])", text):
                yield f"{oracle} is not in {', '.join(files)}"
    with open(root / "tests/oracles/known.csv", newline="") as file:
        known = {row["oracle"].split("-")[0] for row in csv.DictReader(file)}
    for folder in ("engine", "oracles"):
        for path in sorted((root / "tests" / folder).glob("*.cpp")):
            names = re.findall(r"TEST(?:_P)?\(\w+, (\w+)\)", path.read_text())
            known |= {oracle for name in names
                      for oracle in re.findall(r"(?<![A-Za-z0-9])([QNXVDM]\d\d?[bc]?)(?=_)", name)}
    yield from (f"{oracle} is missing" for oracle in sorted(known - said.keys()))


def check_faults(root, page):
    with open(root / "tests/verification/faults.toml", "rb") as file:
        faults = {fault["id"]: fault for fault in tomllib.load(file)["fault"]}
    sources = "".join(path.read_text() for path in sorted((root / "tests").rglob("*.cpp")))
    rows = rows_after(page, "Seeded faults")
    if f"All {len(faults)} were seeded" not in page:
        yield f"there are {len(faults)} seeded faults"
    yield from (f"the fault {name} is missing"
                for name in sorted(faults.keys() - {row[0] for row in rows}))
    for name, says, seen in rows:
        if name not in faults:
            yield f"{name} is no fault of faults.toml"
        elif says != faults[name]["says"]:
            yield f"{name} is described otherwise in faults.toml"
        if seen in ("nobody", "not yet run"):
            yield f"{name}: {seen}"
            continue
        test = seen.strip("`").partition(".")[2]
        if "GivesTheExpectedTimeline" in test:
            case = test.split("/")[-1].replace("_", "-") + ".case"
            if not (root / "tests/cases" / case).exists():
                yield f"{name}: there is no case {test}"
            continue
        plain = next((part for part in re.split(r"[./]", test)[::-1] if not part.isdigit()
                      and f" {part})" in sources), None)
        in_words = ("the run stops at an assertion", " does not end")
        if plain is None and not any(words in seen for words in in_words):
            yield f"{name}: there is no test {seen}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    page = (root / "docs/explanation/verification.md").read_text()
    wrong = [*check_oracles(root, page), *check_faults(root, page)]
    print("\n".join(wrong), file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
