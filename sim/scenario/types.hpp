/// The types that values of the language have: each reads, and says what it is.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scenario/type.hpp"

namespace caravan::scenario {

/// The kinds of things that are keyed by id and referred to by name.
enum class Section : std::uint8_t {
  places,
  links,
  consists,
  terminals,
  activities,
  services,
  flows,
  calendars,
  closures,
};

/// What a corridor can need, so that sums of times and distances stay far within their range.
inline constexpr Range kSpan{1, 3'155'760'000'000};             ///< 1 ms to 100 years
inline constexpr Range kSpanOrNone{0, 3'155'760'000'000};       ///< the same, or nothing
inline constexpr Range kDistance{0.001, 100'000'000};           ///< 1 mm to 100 000 km
inline constexpr Range kDistanceOrNone{0, 100'000'000};         ///< the same, or nothing
inline constexpr Range kVelocity{0.001, 2'000};                 ///< 1 mm/s to 7 200 km/h
inline constexpr Range kFrequency{1 / 3'155'760'000'000.0, 1};  ///< once in 100 years to 1 a ms
inline constexpr Range kMultiple{0, 1'000};                     ///< of a rate
inline constexpr Range kSlowness{0.001, 1'000};                 ///< of a time

inline constexpr std::size_t kMostThings = 10'000;  ///< entries of one map

/// `[a-z0-9][a-z0-9-]*`, at most 64 characters.
[[nodiscard]] bool is_id(std::string_view text);
/// `a link`, `an activity`.
[[nodiscard]] std::string with_article(std::string const& noun);
/// A text as the content of a JSON string, with its quotes.
[[nodiscard]] std::string json_text(std::string_view text);

[[nodiscard]] Type<std::string> words();
[[nodiscard]] Type<std::string> name_of_a(std::string const& noun);
[[nodiscard]] Type<std::string> country();
[[nodiscard]] Type<std::string> zone();
[[nodiscard]] Type<std::string> column();
[[nodiscard]] Type<bool> yes_no();
/// Only `true` makes sense: the key itself says it.
[[nodiscard]] Type<bool> only_true();
[[nodiscard]] Type<int> count(int least, int most);
[[nodiscard]] Type<std::uint64_t> seed();
[[nodiscard]] Type<double> share();
[[nodiscard]] Type<double> factor(Range range);
[[nodiscard]] Type<double> quantity(Dimension dimension, Range range);
[[nodiscard]] Type<Duration> duration(Range range);
[[nodiscard]] Type<network::TrackGauge> track_gauge();
[[nodiscard]] Type<int> load(int least, int most);
[[nodiscard]] Type<Law> random(Dimension dimension);
[[nodiscard]] Type<network::Position> coordinates();
[[nodiscard]] Type<LocalDateTime> date_time();
[[nodiscard]] Type<WeeklyTime> weekly_time();
[[nodiscard]] Type<std::vector<DayHours>> day_hours();
[[nodiscard]] Type<DateSpan> date_span();
/// `1435 mm`, `road`, `sea`, `air`.
[[nodiscard]] std::optional<Carrier> parse_carrier(std::string_view text);
[[nodiscard]] Type<ChangeDraft> change();

/// Reports that `node` is not what `says` says.
void not_a(std::string const& says, Node const& node, Reader& reader);
/// Reports a word that is none of `known`.
void not_one_of(std::vector<std::string> const& known, Node const& node, Reader& reader);

/// One of a few words.
template <class E>
[[nodiscard]] Type<E> one_of(std::vector<std::pair<std::string, E>> words) {
  Type<E> type;
  std::string json;
  std::vector<std::string> known;
  for (auto const& [word, value] : words) {
    type.says += (type.says.empty() ? "`" : ", `") + word + "`";
    json += (json.empty() ? "" : ", ") + json_text(word);
    known.push_back(word);
  }
  type.json = R"({"enum": [)" + json + "]}";
  type.read = [words = std::move(words), known](Node const& node, Reader& reader) {
    for (auto const& [word, value] : words) {
      if (node.is_scalar() && node.text == word) return std::optional<E>{value};
    }
    not_one_of(known, node, reader);
    return std::optional<E>{};
  };
  return type;
}

template <class V>
[[nodiscard]] Type<Given<V>> marked(Type<V> const& inner) {
  Type<Given<V>> type{inner.says, inner.json, {}, inner.inside, inner.keyed};
  type.read = [read = inner.read](Node const& node, Reader& reader) -> std::optional<Given<V>> {
    auto value = read(node, reader);
    if (!value) return std::nullopt;
    return Given<V>{std::move(*value), node.mark};
  };
  return type;
}

namespace detail {
template <class V>
std::optional<std::vector<V>> read_items(Type<V> const& inner, Node const& node, Reader& reader) {
  std::vector<V> values;
  bool sound = true;
  for (Node const& item : node.items) {
    auto value = inner.read(item, reader);
    sound = sound && value.has_value();
    if (value) values.push_back(std::move(*value));
  }
  return sound ? std::optional{std::move(values)} : std::nullopt;
}
}  // namespace detail

template <class V>
[[nodiscard]] Type<std::vector<V>> list_of(Type<V> const& inner) {
  Type<std::vector<V>> type{"list: " + inner.says, {}, {}, nullptr, false};
  type.json = R"({"type": "array", "items": )" + inner.json + "}";
  type.read = [inner, says = type.says](Node const& node, Reader& reader) {
    if (node.is_list()) return detail::read_items(inner, node, reader);
    not_a(says, node, reader);
    return std::optional<std::vector<V>>{};
  };
  return type;
}

/// A value alone, or a list of them.
template <class V>
[[nodiscard]] Type<std::vector<V>> one_or_more(Type<V> const& inner) {
  Type<std::vector<V>> type{inner.says + ", or a list", {}, {}, nullptr, false};
  type.json =
      R"({"anyOf": [)" + inner.json + R"(, {"type": "array", "items": )" + inner.json + "}]}";
  type.read = [inner](Node const& node, Reader& reader) -> std::optional<std::vector<V>> {
    if (node.is_list()) return detail::read_items(inner, node, reader);
    auto value = inner.read(node, reader);
    if (!value) return std::nullopt;
    std::vector<V> values;
    values.push_back(std::move(*value));
    return values;
  };
  return type;
}

/// A map with keys of one kind, in the order of the keys. `key` reads a key as if it were a value.
template <class K, class V>
[[nodiscard]] Type<Entries<K, V>> map_of(Type<K> const& key, Type<V> const& inner) {
  Type<Entries<K, V>> type{"map from " + key.says + " to " + inner.says, {}, {}, nullptr, false};
  type.json = R"({"type": "object", "propertyNames": )" + key.json +
              R"(, "additionalProperties": )" + inner.json + "}";
  type.read = [key, inner, says = type.says](Node const& node, Reader& reader) {
    std::optional<Entries<K, V>> entries;
    if (!node.is_map()) {
      not_a(says, node, reader);
      return entries;
    }
    entries.emplace();
    bool sound = true;
    for (Entry const& entry : node.entries) {
      auto name = key.read(scalar_node(entry.key, entry.key_mark), reader);
      auto value = inner.read(entry.value, reader);
      sound = sound && name.has_value() && value.has_value();
      if (name && value) entries->push_back({std::move(*name), std::move(*value), entry.key_mark});
    }
    if (!sound) entries.reset();
    return entries;
  };
  return type;
}

/// The name and record of one thing of a section: the id must be well formed.
[[nodiscard]] bool check_id(Entry const& entry, std::string const& noun, Reader& reader);
/// The section is a map, or blank.
[[nodiscard]] bool check_section(Node const& node, std::string const& noun, Reader& reader);

/// A section: things keyed by id, in the order of their ids.
template <class T>
[[nodiscard]] Type<std::vector<T>> keyed(Type<T> const& record) {
  Type<std::vector<T>> type;
  type.says = "map from id to " + record.says;
  type.json = R"({"type": "object", "propertyNames": {"pattern": "^[a-z0-9][a-z0-9-]*$"}, )"
              R"("additionalProperties": )" +
              record.json + "}";
  type.inside = record.inside;
  type.keyed = true;
  type.read = [record](Node const& node, Reader& reader) -> std::optional<std::vector<T>> {
    if (!check_section(node, record.says, reader)) return std::nullopt;
    std::vector<T> things;
    bool sound = true;
    for (Entry const& entry : node.entries) {
      sound = check_id(entry, record.says, reader) && sound;
      Node body = entry.value;
      if (body.is_map() || body.is_blank()) body.mark = entry.key_mark;
      auto thing = record.read(body, reader);
      sound = sound && thing.has_value();
      if (!thing) continue;
      thing->id = entry.key;
      thing->mark = entry.key_mark;
      things.push_back(std::move(*thing));
    }
    if (!sound) return std::nullopt;
    std::sort(things.begin(), things.end(), [](T const& a, T const& b) { return a.id < b.id; });
    return things;
  };
  return type;
}

}  // namespace caravan::scenario
