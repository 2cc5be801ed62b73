#include "caravan/engine/engine.hpp"

#include <algorithm>
#include <string>

#include "caravan/core/contract.hpp"

#include "engine/endings.hpp"

namespace caravan::engine {

namespace {

constexpr unsigned kSequenceBits = 56;
constexpr std::uint64_t kSequenceMask = (std::uint64_t{1} << kSequenceBits) - 1;

/// A bijection of 56-bit numbers: each step can be undone, so that no two events tie. An odd factor
/// and a fold of the upper half into the lower one are such steps.
[[gnu::noinline]] std::uint64_t shuffle(std::uint64_t sequence, std::uint64_t seed) {
  auto word = (sequence ^ scatter(seed)) & kSequenceMask;
  for (std::uint64_t const factor :
       {0x9e3779b97f4a7c15U, 0xbf58476d1ce4e5b9U, 0x94d049bb133111ebU}) {
    word = (word * factor) & kSequenceMask;
    word ^= word >> (kSequenceBits / 2);
  }
  return word;
}

}  // namespace

void detail::count_step(Running const& running) {
  auto& engine = *running.engine;
  engine.count_step(engine.running_slot().tag);
}

void detail::end_process(Running const& running) noexcept {
  auto& engine = *running.engine;
  try {
    engine.bury(std::exchange(engine.current_, ProcessId::kNone));
  } catch (...) {
    if (!engine.failure_) engine.failure_ = std::current_exception();
  }
}

Engine::Engine(Options options) : options_{options} {
  endings_ = &adopt(std::make_unique<detail::Endings>(*this));
}

Engine::~Engine() {
  close_down();
  for (auto& slot : slots_) {
    if (slot.root) slot.root.destroy();
  }
}

void Engine::close_down() {
  closing_down_ = true;
  // Nobody stands in line any more when the first frame goes: what frames do on their way out must
  // not reach into those that are gone.
  for (auto& slot : slots_) {
    if (auto* const waiter = std::exchange(slot.waiter, nullptr)) {
      waiter->resource->let_go(*waiter);
    }
  }
}

void Engine::adopt_resource(std::unique_ptr<detail::Resource> resource) {
  resource->number_ = static_cast<std::uint32_t>(resources_.size());
  resources_.push_back(std::move(resource));
}

ProcessId Engine::spawn(std::uint64_t tag, Process process, Rank rank) {
  return start(tag, std::move(process), rank, false);
}

ProcessId Engine::spawn_background(std::uint64_t tag, Process process, Rank rank) {
  return start(tag, std::move(process), rank, true);
}

ProcessId Engine::start(std::uint64_t tag, Process process, Rank rank, bool background) {
  auto const root = process.frame_.get();
  expects(root && root.promise().engine() == this, "a process is spawned once, by its own engine");
  expects(!closing_down_, "an engine that closes down starts nothing");
  if (free_slots_.empty()) {
    slots_.emplace_back();
    free_slots_.reserve(slots_.capacity());  // so that ending takes no memory
    free_slots_.push_back(static_cast<std::uint32_t>(slots_.size() - 1));
  }
  auto const number = free_slots_.back();
  auto& slot = slots_[number];
  schedule(now_, rank, EventKind::wake, number, slot.ticket);
  free_slots_.pop_back();
  slot.root = process.frame_.release();
  slot.leaf = slot.root;
  slot.tag = tag;
  slot.background = background;
  ++(background ? background_ : foreground_);
  return id_of(number);
}

ProcessId Engine::current() const {
  return current_ == ProcessId::kNone ? ProcessId{} : id_of(current_);
}

bool Engine::alive(ProcessId process) const {
  return process.slot < slots_.size() && slots_[process.slot].root &&
         slots_[process.slot].generation == process.generation;
}

std::uint64_t Engine::tag_of(ProcessId process) const {
  return alive(process) ? slots_[process.slot].tag : 0;
}

detail::Slot& Engine::running_slot() {
  expects(current_ != ProcessId::kNone, "only a running process waits");
  return slots_[current_];
}

void Engine::stop(ProcessId process) {
  if (!alive(process)) return;
  expects(process.slot != current_, "a process does not stop itself");
  if (auto* const waiter = std::exchange(slots_[process.slot].waiter, nullptr)) {
    waiter->resource->let_go(*waiter);
  }
  finish(process.slot);
}

/// The process is dead for everyone before its frame goes: what the frame gives back may ask.
void Engine::finish(std::uint32_t number) {
  detail::Frame const frame{slots_[number].root};  // goes last, whatever is thrown
  bury(number);
}

/// All but its frame.
void Engine::bury(std::uint32_t number) {
  auto& slot = slots_[number];
  slot.root = nullptr;
  ++slot.ticket;
  ++slot.generation;
  --(slot.background ? background_ : foreground_);
  endings_->announce(slot.joiners);
  free_slots_.push_back(number);
}

/// Of the next event.
std::uint64_t Engine::order_of(Rank rank) {
  auto const sequence = sequence_++;
  auto const place = options_.ties == Ties::fifo ? sequence : shuffle(sequence, options_.tie_seed);
  return (std::uint64_t{static_cast<std::uint8_t>(rank)} << kSequenceBits) | place;
}

void Engine::schedule(SimTime time, Rank rank, EventKind kind, std::uint32_t slot,
                      std::uint64_t ticket) {
  if (closing_down_) return;
  Event const event{time, order_of(rank), ticket, slot, kind};
  bool const pushed = time == now_ ? queue_.try_present(event) : queue_.try_near(event);
  if (!pushed) schedule_far(time, event.order, kind, slot, ticket);
}

/// Apart, and its words one by one in registers: `schedule` stays short for the many that are near.
[[gnu::noinline]] void Engine::schedule_far(SimTime time, std::uint64_t order, EventKind kind,
                                            std::uint32_t slot, std::uint64_t ticket) {
  queue_.push({time, order, ticket, slot, kind});
}

bool Engine::stale(Event const& event) const {
  return event.kind == EventKind::alarm ? event.ticket != resources_[event.slot]->ring_ticket_
                                        : event.ticket != slots_[event.slot].ticket;
}

/// The earliest event that is not stale, if there is one. A dropped event neither moves the clock
/// nor keeps the run alive.
EventQueue::Next Engine::next_event() {
  while (true) {
    if (!queue_.is_near()) [[unlikely]] {
      if (queue_.empty()) return {};
      fetch_next();
    }
    auto const next = queue_.next();
    if (!stale(*next.event)) [[likely]]
      return next;
    queue_.pop(next.place);
  }
}

/// With many processes the next ones lie nowhere near the processor, and to wait for them one by
/// one costs more than all the rest of an event. Asked for together, they come together.
void Engine::fetch_next() {
  queue_.bring_near();
  for (auto const& event : queue_.brought_near()) {
    if (event.kind == EventKind::alarm) continue;
    auto const* const frame = static_cast<std::byte const*>(slots_[event.slot].leaf.address());
    __builtin_prefetch(frame);
    __builtin_prefetch(frame + detail::kCacheLine);
  }
}

/// What a destructor or a stop could not throw.
void Engine::throw_failure() {
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

RunEnd Engine::run_until(SimTime horizon) {
  expects(current_ == ProcessId::kNone && !closing_down_,
          "a run starts neither inside a run nor when all is closing down");
  expects(horizon >= now_, "the clock does not go back");
  search_.found = false;
  search_.circle.clear();
  throw_failure();
  while (true) {
    auto const next = next_event();
    if (next.event == nullptr) break;
    if (next.event->time >= horizon) {
      now_ = horizon;
      return RunEnd::horizon;
    }
    bool const look = options_.interrupt != nullptr && events_ % 1024 == 0;
    if (look && options_.interrupt->load(std::memory_order_relaxed)) return RunEnd::interrupted;
    execute(next);
    throw_failure();
    if (search_.found) return RunEnd::stalled;
  }
  return foreground_ > 0 ? RunEnd::stalled : RunEnd::exhausted;
}

void Engine::rest_until(SimTime time) {
  expects(current_ == ProcessId::kNone, "a rest does not start inside a run");
  auto const* const next = next_event().event;
  expects(next == nullptr || next->time >= time, "nothing happens while the engine rests");
  now_ = std::max(now_, time);
}

void Engine::count(SimTime time, Rank rank, std::uint64_t tag) {
  if (time > now_) steps_at_this_instant_ = 0;
  now_ = time;
  ++events_;
  auto const what = tag * 16 + std::uint64_t{static_cast<std::uint8_t>(rank)};
  order_hash_.absorb(what);
  time_hash_.absorb(what ^ strew(static_cast<std::uint64_t>(time.count())));
  count_step(tag);
}

void Engine::stand_still(std::uint64_t tag) const {
  throw Fault{"the clock stands still at " + std::to_string(now_.count()) +
              " ms: " + std::to_string(options_.most_steps_at_one_instant) +
              " steps at one instant, the last by the process with tag " + std::to_string(tag)};
}

void Engine::execute(EventQueue::Next next) {
  auto const time = next.event->time;
  auto const rank = next.event->rank();
  auto const kind = next.event->kind;
  auto const slot = next.event->slot;
  queue_.pop(next.place);
  if (kind == EventKind::alarm) {
    auto& resource = *resources_[slot];
    count(time, rank, resource.tag_);
    resource.ring_pending_ = false;
    resource.ring();
    return;
  }
  count(time, rank, slots_[slot].tag);
  if (kind == EventKind::timeout) {
    auto& waiter = *slots_[slot].waiter;
    waiter.resource->let_go(waiter);
    waiter.state = detail::WaitState::timed_out;
  }
  resume(slot);
}

/// Runs a process until it waits or ends. Back from a task it goes by this loop rather than by
/// symmetric transfer, which compilers do without optimisation on an ever deeper stack.
void Engine::resume(std::uint32_t number) {
  auto& slot = slots_[number];
  ++slot.ticket;
  slot.waiter = nullptr;
  running_.leaf = slot.leaf;
  while (true) {
    current_ = number;
    running_.halt = detail::Halt::waits;
    running_.leaf.resume();
    if (running_.halt == detail::Halt::over) return;
    current_ = ProcessId::kNone;
    if (running_.halt != detail::Halt::task_over) break;
    count_step(slots_[number].tag);  // a loop over tasks that never wait is found
  }
  slots_[number].leaf = running_.leaf;
  if (running_.halt == detail::Halt::failed) fail(number);
}

/// What the process has thrown leaves the run, and the process is over.
void Engine::fail(std::uint32_t number) {
  auto const failure = slots_[number].root.promise().failure();
  finish(number);
  std::rethrow_exception(failure);
}

void detail::Sleep::await_suspend(std::coroutine_handle<>) const {
  auto const& slot = engine_->running_slot();
  engine_->schedule(time_, rank_, EventKind::wake, engine_->current_, slot.ticket);
}

bool detail::Join::await_ready() const {
  return engine_->endings_->over(process_);
}

void detail::Join::await_suspend(std::coroutine_handle<>) {
  engine_->endings_->wait(*this);
}

}  // namespace caravan::engine
