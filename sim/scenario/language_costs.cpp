// The part of the language that speaks of money and energy.

#include <algorithm>
#include <string>
#include <string_view>

#include "scenario/countries.hpp"
#include "scenario/language.hpp"
#include "scenario/types.hpp"
#include "scenario/values_words.hpp"

namespace caravan::scenario {
namespace {

constexpr double kGreatestRate = 1e9;
constexpr std::size_t kCurrencyLetters = 3;
constexpr char const* kOthers = "others";

bool is_currency(std::string_view text) {
  return text.size() == kCurrencyLetters &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Type<std::string> currency() {
  Type<std::string> type{"currency, three letters",
                         R"({"type": "string", "pattern": "^[A-Z]{3}$"})",
                         {},
                         nullptr,
                         false};
  type.read = [](Node const& node, Reader& reader) -> std::optional<std::string> {
    auto const text = plain_text(node, "a currency", reader.diagnostics);
    if (!text) return std::nullopt;
    if (is_currency(*text)) return std::string{*text};
    reader.diagnostics.error("currency", node.mark, in_quotes(*text) + " is not a currency",
                             "write the three capital letters of ISO 4217, e.g. `USD`");
    return std::nullopt;
  };
  return type;
}

/// What a rate is measured in: `USD/TEU-km` (any currency) or `kWh/t-km`.
struct RateUnit {
  std::string text;
  bool money = false;

  [[nodiscard]] bool fits(std::string_view unit) const {
    if (!money) return unit == text;
    return is_currency(unit.substr(0, kCurrencyLetters)) &&
           unit.substr(kCurrencyLetters) == std::string_view{text}.substr(kCurrencyLetters);
  }
};

std::optional<RateDraft> read_rate(Node const& node, RateUnit const& unit, Reader& reader) {
  auto const text = plain_text(node, "a rate in " + unit.text, reader.diagnostics);
  if (!text) return std::nullopt;
  auto const amount = split_quantity(*text);
  if (!amount || !unit.fits(amount->unit)) {
    reader.diagnostics.error("unit", node.mark, in_quotes(*text) + " is not a rate in " + unit.text,
                             "write for example `0.5 " + unit.text + "`");
    return std::nullopt;
  }
  if (amount->number < 0 || amount->number > kGreatestRate) {
    reader.diagnostics.error("range", node.mark, in_quotes(*text) + " is out of range",
                             "it must be at least 0 and at most a thousand million");
    return std::nullopt;
  }
  return RateDraft{amount->number,
                   unit.money ? amount->unit.substr(0, kCurrencyLetters) : std::string{}};
}

enum class By : std::uint8_t { country, commodity };

bool check_name(Entry const& entry, By by, Reader& reader) {
  if (by == By::commodity || entry.key == kOthers) return true;
  return country().read(scalar_node(entry.key, entry.key_mark), reader).has_value();
}

/// One rate, or a map of rates by name.
Type<RatesDraft> rates(RateUnit const& unit, By by) {
  std::string const name = by == By::country ? "country" : "commodity";
  Type<RatesDraft> type{"rate (" + unit.text + "), or map from " + name + " to rate",
                        R"({"anyOf": [{"type": "string"}, {"type": "object", )"
                        R"("additionalProperties": {"type": "string"}}]})",
                        {},
                        nullptr,
                        false};
  type.read = [unit, by](Node const& node, Reader& reader) -> std::optional<RatesDraft> {
    RatesDraft draft;
    if (!node.is_map()) {
      auto const rate = read_rate(node, unit, reader);
      if (!rate) return std::nullopt;
      draft.others = Given<RateDraft>{*rate, node.mark};
      return draft;
    }
    bool sound = true;
    for (Entry const& entry : node.entries) {
      sound = check_name(entry, by, reader) && sound;
      auto const rate = read_rate(entry.value, unit, reader);
      sound = sound && rate.has_value();
      if (!rate) continue;
      if (entry.key == kOthers) {
        draft.others = Given<RateDraft>{*rate, entry.value.mark};
      } else {
        draft.named.push_back({entry.key, *rate, entry.value.mark});
      }
    }
    return sound ? std::optional{std::move(draft)} : std::nullopt;
  };
  return type;
}

/// What is said of carriage by each mode: `{}` stands for the mode.
struct CarriageWords {
  RateUnit unit;
  RateUnit lift_unit;
  std::string carriage;
  std::string lift;
  std::string amount;
  std::string lift_amount;
};

template <class T>
void add_carriage(Record<T>& record, CarriageWords const& words) {
  auto const type = rates(words.unit, By::country);
  auto const add = [&](std::string const& mode, GivenRates CarriageDraft::* member) {
    record.optional(mode, member, type,
                    {words.carriage + " by " + mode + ", by country.", words.amount});
  };
  add("rail", &CarriageDraft::rail);
  add("road", &CarriageDraft::road);
  add("sea", &CarriageDraft::sea);
  add("air", &CarriageDraft::air);
  record.optional("lift", &CarriageDraft::lift, rates(words.lift_unit, By::country),
                  {words.lift + ", by country of the terminal.", words.lift_amount});
}

}  // namespace

Type<CostsDraft> costs_type() {
  Record<CostsDraft> record{"costs", "What it costs to move loads, and to let them wait."};
  record.required("currency", &CostsDraft::currency, currency(),
                  {"The one currency of the scenario, by ISO 4217.", "USD"});
  add_carriage(record, {{"USD/TEU-km", true},
                        {"USD", true},
                        "Carriage",
                        "One lift of a crane",
                        "{KZ: 0.3 USD/TEU-km, others: 0.25 USD/TEU-km}",
                        "35 USD"});
  return record
      .optional("train", &CostsDraft::train, rates({"USD/train-km", true}, By::country),
                {"What a train costs by distance, whatever it carries: its path, locomotive and "
                 "crew, by country. Its loads share it by TEU.",
                 "{KZ: 9 USD/train-km, others: 12 USD/train-km}"})
      .optional("storage", &CostsDraft::storage, rates({"USD/TEU-d", true}, By::country),
                {"Storage in the yard of a terminal, by country.", "6 USD/TEU-d"})
      .defaulted("free-storage", &CostsDraft::free_storage, duration(kSpanOrNone), "0 s",
                 {"So much of each stay in a yard is free.", "3 d"})
      .optional("waiting", &CostsDraft::waiting, rates({"USD/TEU-d", true}, By::commodity),
                {"What it costs that a load waits, by commodity.",
                 "{food: 40 USD/TEU-d, others: 12 USD/TEU-d}"})
      .optional("value-of-time", &CostsDraft::value_of_time,
                rates({"USD/TEU-d", true}, By::commodity),
                {"What a day under way is worth where a way is chosen by `least-cost`, by "
                 "commodity; otherwise as `waiting`. It is no expense.",
                 "{electronics: 60 USD/TEU-d, others: 10 USD/TEU-d}"})
      .type();
}

Type<EmissionsDraft> emissions_type() {
  Record<EmissionsDraft> record{"emissions", "The emissions of one kWh of energy, as CO2e."};
  add_carriage(record, {{"kg/kWh", false},
                        {"kg/kWh", false},
                        "Of the energy for carriage",
                        "Of the energy for a lift",
                        "{CN: 0.582 kg/kWh, others: 0.4 kg/kWh}",
                        "0.4 kg/kWh"});
  return record
      .optional("plug", &EmissionsDraft::plug, rates({"kg/kWh", false}, By::commodity),
                {"Of the energy of powered loads, by commodity.", "0.7 kg/kWh"})
      .type();
}

Type<EnergyDraft> energy_type() {
  Record<EnergyDraft> record{"energy", "The energy that it takes to move loads."};
  record.required("mass", &EnergyDraft::mass, rates({"t/TEU", false}, By::commodity),
                  {"What a load weighs with its container, by commodity.", "10 t/TEU"});
  add_carriage(record, {{"kWh/t-km", false},
                        {"kWh", false},
                        "Energy for carriage",
                        "Energy of one lift",
                        "0.03 kWh/t-km",
                        "5 kWh"});
  return record
      .optional("plug", &EnergyDraft::plug, rates({"kWh/TEU-d", false}, By::commodity),
                {"Energy of a powered load (`goods`), from setting out to arrival, by commodity.",
                 "65 kWh/TEU-d"})
      .optional("emissions", &EnergyDraft::emissions, emissions_type(),
                {"The emissions of one kWh.", "{rail: 0.4 kg/kWh}"})
      .type();
}

}  // namespace caravan::scenario
