#!/usr/bin/env python3
"""Takes names that attack whatever shows them through the program and all that it writes.

  hostile.py PROGRAM

Each name is given to everything in a scenario that has one. The scenario is either refused, with file,
line and column, or it runs; then the terminal shows nothing that moves or reorders text, each CSV cell
is one that no spreadsheet takes for a formula, the page of the run has no element that others have not, and
databases, exports, the page's data and the resolved scenario hold the very name.
"""

import base64
import contextlib
import csv
import gzip
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

NAMES = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'; DROP TABLE places; --",
         "\"; DROP TABLE events; --", "\"quoted\" 'and' `so`", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)",
         "\uff1dcmd", "\t=tab", "\r=cr", "\n=lf", "gpj.\u202eexe", "\u2066isolated\u2069", "\u200e\u061c", "🚂🇰🇿",
         "e\u0301\u0327", "x" * 10_000, "\x1b[31mred", "\x1b]0;title\x07", "\x00", "\x7f\x9b31m", "%s%n%d", "../../etc",
         "a,b;c", "NULL", "ocel_id", "event_object", "&amp;</td>", "${HOME}$(id)", "\u2028line", "\ufeffbom",
         "\ud83d", " ", "a.b", "1e309", "#1/1", "a>b", "{{x}}", "железо", "霍尔果斯"]

SCENARIO = """schema: caravan/1
name: %(name)s
clock: {start: 2026-03-02 00:00, run: 6 d}
places: {%(place)s: {country: KZ}, hub: {activities: [%(work)s]}, almaty: {}}
links:
  %(link)s: {between: [%(place)s, hub], rail: 1435 mm, length: 40 km, speed: 40 km/h}
  south: {between: [hub, almaty], rail: 1520 mm, length: 90 km, speed: 40 km/h}
consists:
  %(consist)s: {gauge: 1435 mm, capacity: 20 TEU, wagons: 10}
  wide: {gauge: 1520 mm, capacity: 20 TEU, wagons: 10}
terminals:
  %(terminal)s: {at: hub, changes: 1435 mm to 1520 mm, tracks: {1435 mm: 2, 1520 mm: 2}, cranes: 2, lift: 3 min}
activities:
  %(work)s: {time: 20 min, per: consignment}
services:
  %(service)s: {from: %(place)s, to: almaty, every: 12 h, consist: %(consist)s, units: 4}
"""
# As YAML writes what cannot stand in a file.
ESCAPED = [r'"\e[31mred"', r'"\x9b31m"', r'"\u202egpj"', r'"\0"', r'"\ud83d"', r'"a\0b"', r'"\r\n=1+1"', r'"\x07"',
           r'"\u2028"', r'"\t=1"']
KINDS = ["name", "place", "link", "consist", "terminal", "work", "service"]
BENIGN = {kind: f"the-{kind}" for kind in KINDS}
FORMULA = re.compile(r"^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"^-?\d+(\.\d+)?(e[-+]?\d+)?$")
LOCATED = re.compile(r"scenario\.yaml:\d+:\d+")


def quoted(name):
    """As YAML and JSON both read it."""
    return json.dumps(name, ensure_ascii=False)


def shown(text):
    """What of `text` a terminal would not show as it stands."""
    return [c for c in text if c != "\n" and (unicodedata.category(c) == "Cc" or c in
            "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")]


class Page(HTMLParser):
    """The elements of a page of a run, the text of its title, and its data."""

    ELEMENTS = ["html", "head", "meta", "meta", "meta", "meta", "meta", "title", "style", "body", "main", "p",
                "noscript", "p", "script", "script", "script"]

    def __init__(self, text):
        super().__init__()
        self.elements, self.title, self.data, self.within = [], "", "", ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.within = dict(attrs).get("id", tag)

    def handle_endtag(self, tag):
        self.within = ""

    def handle_data(self, data):
        if self.within in ("title", "data"):
            setattr(self, self.within, getattr(self, self.within) + data)

    def report(self):
        return json.loads(gzip.decompress(base64.b64decode(self.data)))


class Run:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.faults = []

    def fault(self, text):
        self.faults.append(text)

    def call(self, *words):
        done = subprocess.run([self.program, *words], cwd=self.folder, capture_output=True, timeout=120,
                              check=False, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
        for stream in (done.stdout, done.stderr):
            self.look(words[0], stream)
        return done

    def look(self, command, printed):
        try:
            text = printed.decode("utf-8")
        except UnicodeDecodeError as error:
            self.fault(f"{command} prints what is no UTF-8: {error}")
            return
        if found := shown(text):
            self.fault(f"{command} prints {found[:3]!r}")

    def at_terminal(self, *words):
        """What is printed where data goes to a terminal, with pictures in it."""
        ours, theirs = os.openpty()
        with subprocess.Popen([self.program, *words], cwd=self.folder, stdout=theirs, stderr=subprocess.DEVNULL,
                              env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm"}):
            os.close(theirs)
            printed = b""
            with closing(os.fdopen(ours, "rb", buffering=0)) as terminal:
                # The last reader of a terminal whose writers are gone gets an error.
                with contextlib.suppress(OSError):
                    while part := terminal.read(65536):
                        printed += part
        self.look(words[0] + " at a terminal", printed.replace(b"\r\n", b"\n"))
        return printed

    def page(self, names):
        if self.call("report", "out", "--force").returncode != 0:
            self.fault("report fails")
            return
        page = Page((self.folder / "out/report.html").read_text("utf-8"))
        if page.elements != Page.ELEMENTS:
            self.fault(f"the page has the elements {page.elements}")
        if shown(page.title):
            self.fault(f"the page is called {page.title!r}")
        run = page.report()["runs"][0]
        for name, held in [(names["place"], [one["name"] for one in run["places"]]),
                           (names["link"], [one["name"] for one in run["links"]]),
                           (names["service"], run["sources"]), (names["name"], [run["answer"]["scenario"]["name"]])]:
            if name is not None and name not in held:
                self.fault("the page does not hold the name")

    def words(self):
        """What tells people of a run, besides the run itself."""
        drawn = self.at_terminal("run", "scenario.yaml").decode("utf-8", "replace")
        if not re.search("[\u2580-\u259f]", drawn):
            self.fault("run draws no bars at a terminal")
        for words in (["why", "scenario.yaml"], ["compare", "scenario.yaml", "--with", "seed=2", "--replications", "2"]):
            if self.call(*words).returncode != 0:
                self.fault(f"{words[0]} fails")

    def check(self, kinds, text, name):
        """`text` stands for the names of `kinds`; it means `name`, or whatever YAML makes of it."""
        names = dict(BENIGN, **{kind: name for kind in kinds})
        written = {kind: text if kind in kinds else quoted(BENIGN[kind]) for kind in KINDS}
        (self.folder / "scenario.yaml").write_bytes((SCENARIO % written).encode("utf-8", "surrogatepass"))
        done = self.call("run", "scenario.yaml", "-o", "out", "--events", "all", "--force")
        if done.returncode == 3:
            if not LOCATED.search(done.stderr.decode("utf-8", "replace")):
                self.fault("refused without a place: " + done.stderr.decode("utf-8", "replace"))
            return "refused"
        if done.returncode != 0:
            self.fault(f"run ends with {done.returncode}: {done.stderr[:300]!r}")
            return "broken"
        if name is None:
            names.update({kind: None for kind in kinds})
        self.tables(names)
        self.exports(names)
        self.page(names)
        self.words()
        again = self.call("check", "out/resolved.yaml")
        if again.returncode != 0:
            self.fault("the resolved scenario does not load again")
        return "shown"

    def cells(self, path):
        text = path.read_bytes().decode("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        for row in rows:
            if len(row) != len(rows[0]):
                self.fault(f"{path.name}: a row has {len(row)} cells, the header {len(rows[0])}")
            for cell in row:
                if FORMULA.match(cell) and not NUMBER.match(cell):
                    self.fault(f"{path.name}: a spreadsheet computes {cell[:40]!r}")
        return rows

    def tables(self, names):
        for path in sorted((self.folder / "out").glob("*.csv")):
            self.cells(path)
        with closing(sqlite3.connect(self.folder / "out/run.sqlite")) as database:
            for sql, name in [("SELECT name FROM places", names["place"]), ("SELECT name FROM links", names["link"]),
                              ("SELECT name FROM sources", names["service"]), ("SELECT scenario FROM runs", names["name"]),
                              ("SELECT name FROM activities", names["work"]),
                              ("SELECT name FROM terminals", names["terminal"])]:
                if name is not None and (name,) not in database.execute(sql).fetchall():
                    self.fault(f"{sql} does not give the name")
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                self.fault("run.sqlite is not sound")

    def exports(self, names):
        for words in (["--ocel", "ocel.sqlite"], ["--ocel", "ocel.json"], ["--event-log", "log.csv"],
                      ["--geojson", "map.json"]):
            if self.call("export", "out", *words, "--force").returncode != 0:
                self.fault(f"export {words} fails")
                return
        self.cells(self.folder / "log.csv")
        document = json.loads((self.folder / "ocel.json").read_text("utf-8"))
        json.loads((self.folder / "map.json").read_text("utf-8"))
        if names["work"] is not None and names["work"] not in {event["type"] for event in document["events"]}:
            self.fault("ocel.json lacks the activity")
        with closing(sqlite3.connect(self.folder / "ocel.sqlite")) as database:
            types = {row[0] for row in database.execute("SELECT ocel_type FROM event_map_type")}
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for row in database.execute("SELECT ocel_type_map FROM event_map_type"):
                if f"event_{row[0]}" not in tables or not re.fullmatch(r"[0-9A-Za-z]+", row[0]):
                    self.fault(f"a table of events is called {row[0][:40]!r}")
            if names["work"] is not None and names["work"] not in types:
                self.fault("ocel.sqlite lacks the activity")
            objects = {row[0] for row in database.execute("SELECT ocel_id FROM object")}
            if names["service"] is not None and f"train {names['service']}#1" not in objects:
                self.fault("ocel.sqlite lacks a train")
            if database.execute("PRAGMA foreign_key_check").fetchall():
                self.fault("a reference of ocel.sqlite leads nowhere")


def main(program):
    counts = {"shown": 0, "refused": 0, "broken": 0}
    failed = False
    cases = [(quoted(name), name) for name in [*NAMES, "benign"]] + [(text, None) for text in ESCAPED]
    with tempfile.TemporaryDirectory() as folder:
        for text, name in cases:
            # All at once; what is refused may be so for the sake of one, and is tried one by one.
            for kinds in [KINDS, *([kind] for kind in KINDS)]:
                run = Run(program, Path(folder))
                end = "broken"
                try:
                    end = run.check(kinds, text, name)
                except (OSError, ValueError, sqlite3.Error, KeyError) as error:
                    run.fault(f"{type(error).__name__}: {error}")
                counts[end] += 1
                for fault in run.faults:
                    failed = True
                    print(f"{text[:40]} as {' '.join(kinds)}: {fault[:400]}")
                if end == "shown":
                    break
    print(f"{counts['shown']} times shown, {counts['refused']} times refused with the place")
    # A check that sees nothing run has seen nothing.
    return 1 if failed or counts["shown"] < 25 else 0


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve())))
