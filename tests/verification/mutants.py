"""Machine-made faults: one small change of a token at a time, at places drawn by lot; does any test see it?

    mutants.py --list ROOT                         all places of all layers, counted
    mutants.py [-n 100] [--seed 1] -o JOURNAL TREE draws n for each layer, builds and tests each
    mutants.py --again OLD -o JOURNAL TREE         those alone that survived in the journal OLD
    mutants.py --table JOURNAL                     the share that was seen, and who survived

The same n and seed draw the same mutants of the same text; a journal that is there is gone on with.
Nearly all of a lot are built at once, each behind a switch (switches.py); the rest one by one. What
does not build is no mutant and counts for nothing. For TREE and what is run in it see seeding.py,
but for the slow oracles, which are left out; a mutant with which a test does not end, or takes all
memory, is seen. A mutant that survives is a missing test or changes nothing
(docs/explanation/verification.md judges each).
"""

import argparse
import json
import math
import pathlib
import random
import re
import sys

from seeding import layer_of, seeded, seen_by
from switches import Programs

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
  | (?P<call> ^[ ]+(?!expects\()[a-z_][\w.>-]*\([^;{}\n]*\);$ )
  | (?P<set> ^[ ]+[a-z_][\w.>\[\]-]*[ ](?:[+-]?=)[ ][^;{}\n]*;$ )
""", re.VERBOSE | re.MULTILINE | re.DOTALL)

OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "&&": "||", "||": "&&",
         "+": "-", "-": "+", "*": "/", "/": "*", "%": "/", "+=": "-=", "-=": "+=", "++": "--", "--": "++",
         "true": "false", "false": "true", "!": "", "std::min": "std::max", "std::max": "std::min"}


def changes(text):
    """(kind, position, old, new) of each place that can be changed, and each way to change it."""
    for match in TOKEN.finditer(text):
        kind, old = match.lastgroup, match.group()
        if kind == "skip":
            continue
        if kind == "number":
            yield kind, match.start(), old, str(int(old) + 1)
        elif kind in ("call", "set"):
            yield kind, match.start(), old, " " * (len(old) - len(old.lstrip())) + ";"
        else:
            yield kind, match.start(), old, OTHER[old]


def mutants(root, layer):
    """All of a layer, in order of file and place."""
    found = []
    for pattern in (f"sim/{layer}/**/*.cpp", f"sim/{layer}/**/*.hpp", f"include/caravan/{layer}/*.hpp"):
        for path in sorted(root.glob(pattern)):
            text = path.read_text()
            for kind, at, old, new in changes(text):
                found.append({"kind": kind, "file": str(path.relative_to(root)), "line": text.count("\n", 0, at) + 1, "at": at,
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


def found_again(root, journal):
    """Who survived in a journal, where the text has them now; what is no longer there is left out."""
    places = [mutant for layer in LAYERS for mutant in mutants(root, layer)]
    found = []
    for entry in journal:
        alike = [mutant for mutant in places if entry["seen"] is None and entry["builds"]
                 and all(mutant[part] == entry[part] for part in ("file", "kind", "old", "text"))]
        if alike:
            found.append(min(alike, key=lambda mutant: (abs(mutant["line"] - entry["line"]), abs(mutant["at"] - entry["at"]))))
    return found


def key(mutant):
    return (mutant["file"], mutant["line"], mutant["at"], mutant["old"])


def test(mutant, tree):
    path = tree / mutant["file"]
    sound = path.read_text()
    at, old = mutant["at"], mutant["old"]
    at += len(sound[at:]) - len(sound[at:].lstrip())  # of a statement: behind its blanks
    with seeded(path, sound[:at] + (mutant["new"] or "") + sound[at + len(old):]):
        return seen_by(mutant["file"], tree, ["--gtest_fail_fast"], slow=False)


def journal_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def run(given):
    tree = given.tree.resolve()
    done = {key(entry) for entry in journal_of(given.output)}
    lot = found_again(tree, journal_of(given.again)) if given.again else drawn(tree, given.n, given.seed)
    open_ones = [mutant for mutant in lot if key(mutant) not in done]
    with open(given.output, "a", encoding="utf-8") as journal:
        def note(mutant, how, builds, seen):
            done.add(key(mutant))
            print(json.dumps({**mutant, "how": how, "builds": builds, "seen": seen}), file=journal, flush=True)

        if open_ones:
            for mutant, seen in Programs(tree, open_ones, given.longest).tried():
                note(mutant, "by a switch", True, seen)
        for mutant in open_ones:
            if key(mutant) not in done:
                names = test(mutant, tree)
                note(mutant, "alone", names is not None, names[0] if names else None)


def at_least(count, of, p):
    """The probability of so many of so many, or more."""
    def log_of(k):
        return (math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
                + k * math.log(p) + (of - k) * math.log1p(-p))
    return math.fsum(math.exp(log_of(k)) for k in range(count, of + 1))


def interval(seen, of):
    """The shares that such a lot does not speak against (Clopper and Pearson 1934, 95 %)."""
    def share_where(probability_of, level):
        low, high = 0.0, 1.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if probability_of(middle) < level else (low, middle)
        return low
    return (share_where(lambda p: at_least(seen, of, p), 0.025) if seen > 0 else 0.0,
            share_where(lambda p: at_least(seen + 1, of, p), 0.975) if seen < of else 1.0)


def table(path):
    entries = [entry for entry in journal_of(path) if entry["builds"]]
    print("| layer | faults | seen | share | of all places (95 %) |\n|---|--:|--:|--:|---|")
    for layer in [*LAYERS, "all"]:
        of_layer = [entry for entry in entries if layer in ("all", layer_of(entry["file"]))]
        seen = sum(entry["seen"] is not None for entry in of_layer)
        if of_layer:
            low, high = interval(seen, len(of_layer))
            print(f"| {layer} | {len(of_layer)} | {seen} | {100 * seen / len(of_layer):.1f} % "
                  f"| {100 * low:.1f} to {100 * high:.1f} % |")
    print("\n| survivor | change | line |\n|---|---|---|")
    for entry in entries:
        if entry["seen"] is None:
            words = [f"`{word}`".replace("|", "\\|") if word else "nothing" for word in (entry["old"], entry["new"])]
            line = entry["text"].replace("|", "\\|")
            print(f"| {entry['file']}:{entry['line']} | {words[0]} → {words[1]} | `{line}` |")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--list", type=pathlib.Path, metavar="ROOT")
    options.add_argument("--again", type=pathlib.Path, metavar="OLD")
    options.add_argument("--table", type=pathlib.Path, metavar="JOURNAL")
    options.add_argument("-n", type=int, default=100, help="mutants of each layer")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--longest", type=float, default=math.inf, metavar="SECONDS",
                         help="tests that take more of a processor are left out (not for faults built alone)")
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


if __name__ == "__main__":
    main()
