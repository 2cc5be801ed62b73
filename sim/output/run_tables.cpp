// The tables of a run database: the one place that says which there are.

#include "caravan/output/run_database.hpp"

#include "output/run_schema.hpp"

namespace caravan::output {

namespace {

using enum TableColumn::Type;

constexpr TableColumn kReplication{"replication", integer, "", "number of the replication"};
constexpr TableColumn kPlace{"place", integer, "", "where; see `places`"};
constexpr TableColumn kStage{"stage", integer, "", "see `stages`"};
constexpr TableColumn kTrainMs{"train_ms", integer, "ms", "time of trains"};
constexpr TableColumn kLoadMs{"load_ms", integer, "ms",
                              "time of loads, those aboard trains included"};

TableForm runs() {
  return {"runs",
          "Each replication; figures that only one run can have are those of the first.",
          {kReplication,
           {"scenario", text, "", "name"},
           {"scenario_hash", text, "", "of the resolved scenario"},
           {"seed", text, "", "whole number up to 2^64, hence text"},
           {"program", text, "", "version of Caravan"},
           {"zone_data", text, "", "version of the time zone data"},
           {"zone", text, "", "time zone of the scenario"},
           {"start_ms", integer, "ms", "start of the run, UTC since 1970-01-01"},
           {"horizon_ms", integer, "ms", "length of the run"},
           {"warm_up_ms", integer, "ms", "statistics count from here on"},
           {"outcome", text, "", "`horizon`, `stalled` or `interrupted`"},
           {"ended_ms", integer, "ms", "how far the run came; of the first"},
           {"engine_events", integer, "", "events of the engine"},
           {"audit", text, "", "`ok` or `broken`"},
           {"results", text, "", "fingerprint of all results"},
           {"order_print", text, "", "fingerprint of who did what in which order; of the first"},
           {"time_print", text, "", "fingerprint of that and when; of the first"},
           {"recorded", text, "", "`none`, `all`, or the services whose events are kept"}}};
}

TableForm places() {
  return {"places",
          "Stations, yards, ports and cities.",
          {{"place", integer, "", "key"},
           {"name", text, "", "in the scenario"},
           {"country", text, "", "ISO 3166, two letters"},
           {"zone", text, "", "time zone"},
           {"latitude_deg", real, "deg", "north positive"},
           {"longitude_deg", real, "deg", "east positive"}}};
}

TableForm links() {
  return {"links",
          "Lines, roads and ways over water and through the air.",
          {{"link", integer, "", "key"},
           {"name", text, "", "in the scenario"},
           {"from_place", integer, "", "one end; see `places`"},
           {"to_place", integer, "", "the other end"},
           {"mode", text, "", "`rail`, `road`, `sea` or `air`"},
           {"gauge_mm", integer, "mm", "track gauge; of rail"},
           {"length_m", real, "m", "length"},
           {"running_ms", integer, "ms", "undisturbed, at the link's own speed"}}};
}

TableForm stages() {
  return {"stages",
          "What a life is made of: at every instant a train or load is in exactly one.",
          {{"stage", integer, "", "key"},
           {"name", text, "", "as printed"},
           {"kind", text, "", "`moving`, `working` or `waiting`"},
           {"cause", text, "", "of a wait: what it waits for; of work: the activity"},
           {"activity", integer, "", "to which it belongs; see `activities`"},
           {"fleet", integer, "", "of which it waits for units or changes them; see `fleets`"}}};
}

TableForm activities() {
  return {"activities",
          "Work at borders and terminals.",
          {{"activity", integer, "", "key"},
           {"name", text, "", "in the scenario"},
           kPlace,
           {"case_work", integer, "",
            "1 if it deals with cases: by consignment, in lanes, with a laboratory or a hold"}}};
}

TableForm terminals() {
  return {"terminals",
          "Where loads change carriers.",
          {{"terminal", integer, "", "key"},
           {"name", text, "", "in the scenario"},
           kPlace,
           {"means", text, "", "`cranes`, `bays`, `gauge changers` or `shunting engines`"},
           {"servers", integer, "", "how many"}}};
}

TableForm fleets() {
  return {"fleets",
          "Wagons, locomotives and crews.",
          {{"fleet", integer, "", "key"},
           {"name", text, "", "in the scenario"},
           {"kind", text, "", "`wagons`, `locomotives` or `crews`"}}};
}

TableForm sources() {
  return {"sources",
          "What makes trains and loads.",
          {{"source", integer, "", "key"},
           {"name", text, "", "of the service or flow; `khorgos>almaty` of onward trains"},
           {"kind", text, "", "`service`, `flow`, `onward`, `terminal` or `empties`"}}};
}

TableForm event_kinds() {
  return {"event_kinds",
          "What can happen.",
          {{"kind", integer, "", "key"},
           {"name", text, "",
            "`created`, `began` a stage, `reassigned`, `boarded`, `alighted`, `delivered`, "
            "`turned away`, `dissolved`"}}};
}

TableForm measures() {
  return {"measures",
          "Every measure of every replication; docs/reference/measures.md explains them.",
          {kReplication,
           {"measure", text, "", "dotted name"},
           {"value", real, "", "in its unit"},
           {"unit", text, "", "`h`, `/d`, `share`, `loads`, a currency"},
           {"better", text, "", "`less`, `more` or `neither`"}}};
}

TableForm ledger() {
  return {"ledger",
          "Time by place and stage from the warm-up to the end of the first replication; time on a "
          "link counts where the link was entered.",
          {kPlace, kStage, kTrainMs, kLoadMs}};
}

TableForm resources() {
  return {"resources",
          "What others wait for, in the first replication, from the warm-up on.",
          {{"name", text, "", "of the resource"},
           {"kind", text, "", "`cranes`, `activity`, `line`, `tracks`, a fleet's kind"},
           kPlace,
           {"capacity", integer, "", "servers, tracks, units"},
           {"utilisation_share", real, "share", "busy share of the open time, 0 to 1"},
           {"out_of_order_share", real, "share", "of all its time under repair, 0 to 1"},
           {"served", integer, "", "of cranes: lifts"},
           {"waits_ms", integer, "ms", "waiting of trains, trucks and loads for it"},
           {"mean_queue", real, "", "how many wait on the mean"},
           {"greatest_queue", integer, "", "how many waited at most"},
           {"growth_per_wk", real, "/wk", "of the queue; 0 unless growth is certain"},
           {"origin", text, "", "file:line:column of the scenario"}}};
}

TableForm trains() {
  return {"trains",
          "Every train of the first replication.",
          {{"id", integer, "", "key, shared with `units`: in the order of creation"},
           {"name", text, "", "`xian-duisburg#12`"},
           {"source", integer, "", "see `sources`"},
           {"number", integer, "", "within the source"},
           {"created_ms", integer, "ms", "when it came into being; negative: before the run"},
           {"ended_ms", integer, "ms", "empty: it was still there at the end"},
           {"outcome", text, "", "`dissolved`"},
           {"from_place", integer, "", "where it came into being"},
           {"to_place", integer, "", "where it was last, or heads for"}}};
}

TableForm units() {
  return {"units",
          "Every load unit and truck of the first replication.",
          {{"id", integer, "", "key, shared with `trains`"},
           {"name", text, "", "`xian-duisburg#12/3`"},
           {"kind", text, "", "`unit` or `truck`"},
           {"source", integer, "", "see `sources`"},
           {"number", integer, "", "within the source; of a unit that set out with a train: its"},
           {"part", integer, "", "place in that train, from 1; else 0"},
           {"created_ms", integer, "ms", "when it came into being; negative: before the run"},
           {"ended_ms", integer, "ms", "empty: it was still there at the end"},
           {"lead_ms", integer, "ms", "lead time; of those delivered"},
           {"outcome", text, "", "`delivered` or `turned away`"},
           {"from_place", integer, "", "where it came into being"},
           {"to_place", integer, "", "where it was last, or heads for"},
           {"rides", integer, "", "trains that it boarded"}}};
}

TableForm events() {
  return {"events",
          "All that was observed in the first replication, in order; the view `event_log` has the "
          "same with names and UTC.",
          {{"event", integer, "", "key, from 1"},
           {"at_ms", integer, "ms", "since the start of the run"},
           {"who", integer, "", "`id` of `trains` or `units`"},
           {"kind", integer, "", "see `event_kinds`"},
           {"stage", integer, "",
            "that began; of `reassigned`: to which a part of the present "
            "stage's time belongs, counted from its begin"},
           kPlace,
           {"link", integer, "", "on which; see `links`"},
           {"other", integer, "", "the train that was boarded or left; of a wait: who holds it up"},
           {"part_ms", integer, "ms", "of `reassigned`: how long that part is"}}};
}

TableForm series() {
  return {"series",
          "Time spent in each stage on each day of the first replication, by place or by link: "
          "divided by 86 400 000 ms it is how many there were on the mean.",
          {{"day", integer, "", "whole days since the start of the run, from 0"},
           kPlace,
           {"link", integer, "", "or on which link; see `links`"},
           kStage,
           kTrainMs,
           kLoadMs}};
}

TableForm fleet_series() {
  return {
      "fleet_series",
      "Time that units of each fleet were in use on each day of the first replication: with "
      "trains, turning round or on their way back. Divided by 86 400 000 ms it is how many were "
      "on the mean; `resources` has in `capacity` how many there are.",
      {{"day", integer, "", "whole days since the start of the run, from 0"},
       {"fleet", integer, "", "see `fleets`"},
       {"in_use_ms", integer, "ms", "time of units"}}};
}

TableForm origins() {
  return {"origins",
          "Every value of the scenario, after overlays and defaults.",
          {{"path", text, "", "dotted, as `links.cn-trunk.speed`"},
           {"value", text, "", "as YAML"},
           {"origin", text, "", "`file:line`, `default`, `--set` or `--with`"}}};
}

}  // namespace

std::vector<TableForm> run_tables() {
  return {runs(),         places(),    links(),       activities(), terminals(), fleets(),
          stages(),       sources(),   event_kinds(), measures(),   ledger(),    series(),
          fleet_series(), resources(), trains(),      units(),      events(),    origins()};
}

/// The views spare those who read by hand the joins.
std::string run_views() {
  return R"(
CREATE VIEW everybody AS
  SELECT id, name, 'train' AS type, source FROM trains
  UNION ALL SELECT id, name, kind, source FROM units;
CREATE VIEW event_log AS
  SELECT e.event, e.at_ms,
    strftime('%Y-%m-%d %H:%M:%S', (r.start_ms + e.at_ms) / 1000, 'unixepoch') AS utc,
    w.name AS who, w.type, k.name AS kind, s.name AS stage, s.kind AS stage_kind,
    p.name AS place, l.name AS link, o.name AS other, e.part_ms
  FROM events e
  JOIN (SELECT start_ms FROM runs ORDER BY rowid LIMIT 1) r
  JOIN event_kinds k ON k.kind = e.kind
  JOIN everybody w ON w.id = e.who
  LEFT JOIN stages s ON s.stage = e.stage
  LEFT JOIN places p ON p.place = e.place
  LEFT JOIN links l ON l.link = e.link
  LEFT JOIN everybody o ON o.id = e.other;
CREATE VIEW waits AS
  SELECT p.name AS place, s.name AS stage, s.cause,
    l.train_ms / 3600000.0 AS train_h, l.load_ms / 3600000.0 AS load_h
  FROM ledger l JOIN places p USING (place) JOIN stages s USING (stage)
  WHERE s.kind = 'waiting' ORDER BY l.load_ms DESC;
)";
}

}  // namespace caravan::output
