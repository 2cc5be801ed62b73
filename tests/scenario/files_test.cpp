#include "sim/scenario/files.hpp"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "sim/scenario/document.hpp"

namespace caravan::scenario {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Files : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path{testing::TempDir()} /
            ("files-" + std::string{testing::UnitTest::GetInstance()->current_test_info()->name()});
    fs::remove_all(root_);
    fs::create_directories(root_ / "scenario" / "data");
    write("secret.yaml", "a: 1\n");
    write("scenario/top.yaml", "a: 1\n");
    write("scenario/data/base.yaml", "b: 2\n");
    write("scenario/data/x.csv", "dwell h\n1\n");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(std::string const& name, std::string const& text) const {
    std::ofstream{root_ / name, std::ios::binary} << text;
  }
  [[nodiscard]] std::string path(std::string const& name) const { return (root_ / name).string(); }
  /// The code of the last diagnostic.
  [[nodiscard]] std::string code() const {
    return diagnostics_.all().empty() ? "" : diagnostics_.all().back().code;
  }
  /// Opens the top file and gives a mark in it.
  Mark top(FileReader& files) {
    SourceRef const file = files.read_top(path("scenario/top.yaml"), diagnostics_);
    EXPECT_TRUE(file);
    return Mark{file, 1, 1, 1};
  }

  fs::path root_;
  Diagnostics diagnostics_;
};

TEST_F(Files, ReadTheTopFileFromAnywhereUnderTheNameItWasGiven) {
  FileReader files;
  SourceRef const file = files.read_top(path("scenario/top.yaml"), diagnostics_);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->name, path("scenario/top.yaml"));
  EXPECT_EQ(file->text, "a: 1\n");
}

TEST_F(Files, StripAByteOrderMarkSoThatQuotedLinesAreRight) {
  write("scenario/bom.yaml",
        "\xEF\xBB\xBF"
        "a: 1\n");
  FileReader files;
  EXPECT_EQ(files.read_top(path("scenario/bom.yaml"), diagnostics_)->text, "a: 1\n");
}

TEST_F(Files, SayWhatIsWrongWithATopFileThatCannotBeRead) {
  FileReader files;
  EXPECT_FALSE(files.read_top(path("scenario/tob.yaml"), diagnostics_));
  EXPECT_EQ(code(), "file-not-found");
  EXPECT_EQ(diagnostics_.all().back().help, "did you mean `top.yaml`?");
  EXPECT_FALSE(files.read_top(path("scenario"), diagnostics_));
  EXPECT_EQ(code(), "file-kind");
  EXPECT_FALSE(files.read_top(path("nowhere/top.yaml"), diagnostics_));
  EXPECT_EQ(code(), "file-not-found");
  EXPECT_FALSE(files.read_top("", diagnostics_));
}

TEST_F(Files, NeverOpenADeviceOrAPipe) {
  FileReader files;
  EXPECT_FALSE(files.read_top("/dev/zero", diagnostics_));
  EXPECT_EQ(code(), "file-kind");
  ASSERT_EQ(mkfifo(path("scenario/pipe.yaml").c_str(), 0600), 0);
  Mark const here = top(files);
  EXPECT_FALSE(files.read_yaml("pipe.yaml", here, diagnostics_));
  EXPECT_EQ(code(), "file-kind");
  EXPECT_FALSE(files.read_table("pipe.yaml", here, diagnostics_));
  EXPECT_EQ(code(), "file-kind");
}

TEST_F(Files, LookBesideTheFileThatNamesThem) {
  write("scenario/data/other.yaml", "c: 3\n");
  FileReader files;
  SourceRef const base = files.read_yaml("data/base.yaml", top(files), diagnostics_);
  ASSERT_TRUE(base) << render(diagnostics_);
  EXPECT_EQ(base->name, path("scenario/data/base.yaml"));
  SourceRef const other = files.read_yaml("other.yaml", Mark{base, 1, 1, 1}, diagnostics_);
  ASSERT_TRUE(other) << render(diagnostics_);
  EXPECT_EQ(other->text, "c: 3\n");
  SourceRef const up = files.read_yaml("../top.yaml", Mark{other, 1, 1, 1}, diagnostics_);
  EXPECT_FALSE(up) << "the top file names base, which names other, which names the top file";
  EXPECT_EQ(code(), "file-circle");
}

TEST_F(Files, OutsideTheFolderAreNotOpenedWhetherTheyExistOrNot) {
  FileReader files;
  Mark const here = top(files);
  for (std::string const name :
       {"../secret.yaml", "data/../../secret.yaml", "../nothing.yaml", "/etc/passwd",
        "../../../../../../../../etc/passwd", "", "../scenario-2/x.yaml"}) {
    EXPECT_FALSE(files.read_yaml(name, here, diagnostics_)) << name;
    EXPECT_EQ(code(), "file-outside") << name;
  }
  EXPECT_EQ(files.files().size(), 1U);
}

TEST_F(Files, AreFollowedThroughLinksBeforeTheFolderIsChecked) {
  fs::create_symlink(root_ / "secret.yaml", root_ / "scenario" / "link.yaml");
  fs::create_directory_symlink(root_, root_ / "scenario" / "up");
  fs::create_symlink("data/base.yaml", root_ / "scenario" / "fine.yaml");
  fs::create_symlink("loop.yaml", root_ / "scenario" / "loop.yaml");
  FileReader files;
  Mark const here = top(files);
  EXPECT_FALSE(files.read_yaml("link.yaml", here, diagnostics_));
  EXPECT_EQ(code(), "file-outside");
  EXPECT_FALSE(files.read_yaml("up/secret.yaml", here, diagnostics_));
  EXPECT_EQ(code(), "file-outside");
  EXPECT_FALSE(files.read_yaml("loop.yaml", here, diagnostics_));
  EXPECT_EQ(code(), "file-not-found");
  EXPECT_TRUE(files.read_yaml("fine.yaml", here, diagnostics_));
}

TEST_F(Files, ThatNameThemselvesAreACircleWithItsChain) {
  FileReader files;
  Mark const here = top(files);
  EXPECT_FALSE(files.read_yaml("top.yaml", here, diagnostics_));
  EXPECT_EQ(code(), "file-circle");
  SourceRef const base = files.read_yaml("data/base.yaml", here, diagnostics_);
  EXPECT_FALSE(files.read_yaml("../top.yaml", Mark{base, 1, 1, 1}, diagnostics_));
  EXPECT_THAT(diagnostics_.all().back().text,
              HasSubstr("top.yaml -> " + path("scenario/data/base.yaml") + " -> "));
}

TEST_F(Files, ExtendOneAnotherAtMost16Deep) {
  FileReader files;
  Mark here = top(files);
  for (std::size_t i = 1; i <= kMaxFileDepth; ++i) {
    std::string const name = "f" + std::to_string(i) + ".yaml";
    write("scenario/" + name, "a: 1\n");
    SourceRef const file = files.read_yaml(name, here, diagnostics_);
    if (i < kMaxFileDepth) {
      ASSERT_TRUE(file) << i << render(diagnostics_);
      here.file = file;
    } else {
      EXPECT_FALSE(file);
      EXPECT_EQ(code(), "file-depth");
    }
  }
}

TEST_F(Files, AreRefusedAboveTheirSize) {
  write("scenario/large.yaml", "a: " + std::string(kMaxYamlBytes, 'x'));
  FileReader files;
  EXPECT_FALSE(files.read_yaml("large.yaml", top(files), diagnostics_));
  EXPECT_EQ(code(), "size");
}

TEST_F(Files, AreReadOnceWhenTheyAreTables) {
  FileReader files;
  Mark const here = top(files);
  auto const first = files.read_table("data/x.csv", here, diagnostics_);
  auto const second = files.read_table("data/../data/x.csv", here, diagnostics_);
  ASSERT_TRUE(first) << render(diagnostics_);
  EXPECT_EQ(first, second);
  EXPECT_EQ(files.files().size(), 2U);
  write("scenario/data/bad.csv", "a,b\n1\n");
  EXPECT_FALSE(files.read_table("data/bad.csv", here, diagnostics_));
  EXPECT_FALSE(files.read_table("data/bad.csv", here, diagnostics_));
  EXPECT_EQ(diagnostics_.errors(), 1U) << "faults of a table are reported once";
}

TEST_F(Files, OfAScenarioGivenAsTextAreLookedForInTheGivenFolder) {
  FileReader files{root_ / "scenario"};
  auto const text = std::make_shared<SourceFile const>(SourceFile{"text", "a: 1\n"});
  EXPECT_TRUE(files.read_table("data/x.csv", Mark{text, 1, 1, 1}, diagnostics_));
  EXPECT_FALSE(files.read_table("../secret.yaml", Mark{text, 1, 1, 1}, diagnostics_));
  EXPECT_EQ(code(), "file-outside");
}

}  // namespace
}  // namespace caravan::scenario
