#include "caravan/output/json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>

#include "caravan/core/contract.hpp"

namespace caravan::output {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Bytes of the well-formed character at the start of `text`; 0 if there is none (RFC 3629).
std::size_t character_length(std::string_view text) {
  auto const first = static_cast<unsigned char>(text.front());
  auto const second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0U;
  std::size_t length = 0;
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU) length = 2;
  if (first >= 0xE0U && first <= 0xEFU) length = 3;
  if (first >= 0xF0U && first <= 0xF4U) length = 4;
  bool const overlong = (first == 0xE0U && second < 0xA0U) || (first == 0xF0U && second < 0x90U);
  bool const surrogate = first == 0xEDU && second > 0x9FU;
  bool const too_great = first == 0xF4U && second > 0x8FU;
  if (length == 0 || text.size() < length || overlong || surrogate || too_great) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  return length;
}

std::string escaped_unit(unsigned unit) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\u";
  for (unsigned shift = 16; shift > 0;) {
    shift -= 4;
    text += kDigits[(unit >> shift) & 0xFU];
  }
  return text;
}

std::string escaped(std::string_view character) {
  if (character == "\"") return "\\\"";
  if (character == "\\") return "\\\\";
  if (character == "\n") return "\\n";
  if (character == "\xE2\x80\xA8") return escaped_unit(0x2028U);
  if (character == "\xE2\x80\xA9") return escaped_unit(0x2029U);
  auto const first = static_cast<unsigned char>(character.front());
  if (first < 0x20U || first == 0x7FU || first == '<') return escaped_unit(first);
  return std::string{character};
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    auto const length = character_length(text);
    quoted += length == 0 ? std::string{kReplacement} : escaped(text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return quoted + '"';
}

JsonWriter& JsonWriter::begin_object() {
  return open('{', '}');
}
JsonWriter& JsonWriter::end_object() {
  return close('}');
}
JsonWriter& JsonWriter::begin_array() {
  return open('[', ']');
}
JsonWriter& JsonWriter::end_array() {
  return close(']');
}

JsonWriter& JsonWriter::key(std::string_view name) {
  expects(!levels_.empty() && levels_.back().close == '}' && !after_key_,
          "a JSON key stands in an object, before its value");
  separate();
  out_ += json_string(name) + ": ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  return raw(json_string(text));
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  std::array<char, 32> buffer{};  // the shortest form that reads back has at most 24 characters
  auto const [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  expects(error == std::errc{}, "the shortest form of a double fits into 32 characters");
  return raw({buffer.data(), end});
}

JsonWriter& JsonWriter::numbers(std::vector<std::int64_t> const& all) {
  std::string text = "[";
  for (auto const number : all) {
    if (text.size() > 1) text += ',';
    text += std::to_string(number);
  }
  return raw(text + ']');
}

JsonWriter& JsonWriter::document(std::string_view json) {
  auto const last = json.find_last_not_of(" \n");
  return raw(json.substr(0, last == std::string_view::npos ? 0 : last + 1));
}

JsonWriter& JsonWriter::raw(std::string_view token) {
  before_value();
  out_ += token;
  complete_ = levels_.empty();
  return *this;
}

JsonWriter& JsonWriter::open(char bracket, char close) {
  before_value();
  out_ += bracket;
  levels_.push_back({close});
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  expects(!levels_.empty() && levels_.back().close == bracket && !after_key_,
          "JSON brackets close in the order in which they were opened");
  bool const empty = levels_.back().empty;
  levels_.pop_back();
  if (!empty) out_ += '\n' + std::string(levels_.size() * 2, ' ');
  out_ += bracket;
  complete_ = levels_.empty();
  return *this;
}

void JsonWriter::before_value() {
  expects(levels_.empty() || levels_.back().close == ']' || after_key_,
          "a JSON value in an object follows its key");
  separate();
}

void JsonWriter::separate() {
  expects(!complete_, "a JSON text is one value");
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  out_ += levels_.back().empty ? "\n" : ",\n";
  out_.append(levels_.size() * 2, ' ');
  levels_.back().empty = false;
}

std::string JsonWriter::text() const {
  expects(complete_, "a JSON text is read when everything is closed");
  return out_ + '\n';
}

}  // namespace caravan::output
