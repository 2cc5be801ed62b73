"""Measures parts and the whole program in one run, and writes the figures down.

    speed.py PROGRAM ROOT [--parts FOLDER] [--rounds N] [--quick] [--write]

Parts are the programs `*_bench` in FOLDER. The whole is PROGRAM on the scenarios in bench/scenarios
and scenarios, and on continents that bench/continent.py makes. Each figure is the median of its
rounds; rounds of different cases take turns, so that what else the machine does falls on all alike.

--quick runs everything once and shortened, without the sweep, to see that it still runs. --write
keeps the figures in bench/speed.json and writes the tables of docs/explanation/speed.md.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

BEGIN = "<!-- figures: written by ./dev bench --write -->"
END = "<!-- end of figures -->"
MIB = 1024 * 1024


# ---- Parts ---------------------------------------------------------------------------------------

def part_figures(program, rounds, quick):
    """Nanoseconds an event, by name of the benchmark."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        options = [f"--benchmark_out={out.name}", f"--benchmark_repetitions={rounds}",
                   "--benchmark_enable_random_interleaving=true",
                   f"--benchmark_min_time={0.001 if quick else 0.01}"]
        if quick:
            options += ["--benchmark_filter=-/(100000|1000000)(/|$)"]
        subprocess.run([program, *options], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        runs = json.load(out)["benchmarks"]
    times = {}
    for run in runs:
        if run["run_type"] != "iteration":
            continue
        if run.get("error_occurred"):
            sys.exit(f"{run['name']}: {run['error_message']}")
        name = run["run_name"].removesuffix("/manual_time")
        times.setdefault(name, []).append(1e9 / run["events"])
    return {name: statistics.median(values) for name, values in times.items()}


# ---- The whole program ---------------------------------------------------------------------------

# Starts a command and measures it. The system counts the memory of who starts a program as that of
# the program, so it is not this one, which grows by all that it reads.
STARTER = """
import os, sys, time
began = time.perf_counter()
process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
with open(sys.argv[1], "w") as told:
    print(time.perf_counter() - began, usage.ru_maxrss, file=told)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""


def measured(command):
    """Seconds, peak memory in MiB, and what it printed."""
    with tempfile.NamedTemporaryFile() as told:
        started = subprocess.run([sys.executable, "-I", "-S", "-c", STARTER, told.name, *command],
                                 stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if started.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{started.stderr.decode()}")
        seconds, kib = told.read().split()
    return float(seconds), int(kib) * 1024 / MIB, started.stdout


class Case:
    """A command, and how to count its events from its answer, if it has any."""

    def __init__(self, name, command, events=None):
        self.name = name
        self.command = command
        self.events = events
        self.rounds = []

    def run(self):
        seconds, memory, printed = measured(self.command)
        events = self.events(json.loads(printed)) if self.events else 0
        self.rounds.append((seconds, memory, events))

    def figures(self):
        seconds = statistics.median(one[0] for one in self.rounds)
        memory = max(one[1] for one in self.rounds)
        return {"seconds": seconds, "memory": memory, "events": self.rounds[0][2]}


def of_each(count):
    """Events of those that were delivered, `count` each: as one counts them by hand."""
    return lambda answer: count * answer["loads"]["delivered"]


def all_events(answer):
    return answer["run"]["events"]


def long_file(folder):
    """A scenario of ten thousand lines."""
    path = folder / "long.yaml"
    lines = ["schema: caravan/1", "name: long", "clock: {start: 2026-01-01 00:00, run: 10 d}",
             "places:"]
    for number in range(1112):
        lines += [f"  p{number}:", "    country: KZ"]
    lines.append("links:")
    for number in range(1111):
        lines += [f"  l{number}:", f"    between: [p{number}, p{number + 1}]", "    rail: 1520 mm",
                  "    length: 100 km", "    speed: 45 km/h", "    headway: 10 min", "    room: 4"]
    lines.append("services: {s: {from: p0, to: p9, every: 1 d, units: 50}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def cases(program, root, folder, quick):
    bench = root / "bench" / "scenarios"
    corridor = root / "scenarios" / "china-europe-2024.yaml"
    hub = root / "scenarios" / "06-border-hub.yaml"
    run = [program, "run", "--format", "json"]

    def shortened(days):
        return ["--set", f"clock.run={days} d"] if quick else []

    def lengthened(days):
        return ["--set", f"clock.run={15 if quick else days} d"]

    def made(places, trains, each=100, tables=False):
        where = folder / f"{places}-{trains}-{each}-{tables}"
        less = 100 if quick else 1
        sizes = [f"--places={max(100, places // less)}", f"--trains={trains // less}",
                 f"--each={max(1, each // less)}", *(["--tables"] if tables else [])]
        printed = measured([sys.executable, "-B", root / "bench" / "continent.py", where, *sizes])[2]
        return pathlib.Path(printed.decode().strip())

    def kept(name, events):
        """Into a folder of its own: a place that exists is not written to."""
        target = folder / name
        return [program, "run", hub, "--output", target, "--events", events, "--force",
                *lengthened(365)]

    list_of = [
        Case("one server", [*run, bench / "one-server.yaml", *shortened(1)], of_each(2)),
        Case("one server, a tenth", [*run, bench / "one-server.yaml", *lengthened(77.1)], of_each(2)),
        Case("four servers", [*run, bench / "four-servers.yaml", *shortened(1)], of_each(2)),
        Case("tandem of ten", [*run, bench / "tandem.yaml", *shortened(1)], of_each(11)),
        Case("corridor, a year", [*run, corridor, *shortened(29)], all_events),
        Case("border hub, no events kept", kept("none", "none")),
        Case("border hub, all events kept", kept("all", "all")),
        Case("check, corridor", [program, "check", corridor]),
        Case("check, border hub", [program, "check", hub]),
        Case("check, 10,000 lines", [program, "check", long_file(folder)]),
        Case("start of the program", [program, "--version"]),
    ]
    if not quick:
        list_of.append(Case("sweep of 1,000 points", [program, "sweep", bench / "thousand-points.yaml",
                                                      "--threads", "1"]))
    for places in (100, 1_000, 10_000):
        list_of.append(Case(f"load, {places:,} places", [program, "check", made(places, 10 * places)]))
    list_of += [Case("load, 10,000 places as tables", [program, "check", made(10_000, 100_000, tables=True)]),
                Case("load, 100,000 places", [program, "check", made(100_000, 100_000, tables=True)])]
    for trains in (10_000, 100_000, 1_000_000):  # always of 1,000 services, over the same lines
        list_of.append(Case(f"continent, {trains:,} trains",
                            [*run, made(10_000, trains, trains // 1_000)], all_events))
    return list_of


# ---- The page ------------------------------------------------------------------------------------

def rate(nanoseconds):
    return f"{1e3 / nanoseconds:.1f}"


def parts_table(parts):
    """Work that the engine and the floor both do: nanoseconds an event, and what each takes more."""
    rows = ["| work | engine, ns an event | million events a second | queue alone, ns | floor, ns "
            "| engine ÷ floor |", "|---|--:|--:|--:|--:|--:|"]
    for name in sorted(name for name in parts if "engine" in name.split("/") and name[:4] != "draw"):
        floor = parts.get(name.replace("engine", "floor"))
        queue = parts.get(name.replace("engine", "queue")) if name.startswith("hold") else None
        words = " ".join(word if not word.isdigit() else f"{int(word):,}"
                         for word in name.split("/") if word != "engine")
        rows.append(f"| {words} | {parts[name]:.0f} | {rate(parts[name])} "
                    f"| {f'{queue:.0f}' if queue else ''} | {f'{floor:.0f}' if floor else ''} "
                    f"| {f'{parts[name] / floor:.2f}' if floor else ''} |")
    return rows


def draws_table(parts):
    rows = ["| draw | ns |", "|---|--:|", f"| 64 bits | {parts['draw/floor']:.0f} |"]
    rows += [f"| {name.split('/')[-1]} | {parts[name]:.0f} |" for name in sorted(parts)
             if name.startswith("draw/engine")]
    return rows


def whole_table(whole):
    rows = ["| case | seconds | events | million events a second | peak memory, MiB |",
            "|---|--:|--:|--:|--:|"]
    for name, one in whole.items():
        events = f"{one['events']:,}" if one["events"] else ""
        speed = f"{one['events'] / one['seconds'] / 1e6:.2f}" if one["events"] else ""
        rows.append(f"| {name} | {one['seconds']:.3f} | {events} | {speed} | {one['memory']:.0f} |")
    return rows


def growth_table(parts, whole):
    """Ten times the work: how many times the time, and the memory."""
    rows = ["| ten times as many | from | to | time × | memory × |", "|---|---|---|--:|--:|"]

    def pair(what, small, large):
        small_one, large_one = whole[small], whole[large]
        start = whole["start of the program"]["seconds"]
        times = (large_one["seconds"] - start) / (small_one["seconds"] - start)
        rows.append(f"| {what} | {small} | {large} | {times:.1f} "
                    f"| {large_one['memory'] / small_one['memory']:.1f} |")

    pair("events", "one server, a tenth", "one server")
    pair("places", "load, 100 places", "load, 1,000 places")
    pair("places", "load, 1,000 places", "load, 10,000 places")
    pair("places", "load, 10,000 places as tables", "load, 100,000 places")
    few, more, most = (whole[f"continent, {trains} trains"]["seconds"]
                       for trains in ("10,000", "100,000", "1,000,000"))
    rows.append("| trains beyond the first 10,000 | continent, 100,000 trains | continent, 1,000,000 trains "
                f"| {(most - few) / (more - few) / 11 * 10:.1f} "
                f"| {whole['continent, 1,000,000 trains']['memory'] / whole['continent, 100,000 trains']['memory']:.1f} |")
    for few in (100, 1_000, 10_000, 100_000):
        small, large = (parts.get(f"hold/engine/exponential/{n}") for n in (few, 10 * few))
        if small and large:
            rows.append(f"| pending, an event | {few:,} | {10 * few:,} | {large / small:.2f} | |")
    return rows


def page_with(page, kept):
    parts, whole = kept["parts"], kept["whole"]
    where = kept["where"]
    told = [f"{where['processor']}, {where['cores']} cores, load {where['load']}; "
            f"medians of {kept['rounds']} rounds.", ""]
    text = [*told, "Parts:", "", *parts_table(parts), "", "Random draws:", "", *draws_table(parts), "",
            "The whole program, from process start to process end:", "", *whole_table(whole), "",
            "Growth; of time, what the program takes to start is left out:", "",
            *growth_table(parts, whole)]
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return before + "\n".join([BEGIN, "", *text, "", END]) + after


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.machine()


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", type=pathlib.Path)
    options.add_argument("root", type=pathlib.Path)
    options.add_argument("--parts", type=pathlib.Path)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    rounds = 1 if given.quick else given.rounds
    load = " ".join(f"{number:.1f}" for number in os.getloadavg()[:2])
    with tempfile.TemporaryDirectory() as folder:
        all_cases = cases(given.program.resolve(), given.root, pathlib.Path(folder), given.quick)
        for _ in range(rounds):
            for case in all_cases:
                case.run()
    parts = {}
    for program in sorted(given.parts.glob("*_bench")) if given.parts else []:
        parts.update(part_figures(program, rounds, given.quick))
    kept = {"where": {"processor": processor(), "cores": os.cpu_count(), "load": load},
            "rounds": rounds, "parts": parts,
            "whole": {case.name: case.figures() for case in all_cases}}
    lines = whole_table(kept["whole"])
    if not given.quick:
        lines += growth_table(parts, kept["whole"])
    if parts:
        lines = parts_table(parts) + draws_table(parts) + lines
    print("\n".join(lines))
    if given.write:
        (given.root / "bench" / "speed.json").write_text(json.dumps(kept, indent=1) + "\n",
                                                         encoding="utf-8")
        page = given.root / "docs" / "explanation" / "speed.md"
        page.write_text(page_with(page.read_text(encoding="utf-8"), kept), encoding="utf-8")


if __name__ == "__main__":
    main()
