#include "caravan/experiment/sweep.hpp"

#include <map>
#include <mutex>
#include <utility>

#include "caravan/core/contract.hpp"

namespace caravan::experiment {

namespace {

using Shared = std::shared_ptr<scenario::Scenario const>;

/// Scenarios of the points that are worked on; each is let go after its last run.
class Loaded {
 public:
  Loaded(std::vector<Job> const& jobs, LoadPoint const& load) : load_{load} {
    for (auto const& job : jobs) ++left_[job.point];
  }

  Shared get(std::size_t point) {
    {
      std::scoped_lock const lock{mutex_};
      if (auto const found = scenarios_.find(point); found != scenarios_.end()) {
        return found->second;
      }
    }
    auto scenario = load_(point);
    std::scoped_lock const lock{mutex_};
    return scenarios_.try_emplace(point, std::move(scenario)).first->second;
  }

  void done(std::size_t point) {
    std::scoped_lock const lock{mutex_};
    if (--left_[point] == 0) scenarios_.erase(point);
  }

 private:
  LoadPoint const& load_;
  std::mutex mutex_;
  std::map<std::size_t, Shared> scenarios_;
  std::map<std::size_t, std::size_t> left_;
};

std::string named(std::size_t point) {
  return " at point " + std::to_string(point + 1);
}

}  // namespace

bool make(std::vector<Job> const& jobs, LoadPoint const& load, ReplicateOptions const& options,
          KeepMade const& keep) {
  Loaded loaded{jobs, load};
  std::mutex keeping;
  std::vector<char> whole(jobs.size(), 0);
  auto const work = [&](std::size_t i) {
    auto const& job = jobs[i];
    auto const scenario = loaded.get(job.point);
    auto record = [&] {
      try {
        return record_of(*scenario, options.run(job.replication));
      } catch (Fault const& fault) {
        throw Fault{std::string{fault.what()} + named(job.point)};
      }
    }();
    loaded.done(job.point);
    if (record.end == model::End::interrupted) return;
    auto results = record.results.text();
    record.results = {};
    Made const made{job, std::move(results), std::move(record)};
    std::scoped_lock const lock{keeping};
    keep(made);
    whole[i] = 1;
  };
  std::size_t all = 0;
  options.farm.run(jobs.size(), work, [&](std::size_t i) {
    if (whole[i] != 0) ++all;
    return true;
  });
  return all == jobs.size();
}

}  // namespace caravan::experiment
