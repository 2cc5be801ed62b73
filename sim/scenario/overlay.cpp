#include "scenario/overlay.hpp"

#include <algorithm>
#include <map>

#include "caravan/scenario/schema.hpp"

#include "scenario/document.hpp"
#include "scenario/tree.hpp"
#include "scenario/types.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

constexpr char const* kRemove = "remove";

bool says_remove(Node const& node) {
  return node.is_scalar() && !node.quoted && node.text == kRemove;
}

void erase(Node& map, std::string_view key) {
  std::erase_if(map.entries, [key](Entry const& entry) { return entry.key == key; });
}

Entry* entry_of(Node& map, std::string_view key) {
  for (Entry& entry : map.entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

bool merges(Node const& base, Node const& over) {
  return base.is_map() && over.is_map() && !is_distribution(base) && !is_distribution(over);
}

/// Merges the map `over` into the map `base`.
void merge_into(Node& base, Node const& over, Diagnostics& diagnostics) {
  for (Entry const& entry : over.entries) {
    Entry* const present = entry_of(base, entry.key);
    if (says_remove(entry.value)) {
      if (present == nullptr) {
        diagnostics.error("change-path", entry.key_mark,
                          "there is no `" + entry.key + "` here that could be removed");
      }
      erase(base, entry.key);
    } else if (present == nullptr) {
      base.entries.push_back(entry);
    } else if (merges(present->value, entry.value)) {
      present->key_mark = entry.key_mark;
      merge_into(present->value, entry.value, diagnostics);
    } else {
      *present = entry;
    }
  }
}

std::vector<std::string> split_path(std::string const& path) {
  std::vector<std::string> segments{""};
  for (char const c : path) {
    if (c == '.') {
      segments.emplace_back();
    } else {
      segments.back() += c;
    }
  }
  return segments;
}

/// Multiplies every number with a unit in `node`; returns how many there were.
int scale_quantities(Node& node, double by, Mark const& mark) {
  int scaled = 0;
  if (node.is_scalar() && !node.quoted) {
    auto const quantity = split_quantity(node.text);
    if (quantity && !quantity->unit.empty()) {
      node.text = number_text(quantity->number * by) + " " + quantity->unit;
      node.mark = mark;
      ++scaled;
    }
  }
  for (Node& item : node.items) scaled += scale_quantities(item, by, mark);
  for (Entry& entry : node.entries) scaled += scale_quantities(entry.value, by, mark);
  return scaled;
}

bool scale(Node& target, double by, Mark const& mark) {
  if (target.is_map() && !is_distribution(target)) return false;
  if (target.is_scalar() && !target.quoted) {
    if (auto const number = parse_number(target.text)) {
      target = scalar_node(number_text(*number * by), mark);
      return true;
    }
  }
  if (scale_quantities(target, by, mark) == 0) return false;
  target.mark = mark;
  return true;
}

std::optional<double> in_base_units(std::string const& text, Dimension dimension) {
  Diagnostics unheard;
  return read_quantity(scalar_node(text, {}), dimension, {-std::numeric_limits<double>::infinity()},
                       unheard);
}

bool add(Node& target, Node const& summand, Mark const& mark) {
  auto const base =
      target.is_scalar() && !target.quoted ? split_quantity(target.text) : std::nullopt;
  auto const more = summand.is_scalar() ? split_quantity(summand.text) : std::nullopt;
  if (!base || !more) return false;
  if (base->unit == more->unit) {
    std::string const unit = base->unit.empty() ? "" : " " + base->unit;
    target = scalar_node(number_text(base->number + more->number) + unit, mark);
    return true;
  }
  for (Dimension const dimension : {Dimension::duration, Dimension::length, Dimension::speed,
                                    Dimension::load, Dimension::rate, Dimension::mass}) {
    auto const a = in_base_units(target.text, dimension);
    auto const b = in_base_units(summand.text, dimension);
    auto const unit = in_base_units("1 " + base->unit, dimension);
    if (!a || !b || !unit) continue;
    target = scalar_node(number_text((*a + *b) / *unit) + " " + base->unit, mark);
    return true;
  }
  return false;
}

/// One change at a dotted path. Walks down, then acts.
class Change {
 public:
  Change(Entry const& entry, RecordText const& language, Diagnostics& diagnostics)
      : change_{entry}, record_{&language}, diagnostics_{diagnostics} {}

  void apply(Node& tree) {
    auto const segments = split_path(change_.key);
    Node* node = &tree;
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
      node = step(*node, segments[i]);
      if (node == nullptr) return no_path(tree, segments, i);
    }
    open_shorthand(*node);
    if (!act(*node, segments.back())) no_path(tree, segments, segments.size() - 1);
  }

 private:
  FieldText const* field(std::string const& key) const {
    if (record_ == nullptr || keyed_) return nullptr;
    for (FieldText const& known : record_->fields) {
      if (known.key == key) return &known;
    }
    return nullptr;
  }

  /// `6` for tracks stands for `{count: 6}`.
  void open_shorthand(Node& node) const {
    if (!node.is_scalar() || node.is_blank() || record_ == nullptr || keyed_) return;
    if (record_->name != "tracks") return;
    Node whole;
    whole.kind = Kind::map;
    whole.mark = node.mark;
    whole.entries.push_back({"count", node.mark, node});
    node = std::move(whole);
  }

  Node* step(Node& node, std::string const& key) {
    FieldText const* const known = field(key);
    Entry* present = entry_of(node, key);
    if (present == nullptr) {
      if (known == nullptr || !known->inside || known->keyed) return nullptr;
      Node empty;
      empty.kind = Kind::map;
      empty.mark = change_.key_mark;
      node.kind = Kind::map;
      node.entries.push_back({key, change_.key_mark, std::move(empty)});
      present = &node.entries.back();
    }
    if (keyed_) {
      keyed_ = false;
    } else {
      record_ = known != nullptr ? known->inside.get() : nullptr;
      keyed_ = known != nullptr && known->keyed;
    }
    return &present->value;
  }

  /// False if the key does not exist here.
  bool act(Node& node, std::string const& key) {
    FieldText const* const known = field(key);
    Entry* present = entry_of(node, key);
    if (present == nullptr && known == nullptr) return false;
    if (says_remove(change_.value)) {
      erase(node, key);
      return present != nullptr;
    }
    bool const relative =
        change_.value.is_map() && change_.value.entries.size() == 1 &&
        (change_.value.find("add") != nullptr || change_.value.find("scale") != nullptr);
    if (present == nullptr) {
      node.kind = Kind::map;
      Node start = relative && !known->fallback.empty() ? default_node(known->fallback) : Node{};
      node.entries.push_back({key, change_.key_mark, std::move(start)});
      present = &node.entries.back();
    }
    if (relative) {
      make_relative(present->value, change_.value.entries.front());
    } else if (merges(present->value, change_.value)) {
      merge_into(present->value, change_.value, diagnostics_);
    } else {
      present->value = change_.value;
    }
    return true;
  }

  void make_relative(Node& target, Entry const& how) {
    std::string const before = target.is_blank() ? "not given" : "`" + line_of(target) + "`";
    bool done = false;
    if (how.key == "scale") {
      auto const by = read_number(how.value, Range{}, diagnostics_);
      if (!by) return;
      done = scale(target, *by, how.value.mark);
    } else {
      done = add(target, how.value, how.value.mark);
    }
    if (done) return;
    diagnostics_.error("change-value", how.value.mark,
                       "`" + change_.key + "` is " + before + ", to which `" +
                           line_of(change_.value) + "` cannot be applied",
                       "add takes the same kind of value; scale needs numbers; else give the new "
                       "value itself");
  }

  void no_path(Node const& tree, std::vector<std::string> const& segments, std::size_t failed) {
    std::vector<std::string> paths;
    Node const* node = &tree;
    std::string before;
    for (std::size_t i = 0; i < failed && node != nullptr; ++i) {
      before += segments[i] + ".";
      node = node->find(segments[i]);
    }
    if (node != nullptr) {
      for (Entry const& entry : node->entries) paths.push_back(entry.key);
    }
    if (record_ != nullptr && !keyed_) {
      for (FieldText const& known : record_->fields) paths.push_back(known.key);
    }
    auto meant = nearest(segments[failed], paths);
    std::string after;
    for (std::size_t i = failed + 1; i < segments.size(); ++i) after += "." + segments[i];
    diagnostics_.error(
        "change-path", change_.key_mark,
        "there is no `" + before + segments[failed] + "` to change",
        meant ? "did you mean `" + before + *meant + after + "`?"
              : "there " + what_is(paths) + "; new things are keys of a file, outside `change`");
  }

  /// `are: a, b, c and 4 more`, of what could have been changed.
  static std::string what_is(std::vector<std::string> const& names) {
    constexpr std::size_t kShown = 6;
    if (names.empty()) return "is nothing";
    std::string text = names.size() == 1 ? "is: " : "are: ";
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
      text += (i == 0 ? "" : ", ") + names[i];
    }
    if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
  }

  Entry const& change_;
  RecordText const* record_;
  bool keyed_ = false;
  Diagnostics& diagnostics_;
};

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
  for (Entry const& entry : changes.entries) Change{entry, language, diagnostics}.apply(tree);
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

/// No map is so large that looking up its keys one by one would take long.
bool is_small(Node const& node, Diagnostics& diagnostics) {
  if (node.entries.size() > kMostThings) {
    diagnostics.error("too-many", node.mark,
                      std::to_string(node.entries.size()) + " entries are more than " +
                          std::to_string(kMostThings));
    return false;
  }
  return std::all_of(node.entries.begin(), node.entries.end(),
                     [&](Entry const& entry) { return is_small(entry.value, diagnostics); });
}

}  // namespace

std::optional<Node> merged_document(SourceRef const& file, RecordText const& language,
                                    FileReader& files, Diagnostics& diagnostics) {
  auto document = read_document(file, diagnostics);
  if (!document || !is_scenario(*document, diagnostics) || !is_small(*document, diagnostics)) {
    return std::nullopt;
  }
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

void apply_set(Node& tree, std::string const& setting, RecordText const& language,
               Diagnostics& diagnostics) {
  auto const flag = std::make_shared<SourceFile const>(SourceFile{"--set", setting});
  auto const equals = setting.find('=');
  Mark const whole{flag, 1, 1, 1};
  if (equals == std::string::npos || equals == 0) {
    diagnostics.error("set", whole, "expected `path=value`",
                      "for example `--set terminals.khorgos-dry-port.cranes=8`");
    return;
  }
  // The path is blanked out, so that the columns of the value are those of the flag.
  auto const padded = std::make_shared<SourceFile const>(
      SourceFile{"--set", std::string(equals + 1, ' ') + setting.substr(equals + 1)});
  auto value = read_value(padded, diagnostics);
  if (!value) return;
  move_marks(*value, flag);
  Entry const change{setting.substr(0, equals), whole, std::move(*value)};
  Change{change, language, diagnostics}.apply(tree);
}

}  // namespace caravan::scenario
