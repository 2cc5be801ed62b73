/// Parts of the reader of distributions.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "files.hpp"
#include "values.hpp"

namespace caravan::scenario {

/// What the readers of the single forms need.
struct LawContext {
  Dimension dimension;
  FileReader& files;
  Diagnostics& diagnostics;
  std::string_view example = {};  ///< of the key: its unit is proposed where one is missing
};

/// An error `distribution` at `node`.
inline void report(LawContext const& in, Node const& node, std::string text, std::string help) {
  in.diagnostics.error("distribution", node.mark, std::move(text), std::move(help));
}

/// The values of a column, as `data/x.csv#dwell*count` names it.
[[nodiscard]] std::optional<Law> read_empirical(LawContext const& in, Node const& body);

/// A value that draws of `law` do not exceed, for all that 53 random bits can do.
[[nodiscard]] double reach_of(Law const& law);
/// The greatest value that `law` draws; nothing if it has a tail without end.
[[nodiscard]] std::optional<double> greatest_of(Law const& law);

}  // namespace caravan::scenario
