// Every fault that a scenario can have is shown by one file in tests/faults, with the exact message
// beside it. CARAVAN_UPDATE_GOLDEN=1 writes the messages anew. A file `code.what` has one fault,
// whose place stands in places.csv too, which nothing but a hand writes.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/scenario/load.hpp"

#include "sim/scenario/codes.hpp"
#include "tests/support/paths.hpp"

namespace caravan::scenario {
namespace {

namespace fs = std::filesystem;

fs::path const kRoot{source_folder()};

std::string content(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The names in diagnostics are relative to the source tree.
class InSourceTree {
 public:
  InSourceTree() : before_{fs::current_path()} { fs::current_path(kRoot); }
  ~InSourceTree() { fs::current_path(before_); }
  InSourceTree(InSourceTree const&) = delete;
  InSourceTree& operator=(InSourceTree const&) = delete;

 private:
  fs::path before_;
};

std::vector<std::string> fault_files() {
  std::vector<std::string> names;
  for (auto const& file : fs::directory_iterator(kRoot / "tests/faults")) {
    if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// `number.comma` shows the code `number`.
std::string code_of(std::string const& name) {
  return name.substr(0, name.find('.'));
}

std::vector<std::string> fault_codes() {
  std::set<std::string> codes;
  for (std::string const& name : fault_files()) codes.insert(code_of(name));
  return {codes.begin(), codes.end()};
}

/// Where the one fault of a file is, as `file:line:column`; worked out by hand in places.csv.
std::map<std::string, std::string> const& places() {
  static auto const kPlaces = [] {
    std::map<std::string, std::string> list;
    std::istringstream rows{content(kRoot / "tests/faults/places.csv")};
    std::string row;
    std::getline(rows, row);
    while (std::getline(rows, row)) {
      std::vector<std::string> cells(1);
      for (char const c : row) {
        if (c == ',') {
          cells.emplace_back();
        } else {
          cells.back() += c;
        }
      }
      std::string place = "tests/faults/" + (cells[1].empty() ? cells[0] + ".yaml" : cells[1]);
      if (!cells[2].empty()) place += ":" + cells[2];
      if (!cells[3].empty()) place += ":" + cells[3];
      list[cells[0]] = place;
    }
    return list;
  }();
  return kPlaces;
}

/// A file may state `--set` flags in its first line: `# flags: clock.run=3 d`.
LoadOptions options_in(std::string const& text) {
  LoadOptions options;
  std::string const head = "# flags: ";
  if (text.starts_with(head)) {
    options.set.push_back(text.substr(head.size(), text.find('\n') - head.size()));
  }
  return options;
}

void expect_message(std::string const& name) {
  SCOPED_TRACE(name);
  std::string const file = "tests/faults/" + name + ".yaml";
  fs::path const golden = kRoot / "tests/faults" / (name + ".expected");
  Loaded const loaded = load_scenario(file, options_in(content(file)));
  std::set<std::string> codes;
  for (Diagnostic const& diagnostic : loaded.diagnostics.all()) codes.insert(diagnostic.code);
  EXPECT_TRUE(codes.contains(code_of(name))) << testing::PrintToString(codes);
  EXPECT_EQ(loaded.scenario.has_value(), loaded.diagnostics.ok());
  std::string const rendered = render(loaded.diagnostics);
  if (std::getenv("CARAVAN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{golden, std::ios::binary} << rendered;
  }
  EXPECT_EQ(rendered, content(golden));
}

class Fault : public testing::TestWithParam<std::string> {};

TEST_P(Fault, IsReportedWithItsCodeAndItsExactMessage) {
  InSourceTree const here;
  for (std::string const& name : fault_files()) {
    if (code_of(name) == GetParam()) expect_message(name);
  }
}

std::string test_name(testing::TestParamInfo<std::string> const& fault) {
  std::string name = fault.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Each, Fault, testing::ValuesIn(fault_codes()), test_name);

std::set<std::string> known_codes() {
  std::set<std::string> codes;
  for (CodeText const& code : all_codes()) codes.insert(std::string{code.code});
  return codes;
}

TEST(FaultFiles, AreAtLeastThreeHundred) {
  EXPECT_GE(fault_files().size(), 300U);
}

TEST(FaultFiles, OfOneFaultHaveItAtThePlaceThatIsWrittenDown) {
  InSourceTree const here;
  for (std::string const& name : fault_files()) {
    if (name == code_of(name)) continue;  // shows several faults of its code
    SCOPED_TRACE(name);
    std::string const file = "tests/faults/" + name + ".yaml";
    Loaded const loaded = load_scenario(file, options_in(content(file)));
    auto const& found = loaded.diagnostics.all();
    EXPECT_EQ(found.size(), 1U) << render(loaded.diagnostics);
    if (found.empty()) continue;
    EXPECT_EQ(found.front().code, code_of(name));
    auto const place = places().find(name);
    EXPECT_EQ(found.front().at.text(), place == places().end() ? "nowhere" : place->second);
  }
}

TEST(FaultFiles, ThatAreWrittenDownAreThere) {
  auto const files = fault_files();
  EXPECT_GT(places().size(), 300U);
  for (auto const& [name, place] : places()) {
    EXPECT_TRUE(std::binary_search(files.begin(), files.end(), name)) << name;
  }
}

TEST(FaultCodes, EachIsInTheTableOnce) {
  EXPECT_EQ(known_codes().size(), all_codes().size());
}

TEST(FaultCodes, EachHasAFaultFileOrATestOfItsOwn) {
  // These need large or many files: document_test, files_test and load_test make them.
  std::set<std::string> const elsewhere{"size", "file-depth", "too-many"};
  auto const codes = fault_codes();
  std::set<std::string> const shown{codes.begin(), codes.end()};
  for (std::string const& code : known_codes()) {
    EXPECT_TRUE(shown.contains(code) || elsewhere.contains(code)) << code;
  }
  for (std::string const& code : shown) EXPECT_TRUE(known_codes().contains(code)) << code;
}

TEST(FaultCodes, EachThatTheSourcesReportIsInTheTable) {
  std::regex const report{"(?:error|warning)\\(\\s*\"([a-z-]+)\""};
  std::size_t found = 0;
  for (auto const& file : fs::directory_iterator(kRoot / "sim/scenario")) {
    std::string const text = content(file.path());
    for (std::sregex_iterator match{text.begin(), text.end(), report}, end; match != end; ++match) {
      EXPECT_TRUE(known_codes().contains((*match)[1])) << (*match)[1] << " in " << file.path();
      ++found;
    }
  }
  EXPECT_GT(found, 50U);
}

}  // namespace
}  // namespace caravan::scenario
