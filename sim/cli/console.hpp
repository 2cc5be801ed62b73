/// Where words and data go: data to standard output, words to standard error.
///
/// Data is kept until `finish`, which writes it in one go and says whether all of it arrived: a
/// full disk behind a pipe must not pass for success.
#pragma once

#include <string>
#include <string_view>

namespace caravan::cli {

/// When diagnostics are coloured.
enum class Colour : std::uint8_t { automatic, always, never };

class Console {
 public:
  /// Opens standard streams that were closed, so that no file of ours takes their place, and lets a
  /// broken pipe come back as an error.
  Console();

  void set_colour(Colour colour) { colour_ = colour; }
  void set_quiet() { quiet_ = true; }
  /// What repeats the run in hand, for the report of a bug.
  void set_repeat(std::string command) { repeat_ = std::move(command); }
  [[nodiscard]] std::string const& repeat() const { return repeat_; }

  /// Adds to the data.
  void out(std::string_view text) { data_ += text; }
  /// Words for the person at the terminal, at once.
  void say(std::string_view text) const;
  /// Writes the data. False, after saying why, if not all of it could be written.
  [[nodiscard]] bool finish();

  /// Colours are asked for, or stderr is a terminal that has them (NO_COLOR, CLICOLOR_FORCE, TERM).
  [[nodiscard]] bool coloured() const;
  /// Data goes to a terminal: there may be small pictures in it.
  [[nodiscard]] bool draws() const;
  /// A person watches: stderr is a terminal that can redraw a line, and this is no CI job.
  [[nodiscard]] bool watched() const;

 private:
  std::string data_;
  std::string repeat_;
  Colour colour_ = Colour::automatic;
  bool quiet_ = false;
};

}  // namespace caravan::cli
