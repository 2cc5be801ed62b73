#include "scenario/overlay.hpp"

#include <map>

#include "caravan/scenario/schema.hpp"

#include "scenario/change.hpp"
#include "scenario/document.hpp"
#include "scenario/section_table.hpp"
#include "scenario/tree.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

/// Changes of one file must not overlap: their order would matter.
bool conflicting(Node const& changes, Diagnostics& diagnostics) {
  std::map<std::string, Mark> outer;
  for (Entry const& change : changes.entries) outer.emplace(change.key, change.key_mark);
  bool found = false;
  for (Entry const& inner : changes.entries) {
    for (auto dot = inner.key.find('.'); dot != std::string::npos;
         dot = inner.key.find('.', dot + 1)) {
      auto const whole = outer.find(inner.key.substr(0, dot));
      if (whole == outer.end()) continue;
      diagnostics
          .error("change-conflict", inner.key_mark,
                 "`" + inner.key + "` lies inside `" + whole->first + "`, which is changed too",
                 "give both in one change")
          .notes.push_back({"changed here", whole->second});
      found = true;
    }
  }
  return found;
}

void make_changes(Node& tree, Node const& changes, RecordText const& language,
                  Diagnostics& diagnostics) {
  if (!changes.is_map()) {
    if (changes.is_blank()) return;
    diagnostics.error("value", changes.mark, "expected a map from paths to values under `change`",
                      "for example `terminals.khorgos-dry-port.cranes: {add: 2}`");
    return;
  }
  if (conflicting(changes, diagnostics)) return;
  for (Entry const& entry : changes.entries) apply_change(tree, entry, language, diagnostics);
}

bool is_scenario(Node const& document, Diagnostics& diagnostics) {
  Node const* const schema = document.find("schema");
  std::string const help = "write `schema: " + std::string{kSchema} + "` as the first line";
  if (schema == nullptr) {
    diagnostics.error("not-a-scenario", document.mark,
                      "this is no scenario: it has no key `schema`", help);
  } else if (!schema->is_scalar() || schema->text != kSchema) {
    diagnostics.error("schema", schema->mark,
                      "this program reads scenarios of schema `" + std::string{kSchema} +
                          "`, not `" + line_of(*schema) + "`",
                      help);
  } else {
    return true;
  }
  return false;
}

}  // namespace

std::optional<Node> merged_document(SourceRef const& file, RecordText const& language,
                                    FileReader& files, Diagnostics& diagnostics) {
  auto document = read_document(file, diagnostics);
  if (!document || !is_scenario(*document, diagnostics) ||
      !are_few_enough(*document, language, diagnostics)) {
    return std::nullopt;
  }
  open_tables(*document, language, files, diagnostics);
  Entry const* const extends = document->find_entry("extends");
  Entry const* const change = document->find_entry("change");
  if (extends == nullptr) {
    if (change == nullptr) return document;
    diagnostics.error("change-alone", change->key_mark,
                      "`change` without `extends` changes nothing",
                      "name the scenario to change, e.g. `extends: baseline.yaml`");
    return std::nullopt;
  }
  auto const path = read_text(extends->value, diagnostics);
  if (!path) return std::nullopt;
  SourceRef const base_file = files.read_yaml(*path, extends->value.mark, diagnostics);
  if (!base_file) return std::nullopt;
  auto tree = merged_document(base_file, language, files, diagnostics);
  if (!tree) return std::nullopt;
  erase(*tree, "expect");  // gates speak of the file in which they stand
  std::optional<Node> const changes =
      change != nullptr ? std::optional{change->value} : std::nullopt;
  erase(*document, "change");
  erase(*document, "extends");
  merge_into(*tree, *document, diagnostics);
  if (changes) make_changes(*tree, *changes, language, diagnostics);
  return tree;
}

namespace {

void move_marks(Node& node, SourceRef const& file) {
  node.mark.file = file;
  for (Node& item : node.items) move_marks(item, file);
  for (Entry& entry : node.entries) {
    entry.key_mark.file = file;
    move_marks(entry.value, file);
  }
}

}  // namespace

void apply_set(Node& tree, FlagText const& text, RecordText const& language,
               Diagnostics& diagnostics) {
  auto const& setting = text.setting;
  auto const flag = std::make_shared<SourceFile const>(SourceFile{text.flag, setting});
  auto const equals = setting.find('=');
  Mark const whole{flag, 1, 1, 1};
  if (equals == std::string::npos || equals == 0) {
    diagnostics.error(
        "set", whole, "expected `path=value`",
        "for example `" + std::string{text.flag} + " terminals.khorgos-dry-port.cranes=8`");
    return;
  }
  // The path is blanked out, so that the columns of the value are those of the flag.
  auto const padded = std::make_shared<SourceFile const>(
      SourceFile{text.flag, std::string(equals + 1, ' ') + setting.substr(equals + 1)});
  auto value = read_value(padded, diagnostics);
  if (!value) return;
  move_marks(*value, flag);
  Entry const change{setting.substr(0, equals), whole, std::move(*value)};
  apply_change(tree, change, language, diagnostics);
}

void apply_setting(Node& tree, Setting const& setting, RecordText const& language,
                   Diagnostics& diagnostics) {
  auto value = read_value(
      std::make_shared<SourceFile const>(SourceFile{setting.path, setting.value}), diagnostics);
  if (!value) return;
  put_at(*value, setting.at);
  apply_change(tree, {setting.path, setting.at, std::move(*value)}, language, diagnostics);
}

}  // namespace caravan::scenario
