/// The language caravan/1: every key, declared once.
#pragma once

#include "scenario/draft.hpp"
#include "scenario/record.hpp"

namespace caravan::scenario {

inline constexpr int kMostReplications = 100'000;

/// The whole file.
[[nodiscard]] Type<ScenarioDraft> scenario_type();

struct Language {
  Type<ScenarioDraft> scenario;
};

[[nodiscard]] Type<PlaceDraft> place_type();
[[nodiscard]] Type<LinkDraft> link_type();
[[nodiscard]] Type<ConsistDraft> consist_type();
[[nodiscard]] Type<FleetDraft> fleet_type();
[[nodiscard]] Type<GoodsDraft> goods_type();
[[nodiscard]] Type<TerminalDraft> terminal_type();
[[nodiscard]] Type<StaffDraft> staff_type();
[[nodiscard]] Type<ActivityDraft> activity_type();
[[nodiscard]] Type<ServiceDraft> service_type();
[[nodiscard]] Type<FlowDraft> flow_type();
[[nodiscard]] Type<NamedSeasonDraft> season_type();
[[nodiscard]] Type<TransitDraft> transit_type();
[[nodiscard]] Type<CalendarDraft> calendar_type();
[[nodiscard]] Type<ClosureDraft> closure_type();
[[nodiscard]] Type<InitialDraft> initial_type();
[[nodiscard]] Type<CostsDraft> costs_type();
[[nodiscard]] Type<EmissionsDraft> emissions_type();
[[nodiscard]] Type<EnergyDraft> energy_type();
[[nodiscard]] Type<ReplicationDraft> replication_type();
[[nodiscard]] Type<SweepDraft> sweep_type();
[[nodiscard]] Type<ExpectDraft> expect_type();

/// Parts that several records have.
/// A place, or places with shares; a list is one choice of several places.
[[nodiscard]] Type<std::vector<Choice>> choices(bool list_allowed);
[[nodiscard]] Type<TracksByGauge> tracks_type();
[[nodiscard]] Type<BreakdownsDraft> breakdowns_type();
[[nodiscard]] Type<AtClosing> at_closing_type();
/// `record` with keys such as `mon-fri`, whose values are hours; `sentence` says which hours.
[[nodiscard]] Record<CalendarDraft> with_hours_by_day(Record<CalendarDraft> record,
                                                      std::string sentence);
/// `jan` … `dec`: 1 to 12.
[[nodiscard]] Type<int> month();
[[nodiscard]] Type<Discipline> discipline_type();

}  // namespace caravan::scenario
