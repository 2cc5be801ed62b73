#include "scenario/change.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/tree.hpp"
#include "scenario/types.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

constexpr char const* kRemove = "remove";

bool merges(Node const& base, Node const& over) {
  return base.is_map() && over.is_map() && !is_distribution(base) && !is_distribution(over);
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
  for (Dimension const dimension :
       {Dimension::duration, Dimension::length, Dimension::speed, Dimension::acceleration,
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

  /// Removes what `apply` opened on its way to a value that did not come, so that nothing is asked
  /// of it.
  void withdraw() {
    if (opened_in_ != nullptr) erase(*opened_in_, opened_);
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

  void open(Node& node, std::string const& key, Node value) {
    node.kind = Kind::map;
    node.entries.push_back({key, change_.key_mark, std::move(value)});
    if (opened_in_ != nullptr) return;
    opened_in_ = &node;
    opened_ = key;
  }

  Node* step(Node& node, std::string const& key) {
    FieldText const* const known = field(key);
    Entry* present = entry_of(node, key);
    if (present == nullptr) {
      if (known == nullptr || !known->inside || known->keyed) return nullptr;
      Node empty;
      empty.kind = Kind::map;
      empty.mark = change_.key_mark;
      open(node, key, std::move(empty));
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
      open(node, key,
           relative && !known->fallback.empty() ? default_node(known->fallback) : Node{});
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
    diagnostics_.error(
        "change-value", how.value.mark,
        "`" + change_.key + "` is " + before + ", to which `" + line_of(change_.value) +
            "` cannot be applied",
        "`add` takes a value of the same kind, `scale` a factor for numbers; or give the new "
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
  Node* opened_in_ = nullptr;  ///< where the first key was added that was not there
  std::string opened_;
};

/// The keys that a map has before others are added: looked up one by one if that is quick.
class KeyFinder {
 public:
  KeyFinder(Node& map, std::size_t lookups) : map_{map} {
    constexpr std::size_t kFew = 16;
    if (lookups <= kFew || map.entries.size() <= kFew) return;
    order_.resize(map.entries.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
      return map_.entries[a].key < map_.entries[b].key;
    });
  }

  [[nodiscard]] Entry* find(std::string const& key) const {
    if (order_.empty()) return entry_of(map_, key);
    auto const found = std::lower_bound(
        order_.begin(), order_.end(), key,
        [this](std::size_t i, std::string const& wanted) { return map_.entries[i].key < wanted; });
    bool const there = found != order_.end() && map_.entries[*found].key == key;
    return there ? &map_.entries[*found] : nullptr;
  }

 private:
  Node& map_;
  std::vector<std::size_t> order_;
};

}  // namespace

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

void merge_into(Node& base, Node const& over, Diagnostics& diagnostics) {
  KeyFinder const finder{base, over.entries.size()};
  std::set<std::string_view> removed;
  for (Entry const& entry : over.entries) {
    Entry* const present = finder.find(entry.key);
    if (says_remove(entry.value)) {
      if (present == nullptr) {
        diagnostics.error("change-path", entry.key_mark,
                          "there is no `" + entry.key + "` here that could be removed");
      }
      removed.insert(entry.key);
    } else if (present == nullptr) {
      base.entries.push_back(entry);
    } else if (merges(present->value, entry.value)) {
      present->key_mark = entry.key_mark;
      merge_into(present->value, entry.value, diagnostics);
    } else {
      *present = entry;
    }
  }
  if (removed.empty()) return;
  std::erase_if(base.entries, [&](Entry const& entry) { return removed.contains(entry.key); });
}

void apply_change(Node& tree, Entry const& change, RecordText const& language,
                  Diagnostics& diagnostics) {
  auto const before = diagnostics.errors();
  Change made{change, language, diagnostics};
  made.apply(tree);
  if (diagnostics.errors() > before) made.withdraw();
}

}  // namespace caravan::scenario
