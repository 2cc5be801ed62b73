#!/usr/bin/env python3
"""Holds the JSON form of OCEL 2.0 to what its published schema and its specification ask.

  ocel_json.py PROGRAM SCENARIO...

Runs each scenario with all events, exports them and looks at every member of the file. What the schema asks
(https://www.ocel-standard.org/2.0/ocel20-schema-json.json, draft 7 of JSON Schema) stands in SHAPE in our own
words: every value of an attribute is a text there, whatever its declared type. What only the specification says
(https://www.ocel-standard.org/2.0/ocel20_specification.pdf, sections 4 and 8): types and attributes are declared,
relationships lead to objects, identifiers are unique. Then each rule is broken once, and must be seen.
"""

import copy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TEXT = "text"
TIME = "time"
DECLARED = {"name": TEXT, "attributes": [{"name": TEXT, "type": TEXT}]}
RELATION = {"objectId": TEXT, "qualifier": TEXT}
# A list stands for any number of its one element; a name with a question mark may be absent.
SHAPE = {
    "eventTypes": [DECLARED],
    "objectTypes": [DECLARED],
    "events": [{"id": TEXT, "type": TEXT, "time": TIME, "attributes?": [{"name": TEXT, "value": TEXT}],
                "relationships?": [RELATION]}],
    "objects": [{"id": TEXT, "type": TEXT, "attributes?": [{"name": TEXT, "value": TEXT, "time": TIME}],
                 "relationships?": [RELATION]}],
}
SCALARS = {"string", "time", "integer", "float", "boolean"}
RFC3339 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")


def misshapen(value, shape, where):
    """The first few places at which `value` is not of that shape."""
    if shape in (TEXT, TIME):
        good = isinstance(value, str) and (shape == TEXT or RFC3339.match(value))
        return [] if good else [f"{where} is {value!r}, no {shape}"]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [fault for i, one in enumerate(value) for fault in misshapen(one, shape[0], f"{where}[{i}]")][:5]
    if not isinstance(value, dict):
        return [f"{where} is no object"]
    faults = []
    for name, inner in shape.items():
        plain = name.rstrip("?")
        if plain in value:
            faults += misshapen(value[plain], inner, f"{where}.{plain}")
        elif plain == name:
            faults.append(f"{where} has no {name}")
    return faults


def unsound(log):
    """What the specification forbids and the schema cannot see."""
    faults = []
    known = {one["id"] for one in log["objects"]}
    for kind in ("events", "objects"):
        types = {one["name"]: {a["name"] for a in one["attributes"]} for one in log[kind[:-1] + "Types"]}
        if len(types) != len(log[kind[:-1] + "Types"]) or len({one["id"] for one in log[kind]}) != len(log[kind]):
            faults.append(f"{kind}: a name or identifier comes twice")
        for one in log[kind]:
            if one["type"] not in types:
                faults.append(f"{one['id']} is of the type {one['type']}, which is not declared")
            elif not {a["name"] for a in one.get("attributes", [])} <= types[one["type"]]:
                faults.append(f"{one['id']} has an attribute that its type does not declare")
            faults += [f"{one['id']} is related to {r['objectId']}, which is not there"
                       for r in one.get("relationships", []) if r["objectId"] not in known]
        declared = {a["type"] for one in log[kind[:-1] + "Types"] for a in one["attributes"]}
        if not declared <= SCALARS:
            faults.append(f"{kind}: {declared - SCALARS} are no types of attributes")
    faults += [f"{one['id']} concerns nobody" for one in log["events"] if not one.get("relationships")]
    return faults


def faults_of(log):
    return misshapen(log, SHAPE, "log") or unsound(log)


def breakages(log):
    """The log with one rule broken, and which."""
    def broken(what, change):
        other = copy.deepcopy(log)
        change(other)
        return what, other
    related = next(i for i, one in enumerate(log["events"]) if one["relationships"])
    yield broken("no objects", lambda o: o.pop("objects"))
    yield broken("a time without zone", lambda o: o["events"][0].update(time="2026-03-02 00:00:00"))
    yield broken("a number as a value", lambda o: o["objects"][0]["attributes"][0].update(value=1))
    yield broken("an attribute without time", lambda o: o["objects"][0]["attributes"][0].pop("time"))
    yield broken("no qualifier", lambda o: o["events"][related]["relationships"][0].pop("qualifier"))
    yield broken("a type of attributes that is none", lambda o: o["eventTypes"][0]["attributes"][0].update(type="text"))
    yield broken("an undeclared type", lambda o: o["events"][0].update(type="frobnicated"))
    yield broken("an undeclared attribute", lambda o: o["objects"][0]["attributes"][0].update(name="colour"))
    yield broken("an object that is not there", lambda o: o["events"][related]["relationships"][0].update(objectId="x"))
    yield broken("an identifier twice", lambda o: o["events"][1].update(id=o["events"][0]["id"]))


def beginning(log):
    """The first events and the objects that they concern."""
    events = log["events"][:50]
    concerned = {r["objectId"] for event in events for r in event["relationships"]}
    objects = [{**one, "relationships": [r for r in one["relationships"] if r["objectId"] in concerned]}
               for one in log["objects"] if one["id"] in concerned]
    return {**log, "events": events, "objects": objects}


def exported(program, scenario, folder):
    run, target = folder / "run", folder / "log.json"
    for words in (["run", scenario, "-o", run, "--events", "all", "--force"],
                  ["export", run, "--ocel", target, "--force"]):
        subprocess.run([program, *map(str, words)], check=True, capture_output=True, timeout=300)
    return json.loads(target.read_text("utf-8"))


def main(program, scenarios):
    failed = False
    with tempfile.TemporaryDirectory() as name:
        for scenario in scenarios:
            log = exported(program, scenario, Path(name))
            for fault in faults_of(log)[:10]:
                failed = True
                print(f"{scenario.name}: {fault}")
            print(f"{scenario.name}: {len(log['events'])} events, {len(log['objects'])} objects")
            for what, broken in breakages(beginning(log)):
                if not faults_of(broken):
                    failed = True
                    print(f"this check does not see {what}")
    return 1 if failed or not scenarios else 0


if __name__ == "__main__":
    sys.exit(main(str(Path(sys.argv[1]).resolve()), [Path(word).resolve() for word in sys.argv[2:]]))
