#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include <zlib.h>

#include "caravan/core/contract.hpp"
#include "caravan/core/diagnostic.hpp"
#include "caravan/output/report.hpp"

extern "C" {
// In sim/output/report_template.S.
extern char const caravan_report_template[];
extern char const caravan_report_template_end[];
}

namespace caravan::output {

namespace {

// What stands in the template in place of what a report adds.
constexpr std::string_view kTitlePlace = "{{title}}";
constexpr std::string_view kData = "{{data}}";

/// RFC 1952, as `DecompressionStream` in a browser reads it.
std::string gzipped(std::string_view text) {
  constexpr int kLevel = 9;
  constexpr int kGzip = 15 + 16;  // the greatest window, and the header of gzip
  constexpr int kMemory = 9;
  z_stream stream{};
  auto const begun = deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY);
  if (begun == Z_MEM_ERROR) throw std::bad_alloc{};
  expects(begun == Z_OK, "a compressor can be made");
  std::unique_ptr<z_stream, decltype(&deflateEnd)> const ending{&stream, &deflateEnd};
  std::string bytes(deflateBound(&stream, text.size()), '\0');
  std::string input{text};
  // zlib reads and writes unsigned bytes.
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  auto const end = deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  expects(end == Z_STREAM_END, "a text that fits is compressed in one go");
  return bytes;
}

/// RFC 4648, without line ends.
std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto const byte = [&](std::size_t at) -> unsigned {
      return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    };
    auto const three = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    text += kDigits[three >> 18U];
    text += kDigits[three >> 12U & 63U];
    text += i + 1 < bytes.size() ? kDigits[three >> 6U & 63U] : '=';
    text += i + 2 < bytes.size() ? kDigits[three & 63U] : '=';
  }
  return text;
}

std::string html_text(std::string_view text) {
  std::string safe;
  for (char const c : printable(text)) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else {
      safe += c;
    }
  }
  return safe;
}

/// The parts of the template before and after `mark`.
std::string_view until(std::string_view& rest, std::string_view mark) {
  auto const at = rest.find(mark);
  expects(at != std::string_view::npos, "the template of a report has a place for what is added");
  auto const before = rest.substr(0, at);
  rest.remove_prefix(at + mark.size());
  return before;
}

}  // namespace

std::string report_page(std::string_view document, std::string_view title) {
  std::string_view rest{
      caravan_report_template,
      static_cast<std::size_t>(caravan_report_template_end - caravan_report_template)};
  std::string page{until(rest, kTitlePlace)};
  page += html_text(title);
  page += until(rest, kData);
  page += base64(gzipped(document));
  page += rest;
  return page;
}

}  // namespace caravan::output
