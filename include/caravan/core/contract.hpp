/// Contracts between the parts of the program.
///
/// A broken contract is a bug in Caravan, never a fault of the scenario: faults of the scenario are
/// `Diagnostic`s. A bug throws `Fault`; the command line catches it, prints the command that
/// repeats the run, and ends with exit code 70.
#pragma once

#include <stdexcept>
#include <string>

namespace caravan {

/// A bug: a promise of the code itself does not hold.
class Fault : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void broken_contract(char const* promise, char const* file, int line);

/// Checks a promise in every build; `promise` is the sentence that should hold.
constexpr void expects(bool holds, char const* promise, char const* file = __builtin_FILE(),
                       int line = __builtin_LINE()) {
  if (!holds) [[unlikely]] {
    broken_contract(promise, file, line);
  }
}

}  // namespace caravan
