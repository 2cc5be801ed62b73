/// What one replication says about the corridor, as named numbers.
///
/// A measure has a name of dotted parts, from the general to the particular: `lead-time.p90` is of
/// all loads, `lead-time.xian>duisburg.p90` of one relation, `waits.crane` the hours that a load
/// waits for cranes on the mean. Blanks in the names of things become `_`. Percentiles are those of
/// the loads within one replication. `docs/reference/measures.md` lists them all.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/model/result.hpp"
#include "caravan/scenario/scenario.hpp"

namespace caravan::experiment {

struct Measure {
  enum class Better : std::uint8_t { less, more, neither };
  std::string name;
  std::string unit;  ///< `h`, `/d`, `share`, `loads`, a currency…
  Better better = Better::less;
  bool of_queue = false;  ///< in a corridor whose queues grow, it grows with the length of the run
};

/// The number of the measure of this name among `measures`, which are in order of name.
[[nodiscard]] std::optional<std::size_t> find(std::vector<Measure> const& measures,
                                              std::string_view name);

/// A measure of one replication.
struct Measured {
  Measure measure;
  double value = 0;
};

/// All measures of a run, by name. What had nothing to be observed is absent: a relation on which
/// no load arrived has no lead time.
[[nodiscard]] std::vector<Measured> measures_of(scenario::Scenario const& scenario,
                                                model::RunResult const& result);

/// `xian>duisburg`, `khorgos>almaty+truck`, `xian>duisburg/express`: a relation in the name of a
/// measure.
[[nodiscard]] std::string path_of(model::RelationResult const& relation,
                                  scenario::Scenario const& scenario);

/// `text` as one part of a name: blanks and dots become `_`.
[[nodiscard]] std::string path_part(std::string_view text);

}  // namespace caravan::experiment
