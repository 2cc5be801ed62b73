/// Values as written: each with the place where it stands, for complaints of later passes.
#pragma once

#include <string>
#include <vector>

#include "caravan/core/diagnostic.hpp"

namespace caravan::scenario {

/// A value with the place where it was written.
template <class T>
struct Given {
  T value{};
  Mark mark;
};
/// The name of another thing.
using Name = Given<std::string>;
using Names = std::vector<Name>;

/// Written by the user, not added as a default.
[[nodiscard]] inline bool is_written(Mark const& mark) {
  return mark.file != nullptr && mark.file->name != "default";
}

/// Entries of a map in the order of their keys.
template <class Key, class Value>
struct Entered {
  Key key{};
  Value value{};
  Mark mark;  ///< of the key
};
template <class Key, class Value>
using Entries = std::vector<Entered<Key, Value>>;

}  // namespace caravan::scenario
