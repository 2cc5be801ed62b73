// Loaded before the C library (LD_PRELOAD), it makes every clock of the machine jump: each reading
// of the time of day is years from the last, backwards as often as forwards, and the clocks that
// never go back stand still or leap ahead by hours. The program under test knows nothing of it.
#include <atomic>
#include <ctime>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

constexpr long kYear = 365L * 24 * 3600;

long readings() {
  static std::atomic<long> count = 0;
  return count.fetch_add(1);
}

/// Years to add to the true time of day: up to eleven, either way.
long jump() {
  return (readings() * 7 % 23 - 11) * kYear;
}

}  // namespace

// Names and types are those of the C library.
extern "C" {

int clock_gettime(clockid_t clock, timespec* at) noexcept {
  auto const code = static_cast<int>(syscall(SYS_clock_gettime, clock, at));
  if (code != 0) return code;
  bool const of_day = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
  if (of_day) {
    at->tv_sec += jump();
  } else {
    at->tv_sec = readings() / 5 * 10'000;
    at->tv_nsec = 0;
  }
  return 0;
}

int gettimeofday(timeval* at, void*) noexcept {
  timespec exact{};
  clock_gettime(CLOCK_REALTIME, &exact);
  at->tv_sec = exact.tv_sec;
  at->tv_usec = exact.tv_nsec / 1000;
  return 0;
}

std::time_t time(std::time_t* at) noexcept {
  timespec exact{};
  clock_gettime(CLOCK_REALTIME, &exact);
  if (at != nullptr) *at = exact.tv_sec;
  return exact.tv_sec;
}
}
