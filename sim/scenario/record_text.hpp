/// Records and their fields as described to people and editors.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace caravan::scenario {

struct FieldText;

/// A record as described to people and editors.
struct RecordText {
  std::string name;
  std::string sentence;
  std::vector<FieldText> fields;
  std::string pattern;           ///< regular expression of further keys; empty = none
  std::string pattern_says;      ///< the same for people
  std::string pattern_sentence;  ///< what they mean
  std::string pattern_json;
};
using RecordRef = std::shared_ptr<RecordText const>;

struct FieldText {
  std::string key;
  std::string says;      ///< the type, for people: `length`, `whole number from 1`
  std::string json;      ///< JSON Schema of the value
  std::string sentence;  ///< what it means
  bool required = false;
  std::string fallback;  ///< the default as YAML; empty = none
  std::string example;
  RecordRef inside;    ///< the fields of the value, if it is a record
  bool keyed = false;  ///< the value is a map from ids to such records
};

/// How a field is described: a sentence and an example as YAML.
struct Says {
  std::string sentence;
  std::string example;
};

}  // namespace caravan::scenario
