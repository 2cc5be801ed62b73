#include "scenario/files.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <utility>

#include "caravan/scenario/listing.hpp"

#include "scenario/document.hpp"
#include "scenario/document_bytes.hpp"

namespace caravan::scenario {

namespace fs = std::filesystem;

namespace {

bool is_within(fs::path const& path, fs::path const& folder) {
  auto const [rest, ignored] =
      std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return rest == folder.end();
}

/// At most one byte more than `limit`, so that the caller sees when there is too much.
std::string read_stream(std::istream& stream, std::size_t limit) {
  std::string text;
  constexpr std::size_t kPiece = 65'536;
  while (stream && text.size() <= limit) {
    std::size_t const before = text.size();
    text.resize(std::min(before + kPiece, limit + 1));
    stream.read(text.data() + before, static_cast<std::streamsize>(text.size() - before));
    text.resize(before + static_cast<std::size_t>(stream.gcount()));
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return text;
}

SourceRef checked_size(std::string name, std::string text, std::size_t limit, Mark const& named_at,
                       Diagnostics& diagnostics) {
  if (text.size() > limit) {
    diagnostics.error("size", named_at,
                      "`" + name + "` is longer than " + std::to_string(limit) + " bytes",
                      limit == kMaxYamlBytes ? "keep data in CSV files" : "use a shorter table");
    return nullptr;
  }
  return std::make_shared<SourceFile const>(SourceFile{std::move(name), std::move(text)});
}

/// The file at `path`, which is called `name`; only a regular one.
SourceRef read_file(fs::path const& path, std::string const& name, std::size_t limit,
                    Mark const& named_at, Diagnostics& diagnostics) {
  std::error_code ignored;
  if (fs::status(path, ignored).type() != fs::file_type::regular) {
    bool const folder = fs::is_directory(path, ignored);
    diagnostics.error("file-kind", named_at,
                      "`" + name + (folder ? "` is a folder" : "` is not a regular file"),
                      folder ? "name a file in it" : "pass data from another program through `-`");
    return nullptr;
  }
  std::ifstream stream{path, std::ios::binary};
  if (!stream) {
    diagnostics.error("file-not-found", named_at, "`" + name + "` cannot be read",
                      "check the permissions of the file");
    return nullptr;
  }
  return checked_size(name, read_stream(stream, limit), limit, named_at, diagnostics);
}

void report_missing(fs::path const& path, std::string const& name, Mark const& named_at,
                    Diagnostics& diagnostics) {
  auto const siblings = listing_of(path.parent_path().string()).names;
  auto const near = nearest(path.filename().string(), siblings);
  diagnostics.error("file-not-found", named_at, "there is no file `" + name + "`",
                    near                       ? "did you mean `" + *near + "`?"
                    : named_at.file != nullptr ? "paths are relative to the file that names them"
                                               : "it was looked for in the working folder");
}

}  // namespace

FileReader::FileReader(fs::path const& folder) {
  std::error_code error;
  root_ = fs::canonical(folder, error);
  if (error) root_ = fs::absolute(folder, error).lexically_normal();
}

SourceRef FileReader::read_top(std::string const& path, Diagnostics& diagnostics) {
  if (path == "-") {
    SourceRef const file =
        checked_size("-", read_stream(std::cin, kMaxYamlBytes), kMaxYamlBytes, Mark{}, diagnostics);
    if (file != nullptr) opened_.push_back({root_ / "-", file, {}});
    return file;
  }
  fs::path const top{path};
  std::error_code error;
  if (!fs::exists(top, error)) {
    report_missing(top.has_parent_path() ? top : "." / top, path, Mark{}, diagnostics);
    return nullptr;
  }
  SourceRef file = read_file(top, path, kMaxYamlBytes, Mark{}, diagnostics);
  if (file == nullptr) return nullptr;
  shown_root_ = top.parent_path();
  root_ = fs::canonical(shown_root_.empty() ? fs::path{"."} : shown_root_, error);
  opened_.push_back({root_ / top.filename(), file, {}});
  return file;
}

std::optional<std::size_t> FileReader::index_of(SourceRef const& file) const {
  auto const found = std::find_if(opened_.begin(), opened_.end(),
                                  [&](Opened const& opened) { return opened.file == file; });
  if (found == opened_.end()) return {};
  return static_cast<std::size_t>(found - opened_.begin());
}

std::optional<FileReader::Found> FileReader::locate(std::string_view path, Mark const& named_at,
                                                    Diagnostics& diagnostics) const {
  std::string const text{path};
  auto const from = index_of(named_at.file);
  fs::path const folder = from ? opened_[*from].path.parent_path() : root_;
  std::error_code error;
  if (text.find('\0') != std::string::npos) {  // the system would read only what is before it
    diagnostics.error("file-not-found", named_at, "there is no file `" + text + "`",
                      "no name of a file has the character U+0000 in it");
    return {};
  }
  fs::path const target = fs::weakly_canonical(folder / fs::path{text}, error);
  if (text.empty() || fs::path{text}.is_absolute() || (!error && !is_within(target, root_))) {
    diagnostics.error("file-outside", named_at,
                      "`" + text + "` is not in the folder of the scenario or below it",
                      "copy the file there and name it by a relative path");
    return {};
  }
  if (error || !fs::exists(target, error)) {
    report_missing(target, text, named_at, diagnostics);
    return {};
  }
  return Found{target, (shown_root_ / target.lexically_relative(root_)).generic_string()};
}

bool FileReader::chain_is_sound(Found const& found, std::optional<std::size_t> named_by,
                                Mark const& named_at, Diagnostics& diagnostics) const {
  std::string chain = found.name;
  std::size_t depth = 1;
  for (auto i = named_by; i; i = opened_[*i].named_by, ++depth) {
    chain = opened_[*i].file->name + " -> " + chain;
    if (opened_[*i].path == found.path) {
      diagnostics.error("file-circle", named_at,
                        "these files name one another in a circle: " + chain,
                        "remove one `extends:`");
      return false;
    }
  }
  if (depth <= kMaxFileDepth) return true;
  diagnostics.error("file-depth", named_at,
                    "more than " + std::to_string(kMaxFileDepth) + " files extend one another",
                    "shorten the chain");
  return false;
}

SourceRef FileReader::read_yaml(std::string_view path, Mark const& named_at,
                                Diagnostics& diagnostics) {
  auto const found = locate(path, named_at, diagnostics);
  auto const named_by = index_of(named_at.file);
  if (!found || !chain_is_sound(*found, named_by, named_at, diagnostics)) return nullptr;
  SourceRef file = read_file(found->path, found->name, kMaxYamlBytes, named_at, diagnostics);
  if (file != nullptr) opened_.push_back({found->path, file, named_by});
  return file;
}

std::shared_ptr<CsvTable const> FileReader::read_table(std::string_view path, Mark const& named_at,
                                                       Diagnostics& diagnostics) {
  auto const found = locate(path, named_at, diagnostics);
  if (!found) return nullptr;
  for (Table const& known : tables_) {
    if (known.path == found->path) return known.table;
  }
  SourceRef const file = read_file(found->path, found->name, kMaxCsvBytes, named_at, diagnostics);
  if (file == nullptr) return nullptr;
  opened_.push_back({found->path, file, index_of(named_at.file)});
  auto table = read_csv(file, diagnostics);
  tables_.push_back(
      {found->path, table ? std::make_shared<CsvTable const>(std::move(*table)) : nullptr});
  return tables_.back().table;
}

std::vector<SourceRef> FileReader::files() const {
  std::vector<SourceRef> list;
  for (Opened const& opened : opened_) list.push_back(opened.file);
  return list;
}

}  // namespace caravan::scenario
