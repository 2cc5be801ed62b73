/// OCEL 2.0 as it is written: events and objects as they come.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "output/sqlite.hpp"
#include "output/table_sink.hpp"

namespace caravan::output {

enum class OcelType : std::uint8_t {
  load_unit,
  truck,
  train,
  wagon_set,
  locomotive,
  cranes,
  customs_case,
};
/// `load unit`
[[nodiscard]] char const* name_of(OcelType type);
/// Names of its attributes. All are texts.
[[nodiscard]] std::vector<std::string> attributes_of(OcelType type);

struct OcelObject {
  std::string id;
  OcelType type = OcelType::load_unit;
  std::vector<std::string> attributes;  ///< as `attributes_of`
};

/// An object takes part as `qualifier`.
struct OcelPart {
  std::string object;
  std::string_view qualifier;
};

struct OcelEvent {
  std::int64_t number = 0;
  std::string type;
  std::string time;   ///< `2024-03-01 12:00:00`, UTC
  std::string place;  ///< or empty
  std::string link;
  std::vector<OcelPart> parts;
};

class OcelSink {
 public:
  OcelSink() = default;
  OcelSink(OcelSink const&) = delete;
  OcelSink& operator=(OcelSink const&) = delete;
  virtual ~OcelSink() = default;
  /// Each once, before the events and relations that name it.
  virtual void object(OcelObject const& object) = 0;
  virtual void event(OcelEvent const& event) = 0;
  /// Each once.
  virtual void relation(std::string const& source, std::string const& target,
                        std::string_view qualifier) = 0;
  virtual void finish() = 0;
};

/// The relational form.
class OcelDatabase final : public OcelSink {
 public:
  explicit OcelDatabase(std::string const& path);
  void object(OcelObject const& object) override;
  void event(OcelEvent const& event) override;
  void relation(std::string const& source, std::string const& target,
                std::string_view qualifier) override;
  void finish() override;

 private:
  Statement& table_of(std::string const& type);
  std::string table_name(std::string_view type);

  Database database_;
  Statement events_;
  Statement parts_;
  Statement objects_;
  Statement relations_;
  std::map<OcelType, Statement> of_objects_;
  std::map<std::string, Statement, std::less<>> of_events_;  // by type
  std::set<std::string> names_;                              // of tables, in small letters
};

/// The JSON form.
class OcelJson final : public OcelSink {
 public:
  explicit OcelJson(std::string const& path);
  void object(OcelObject const& object) override;
  void event(OcelEvent const& event) override;
  void relation(std::string const& source, std::string const& target,
                std::string_view qualifier) override;
  void finish() override;

 private:
  void write_object(OcelObject const& object);

  GrowingFile file_;
  std::set<std::string> types_;
  std::vector<OcelObject> objects_;
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> relations_;
  bool first_ = true;
};

}  // namespace caravan::output
