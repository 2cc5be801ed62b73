#include "caravan/engine/server.hpp"

#include <memory>
#include <utility>

#include "caravan/core/contract.hpp"

#include "engine/server_state.hpp"

namespace caravan::engine {

void Lease::drop() noexcept {
  auto* const server = server_;
  try {
    release();
  } catch (...) {
    server->lose(std::current_exception());
  }
}

void Lease::release() {
  if (auto* const server = std::exchange(server_, nullptr)) server->release(holding_);
}

int Lease::units() const {
  return server_ == nullptr ? 0 : server_->units_of(holding_);
}

int Lease::unit() const {
  expects(server_ != nullptr, "an empty lease has no unit");
  return server_->unit_of(holding_);
}

void Lease::held_by(ProcessId process) {
  expects(server_ != nullptr, "an empty lease has no holder");
  server_->set_holder(holding_, process);
}

namespace detail {

bool Acquire::await_ready() {
  holding_ = server_->take_now(claim_);
  if (holding_ == ServerState::kNone) return false;
  state = WaitState::granted;
  return true;
}

void Acquire::await_suspend(std::coroutine_handle<>) {
  server_->enqueue(*this);
}

Lease Acquire::await_resume() {
  return state == WaitState::granted ? Lease{*server_, holding_} : Lease{};
}

void Work::await_suspend(std::coroutine_handle<>) {
  server_->begin_work(*this);
}

void Work::await_resume() {
  server_->end_work(*this);
}

void BusyFor::await_suspend(std::coroutine_handle<>) {
  server_->begin_busy_wait(*this);
}

void BusyFor::await_resume() {
  server_->end_busy_wait(*this);
}

}  // namespace detail

Server::Server(Engine& engine, Options options)
    : state_{&engine.adopt(std::make_unique<detail::ServerState>(engine, std::move(options)))} {}

Lease Server::try_acquire(Claim claim) {
  auto const holding = state_->take_now(claim);
  return holding == detail::ServerState::kNone ? Lease{} : Lease{*state_, holding};
}

bool Server::can_finish(Duration work) const {
  return state_->can_finish(work);
}
int Server::capacity() const {
  return state_->capacity();
}
void Server::set_capacity(int capacity) {
  state_->set_capacity(capacity);
}
int Server::free() const {
  return state_->available();
}
int Server::in_use() const {
  return state_->in_use();
}
int Server::waiting() const {
  return state_->waiting();
}
bool Server::open() const {
  return state_->open();
}
ProcessId Server::first_holder() const {
  return state_->first_holder();
}
std::string const& Server::name() const {
  return state_->name();
}
void Server::fail(int unit) {
  state_->fail(unit);
}
void Server::repair(int unit) {
  state_->repair(unit);
}

detail::BusyFor Server::busy_for(int unit, Duration duration, Rank rank) {
  return {*state_, unit, duration, rank};
}

ServerTime Server::times() const {
  return state_->times();
}
Spread const& Server::waits() const {
  return state_->waits();
}
void Server::forget_waits() {
  state_->forget_waits();
}

}  // namespace caravan::engine
