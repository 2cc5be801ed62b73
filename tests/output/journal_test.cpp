#include "caravan/output/journal.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace caravan::output {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class JournalFile : public testing::Test {
 protected:
  void SetUp() override {
    auto name = (fs::temp_directory_path() / "caravan-journal-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
    path = (folder / "a.journal").string();
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string bytes() const {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  void put(std::string const& text) const { std::ofstream{path, std::ios::binary} << text; }

  fs::path folder;
  std::string path;
};

TEST(Crc32c, is_that_of_the_catalogue) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283U);  // RFC 3720, appendix B.4 gives further ones
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
}

TEST_F(JournalFile, gives_back_what_was_added) {
  {
    Journal journal{path, "key"};
    EXPECT_THAT(journal_entries(path, "key"), IsEmpty());
    journal.add("one");
    journal.add("");
    journal.add(std::string("t\0\n", 3));
  }
  EXPECT_THAT(journal_entries(path, "key"), ElementsAre("one", "", std::string("t\0\n", 3)));
  {
    Journal const again{path, "key"};
  }
  EXPECT_EQ(journal_entries(path, "key").size(), 3U);
}

TEST_F(JournalFile, loses_only_what_was_not_whole_wherever_it_was_cut) {
  {
    Journal journal{path, "key"};
    journal.add("first");
    journal.add("second");
  }
  auto const whole = bytes();
  auto const first = whole.size() - (12 + 6);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    put(whole.substr(0, cut));
    auto const expected = cut == whole.size() ? 2U : cut >= first ? 1U : 0U;
    EXPECT_EQ(journal_entries(path, "key").size(), expected) << cut;
    {
      Journal{path, "key"}.add("third");
    }
    auto const after = journal_entries(path, "key");
    ASSERT_EQ(after.size(), expected + 1) << cut;
    EXPECT_EQ(after.back(), "third") << cut;
  }
}

TEST_F(JournalFile, trusts_no_entry_of_which_a_bit_is_turned_nor_what_follows) {
  {
    Journal journal{path, "key"};
    journal.add("first");
    journal.add("second");
  }
  auto const whole = bytes();
  auto const body = whole.find('\n') + 1;
  for (std::size_t at = body; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto turned = whole;
      turned[at] = static_cast<char>(turned[at] ^ (1 << bit));
      put(turned);
      auto const found = journal_entries(path, "key");
      EXPECT_LT(found.size(), 2U) << at;
      if (!found.empty()) {
        EXPECT_EQ(found.front(), "first");
      }
    }
  }
}

TEST_F(JournalFile, of_another_study_is_refused_and_left_as_it_is) {
  {
    Journal{path, "key"}.add("first");
  }
  auto const before = bytes();
  EXPECT_THROW((Journal{path, "other"}), JournalError);
  EXPECT_THROW((void)journal_entries(path, "kez"), JournalError);
  EXPECT_EQ(bytes(), before);
}

TEST_F(JournalFile, has_one_writer_and_a_lock_that_ends_with_it) {
  auto writer = std::make_optional<Journal>(path, "key");
  writer->add("first");
  try {
    Journal const second{path, "key"};
    FAIL() << "two writers";
  } catch (JournalError const& error) {
    EXPECT_THAT(error.what(), HasSubstr("another process is writing"));
  }
  EXPECT_THAT(journal_entries(path, "key"), ElementsAre("first"));
  writer.reset();
  {
    Journal const next{path, "key"};
  }
  EXPECT_THAT(journal_entries(path, "key"), ElementsAre("first"));
}

TEST_F(JournalFile, says_so_when_it_cannot_write) {
  EXPECT_THROW((Journal{(folder / "absent" / "a.journal").string(), "key"}), JournalError);
  EXPECT_THROW((Journal{"/dev/full", "key"}), JournalError);
}

}  // namespace
}  // namespace caravan::output
