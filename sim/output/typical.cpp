#include "caravan/output/typical.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>
#include <variant>

#include "caravan/core/diagnostic.hpp"
#include "caravan/output/text.hpp"

namespace caravan::output {

using model::Tag;

void TypicalLoads::observe(model::Observation const& observation) {
  if (auto const* created = std::get_if<model::observed::Created>(&observation)) {
    bool const load = created->who.kind == Tag::Kind::unit || created->who.kind == Tag::Kind::truck;
    if (load && created->at >= warm_up_) inside_.emplace(created->who.packed(), created->at);
  } else if (auto const* ended = std::get_if<model::observed::Ended>(&observation)) {
    auto const found = inside_.find(ended->who.packed());
    if (found == inside_.end()) return;
    if (ended->how == model::observed::Ended::How::delivered) {
      delivered_[ended->who.source].push_back({ended->at - found->second, ended->who});
    }
    inside_.erase(found);
  }
}

std::string TypicalLoads::text(model::RunResult const& result, std::size_t count) const {
  std::vector<std::pair<model::SourceId, std::vector<Delivered>>> sources{delivered_.begin(),
                                                                          delivered_.end()};
  std::sort(sources.begin(), sources.end(), [](auto const& a, auto const& b) {
    auto const loads_a = a.second.size();
    auto const loads_b = b.second.size();
    return std::tie(loads_b, a.first) < std::tie(loads_a, b.first);
  });
  auto const hidden = sources.size() - std::min(count, sources.size());
  sources.resize(sources.size() - hidden);
  auto const right = Columns::Align::right;
  auto const left = Columns::Align::left;
  Columns table{{left, right, right, left, right, left, right, left}};
  table.add({"lead time", "loads", "p50", "", "p90", "", "slowest", ""});
  for (auto& [source, loads] : sources) {
    std::sort(loads.begin(), loads.end());
    auto const size = loads.size();
    std::vector<std::string> row{"  " + printable(result.sources[source].name),
                                 grouped(static_cast<std::int64_t>(size))};
    auto const p90 = (9 * size + 9) / 10;
    auto const unit = unit_for(loads[p90 - 1].took);  // the last may be far off
    for (auto const rank : {(size + 1) / 2, p90, size}) {
      auto const& load = loads[rank - 1];
      row.push_back(in_unit(load.took, unit));
      row.push_back(printable(model::text_of(load.who, result.sources)));
    }
    table.add(std::move(row));
  }
  if (sources.empty()) return "no load that counts was delivered\n";
  auto text = table.text();
  if (hidden > 0) text += "  and " + grouped(static_cast<std::int64_t>(hidden)) + " more\n";
  return text;
}

}  // namespace caravan::output
