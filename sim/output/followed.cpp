#include "output/followed.hpp"

#include <algorithm>
#include <set>

namespace caravan::output {

namespace {

using model::Tag;

/// Whose events are kept: those of the named sources and the trains that their loads ride.
std::vector<bool> kept_lives(RunData const& data, std::vector<LifeSpan> const& spans,
                             Everybody const& everybody) {
  bool const all = data.kept.which == KeptEvents::Which::all;
  std::vector<bool> kept(spans.size() + 1, all);
  if (all) return kept;
  std::set<model::SourceId> named;
  auto const& sources = data.answer.result.sources;
  for (auto const source : sources.ids()) {
    auto const& name = sources[source].name;
    auto const& wanted = data.kept.sources;
    if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) named.insert(source);
  }
  for (std::size_t i = 0; i < spans.size(); ++i) kept[i + 1] = named.contains(spans[i].who.source);
  data.recorder->for_each([&](Event const& event) {
    if (event.what != Event::What::boarded) return;
    if (named.contains(Tag::unpacked(event.who).source)) {
      kept[static_cast<std::size_t>(everybody.find(event.other))] = true;
    }
  });
  return kept;
}

}  // namespace

Followed::Followed(RunData const& data) {
  if (data.recorder == nullptr) return;
  spans = life_spans(*data.recorder, data.scenario.network);
  everybody = Everybody{spans};
  kept = kept_lives(data, spans, everybody);
  days = daily(*data.recorder, data.answer.result.stages.size(), data.answer.result.ended_at);
}

}  // namespace caravan::output
