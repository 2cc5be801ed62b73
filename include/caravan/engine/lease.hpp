/// What is asked of a server, and the right that is got.
#pragma once

#include <cstdint>
#include <utility>

#include "caravan/core/time.hpp"
#include "caravan/engine/types.hpp"

namespace caravan::engine {

struct Claim {
  int units = 1;
  int stream = 0;                  ///< index into the quotas, or below `streams`
  std::int64_t priority = 0;       ///< higher goes first
  SimTime due = SimTime::never();  ///< earlier goes first
  Duration work{};                 ///< how long the job will take, for `AtClosing::refuse`
};

namespace detail {
class ServerState;
class Acquire;
class Work;
}  // namespace detail

/// The right to some units; empty by default. Giving them back offers them to who waits. A lease is
/// not given back while another process works with it. What goes wrong in its destructor leaves
/// `Engine::run_until`.
class Lease {
 public:
  Lease() = default;
  Lease(Lease&& other) noexcept
      : server_{std::exchange(other.server_, nullptr)}, holding_{other.holding_} {}
  Lease& operator=(Lease&& other) noexcept {
    if (this == &other) return *this;
    if (server_ != nullptr) drop();
    server_ = std::exchange(other.server_, nullptr);
    holding_ = other.holding_;
    return *this;
  }
  ~Lease() {
    if (server_ != nullptr) drop();
  }
  [[nodiscard]] explicit operator bool() const { return server_ != nullptr; }
  [[nodiscard]] int units() const;
  [[nodiscard]] int unit() const;  ///< number of its first unit
  void release();
  /// Who answers for it from now on, in stall reports. At first the process that acquired it.
  void held_by(ProcessId process);

 private:
  void drop() noexcept;
  friend class Server;
  friend class detail::Acquire;
  friend class detail::Work;
  Lease(detail::ServerState& server, std::uint32_t holding) : server_{&server}, holding_{holding} {}
  detail::ServerState* server_ = nullptr;
  std::uint32_t holding_ = 0;
};

}  // namespace caravan::engine
