"""Many faults built into one program at once, each behind a switch; a run turns on one of them.

A fault that is built alone costs minutes of compiling and linking. Here all of a lot are written
into the copy together (switches.hpp says how), the programs are built once, and each fault is tried
by those tests that come to its place, the quickest first. With all switches off every test must
pass. What cannot be written so, or lies where the compiler computes, is left to be built alone.
"""

import concurrent.futures
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

from seeding import PATIENCE, failed_tests, layer_of, reaching

BETWEEN = {"<": "< {}Less{{{}}} <", "<=": "< {}LessEqual{{{}}} <", ">": "< {}Greater{{{}}} <",
           ">=": "< {}GreaterEqual{{{}}} <", "==": "== {}Equal{{{}}} ==", "!=": "== {}NotEqual{{{}}} ==",
           "+": "+ {}Plus{{{}}} +", "-": "+ {}Minus{{{}}} +", "*": "* {}Times{{{}}} *", "/": "* {}Over{{{}}} *",
           "%": "* {}Rest{{{}}} *", "+=": "+= {}Add{{{}}} +=", "-=": "+= {}Subtract{{{}}} +=",
           "std::min": "{}Least<{}>::of", "std::max": "{}Most<{}>::of", "!": "{}Not{{{}}} * "}
SPACE = "::caravan::switches::"
MEMORY = 6 << 30  # bytes of address space for one program: a fault may ask for all there is


def switched(mutant, text, number):
    """The words that mean the token while the switch is off; None if there are none."""
    old, new, kind, at = mutant["old"], mutant["new"], mutant["kind"], mutant["at"]
    if kind in ("number", "truth"):
        return f"({SPACE}on({number}) ? {new} : {old})"
    if kind in ("call", "set"):
        return f"{SPACE}on({number}) ? void() : void({old[:-1]});"
    if kind == "step":
        before_name = re.match(r"[\w(*]", text[at + 2:at + 3])
        return f"{SPACE}{'Up' if old == '++' else 'Down'}{{{number}}} * " if before_name else None
    if old in ("&&", "||"):
        both = "true" if old == "&&" else "false"
        return f"&& {SPACE}first({number}, {both}) || {SPACE}second({number}, {both}) &&"
    return BETWEEN[old].format(SPACE, number)


def write(tree, sound, sites):
    """Each file with the switches of its sites; `sites` are mutants by number."""
    of_file = {}
    for number, mutant in sites.items():
        of_file.setdefault(mutant["file"], []).append((number, mutant))
    for file, text in sound.items():
        changed = text
        for number, mutant in sorted(of_file.get(file, []), key=lambda one: -one[1]["at"]):
            at, old = mutant["at"], mutant["old"]
            at += len(text[at:]) - len(text[at:].lstrip())
            changed = changed[:at] + switched(mutant, text, number) + changed[at + len(old):]
        path = tree / file
        if path.read_text() != changed:  # what is as before is not built again
            path.write_text(changed)


def complained_of(output):
    """(file, line) of what a compiler says."""
    return {(match[1], int(match[2])) for match in
            re.finditer(r"((?:sim|include/caravan)/[\w/]+\.[ch]pp):(\d+):\d+: +(?:\w+ )?(?:error|required)", output)}


def without(sites, places):
    """The sites but for those at the places, or next to them, or in the same file."""
    for reach in (0, 4, 1 << 30):
        near = {number for number, mutant in sites.items() for file, line in places
                if file == mutant["file"] and abs(line - mutant["line"]) <= reach}
        if near:
            return {number: mutant for number, mutant in sites.items() if number not in near}
    return None


def seconds_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Programs:
    """Test programs with switches, and which of their tests come to which."""

    def __init__(self, tree, mutants, longest):
        self.tree = tree
        self.names = sorted({name for mutant in mutants for name in reaching(mutant["file"])})
        self.folder = tree / "build/switched"
        files = {mutant["file"] for mutant in mutants}
        self.sound = {file: (tree / file).read_text() for file in files}
        sites = {number: mutant for number, mutant in enumerate(mutants, 1)
                 if switched(mutant, self.sound[mutant["file"]], number)}
        try:
            self.sites = self.built(sites, sorted({layer_of(file) for file in files}))
        finally:
            write(tree, self.sound, {})
        self.tests = [test for test in self.measured() if test[0] <= longest]

    def built(self, sites, layers):
        subprocess.run(["cmake", "--preset", "dev", "-B", self.folder, "-DCARAVAN_WERROR=OFF", "-DCMAKE_UNITY_BUILD=ON",
                        "-DCMAKE_UNITY_BUILD_BATCH_SIZE=16", "-DCARAVAN_TEST_OPTIONS=-O0",
                        f"-DPython3_EXECUTABLE={sys.executable}",
                        f"-DCMAKE_CXX_FLAGS=-w -std=c++20 -include {self.tree}/tests/verification/switches.hpp"],
                       cwd=self.tree, check=True, capture_output=True)
        sites = self.that_build(sites, [f"caravan_{layer}" for layer in layers])  # first what most hangs on
        return self.that_build(sites, [f"test_{name}" for name in self.names])

    def that_build(self, sites, targets):
        while True:
            write(self.tree, self.sound, sites)
            made = subprocess.run(["cmake", "--build", self.folder, "--target", *targets, "--", "-k", "0"],
                                  capture_output=True, text=True)
            if made.returncode == 0:
                return sites
            fewer = without(sites, complained_of(made.stdout))
            if fewer is None:
                sys.exit(made.stdout[-3000:])
            print(f"{len(sites) - len(fewer)} of {len(sites)} are to be built alone", file=sys.stderr)
            sites = fewer

    def run(self, program, tests, seconds, **environment):
        """The tests that fail; `seconds` of a processor are enough for those that end."""
        def limited():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))

        with tempfile.NamedTemporaryFile("w") as flags:
            flags.write("--gtest_filter=" + ":".join(tests))
            flags.flush()
            return failed_tests(program, self.folder / "tests" / f"test_{program}",
                                ["--gtest_fail_fast", f"--gtest_flagfile={flags.name}"], PATIENCE,
                                env={**os.environ, **environment}, preexec_fn=limited)

    def measured(self):
        """(seconds of a processor, program, test, the numbers it comes to) of each test, alone and sound."""
        found = []
        for program in self.names:
            listed = subprocess.run([self.folder / "tests" / f"test_{program}", "--gtest_list_tests"],
                                    capture_output=True, text=True, check=True).stdout
            for line in listed.splitlines():
                name = line.split("#")[0].rstrip()
                if not name.startswith(" "):
                    suite = name
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    reached = pathlib.Path(folder) / "reached"
                    before = seconds_of_children()
                    if failed := self.run(program, [suite + name.strip()], 600, CARAVAN_REACHED=str(reached)):
                        sys.exit(f"with all switches off: {failed}")
                    took = seconds_of_children() - before
                    bytes_ = reached.read_bytes()
                found.append((took, program, suite + name.strip(), {n for n in self.sites if bytes_[n]}))
        return sorted(found, key=lambda one: one[:3])

    def tried(self):
        """(mutant, the first test that sees it or None) of each that some test comes to, in their order."""
        def seen(number):
            return self.seen(number, [test for test in self.tests if number in test[3]])

        numbers = [number for number in self.sites if any(number in test[3] for test in self.tests)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as several:
            for number, name in zip(numbers, several.map(seen, numbers)):
                yield self.sites[number], name

    def seen(self, number, tests):
        at_once = 0.5  # seconds of the first round; each is twice as long
        while tests:
            now = [tests[0]]
            while len(now) < len(tests) and sum(test[0] for test in now) < at_once:
                now.append(tests[len(now)])
            tests = tests[len(now):]
            at_once *= 2
            for program in sorted({test[1] for test in now}):
                mine = [test for test in now if test[1] == program]
                seconds = 5 + int(10 * sum(test[0] for test in mine))
                if failed := self.run(program, [test[2] for test in mine], seconds, CARAVAN_FAULT=str(number)):
                    return failed[0]
        return None
