#include <map>

#include "caravan/core/contract.hpp"
#include "caravan/scenario/schema.hpp"

#include "scenario/document.hpp"
#include "scenario/language.hpp"
#include "scenario/types.hpp"
#include "scenario/values.hpp"

namespace caravan::scenario {
namespace {

std::string json_of(Node const& node) {
  std::string out;
  if (node.is_list()) {
    for (Node const& item : node.items) out += (out.empty() ? "" : ", ") + json_of(item);
    return "[" + out + "]";
  }
  if (node.is_map()) {
    for (Entry const& entry : node.entries) {
      out += (out.empty() ? "" : ", ") + json_text(entry.key) + ": " + json_of(entry.value);
    }
    return "{" + out + "}";
  }
  bool const word = node.text == "true" || node.text == "false" || parse_number(node.text);
  return word && !node.quoted ? node.text : json_text(node.text);
}

std::string json_of_yaml(std::string const& yaml) {
  Diagnostics diagnostics;
  auto const node =
      read_value(std::make_shared<SourceFile const>(SourceFile{"", yaml}), diagnostics);
  expects(node.has_value(), "an example is YAML");
  return json_of(*node);
}

/// A schema with a description for hovering. A `$ref` allows no neighbours in draft-07.
std::string described(std::string const& schema, std::string const& description,
                      std::string const& example) {
  std::string const says =
      R"({"description": )" + json_text(description) + R"(, "examples": [)" + example + "]";
  if (schema.starts_with(R"({"$ref")")) return says + R"(, "allOf": [)" + schema + "]}";
  return says + ", " + schema.substr(1);
}

std::string description_of(FieldText const& field) {
  std::string out = field.sentence;
  if (field.required) out += " Required.";
  if (!field.fallback.empty() && field.fallback != "{}") out += " Default: " + field.fallback + ".";
  return out + " Example: " + field.key + ": " + field.example;
}

std::string properties_of(RecordText const& record) {
  std::string out;
  for (FieldText const& field : record.fields) {
    out += (out.empty() ? "" : ", ") + json_text(field.key) + ": " +
           described(field.json, description_of(field), json_of_yaml(field.example));
  }
  return "{" + out + "}";
}

std::string object_of(RecordText const& record) {
  std::string out = R"({"description": )" + json_text(record.sentence) +
                    R"(, "type": ["object", "null"], "properties": )" + properties_of(record);
  if (!record.pattern.empty()) {
    out += R"(, "patternProperties": {)" + json_text(record.pattern) + ": " +
           described(record.pattern_json, record.pattern_sentence, json_text("08:00-20:00")) + "}";
  }
  return out + R"(, "additionalProperties": false})";
}

void collect(RecordText const& record, std::map<std::string, std::string>& definitions) {
  for (FieldText const& field : record.fields) {
    if (!field.inside) continue;
    definitions.emplace(field.inside->name, object_of(*field.inside));
    collect(*field.inside, definitions);
  }
}

std::string distribution() {
  std::string forms;
  for (LawForm const& form : law_forms()) {
    forms += (forms.empty() ? "" : ", ") + json_text(form.name) + R"(: {"description": )" +
             json_text(std::string{form.sentence} + " Example: " + std::string{form.example}) + "}";
  }
  return R"({"type": "object", "minProperties": 1, "maxProperties": 1, "properties": {)" + forms +
         R"(}, "additionalProperties": false})";
}

/// Lays JSON out with two blanks a level; short lists and objects stay on their line.
class Layout {
 public:
  explicit Layout(std::string const& json) : in_{json} {}

  std::string text() {
    while (at_ < in_.size()) step();
    return out_ + "\n";
  }

 private:
  static constexpr std::size_t kWidth = 96;

  void step() {
    char const c = in_[at_];
    if (c == '"') return copy_string();
    if (c == '{' || c == '[') return open();
    if (c == '}' || c == ']') {
      --depth_;
      new_line();
    }
    out_ += c;
    ++at_;
    if (c != ',') return;
    new_line();
    if (at_ < in_.size() && in_[at_] == ' ') ++at_;
  }

  void open() {
    std::size_t const end = closing();
    if (end + 1 - at_ <= kWidth - 2 * depth_) {
      out_ += in_.substr(at_, end + 1 - at_);
      at_ = end + 1;
      return;
    }
    out_ += in_[at_++];
    ++depth_;
    new_line();
  }

  void copy_string() {
    std::size_t const end = string_end(at_);
    out_ += in_.substr(at_, end - at_);
    at_ = end;
  }

  /// One past the string that begins at `from`.
  [[nodiscard]] std::size_t string_end(std::size_t from) const {
    std::size_t end = from + 1;
    while (in_[end] != '"') end += in_[end] == '\\' ? 2U : 1U;
    return end + 1;
  }

  /// The bracket that closes the one at `at_`.
  [[nodiscard]] std::size_t closing() const {
    std::size_t level = 0;
    for (std::size_t i = at_;;) {
      char const c = in_[i];
      if (c == '"') {
        i = string_end(i);
        continue;
      }
      if (c == '{' || c == '[') ++level;
      if ((c == '}' || c == ']') && --level == 0) return i;
      ++i;
    }
  }

  void new_line() { out_ += "\n" + std::string(2 * depth_, ' '); }

  std::string const& in_;
  std::string out_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

std::string json_schema() {
  auto const language = scenario_type().inside;
  std::map<std::string, std::string> definitions;
  collect(*language, definitions);
  definitions.emplace("distribution", distribution());
  std::string all;
  for (auto const& [name, schema] : definitions) {
    all += (all.empty() ? "" : ", ") + json_text(name) + ": " + schema;
  }
  std::string const json =
      R"({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Caravan scenario, )" +
      std::string{kSchema} + R"(", "description": )" + json_text(language->sentence) +
      R"(, "type": "object", "anyOf": [{"required": ["schema", "extends"]}, )"
      R"({"required": ["schema", "clock", "places"]}], "properties": )" +
      properties_of(*language) + R"(, "additionalProperties": false, "definitions": {)" + all +
      "}}";
  return Layout{json}.text();
}

}  // namespace caravan::scenario
