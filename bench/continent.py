"""Makes a scenario of any size: a continent of lines that meet, and trains over them.

    continent.py FOLDER [--places N] [--trains N] [--days N]

Places lie in rows, joined to their neighbours by double track, and the rows to one another at their
first places. Trains run a few places along a row, by services that have their departures from a
table. The same numbers give the same files.
"""

import argparse
import datetime
import math
import pathlib

CLOCK = datetime.datetime(2026, 1, 1)
TRAINS_A_SERVICE = 100
STEPS = 10  # links that a train runs over


def network(places):
    """Lines of YAML, and the number of places in a row."""
    side = math.isqrt(places)
    lines = ["places:"]
    lines += [f"  p{number}: {{country: KZ}}" for number in range(places)]
    lines.append("links:")
    for number in range(places):
        ends = [number + 1] if (number + 1) % side else []
        if number % side == 0:
            ends.append(number + side)
        lines += [f"  l{number}-{end}: {{between: [p{number}, p{end}], rail: 1520 mm, length: 90 km, "
                  "speed: 45 km/h, headway: 10 min}" for end in ends if end < places]
    return lines, side


def services(places, side, trains, days):
    """Lines of YAML, and rows of the table: a column of departures a service."""
    count = max(1, trains // TRAINS_A_SERVICE)
    lines = ["consists: {freight: {gauge: 1520 mm, capacity: 114 TEU}}", "services:"]
    columns = []
    for service in range(count):
        along = min(STEPS, side - 1)
        stretch = service // side % max(1, side // along)
        start = service % side * side + min(stretch * along, side - 1 - along)
        lines.append(f"  s{service}: {{from: p{start}, to: p{start + along}, "
                     f"trace: departures.csv#s{service}, units: 1}}")
        gap = days * 24 * 60 / (TRAINS_A_SERVICE + 2)
        columns.append([(CLOCK + datetime.timedelta(minutes=int(gap * number) + service % 60))
                        .strftime("%Y-%m-%d %H:%M") for number in range(TRAINS_A_SERVICE)])
    table = [",".join(f"s{service}" for service in range(count))]
    table += [",".join(row) for row in zip(*columns)]
    return lines, table


def write(folder, places, trains, days):
    """Writes the scenario and its table; the path of the scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    lines, side = network(places)
    more, table = services(places, side, trains, days)
    top = ["schema: caravan/1", "name: continent",
           f"clock: {{start: {CLOCK:%Y-%m-%d %H:%M}, run: {days} d}}"]
    scenario = folder / "continent.yaml"
    scenario.write_text("\n".join(top + lines + more) + "\n", encoding="utf-8")
    (folder / "departures.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    return scenario


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--places", type=int, default=10_000)
    options.add_argument("--trains", type=int, default=100_000)
    options.add_argument("--days", type=int, default=365)
    given = options.parse_args()
    print(write(given.folder, given.places, given.trains, given.days))


if __name__ == "__main__":
    main()
