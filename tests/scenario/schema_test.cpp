// The language describes itself: every text comes from the declarations that read it.
#include "caravan/scenario/schema.hpp"

#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/document.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/tree.hpp"
#include "tests/support/paths.hpp"

namespace caravan::scenario {
namespace {

using testing::HasSubstr;

void visit(RecordText const& record, std::vector<std::pair<std::string, FieldText>>& fields) {
  for (FieldText const& field : record.fields) {
    fields.emplace_back(record.name, field);
    if (field.inside) visit(*field.inside, fields);
  }
}
std::vector<std::pair<std::string, FieldText>> every_field() {
  std::vector<std::pair<std::string, FieldText>> fields;
  visit(*scenario_type().inside, fields);
  return fields;
}

TEST(Schema, EveryKeyHasASentenceAnExampleAndATypeName) {
  auto const fields = every_field();
  EXPECT_GT(fields.size(), 100U);
  for (auto const& [record, field] : fields) {
    EXPECT_FALSE(field.says.empty()) << record << "." << field.key;
    EXPECT_FALSE(field.example.empty()) << record << "." << field.key;
    ASSERT_FALSE(field.sentence.empty()) << record << "." << field.key;
    EXPECT_EQ(field.sentence.back(), '.') << record << "." << field.key;
    EXPECT_FALSE(field.json.empty()) << record << "." << field.key;
  }
}

TEST(Schema, EveryExampleAndEveryDefaultIsYaml) {
  for (auto const& [record, field] : every_field()) {
    for (std::string const& yaml : {field.example, field.fallback}) {
      if (yaml.empty()) continue;
      Diagnostics diagnostics;
      auto const file = std::make_shared<SourceFile const>(SourceFile{field.key, yaml});
      EXPECT_TRUE(read_value(file, diagnostics)) << record << "." << field.key << ": " << yaml;
    }
  }
}

/// Reads the examples of all fields of a record as one value of it.
template <class T>
void read_examples(Type<T> const& type, std::vector<std::string> const& without) {
  std::string yaml;
  for (FieldText const& field : type.inside->fields) {
    if (std::find(without.begin(), without.end(), field.key) != without.end()) continue;
    yaml += field.key + ": " + field.example + "\n";
  }
  Diagnostics diagnostics;
  auto const file = std::make_shared<SourceFile const>(SourceFile{type.inside->name, yaml});
  auto const node = read_value(file, diagnostics);
  ASSERT_TRUE(node) << render(diagnostics);
  FileReader files;
  Reader reader{files, diagnostics};
  EXPECT_TRUE(type.read(*node, reader)) << render(diagnostics);
  EXPECT_TRUE(diagnostics.ok()) << render(diagnostics);
}

TEST(Schema, EveryExampleIsAValueOfItsKey) {
  read_examples(place_type(), {});
  read_examples(link_type(), {});
  read_examples(consist_type(), {});
  read_examples(terminal_type(), {});
  read_examples(activity_type(), {});
  read_examples(service_type(), {});
  read_examples(flow_type(), {});
  read_examples(calendar_type(), {});
  read_examples(closure_type(), {});
  read_examples(breakdowns_type(), {});
  read_examples(costs_type(), {});
  read_examples(replication_type(), {});
  read_examples(emissions_type(), {});
  read_examples(energy_type(), {});
  read_examples(scenario_type(), {});
}

TEST(Schema, ExplainFindsKeysWithAndWithoutTheIdOfAThing) {
  std::string const text = explain("terminals.cranes").value_or("");
  EXPECT_THAT(text, HasSubstr("How many cranes."));
  EXPECT_THAT(text, HasSubstr("default 1"));
  EXPECT_THAT(explain("terminals.khorgos-dry-port.cranes").value_or(""),
              HasSubstr("How many cranes."));
  EXPECT_THAT(explain("terminals.dry-port.form.oldest").value_or(""), HasSubstr("24 h"));
  EXPECT_THAT(explain("places.khorgos.tracks.1435 mm.length").value_or(""),
              HasSubstr("Usable length"));
  EXPECT_THAT(explain("calendar").value_or(""), HasSubstr("mon-fri: 08:00-20:00"));
  EXPECT_THAT(explain("activities.customs.time").value_or(""), HasSubstr("lognormal"));
  EXPECT_THAT(explain("distributions").value_or(""), HasSubstr("{exponential: 9 d}"));
  EXPECT_THAT(explain("").value_or(""), HasSubstr("closures"));
  EXPECT_FALSE(explain("terminals.crane.x.y"));
  EXPECT_EQ(nearest_key("terminals.crane"), "terminals.cranes");
}

TEST(Schema, AllKeysAreListedForCompletion) {
  auto const keys = all_keys();
  EXPECT_THAT(keys, testing::Contains("clock.warm-up"));
  EXPECT_THAT(keys, testing::Contains("terminals.X.breakdowns.up"));
  EXPECT_THAT(keys, testing::Contains("places.X.tracks.X.length"));
}

TEST(Schema, TheJsonSchemaIsJsonWithEveryKey) {
  std::string const json = json_schema();
  Diagnostics diagnostics;
  auto const file = std::make_shared<SourceFile const>(SourceFile{"schema.json", json});
  auto const tree = read_document(file, diagnostics);  // JSON is YAML
  ASSERT_TRUE(tree) << render(diagnostics);
  Node const* const definitions = tree->find("definitions");
  ASSERT_NE(definitions, nullptr);
  for (auto const& [record, field] : every_field()) {
    Node const* const owner = record == "scenario" ? &*tree : definitions->find(record);
    ASSERT_NE(owner, nullptr) << record;
    Node const* const property = owner->find("properties")->find(field.key);
    ASSERT_NE(property, nullptr) << record << "." << field.key;
    EXPECT_NE(property->find("description"), nullptr) << record << "." << field.key;
  }
}

/// The schema of a key, e.g. `link`, `length`, as read back from the text.
Node property(std::string const& record, std::string const& key) {
  Diagnostics diagnostics;
  auto const file = std::make_shared<SourceFile const>(SourceFile{"schema.json", json_schema()});
  auto const tree = read_document(file, diagnostics);
  return *tree->find("definitions")->find(record)->find("properties")->find(key);
}

TEST(Schema, AQuantityHasAPatternOfItsUnitsAndAnExampleThatFitsIt) {
  Node const length = property("link", "length");
  std::regex const pattern{length.find("pattern")->text};
  for (auto const* const good : {"365 km", "0.5 m", "1e3 km", "365km"}) {
    EXPECT_TRUE(std::regex_match(good, pattern)) << good;
  }
  for (auto const* const bad : {"365", "365 kmh", "010 km", ".5 km", "365 h", "km", "365 km "}) {
    EXPECT_FALSE(std::regex_match(bad, pattern)) << bad;
  }
  EXPECT_EQ(length.find("examples")->items.front().text, "365 km");
  EXPECT_EQ(property("link", "speed").find("patternErrorMessage")->text,
            "a speed is a number and its unit: km/h, m/s, km/d");
}

TEST(Schema, TheWordTrueIsABooleanToAnEditor) {
  Node const constant = *property("link", "road").find("const");
  EXPECT_EQ(constant.text, "true");
  EXPECT_FALSE(constant.quoted);
}

TEST(Schema, EveryExampleThatIsAQuantityFitsThePatternOfItsKey) {
  std::size_t checked = 0;
  for (auto const& [record, field] : every_field()) {
    if (!field.json.starts_with(R"({"type": "string", "pattern": )")) continue;
    Node const schema = property(record, field.key);
    EXPECT_TRUE(std::regex_search(field.example, std::regex{schema.find("pattern")->text}))
        << record << "." << field.key << ": " << field.example;
    ++checked;
  }
  EXPECT_GT(checked, 20U);
}

void compare(std::string const& name, std::string const& text) {
  std::string const path = source_folder() + "/docs/reference/" + name;
  if (std::getenv("CARAVAN_UPDATE_GOLDEN") != nullptr)
    std::ofstream{path, std::ios::binary} << text;
  std::ifstream in{path, std::ios::binary};
  std::ostringstream checked_in;
  checked_in << in.rdbuf();
  EXPECT_TRUE(checked_in.str() == text)
      << name << " is not what the declarations say; CARAVAN_UPDATE_GOLDEN=1 writes it anew";
}

TEST(Schema, TheReferencePagesThatAreCheckedInAreUpToDate) {
  compare("scenario.md", reference_markdown());
  compare("caravan-1.schema.json", json_schema());
  compare("diagnostics.md", diagnostics_markdown());
}

TEST(Tree, ATextThatYamlWouldReadOtherwiseIsQuoted) {
  Diagnostics diagnostics;
  std::string const yaml =
      "a: \"[x]\"\nb: \"12\"\nc: 20:00\nd: [a b, \"c, d\"]\ne: \"\"\nf: \"x: y #z\"\ng: -5\n";
  auto const file = std::make_shared<SourceFile const>(SourceFile{"a.yaml", yaml});
  auto const tree = read_document(file, diagnostics);
  ASSERT_TRUE(tree);
  EXPECT_EQ(yaml_of(*tree), yaml);
}

}  // namespace
}  // namespace caravan::scenario
