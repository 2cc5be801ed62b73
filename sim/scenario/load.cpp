#include "caravan/scenario/load.hpp"

#include <algorithm>
#include <set>

#include "caravan/core/hash.hpp"

#include "scenario/change.hpp"
#include "scenario/expect.hpp"
#include "scenario/language.hpp"
#include "scenario/overlay.hpp"
#include "scenario/resolver.hpp"
#include "scenario/section_table.hpp"
#include "scenario/sweep.hpp"
#include "scenario/tree.hpp"
#include "scenario/values.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {
namespace {

/// Of every value that is not its default, but the seed, the sweep and the gates. A later version
/// of the language with more keys, in another order, gives the same.
Fingerprint print_of_values(Node tree, RecordText const& language) {
  Fingerprint print;
  erase(tree, "sweep");
  erase(tree, "expect");
  drop_defaults(tree, language);
  for_each_value_by_path(tree, [&print](std::string const& path, Node const& value) {
    if (path == "seed") return;
    print.absorb(path);
    print.absorb(line_of(value));
  });
  return print;
}

/// Those, and the tables that were read.
std::string hash_of_scenario(Fingerprint print, FileReader const& files,
                             std::set<std::string> const& documents) {
  std::vector<std::string> tables;
  for (SourceRef const& file : files.files()) {
    if (!documents.contains(file->name)) tables.push_back(file->text);
  }
  std::sort(tables.begin(), tables.end());
  for (std::string const& table : tables) print.absorb(table);
  return print.text();
}

/// Without consists, a train of each gauge in use is an ordinary block train: 55 wagons of two TEU
/// on 1435 mm, as China's railways run them to the border, 57 on other gauges, as Kazakhstan's do.
void add_usual_consists(Node& tree) {
  Node const* const links = tree.find("links");
  if (tree.find("consists") != nullptr || links == nullptr) return;
  Node consists = default_node("{}");
  for (Entry const& link : links->entries) {
    Node const* const rail = link.value.find("rail");
    auto const gauge = rail != nullptr ? split_quantity(rail->text) : std::nullopt;
    if (!gauge || gauge->unit != "mm") continue;
    std::string const name = "block-" + number_text(gauge->number);
    if (!gauge->unit.empty() && consists.find(name) == nullptr) {
      bool const standard = gauge->number == 1435;
      Node consist = default_node("{}");
      auto const say = [&consist](std::string const& key, std::string const& text) {
        Node value = default_node(text);
        Mark const mark = value.mark;
        consist.entries.push_back({key, mark, std::move(value)});
      };
      say("gauge", number_text(gauge->number) + " mm");
      say("capacity", standard ? "110 TEU" : "114 TEU");
      say("wagons", standard ? "55" : "57");
      Mark const mark = consist.mark;
      consists.entries.push_back({name, mark, std::move(consist)});
    }
  }
  Mark const mark = consists.mark;
  if (!consists.entries.empty()) tree.entries.push_back({"consists", mark, std::move(consists)});
}

std::vector<std::string> zones_in(ScenarioDraft const& draft) {
  std::set<std::string> zones{draft.clock.zone.value};
  for (auto const& place : draft.places) {
    if (place.zone) zones.insert(place.zone->value);
  }
  for (auto const& calendar : draft.calendars) {
    if (calendar.zone) zones.insert(calendar.zone->value);
  }
  return {zones.begin(), zones.end()};
}

/// The built-in ones and `more`.
PolicyNames all_policies(PolicyNames const& more) {
  auto names = built_in_policy_names();
  auto const add = [](std::vector<std::string>& all, std::vector<std::string> const& others) {
    all.insert(all.end(), others.begin(), others.end());
    std::sort(all.begin(), all.end());
  };
  add(names.way, more.way);
  add(names.selection, more.selection);
  add(names.slot, more.slot);
  add(names.crane, more.crane);
  add(names.forming, more.forming);
  add(names.dispatch, more.dispatch);
  add(names.home, more.home);
  return names;
}

bool all_are_of_changes(Diagnostics const& diagnostics) {
  auto const& all = diagnostics.all();
  return std::all_of(all.begin(), all.end(), [](Diagnostic const& each) {
    return each.severity != Severity::error || each.code == "change-path" ||
           each.code == "change-value";
  });
}

/// What stands on the command line comes after the files.
void apply_options(Node& tree, LoadOptions const& options, RecordText const& language,
                   Diagnostics& diagnostics) {
  for (std::string const& setting : options.set) {
    apply_set(tree, {kSetFlag, setting}, language, diagnostics);
  }
  for (std::string const& setting : options.with) {
    apply_set(tree, {kWithFlag, setting}, language, diagnostics);
  }
  if (options.seed) {
    apply_set(tree, {kSetFlag, "seed=" + std::to_string(*options.seed)}, language, diagnostics);
  }
  for (Setting const& setting : options.settings)
    apply_setting(tree, setting, language, diagnostics);
}

/// What is to be made of many runs: a sweep, and gates. False if there are faults in it.
bool resolve_studies(ScenarioDraft const& draft, Node const& tree, RecordText const& language,
                     TrialReading const& read, Loaded& loaded) {
  auto& diagnostics = loaded.diagnostics;
  if (draft.sweep) {
    loaded.sweep = resolve_sweep(*draft.sweep, tree, language, read, diagnostics);
  }
  if (draft.expect && diagnostics.ok()) {
    loaded.expect = resolve_expect(*draft.expect, diagnostics);
  }
  return diagnostics.ok();
}

void load(SourceRef const& file, FileReader& files, LoadOptions const& options, Loaded& loaded) {
  auto const known = options.language != nullptr ? options.language : build_language();
  auto const& type = known->scenario;
  Diagnostics& diagnostics = loaded.diagnostics;
  auto tree = merged_document(file, *type.inside, files, diagnostics);
  if (!tree) return;
  apply_options(*tree, options, *type.inside, diagnostics);
  // What a change could not do leaves the tree as it was, so that all else is looked at too.
  bool const sound = all_are_of_changes(diagnostics);
  auto const faults = diagnostics.errors();
  open_tables(*tree, *type.inside, files, diagnostics);  // that a change names
  std::set<std::string> documents;                       // and tables, whose rows are in the tree
  for (SourceRef const& read : files.files()) documents.insert(read->name);
  if (!sound || diagnostics.errors() > faults ||
      !are_few_enough(*tree, *type.inside, diagnostics)) {
    return;
  }
  add_usual_consists(*tree);
  fill_defaults(*tree, *type.inside);
  sort_keys(*tree, type.inside.get());
  if (options.texts) {
    loaded.values = values_of(*tree);
    loaded.resolved = yaml_of(*tree);
  }
  Reader reader{files, diagnostics};
  auto const draft = type.read(*tree, reader);
  if (!draft || !diagnostics.ok()) return;
  TrialReading read;
  // The points of a sweep are loaded one by one, and then looked at as they are.
  if (options.settings.empty()) {
    read = [&](Node const& changed) { static_cast<void>(type.read(changed, reader)); };
  }
  if (!resolve_studies(*draft, *tree, *type.inside, read, loaded)) return;
  auto const print = print_of_values(std::move(*tree), *type.inside);
  loaded.zone_data = zone_data_version(zones_in(*draft));
  loaded.scenario = resolve(*draft, all_policies(options.policies), files, diagnostics);
  if (!loaded.scenario) return;
  loaded.scenario->hash = hash_of_scenario(print, files, documents);
}

void finish(Loaded& loaded, FileReader const& files) {
  loaded.diagnostics.sort();
  if (!loaded.diagnostics.ok()) loaded.scenario.reset();
  for (SourceRef const& file : files.files()) loaded.files.push_back(file->name);
}

}  // namespace

std::shared_ptr<Language const> build_language() {
  return std::make_shared<Language const>(Language{scenario_type()});
}

Loaded load_scenario(std::string const& path, LoadOptions const& options) {
  Loaded loaded;
  FileReader files;
  SourceRef const file = files.read_top(path, loaded.diagnostics);
  if (file) load(file, files, options, loaded);
  finish(loaded, files);
  return loaded;
}

Loaded load_text(std::string name, std::string text, LoadOptions const& options) {
  Loaded loaded;
  FileReader files;
  auto const file =
      std::make_shared<SourceFile const>(SourceFile{std::move(name), std::move(text)});
  load(file, files, options, loaded);
  finish(loaded, files);
  return loaded;
}

std::string show_values(Loaded const& loaded, bool origins) {
  std::string out;
  for (ResolvedValue const& value : loaded.values) {
    out += value.path + ": " + value.text;
    if (origins) out += "  # " + value.origin;
    out += "\n";
  }
  return out;
}

}  // namespace caravan::scenario
