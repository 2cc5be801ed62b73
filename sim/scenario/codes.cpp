#include "scenario/codes.hpp"

#include <array>
#include <string>

#include "caravan/scenario/schema.hpp"

namespace caravan::scenario {

namespace {

constexpr auto kCodes = std::to_array<CodeText>({
    {"alias", "syntax", "A YAML alias (`*name`); reuse is by `extends`."},
    {"anchor", "syntax", "A YAML anchor (`&name`); reuse is by `extends`."},
    {"control-character", "syntax", "A control character that does not belong into a text file."},
    {"depth", "syntax", "Maps and lists are nested more than 64 levels deep."},
    {"directive", "syntax", "A YAML directive (`%YAML`)."},
    {"duplicate-key", "syntax", "A key is given twice in one map."},
    {"empty", "syntax", "The file holds nothing."},
    {"encoding", "syntax", "The file is not UTF-8."},
    {"key", "syntax", "A key is a map or a list."},
    {"line-ends", "syntax", "Lines end in a carriage return alone."},
    {"merge-key", "syntax", "A YAML merge key (`<<`); reuse is by `extends`."},
    {"not-a-map", "syntax", "The file is a list or a single value."},
    {"not-a-scenario", "syntax", "The file is YAML but does not say `schema: caravan/1`."},
    {"second-document", "syntax", "The file holds a second YAML document."},
    {"size", "syntax", "A file is too large; data belong into tables."},
    {"syntax", "syntax", "The file is not YAML."},
    {"tab", "syntax", "A tab stands where blanks must."},
    {"tag", "syntax", "A YAML tag (`!name`)."},
    {"unclosed-quote", "syntax", "A quote is opened and not closed."},

    {"csv-column", "files", "A table has no such column, or it has it twice."},
    {"csv-syntax", "files", "A table is not well formed."},
    {"csv-value", "files", "A cell of a table does not hold what its column needs."},
    {"file-circle", "files", "Files extend each other in a circle."},
    {"file-depth", "files", "More than 16 files extend each other."},
    {"file-kind", "files", "A file is not a regular file."},
    {"file-not-found", "files", "A file does not exist or cannot be read."},
    {"file-outside", "files", "A file lies outside the folder of the scenario."},

    {"change-alone", "overlays", "`change` stands in a file that extends no other."},
    {"change-conflict", "overlays", "Two changes of one file concern the same value."},
    {"change-path", "overlays", "A changed path does not exist."},
    {"change-value", "overlays", "A value cannot be added to or scaled."},
    {"set", "overlays", "A `--set` or `--with` flag is not `path=value`."},

    {"boolean", "types", "A value is neither `true` nor `false`."},
    {"carrier-change", "types", "A change of a terminal does not name two different carriers."},
    {"choice", "types", "A word is none of those that are allowed here."},
    {"coordinates", "types", "A value is not a place on the earth such as `44.21N 80.42E`."},
    {"country", "types", "A value is not an ISO 3166 code such as `KZ`."},
    {"date", "types", "A value is not a date, or the calendar has no such day."},
    {"distribution", "types", "A distribution is unknown, or its parameters do not fit."},
    {"id", "types", "The id of a thing has letters that ids cannot have."},
    {"missing-key", "types", "A required key is absent."},
    {"number", "types", "A value is not a number."},
    {"precision", "types", "A precision or confidence is not one that intervals can have."},
    {"range", "types", "A number is too small or too large."},
    {"schema", "types", "The file is written for another version of the language."},
    {"time", "types", "A value is not a time of day, or not days and a time."},
    {"too-many", "types", "A section has more entries than the program takes."},
    {"unit", "types", "A number lacks its unit, or has one of another dimension."},
    {"unknown-key", "types", "The language has no such key here."},
    {"value", "types", "A map or list stands where a single value belongs, or the reverse."},
    {"zone", "types", "There is no such time zone."},

    {"activity", "references", "The keys of an activity contradict each other."},
    {"activity-place", "references", "An activity is done at no place, or at more than one."},
    {"ambiguous-time", "references", "Clocks show a local time twice; the earlier is taken."},
    {"closure-effect", "references",
     "A closure changes something that its object does not have: a time, a share, departures."},
    {"closure-of", "references", "A closure names nothing, or something that cannot be closed."},
    {"closure-time", "references",
     "A closure does not say when it is, comes too often, or ends before it begins."},
    {"connection", "references",
     "Trains wait for a service that never comes to where they set out."},
    {"consist", "references", "No consist, or more than one, fits a service that names none."},
    {"currency", "references", "An amount of money is not in the currency of the scenario."},
    {"cut", "references", "A link without any limit has no capacity that could be cut."},
    {"departures", "references", "A service or flow says not once when it sets out, or twice."},
    {"expect", "references", "A gate does not say exactly one thing that can be tested."},
    {"fleet-key", "references", "A fleet has a key that makes no sense for what it is."},
    {"fleet-kind", "references", "A fleet is not exactly one of wagons, locomotives and crews."},
    {"fleet-links", "references",
     "A line cannot be worked by a fleet, or is worked by two, or by none."},
    {"fleet-return", "references",
     "Units of a fleet cannot go back: it is not said where to, they are too few, or there is no "
     "line."},
    {"holds", "references",
     "An activity cannot hold the unit alone: it does not work on units, or none leaves its "
     "train there."},
    {"initial", "references", "A row of what is there at the start cannot be."},
    {"initial-room", "references", "More is at a place at the start than has room there."},
    {"link-carrier", "references", "A link is not exactly one of rail, road, sea and air."},
    {"link-ends", "references", "A link does not lie between two different places."},
    {"link-key", "references", "A link has a key that makes no sense for what it is."},
    {"loops", "references", "Passing loops do not lie in order between the ends of a link."},
    {"no-such-time", "references", "Clocks skip a local time."},
    {"policy", "references", "A policy has nothing to decide, or lacks what it decides by."},
    {"possessions", "references", "No train can pass a line between two possessions."},
    {"replicate", "references",
     "It is not said how many replications, or twice, or at least more than at most."},
    {"returns", "references", "A flow brings back what is never delivered where it begins."},
    {"sailings", "references",
     "Sailings or paths start at a place that is not an end of their link."},
    {"season", "references", "A timetable has a season, which changes only rates."},
    {"slow-order", "references",
     "A slow order is not of a railway or road, names no speed, or does not end on the link."},
    {"stands", "references", "Trains cannot be loaded at a terminal where they begin."},
    {"tariff", "references",
     "A rate does not cover a country or commodity that it meets, or cannot be applied."},
    {"staff", "references",
     "Officers are to work at two places, or more of them are needed than there are."},
    {"sweep", "references", "The points of a sweep cannot be made as it is written."},
    {"sweep-skip", "references", "A condition of a sweep is none, or is not about what is varied."},
    {"terminal-change", "references", "A terminal cannot change these carriers by its means."},
    {"terminal-key", "references", "A terminal has a key that makes no sense for what it is."},
    {"unknown-name", "references", "There is no thing of this name."},
    {"visit", "references", "A service or flow goes nowhere, yet passes or avoids places."},
    {"warm-up", "references", "The warm-up is as long as the run, or longer."},

    {"can-lock", "feasibility", "A place has fewer tracks than ways that trains take through it."},
    {"fleet-consist", "feasibility", "A consist cannot be made up of the fleet that it names."},
    {"fleet-dry", "feasibility",
     "More units of a fleet leave a place than come back, so its stock runs out."},
    {"fleet-duty", "feasibility", "A stretch is longer than the duty of the crews that work it."},
    {"fleet-stock", "feasibility", "A fleet stands where none of its trains can run."},
    {"never-open", "feasibility", "A calendar is not open once in the whole run."},
    {"no-consist", "feasibility", "Loads go on by a train for which there is no consist."},
    {"no-departures", "feasibility", "A service or flow does not set out once in the whole run."},
    {"no-room", "feasibility", "Loads wait only for trains that have no room for them."},
    {"no-sailings", "feasibility", "Loads wait at an end of a link where no sailing starts."},
    {"no-paths", "feasibility", "Trains take a line where no path starts in the whole run."},
    {"no-route", "feasibility", "A service or flow cannot reach where it is to go."},
    {"no-wagons", "feasibility",
     "Trains come to a terminal that works on wagons, and do not say how many they have."},
    {"no-tracks", "feasibility", "Trains come to a place that has no track for them."},
    {"overload", "feasibility", "More work is asked than can be done, so queues grow for ever."},
    {"plugs", "feasibility", "Powered loads come where there are no plugs, or too few."},
    {"shares", "feasibility", "Shares do not sum to 1."},
    {"through-train", "feasibility",
     "A train cannot go on with its load: its consist is smaller there or is of a fleet, or its "
     "loads part."},
    {"too-much", "feasibility", "The run would have too many trains, loads or sailings."},
    {"train-length", "feasibility", "A train is longer than the tracks that it needs."},
    {"train-load", "feasibility",
     "A train sets out with more than it can carry, may draw more, or cannot carry one unit."},
    {"turns-back", "feasibility", "A way goes back over a link by which it came."},
    {"unused", "feasibility", "A thing is declared and nothing uses it."},
});

}  // namespace

std::span<CodeText const> all_codes() {
  return kCodes;
}

std::string diagnostics_markdown() {
  std::string out =
      "# Diagnostics\n\n<!-- Generated from sim/scenario/codes.cpp; a test compares. Do not edit. "
      "-->\n\nEach fault of a scenario has a code, which stays the same between versions. All "
      "faults of "
      "a pass are\nreported at once; the next pass begins only if there were no errors. "
      "`tests/faults` holds an example of\neach with the message that it yields.\n";
  std::string_view pass;
  for (CodeText const& code : all_codes()) {
    if (code.pass != pass) {
      pass = code.pass;
      out += "\n## " + std::string{pass} + "\n\n| code | meaning |\n|---|---|\n";
    }
    out += "| `" + std::string{code.code} + "` | " + std::string{code.sentence} + " |\n";
  }
  return out;
}

}  // namespace caravan::scenario
