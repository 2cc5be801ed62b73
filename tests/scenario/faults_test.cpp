// Every fault that a scenario can have is shown by one file in tests/faults, with the exact message
// beside it. CARAVAN_UPDATE_GOLDEN=1 writes the messages anew.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
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

std::vector<std::string> fault_codes() {
  std::vector<std::string> codes;
  for (auto const& file : fs::directory_iterator(kRoot / "tests/faults")) {
    if (file.path().extension() == ".yaml") codes.push_back(file.path().stem().string());
  }
  std::sort(codes.begin(), codes.end());
  return codes;
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

class Fault : public testing::TestWithParam<std::string> {};

TEST_P(Fault, IsReportedWithItsCodeAndItsExactMessage) {
  InSourceTree const here;
  std::string const file = "tests/faults/" + GetParam() + ".yaml";
  fs::path const golden = kRoot / "tests/faults" / (GetParam() + ".expected");
  Loaded const loaded = load_scenario(file, options_in(content(file)));
  std::set<std::string> codes;
  for (Diagnostic const& diagnostic : loaded.diagnostics.all()) codes.insert(diagnostic.code);
  EXPECT_TRUE(codes.contains(GetParam())) << testing::PrintToString(codes);
  EXPECT_EQ(loaded.scenario.has_value(), loaded.diagnostics.ok());
  std::string const rendered = render(loaded.diagnostics);
  if (std::getenv("CARAVAN_UPDATE_GOLDEN") != nullptr) {
    std::ofstream{golden, std::ios::binary} << rendered;
  }
  EXPECT_EQ(rendered, content(golden));
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

TEST(FaultCodes, EachIsInTheTableOnce) {
  EXPECT_EQ(known_codes().size(), all_codes().size());
}

TEST(FaultCodes, EachHasAFaultFileOrATestOfItsOwn) {
  // These need large or many files: document_test, files_test and load_test make them.
  std::set<std::string> const elsewhere{"size", "file-depth", "too-many"};
  auto const files = fault_codes();
  std::set<std::string> const shown{files.begin(), files.end()};
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
