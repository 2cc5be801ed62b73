/// JSON, written as it comes: RFC 8259, two blanks of indentation, keys in the order of writing.
///
/// Text is escaped so that it may also stand inside a web page (`<`, U+2028 and U+2029 as \u....);
/// bytes that are not UTF-8 become U+FFFD. Numbers that are not finite become `null`. Opening and
/// closing out of order is a `Fault`.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caravan::output {

/// `text` as a JSON string with its quotes.
[[nodiscard]] std::string json_string(std::string_view text);

class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(char const* text) { return value(std::string_view{text}); }
  JsonWriter& value(double number);
  JsonWriter& value(std::same_as<bool> auto yes) { return raw(yes ? "true" : "false"); }
  template <std::integral Number>
    requires(!std::same_as<Number, bool>)
  JsonWriter& value(Number number) {
    return raw(std::to_string(number));
  }
  JsonWriter& null() { return raw("null"); }
  /// Many numbers, on one line.
  JsonWriter& numbers(std::vector<std::int64_t> const& all);
  /// A document that is JSON already.
  JsonWriter& document(std::string_view json);

  /// `key(name)` and `value(what)` in one.
  template <class What>
  JsonWriter& member(std::string_view name, What const& what) {
    return key(name).value(what);
  }

  /// The text with a final line end. Everything must be closed.
  [[nodiscard]] std::string text() const;

 private:
  struct Level {
    char close;
    bool empty = true;
  };
  JsonWriter& raw(std::string_view token);
  JsonWriter& open(char bracket, char close);
  JsonWriter& close(char bracket);
  void before_value();
  void separate();

  std::string out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
  bool complete_ = false;
};

}  // namespace caravan::output
