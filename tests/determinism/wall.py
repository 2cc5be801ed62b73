"""The determinism wall: the same scenario and seed give the same bytes, whatever else differs.

    wall.py [--full] [--plain] [--leave-out-old] ROOT NAME=PROGRAM...

Every scenario is run by every program, and by the first also in other surroundings and with the entries
of its maps in other orders: one by one with --full, else several at once. With --full each is also
repeated under other seeds, on one thread, and by the first program on more. Fingerprints and standard
output must be those of the first program in plain surroundings, and its fingerprints those of
fingerprints.txt. The corridor runs for 40 days; with --full also for its whole year. --plain leaves the
surroundings and orders out. --leave-out-old ignores programs that are missing or older than a source
file. CARAVAN_UPDATE_GOLDEN=1 writes fingerprints.txt anew.
"""

import argparse
import concurrent.futures
import dataclasses
import difflib
import hashlib
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

from surroundings import Surroundings, all_surroundings, clean, few_surroundings

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE / "fingerprints.txt"
SHORT = "clock.run=40 d"
ORDERS = 3       # permutations of the maps
THREADS = (2, 8)  # besides one
REPEATED = 4     # replications that are shared among them
PATIENCE = 900   # seconds a run
# In the table it is called by that name, in JSON it is that of the results.
FINGERPRINT = re.compile(r'(?:fingerprint |"results": ")([0-9a-f]{8}(?:-[0-9a-f]{8}){3})')
HASH = re.compile(r"hash ([0-9a-f-]{35})")


@dataclasses.dataclass(frozen=True)
class Work:
    """A scenario with its flags."""
    scenario: str
    change: str
    as_table: bool = dataclasses.field(default=True, compare=False)  # also as people read it
    repeated: bool = dataclasses.field(default=False, compare=False)  # also under other seeds

    @property
    def title(self):
        return self.scenario.removesuffix(".yaml") + (f" ({self.change})" if self.change else "")

    def commands(self, threads):
        flags = ["--set", self.change] if self.change else []
        yield ["check", *flags]
        yield ["run", *flags, "--format", "json", "--relations", "all"]
        if self.as_table:
            yield ["run", *flags]
        if self.repeated:
            yield ["run", *flags, "--replications", str(REPEATED), "--threads", str(threads), "--format", "json"]


@dataclasses.dataclass(frozen=True, eq=False)
class Variant:
    """What differs from the reference."""
    name: str
    program: str
    around: Surroundings
    scenarios: pathlib.Path
    threads: int = 1


@dataclasses.dataclass
class Result:
    fingerprint: str
    scenario_hash: str
    output: str
    seconds: float

    @property
    def digest(self):
        return hashlib.sha256(self.output.encode()).hexdigest()


def run_one(variant, work):
    start = time.monotonic()
    output = scenario_hash = ""
    path, around = variant.scenarios / work.scenario, variant.around
    for command in work.commands(variant.threads):
        done = subprocess.run([variant.program, *command, str(path)], env=around.environment,
                              umask=around.umask, cwd=around.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode != 0:
            raise RuntimeError(f"{variant.name}: caravan {' '.join(command)} {work.scenario}: "
                               f"exit code {done.returncode}\n{done.stderr[-2000:]}")
        if command[0] == "check":
            scenario_hash = HASH.search(done.stdout + done.stderr)[1]
        else:
            output += done.stdout
    return Result(FINGERPRINT.search(output)[1], scenario_hash, output, time.monotonic() - start)


def works_of(root, full):
    works = []
    for path in sorted((root / "scenarios").glob("*.yaml")):
        news = path.name.startswith("news-")  # overlays on the corridor: the full wall is enough
        if news and not full:
            continue
        long = news or path.name.startswith("china-europe")
        works.append(Work(path.name, SHORT if long else "", repeated=full))
        if long and full and not news:
            works.append(Work(path.name, "", as_table=False))
    return works


def programs_of(arguments, root, leave_out_old):
    newest = max(path.stat().st_mtime for folder in ("sim", "include")
                 for path in (root / folder).rglob("*.?pp"))
    for argument in arguments:
        name, _, program = argument.partition("=")
        path = pathlib.Path(program).resolve()
        if leave_out_old and not (path.exists() and path.stat().st_mtime > newest):
            print(f"left out: {name}, missing or older than the sources")
            continue
        yield name, str(path)


def variants_of(programs, root, options, scratch):
    scenarios = root / "scenarios"
    variants = [Variant(name, program, Surroundings(name, clean()), scenarios)
                for name, program in programs]
    if options.plain:
        return variants
    from permute import permute_folder  # wants a package that the plain leg does without
    program = variants[0].program
    for threads in THREADS if options.full else ():
        variants.append(Variant(f"{threads} threads", program, Surroundings("", clean()), scenarios, threads))
    for around in (all_surroundings if options.full else few_surroundings)(scratch):
        variants.append(Variant(around.name, program, around, scenarios))
    for seed in range(1, 1 + (ORDERS if options.full else 1)):
        target = scratch / f"order-{seed}"
        permute_folder(scenarios, target, random.Random(seed).random)
        variants.append(Variant(f"maps in order {seed}", program, Surroundings("", clean()), target))
    return variants


def difference(expected, actual):
    """The first lines that differ."""
    rows = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "reference", "here",
                                lineterm="", n=0)
    return "\n".join(f"    {row}" for _, row in zip(range(8), rows))


def compare(reference, result):
    """What differs, or nothing."""
    if result.scenario_hash != reference.scenario_hash:
        return "HASH"
    if result.fingerprint != reference.fingerprint:
        return "RESULT"
    return "" if result.output == reference.output else "TEXT"


def print_table(works, variants, results):
    """Rows are variants; `=` is the same bytes as the reference. Answers True if all are."""
    width = max(len(variant.name) for variant in variants)
    for index, work in enumerate(works, 1):
        reference = results[variants[0], work]
        print(f"  [{index}] {work.title}: fingerprint {reference.fingerprint}, "
              f"output {reference.digest[:16]}")
    print(f"  {'':{width}} " + "".join(f"{f'[{i}]':>7}" for i in range(1, len(works) + 1)) + "   seconds")
    same, words = True, []
    for variant in variants:
        cells = []
        for work in works:
            verdict = compare(results[variants[0], work], results[variant, work])
            cells.append(verdict or "=")
            if verdict:
                same = False
                words.append(f"{verdict} differs: {variant.name}, {work.title}\n" +
                             difference(results[variants[0], work].output, results[variant, work].output))
        seconds = sum(results[variant, work].seconds for work in works)
        print(f"  {variant.name:{width}} " + "".join(f"{cell:>7}" for cell in cells) + f"{seconds:10.1f}")
    print("\n".join(words), end="\n" if words else "")
    return same


def read_golden():
    """Work -> fingerprint."""
    golden = {}
    for row in GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []:
        if row and not row.startswith("#"):
            fingerprint, scenario, *change = row.split(maxsplit=2)
            golden[Work(scenario, "".join(change))] = fingerprint
    return golden


def write_golden(fingerprints):
    rows = [f"{fingerprint} {work.scenario} {work.change}".rstrip()
            for work, fingerprint in sorted(fingerprints.items(),
                                            key=lambda item: (item[0].scenario, item[0].change))]
    head = ["# Fingerprint, scenario and --set flag of each run that tests/determinism/wall.py repeats.",
            "# CARAVAN_UPDATE_GOLDEN=1 ./dev wall writes them anew; CHANGELOG.md then says what moved and why."]
    GOLDEN.write_text("\n".join(head + rows) + "\n", encoding="utf-8", newline="\n")


def check_golden(fingerprints):
    golden = read_golden()
    if os.environ.get("CARAVAN_UPDATE_GOLDEN"):
        write_golden({**{work: old for work, old in golden.items() if work not in fingerprints and
                         any(work.scenario == other.scenario for other in fingerprints)},
                      **fingerprints})
        return True
    moved = [f"  {work.title}: was {golden.get(work, 'not there')}, is {fingerprint}"
             for work, fingerprint in fingerprints.items() if golden.get(work) != fingerprint]
    if moved:
        print("These results are not those of tests/determinism/fingerprints.txt:", *moved, sep="\n")
        print("If that is meant, run `CARAVAN_UPDATE_GOLDEN=1 ./dev wall`, and name the scenarios and "
              "the reason under `Changed results` in CHANGELOG.md.")
    return not moved


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--leave-out-old", action="store_true")
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("programs", nargs="+", metavar="NAME=PROGRAM")
    options = parser.parse_args()
    root = options.root.resolve()

    start = time.monotonic()
    programs = list(programs_of(options.programs, root, options.leave_out_old))
    if not programs:
        print("no program to run")
        return 1
    works = works_of(root, options.full)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        variants = variants_of(programs, root, options, scratch)
        cells = [(variant, work) for variant in variants for work in works]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = dict(zip(cells, pool.map(lambda cell: run_one(*cell), cells)))
    same = print_table(works, variants, results)
    known = check_golden({work: results[variants[0], work].fingerprint for work in works})
    print(f"{len(programs)} programs, {len(variants)} rows, {len(works)} runs each, "
          f"{time.monotonic() - start:.0f} s: {'all the same' if same and known else 'DIFFERENT'}")
    return 0 if same and known else 1


if __name__ == "__main__":
    sys.exit(main())
