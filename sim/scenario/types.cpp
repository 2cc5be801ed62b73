#include "scenario/types.hpp"

#include <charconv>
#include <cstdio>

#include "caravan/scenario/limits.hpp"

#include "scenario/countries.hpp"
#include "scenario/csv.hpp"
#include "scenario/zones.hpp"

namespace caravan::scenario {
namespace {

std::string unit_list(Dimension dimension) {
  std::string list;
  for (std::string const& unit : units_of(dimension)) {
    list += (list.empty() ? "" : ", ") + unit;
  }
  return list;
}

std::string const kText = R"({"type": "string"})";

/// A number from 0, as `parse_number` takes it, with a unit that the regular expression names.
std::string with_unit(std::string const& units, std::string const& says) {
  return R"({"type": "string", "pattern": )" +
         json_text("^(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)? *" + units + "$") +
         R"(, "patternErrorMessage": )" + json_text(says) + "}";
}

/// JSON Schema of a value of `dimension`.
std::string json_of(Dimension dimension) {
  std::string const name{name_of(dimension)};
  if (dimension == Dimension::count) return R"({"type": "number", "minimum": 0})";
  if (dimension == Dimension::factor) {
    return R"({"anyOf": [{"type": "number", "minimum": 0}, )" +
           with_unit("%", "a factor is a number, or a number and %") + "]}";
  }
  std::string units;
  for (std::string const& unit : units_of(dimension)) units += (units.empty() ? "" : "|") + unit;
  return with_unit("(" + units + ")",
                   with_article(name) + " is a number and its unit: " + unit_list(dimension));
}

/// A type that hands a node to one of the functions of `values.hpp`.
template <class V, class Function>
Type<V> reading(std::string says, std::string json, Function function) {
  Type<V> type{std::move(says), std::move(json), {}, nullptr, false};
  type.read = [function](Node const& node, Reader& reader) -> std::optional<V> {
    auto value = function(node, reader);
    if (!value) return std::nullopt;
    return static_cast<V>(*value);
  };
  return type;
}

}  // namespace

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > kLongestId || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string with_article(std::string const& noun) {
  bool const vowel =
      !noun.empty() && std::string_view{"aeiou"}.find(noun.front()) != std::string::npos;
  return (vowel ? "an " : "a ") + noun;
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      out += c == '\n' ? "\\n" : " ";
    } else {
      out += c;
    }
  }
  return out + '"';
}

Type<std::string> words() {
  return reading<std::string>("text", kText, [](Node const& node, Reader& reader) {
    return read_text(node, reader.diagnostics);
  });
}

Type<std::string> name_of_a(std::string const& noun) {
  return reading<std::string>(
      "name of " + with_article(noun), kText,
      [](Node const& node, Reader& reader) { return read_text(node, reader.diagnostics); });
}

Type<std::string> country() {
  return reading<std::string>(
      "country, two letters", R"({"type": "string", "pattern": "^[A-Z][A-Z]$"})",
      [](Node const& node, Reader& reader) {
        auto text = read_text(node, reader.diagnostics);
        if (text && !is_country(*text)) {
          reader.diagnostics.error("country", node.mark,
                                   "`" + *text + "` is not the code of a country",
                                   "write the two capital letters of ISO 3166, e.g. `KZ`");
          text.reset();
        }
        return text;
      });
}

Type<std::string> zone() {
  return reading<std::string>("time zone", kText, [](Node const& node, Reader& reader) {
    return read_zone(node, reader.diagnostics);
  });
}

Type<std::string> column() {
  return reading<std::string>("column of a table", R"({"type": "string", "pattern": "#"})",
                              [](Node const& node, Reader& reader) -> std::optional<std::string> {
                                if (!read_column_ref(node, reader.diagnostics)) return std::nullopt;
                                return node.text;
                              });
}

Type<bool> yes_no() {
  return reading<bool>(
      "`true` or `false`", R"({"type": "boolean"})",
      [](Node const& node, Reader& reader) { return read_boolean(node, reader.diagnostics); });
}

Type<bool> only_true() {
  auto type = one_of<bool>({{"true", true}});
  type.json = R"({"const": true})";  // an editor reads the word as a boolean
  return type;
}

Type<int> count(int least, int most) {
  std::string const range = std::to_string(least) + " to " + std::to_string(most);
  return reading<int>("whole number, " + range,
                      R"({"type": "integer", "minimum": )" + std::to_string(least) +
                          R"(, "maximum": )" + std::to_string(most) + "}",
                      [least, most](Node const& node, Reader& reader) {
                        return read_count(node, least, most, reader.diagnostics);
                      });
}

Type<std::uint64_t> seed() {
  return reading<std::uint64_t>(
      "whole number from 0", R"({"type": "integer", "minimum": 0})",
      [](Node const& node, Reader& reader) {
        return read_count(node, 0, std::numeric_limits<std::int64_t>::max(), reader.diagnostics);
      });
}

Type<double> share() {
  std::string const json = R"({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, )" +
                           with_unit("%", "a share lies between 0 and 1, or is a number and %") +
                           "]}";
  return reading<double>("share, 0 to 1", json, [](Node const& node, Reader& reader) {
    return read_share(node, reader.diagnostics);
  });
}

Type<double> factor(Range range) {
  return reading<double>(
      "number", json_of(Dimension::factor), [range](Node const& node, Reader& reader) {
        return read_quantity(node, Dimension::factor, range, reader.diagnostics, reader.example);
      });
}

Type<double> quantity(Dimension dimension, Range range) {
  return reading<double>(std::string{name_of(dimension)} + " (" + unit_list(dimension) + ")",
                         json_of(dimension), [dimension, range](Node const& node, Reader& reader) {
                           return read_quantity(node, dimension, range, reader.diagnostics,
                                                reader.example);
                         });
}

Type<Duration> duration(Range range) {
  return reading<Duration>("duration (" + unit_list(Dimension::duration) + ")",
                           json_of(Dimension::duration), [range](Node const& node, Reader& reader) {
                             return read_duration(node, range, reader.diagnostics, reader.example);
                           });
}

Type<network::TrackGauge> track_gauge() {
  Type<network::TrackGauge> type{
      "track gauge (mm)", json_of(Dimension::track_gauge), {}, nullptr, false};
  type.read = [](Node const& node, Reader& reader) -> std::optional<network::TrackGauge> {
    auto const millimetres = read_whole_quantity(node, Dimension::track_gauge, Range{100, 5000},
                                                 reader.diagnostics, reader.example);
    if (!millimetres) return std::nullopt;
    return network::TrackGauge{static_cast<int>(*millimetres)};
  };
  return type;
}

Type<int> load(int least, int most) {
  return reading<int>(
      "load (TEU, FEU)", json_of(Dimension::load), [least, most](Node const& node, Reader& reader) {
        return read_whole_quantity(node, Dimension::load,
                                   Range{static_cast<double>(least), static_cast<double>(most)},
                                   reader.diagnostics, reader.example);
      });
}

Type<Law> random(Dimension dimension) {
  Type<Law> type;
  type.says = std::string{name_of(dimension)} + ", or a distribution of it";
  type.json =
      R"({"anyOf": [)" + json_of(dimension) + R"(, {"$ref": "#/definitions/distribution"}]})";
  type.read = [dimension](Node const& node, Reader& reader) {
    return read_law(node, dimension, reader.files, reader.diagnostics, reader.example);
  };
  return type;
}

Type<network::Position> coordinates() {
  return reading<network::Position>("coordinates", kText, [](Node const& node, Reader& reader) {
    return read_coordinates(node, reader.diagnostics);
  });
}

Type<LocalDateTime> date_time() {
  return reading<LocalDateTime>("date and time", kText, [](Node const& node, Reader& reader) {
    return read_date_time(node, reader.diagnostics);
  });
}

Type<WeeklyTime> weekly_time() {
  return reading<WeeklyTime>("days and time", kText, [](Node const& node, Reader& reader) {
    return read_weekly_time(node, reader.diagnostics);
  });
}

Type<std::vector<DayHours>> day_hours() {
  return reading<std::vector<DayHours>>(
      "hours of the day", R"({"type": ["string", "array"]})",
      [](Node const& node, Reader& reader) { return read_day_hours(node, reader.diagnostics); });
}

Type<DateSpan> date_span() {
  return reading<DateSpan>(
      "date, or first..last date", kText,
      [](Node const& node, Reader& reader) { return read_date_span(node, reader.diagnostics); });
}

std::optional<Carrier> parse_carrier(std::string_view text) {
  if (text == "road") return Carrier{network::Mode::road, {}};
  if (text == "sea") return Carrier{network::Mode::sea, {}};
  if (text == "air") return Carrier{network::Mode::air, {}};
  auto const gauge = split_quantity(text);
  if (!gauge || gauge->unit != "mm" || gauge->number < 100 || gauge->number > 5000) {
    return std::nullopt;
  }
  auto const millimetres = static_cast<int>(gauge->number);
  if (static_cast<double>(millimetres) != gauge->number) return std::nullopt;
  return Carrier{network::Mode::rail, {millimetres}};
}

Type<ChangeDraft> change() {
  Type<ChangeDraft> type{"change of carrier", kText, {}, nullptr, false};
  type.read = [](Node const& node, Reader& reader) -> std::optional<ChangeDraft> {
    for (std::string_view const word : {" to ", " and "}) {
      auto const at = node.text.find(word);
      if (!node.is_scalar() || at == std::string::npos) continue;
      auto const from = parse_carrier(std::string_view{node.text}.substr(0, at));
      auto const to = parse_carrier(std::string_view{node.text}.substr(at + word.size()));
      bool const same = from && to && *from == *to;
      bool const trains_anew = same && from->mode == network::Mode::rail && word == " to ";
      if (from && to && (!same || trains_anew)) return ChangeDraft{*from, *to, word == " and "};
    }
    reader.diagnostics.error("carrier-change", node.mark,
                             "`" + node.text + "` is not a change from one carrier to another",
                             "write `1435 mm to 1520 mm` for one way, `1520 mm and road` for both");
    return std::nullopt;
  };
  return type;
}

void not_a(std::string const& says, Node const& node, Reader& reader, std::string help) {
  std::string const got = node.is_map()     ? "a map"
                          : node.is_list()  ? "a list"
                          : node.is_blank() ? "nothing"
                                            : "`" + node.text + "`";
  reader.diagnostics.error("value", node.mark, "expected " + with_article(says) + ", got " + got,
                           std::move(help));
}

void not_one_of(std::vector<std::string> const& known, Node const& node, Reader& reader) {
  std::string list;
  for (std::string const& word : known) list += (list.empty() ? "`" : ", `") + word + "`";
  if (!node.is_scalar()) return not_a("word: " + list, node, reader);
  auto const meant = nearest(node.text, known);
  reader.diagnostics.error("choice", node.mark, "`" + node.text + "` is not one of " + list,
                           meant ? "did you mean `" + *meant + "`?" : std::string{});
}

namespace {

/// What must be there, as it may be written.
std::string example_of(RecordText const& record) {
  std::string keys;
  for (FieldText const& field : record.fields) {
    if (field.required) keys += (keys.empty() ? "" : ", ") + field.key + ": " + field.example;
  }
  return keys.empty() ? "`caravan explain " + record.name + "` lists the keys"
                      : "for example `{" + keys + "}`";
}

std::string help_with_key(Entry const& entry, RecordText const& record,
                          std::vector<std::string> const& known) {
  // `length: 370,5 km` in a map of one line.
  bool const number = entry.key.find_first_of("0123456789") == 0;
  if (number && entry.value.is_blank()) {
    return "the comma before it ends a value; in a number write a point, as in `370.5`";
  }
  auto const meant = nearest(entry.key, known);
  return meant ? "did you mean `" + *meant + "`?"
               : "`caravan explain " + record.name + "` lists the keys";
}

}  // namespace

bool check_keys(Node const& node, RecordText const& record, KeyTest const& further,
                Reader& reader) {
  if (!node.is_map() && !node.is_blank()) {
    not_a("map with the keys of " + with_article(record.name), node, reader, example_of(record));
    return false;
  }
  std::vector<std::string> known;
  for (FieldText const& field : record.fields) known.push_back(field.key);
  for (Entry const& entry : node.entries) {
    bool const found = std::find(known.begin(), known.end(), entry.key) != known.end();
    if (found || (further && further(entry.key))) continue;
    reader.diagnostics.error("unknown-key", entry.key_mark,
                             "unknown key `" + entry.key + "` in " + with_article(record.name),
                             help_with_key(entry, record, known));
  }
  for (FieldText const& field : record.fields) {
    if (!field.required || node.find(field.key) != nullptr) continue;
    reader.diagnostics.error("missing-key", node.mark,
                             with_article(record.name) + " needs `" + field.key + "`",
                             "for example `" + field.key + ": " + field.example + "`");
  }
  return true;
}

bool check_id(Entry const& entry, std::string const& noun, Reader& reader) {
  if (is_id(entry.key)) return true;
  reader.diagnostics.error("id", entry.key_mark,
                           "`" + entry.key + "` cannot be the id of " + with_article(noun),
                           "use small letters, digits and hyphens, at most " +
                               std::to_string(kLongestId) + ", e.g. `kz-south`");
  return false;
}

bool is_table_path(std::string_view text) {
  return text.ends_with(".csv");
}

bool check_section(Node const& node, std::string const& noun, Reader& reader) {
  if (!node.is_map()) {
    if (node.is_blank()) return true;
    bool const first = node.is_list() && !node.items.empty() && is_id(node.items.front().text);
    auto const id = first ? node.items.front().text : is_id(node.text) ? node.text : "first";
    not_a("map of ids, each with " + with_article(noun), node, reader,
          "give each an id of its own: `" + id + ": {…}`");
    return false;
  }
  return true;
}

}  // namespace caravan::scenario
