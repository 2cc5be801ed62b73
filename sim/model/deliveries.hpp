/// What came of the loads: created, delivered, turned away, and how long it took.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/expenses.hpp"
#include "model/world.hpp"

namespace caravan::model {

class Deliveries {
 public:
  explicit Deliveries(World& world) : world_{world} {}
  /// A load has set out; its way is known.
  void created(Load const& load);
  /// Its account is finished and still open.
  void ended(Load const& load, observed::Ended::How how);
  [[nodiscard]] std::vector<RelationResult> results() const;
  [[nodiscard]] std::int64_t created_in_all() const { return created_; }
  [[nodiscard]] std::int64_t delivered_in_all() const { return delivered_; }
  [[nodiscard]] std::int64_t turned_away_in_all() const { return turned_away_; }

 private:
  struct Key {
    scenario::PlaceId from;
    scenario::PlaceId to;
    bool by_truck = false;
    std::string service_class;
    friend auto operator<=>(Key const&, Key const&) = default;
  };
  struct Relation {
    RelationResult result;
    Bill bill;
  };
  [[nodiscard]] Relation& relation_of(Load const& load);
  [[nodiscard]] Relation& named_relation_of(Load const& load);

  World& world_;
  std::map<Key, Relation> relations_;
  std::vector<Relation*> by_way_;  ///< by `Load::way_number`: loads, trucks
  std::int64_t created_ = 0;
  std::int64_t delivered_ = 0;
  std::int64_t turned_away_ = 0;
};

}  // namespace caravan::model
