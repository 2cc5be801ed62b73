/// Writing files so that a crash leaves the old one or the new one, never half of one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace caravan::cli {

/// `FileError` for the `errno` of a failure.
[[noreturn]] void cannot_write(std::string const& path, int error);

/// The names of all that `folder` holds, in order. `FileError` if it cannot be read.
[[nodiscard]] std::vector<std::string> names_in(std::string const& folder);

/// Writes all of `text`; 0, or the `errno` of the failure.
[[nodiscard]] int write_all(int descriptor, std::string_view text);

/// Whether `path` may be written: `FileError` if it is a folder, or in none, or a file and not
/// `overwrite`; `hint` is added to what it says.
void check_target(std::string const& path, bool overwrite, std::string const& hint = {});

/// `FileError` if `path` is one of `read`, under whichever name: what is made does not take the
/// place of what it is made from, nobody meant that.
void check_is_not_read(std::string const& path, std::vector<std::string> const& read);

/// Writes `path` by way of a temporary file beside it, synchronised and renamed. What is no regular
/// file (a pipe, a terminal) is written directly. `FileError` if it exists and not `overwrite`, or
/// if anything fails.
void write_file(std::string const& path, std::string_view text, bool overwrite);

/// The same for what is too long to be held in memory: `make` writes a new file under the name that
/// it is given, and puts it on the disk.
void make_file(std::string const& path, bool overwrite,
               std::function<void(std::string const& temporary)> const& make);

}  // namespace caravan::cli
