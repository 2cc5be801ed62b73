#!/usr/bin/env python3
"""Puts small valid scenarios together at random and asks of each what must hold for all.

    random_scenarios.py PROGRAM [--seeds FIRST..LAST] [--keep FOLDER]

`check` takes it, or names a way that nothing can run on. `run` ends at the horizon, or stalls in a named
circle after `check` has warned `can-lock`. The audit closes, with ties in order and drawn. A second run
prints the same bytes. In every other scenario departures end early; then nothing may be left inside,
unless it waits for a full batch.
Some have fleets: then nothing is asked of the end of the run, but the units of each fleet add up.
A scenario that breaks one of these is written to FOLDER, and the exit code is 1.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

COUNTRIES = [("CN", 1435), ("KZ", 1520), ("UZ", 1520), ("ES", 1668), ("PL", 1435), ("AZ", 1520)]


class Scenario:
    """One scenario: its sections as lists of lines."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.drains = seed % 2 == 0
        self.sections = collections.defaultdict(dict)
        self.regions = []
        self.activities_of = collections.defaultdict(list)
        self.terminals_of = collections.defaultdict(list)
        self.road_places = []
        self.waits_for_ever = False
        self.may_stall = False
        for make in (self.make_regions, self.make_borders, self.make_consists, self.make_roads,
                     self.make_activities, self.make_services, self.make_flows, self.make_closures,
                     self.make_places):
            make()
        self.random = random.Random(f"fleets {seed}")  # what was drawn above stays as it was without them
        if self.chance(0.4):
            self.make_fleets()

    # Draws.

    def chance(self, probability):
        return self.random.random() < probability

    def one_of(self, *alternatives):
        return self.random.choice(alternatives)

    def law(self, *values, unit="min"):
        mean = self.random.choice(values)
        return self.one_of(
            f"{mean} {unit}", f"{mean} {unit}", f"{{exponential: {mean} {unit}}}",
            f"{{uniform: [{mean / 2:g} {unit}, {mean * 1.5:g} {unit}]}}",
            f"{{gamma: {{mean: {mean} {unit}, cv: 0.5}}}}",
            f"{{lognormal: {{mean: {mean} {unit}, cv: 0.7}}}}")

    def maybe(self, probability, entries, key, value):
        if self.chance(probability):
            entries[key] = value() if callable(value) else value

    # Places and lines.

    def make_regions(self):
        left = 8
        for number in range(self.one_of(1, 1, 2, 2, 2, 3)):
            count = min(left, self.random.randint(2 if number == 0 else 1, 3))
            country, gauge = self.random.choice(COUNTRIES)
            names = [f"p{number}{letter}" for letter in "abc"[:count]]
            left -= count
            self.regions.append((names, country, gauge))
            star = self.chance(0.3)
            for index in range(1, count):
                self.rail(names[0 if star else index - 1], names[index], gauge)

    def rail(self, one, other, gauge):
        link = {"between": f"[{one}, {other}]", "rail": f"{gauge} mm"}
        length = self.one_of(8, 30, 75, 140)
        link["length"] = f"{length} km"
        if self.chance(0.8):
            link["speed"] = self.one_of("45 km/h", "30 km/h", "900 km/d")
        else:
            link["time"] = self.law_free_time()
        if self.chance(0.45):
            link["track"] = "single"
            form = self.one_of("none", "count", "count", "list")
            if form == "count":
                link["loops"] = self.one_of(1, 2, 4)
            elif form == "list":
                marks = sorted(self.random.sample(range(1, length), self.one_of(1, 2)))
                link["loops"] = "[" + ", ".join(f"{mark} km" for mark in marks) + "]"
            if form != "none":
                self.maybe(0.3, link, "loop-tracks", 3)
        else:
            self.maybe(0.3, link, "loops", lambda: self.one_of(1, 3))
        if self.chance(0.5):
            key, value = self.one_of(("headway", "10 min"), ("headway", "25 min"), ("paths", "40 /d"),
                                     ("paths", "{%s: {every: 45 min}}" % one))
            link[key] = value
        self.maybe(0.15, link, "possessions", "{daily: 02:00-04:00}")
        self.maybe(0.3, link, "running-factor", "{gamma: {mean: 1, cv: 0.2}}")
        self.maybe(0.3, link, "room", lambda: self.one_of(1, 2, 4))
        self.sections["links"][f"r{len(self.sections['links'])}"] = link

    def law_free_time(self):
        return self.one_of("40 min", "2 h", "1 s")

    def make_borders(self):
        for number in range(1, len(self.regions)):
            (left, _, gauge), (right, _, onward) = self.regions[number - 1], self.regions[number]
            here, there = left[-1], right[0]
            kind = self.one_of("rail", "rail", "both", "sea")
            if kind == "sea":
                link = {"between": f"[{here}, {there}]", "sea": "true", "time": self.one_of("5 h", "26 h"),
                        "sailings": "{%s: %s, %s: %s}" % (here, self.sailings(), there, self.sailings())}
                self.maybe(0.5, link, "slots", lambda: self.one_of("4 TEU", "20 TEU", "2 TEU"))
                self.maybe(0.3, link, "room", lambda: self.one_of(1, 3))
                self.sections["links"][f"s{number}"] = link
                self.terminal(here, f"{gauge} mm", "sea", "and")
                self.terminal(there, f"{onward} mm", "sea", "and")
            elif gauge == onward:
                self.rail(here, there, gauge)
            elif kind == "both":
                self.rail(here, there, gauge)
                self.rail(here, there, onward)
                self.terminal(there, f"{gauge} mm", f"{onward} mm", "to")
                self.terminal(here, f"{onward} mm", f"{gauge} mm", "to")
            else:
                at = self.one_of(here, there)
                self.rail(here, there, gauge if at == there else onward)
                self.terminal(at, f"{gauge} mm", f"{onward} mm", "and")

    def sailings(self):
        return self.one_of("daily at 08:00", "{every: 9 h}", "[mon wed fri at 03:30, sat at 20:00]")

    def terminal(self, place, one, other, word):
        entry = {"at": place, "changes": f"{one} {word} {other}", "cranes": self.random.randint(1, 4)}
        if self.chance(0.7):
            fewest = 2 if word == "and" else 1
            entry["tracks"] = "{" + ", ".join(f"{gauge}: {self.random.randint(fewest, 3)}"
                                               for gauge in (one, other) if "mm" in gauge) + "}"
        self.maybe(0.8, entry, "lift", lambda: self.law(2, 4, 10))
        self.maybe(0.6, entry, "positioning", lambda: self.law(10, 30))
        self.maybe(0.5, entry, "yard", lambda: self.one_of("2 TEU", "4 TEU", "12 TEU", "60 TEU"))
        self.hours(entry)
        self.breakdowns(entry)
        entry["form"] = "{open-at: %s, oldest: %s}" % (
            self.one_of("0", "30 %", "0.5", "1"), self.one_of("1 s", "90 min", "6 h", "20 h"))
        self.sections["terminals"][f"t{len(self.sections['terminals'])}"] = entry
        self.terminals_of[place].append(entry)

    def hours(self, entry):
        if self.chance(0.3):
            entry["hours"] = self.one_of("day", "week", "always")
            self.maybe(0.7, entry, "at-closing", lambda: self.one_of("finish", "suspend", "refuse"))

    def breakdowns(self, entry):
        if self.chance(0.25):
            entry["breakdowns"] = "{up: %s, down: %s%s}" % (
                self.law(6, 20, unit="h"), self.law(20, 90), self.one_of("", ", only-busy: true"))

    def make_consists(self):
        for gauge in sorted({gauge for _, _, gauge in self.regions}):
            self.sections["consists"][f"c{gauge}"] = {
                "gauge": f"{gauge} mm", "capacity": f"{self.one_of(2, 5, 8, 20, 44)} TEU",
                "wagons": self.one_of(1, 4, 11), "length": "600 m"}

    def make_roads(self):
        if not self.chance(0.5):
            return
        places = [name for names, _, _ in self.regions for name in names]
        chosen = places[:self.random.randint(2, len(places))]
        for number, (one, other) in enumerate(zip(chosen, chosen[1:])):
            link = {"between": f"[{one}, {other}]", "road": "true",
                    "length": self.one_of("3 km", "80 km"), "speed": "50 km/h"}
            self.maybe(0.4, link, "headway", lambda: self.one_of("1 min", "6 min"))
            self.maybe(0.4, link, "room", lambda: self.one_of(1, 2, 9))
            self.maybe(0.3, link, "running-factor", "{lognormal: {mean: 1, cv: 0.3}}")
            self.sections["links"][f"w{number}"] = link
        self.road_places = chosen

    # Work.

    def make_activities(self):
        for names, country, gauge in self.regions:
            for place in names:
                for _ in range(self.one_of(0, 0, 1, 1, 2, 3)):
                    self.activity(place, gauge)

    def activity(self, place, gauge):
        per = self.one_of("train", "wagon", "unit", "consignment", "truck")
        if per == "truck" and place not in self.road_places:
            per = "train"
        entry = {"servers": self.one_of(1, 1, 2, 5), "per": per}
        entry["time"] = self.law(5, 20, 60) if per in ("train", "truck") else self.law(1, 6)
        self.maybe(0.4, entry, "share", lambda: self.one_of("5 %", "50 %", "0", "1"))
        self.maybe(0.3, entry, "when", lambda: self.one_of("arrival", "departure"))
        self.maybe(0.4, entry, "discipline", lambda: self.one_of("fifo", "priority", "earliest-due"))
        self.hours(entry)
        self.breakdowns(entry)
        if per == "unit" and self.terminals_of[place] and self.chance(0.5) and "when" not in entry:
            entry["holds"] = "unit"
        filters = {"mode": "road" if per == "truck" else "rail"} if self.chance(0.5) or per == "truck" else {}
        if per != "truck":
            self.maybe(0.15, filters, "gauge", f"{gauge} mm")
        self.maybe(0.15, filters, "from-country", lambda: self.random.choice(self.regions)[1])
        self.maybe(0.15, filters, "to-country", lambda: "[KZ, CN]")
        self.maybe(0.1, filters, "commodities", "[food]")
        if filters:
            entry["for"] = "{" + ", ".join(f"{key}: {value}" for key, value in filters.items()) + "}"
        if per in ("train", "truck") and self.chance(0.25):
            entry["batch"] = self.one_of(2, 3)
            if self.chance(0.85):
                entry["batch-wait"] = self.one_of("1 s", "40 min", "5 h")
            else:
                self.waits_for_ever = True
        if per == "truck" and self.chance(0.4):
            entry["queue-limit"] = self.one_of(0, 1, 4)
            self.maybe(0.5, entry, "when-full", lambda: self.one_of("block", "turn-away"))
        name = f"a{len(self.sections['activities'])}"
        self.sections["activities"][name] = entry
        self.activities_of[place].append(name)

    # Traffic.

    def make_services(self):
        rail = [name for names, _, _ in self.regions for name in names]
        for number in range(self.random.randint(1, 4)):
            start, end = self.random.sample(rail, 2)
            gauge = self.gauge_of(start)
            capacity = int(self.sections["consists"][f"c{gauge}"]["capacity"].split()[0])
            if not any(f"{gauge} mm" == link.get("rail") and start in link["between"]
                       for link in self.sections["links"].values()):
                continue
            size = self.one_of(1, 2)
            most = max(capacity // size, 1)
            entry = {"from": start, "to": self.destination(end, start, rail), "consist": f"c{gauge}"}
            self.departures(entry, 4, 9, 14)
            if self.chance(0.85):
                entry["units"] = self.one_of(str(most), str(self.random.randint(1, most)),
                                             f"{{uniform: [0, {most}]}}", "0")
            entry["unit"] = f"{size} TEU"
            if self.chance(0.3) and capacity > 2:  # with room left for others' loads
                entry["takes-waiting"] = "true"
                entry["units"] = self.one_of("0", str((capacity - 2) // (2 * size)))
            self.maybe(0.3, entry, "consignment", lambda: self.one_of(1, 2, 3))
            self.common(entry)
            self.sections["services"][f"s{number}"] = entry

    def gauge_of(self, place):
        return next(gauge for names, _, gauge in self.regions if place in names)

    def destination(self, end, start, places):
        others = [place for place in places if place not in (end, start)]
        if others and self.chance(0.3):
            return f"{{{end}: 0.6, {self.random.choice(others)}: rest}}"
        return end

    def departures(self, entry, *gaps):
        gap = self.random.choice(gaps)
        kind = self.one_of("every", "every", "rate", "departs")
        if kind == "every":
            entry["every"] = self.law(gap, unit="h")
        elif kind == "rate":
            entry["rate"] = f"{24 / gap:g} /d"
        else:
            entry["departs"] = self.one_of(
                "daily at 06:00", "[daily at 06:00, daily at 06:00, daily at 06:10]",
                "[mon wed fri at 00:00, tue at 13:37]")

    def common(self, entry):
        self.maybe(0.3, entry, "priority", lambda: self.one_of(-1, 3))
        self.maybe(0.2, entry, "due", lambda: self.one_of("5 h", "3 d"))
        self.maybe(0.2, entry, "delay", lambda: self.law(20, 90))
        self.maybe(0.2, entry, "commodity", "food")
        self.maybe(0.15, entry, "speed", lambda: self.one_of("20 km/h", "80 km/h"))

    def make_flows(self):
        rail = [name for names, _, _ in self.regions for name in names]
        for number in range(self.random.randint(0, 2)):
            start, end = self.random.sample(rail, 2)
            entry = {"from": start, "to": self.destination(end, start, rail)}
            self.departures(entry, 5, 11)
            self.maybe(0.3, entry, "group", lambda: self.one_of(2, 3, "{discrete: [[0.7, 1], [0.3, 2]]}"))
            entry["unit"] = self.one_of("1 TEU", "2 TEU")
            self.common(entry)
            self.sections["flows"][f"f{number}"] = entry
        for number in range(self.random.randint(1, 2) if self.road_places else 0):
            start, end = self.random.sample(self.road_places, 2)
            entry = {"from": start, "by": "truck"}
            self.maybe(0.8, entry, "to", end)
            self.departures(entry, 1, 3)
            self.maybe(0.3, entry, "group", lambda: self.one_of(2, 5))
            self.common(entry)
            self.sections["flows"][f"w{number}"] = entry

    def make_closures(self):
        things = [f"{section}.{name}" for section in ("links", "terminals", "activities", "services", "flows")
                  for name in self.sections[section]]
        things += [f"places.{name}" for names, _, _ in self.regions for name in names]
        for number in range(self.one_of(0, 0, 1, 2)):
            day = self.random.randint(2, 5)
            thing = self.random.choice(things)
            self.sections["closures"][f"k{number}"] = {
                "of": thing, "from": f"2026-03-0{day} 0{self.random.randint(0, 9)}:00",
                "until": f"2026-03-0{day + 1} 1{self.random.randint(0, 9)}:30",
                "left": self.one_of("0", "0", "50 %")}
            section, name = thing.split(".")
            if section == "links" and "sea" not in self.sections["links"][name] and self.chance(0.3):
                self.sections["closures"][f"k{number}"] = {
                    **self.sections["closures"][f"k{number}"], "speed": "15 km/h", "over": "2 km"}
                del self.sections["closures"][f"k{number}"]["left"]
            elif section == "links" and not self.has_limit(self.sections["links"][name]):
                self.sections["closures"][f"k{number}"]["left"] = "0"
        if self.drains:
            for section, day in (("services", "09"), ("flows", "06")):
                for name, entry in self.sections[section].items():
                    end = "05-25" if entry.get("takes-waiting") else f"03-{day}"
                    self.sections["closures"][f"end-{section}-{name}"] = {
                        "of": f"{section}.{name}", "from": f"2026-{end} 00:00",
                        "until": "2039-01-01 00:00"}

    @staticmethod
    def has_limit(link):
        """Whether a share of its capacity could be left."""
        return "sea" in link or any(key in link for key in ("track", "headway", "paths", "room"))

    def make_fleets(self):
        """A fleet may run out, or stand where a full yard or station keeps it: then the run stalls."""
        self.waits_for_ever = self.may_stall = True
        for name, consist in self.sections["consists"].items():
            gauge = consist["gauge"]
            links = [link for link, entry in self.sections["links"].items() if entry.get("rail") == gauge]
            places = sorted({place for link in links
                             for place in self.sections["links"][link]["between"].strip("[]").split(", ")})
            if not places:
                continue
            if self.chance(0.7):
                consist["wagons"] = self.one_of(1, 3)
                consist["fleet"] = f"w{name}"
                self.fleet(f"w{name}", {"wagons": gauge}, places, consist["wagons"])
            if self.chance(0.4):
                entry = {"locomotives": "[" + ", ".join(links) + "]"}
                self.maybe(0.7, entry, "change", lambda: self.law(10, 40))
                self.fleet(f"l{name}", entry, places, 1)
            if self.chance(0.4):
                entry = {"crews": "[" + ", ".join(links) + "]", "duty": self.one_of("1 h", "5 h", "12 h")}
                self.maybe(0.5, entry, "changes-at", lambda: self.random.choice(places))
                self.fleet(f"d{name}", entry, places, 1)

    def fleet(self, name, entry, places, least):
        stock = {place: self.one_of(0, 2, 5, 20) for place in places}
        home = self.random.choice(places)
        stock[home] += least
        entry["stock"] = "{" + ", ".join(f"{place}: {count}" for place, count in stock.items()) + "}"
        self.maybe(0.7, entry, "turn-round", lambda: self.law(30, 200))
        self.maybe(0.6, entry, "return", lambda: "{to: %s, when: %d}" % (
            home, self.random.randint(1, least)))
        self.sections["fleets"][name] = entry

    def make_places(self):
        for names, country, gauge in self.regions:
            for place in names:
                entry = {"country": country}
                if self.chance(0.4):
                    gauges = sorted({int(link["rail"].split()[0]) for link in self.sections["links"].values()
                                     if "rail" in link and place in link["between"]})
                    tracks = [f"{one} mm: {self.one_of(1, 2, 2, 3, 4)}" if self.chance(0.7) else
                              f"{one} mm: {{count: {self.one_of(2, 3)}, length: 700 m}}" for one in gauges]
                    if tracks:
                        entry["tracks"] = "{" + ", ".join(tracks) + "}"
                if self.activities_of[place]:
                    entry["activities"] = "[" + ", ".join(self.activities_of[place]) + "]"
                self.sections["places"][place] = entry

    def text(self):
        run = "120 d" if self.drains else "8 d"
        lines = ["schema: caravan/1",
                 f"clock: {{start: 2026-03-02 00:00, zone: UTC, run: {run}{self.one_of('', ', warm-up: 1 d')}}}",
                 "calendars:", "  day: {mon-sat: 06:00-21:00}", "  week: {zone: Asia/Almaty, mon-fri: 08:00-18:00}"]
        for section in ("places", "links", "fleets", "consists", "terminals", "activities", "services", "flows",
                        "closures"):
            if self.sections[section]:
                lines.append(f"{section}:")
                for name, entry in self.sections[section].items():
                    inner = ", ".join(f"{key}: {value}" for key, value in entry.items())
                    lines.append(f"  {name}: {{{inner}}}")
        return "\n".join(lines) + "\n"


def call(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def judge(program, path, scenario):
    """What happened, in a few words, and what is wrong, if anything."""
    faults = []
    code, _, said = call(program, "check", path)
    warned = set(re.findall(r"warning: .*\[([a-z-]+)\]", said))
    if code != 0:
        errors = re.findall(r"error: .*\[([a-z-]+)\]", said)
        if code != 3 or set(errors) - {"no-route", "fleet-return"} or not errors:
            faults.append(f"check ended with {code}: {said}")
        return ["refused " + " ".join(sorted(set(errors)))], faults
    answers = []
    for ties in ("fixed", "fixed", "shuffled"):
        how = ["run", "-q", "--format", "json", "--ties", ties, path]
        code, out, said = call(program, *how)
        if code == 0 and scenario.drains and not scenario.waits_for_ever and not is_empty(json.loads(out)):
            code, out, said = call(program, *how, "--set", "clock.run=4000 d")  # slow, or stuck?
        if code not in (0, 5):
            return ["ended badly"], faults + [f"run --ties {ties} ended with {code}: {said} {out[-600:]}"]
        answers.append(out)
        faults += judge_answer(json.loads(out), code, warned, scenario, ties)
    if answers[0] != answers[1]:
        faults.append("a second run prints other bytes")
    answer = json.loads(answers[0])
    tally = [answer["run"]["end"]]
    if scenario.drains and is_empty(answer):
        tally.append("drained")
    return tally, faults


def judge_answer(answer, code, warned, scenario, ties):
    faults = []
    if not answer["audit"]["ok"]:
        faults.append(f"audit, ties {ties}: {answer['audit']['broken']}")
    if (code == 5) != (answer["run"]["end"] == "stalled"):
        faults.append(f"exit code {code} and end {answer['run']['end']}")
    if code == 5 and not scenario.may_stall:
        if not answer["stall"]["circle"]:
            faults.append(f"a stall without a circle, ties {ties}: {answer['stall']['waiting']}")
        elif "can-lock" not in warned:
            faults.append(f"a stall without a warning, ties {ties}: {answer['stall']['waiting']}")
    loads = answer["loads"]
    if loads["created"] != loads["delivered"] + loads["turned_away"] + loads["inside"]:
        faults.append(f"loads do not add up: {loads}")
    trains = answer["trains"]
    if code == 0 and scenario.drains and not scenario.waits_for_ever and not is_empty(answer):
        faults.append(f"not drained, ties {ties}: {loads} {trains}")
    return faults


def is_empty(answer):
    trains = answer["trains"]
    return answer["loads"]["inside"] == 0 and trains["started"] == trains["ended"]


def judge_seed(program, seed, keep):
    scenario = Scenario(seed)
    text = scenario.text()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"{seed}.yaml")
        pathlib.Path(path).write_text(text, encoding="utf-8")
        try:
            tally, faults = judge(program, path, scenario)
        except subprocess.TimeoutExpired as late:
            tally, faults = ["too slow"], [f"no answer in time: {late.cmd[1:3]}"]
    if faults and keep:
        pathlib.Path(keep, f"{seed}.yaml").write_text(text, encoding="utf-8")
    return seed, tally, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seeds", default="1..60")
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    first, last = (int(part) for part in arguments.seeds.split(".."))
    tally, broken = collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for seed, ends, faults in pool.map(
                lambda seed: judge_seed(arguments.program, seed, arguments.keep), range(first, last + 1)):
            tally.update(ends)
            broken += bool(faults)
            for fault in faults:
                print(f"seed {seed}: {fault}")
    for what, count in sorted(tally.items()):
        print(f"{count:6} {what}")
    print(f"{last - first + 1} scenarios, {broken} broken")
    return 1 if broken or not tally["horizon"] else 0


if __name__ == "__main__":
    sys.exit(main())
