"""Makes a scenario of any size: a continent of lines that meet, and trains over them.

    continent.py FOLDER [--places N] [--trains N] [--days N] [--each N] [--tables]

Places lie in rows, joined to their neighbours by double track, and the rows to one another at their
first places. Trains run a few places along a row, by services that have their departures from a
table. The same numbers give the same files. With --tables, places and links are tables too: it is the
same scenario.
"""

import argparse
import datetime
import math
import pathlib

CLOCK = datetime.datetime(2026, 1, 1)
TRAINS_A_SERVICE = 100  # unless it is given
STEPS = 10  # links that a train runs over


def links_between(places, side):
    """Pairs of numbers of places."""
    for number in range(places):
        if (number + 1) % side and number + 1 < places:
            yield number, number + 1
        if number % side == 0 and number + side < places:
            yield number, number + side


def network(places, side):
    """Lines of YAML."""
    lines = ["places:"]
    lines += [f"  p{number}: {{country: KZ}}" for number in range(places)]
    lines.append("links:")
    lines += [f"  l{one}-{end}: {{between: [p{one}, p{end}], rail: 1520 mm, length: 90 km, speed: 45 km/h, "
              "headway: 10 min}" for one, end in links_between(places, side)]
    return lines


def network_tables(folder, places, side):
    """Writes the tables; the lines of YAML that name them."""
    rows = ["id,country"] + [f"p{number},KZ" for number in range(places)]
    (folder / "places.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    rows = ["id,from,to,rail mm,length km,speed km/h,headway min"]
    rows += [f"l{one}-{end},p{one},p{end},1520,90,45,10" for one, end in links_between(places, side)]
    (folder / "links.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return ["places: places.csv", "links: links.csv"]


def services(places, side, trains, days, each):
    """Lines of YAML, and rows of the table: a column of departures a service."""
    count = max(1, trains // each)
    lines = ["consists: {freight: {gauge: 1520 mm, capacity: 114 TEU}}", "services:"]
    columns = []
    for service in range(count):
        along = min(STEPS, side - 1)
        stretch = service // side % max(1, side // along)
        start = service % side * side + min(stretch * along, side - 1 - along)
        lines.append(f"  s{service}: {{from: p{start}, to: p{start + along}, "
                     f"trace: departures.csv#s{service}, units: 1}}")
        gap = days * 24 * 60 / (each + 2)
        columns.append([(CLOCK + datetime.timedelta(minutes=int(gap * number) + service % 60))
                        .strftime("%Y-%m-%d %H:%M") for number in range(each)])
    table = [",".join(f"s{service}" for service in range(count))]
    table += [",".join(row) for row in zip(*columns)]
    return lines, table


def write(folder, places, trains, days, each=TRAINS_A_SERVICE, tables=False):
    """Writes the scenario and its table; the path of the scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    side = math.isqrt(places)
    lines = network_tables(folder, places, side) if tables else network(places, side)
    more, table = services(places, side, trains, days, each)
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
    options.add_argument("--each", type=int, default=TRAINS_A_SERVICE, help="trains of a service")
    options.add_argument("--tables", action="store_true")
    given = options.parse_args()
    print(write(given.folder, given.places, given.trains, given.days, given.each, given.tables))


if __name__ == "__main__":
    main()
