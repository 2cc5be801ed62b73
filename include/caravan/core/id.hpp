/// Identities and tables.
///
/// Every kind of thing has its own `Id`, a small number that only its own `Table` accepts. Ids are
/// given in the alphabetical order of names, so that the order of entries in a file never matters.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "caravan/core/contract.hpp"

namespace caravan {

/// Number of a thing of kind `Tag` in its table.
template <class Tag>
class Id {
 public:
  using Number = std::uint32_t;
  constexpr Id() = default;
  constexpr explicit Id(std::size_t number) : number_{static_cast<Number>(number)} {}
  static constexpr Id none() { return Id{}; }
  [[nodiscard]] constexpr bool valid() const { return number_ != kNone; }
  [[nodiscard]] constexpr Number number() const { return number_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr Number kNone = std::numeric_limits<Number>::max();
  Number number_ = kNone;
};

/// A vector that is indexed by one kind of id and nothing else.
template <class Key, class Value>
class Table {
 public:
  Table() = default;
  explicit Table(std::size_t size) : rows_(size) {}

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] bool contains(Key id) const { return id.valid() && id.number() < rows_.size(); }
  Key add(Value value) {
    rows_.push_back(std::move(value));
    return Key{rows_.size() - 1};
  }
  [[nodiscard]] Value& operator[](Key id) {
    expects(contains(id), "an id is used with its own table");
    return rows_[id.number()];
  }
  [[nodiscard]] Value const& operator[](Key id) const {
    expects(contains(id), "an id is used with its own table");
    return rows_[id.number()];
  }

  auto begin() { return rows_.begin(); }
  auto end() { return rows_.end(); }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }

  /// The ids in order, for loops that need the id and the row.
  class Ids {
   public:
    class Iterator {
     public:
      explicit Iterator(std::size_t number) : number_{number} {}
      Key operator*() const { return Key{number_}; }
      Iterator& operator++() {
        ++number_;
        return *this;
      }
      bool operator==(Iterator const&) const = default;

     private:
      std::size_t number_;
    };
    explicit Ids(std::size_t size) : size_{size} {}
    [[nodiscard]] Iterator begin() const { return Iterator{0}; }
    [[nodiscard]] Iterator end() const { return Iterator{size_}; }

   private:
    std::size_t size_;
  };
  [[nodiscard]] Ids ids() const { return Ids{rows_.size()}; }

 private:
  std::vector<Value> rows_;
};

}  // namespace caravan
