/// Ctrl-C during a run: the first asks the run to stop with what it has, the second ends at once.
#pragma once

#include <atomic>
#include <thread>

#include <signal.h>

namespace caravan::cli {

/// While it lives, SIGINT and SIGTERM set a flag instead of ending the program; a second one ends
/// it with code 130. A thread waits for the signals, so that no handler and no global is needed.
class Interrupt {
 public:
  Interrupt();
  Interrupt(Interrupt const&) = delete;
  Interrupt& operator=(Interrupt const&) = delete;
  ~Interrupt();

  [[nodiscard]] std::atomic<bool> const* flag() const { return &asked_; }

 private:
  void wait(sigset_t signals);

  std::atomic<bool> asked_ = false;
  sigset_t before_{};
  std::thread thread_;
};

}  // namespace caravan::cli
