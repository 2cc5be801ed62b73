#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "caravan/core/utf8.hpp"
#include "caravan/scenario/load.hpp"

#include "sim/scenario/csv.hpp"
#include "sim/scenario/files.hpp"
#include "sim/scenario/values.hpp"
#include "sim/scenario/values_dates.hpp"
#include "sim/scenario/values_laws.hpp"

namespace caravan::scenario::fuzz {

namespace {

constexpr char const* kSound =
    "schema: caravan/1\nname: line\nclock: {start: 2026-03-02 00:00, zone: Asia/Almaty, run: 9 d}\n"
    "places: {khorgos: {country: KZ}, almaty: {country: KZ}}\n"
    "links: {south: {between: [khorgos, almaty], rail: 1520 mm, length: 365 km, speed: 45 km/h}}\n"
    "services: {shuttle: {from: khorgos, to: almaty, departs: daily at 06:00, units: 50, "
    "delay: {triangular: [1 min, 2 min, 9 min]}}}\n";

/// What is wrong with messages about an input.
std::string fault_of(Diagnostics const& diagnostics, bool accepted) {
  if (accepted != diagnostics.ok()) return "accepted with errors, or refused without one";
  for (Diagnostic const& diagnostic : diagnostics.all()) {
    if (diagnostic.code.empty() || diagnostic.text.empty()) return "a message says nothing";
  }
  std::string const text = render(diagnostics);
  for (std::string_view rest = text; !rest.empty();) {
    Utf8Character const character = first_character(rest);
    if (!character.valid) return "a message is no UTF-8";
    bool const control = (character.code < 0x20 && character.code != '\n') ||
                         (character.code >= 0x7f && character.code < 0xa0);
    if (control) return "a message holds a control character";
    rest.remove_prefix(character.bytes);
  }
  return {};
}

std::string fault_of(Loaded const& loaded) {
  if (auto fault = fault_of(loaded.diagnostics, loaded.scenario.has_value()); !fault.empty()) {
    return fault;
  }
  if (!loaded.scenario) return {};
  Loaded const again = load_text("resolved.yaml", loaded.resolved);
  if (!again.scenario) return "what is resolved does not load:\n" + render(again.diagnostics);
  if (again.scenario->hash != loaded.scenario->hash) return "what is resolved is another scenario";
  if (again.resolved != loaded.resolved) return "what is resolved resolves to something else";
  return {};
}

/// Numbers that came through must be ones that a run can count with.
struct Values {
  std::string fault;
  template <class Value>
  void finite(std::optional<Value> const& value) {
    if (value && !std::isfinite(static_cast<double>(*value))) fault = "a value is not finite";
  }
};

}  // namespace

std::string scenario_file(std::string_view bytes) {
  return fault_of(load_text("fuzzed.yaml", std::string{bytes}));
}

std::string set_flag(std::string_view bytes) {
  LoadOptions options;
  options.set.emplace_back(bytes);
  return fault_of(load_text("sound.yaml", kSound, options));
}

std::string table(std::string_view bytes) {
  Diagnostics diagnostics;
  auto const read =
      read_csv(std::make_shared<SourceFile const>(SourceFile{"fuzzed.csv", std::string{bytes}}),
               diagnostics);
  if (auto fault = fault_of(diagnostics, read.has_value()); !fault.empty()) return fault;
  if (read && read->rows() * read->header.size() != read->cells.size()) return "a row is not whole";
  return {};
}

std::string value(std::string_view bytes) {
  auto const source = std::make_shared<SourceFile const>(SourceFile{"value", std::string{bytes}});
  Node const node = scalar_node(bytes, Mark{source, 1, 1, 1});
  Diagnostics diagnostics;
  FileReader files;
  Values values;
  for (auto const dimension :
       {Dimension::count, Dimension::factor, Dimension::duration, Dimension::length,
        Dimension::speed, Dimension::track_gauge, Dimension::load, Dimension::rate, Dimension::mass,
        Dimension::acceleration}) {
    values.finite(read_quantity(node, dimension, Range{}, diagnostics, {}));
    if (auto const law = read_law(node, dimension, files, diagnostics, {})) {
      values.finite(std::optional{reach_of(*law)});
    }
  }
  values.finite(parse_number(bytes));
  values.finite(read_share(node, diagnostics));
  values.finite(read_count(node, 0, 1'000'000, diagnostics));
  static_cast<void>(read_boolean(node, diagnostics));
  static_cast<void>(read_date(node, diagnostics));
  static_cast<void>(read_date_time(node, diagnostics));
  static_cast<void>(read_date_span(node, diagnostics));
  static_cast<void>(read_day_hours(node, diagnostics));
  static_cast<void>(read_weekly_time(node, diagnostics));
  static_cast<void>(read_coordinates(node, diagnostics));
  static_cast<void>(read_column_ref(node, diagnostics));
  return values.fault.empty() ? fault_of(diagnostics, diagnostics.ok()) : values.fault;
}

}  // namespace caravan::scenario::fuzz
