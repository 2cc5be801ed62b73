#include <algorithm>
#include <ctime>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/csv.hpp"
#include "sim/scenario/document.hpp"
#include "tests/support/paths.hpp"

namespace caravan::scenario {
namespace {

std::string const kFolder = source_folder() + "/tests/faults/bad-input/";

std::string bytes_of(std::string const& path) {
  std::ifstream stream{path, std::ios::binary};
  EXPECT_TRUE(stream) << path;
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

std::string times(std::size_t count, std::string const& text) {
  std::string all;
  all.reserve(count * text.size());
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::string nested(std::size_t levels, std::string const& open, std::string const& inside,
                   std::string const& close) {
  return times(levels, open) + inside + times(levels, close);
}

/// `before`0`after`, `before`1`after`, and so on.
std::string numbered(std::size_t count, std::string const& before, std::string const& after) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += before + std::to_string(i) + after;
  return all;
}

std::string block_map(std::size_t levels) {
  std::string all;
  for (std::size_t i = 0; i < levels; ++i) all += std::string(i, ' ') + "a:\n";
  return all + std::string(levels, ' ') + "b\n";
}

/// The files that are too large to keep, by name.
std::string generated(std::string const& name) {
  using Recipe = std::string (*)();
  static std::map<std::string, Recipe> const recipes{
      {"amp.yaml", [] { return times(50'000, "&a "); }},
      {"bangs.yaml", [] { return times(50'000, "! "); }},
      {"blanklines_10M.yaml", [] { return std::string(10'000'000, '\n') + "a: 1\n"; }},
      {"blockmap_400.yaml", [] { return block_map(400); }},
      {"blockmap_600.yaml", [] { return block_map(600); }},
      {"blockmap_3000.yaml", [] { return block_map(3000); }},
      {"blockseq_5000.yaml", [] { return times(5'000, "- ") + "x\n"; }},
      {"blockseq_50000.yaml", [] { return times(50'000, "- ") + "x\n"; }},
      {"colons.yaml", [] { return std::string(100'000, ':') + "\n"; }},
      {"comments_20MB.yaml", [] { return "# " + std::string(20'000'000, 'c') + "\na: 1\n"; }},
      {"dashes_nl.yaml", [] { return times(100'000, "-\n"); }},
      {"docs_200k.yaml", [] { return times(200'000, "--- a\n"); }},
      {"explicitkey_20000.yaml", [] { return times(20'000, "? ") + "x\n"; }},
      {"flow_nested_pairs.yaml", [] { return "[" + times(20'000, "a: ") + "1]"; }},
      {"flowmap_20000.yaml", [] { return nested(20'000, "{a: ", "1", "}"); }},
      {"flowseq_5000.yaml", [] { return nested(5'000, "[", "", "]"); }},
      {"flowseq_100000.yaml", [] { return nested(100'000, "[", "", "]"); }},
      {"flowseq_1000000.yaml", [] { return nested(1'000'000, "[", "", "]"); }},
      {"flowseq_open_20000.yaml", [] { return times(20'000, "["); }},
      {"flowseq_open_100000.yaml", [] { return times(100'000, "["); }},
      {"keys_5000.yaml", [] { return numbered(5'000, "k", ": 1\n"); }},
      {"keys_10000.yaml", [] { return numbered(10'000, "k", ": 1\n"); }},
      {"keys_20000.yaml", [] { return numbered(20'000, "k", ": 1\n"); }},
      {"keys_40000.yaml", [] { return numbered(40'000, "k", ": 1\n"); }},
      {"laughs_scalar.yaml",
       [] {
         return "a: &a \"" + std::string(1'000, 'x') + "\"\nb: [" + times(199'999, "*a,") + "*a]\n";
       }},
      {"long_flow_1M.yaml", [] { return "[" + times(999'999, "1,") + "1]"; }},
      {"long_plain_20MB.yaml", [] { return "a: " + std::string(20'000'000, 'x') + "\n"; }},
      {"long_scalar_50MB.yaml", [] { return "a: \"" + std::string(50'000'000, 'x') + "\"\n"; }},
      {"many_anchors_200k.yaml", [] { return numbered(200'000, "- &a", " x\n"); }},
      {"many_keys_200k.yaml", [] { return numbered(200'000, "k", ": 1\n"); }},
      {"many_seq_1M.yaml", [] { return times(1'000'000, "- 1\n"); }},
      {"qmarks.yaml", [] { return "{" + std::string(50'000, '?') + "}"; }},
      {"quote_flow_quadratic.yaml", [] { return "{" + times(100'000, "\"a\",") + "}"; }},
      {"tagdirs.yaml",
       [] { return numbered(50'000, "%TAG !e", "! tag:x,2000:\n") + "---\na: 1\n"; }}};
  auto const found = recipes.find(name);
  EXPECT_NE(found, recipes.end()) << name;
  return found == recipes.end() ? std::string{} : found->second();
}

struct Case {
  std::string file;
  bool kept = true;
  std::size_t bytes = 0;
  std::string fault;  ///< `depth, key or syntax`: any of them
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

void PrintTo(Case const& wanted, std::ostream* out) {
  *out << wanted.file;
}

std::vector<Case> cases() {
  Diagnostics diagnostics;
  auto const text = bytes_of(kFolder + "expected.csv");
  auto const table =
      read_csv(std::make_shared<SourceFile const>(SourceFile{"expected.csv", text}), diagnostics);
  std::vector<Case> list;
  if (!table) return list;
  auto const number = [](std::string const& cell) {
    return cell.empty() ? 0U : static_cast<std::uint32_t>(std::stoul(cell));
  };
  for (std::size_t row = 0; row < table->rows(); ++row) {
    auto const cell = [&](std::size_t column) { return table->at(row, column).text; };
    list.push_back(
        {cell(0), cell(1) == "file", number(cell(2)), cell(4), number(cell(5)), number(cell(6))});
  }
  return list;
}

/// `control character` is the code `control-character`; what is sound YAML passes here.
bool is_among(std::string const& code, std::string const& faults) {
  std::string spoken = code.empty() ? "not a scenario" : code;
  std::replace(spoken.begin(), spoken.end(), '-', ' ');
  std::string padded = faults + ",";
  for (std::size_t at = padded.find(" or "); at != std::string::npos; at = padded.find(" or ")) {
    padded.replace(at, 4, ", ");
  }
  padded = ", " + padded;
  return padded.find(", " + spoken + ",") != std::string::npos;
}

class BadInput : public testing::TestWithParam<Case> {};

TEST_P(BadInput, YieldsTheFaultAtItsPlaceInLessThanASecond) {
  Case const& wanted = GetParam();
  std::string text = wanted.kept ? bytes_of(kFolder + wanted.file) : generated(wanted.file);
  ASSERT_EQ(text.size(), wanted.bytes);
  auto const file = std::make_shared<SourceFile const>(SourceFile{wanted.file, std::move(text)});

  Diagnostics diagnostics;
  auto const start = std::clock();  // of the processor: other programs may have it for a while
  auto const node = read_document(file, diagnostics);
  std::string const report = render(diagnostics);
  auto const seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;

  EXPECT_LT(seconds, 1.0);
  EXPECT_EQ(node.has_value(), diagnostics.ok());
  if (node) {
    EXPECT_TRUE(is_among("", wanted.fault)) << "read as sound YAML";
    return;
  }
  bool const found = std::any_of(
      diagnostics.all().begin(), diagnostics.all().end(), [&](Diagnostic const& diagnostic) {
        bool const in_place = diagnostic.code == "size" ||
                              ((wanted.line == 0 || diagnostic.at.line == wanted.line) &&
                               (wanted.column == 0 || diagnostic.at.column == wanted.column));
        return is_among(diagnostic.code, wanted.fault) && in_place;
      });
  EXPECT_TRUE(found) << "wanted " << wanted.fault << " at " << wanted.line << ":" << wanted.column
                     << "\n"
                     << report;
  EXPECT_TRUE(std::all_of(report.begin(), report.end(), [](char c) {
    return c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  })) << "no control character reaches the terminal";
}

INSTANTIATE_TEST_SUITE_P(Files, BadInput, testing::ValuesIn(cases()), [](auto const& tested) {
  return tested.param.file.substr(0, tested.param.file.find('.'));
});

TEST(BadInputList, HasAllItsFiles) {
  EXPECT_EQ(cases().size(), 84U);
}

}  // namespace
}  // namespace caravan::scenario
