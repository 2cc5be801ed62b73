/// The YAML parser's reasons for refusing a file, in the words of this program.
#pragma once

#include <string>
#include <string_view>

namespace caravan::scenario {

struct Reason {
  std::string_view code;
  std::string_view text;
  std::string_view help;
};

/// What a message of yaml-cpp means. Its text is never shown: it may hold bytes of the file.
[[nodiscard]] Reason reason_of(std::string_view parser_message);

}  // namespace caravan::scenario
