#include "cli/interrupt.hpp"

#include <pthread.h>
#include <unistd.h>

#include "cli/exit_code.hpp"

namespace caravan::cli {

namespace {

// Ends the waiting thread; nobody sends it from outside, and by default it would be ignored.
constexpr int kRelease = SIGURG;

// As under nohup, or behind & in a script: whoever started us wants us to go on.
bool ignored(int signal) {
  struct sigaction action{};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

Interrupt::Interrupt() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, kRelease);
  for (int const signal : {SIGINT, SIGTERM}) {
    if (!ignored(signal)) sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, &before_);
  thread_ = std::thread{[this, signals] { wait(signals); }};
}

Interrupt::~Interrupt() {
  pthread_kill(thread_.native_handle(), kRelease);
  thread_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupt::wait(sigset_t signals) {
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0 || signal == kRelease) return;
    if (asked_.exchange(true)) _exit(static_cast<int>(ExitCode::interrupted));
  }
}

}  // namespace caravan::cli
