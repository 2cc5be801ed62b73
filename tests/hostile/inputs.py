#!/usr/bin/env python3
"""Takes every bad input there is, and some that no file can hold, through the program.

  inputs.py PROGRAM SOURCES [--kept | --made]

All of tests/faults with `check`, the files of tests/faults/bad-input with `check` and with `run -o`, and
inputs that are made here: pipes, devices, loops of links, files without permission, tables and scenarios
at and beyond every limit. Each must end with the right code, in a second of computing and 200 MB of
memory, print nothing that moves or reorders text, and leave no file behind.
"""

import contextlib
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from nobody import become_nobody  # noqa: E402

SECONDS = 2.0       # of computing, in a build for developers; half of it is what is promised of a release
MEGABYTES = 200
HANGS = 30          # seconds on the clock
LOCATED = re.compile(r"^(\S.*?)(:\d+)?(:\d+)?: (error|warning): ", re.M)

HEAD = "schema: caravan/1\nname: line\nclock: {start: 2026-03-02 00:00, run: 30 d}\n"
PLACES = "places: {khorgos: {country: KZ}, almaty: {country: KZ}}\n"
LINKS = ("links:\n  south: {between: [khorgos, almaty], rail: 1520 mm, length: 365 km, speed: 45 km/h}\n"
         "consists: {wide: {gauge: 1520 mm, capacity: 114 TEU}}\n")
LINE = HEAD + PLACES + LINKS
SERVICE = "services:\n  shuttle: {from: khorgos, to: almaty, departs: daily at 06:00, units: 50}\n"
TRACED = LINE + "services:\n  shuttle: {from: khorgos, to: almaty, trace: table.csv#departure, units: 50}\n"
DRAWN = LINE + ("services:\n  shuttle: {from: khorgos, to: almaty, departs: daily at 06:00, units: 50, "
                "delay: {empirical: table.csv#wait}}\n")


class Outcome:
    def __init__(self, code, out, err, seconds, megabytes):
        self.code, self.out, self.err, self.seconds, self.megabytes = code, out, err, seconds, megabytes


def call(words, folder, stdin=subprocess.DEVNULL, as_nobody=False):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(words, cwd=folder, stdin=stdin, stdout=out, stderr=err,
                                   preexec_fn=become_nobody if as_nobody else None,
                                   env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
        clock = threading.Timer(HANGS, process.kill)
        clock.start()
        _, status, used = os.wait4(process.pid, 0)
        clock.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Outcome(process.returncode, out.read(), err.read(), used.ru_utime + used.ru_stime,
                       used.ru_maxrss / 1024)


def unprintable(text):
    return [c for c in text if c != "\n" and (unicodedata.category(c) == "Cc" or c in
            "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")]


class Trial:
    """Counts what was tried and tells what was wrong."""

    def __init__(self, program):
        self.program = program
        self.tried = 0
        self.faults = []
        self.slowest = (0.0, "")
        self.largest = (0.0, "")

    def judge(self, name, outcome, codes):
        self.tried += 1
        self.slowest = max(self.slowest, (outcome.seconds, name))
        self.largest = max(self.largest, (outcome.megabytes, name))
        if outcome.code not in codes:
            self.fault(name, f"ends with {outcome.code}, not {codes}: {outcome.err[:300]!r}")
        if outcome.seconds > SECONDS:
            self.fault(name, f"takes {outcome.seconds:.1f} s")
        if outcome.megabytes > MEGABYTES:
            self.fault(name, f"takes {outcome.megabytes:.0f} MB")
        for stream in (outcome.out, outcome.err):
            try:
                text = stream.decode("utf-8")
            except UnicodeDecodeError as error:
                self.fault(name, f"prints what is no UTF-8: {error}")
                continue
            if found := unprintable(text):
                self.fault(name, f"prints {found[:3]!r}")
            if len(text) > 40_000:
                self.fault(name, f"prints {len(text)} characters")

    def fault(self, name, text):
        self.faults.append(f"{name}: {text}")

    def kept(self, sources):
        """The files of tests/faults and bad-input."""
        faults = sources / "tests/faults"
        for path in sorted(faults.glob("*.yaml")):
            outcome = call([self.program, "check", path.name], faults)
            wanted = (faults / (path.stem + ".expected")).read_text("utf-8")
            refused = ": error: " in wanted and not wanted.startswith("--set")
            self.judge(path.name, outcome, [3] if refused else [0, 3])
        for path in sorted((faults / "bad-input").glob("*.yaml")):
            for words in (["check"], ["run", "-o", "out"]):
                with tempfile.TemporaryDirectory() as folder:
                    there = Path(folder, path.name)
                    there.write_bytes(path.read_bytes())
                    name = f"bad-input/{path.name}, {words[0]}"
                    outcome = call([self.program, *words, path.name], folder)
                    self.judge(name, outcome, [3])
                    if not LOCATED.search(outcome.err.decode("utf-8", "replace")) and there.stat().st_size:
                        self.fault(name, "refused without a place")
                    if outcome.out or os.listdir(folder) != [path.name]:
                        self.fault(name, "refused, and yet something is written")

    @contextlib.contextmanager
    def program_for(self, as_nobody=False):
        """A copy for nobody, who may not enter the folders of the program where they are root's."""
        if not as_nobody:
            yield self.program
            return
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            yield shutil.copy(self.program, folder)

    def made(self, name, prepare, code, says, words=("check", "scenario.yaml"), **more):
        """An input that `prepare(folder)` makes; the message must hold the words `says`."""
        with tempfile.TemporaryDirectory() as folder, self.program_for(**more) as program:
            os.chmod(folder, 0o755)
            stdin = prepare(Path(folder)) or subprocess.DEVNULL
            before = sorted(os.listdir(folder))
            outcome = call([program, *words], folder, stdin=stdin, **more)
            if stdin != subprocess.DEVNULL:
                stdin.close()
            self.judge(name, outcome, [code])
            if says.encode() not in outcome.err:
                self.fault(name, f"does not say {says!r}: {outcome.err[:400]!r}")
            if sorted(os.listdir(folder)) != before:
                self.fault(name, "leaves a file behind")
            for path in Path(folder).rglob("*"):  # so that it can be removed
                if path.is_dir() and not path.is_symlink():
                    path.chmod(0o755)


def texts(**files):
    """Writes files; `table_csv` is called table.csv."""
    def prepare(folder):
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode("utf-8")
            (folder / name.replace("_", ".")).write_bytes(data)
    return prepare


def extends(name):
    return f"schema: caravan/1\nextends: {name}\n"


def files(trial):
    """Files that are none, or not to be had."""
    def fifo(name, scenario=None):
        def prepare(folder):
            os.mkfifo(folder / name)
            if scenario:
                (folder / "scenario.yaml").write_text(scenario)
        return prepare

    def link(name, target, scenario=None):
        def prepare(folder):
            (folder / name).symlink_to(target)
            if scenario:
                (folder / "scenario.yaml").write_text(scenario)
        return prepare

    def stream(path):
        return lambda folder: open(path, "rb")

    def bound(folder):
        here = os.getcwd()
        os.chdir(folder)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("scenario.yaml")
        os.chdir(here)

    def locked(name, mode, scenario=None):
        def prepare(folder):
            (folder / "scenario.yaml").write_text(scenario or LINE + SERVICE)
            (folder / "base.yaml").write_text(LINE + SERVICE)
            (folder / "inner").mkdir()
            (folder / "inner/base.yaml").write_text(LINE + SERVICE)
            (folder / name).chmod(mode)
        return prepare

    def chain(length):
        def prepare(folder):
            (folder / "scenario.yaml").write_text(extends("f1.yaml"))
            for i in range(1, length):
                (folder / f"f{i}.yaml").write_text(extends(f"f{i + 1}.yaml"))
            (folder / f"f{length}.yaml").write_text(LINE + SERVICE)
        return prepare

    def sparse(folder):
        (folder / "scenario.yaml").touch()
        os.truncate(folder / "scenario.yaml", 2 ** 40)

    def outside(folder):
        (folder / "inner").mkdir()
        (folder / "base.yaml").write_text(LINE + SERVICE)
        (folder / "inner/scenario.yaml").write_text(extends("base.yaml"))
        (folder / "inner/base.yaml").symlink_to("../base.yaml")

    trial.made("a pipe", fifo("scenario.yaml"), 4, "is not a regular file")
    trial.made("a pipe as its base", fifo("base.yaml", extends("base.yaml")), 3, "is not a regular file")
    trial.made("a pipe as a table", fifo("table.csv", TRACED), 3, "is not a regular file")
    trial.made("a socket", bound, 4, "is not a regular file")
    trial.made("a device", lambda folder: None, 4, "is not a regular file", words=("check", "/dev/zero"))
    trial.made("a terminal", lambda folder: None, 4, "is not a regular file", words=("check", "/dev/tty"))
    trial.made("a link to a device", link("scenario.yaml", "/dev/zero"), 4, "is not a regular file")
    trial.made("a base that is a link to a device", link("base.yaml", "/dev/zero", extends("base.yaml")), 3,
               "is not in the folder of the scenario")
    trial.made("a base that is a link to outside", outside, 3, "is not in the folder of the scenario",
               words=("check", "inner/scenario.yaml"))
    trial.made("a table that is a link to outside", link("table.csv", "/etc/passwd", TRACED), 3,
               "is not in the folder of the scenario")
    trial.made("a link to itself", link("scenario.yaml", "scenario.yaml"), 4, "scenario.yaml")
    trial.made("a base that is a link to itself", link("base.yaml", "base.yaml", extends("base.yaml")), 3, "base.yaml")
    trial.made("a link to nothing", link("scenario.yaml", "nothing.yaml"), 4, "there is no file")
    trial.made("a folder", lambda folder: (folder / "scenario.yaml").mkdir(), 4, "is a folder")
    trial.made("a folder as its base", lambda folder: texts(scenario_yaml=extends("base"))(folder) or
               (folder / "base").mkdir(), 3, "is a folder")
    trial.made("a long name", lambda folder: None, 4, "there is no file", words=("check", "x" * 300 + ".yaml"))
    trial.made("a long path", lambda folder: None, 4, "there is no file", words=("check", "x/" * 3000 + "y.yaml"))
    trial.made("no name", lambda folder: None, 4, "", words=("check", ""))
    trial.made("sixteen files that extend one another", chain(15), 0, "")
    trial.made("seventeen files that extend one another", chain(17), 3, "more than 16 files extend one another")
    trial.made("a terabyte of nothing", sparse, 3, "is longer than 1500000 bytes")
    trial.made("an endless standard input", stream("/dev/zero"), 3, "is longer than 1500000 bytes", words=("check", "-"))
    trial.made("an empty standard input", lambda folder: None, 3, "the file is empty", words=("check", "-"))
    trial.made("a file of the kernel", lambda folder: None, 3, "error: ", words=("check", "/proc/self/status"))
    if os.geteuid() == 0:
        trial.made("no permission", locked("scenario.yaml", 0), 4, "cannot be read", as_nobody=True)
        trial.made("no permission for its base", locked("base.yaml", 0, extends("base.yaml")), 3, "cannot be read",
                   as_nobody=True)
        trial.made("no permission for a folder", locked("inner", 0, extends("inner/base.yaml")), 3, "inner/base.yaml",
                   as_nobody=True)
    else:
        print("not root: files without permission are tried as they are")
        trial.made("no permission", locked("scenario.yaml", 0), 4, "cannot be read")
        trial.made("no permission for its base", locked("base.yaml", 0, extends("base.yaml")), 3, "cannot be read")


def tables(trial):
    """Tables at and beyond the limits."""
    def traced(table, code, says, name):
        trial.made(name, texts(scenario_yaml=TRACED, table_csv=table), code, says)

    def drawn(table, code, says, name):
        trial.made(name, texts(scenario_yaml=DRAWN, table_csv=table), code, says)
    head = b"departure\n"
    row = b"2026-03-02 06:00\n"
    traced(head + row * 3_800_000, 3, "bytes", "a table of 65 MB")
    traced(b"\n" * 60_000_000, 3, "table.csv", "60 million blank lines")
    traced(b"," * 60_000_000, 3, "table.csv", "60 million empty cells in a row")
    traced(head + b"," * 60_000_000, 3, "table.csv", "60 million cells too many")
    traced(b"departure,x\n" + b"1\n" * 1_000_000, 3, "the header has 2", "a million rows too short")
    traced(head + b"\"" + b"x" * 60_000_000, 3, "never closed", "a quote that is open for 60 MB")
    traced(head + b"x" * 60_000_000 + b"\n", 3, "is not a date", "a cell of 60 MB")
    traced(head + b"x\n" * 1_000_000, 3, "is not a date", "a million wrong dates")
    traced(head + b"\xff" * 60_000_000, 3, "is not valid UTF-8", "60 MB that are no UTF-8")
    traced(b"x" * 60_000_000 + b"\n1\n", 3, "has no column", "a heading of 60 MB")
    traced(b",".join(b"c%d" % i for i in range(900_000)) + b"\n", 3, "has no column", "900 000 columns")
    listed = HEAD + "places: table.csv\n" + LINKS + SERVICE
    trial.made("a million places", texts(scenario_yaml=listed, table_csv=b"id\n" + b"p\n" * 1_000_000), 3, "too-many")
    trial.made("100 000 places of one id", texts(scenario_yaml=listed, table_csv=b"id\n" + b"p\n" * 100_000), 3,
               "is given to two rows")
    drawn(b"wait min\n" + b"1e400\n" * 1_000_000, 3, "is not", "a million numbers too large")
    drawn(b"wait min\n" + b"5\n" * 1_999_000, 0, "", "two million cells")
    drawn(b"wait min\n" + b"5\n" * 2_000_001, 3, "more than 2000000", "more than two million cells")


def scenarios(trial):
    """Scenarios at and beyond the limits."""
    def yaml(text, code, says, name, **more):
        trial.made(name, texts(scenario_yaml=text), code, says, **more)

    def places(count):
        return "places: {khorgos: {}, almaty: {}" + "".join(f", p{i}: {{}}" for i in range(count - 2)) + "}\n"
    yaml(HEAD + places(100_001) + LINKS + SERVICE, 3, "too-many", "100 001 places")
    yaml(LINE + "services:\n" + "".join(f"  s{i}: {{from: khorgoss, to: almaty, departs: daily at 06:00}}\n"
                                        for i in range(9_000)), 3, "unknown-name", "9000 services from nowhere")
    yaml(HEAD + places(9_000) + LINKS + "services:\n" +
         "".join(f"  s{i}: {{from: q{i}, to: almaty, every: 1 d}}\n" for i in range(9_000)), 3, "unknown-name",
         "9000 services from nowhere among 9000 places")
    yaml(LINE + SERVICE + "".join(f"key{i}: 1\n" for i in range(60_000)), 3, "too-many", "60 000 unknown keys")
    yaml(LINE + SERVICE + "about: [" + "1," * 299_990 + "1]\n", 3, "", "300 000 values")
    yaml(LINE + SERVICE + "about: [" + "1," * 310_000 + "1]\n", 3, "300000 values", "310 000 values")
    yaml(LINE + SERVICE + "about: " + "x" * 1_400_000 + "\n", 0, "", "a text of 1.4 MB")
    yaml(LINE + SERVICE + "about: \"" + "\\x1b" * 300_000 + "\"\n", 0, "", "300 000 escaped control characters")
    yaml(LINE + SERVICE + "seed: " + "9" * 1_400_000 + "\n", 3, "is not", "a number of 1.4 million digits")
    yaml(LINE + SERVICE + "seed: 0." + "0" * 1_400_000 + "1\n", 3, "is not", "a fraction of 1.4 million digits")
    yaml(LINE + SERVICE + "change: {" + "a." * 600_000 + "b: 1}\n", 3, "", "a path of 600 000 steps")
    yaml(LINE + "services:\n  shuttle: {from: khorgos, to: almaty, units: 50, departs: [" +
         ", ".join(["daily at 06:00"] * 50_000) + "]}\n", 0, "", "50 000 timetables of one service")
    yaml(HEAD.replace("30 d", "36500 d") + PLACES + LINKS + "services:\n  shuttle: {from: khorgos, to: almaty, units: 50, "
         "departs: [" + ", ".join(["daily at 06:00"] * 50_000) + "]}\n", 3, "5 million times", "50 000 timetables over a century")
    century = HEAD.replace("30 d", "36500 d") + PLACES + LINKS

    def many(count, text):
        return "".join(text.format(i=i) for i in range(count))
    yaml(century + "services:\n" + many(9_000, "  s{i}: {{from: khorgos, to: almaty, units: 1, departs: daily at 06:00}}\n"),
         3, "5 million times", "9000 timetables over a century")
    yaml(century + "services:\n" + many(
        9_000, "  s{i}: {{from: khorgos, to: almaty, units: 1, every: 9000 d, weekdays: {{sun: 0.5}}}}\n"), 3, "5 million times",
        "9000 seasons over a century")
    yaml(century + SERVICE + "calendars:\n" + many(9_000, "  c{i}: {{daily: 08:00-20:00}}\n"), 3, "5 million times",
         "9000 calendars over a century")
    yaml(century + SERVICE + "calendars: {shift: {daily: [" + ", ".join(["08:00-20:00"] * 9_000) + "]}}\n", 3, "5 million times",
         "9000 openings a day over a century")
    yaml(century + SERVICE + "calendars: {shift: {daily: 08:00-20:00}}\nactivities:\n" + many(
        9_000, "  a{i}: {{time: 1 h, hours: shift}}\n") + "places: {khorgos: {activities: [" +
         ", ".join(f"a{i}" for i in range(9_000)) + "]}}\n", 3, "", "9000 activities by the hours of a century")
    yaml(century.replace("links:\n", "links:\n" + many(
        1_000, "  l{i}: {{between: [khorgos, almaty], sea: true, time: 20 h, sailings: {{khorgos: {{every: 1 h}}}}}}\n")) + SERVICE,
         3, "5 million times", "1000 ferries an hour for a century")
    yaml(LINE + SERVICE + "calendars:\n  shift: {daily: 08:00-20:00, closed: [" +
         ", ".join(["1970-01-01..2200-12-31"] * 20_000) + "]}\n", 0, "", "20 000 holidays of two centuries")
    yaml(LINE + SERVICE + "closures:\n" + "".join(
        f"  c{i}: {{of: links.south, every: 45 min, lasts: 1 min}}\n" for i in range(9_000)), 0, "",
        "9000 closures that come by the hour")
    yaml(LINE.replace("30 d", "36500 d") + "services:\n  s: {from: khorgos, to: almaty, every: 1 min, units: 1}\n", 3, "",
         "a train a minute for a century")
    yaml(LINE + SERVICE + "sweep:\n  vary:\n" + "".join(
        "    services.shuttle.priority: {from: -1000, to: 1000, step: 1}\n" if i == 0 else
        f"    places.khorgos.x{i}: {{from: 1, to: 99999, step: 1}}\n" for i in range(9)), 3, "", "a grid of 10^45 points")
    yaml(LINE + SERVICE, 3, "", "a value of 2 MB on the command line",
         words=("check", "scenario.yaml", *(word for i in range(16) for word in ("--set", "about=" + "[" * 120_000))))
    yaml(LINE + SERVICE, 3, "--set", "an anchor on the command line",
         words=("check", "scenario.yaml", "--set", "about=&a [*a, *a]"))
    yaml(LINE + SERVICE, 3, "--set", "two lines on the command line",
         words=("check", "scenario.yaml", "--set", "seed=1\nname: x"))
    yaml(LINE + SERVICE, 3, "--set", "an escape on the command line",
         words=("check", "scenario.yaml", "--set", "se\x1b[31med=1"))


def main(program, sources, which):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    trial = Trial(program)
    if which != ["--made"]:
        trial.kept(sources)
    if which != ["--kept"]:
        files(trial)
        tables(trial)
        scenarios(trial)
    for fault in trial.faults:
        print(fault[:600])
    print(f"{trial.tried} inputs, {len(trial.faults)} faults; slowest {trial.slowest[0]:.2f} s ({trial.slowest[1]}), "
          f"largest {trial.largest[0]:.0f} MB ({trial.largest[1]})")
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve(), sys.argv[3:]))
