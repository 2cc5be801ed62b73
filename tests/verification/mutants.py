"""Machine-made faults: one small change of a token at a time, at places drawn by lot; does any test see it?

    mutants.py --list ROOT                         all places of all layers, counted
    mutants.py [-n 100] [--seed 1] -o JOURNAL TREE draws n for each layer, builds and tests each
    mutants.py --table JOURNAL                     the share that was seen, and who survived

The same n and seed draw the same mutants of the same text; a journal that is there is gone on with.
What does not build is no mutant and counts for nothing. For TREE and what is run in it see
seeding.py; a mutant that no program sees in time does not end, which is seen. A mutant that survives
is a missing test or changes nothing (docs/explanation/verification.md judges each).
"""

import argparse
import json
import pathlib
import random
import re
import sys

from seeding import layer_of, seeded, seen_by

LAYERS = ["engine", "model", "experiment"]

TOKEN = re.compile(r"""
    (?P<skip> //[^\n]* | /\*.*?\*/ | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])+' | ^[ ]*\#[^\n]*
            | \b(?:expects|static_assert|noexcept|requires|alignas|template|operator)\b[^;{]* )
  | (?P<binary> (?<=[ ])(?:<=|>=|<|>|==|!=|&&|\|\||\+|-|\*|/|%|\+=|-=)(?=[ \n]) )
  | (?P<step> \+\+|-- )
  | (?P<truth> \b(?:true|false)\b )
  | (?P<not> !(?=[\w(]) )
  | (?P<number> (?<![\w.'])\d+(?![\w.'xX]) )
  | (?P<extreme> \bstd::(?:min|max)\b )
  | (?P<call> ^[ ]+[a-z_][\w.>-]*\([^;{}\n]*\);$ )
  | (?P<set> ^[ ]+[a-z_][\w.>\[\]-]*[ ](?:[+-]?=)[ ][^;{}\n]*;$ )
""", re.VERBOSE | re.MULTILINE | re.DOTALL)

OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+": "-", "-": "+", "*": "/", "/": "*", "%": "/", "+=": "-=", "-=": "+=", "++": "--", "--": "++",
         "true": "false", "false": "true", "!": "", "std::min": "std::max", "std::max": "std::min"}


def changes(text):
    """(position, old, new) of each place that can be changed, and each way to change it."""
    for match in TOKEN.finditer(text):
        kind, old = match.lastgroup, match.group()
        if kind == "skip":
            continue
        if kind == "number":
            yield match.start(), old, str(int(old) + 1)
        elif kind in ("call", "set"):
            yield match.start(), old, " " * (len(old) - len(old.lstrip())) + ";"
        else:
            yield match.start(), old, OTHER[old]


def mutants(root, layer):
    """All of a layer, in order of file and place."""
    found = []
    for pattern in (f"sim/{layer}/**/*.cpp", f"sim/{layer}/**/*.hpp", f"include/caravan/{layer}/*.hpp"):
        for path in sorted(root.glob(pattern)):
            text = path.read_text()
            for at, old, new in changes(text):
                found.append({"file": str(path.relative_to(root)), "line": text.count("\n", 0, at) + 1, "at": at,
                              "old": old.strip(), "new": new.strip(), "text": lines_around(text, at, old)})
    return found


def lines_around(text, at, old):
    begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at + len(old))
    return text[begin:end].strip()


def drawn(root, count, seed):
    """`count` of each layer; one more or fewer leaves the others as they are."""
    chosen = []
    for layer in LAYERS:
        order = mutants(root, layer)
        random.Random(f"{seed} {layer}").shuffle(order)
        chosen.append(order[:count])
    return [mutant for row in zip(*chosen) for mutant in row]


def key(mutant):
    return (mutant["file"], mutant["line"], mutant["at"], mutant["old"])


def test(mutant, tree):
    path = tree / mutant["file"]
    sound = path.read_text()
    at, old = mutant["at"], mutant["old"]
    at += len(sound[at:]) - len(sound[at:].lstrip())  # of a statement: behind its blanks
    with seeded(path, sound[:at] + (mutant["new"] or "") + sound[at + len(old):]):
        return seen_by(mutant["file"], tree, ["--gtest_fail_fast"])


def journal_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def run(given):
    done = {key(entry) for entry in journal_of(given.output)}
    with open(given.output, "a", encoding="utf-8") as journal:
        for mutant in drawn(given.tree, given.n, given.seed):
            if key(mutant) in done:
                continue
            names = test(mutant, given.tree)
            mutant["seen"] = names[0] if names else None
            mutant["builds"] = names is not None
            print(json.dumps(mutant), file=journal, flush=True)


def table(path):
    entries = [entry for entry in journal_of(path) if entry["builds"]]
    print("| layer | mutants | seen | share |\n|---|--:|--:|--:|")
    for layer in [*LAYERS, "all"]:
        of_layer = [entry for entry in entries if layer in ("all", layer_of(entry["file"]))]
        seen = sum(entry["seen"] is not None for entry in of_layer)
        print(f"| {layer} | {len(of_layer)} | {seen} | {100 * seen / max(1, len(of_layer)):.0f} % |")
    print("\n| survivor | change | line |\n|---|---|---|")
    for entry in entries:
        if entry["seen"] is None:
            words = [f"`{word}`".replace("|", "\\|") if word else "nothing" for word in (entry["old"], entry["new"])]
            line = entry["text"].replace("|", "\\|")
            print(f"| {entry['file']}:{entry['line']} | {words[0]} → {words[1]} | `{line}` |")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--list", type=pathlib.Path, metavar="ROOT")
    options.add_argument("--table", type=pathlib.Path, metavar="JOURNAL")
    options.add_argument("-n", type=int, default=100, help="mutants of each layer")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("-o", "--output", type=pathlib.Path, default="mutants.jsonl")
    options.add_argument("tree", type=pathlib.Path, nargs="?")
    given = options.parse_args()
    if given.list:
        for layer in LAYERS:
            print(f"{layer}: {len(mutants(given.list, layer))}")
    elif given.table:
        table(given.table)
    elif given.tree:
        run(given)
    else:
        options.error("say what to do")


main()
