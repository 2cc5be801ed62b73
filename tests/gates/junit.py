"""junit.py PROGRAM: what `caravan test --junit` writes is what a consumer of such files understands.

The reader is junitparser, which merges and shows the reports of other tools. It must find every gate
with its verdict, and the texts of hostile names must come back as they were.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from junitparser import Error, Failure, JUnitXml

GATES = """schema: caravan/1
extends: first.yaml
name: 'a <b> & "c" ]]> é ± 列车'
expect:
  at-most: 12
  gates:
    fails: {that: lead-time.p90, at-most: 1 h}
    passes: {that: lead-time.p90, at-most: 100 d}
    unknown: {fingerprint: unknown}
    wide: {that: lead-time.mean, between: [0 h, MEAN h]}
"""
STALLS = """schema: caravan/1
name: stalls
clock: {start: 2024-06-01 00:00, zone: UTC, run: 30 d}
places: {a: {}, b: {tracks: {1520 mm: 1}}, c: {tracks: {1520 mm: 1}}, d: {}}
links:
  ab: {between: [a, b], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
  bc: {between: [b, c], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
  cd: {between: [c, d], rail: 1520 mm, length: 100 km, speed: 50 km/h, track: single, loops: 0}
services:
  east: {from: a, to: d, departs: [daily at 06:00], units: 10}
  west: {from: d, to: a, departs: [daily at 06:00], units: 10}
expect: {gates: {flow: {that: throughput, at-least: 1 /d}}}
"""


def mean_of(folder: Path, program: str) -> str:
    """The mean of twelve replications: a bound on which nobody can decide."""
    done = subprocess.run([program, "run", "first.yaml", "--replications", "12", "--format", "csv"],
                          cwd=folder, capture_output=True, text=True, check=True)
    row = next(line for line in done.stdout.splitlines() if line.startswith("lead-time.mean,"))
    return row.split(",")[4]


def main(program: str) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([program, "new"], cwd=folder, check=True, capture_output=True)
        odd = "a&<b>'\".yaml"
        (folder / odd).write_text(GATES.replace("MEAN", mean_of(folder, program)), encoding="utf-8")
        (folder / "stalls.yaml").write_text(STALLS, encoding="utf-8")
        done = subprocess.run([program, "test", odd, "stalls.yaml", "--junit", "gates.xml"], cwd=folder,
                              capture_output=True, text=True, check=False)
        assert done.returncode == 5, (done.returncode, done.stdout, done.stderr)
        report = JUnitXml.fromfile(str(folder / "gates.xml"))
        root = ElementTree.parse(folder / "gates.xml").getroot()
    assert (report.tests, report.failures, report.errors) == (6, 2, 3), vars(report)
    suites = {suite.name: list(suite) for suite in report}
    assert list(suites) == [odd, "stalls.yaml"], suites
    verdicts = {case.name: [type(result) for result in case.result] for case in suites[odd]}
    assert verdicts == {"fails: lead-time.p90": [Failure], "passes: lead-time.p90": [],
                        "unknown": [Failure], "wide: lead-time.mean": [Error]}, verdicts
    assert all(case.classname == odd for case in suites[odd])
    stalled = {case.name: case.result[0] for case in suites["stalls.yaml"]}
    assert {name: type(result) for name, result in stalled.items()} == {
        "flow: throughput": Error, "tested": Error}, stalled
    assert "stalled" in stalled["tested"].message, stalled
    counted = sum(len(suite.findall("testcase")) for suite in root)
    assert counted == report.tests, (counted, report.tests)
    rates = {suite.name: {each.name: each.value for each in suite.properties()} for suite in report}
    assert rates[odd] == {"seed": "1", "replications": "12", "alpha": "1 %"}, rates
    assert report.time == 0 and all(float(suite.get("time")) == 0 for suite in root)
    print(f"{counted} cases, read by junitparser")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
