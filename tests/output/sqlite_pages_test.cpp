// Pages that are written by hand, read by SQLite itself.
#include "output/sqlite_pages.hpp"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caravan/core/contract.hpp"
#include "caravan/output/run_database.hpp"

#include "output/sqlite.hpp"

namespace caravan::output {
namespace {

namespace fs = std::filesystem;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A database with the empty tables `one` and `two`, of a key and two values.
class Pages : public testing::Test {
 protected:
  void SetUp() override {
    auto of = (fs::temp_directory_path() / "caravan-pages-XXXXXX").string();
    ASSERT_NE(mkdtemp(of.data()), nullptr);
    folder = of;
    path = (folder / "file.sqlite").string();
    Database database{path, Database::Mode::create};
    for (auto const* const table : {"one", "two"}) {
      database.run("CREATE TABLE " + std::string{table} + " (k INTEGER PRIMARY KEY, a, b)");
    }
    database.run("COMMIT");
    database.close();
  }
  void TearDown() override { fs::remove_all(folder); }

  std::vector<std::string> select(std::string const& sql) const {
    Database const database{path, Database::Mode::read};
    Statement rows{database, sql};
    std::vector<std::string> all;
    while (rows.step()) all.push_back(rows.text(0));
    return all;
  }
  template <class A, class B>
  static void add(TablePages& table, std::int64_t key, A a, B b) {
    Record record;
    record.add_null();
    record.add(a);
    record.add(b);
    table.add(key, record);
  }

  fs::path folder;
  std::string path;
};

// Each width of a number from both sides, as SQLite itself stores and reads them.
TEST_F(Pages, hold_numbers_of_every_width) {
  std::vector<std::int64_t> numbers{0, 1, 2, -1};
  for (unsigned bits = 7; bits < 63; ++bits) {
    auto const power = std::int64_t{1} << bits;
    for (auto const near : {power - 1, power, -power, -power - 1}) numbers.push_back(near);
  }
  numbers.push_back(std::numeric_limits<std::int64_t>::max());
  numbers.push_back(std::numeric_limits<std::int64_t>::min());
  PageFile file{path};
  TablePages table{file, "one"};
  std::int64_t key = 0;
  for (auto const number : numbers) add(table, ++key, number, static_cast<double>(number));
  table.finish();
  file.close();
  EXPECT_THAT(select("PRAGMA integrity_check"), ElementsAre("ok"));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_THAT(select("SELECT a FROM one WHERE k = " + std::to_string(i + 1)),
                ElementsAre(std::to_string(numbers[i])));
  }
  EXPECT_THAT(select("SELECT typeof(b) FROM one GROUP BY 1"), ElementsAre("real"));
}

// SQLite reads such a number as NULL however it is kept, so the bytes are looked at.
TEST_F(Pages, know_what_is_not_a_number) {
  auto const bytes_of = [](auto const& fill) {
    Record record;
    fill(record);
    std::string bytes;
    record.write_to(bytes);
    return bytes;
  };
  EXPECT_EQ(bytes_of([](Record& r) { r.add(std::numeric_limits<double>::quiet_NaN()); }),
            bytes_of([](Record& r) { r.add_null(); }));
  PageFile file{path};
  TablePages table{file, "one"};
  add(table, 1, std::numeric_limits<double>::quiet_NaN(), 0.1);
  table.finish();
  file.close();
  EXPECT_THAT(select("SELECT typeof(a) || ' ' || b FROM one"), ElementsAre("null 0.1"));
}

// Around each size at which a text moves into pages of its own, and what stays in the leaf changes:
// with pages of 8192 bytes, X = 8157 and M = 998.
TEST_F(Pages, hold_texts_of_every_length) {
  std::vector<std::size_t> lengths{0, 1, 57, 58, 59, 8185};
  for (std::size_t length = 8135; length < 8165; ++length) lengths.push_back(length);
  for (std::size_t length = 9160; length < 9200; ++length) lengths.push_back(length);
  for (std::size_t length = 16'330; length < 16'390; ++length) lengths.push_back(length);
  lengths.push_back(100'000);
  PageFile file{path};
  TablePages one{file, "one"};
  TablePages two{file, "two"};  // both grow at the same time
  std::int64_t key = 0;
  std::size_t sum = 0;
  for (auto const length : lengths) {
    ++key;
    std::string text(length, 'x');
    if (!text.empty()) text.back() = '$';
    add(one, key, std::string_view{text}, static_cast<std::int64_t>(length));
    add(two, key, key, std::string_view{text});
    sum += length;
  }
  one.finish();
  two.finish();
  file.close();
  EXPECT_THAT(select("PRAGMA integrity_check"), ElementsAre("ok"));
  EXPECT_THAT(select("SELECT count(*) FROM one WHERE length(a) = b AND (b = 0 OR a LIKE '%x$' OR b "
                     "= 1)"),
              ElementsAre(std::to_string(lengths.size())));
  EXPECT_THAT(select("SELECT sum(length(b)) FROM two"), ElementsAre(std::to_string(sum)));
  EXPECT_THAT(select("SELECT count(*) FROM one JOIN two USING (k) WHERE one.a = two.b"),
              ElementsAre(std::to_string(lengths.size())));
}

// None, one, a leaf, two leaves, and numbers that fill one, two and three levels above the leaves.
TEST_F(Pages, hold_any_number_of_rows) {
  for (std::int64_t const count : {0, 1, 500, 1000, 20'000, 1'500'000}) {
    TearDown();
    SetUp();
    PageFile file{path};
    TablePages table{file, "two"};
    for (std::int64_t key = 1; key <= count; ++key) add(table, 3 * key, key % 7, key);
    table.finish();
    file.close();
    EXPECT_THAT(select("PRAGMA integrity_check"), ElementsAre("ok")) << count;
    EXPECT_THAT(select("SELECT count(*) FROM two WHERE k = 3 * b AND a = b % 7"),
                ElementsAre(std::to_string(count)));
    EXPECT_THAT(select("SELECT ifnull(max(k), 0) FROM two"),
                ElementsAre(std::to_string(3 * count)));
    for (std::int64_t const key : {count / 3, count / 2, count}) {
      if (key == 0) continue;
      EXPECT_THAT(select("SELECT b FROM two WHERE k = " + std::to_string(3 * key)),
                  ElementsAre(std::to_string(key)));
    }
  }
}

// SQLite can go on where the pages end.
TEST_F(Pages, are_pages_that_sqlite_adds_to) {
  {
    PageFile file{path};
    TablePages table{file, "one"};
    for (std::int64_t key = 1; key <= 5000; ++key) add(table, key, key, key);
    table.finish();
    file.close();
  }
  Database database{path, Database::Mode::change};
  database.run("INSERT INTO one(a) SELECT a FROM one; DELETE FROM one WHERE k % 3 = 0; COMMIT");
  database.close();
  EXPECT_THAT(select("PRAGMA integrity_check"), ElementsAre("ok"));
  EXPECT_THAT(select("SELECT count(*) FROM one"), ElementsAre("6667"));
}

// A file that is empty up to a page before 1 GiB: in the next page SQLite keeps its locks. The
// table lies on both sides of it.
TEST_F(Pages, leave_out_the_page_of_locks) {
  constexpr std::size_t kPage = 8192;
  EXPECT_EQ(lock_page(4096), 262'145U);
  auto const lock = lock_page(kPage);
  EXPECT_EQ(lock, 131'073U);
  fs::resize_file(path, std::uint64_t{lock - 2} * kPage);
  {
    std::fstream header{path, std::ios::binary | std::ios::in | std::ios::out};
    header.seekp(28);  // how many pages there are
    for (unsigned const shift : {24U, 16U, 8U, 0U}) {
      header.put(static_cast<char>((lock - 2) >> shift & 0xffU));
    }
  }
  PageFile file{path};
  EXPECT_EQ(file.next(), lock - 1);
  EXPECT_EQ(file.after_next(), lock + 1);
  TablePages table{file, "one"};
  for (std::int64_t key = 1; key <= 5000; ++key) add(table, key, key, key);
  table.finish();
  file.close();
  EXPECT_THAT(select("SELECT count(*) || ' ' || sum(a) FROM one"), ElementsAre("5000 12502500"));
  // All that there is to say of it: nobody uses the pages before.
  EXPECT_THAT(select("PRAGMA integrity_check"), Each(HasSubstr("never used")));
}

TEST_F(Pages, come_in_order) {
  PageFile file{path};
  TablePages table{file, "one"};
  add(table, 5, std::int64_t{1}, std::int64_t{1});
  EXPECT_THROW(add(table, 5, std::int64_t{1}, std::int64_t{1}), Fault);
  EXPECT_THROW(add(table, -1, std::int64_t{1}, std::int64_t{1}), Fault);
  EXPECT_THROW((TablePages{file, "three"}), Fault);
}

}  // namespace
}  // namespace caravan::output
