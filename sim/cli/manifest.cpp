#include "cli/manifest.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "caravan/output/json.hpp"

#include "cli/errors.hpp"
#include "cli/files.hpp"
#include "cli/options.hpp"

namespace caravan::cli {

namespace {

constexpr char const* kSchema = "caravan-manifest/1";

/// The part of JSON that a manifest is made of: an object of texts and of lists of texts.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_{text} {}

  std::optional<std::map<std::string, std::vector<std::string>>> object() {
    std::map<std::string, std::vector<std::string>> members;
    if (!skip('{')) return std::nullopt;
    do {
      auto key = string();
      if (!key || !skip(':')) return std::nullopt;
      auto value = peek() == '[' ? list() : one();
      if (!value) return std::nullopt;
      members.emplace(std::move(*key), std::move(*value));
    } while (skip(','));
    if (!skip('}') || peek() != '\0') return std::nullopt;
    return members;
  }

 private:
  char peek() {
    auto const at = text_.find_first_not_of(" \n\r\t");
    text_.remove_prefix(at == std::string_view::npos ? text_.size() : at);
    return text_.empty() ? '\0' : text_.front();
  }
  bool skip(char wanted) {
    if (peek() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::optional<std::vector<std::string>> one() {
    auto text = string();
    if (!text) return std::nullopt;
    return std::vector{std::move(*text)};
  }
  std::optional<std::vector<std::string>> list() {
    std::vector<std::string> items;
    if (!skip('[')) return std::nullopt;
    if (skip(']')) return items;
    do {
      auto item = string();
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
    } while (skip(','));
    if (!skip(']')) return std::nullopt;
    return items;
  }
  std::optional<std::string> string() {
    if (!skip('"')) return std::nullopt;
    std::string text;
    while (!text_.empty() && text_.front() != '"') {
      char const c = text_.front();
      text_.remove_prefix(1);
      if (c != '\\') {
        text += c;
      } else if (!escape(text)) {
        return std::nullopt;
      }
    }
    if (!skip('"')) return std::nullopt;
    return text;
  }
  /// What stands behind a backslash; of \u, what `JsonWriter` writes: no pairs of surrogates.
  bool escape(std::string& text) {
    constexpr std::string_view kPlain = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (text_.empty()) return false;
    char const c = text_.front();
    text_.remove_prefix(1);
    if (auto const at = kPlain.find(c); at != std::string_view::npos) {
      text += kMeant[at];
      return true;
    }
    constexpr std::size_t kDigits = 4;
    if (c != 'u' || text_.size() < kDigits) return false;
    unsigned code = 0;
    for (char const digit : text_.substr(0, kDigits)) {
      constexpr std::string_view kHex = "0123456789abcdef";
      auto const value = kHex.find(digit);
      if (value == std::string_view::npos) return false;
      code = code * 16 + static_cast<unsigned>(value);
    }
    text_.remove_prefix(kDigits);
    add_character(text, code);
    return true;
  }
  static void add_character(std::string& text, unsigned code) {
    auto const byte = [&](unsigned value) {
      text += static_cast<char>(static_cast<unsigned char>(value));
    };
    if (code < 0x80U) {
      byte(code);
    } else if (code < 0x800U) {
      byte(0xc0U | code >> 6U);
      byte(0x80U | (code & 0x3fU));
    } else {
      byte(0xe0U | code >> 12U);
      byte(0x80U | (code >> 6U & 0x3fU));
      byte(0x80U | (code & 0x3fU));
    }
  }

  std::string_view text_;
};

}  // namespace

std::string manifest_text(Manifest const& manifest) {
  output::JsonWriter json;
  json.begin_object().member("schema", kSchema).member("version", manifest.version);
  json.key("command").begin_array();
  for (auto const& word : manifest.command) json.value(word);
  json.end_array();
  json.member("scenario", manifest.scenario).member("scenario_hash", manifest.scenario_hash);
  json.member("zone_data", manifest.zone_data).member("study", manifest.study);
  json.member("results", manifest.results);
  return json.end_object().text();
}

Manifest manifest_in(std::string_view text, std::string const& path) {
  auto const members = JsonReader{text}.object();
  auto const one = [&](char const* key) -> std::string {
    auto const found = members ? members->find(key) : decltype(members->end()){};
    if (!members || found == members->end() || found->second.size() != 1) {
      throw FileError{path + " is no manifest of a result"};
    }
    return found->second.front();
  };
  if (one("schema") != kSchema) throw FileError{path + " is no manifest of a result"};
  Manifest manifest;
  manifest.version = one("version");
  manifest.scenario = one("scenario");
  manifest.scenario_hash = one("scenario_hash");
  manifest.zone_data = one("zone_data");
  manifest.study = one("study");
  manifest.results = one("results");
  auto const command = members->find("command");
  if (command == members->end()) throw FileError{path + " is no manifest of a result"};
  manifest.command = command->second;
  return manifest;
}

std::vector<std::string> deciding_words(std::string const& command, Invocation const& invocation) {
  std::vector<std::string> words{command};
  words.insert(words.end(), invocation.arguments.begin(), invocation.arguments.end());
  for (auto const* const option : {"set", "with", "seed", "replication", "ties", "replications",
                                   "measure", "headline", "threshold", "rungs", "price"}) {
    for (auto const& value : invocation.values(option)) {
      words.push_back(std::string{"--"} + option);
      words.push_back(value);
    }
  }
  return words;
}

Manifest manifest_of(std::vector<std::string> words, Input const& input, std::string study,
                     std::string results) {
  auto const& scenario = input.scenario();
  if (std::find(words.begin(), words.end(), "--seed") == words.end()) {
    words.insert(words.end(), {"--seed", std::to_string(scenario.seed)});
  }
  return {CARAVAN_VERSION,        std::move(words), scenario.name,     scenario.hash,
          input.loaded.zone_data, std::move(study), std::move(results)};
}

void keep_manifest(Invocation const& invocation, Manifest const& manifest) {
  auto const path = invocation.value("output", "-");
  auto const& sources = invocation.arguments;
  std::error_code error;
  if (path == "-" || std::find(sources.begin(), sources.end(), "-") != sources.end() ||
      !std::filesystem::is_regular_file(path, error)) {
    return;
  }
  write_file(path + kManifestEnding, manifest_text(manifest), true);
}

Invocation asked_by(Manifest const& manifest, Command const& command) {
  auto const& words = manifest.command;
  auto asked = parse({words.begin() + 1, words.end()}, command.options);
  check_arguments(asked, command);
  asked.words = words;
  return asked;
}

Manifest read_manifest(std::string const& path) {
  std::error_code error;
  auto file = path;
  if (std::filesystem::is_directory(path, error)) {
    file = (std::filesystem::path{path} / kManifestName).string();
  } else if (std::filesystem::exists(path + kManifestEnding, error)) {
    file = path + kManifestEnding;
  }
  std::ifstream in{file, std::ios::binary};
  if (!in) {
    bool const there = std::filesystem::exists(file, error);
    throw FileError{"cannot read " + file + (there ? "" : ": there is none")};
  }
  return manifest_in(std::string{std::istreambuf_iterator<char>{in}, {}}, file);
}

}  // namespace caravan::cli
