#include "caravan/experiment/divergence.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <string_view>
#include <utility>

#include "caravan/experiment/run.hpp"

namespace caravan::experiment {

namespace {

using model::Observation;
using model::Tag;
namespace observed = model::observed;

constexpr std::size_t kStretch = 4096;  ///< observations to a hash
constexpr std::size_t kPast = 3;        ///< observations that are remembered of each

/// What ids stand for, as words that are the same in both runs.
struct Names {
  std::vector<std::uint64_t> places;
  std::vector<std::uint64_t> links;
  std::vector<std::uint64_t> stages;
  std::vector<std::uint64_t> sources;

  Names(scenario::Scenario const& scenario, Table<model::SourceId, model::Source> const& all) {
    for (auto const& place : scenario.network.places()) places.push_back(hash_of(place.name));
    for (auto const& link : scenario.network.links()) links.push_back(hash_of(link.name));
    model::Stages const known{scenario};
    for (auto const& stage : known.all()) stages.push_back(hash_of(stage.name));
    for (auto const& source : all) sources.push_back(source.hash);
  }

  template <class Tag>
  static std::uint64_t of(Id<Tag> id, std::vector<std::uint64_t> const& table) {
    return id.valid() && id.number() < table.size() ? table[id.number()] : 0;
  }
  [[nodiscard]] std::uint64_t of(Tag tag) const {
    if (tag.kind == Tag::Kind::none) return 0;
    auto const own = (std::uint64_t{tag.number} << 32U) | tag.part;
    return scatter(of(tag.source, sources) ^ scatter(own)) ^ static_cast<std::uint64_t>(tag.kind);
  }
};

std::uint64_t word_of(SimTime at) {
  return static_cast<std::uint64_t>(at.since_start().count());
}

/// One observation as words.
class Absorbing {
 public:
  Absorbing(Fingerprint& print, Names const& names) : print_{print}, names_{names} {}

  void operator()(observed::Created const& event) {
    add({names_.of(event.who), word_of(event.at)});
  }
  void operator()(observed::Began const& event) {
    add({names_.of(event.who), Names::of(event.stage, names_.stages),
         Names::of(event.place, names_.places), Names::of(event.link, names_.links),
         word_of(event.at), names_.of(event.holder)});
  }
  void operator()(observed::Reassigned const& event) {
    add({names_.of(event.who), Names::of(event.stage, names_.stages),
         static_cast<std::uint64_t>(event.part.count()), word_of(event.at)});
  }
  void operator()(observed::Boarded const& event) { ride(event); }
  void operator()(observed::Alighted const& event) { ride(event); }
  void operator()(observed::Ended const& event) {
    add({names_.of(event.who), static_cast<std::uint64_t>(event.how), word_of(event.at)});
  }

 private:
  template <class Ride>
  void ride(Ride const& event) {
    add({names_.of(event.unit), names_.of(event.train), word_of(event.at)});
  }
  void add(std::initializer_list<std::uint64_t> words) {
    for (auto const word : words) print_.absorb(word);
  }

  Fingerprint& print_;
  Names const& names_;
};

void absorb(Fingerprint& print, Observation const& observation, Names const& names) {
  print.absorb(std::uint64_t{observation.index()});
  std::visit(Absorbing{print, names}, observation);
}

/// Keeps nothing: a first run tells what the sources are called, and the results.
struct Known {
  Table<model::SourceId, model::Source> sources;
  Fingerprint results;
};

/// Runs a side with one observer that may stop it.
class Playing : public model::Observer {
 public:
  explicit Playing(std::atomic<bool> const* asked) : asked_{asked} {}

  model::RunResult play(Side const& side) {
    auto options = side.options;
    options.observers.push_back(this);
    options.interrupt = &stop_;
    options.progress = [this](SimTime) {
      if (asked_ != nullptr && asked_->load()) stop();
    };
    return model::run(*side.scenario, options);
  }
  void observe(Observation const&) override {}

 protected:
  void stop() { stop_ = true; }

 private:
  std::atomic<bool> const* asked_;
  std::atomic<bool> stop_ = false;
};

/// A running hash, kept after every stretch and at the end.
class Hashing final : public Playing {
 public:
  Hashing(Names names, std::atomic<bool> const* asked) : Playing{asked}, names_{std::move(names)} {}
  void observe(Observation const& observation) override {
    absorb(print_, observation, names_);
    if (++count_ % kStretch == 0) prints_.push_back(print_);
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::vector<Fingerprint> const& prints() const { return prints_; }
  [[nodiscard]] Fingerprint last() const { return print_; }

 private:
  Names names_;
  Fingerprint print_;
  std::uint64_t count_ = 0;
  std::vector<Fingerprint> prints_;
};

/// The observations of one stretch, one hash each.
class Listing final : public Playing {
 public:
  Listing(Names names, std::uint64_t first, std::atomic<bool> const* asked)
      : Playing{asked}, names_{std::move(names)}, first_{first} {}
  void observe(Observation const& observation) override {
    if (count_++ < first_ || prints_.size() == kStretch) return;
    Fingerprint print;
    absorb(print, observation, names_);
    prints_.push_back(print);
    if (prints_.size() == kStretch) stop();
  }
  [[nodiscard]] std::vector<Fingerprint> const& prints() const { return prints_; }

 private:
  Names names_;
  std::uint64_t first_;
  std::uint64_t count_ = 0;
  std::vector<Fingerprint> prints_;
};

/// What everybody did last, up to one observation.
class Remembering final : public Playing {
 public:
  Remembering(std::uint64_t until, std::atomic<bool> const* asked)
      : Playing{asked}, until_{until} {}
  void observe(Observation const& observation) override {
    if (next_) return;
    if (count_++ == until_) {
      next_ = observation;
      stop();
      return;
    }
    for (auto const who : doers(observation)) remember(who, observation);
  }
  [[nodiscard]] Continuation continuation() const {
    Continuation result;
    result.next = next_;
    if (!next_) return result;
    for (auto const who : concerned(*next_)) {
      auto const found = pasts_.find(who.packed());
      result.past.push_back(found == pasts_.end() ? Past{who, {}} : found->second);
    }
    return result;
  }

 private:
  /// Whose past it is: of the holder of something only that he holds.
  static std::vector<Tag> doers(Observation const& observation) {
    if (auto const* const began = std::get_if<observed::Began>(&observation)) return {began->who};
    return concerned(observation);
  }
  void remember(Tag who, Observation const& observation) {
    auto& past = pasts_[who.packed()];
    past.who = who;
    if (past.last.size() == kPast) past.last.erase(past.last.begin());
    past.last.push_back(observation);
  }

  std::uint64_t until_;
  std::uint64_t count_ = 0;
  std::optional<Observation> next_;
  std::map<std::uint64_t, Past> pasts_;  ///< by packed tag
};

/// The first of two lists of hashes that differ; the shorter's length if it is a beginning.
std::size_t first_difference(std::vector<Fingerprint> const& a, std::vector<Fingerprint> const& b) {
  auto const common = std::min(a.size(), b.size());
  std::size_t i = 0;
  while (i < common && a[i] == b[i]) ++i;
  return i;
}

bool interrupted(std::atomic<bool> const* interrupt) {
  return interrupt != nullptr && interrupt->load();
}

Known known(Side const& side, std::atomic<bool> const* interrupt) {
  Playing first{interrupt};
  auto const result = first.play(side);
  return {result.sources, fingerprint_of(result)};
}

}  // namespace

std::vector<Tag> concerned(Observation const& observation) {
  std::vector<Tag> all;
  auto const add = [&](Tag tag) {
    bool const lives =
        tag.kind == Tag::Kind::train || tag.kind == Tag::Kind::unit || tag.kind == Tag::Kind::truck;
    if (lives && std::find(all.begin(), all.end(), tag) == all.end()) all.push_back(tag);
  };
  std::visit(
      [&](auto const& event) {
        if constexpr (requires { event.who; }) add(event.who);
        if constexpr (requires { event.holder; }) add(event.holder);
        if constexpr (requires { event.unit; }) add(event.unit);
        if constexpr (requires { event.train; }) add(event.train);
      },
      observation);
  return all;
}

SimTime time_of(Observation const& observation) {
  return std::visit([](auto const& event) { return event.at; }, observation);
}

std::optional<Divergence> find_divergence(Side const& a, Side const& b,
                                          std::atomic<bool> const* interrupt) {
  auto const known_a = known(a, interrupt);
  auto const known_b = known(b, interrupt);
  Names const names_a{*a.scenario, known_a.sources};
  Names const names_b{*b.scenario, known_b.sources};
  Hashing hashing_a{names_a, interrupt};
  Hashing hashing_b{names_b, interrupt};
  (void)hashing_a.play(a);
  (void)hashing_b.play(b);
  if (interrupted(interrupt)) return std::nullopt;
  Divergence result;
  result.same = hashing_a.count();
  if (hashing_a.count() != hashing_b.count() || hashing_a.last() != hashing_b.last()) {
    result.parted = true;
    auto const first = kStretch * first_difference(hashing_a.prints(), hashing_b.prints());
    Listing listing_a{names_a, first, interrupt};
    Listing listing_b{names_b, first, interrupt};
    (void)listing_a.play(a);
    (void)listing_b.play(b);
    result.same = first + first_difference(listing_a.prints(), listing_b.prints());
    Remembering remembering_a{result.same, interrupt};
    Remembering remembering_b{result.same, interrupt};
    (void)remembering_a.play(a);
    (void)remembering_b.play(b);
    if (interrupted(interrupt)) return std::nullopt;
    result.a = remembering_a.continuation();
    result.b = remembering_b.continuation();
  }
  result.a.sources = known_a.sources;
  result.b.sources = known_b.sources;
  result.a.results = known_a.results;
  result.b.results = known_b.results;
  return result;
}

}  // namespace caravan::experiment
