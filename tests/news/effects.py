"""Runs every overlay of the corridor's news beside the base scenario and asks for the effect it announces.

    effects.py PROGRAM FOLDER

Each overlay of FOLDER that is called news-… must open with "What to look for", run to its horizon with closed books, and
show every effect listed for it here. Prints a line for each effect, with the figures.
"""

import json
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

DAY = 86_400_000
BASE = "china-europe-2024"


class Run:
    """The answer of one run, by the names that a planner uses. Times are days."""

    def __init__(self, answer):
        self.answer = answer

    def relation(self, start, end, by_truck=False):
        found = [row for row in self.answer["relations"]
                 if (row["from"], row["to"], row["by_truck"]) == (start, end, by_truck)]
        return found[0] if found else {"delivered": 0, "lead_time": {}}

    def mean(self, start, end, by_truck=False):
        return self.relation(start, end, by_truck)["lead_time"].get("mean_ms", 0) / DAY

    def p90(self, start, end, by_truck=False):
        return self.relation(start, end, by_truck)["lead_time"].get("p90_ms", 0) / DAY

    def delivered(self, start, end, by_truck=False):
        return self.relation(start, end, by_truck)["delivered"]

    def spoiled(self, start, end):
        return sum(row.get("spoiled", 0) for row in self.answer["relations"]
                   if (row["from"], row["to"]) == (start, end))

    def slower(self, start, end, service_class):
        """By how many days the mean of a class is longer than that of loads without one."""
        means = {row["class"]: row["lead_time"].get("mean_ms", 0) / DAY for row in self.answer["relations"]
                 if (row["from"], row["to"]) == (start, end)}
        return means[service_class] - means[""] if service_class in means else 0

    def transit(self, name):
        return next(row for row in self.answer["transits"] if row["name"] == name)["time"]["mean_ms"] / DAY

    def load_days(self, stage, place=None):
        return sum(row["load_ms"] for row in self.answer["time_by_place"]
                   if row["stage"] == stage and place in (None, row["place"])) / DAY

    def closed_days(self):
        return sum(row["load_ms"] for row in self.answer["time_by_place"]
                   if row["stage"].endswith("to open")) / DAY

    def terminal(self, name, figure):
        return next(row for row in self.answer["terminals"] if row["name"] == name)[figure]

    def resource(self, name, figure):
        return next(row for row in self.answer["resources"] if row["name"] == name)[figure]

    def closures(self, name):
        return [row for row in self.answer["closures"] if row["name"] == name]

    def most_waiting(self, name):
        return max((row["greatest_trains_waiting"] for row in self.closures(name)), default=0)

    def longest_recovery(self, name):
        return max((row["recovered_ms"] - row["until_ms"] for row in self.closures(name)
                    if row["recovered_ms"] is not None), default=0) / DAY

    def growing(self):
        return [row["name"] for row in self.answer["resources"] if row["queue_growth_per_week"] > 0]


def times(figure, least, most=float("inf")):
    """The figure of the overlay is `least` to `most` times that of the base."""
    def holds(base, news):
        before, after = figure(base), figure(news)
        return 0 < before and least * before <= after <= most * before, f"{before:.3g} became {after:.3g}"
    return holds


def more(figure, least, most=float("inf")):
    """The figure of the overlay is larger than that of the base by `least` to `most`."""
    def holds(base, news):
        before, after = figure(base), figure(news)
        return least <= after - before <= most, f"{before:.3g} became {after:.3g}"
    return holds


def grows(name):
    """The queue of this resource grows for certain; in the base it does not."""
    def holds(base, news):
        return name in news.growing() and name not in base.growing(), ", ".join(news.growing()) or "none"
    return holds


def truck(run):
    return run.mean("urumqi", "almaty", by_truck=True)


EFFECTS = {
    "news-bonded-yard-full": {
        "held boxes wait for room in the bonded yard":
            more(lambda run: run.load_days("waiting for room in the bonded yard"), 100),
        "the yard of the others has room": more(lambda run: run.load_days("waiting for room in the yard"), 0, 0),
        "trains queue at Alashankou": more(lambda run: run.terminal("alashankou-reload", "mean_trains_waiting"), 3),
        "Moscow – Xi'an takes longer": more(lambda run: run.mean("moscow", "xian"), 0.1),
    },
    "news-brest-closed": {
        "the mean to Poland grows": more(lambda run: run.transit("china-to-poland"), 0.5, 3),
        "loads wait for the border to open": more(lambda run: run.load_days("waiting for a closure to end", "brest"), 100),
        "the queue takes weeks to clear": more(lambda run: run.longest_recovery("border-broad-gauge"), 14),
    },
    "news-cargo-airport": {
        "parcels arrive the next day": more(lambda run: run.mean("khorgos-airport", "liege"), 0.5, 1.5),
    },
    "news-cars-by-road": {
        "the lanes are busier by 177 of 446 trucks":
            times(lambda run: run.resource("kz-road-control", "utilisation"), 1.35, 1.45),
    },
    "news-cold-chain-east": {
        "fruit waits for a plug at Khorgos": more(lambda run: run.load_days("waiting for a plug", "khorgos"), 100),
        "some of it is spoiled": more(lambda run: run.spoiled("tashkent", "xian"), 1, 200),
        "dry boxes hardly notice": more(lambda run: run.mean("moscow", "xian"), -0.1, 0.1),
    },
    "news-cold-chain-west": {
        "cold boxes are slower than dry ones": more(lambda run: run.slower("xian", "moscow", "cold"), 0.5, 1.5),
        "none is spoiled": more(lambda run: run.spoiled("xian", "moscow"), 0, 0),
        "more trains wait at Dostyk":
            times(lambda run: run.terminal("dostyk-transterminal", "mean_trains_waiting"), 1.5, 5),
    },
    "news-crane-out-at-khorgos": {
        "loads wait longer for a crane": times(lambda run: run.load_days("waiting for a crane", "altynkol"), 4, 8),
        "more boxes are lifted only once": times(lambda run: run.terminal("altynkol-gateway", "direct"), 1.1),
        "lead times hardly grow": more(lambda run: run.mean("xian", "almaty"), 0.005, 0.1),
    },
    "news-grain-to-china": {
        "110 wagons of grain a day arrive": more(lambda run: run.delivered("shu", "urumqi"), 39_000, 41_000),
        "boxes are lifted as before": times(lambda run: run.terminal("alashankou-reload", "units"), 0.99, 1.01),
        "more waits for the line": times(lambda run: run.load_days("waiting for the line"), 1.2, 2),
    },
    "news-growth-to-2030": {
        "eastbound trains queue at Altynkol without end": grows("khorgos-altynkol-1520 from altynkol to khorgos"),
        "westbound trains run as before": more(lambda run: run.mean("xian", "almaty"), -0.1, 0.1),
    },
    "news-khorgos-hub": {
        "four more trains a day take the line to Zhetygen":
            more(lambda run: run.resource("altynkol-zhetygen from altynkol to zhetygen", "served") / 338, 3.5, 4.5),
        "through trains run as before": more(lambda run: run.mean("xian", "almaty"), -0.1, 0.1),
    },
    "news-lianyungang-sea-rail": {
        "boxes from Busan arrive": more(lambda run: run.delivered("busan", "almaty"), 5_000),
        "the rest hardly notices": more(lambda run: run.mean("xian", "almaty"), -0.1, 0.1),
    },
    "news-middle-corridor": {
        "trains cannot be unloaded at Aktau": grows("aktau-port handling tracks 1520 mm"),
        "boxes wait for room in the yard": more(lambda run: run.load_days("waiting for room in the yard"), 1_000),
    },
    "news-office-hours": {
        "loads wait for customs to open": more(lambda run: run.closed_days(), 10_000),
        "Xi'an – Almaty takes longer": more(lambda run: run.mean("xian", "almaty"), 0.25, 0.5),
        "so does the way to Poland": more(lambda run: run.transit("china-to-poland"), 0.25, 0.6),
    },
    "news-road-closed": {
        "the mean of trucks grows": more(truck, 0.15, 0.3),
        "nine of ten take no longer": more(lambda run: run.p90("urumqi", "almaty", by_truck=True), 0, 0.1),
    },
    "news-small-traders": {
        "vans arrive": more(lambda run: run.delivered("khorgos-road", "zharkent", by_truck=True), 80_000),
        "vans beyond the allowance take the lanes of the trucks":
            times(lambda run: run.resource("kz-road-control", "utilisation"), 1.08, 1.2),
        "where trucks wait longer": more(lambda run: run.load_days("waiting for kz-road-control"), 300),
    },
    "news-strict-truck-checks": {
        "the queue on the Chinese side grows": grows("cn-road-export"),
        "trains run as before": more(lambda run: run.mean("xian", "duisburg"), -0.1, 0.1),
    },
    "news-urumqi-hub": {
        "fewer trains cross the border at Khorgos":
            times(lambda run: run.resource("khorgos-altynkol-1435 from khorgos to altynkol", "served"), 0.95, 0.99),
        "they carry the same loads": times(lambda run: run.delivered("xian", "almaty"), 0.98, 1.02),
        "loads pay with hours at Urumqi": more(lambda run: run.load_days("shunting", "urumqi"), 20_000),
        "Xi'an – Almaty takes longer": more(lambda run: run.mean("xian", "almaty"), 0.05, 0.5),
    },
    "news-wind-at-dostyk": {
        "storms come": more(lambda run: len(run.closures("wind")), 2, 9),
        "some dozens of trains stand after one": more(lambda run: run.most_waiting("wind"), 40),
        "which takes longer to clear than it blew": more(lambda run: run.longest_recovery("wind"), 4),
        "more trains wait at Dostyk over the year":
            times(lambda run: run.terminal("dostyk-transterminal", "mean_trains_waiting"), 1.05, 3),
        "container trains lose little": more(lambda run: run.mean("xian", "duisburg"), -0.05, 0.5),
    },
    "news-yiwu-madrid": {
        "more than three times as many boxes reach Madrid": times(lambda run: run.delivered("yiwu", "madrid"), 3, 4),
        "more trains wait at Dostyk":
            times(lambda run: run.terminal("dostyk-transterminal", "mean_trains_waiting"), 1.5, 5),
        "Irun copes": more(lambda run: run.terminal("irun-terminal", "mean_trains_waiting"), -0.1, 0.5),
    },
}


def run(program, path):
    done = subprocess.run([program, "run", path, "--format", "json"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{path.name} ended with {done.returncode}:\n{done.stderr}")
    return Run(json.loads(done.stdout))


def faults_of(path, base, news):
    text = path.read_text(encoding="utf-8")
    faults = []
    if "# What to look for:" not in text.split("schema:")[0]:
        faults.append("does not open with what to look for")
    if news.answer["run"]["end"] != "horizon" or not news.answer["audit"]["ok"]:
        faults.append("does not run to its end with closed books")
    if path.stem not in EFFECTS:
        faults.append("has no effect listed in effects.py")
    for effect, holds in EFFECTS.get(path.stem, {}).items():
        shown, figures = holds(base, news)
        print(f"{path.stem}: {effect}: {figures}{'' if shown else '  NOT SHOWN'}")
        if not shown:
            faults.append(f"does not show that {effect}")
    return faults


def main(program, folder):
    folder = pathlib.Path(folder)
    paths = sorted(folder.glob("news-*.yaml"))
    with ThreadPoolExecutor(max_workers=2) as pool:
        base, *news = pool.map(lambda path: run(program, path), [folder / f"{BASE}.yaml", *paths])
    faults = [f"{path.name} {fault}" for path, answer in zip(paths, news) for fault in faults_of(path, base, answer)]
    faults += [f"{name}.yaml is not there" for name in EFFECTS if name not in {path.stem for path in paths}]
    print("\n".join(faults) if faults else f"{len(paths)} overlays show what they announce")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
