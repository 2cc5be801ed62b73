"""What moves when ties are broken by a draw instead of by who came first, and by how much.

    ties.py PROGRAM ROOT

Each scenario is run in replications, each of them twice with the same luck: with ties in order and with
ties drawn. Where one measure moves on average more than chance would have it, the order of equals is a
rule of that scenario, and the table names the measure. It is written into docs/explanation/
time-and-ties.md between its two marks. A run that locks or breaks an audit ends all with a message.
"""

import concurrent.futures
import json
import math
import os
import pathlib
import subprocess
import sys

REPLICATIONS = 10
SHORT = ["--set", "clock.run=40 d", "--set", "clock.warm-up=10 d"]  # of the corridor and its news
MEASURES = ("lead-time.mean", "lead-time.p90", "loads.inside")
BEGIN, END = "<!-- ties: begin -->", "<!-- ties: end -->"
# Student's t, two-sided, for REPLICATIONS - 1 = 9 degrees of freedom, at 1 % over the 3 measures.
QUANTILE = 3.9542


def answer(program, path, ties, flags):
    done = subprocess.run([program, "-q", "run", path, *flags, "--replications", str(REPLICATIONS), "--threads", "1",
                           "--ties", ties, "--format", "json"], capture_output=True, text=True, check=False,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
    if done.returncode != 0:
        raise RuntimeError(f"{path}, ties {ties}: exit code {done.returncode}\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def fingerprints(told):
    return [run["fingerprint"] for run in told["replications"]]


def shift(one, other, name):
    """Mean difference in per cent of the first, and its half-width; nothing if it is not measured."""
    values = [next((m["values"] for m in told["measures"] if m["name"] == name), None) for told in (one, other)]
    if None in values or not values[0]:
        return None
    pairs = [b - a for a, b in zip(*values) if a is not None and b is not None]
    if len(pairs) < REPLICATIONS:
        return None
    mean = math.fsum(pairs) / len(pairs)
    spread = math.sqrt(math.fsum((x - mean) ** 2 for x in pairs) / (len(pairs) - 1))
    base = abs(math.fsum(values[0]) / len(values[0]))
    if base == 0:
        return None
    return 100 * mean / base, 100 * QUANTILE * spread / math.sqrt(len(pairs)) / base


def cell(moved):
    if moved is None:
        return "–"
    mean, half = moved
    if mean == 0 and half == 0:
        return "0"
    bold = "**" if abs(mean) > half else ""
    return f"{bold}{mean:+.2f} ± {half:.2f}{bold}"


def row(program, root, path):
    long = path.name.startswith(("china-europe", "news-"))
    flags = SHORT if long else []
    in_order, drawn = (answer(program, str(path), ties, flags) for ties in ("fixed", "shuffled"))
    same = sum(a == b for a, b in zip(fingerprints(in_order), fingerprints(drawn)))
    moved = [shift(in_order, drawn, name) for name in MEASURES]
    beyond = [name for name, one in zip(MEASURES, moved) if one is not None and abs(one[0]) > one[1]]
    text = f"| `{path.name}` | {same} of {REPLICATIONS} | " + " | ".join(cell(one) for one in moved) + " |"
    return path.name, text, beyond


def main():
    program, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    paths = sorted((root / "scenarios").glob("*.yaml"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        rows = list(pool.map(lambda path: row(program, root, path), paths))
    table = ["| scenario | same results | " + " | ".join(f"`{name}`, %" for name in MEASURES) + " |",
             "|---|---|" + "---|" * len(MEASURES), *(text for _, text, _ in rows)]
    page = root / "docs/explanation/time-and-ties.md"
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    page.write_text(head + BEGIN + "\n" + "\n".join(table) + "\n" + END + tail, encoding="utf-8", newline="\n")
    print(*table, sep="\n")
    for name, _, beyond in rows:
        for measure in beyond:
            print(f"{name}: {measure} moves by more than chance")


if __name__ == "__main__":
    main()
