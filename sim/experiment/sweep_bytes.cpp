// Runs as bytes: numbers of 8 bytes, least byte first; texts and lists after their length.

#include <bit>
#include <limits>

#include "caravan/experiment/sweep.hpp"

namespace caravan::experiment {

namespace {

class Packer {
 public:
  void number(std::uint64_t value) {
    for (int byte = 0; byte < 8; ++byte) {
      bytes_ += static_cast<char>(static_cast<unsigned char>(value >> (8 * byte)));
    }
  }
  void real(double value) { number(std::bit_cast<std::uint64_t>(value)); }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what a `Packer` wrote; once something is missing, everything else is too.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_{bytes} {}

  std::uint64_t number() {
    constexpr std::size_t kBytes = 8;
    auto const part = take(kBytes);
    std::uint64_t value = 0;
    for (std::size_t i = part.size(); i > 0; --i) {
      value = value << 8U | static_cast<unsigned char>(part[i - 1]);
    }
    return value;
  }
  /// At most `greatest`.
  std::uint64_t number(std::uint64_t greatest) {
    auto const value = number();
    sound_ = sound_ && value <= greatest;
    return sound_ ? value : 0;
  }
  double real() { return std::bit_cast<double>(number()); }
  std::string text() { return std::string{take(length())}; }
  /// Of a list or text: each item takes at least a byte.
  std::size_t length() { return static_cast<std::size_t>(number(bytes_.size())); }
  [[nodiscard]] bool whole() const { return sound_ && bytes_.empty(); }

 private:
  std::string_view take(std::size_t count) {
    if (!sound_ || count > bytes_.size()) {
      sound_ = false;
      return {};
    }
    auto const part = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return part;
  }

  std::string_view bytes_;
  bool sound_ = true;
};

Measured measured_of(Unpacker& from) {
  Measured measured;
  measured.measure.name = from.text();
  measured.measure.unit = from.text();
  measured.measure.better = static_cast<Measure::Better>(from.number(2));
  measured.measure.of_queue = from.number(1) == 1;
  measured.value = from.real();
  return measured;
}

}  // namespace

std::string bytes_of(Made const& made) {
  Packer to;
  auto const& record = made.record;
  to.number(made.job.point);
  to.number(made.job.replication);
  to.text(made.results);
  to.number(record.seed);
  to.number(static_cast<std::uint64_t>(record.end));
  to.number(record.events);
  to.number(record.broken.size());
  for (auto const& book : record.broken) to.text(book);
  to.number(record.growing.size());
  for (auto const& queue : record.growing) {
    to.text(queue.resource);
    to.real(queue.per_week);
  }
  to.number(record.measured.size());
  for (auto const& [measure, value] : record.measured) {
    to.text(measure.name);
    to.text(measure.unit);
    to.number(static_cast<std::uint64_t>(measure.better));
    to.number(measure.of_queue ? 1 : 0);
    to.real(value);
  }
  return to.take();
}

std::optional<Made> made_of(std::string_view bytes) {
  Unpacker from{bytes};
  Made made;
  auto& record = made.record;
  made.job.point = from.number();
  made.job.replication =
      static_cast<std::uint32_t>(from.number(std::numeric_limits<std::uint32_t>::max()));
  record.replication = made.job.replication;
  made.results = from.text();
  record.seed = from.number();
  record.end =
      static_cast<model::End>(from.number(static_cast<std::uint64_t>(model::End::interrupted)));
  record.events = from.number();
  for (auto left = from.length(); left > 0; --left) record.broken.push_back(from.text());
  for (auto left = from.length(); left > 0; --left) {
    auto resource = from.text();
    double const per_week = from.real();
    record.growing.push_back({std::move(resource), per_week});
  }
  for (auto left = from.length(); left > 0; --left) record.measured.push_back(measured_of(from));
  if (!from.whole()) return std::nullopt;
  return made;
}

}  // namespace caravan::experiment
