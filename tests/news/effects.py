"""Runs every overlay of the corridor beside the base scenario and asks for the effects it announces.

    effects.py PROGRAM FOLDER

Each overlay of FOLDER that is called news-… or china-europe-2024-… must open with "What to look for", run to its horizon with
closed books, and show every effect listed for it here; SETTINGS are runs with a value changed, as its text proposes. Prints a
line for each effect, with the figures.
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

    def __init__(self, answer, warnings):
        self.answer = answer
        self.warnings = warnings

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

    def train_days(self, stage, *places):
        return sum(row["train_ms"] for row in self.answer["time_by_place"]
                   if row["stage"] == stage and row["place"] in places) / DAY

    def terminal(self, name, figure):
        return next(row for row in self.answer["terminals"] if row["name"] == name)[figure]

    def resource(self, name, figure):
        return next((row for row in self.answer["resources"] if row["name"] == name), {figure: 0})[figure]

    def busiest(self, kind):
        return max(row["utilisation"] for row in self.answer["resources"] if row["kind"] == kind)

    def expense(self, start, end, kind):
        """Of a load of this relation."""
        row = self.relation(start, end).get("expenses")
        return row[kind] / row["loads"] if row else 0

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


def is_now(figure, least, most=float("inf")):
    """The figure of the overlay alone, whatever that of the base is."""
    def holds(base, news):
        return least <= figure(news) <= most, f"{figure(news):.3g}"
    return holds


def warned(what):
    """The program warns of it before the run; of the base it does not."""
    def holds(base, news):
        return what in news.warnings and what not in base.warnings, "warned" if what in news.warnings else "no warning"
    return holds


def line_waits(run, *places):
    return run.train_days("waiting for the line", *places)


def gives_way(base, news):
    """More trains wait at Dostyk and Aktogay, and of those that do few carry loads: a container train has some fifty."""
    trains = line_waits(news, "dostyk", "aktogay") - line_waits(base, "dostyk", "aktogay")
    loads = sum(run.load_days("waiting for the line", place) * sign
                for run, sign in ((news, 1), (base, -1)) for place in ("dostyk", "aktogay"))
    return trains > 3 * loads / 50 > 0, f"{trains:.3g} train-days, {loads / 50:.3g} of container trains"


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
        "half of the parcels are there within a day":
            is_now(lambda run: run.relation("khorgos-airport", "liege")["lead_time"]["p50_ms"] / DAY, 0.4, 1),
        "those beyond one flight's load wait a day": is_now(lambda run: run.p90("khorgos-airport", "liege"), 1.2, 2),
    },
    "news-cars-by-road": {
        "the lanes are busier by 177 of 446 trucks":
            times(lambda run: run.resource("kz-road-control", "utilisation"), 1.35, 1.45),
    },
    "news-cold-chain-east": {
        "fruit waits for a plug at Khorgos": more(lambda run: run.load_days("waiting for a plug", "khorgos"), 100),
        "some of it is spoiled": more(lambda run: run.spoiled("tashkent", "xian"), 1, 200),
        "trains stand under the cranes longer":
            times(lambda run: run.resource("khorgos-reload handling tracks 1520 mm", "utilisation"), 1.2),
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
        "its pits are busy for a third of their time":
            is_now(lambda run: run.resource("alashankou-elevator cranes", "utilisation"), 0.3, 0.4),
        "boxes are lifted as before": times(lambda run: run.terminal("alashankou-reload", "units"), 0.99, 1.01),
        "more waits for the line": times(lambda run: run.load_days("waiting for the line"), 1.2, 2),
    },
    "news-growth-to-2030": {
        "eastbound trains queue at Altynkol without end": grows("khorgos-altynkol-1520 from altynkol to khorgos"),
        "it is warned of before the run": warned("`khorgos-altynkol-1520`: "),
        "westbound trains run as before": more(lambda run: run.mean("xian", "almaty"), -0.1, 0.1),
    },
    "news-khorgos-hub": {
        "four more trains a day take the line to Zhetygen":
            more(lambda run: run.resource("altynkol-zhetygen from altynkol to zhetygen", "served") / 338, 3.5, 4.5),
        "which takes them without queues":
            is_now(lambda run: run.resource("altynkol-zhetygen from altynkol to zhetygen", "mean_queue"), 0, 0.5),
        "half as many trucks again arrive in Almaty":
            is_now(lambda run: run.delivered("nur-zholy", "almaty", by_truck=True)
                   / run.delivered("urumqi", "almaty", by_truck=True), 0.45, 0.55),
        "through trains run as before": more(lambda run: run.mean("xian", "almaty"), -0.1, 0.1),
    },
    "news-lianyungang-sea-rail": {
        "boxes from Busan arrive": more(lambda run: run.delivered("busan", "almaty"), 5_000),
        "each waits a day and more for the ship":
            is_now(lambda run: run.load_days("waiting for an onward train", "busan")
                   / (run.delivered("busan", "almaty") + run.delivered("busan", "tashkent")), 1, 3),
        "the rest hardly notices": more(lambda run: run.mean("xian", "almaty"), -0.1, 0.1),
    },
    "news-middle-corridor": {
        "trains cannot be unloaded at Aktau": grows("aktau-port handling tracks 1520 mm"),
        "it is warned of before the run": warned("`aktau-baku` from aktau: "),
        "boxes wait for room in the yard": more(lambda run: run.load_days("waiting for room in the yard"), 1_000),
    },
    "news-office-hours": {
        "loads wait for customs to open": more(lambda run: run.closed_days(), 10_000),
        "Xi'an – Almaty takes longer": more(lambda run: run.mean("xian", "almaty"), 0.25, 0.5),
        "import at Horgos is asked for all that it can do": warned("`cn-import-khorgos`: 100 % of what it can do"),
        "so does the way to Poland": more(lambda run: run.transit("china-to-poland"), 0.25, 0.6),
    },
    "news-road-closed": {
        "the mean of trucks grows": more(truck, 0.15, 0.3),
        "nine of ten take no longer": more(lambda run: run.p90("urumqi", "almaty", by_truck=True), 0, 0.1),
        "trains run as before": more(lambda run: run.mean("xian", "almaty"), -0.01, 0.01),
    },
    "news-small-traders": {
        "vans arrive": more(lambda run: run.delivered("khorgos-road", "zharkent", by_truck=True), 80_000),
        "vans beyond the allowance take the lanes of the trucks":
            times(lambda run: run.resource("kz-road-control", "utilisation"), 1.08, 1.2),
        "where trucks wait a hundred times as long":
            times(lambda run: run.load_days("waiting for kz-road-control"), 50, 300),
    },
    "news-strict-truck-checks": {
        "the queue at Nur Zholy fills up": is_now(lambda run: run.resource("kz-road-control", "greatest_queue"), 300, 300),
        "it backs up over the road": more(lambda run: run.load_days("waiting for room ahead", "nur-zholy"), 10_000),
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
        "ordinary freight waits longest": gives_way,
        "container trains lose little": more(lambda run: run.mean("xian", "duisburg"), -0.05, 0.5),
    },
    "news-yiwu-madrid": {
        "they take some 17 days": is_now(lambda run: run.mean("yiwu", "madrid"), 16.5, 18),
        "more than three times as many boxes reach Madrid": times(lambda run: run.delivered("yiwu", "madrid"), 3, 4),
        "more trains wait at Dostyk":
            times(lambda run: run.terminal("dostyk-transterminal", "mean_trains_waiting"), 1.5, 5),
        "Irun copes": more(lambda run: run.terminal("irun-terminal", "mean_trains_waiting"), -0.1, 0.5),
    },
    "china-europe-2024-second-track": {
        "waits at Aktogay all but vanish": times(lambda run: line_waits(run, "aktogay"), 0, 0.1),
        "at Moiynty two thirds of them do": times(lambda run: line_waits(run, "moiynty"), 0, 0.5),
        "at Dostyk three quarters do": times(lambda run: line_waits(run, "dostyk"), 0, 0.4),
        "container trains gain some hours": more(lambda run: run.mean("xian", "duisburg"), -0.7, -0.1),
    },
    "china-europe-2024-congestion": {
        "trains stand at Brest": is_now(lambda run: run.most_waiting("fewer-trains-to-poland"), 30),
        "until well into July": is_now(lambda run: run.longest_recovery("fewer-trains-to-poland"), 5, 31),
        "those caught are days longer under way": more(
            lambda run: next(row for row in run.answer["transits"])["time"]["p90_ms"] / DAY, 1, 5),
        "eastbound the line suffices": more(lambda run: run.mean("duisburg", "xian"), -0.1, 0.1),
    },
    "china-europe-2024-ordinary": {
        f"to {end} over Dostyk ordinary loads take one to three days longer":
            is_now(lambda run, end=end: run.slower("xian", end, "ordinary"), 1, 3) for end in ("moscow", "duisburg", "warsaw")
    } | {
        "over Altynkol they lose less": is_now(lambda run: run.slower("xian", "tashkent", "ordinary"), 0.1, 1),
    },
    "china-europe-2024-wagons": {
        "container trains lose half a day": more(lambda run: run.mean("xian", "duisburg"), 0.25, 1),
        "ordinary loads wait at Altynkol for some twelve days":
            is_now(lambda run: run.slower("xian", "tashkent", "ordinary"), 8, 18),
        "nearly all of it for wagons": is_now(
            lambda run: run.load_days("waiting for flats", "altynkol")
            / sum(row["load_ms"] / DAY for row in run.answer["time_by_place"]
                  if row["place"] == "altynkol" and row["stage"].startswith("waiting")), 0.75, 1),
        "no crane is the cause": is_now(lambda run: run.busiest("cranes"), 0, 0.6),
    },
    "china-europe-2024-costs": {
        "carriage is by far the most": is_now(
            lambda run: run.expense("xian", "duisburg", "carriage") / run.expense("xian", "duisburg", "total"), 0.8, 1),
        "waits cost more than lifts and storage together": is_now(
            lambda run: run.expense("xian", "duisburg", "waiting")
            - run.expense("xian", "duisburg", "lifts") - run.expense("xian", "duisburg", "storage"), 1),
        "lead times are those of the base": more(lambda run: run.mean("xian", "duisburg"), 0, 0),
    },
}


# Runs with a value changed, as the text of the overlay proposes, and what they show.
SETTINGS = {
    "news-cold-chain-east": ("terminals.khorgos-reload.plugs=60", {
        "with 60 plugs nobody waits": is_now(lambda run: run.load_days("waiting for a plug"), 0, 0),
    }),
}

# Announces what gates hold it to, not what it changes.
GATED = "china-europe-2024-first-weeks"


def run(program, path, *settings):
    changes = [word for setting in settings for word in ("--set", setting)]
    done = subprocess.run([program, "run", path, "--format", "json", *changes], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{path.name} ended with {done.returncode}:\n{done.stderr}")
    return Run(json.loads(done.stdout), done.stderr)


def faults_of(path, effects, base, news):
    text = path.read_text(encoding="utf-8")
    faults = []
    if "# What to look for:" not in text.split("schema:")[0]:
        faults.append("does not open with what to look for")
    if news.answer["run"]["end"] != "horizon" or not news.answer["audit"]["ok"]:
        faults.append("does not run to its end with closed books")
    if not effects:
        faults.append("has no effect listed in effects.py")
    for effect, holds in effects.items():
        shown, figures = holds(base, news)
        print(f"{path.stem}: {effect}: {figures}{'' if shown else '  NOT SHOWN'}")
        if not shown:
            faults.append(f"does not show that {effect}")
    return faults


def main(program, folder):
    folder = pathlib.Path(folder)
    paths = sorted(path for path in folder.glob("*.yaml")
                   if path.stem.startswith(("news-", f"{BASE}-")) and path.stem != GATED)
    asked = [(path, (), EFFECTS.get(path.stem, {})) for path in paths]
    asked += [(folder / f"{name}.yaml", (setting,), effects) for name, (setting, effects) in SETTINGS.items()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        base, *news = pool.map(lambda one: run(program, one[0], *one[1]), [(folder / f"{BASE}.yaml", ()), *asked])
    faults = [f"{path.name} {fault}" for (path, _, effects), answer in zip(asked, news)
              for fault in faults_of(path, effects, base, answer)]
    faults += [f"{name}.yaml is not there" for name in EFFECTS if name not in {path.stem for path in paths}]
    print("\n".join(faults) if faults else f"{len(paths)} overlays show what they announce")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
