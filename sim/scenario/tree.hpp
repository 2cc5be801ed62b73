/// The merged tree of a scenario: defaults filled in, in one order, as text.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/scenario/load.hpp"

#include "scenario/node.hpp"
#include "scenario/type.hpp"

namespace caravan::scenario {

/// Flags with values of a scenario: in diagnostics they stand for a file.
inline constexpr char const* kSetFlag = "--set";
inline constexpr char const* kWithFlag = "--with";

/// `text` as a node that the program itself states.
[[nodiscard]] Node default_node(std::string const& text);

/// All of `node` was written at `mark`.
void put_at(Node& node, Mark const& mark);

/// Adds every default of `record` that `node` does not state, at all depths.
void fill_defaults(Node& node, RecordText const& record);

/// Takes out every value of `record` that is the same as its default, and every empty record, at
/// all depths: what is left does not change when the language gets further keys with defaults.
void drop_defaults(Node& node, RecordText const& record);

/// Puts the keys of records into the order of the language and all other keys into that of the
/// alphabet: what the order in a file was does not matter from here on.
void sort_keys(Node& node, RecordText const* record);

/// A map with one key that names a form of distribution.
[[nodiscard]] bool is_distribution(Node const& node);

/// One line of YAML.
[[nodiscard]] std::string line_of(Node const& node);
/// A whole YAML file.
[[nodiscard]] std::string yaml_of(Node const& tree);

/// `base.yaml:20`, `default`, `--set` or `--with`.
[[nodiscard]] std::string origin_of(Mark const& mark);

/// Calls `act` with each value and its path, in the order of the paths (bytes); sorts `tree`.
void for_each_value_by_path(Node& tree,
                            std::function<void(std::string const&, Node const&)> const& act);

/// Every value with its path and origin.
[[nodiscard]] std::vector<ResolvedValue> values_of(Node const& tree);

}  // namespace caravan::scenario
