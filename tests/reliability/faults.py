#!/usr/bin/env python3
"""Kills, fills, damages and disturbs whatever writes a result.

  faults.py PROGRAM STUDY [--kills N] [--only NAME]

Each fault is put to `run -o`, `sweep --into`, `run --shard`, `merge`, `export` and `report`. It must end with the right
exit code and a message, leave no half of a result, and leave an older result as it was. What needs root
(a small file system, another user) is skipped elsewhere, and said so.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
from nobody import become_nobody  # noqa: E402

PATIENCE = 120
CANNOT = 4
NO_MEMORY = 71
INTERRUPTED = 130
KILLED = -signal.SIGKILL

RUN = ["run", "study.yaml", "-o", "out", "--events", "all", "-r", "1"]
SWEEP = ["sweep", "study.yaml", "--into", "out", "--threads", "2", "--replications", "2"]
SHARDS = [[*SWEEP, "--shard", f"{i}/3"] for i in (1, 2, 3)]
PARTS = [["run", "study.yaml", "-o", "out", "--threads", "2", "--replications", "8", "--shard", f"{i}/2"] for i in (1, 2)]
EXPORT = ["export", "out", "--ocel", "x.sqlite", "--event-log", "x.csv", "--geojson", "x.json"]
REPORT = ["report", "study.yaml", "-o", "page.html"]
MERGE = ["merge", "out"]


def tree(folder):
    """The bytes of every file below `folder`, but those that a kill may leave under other names.

    The runs of a journal stand in the order in which they ended; what is made of them does not.
    """
    return {path.relative_to(folder).as_posix(): b"" if path.suffix == ".journal" else path.read_bytes()
            for path in sorted(Path(folder).rglob("*")) if path.is_file() and ".part-" not in str(path)}


def litter(folder):
    return [path.name for path in Path(folder).rglob("*") if ".part-" in path.name]


class Bench:
    def __init__(self, program, study, work, kills):
        self.program, self.study, self.work, self.kills = program, study, work, kills
        self.random = random.Random(2026)
        self.stages = {}
        self.checks = 0
        self.wrong = []

    def environment(self):
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}

    def call(self, words, folder, shell=None, program=None, **more):
        """`shell`: a line of sh in which "$@" stands for the command."""
        line = [program or self.program, *words]
        if shell:
            line = ["sh", "-c", shell, "sh", *line]
        return subprocess.run(line, cwd=folder, capture_output=True, timeout=PATIENCE, check=False,
                              stdin=subprocess.DEVNULL, env=self.environment(), **more)

    def must(self, words, folder):
        done = self.call(words, folder)
        if done.returncode != 0:
            raise RuntimeError(f"{words}: {done.returncode} {done.stderr!r}")
        return done.stdout

    def stage(self, *preparation):
        """A fresh folder after these commands; they are run once."""
        key = repr(preparation)
        if key not in self.stages:
            folder = self.work / f"stage-{len(self.stages)}"
            folder.mkdir()
            shutil.copy(self.study, folder / "study.yaml")
            for words in preparation:
                self.must(words, folder)
            self.stages[key] = folder
        place = self.work / "try"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.stages[key], place)
        return place

    def expect(self, sound, text):
        self.checks += 1
        if not sound:
            self.wrong.append(text)
            print("WRONG:", text[:500])

    def refused(self, name, done, codes, *words):
        """It ended with one of `codes`, and said so."""
        self.expect(done.returncode in codes, f"{name}: ends with {done.returncode}, not {codes}: {done.stderr[:300]!r}")
        self.expect(done.stderr.strip() != b"", f"{name}: says nothing")
        for word in words:
            self.expect(word.encode() in done.stderr, f"{name}: does not say {word!r}: {done.stderr[:300]!r}")


# Each writing command: what stands before it, and its words.
COMMANDS = {"run": ((RUN[:-2],), [*RUN, "--force"]), "sweep": ((), SWEEP), "merge": (tuple(SHARDS), MERGE),
            "shard": ((PARTS[0],), PARTS[1]), "join": (tuple(PARTS), MERGE),
            "export": ((RUN,), EXPORT), "report": ((), REPORT)}

GO_ON = ("sweep", "shard")  # the same command again goes on where it was stopped


def undisturbed(bench, name):
    """What stands before a command, what after it, and how long it takes."""
    before, words = COMMANDS[name]
    place = bench.stage(*before)
    old = tree(place)
    started = time.monotonic()
    bench.must(words, place)
    return old, tree(place), time.monotonic() - started


def nothing_is_half(bench, name, how, place, old, new):
    """Each file is the old or the new one; a study's manifest alone grows with its runs."""
    for path, data in tree(place).items():
        growing = name == "sweep" and path == "out/manifest.json"
        bench.expect(growing or data in (old.get(path), new.get(path)), f"{name}, {how}: half of {path}")


def kill_at_any_time(bench):
    """kill -9 at random moments: old or new, never half; and the same command goes on to the same end."""
    for name, (before, words) in COMMANDS.items():
        old, new, lasts = undisturbed(bench, name)
        for _ in range(bench.kills):
            place = bench.stage(*before)
            process = subprocess.Popen([bench.program, *words], cwd=place, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(bench.random.uniform(0, 1.1 * lasts))
            process.kill()
            process.wait()
            nothing_is_half(bench, name, "killed", place, old, new)
            again = bench.call(words, place)
            ready = b"exists already" in again.stderr
            bench.expect(again.returncode == 0 or ready, f"{name} killed: does not go on: {again.stderr[:200]!r}")
            whole = tree(place)
            bench.expect(all(whole.get(path) == data for path, data in new.items() if path in whole) and
                         (ready or set(whole) == set(new)), f"{name} killed: goes on to another end")


def no_room(bench):
    """Files may not grow beyond a size, as on a full disk: EFBIG with the signal ignored."""
    for name, (before, words) in COMMANDS.items():
        for blocks in (0, 1, 8, 64):
            place = bench.stage(*before)
            old = tree(place)
            done = bench.call(words, place, shell=f"trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")
            if done.returncode == 0:  # all its files are smaller than that
                continue
            bench.refused(f"{name}, files up to {blocks} blocks", done, {CANNOT})
            found = tree(place)
            bench.expect(all(found.get(path) == data for path, data in old.items()), f"{name}, no room: the older is harmed")
            bench.expect(not litter(place), f"{name}, no room: leaves {litter(place)}")
            if name in GO_ON:
                bench.must(words, place)


def own_mounts(bench):
    """Whether a file system can be mounted for one command alone."""
    can = os.geteuid() == 0 and bench.call([], bench.work, shell=(
        "exec unshare -m sh -c 'mount -t tmpfs none /mnt && mount --bind . . && mount -o remount,ro,bind .'")).returncode == 0
    if not can:
        print("skipped: a file system of one's own needs root and mount namespaces")
    return can


def small_disk(bench):
    """A file system of a few hundred kilobytes."""
    if not own_mounts(bench):
        return
    for name, (before, words) in COMMANDS.items():
        place = bench.stage(*before)
        size = sum(len(data) for data in tree(place).values()) // 1024 + 64
        for spare in (0, 40, 200):
            done = bench.call(words, place, shell=(
                f"exec unshare -m sh -c 'mount -t tmpfs -o size={size + spare}k none /mnt && cp -r . /mnt && cd /mnt && "
                "\"$@\"; code=$?; find . -name \"*.part-*\" | sed \"s/^/left: /\" >&2; "
                "find . -type f | sort | xargs sha256sum; exit $code' sh \"$@\""))
            text = done.stderr.decode()
            if done.returncode == 0 or text.startswith("cp: "):
                continue
            bench.refused(f"{name}, a disk with {spare} kB to spare", done, {CANNOT})
            bench.expect("left: " not in text, f"{name}, a full disk: {text[-300:]}")


def read_only(bench):
    """A folder in which nothing may be written, and a file system that is read-only."""
    root = os.geteuid() == 0
    mounts = own_mounts(bench)
    os.chmod(bench.work, 0o755)
    # Nobody may enter the folders of the program where they are root's.
    program = shutil.copy(bench.program, bench.work / "caravan") if root else None
    for name, (before, words) in COMMANDS.items():
        place = bench.stage(*before)
        old = tree(place)
        for path in [place, *place.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        done = bench.call(words, place, program=program, preexec_fn=become_nobody if root else None)
        bench.refused(f"{name}, no permission", done, {CANNOT}, "Permission denied")
        bench.expect(tree(place) == old and not litter(place), f"{name}, no permission: something is written")
        for path in [place, *place.rglob("*")]:
            path.chmod(0o755)
        if not mounts:
            continue
        done = bench.call(words, place, shell=("exec unshare -m sh -c 'mount --bind . . && mount -o remount,ro,bind . && "
                                               "cd \"$PWD\" && exec \"$@\"' sh \"$@\""))
        bench.refused(f"{name}, read-only", done, {CANNOT}, "Read-only file system")
    # A result that may be written and not read is not taken for an empty folder.
    place = bench.stage(RUN)
    old = tree(place)
    for path in [place, *place.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    (place / "out").chmod(0o333)
    done = bench.call(RUN, place, program=program, preexec_fn=become_nobody if root else None)
    (place / "out").chmod(0o777)
    bench.refused("run, a folder that cannot be read", done, {CANNOT}, "Permission denied")
    bench.expect(tree(place) == old and not litter(place), "run, a folder that cannot be read: something is written")


def little_memory(bench):
    """RLIMIT_AS from what the program cannot even start with to what it needs."""
    for name, (before, words) in COMMANDS.items():
        ends = set()
        for megabytes in (*range(8, 32), 32, 40, 48, 56, 64, 72, 80, 96, 112, 128, 160, 200, 300, 400, 800):
            place = bench.stage(*before)
            old = tree(place)
            def limited():
                resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
            if bench.call(["--version"], place, preexec_fn=limited).returncode != 0:
                continue  # no program starts with so little
            done = bench.call(words, place, preexec_fn=limited)
            ends.add(done.returncode)
            if done.returncode == 0:
                continue
            bench.refused(f"{name}, {megabytes} MB", done, {CANNOT, NO_MEMORY}, "")
            found = tree(place)
            bench.expect(all(found.get(path) == data for path, data in old.items()), f"{name}, {megabytes} MB: harm")
            bench.expect(not litter(place), f"{name}, {megabytes} MB: leaves {litter(place)}")
            if name in GO_ON:
                bench.must(words, place)
        bench.expect(0 in ends and NO_MEMORY in ends, f"{name}: with little memory it ended only with {ends}")


def nobody_listens(bench):
    """A pipe whose reader goes, /dev/full, closed streams."""
    for name, (before, words) in {**COMMANDS, "show": ((), ["show", "study.yaml", "--resolved", "--origins"]),
                                  "check": ((), ["check", "study.yaml"])}.items():
        for shell, codes in (("\"$@\" | true", {0}), ("\"$@\" >/dev/full", {0, CANNOT}), ("\"$@\" >&-", {0, CANNOT}),
                             ("\"$@\" 2>/dev/full", {0}), ("\"$@\" 2>&-", {0}), ("\"$@\" <&-", {0}),
                             ("\"$@\" <&- >&- 2>&-", {0, CANNOT})):
            place = bench.stage(*before)
            done = bench.call(words, place, shell=shell)
            bench.expect(done.returncode in codes, f"{name} {shell}: {done.returncode} {done.stderr[:200]!r}")
            plain = bench.stage(*before)
            printed = bench.must(words, plain)
            if printed and "/dev/full" in shell and "2>" not in shell:
                bench.expect(done.returncode == CANNOT, f"{name} {shell}: output is lost and the code is {done.returncode}")


def interrupted(bench):
    """SIGINT and SIGTERM at random moments."""
    for name, (before, words) in COMMANDS.items():
        old, new, lasts = undisturbed(bench, name)
        for i in range(bench.kills // 2):
            place = bench.stage(*before)
            process = subprocess.Popen([bench.program, *words], cwd=place, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(bench.random.uniform(0.01, lasts))
            which = signal.SIGINT if i % 2 == 0 else signal.SIGTERM
            process.send_signal(which)
            process.communicate()
            early = -which  # before or after the part that can be stopped
            bench.expect(process.returncode in (0, INTERRUPTED, early), f"{name}, {which}: {process.returncode}")
            nothing_is_half(bench, name, which, place, old, new)
            if process.returncode == INTERRUPTED:
                bench.expect(not litter(place), f"{name}, {which}: leaves {litter(place)}")
            if name in GO_ON:
                bench.must(words, place)
                bench.expect(tree(place) == new, f"{name}, {which}: goes on to another end")


def two_at_once(bench):
    """Two processes on one target: one of them writes all, the other is told or writes all after it."""
    for name, (before, words) in COMMANDS.items():
        place = bench.stage(*before)
        bench.must(words, place)
        new = tree(place)
        for _ in range(6):
            place = bench.stage(*before)
            both = [subprocess.Popen([bench.program, *words], cwd=place, stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)]
            said = [process.communicate()[1] for process in both]
            codes = sorted(process.returncode for process in both)
            bench.expect(codes in ([0, 0], [0, CANNOT]), f"{name} twice: {codes} {said}")
            bench.expect(tree(place) == new and not litter(place), f"{name} twice: another result, {litter(place)}")
    whole = bench.stage(*PARTS, MERGE)
    new = tree(whole)
    for _ in range(6):
        place = bench.stage()
        both = [subprocess.Popen([bench.program, *words], cwd=place, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for words in PARTS]
        said = [process.communicate()[1] for process in both]
        bench.expect(all(process.returncode == 0 for process in both), f"both shards at once: {said}")
        bench.must(MERGE, place)
        bench.expect(tree(place) == new and not litter(place), f"both shards at once: another result, {litter(place)}")


def damaged_database(bench):
    """run.sqlite with bytes lost or changed: read or refused, never a crash; and made again by `run`."""
    whole = bench.stage(RUN) / "out/run.sqlite"
    data = whole.read_bytes()
    damages = [("cut", data[:size]) for size in (0, 1, 15, 16, 99, 100, 4096, len(data) // 2, len(data) - 1)]
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(bench.random.choice((1, 1, 8, 200))):
            broken[bench.random.randrange(len(broken))] = bench.random.randrange(256)
        damages.append(("changed", bytes(broken)))
    damages += [("another file", b"departure\n" * 4000), ("zeroes", bytes(len(data))), ("noise", bench.random.randbytes(len(data)))]
    good = None
    for name, content in damages:
        place = bench.stage(RUN)
        (place / "out/run.sqlite").write_bytes(content)
        done = bench.call(["export", "out", "--event-log", "x.csv", "--ocel", "x.json"], place)
        bench.expect(done.returncode in (0, CANNOT), f"database {name}: {done.returncode} {done.stderr[:200]!r}")
        if done.returncode == CANNOT:
            bench.refused(f"database {name}", done, {CANNOT}, "run.sqlite")
            bench.expect(not litter(place), f"database {name}: leaves {litter(place)}")
        good = done.returncode
    bench.expect(good == CANNOT, "noise is taken for a database")
    place = bench.stage(RUN)
    with closing(sqlite3.connect(place / "out/run.sqlite")) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        database.execute("PRAGMA user_version = 999")
        database.commit()
    bench.refused("a database of another version", bench.call(EXPORT, place), {CANNOT}, "run.sqlite")
    with closing(sqlite3.connect(place / "out/run.sqlite")) as database:
        database.execute("DROP TABLE events")
        database.execute(f"PRAGMA user_version = {version}")
        database.commit()
    bench.refused("a database without its events", bench.call(EXPORT, place), {CANNOT}, "run.sqlite")


def changed_rows(bench):
    """A sound run.sqlite whose values make no sense, one at a time: a number far off, nothing, a text, bytes."""
    place = bench.stage(RUN)
    whole = (place / "out/run.sqlite").read_bytes()
    with closing(sqlite3.connect(place / "out/run.sqlite")) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = [(table, row[1]) for table in tables for row in database.execute(f"PRAGMA table_info({table})")]
    for table, column in columns:
        for value in ("-1", "9223372036854775807", "NULL", "'text'"):
            (place / "out/run.sqlite").write_bytes(whole)
            with closing(sqlite3.connect(place / "out/run.sqlite")) as database:
                try:
                    changed = database.execute(f'UPDATE "{table}" SET "{column}" = {value} WHERE rowid = '
                                               f'(SELECT max(rowid) / 2 + 1 FROM "{table}")').rowcount
                    database.commit()
                except sqlite3.Error:  # a key that is there already
                    continue
            if changed == 0:
                continue
            done = bench.call(["export", "out", "--event-log", "x.csv", "--ocel", "x.json", "--force"], place)
            name = f"{table}.{column} is {value}"
            bench.expect(done.returncode in (0, CANNOT), f"{name}: {done.returncode} {done.stderr[:200]!r}")
            bench.expect(not litter(place), f"{name}: leaves {litter(place)}")


def damaged_study(bench):
    """Journals and manifests of a sweep that are torn, changed, or of another version."""
    def journals(place):
        return sorted((place / "out").glob("*.journal"))
    whole = bench.stage(*SHARDS)
    bench.must(MERGE, whole)
    new = tree(whole)
    for name, damage in (("torn", lambda data: data[:-3]), ("one bit", lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:]),
                         ("doubled", lambda data: data + data[data.index(b"\n") + 1:]), ("noise after it", lambda data: data + b"\xff" * 100),
                         ("empty", lambda data: b"")):
        place = bench.stage(*SHARDS)
        file = journals(place)[1]
        file.write_bytes(damage(file.read_bytes()))
        done = bench.call(MERGE, place)
        bench.expect(done.returncode in (0, CANNOT), f"journal {name}: {done.returncode} {done.stderr[:200]!r}")
        if done.returncode == CANNOT:
            bench.refused(f"journal {name}", done, {CANNOT}, "make them by: caravan sweep")
            bench.expect("out/table.csv" not in tree(place), f"journal {name}: a table of part of the runs")
            bench.must(SHARDS[1], place)
            bench.must(MERGE, place)
        bench.expect(tree(place) == new, f"journal {name}: another table")
    place = bench.stage(*SHARDS)
    file = journals(place)[0]
    data = file.read_bytes()
    file.write_bytes(data.replace(b"caravan journal 1 ", b"caravan journal 2 ", 1))
    bench.refused("a shard of another form", bench.call(MERGE, place), {CANNOT}, "another study, seed, or version")
    bench.refused("a shard of another form, to go on", bench.call(SHARDS[0], place), {CANNOT}, "another study, seed, or version")
    bench.expect(file.read_bytes() != data and len(file.read_bytes()) == len(data), "a foreign journal is changed")
    file.write_bytes(data)
    study = (place / "study.yaml").read_text().replace("lift: {triangular: [8 min", "lift: {triangular: [7 min")
    (place / "study.yaml").write_text(study)
    bench.refused("a study that has changed", bench.call(MERGE, place), {CANNOT}, "another study, seed, or version")
    manifest = place / "out/manifest.json"
    for name, content in (("empty", b""), ("no JSON", b"{"), ("nothing in it", b"{}"), ("deep", b"[" * 100_000), ("noise", b"\xff\0" * 50),
                          ("another command", b'{"command": ["sweep", "--into", "/tmp", "-o", "x"]}'), ("large", b" " * 60_000_000)):
        manifest.write_bytes(content)
        for words in (MERGE, ["repro", "out"], ["report", "out", "-o", "page.html"]):
            bench.refused(f"manifest {name}, {words[0]}", bench.call(words, place), {2, 3, CANNOT})


def vanishing(bench):
    """The folder goes while the command works in it, and the scenario changes under it."""
    place = bench.stage()
    long = ["sweep", "study.yaml", "--into", "out", "--threads", "2", "--replications", "60"]
    process = subprocess.Popen([bench.program, *long], cwd=place, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while not (place / "out/manifest.json").exists() and process.poll() is None:
        time.sleep(0.01)
    shutil.rmtree(place / "out")
    said = process.communicate()[1]
    bench.expect(process.returncode == CANNOT and said.strip() != b"", f"folder removed: {process.returncode} {said[:200]!r}")


CHECKS = [kill_at_any_time, no_room, small_disk, read_only, little_memory, nobody_listens, interrupted, two_at_once,
          damaged_database, changed_rows, damaged_study, vanishing]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("study", type=Path)
    parser.add_argument("--kills", type=int, default=12, help="of each command")
    parser.add_argument("--only")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wrong = checks = 0
    for check in CHECKS:
        if given.only not in (None, check.__name__):
            continue
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(given.program, given.study.resolve(), Path(folder), given.kills)
            started = time.monotonic()
            check(bench)
            print(f"{check.__name__:20}{bench.checks:6} checks, {len(bench.wrong)} wrong, {time.monotonic() - started:.1f} s", flush=True)
            wrong += len(bench.wrong)
            checks += bench.checks
    print(f"{checks} checks, {wrong} wrong")
    return 1 if wrong or checks == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
