/// Records and their fields as described to people and editors.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace caravan::scenario {

struct FieldText;

/// That a section may be written as a table, a row for each id.
struct TableText {
  std::size_t most = 0;      ///< rows; entries too, where it is a map
  std::string pair_of = {};  ///< the key whose list of two has a column for each; may be empty
  std::vector<std::string> pair = {};  ///< those columns
};

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
  std::shared_ptr<TableText const> table = nullptr;  ///< the map may be written as a table
};

/// How a field is described: a sentence and an example as YAML.
struct Says {
  std::string sentence;
  std::string example;
};

}  // namespace caravan::scenario
