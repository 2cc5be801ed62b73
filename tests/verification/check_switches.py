"""A fault behind a switch does what the same fault does when it is built alone.

    check_switches.py COMPILER

Each place of the sample that mutants.py would change is changed alone, built and run; then all are
built together, and run with one switch on at a time, and with none: what is printed is the same.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from mutants import changes
from switches import switched

HEAD = """\
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>
"""
SAMPLE = """\
int looked = 0;
bool look(bool what) {
  ++looked;
  return what;
}
struct Sum {
  int all = 0;
  void add(int more) { all += more; }
};
int logic(bool a, bool b, bool c) {
  int sum = 0;
  if (look(a) && look(b) || look(c)) sum += 1;
  if (look(a) || look(b) && look(c)) sum += 2;
  if (look(a) && look(b) && look(c)) sum += 4;
  if (look(a) || look(b) || look(c)) sum += 8;
  if (!look(a) && b == !c) sum += 16;
  return sum * 100 + looked;
}
int order(int a, int b) {
  Sum sum;
  for (int i = 0; i < 3; ++i) sum.add(i + a);
  for (int i = 3; i > 0; --i) sum.add(i - b);
  sum.add(a <= b ? 10 : 20);
  sum.add(a >= b ? 30 : 50);
  bool const same = a != b;
  sum.all -= std::min(a, b) * std::max<int>({a, b, 7});
  sum.all += same ? 1000 : 2000;
  sum.all = sum.all + a % (b + 9) - b / (a + 9);
  return sum.all;
}
std::string text(std::vector<int> const& values) {
  std::string all;
  bool first = true;
  for (auto const value : values) {
    all += first ? "" : ",";
    all += std::to_string(value);
    first = false;
  }
  return all;
}
constexpr int kAtOnce = 3;
void show() {
  for (int i = 0; i < 8; ++i) std::printf("%d ", logic(i % 2 == 1, i / 2 % 2 == 1, i / 4 == 1));
  for (int a = 0; a < kAtOnce; ++a) std::printf("%d %d ", order(a, 1), order(2, a));
  std::printf("%s\\n", text({1, 2, 3}).c_str());
}
"""


def build(compiler, folder, texts, *options):
    """One program of all the texts; the first argument says whose turn it is."""
    text = HEAD
    for number, one in enumerate(texts):
        text += f"namespace n{number} {{\n{one}}}\n"
    text += "int main(int, char** arguments) {\n  switch (std::atoi(arguments[1])) {\n"
    text += "".join(f"    case {number}: n{number}::show(); break;\n" for number in range(len(texts)))
    (folder / "sample.cpp").write_text(text + "  }\n}\n")
    subprocess.run([compiler, "-std=c++20", "-w", "-fwrapv", *options, "sample.cpp", "-o", "sample"],
                   cwd=folder, check=True)


def printed(folder, number, **environment):
    try:
        return subprocess.run(["./sample", str(number)], cwd=folder, capture_output=True, timeout=2,
                              env={**os.environ, **environment}).stdout[:1000]
    except subprocess.TimeoutExpired:
        return b"does not end"


def computed(at):
    """Whether a place of the sample is looked at by the compiler alone, which knows no switch."""
    return SAMPLE[SAMPLE.rfind("\n", 0, at) + 1:].startswith(("constexpr ", "int looked "))


def main():
    compiler = sys.argv[1]
    here = pathlib.Path(__file__).resolve().parent
    places = [{"kind": kind, "at": at + len(old) - len(old.lstrip()), "old": old.strip(), "new": new.strip()}
              for kind, at, old, new in changes(SAMPLE)]
    alone, together = [SAMPLE], SAMPLE
    for place in places:
        at, end = place["at"], place["at"] + len(place["old"])
        alone.append(SAMPLE[:at] + place["new"] + SAMPLE[end:])
    for number, place in reversed(list(enumerate(places, 1))):
        at, end = place["at"], place["at"] + len(place["old"])
        together = together[:at] + (switched(place, SAMPLE, number) or place["old"]) + together[end:]
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        build(compiler, folder, alone)
        expected = [printed(folder, number) for number in range(len(alone))]
        build(compiler, folder, [together], "-include", str(here / "switches.hpp"))
        for number, place in [(0, "none"), *enumerate(places, 1)]:
            should = expected[0] if number == 0 or computed(place["at"]) else expected[number]
            if (found := printed(folder, 0, CARAVAN_FAULT=str(number))) != should:
                wrong.append(f"{number}: {place} gives {found} behind a switch and {should} alone")
    moving = sum(one != expected[0] for one in expected)
    print(f"{len(places)} places, {moving} of them move what is printed")
    if moving < len(places) / 2:
        wrong.append("the sample shows too little")
    print("\n".join(wrong), file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
