"""Drives the program over the oracles that are written as scenarios, and judges its answers.

    judge.py PROGRAM ROOT [--quick] [--seed N] [--times N] [--write] [--current] [ORACLE...]

Each file of tests/oracles/scenarios opens with a comment: the system, drawn, and its closed form. Lines of the comment
that begin with `#~` are the charge, in YAML:

    oracle: Q03
    runs: 200                                        replications
    quick: {runs: 100, set: {clock.run: 900 h}, loosen: 4}     for the quick set; without it, not in it
    set: {activities.desk.servers: 3}                for all cases
    checks:
      P_wait: [queue.desk.waited, 0.3 %]             quantity of known.csv: measure, and how sharp at least
      L: ['{queue.desk.mean} + 2 * {utilisation.desk}', 1 %]
      W2: ['({lead-time.mean} - 5) ** 2', 3 %, '{sd_W} ** 2']     third: the exact value, from known.csv
    cases:                                           if it is more than one run
      two: {set: {...}, runs: 500, checks: {...}}    `{two:queue.desk.mean}` is that measure of this case

A number m, the mean over the replications with standard error s, agrees with the exact value v if |m − v| ≤ q·s and s ≤ the
share of v that the check names; q is the two-sided quantile of Student's law at 1e-6. So neither a bias nor a blur passes.
A check that names `exact` instead of a share must be equal to the last digit.
"""

import argparse
import ast
import csv
import hashlib
import json
import math
import pathlib
import re
import subprocess
import sys
import time

import yaml

BEGIN, END = "<!-- oracles: begin", "<!-- oracles: end -->"


def student(freedom):
    """Two-sided quantile at 1e-6 (Cornish and Fisher, to the fourth order in 1/freedom): 5.22 at 99."""
    z, n = 4.891638475699, freedom
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + g1 / n + g2 / n**2 + g3 / n**3 + g4 / n**4


def percent(text):
    number, unit = str(text).split()
    assert unit == "%", text
    return float(number) / 100


class Formula:
    """Arithmetic on names in braces; a name alone needs none."""

    allowed = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Load, ast.Compare,
               ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.Gt, ast.Eq)

    def __init__(self, text):
        text = str(text)
        if "{" not in text and not re.fullmatch(r"[-+*/(). \deE]+", text):
            text = "{" + text + "}"
        self.names = []
        tree = ast.parse(re.sub(r"\{([^}]*)\}", self._name, text).strip(), mode="eval")
        for node in ast.walk(tree):
            assert isinstance(node, self.allowed), f"{text}: no such thing in a formula"
        self.code = compile(tree, text, "eval")

    def _name(self, match):
        if match[1] not in self.names:
            self.names.append(match[1])
        return f"v{self.names.index(match[1])}"

    def of(self, value_of):
        values = {f"v{i}": value_of(name) for i, name in enumerate(self.names)}
        return float(eval(self.code, {"__builtins__": {}}, values))


class Charge:
    """One file: what to run, and what must come out."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        said = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#~ "))
        self.path = path
        self.title = text.splitlines()[0].lstrip("# ").strip()
        self.all = yaml.safe_load(said)
        self.oracle = self.all["oracle"]
        self.quick = self.all.get("quick")
        common = {key: self.all[key] for key in ("set", "runs", "checks", "single") if key in self.all}
        self.cases = {name: {**common, **case, "set": {**common.get("set", {}), **case.get("set", {})}}
                      for name, case in self.all.get("cases", {"": {}}).items()}


class Runs:
    """What the program said about one case: by measure, a value of each replication."""

    def __init__(self, program, charge, case, options):
        quick = charge.quick if options.quick else {}
        usual = quick.get("runs", case["runs"])
        self.runs = max(round(usual * options.times), min(usual, 100))
        self.loosen = quick.get("loosen", 1) * math.sqrt(usual / max(1, self.runs))
        seed = int.from_bytes(hashlib.sha256(f"{charge.oracle} {options.seed}".encode()).digest()[:8], "big") % 10**9
        words = [program, "run", str(charge.path), "--quiet", "--format", "json", "--seed", str(seed)]
        for key, value in {**case["set"], **quick.get("set", {})}.items():
            words += ["--set", f"{key}={value}"]
        self.values = self._singly(words) if case.get("single") else self._together(words)

    def _together(self, words):
        said = json.loads(self._say(words + ["--replications", str(self.runs)], {0}))
        return {measure["name"]: measure["values"] for measure in said["measures"] if "values" in measure}

    def _singly(self, words):
        """Run by run: of what may lock, the time at which it does."""
        values = {"ended-at": [], "stalled": []}
        for number in range(self.runs):
            said = json.loads(self._say(words + ["--replication", str(number)], {0, 5}))
            values["ended-at"].append(said["run"]["ended_at_ms"] / 3.6e6)
            values["stalled"].append(float(said["run"]["end"] == "stalled"))
        return values

    @staticmethod
    def _say(words, well):
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode not in well:
            raise RuntimeError(f"{' '.join(words)}\nended with {done.returncode}:\n{done.stderr}")
        return done.stdout


class Verdict:
    def __init__(self, quantity, exact, values, within, absolute):
        self.quantity, self.exact, self.runs = quantity, exact, len(values)
        self.mean = math.fsum(values) / len(values)
        spread = math.fsum((value - self.mean) ** 2 for value in values)
        self.error = math.sqrt(spread / (len(values) - 1) / len(values)) if len(values) > 1 else 0
        off = self.mean - exact
        if within == 0:
            self.z = 0.0
            self.ok = max(abs(value - exact) for value in values) <= 1e-9 * max(1, abs(exact))
        else:
            self.z = off / self.error if self.error > 0 else (0 if off == 0 else math.inf)
            self.ok = (len(values) >= 100 and abs(off) <= student(len(values) - 1) * self.error and
                       self.error <= within * (1 if absolute else abs(exact)))

    def line(self, oracle):
        share = self.error / abs(self.exact) * 100 if self.exact else 0
        return (f"{'ok  ' if self.ok else 'OFF '} {oracle:8} {self.quantity:26} {self.exact:12.6g} {self.mean:12.6g} "
                f"{share:7.3f} %  z {self.z:6.2f}  {self.runs}")

    def cell(self):
        if self.error == 0:
            return f"{self.quantity} {self.exact:.6g}"
        return f"{self.quantity} {self.exact:.5g}: {self.mean:.5g} ({self.z:+.1f})"


def judge(program, charge, known, options):
    runs = {name: Runs(program, charge, case, options) for name, case in charge.cases.items()}
    verdicts = []
    for name, case in charge.cases.items():
        for quantity, check in case.get("checks", {}).items():
            formula = Formula(check[0])
            exact = Formula(check[2] if len(check) > 2 else "{" + quantity + "}").of(
                lambda word: known[charge.oracle, word] if "/" not in word else known[tuple(word.split("/", 1))])

            def values_of(word, name=name):
                other, _, rest = word.rpartition(":")
                found = runs[other or name].values
                # What was 0 in every replication is left out of the answer.
                return found.get(rest, [0.0] * runs[other or name].runs)

            lists = {word: values_of(word) for word in formula.names}
            values = [formula.of(lambda word: lists[word][r]) for r in range(len(next(iter(lists.values()))))
                      if all(column[r] is not None for column in lists.values())]
            if len(values) < 0.99 * runs[name].runs:
                raise RuntimeError(f"{charge.path.name}: {quantity} is absent from {runs[name].runs - len(values)} replications")
            within = 0 if check[1] == "exact" else percent(check[1]) * runs[name].loosen
            verdicts.append(Verdict(quantity, exact, values, within, exact == 0))
            print(verdicts[-1].line(charge.oracle), flush=True)
    return verdicts


def known_in(root):
    with open(root / "tests/oracles/known.csv", newline="", encoding="utf-8") as file:
        return {(row["oracle"], row["quantity"]): float(row["value"]) for row in csv.DictReader(file)}


def hash_of(root):
    """Of all that the table hangs on but the program."""
    print_of = hashlib.sha256()
    for path in [root / "tests/oracles/known.csv", *sorted((root / "tests/oracles/scenarios").iterdir())]:
        print_of.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return print_of.hexdigest()[:16]


def table(rows):
    numbers = [verdict for _, verdicts in rows for verdict in verdicts]
    oracles = {charge.oracle for charge, _ in rows}
    exact = {oracle for oracle in oracles if oracle[0] == "D"}
    lines = [f"{len(oracles - exact)} stochastic oracles and {len(exact)} exact ones, {len(numbers)} numbers. Exact value: mean "
             "of the program's answers (distance in standard errors); where no distance is given, both are equal.", "",
             "| oracle | system | numbers |", "|---|---|---|"]
    for charge, verdicts in rows:
        title = charge.title.partition(": ")[2] or charge.title
        lines.append(f"| {charge.oracle} | {title} | {'; '.join(verdict.cell() for verdict in verdicts)} |")
    return "\n".join(lines)


def page_with(page, root, text):
    before, rest = page.split(BEGIN, 1)
    return f"{before}{BEGIN} {hash_of(root)} -->\n{text}\n{END}{rest.split(END, 1)[1]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("root", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--quick", action="store_true", help="the quick set, with few replications")
    parser.add_argument("--seed", type=int, default=1, help="other luck")
    parser.add_argument("--times", type=float, default=1, help="so many times as many replications, 100 at least")
    parser.add_argument("--write", action="store_true", help="write the table into verification.md")
    parser.add_argument("--current", action="store_true", help="only say whether the table is of these scenarios")
    parser.add_argument("oracles", nargs="*")
    options = parser.parse_args()
    root = options.root
    page = root / "docs/explanation/verification.md"
    if options.current:
        text = page.read_text(encoding="utf-8")
        if f"{BEGIN} {hash_of(root)} -->" not in text and f"{BEGIN} not yet run -->" not in text:
            sys.exit("the oracles have changed since the table in verification.md was written: run ./dev oracles")
        return
    charges = [Charge(path) for path in sorted((root / "tests/oracles/scenarios").glob("*.yaml"))]
    charges = [charge for charge in charges if (not options.quick or charge.quick) and
               (not options.oracles or charge.oracle in options.oracles)]
    if not charges:
        sys.exit("there is no such oracle")
    known, rows, failed, begun = known_in(root), [], 0, time.monotonic()
    for charge in charges:
        since = time.monotonic()
        try:
            rows.append((charge, judge(options.program, charge, known, options)))
        except RuntimeError as fault:
            failed += 1
            print(f"OFF  {fault}")
        print(f"     {charge.path.name}: {time.monotonic() - since:.1f} s", file=sys.stderr)
    off = [verdict for _, verdicts in rows for verdict in verdicts if not verdict.ok]
    numbers = sum(len(verdicts) for _, verdicts in rows)
    print(f"{len(rows)} files, {numbers} numbers, {len(off) + failed} off; {time.monotonic() - begun:.0f} s", file=sys.stderr)
    if options.write and not off and not failed and not options.oracles:
        page.write_text(page_with(page.read_text(encoding="utf-8"), root, table(rows)), encoding="utf-8")
    sys.exit(1 if off or failed else 0)


if __name__ == "__main__":
    main()
