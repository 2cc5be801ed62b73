#include <algorithm>
#include <set>

#include "caravan/core/diagnostic.hpp"
#include "caravan/scenario/schema.hpp"

#include "scenario/language.hpp"
#include "scenario/types.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

std::string const kDistribution = "distribution";

/// What a path leads to: a field, and the record behind it if there is one.
struct Found {
  FieldText const* field = nullptr;  ///< null for the whole language and for records by name
  RecordText const* record = nullptr;
};

std::vector<std::string> segments_of(std::string const& path) {
  std::vector<std::string> segments;
  std::string segment;
  for (char const c : path + ".") {
    if (c != '.') {
      segment += c;
    } else if (!segment.empty()) {
      segments.push_back(std::move(segment));
      segment.clear();
    }
  }
  return segments;
}

FieldText const* field_of(RecordText const& record, std::string const& key) {
  for (FieldText const& field : record.fields) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

/// Follows the path from segment `at`; the id of a thing may be left out.
std::optional<Found> follow(RecordText const& record, std::vector<std::string> const& segments,
                            std::size_t at) {
  FieldText const* const field = field_of(record, segments[at]);
  if (field == nullptr) return std::nullopt;
  Found const here{field, field->inside.get()};
  if (at + 1 == segments.size()) return here;
  if (!field->inside) return std::nullopt;
  if (auto const found = follow(*field->inside, segments, at + 1)) return found;
  if (!field->keyed) return std::nullopt;
  if (at + 2 == segments.size()) return here;
  return follow(*field->inside, segments, at + 2);
}

RecordText const* record_named(RecordText const& record, std::string const& name) {
  if (record.name == name) return &record;
  for (FieldText const& field : record.fields) {
    if (!field.inside) continue;
    if (RecordText const* const found = record_named(*field.inside, name)) return found;
  }
  return nullptr;
}

std::string need_of(FieldText const& field) {
  if (field.required) return "required";
  if (field.fallback == "{}" || field.fallback.empty()) return "optional";
  return "default " + field.fallback;
}

std::string list_fields(RecordText const& record) {
  std::size_t width = record.pattern.empty() ? 0 : 4;
  for (FieldText const& field : record.fields) width = std::max(width, field.key.size());
  std::string out;
  for (FieldText const& field : record.fields) {
    out += "  " + field.key + std::string(width + 2 - field.key.size(), ' ') + field.sentence;
    if (field.required) {
      out += " Required.";
    } else if (!field.fallback.empty() && field.fallback != "{}") {
      out += " Default: " + field.fallback + ".";
    }
    out += "\n";
  }
  if (!record.pattern.empty()) {
    out += "  days" + std::string(width - 2, ' ') + record.pattern_sentence + "\n";
  }
  return out;
}

std::string explain_distributions() {
  std::string out = "distribution: a value, or a law by which values are drawn\n\n";
  std::size_t width = 0;
  for (LawForm const& form : law_forms()) width = std::max(width, form.example.size());
  for (LawForm const& form : law_forms()) {
    out += "  " + std::string{form.example} + std::string(width + 2 - form.example.size(), ' ') +
           std::string{form.sentence} + "\n";
  }
  return out;
}

void collect_keys(RecordText const& record, std::string const& prefix,
                  std::vector<std::string>& keys) {
  for (FieldText const& field : record.fields) {
    keys.push_back(prefix + field.key);
    if (!field.inside) continue;
    collect_keys(*field.inside, prefix + field.key + (field.keyed ? ".X." : "."), keys);
  }
}

std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) {
    text.insert(at, "\\");
  }
  return text;
}

void write_record(RecordText const& record, std::string const& heading,
                  std::set<std::string>& written, std::string& out) {
  if (!written.insert(record.name).second) return;
  out += "\n## " + heading + "\n\n" + record.sentence + "\n\n";
  out += "| key | type | | meaning | example |\n|---|---|---|---|---|\n";
  for (FieldText const& field : record.fields) {
    out += "| `" + field.key + "` | " + cell(field.says) + " | " + cell(need_of(field)) + " | " +
           cell(field.sentence) + " | `" + cell(field.example) + "` |\n";
  }
  if (!record.pattern.empty()) {
    out += "| days | " + cell(record.pattern_says) + " | optional | " +
           cell(record.pattern_sentence) + " | `mon-fri: 08:00-20:00` |\n";
  }
  for (FieldText const& field : record.fields) {
    if (!field.inside) continue;
    bool const top = record.name == "scenario";
    std::string const where =
        top ? "`" + field.key + "`" : "`" + field.key + "` of " + with_article(record.name);
    write_record(*field.inside,
                 field.keyed && top ? where + ": map from id to " + field.inside->name : where,
                 written, out);
  }
}

constexpr char const* kReferenceHead = R"(# The scenario language caravan/1

<!-- Generated from the declarations in sim/scenario/language*.cpp; a test compares. Do not edit. -->

A scenario is a YAML file. Its first key is `schema: caravan/1`. These rules hold everywhere:

* What has a dimension is written `number unit`: `365 km`, `45 km/h`, `1520 mm`, `8 h`, `114 TEU`. A bare
  number is a count, a factor or a share; a share may also be written in percent.
* Things are maps keyed by id (small letters, digits, hyphens). Their order means nothing. Lists stand only
  where order is meaning.
* Unknown and repeated keys are errors. YAML's anchors, aliases, tags and merge keys are not part of the
  language: reuse is by `extends`.
* Places, links and other things are named by their ids. A file that is named is looked for beside the file that
  names it.
* Without `consists`, each track gauge in use has an ordinary block train: 55 wagons and 110 TEU on 1435 mm, 57
  wagons and 114 TEU on other gauges.
* A train takes the quickest way by rail, sea and air to its destination, on the track gauge of its consist at first.
  Roads are used by its load only where there is no other way. Trucks use roads alone.

`caravan explain KEY` says the same at the command line, `caravan show --resolved --origins` says where each
value of a scenario comes from.
)";

constexpr char const* kReferenceTables = R"(
## Places and links as tables

`places` and `links` may name a table (CSV) instead: a row for each of them, which stands for the map that it
could be written as. Its columns are `id` and keys, in any order; a unit behind the name of a column is that of its bare
numbers. A link has the columns `from` and `to` for `between`. A cell holds what would stand behind the key, lists
and maps in brackets (and the cell in quotes if it holds a comma); a blank cell is a key that is not given.

```yaml
places: data/places.csv     # id,country,tracks
links: data/links.csv       # id,from,to,rail mm,length km,speed km/h,track
```

Both forms of one scenario give the same results and have the same hash. A file that `extends` it adds to the rows, or
changes them, as it does with maps; `caravan show --resolved --origins` names the row of each value.
)";

constexpr char const* kReferenceOverlays = R"(
## Scenarios that build on others

A file with `extends: baseline.yaml` is merged into that file: maps merge key by key, all else is replaced,
`remove` deletes. A distribution is one value; it is replaced whole. `change` does the same by dotted paths, which
must exist, and knows two forms more:

```yaml
schema: caravan/1
extends: baseline.yaml
change:
  terminals.khorgos-dry-port.cranes: {add: 2}
  activities.kz-import.time: {scale: 0.5}      # each quantity with a unit in it
  links.cn-trunk.speed: 60 km/h
  closures.wind: remove
```

`--set path=value` on the command line takes the same paths and values, and comes last.
)";

}  // namespace

std::optional<std::string> explain(std::string const& path) {
  auto const language = scenario_type().inside;
  auto const segments = segments_of(path);
  if (segments.empty()) return language->sentence + "\n\n" + list_fields(*language);
  if (segments.size() == 1 && segments[0].starts_with(kDistribution))
    return explain_distributions();
  auto const found = follow(*language, segments, 0);
  if (!found) {
    RecordText const* const record =
        segments.size() == 1 ? record_named(*language, segments[0]) : nullptr;
    if (record == nullptr) return std::nullopt;
    return record->name + ": " + record->sentence + "\n\n" + list_fields(*record);
  }
  std::string out = path + ": " + found->field->says + "; " + need_of(*found->field) + "\n  " +
                    found->field->sentence + "\n  For example: " + found->field->key + ": " +
                    found->field->example + "\n";
  if (found->record != nullptr) out += "\n" + list_fields(*found->record);
  if (found->field->json.find("/distribution") != std::string::npos) {
    out += "\n" + explain_distributions();
  }
  return out;
}

std::vector<std::string> all_keys() {
  std::vector<std::string> keys;
  collect_keys(*scenario_type().inside, "", keys);
  return keys;
}

std::optional<std::string> nearest_key(std::string const& path) {
  std::vector<std::string> keys;
  for (std::string key : all_keys()) {
    for (auto at = key.find(".X"); at != std::string::npos; at = key.find(".X")) key.erase(at, 2);
    keys.push_back(std::move(key));
  }
  return nearest(path, keys);
}

std::string reference_markdown() {
  std::string out = kReferenceHead;
  std::set<std::string> written;
  write_record(*scenario_type().inside, "The file", written, out);
  out +=
      "\n## Distributions\n\nWhere a type says \"or a distribution of it\", a plain value is a "
      "constant, and a map with one key is a law:\n\n| form | meaning |\n|---|---|\n";
  for (LawForm const& form : law_forms()) {
    out += "| `" + std::string{form.example} + "` | " + cell(std::string{form.sentence}) + " |\n";
  }
  return out + kReferenceTables + kReferenceOverlays;
}

}  // namespace caravan::scenario
