/// Opens the files of one scenario, and no others.
///
/// The user names the top file; it may lie anywhere, and `-` is standard input. A file named inside
/// a scenario is looked for beside the file that names it, and must lie in the top file's folder or
/// below it, symbolic links followed. Only regular files are read, up to a size.
///
/// Codes: `file-not-found`, `file-outside`, `file-kind`, `size`, `file-circle`,
/// `file-depth`; and those of `csv.hpp`.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caravan/core/diagnostic.hpp"

#include "csv.hpp"

namespace caravan::scenario {

inline constexpr std::size_t kMaxFileDepth = 16;  ///< files that name one another

class FileReader {
 public:
  /// No top file: paths are looked for in `folder`, e.g. for a scenario given as text.
  explicit FileReader(std::filesystem::path const& folder = ".");

  /// Reads the file that the user names; its folder becomes the root. Null with a diagnostic if
  /// that cannot be done.
  [[nodiscard]] SourceRef read_top(std::string const& path, Diagnostics& diagnostics);

  /// Reads the YAML file `path` that is named at `named_at`. A file that names itself, directly or
  /// through others, is a `file-circle`.
  [[nodiscard]] SourceRef read_yaml(std::string_view path, Mark const& named_at,
                                    Diagnostics& diagnostics);

  /// Reads the table `path` that is named at `named_at`; the same file is read once.
  [[nodiscard]] std::shared_ptr<CsvTable const> read_table(std::string_view path,
                                                           Mark const& named_at,
                                                           Diagnostics& diagnostics);

  /// Every file read so far, in order of reading: for the manifest.
  [[nodiscard]] std::vector<SourceRef> files() const;

 private:
  /// A file that may be read: where it is, and its name as shown to the user.
  struct Found {
    std::filesystem::path path;
    std::string name;
  };
  struct Opened {
    std::filesystem::path path;
    SourceRef file;
    std::optional<std::size_t> named_by;  ///< index in `opened_`
  };
  struct Table {
    std::filesystem::path path;
    std::shared_ptr<CsvTable const> table;  ///< null if it had errors, which are reported once
  };

  [[nodiscard]] std::optional<std::size_t> index_of(SourceRef const& file) const;
  [[nodiscard]] std::optional<Found> locate(std::string_view path, Mark const& named_at,
                                            Diagnostics& diagnostics) const;
  [[nodiscard]] bool chain_is_sound(Found const& found, std::optional<std::size_t> named_by,
                                    Mark const& named_at, Diagnostics& diagnostics) const;

  std::filesystem::path root_;        ///< canonical
  std::filesystem::path shown_root_;  ///< the top file's folder as the user wrote it; may be empty
  std::vector<Opened> opened_;
  std::vector<Table> tables_;
};

}  // namespace caravan::scenario
