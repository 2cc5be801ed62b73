#include "sim/scenario/values.hpp"

#include <clocale>
#include <cmath>
#include <locale>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/scenario/document.hpp"
#include "sim/scenario/files.hpp"
#include "sim/scenario/values_dates.hpp"
#include "tests/support/paths.hpp"

namespace caravan::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Node node_of(std::string text) {
  Diagnostics diagnostics;
  auto node = read_value(
      std::make_shared<SourceFile const>(SourceFile{"test.yaml", std::move(text)}), diagnostics);
  EXPECT_TRUE(node) << render(diagnostics);
  return node ? *node : Node{};
}

/// What a reader says about a text: `code: text | help`, or empty if nothing.
template <class Read>
std::string says(std::string text, Read read) {
  Diagnostics diagnostics;
  bool const has_value = read(node_of(std::move(text)), diagnostics).has_value();
  EXPECT_EQ(has_value, diagnostics.ok());
  if (diagnostics.all().empty()) return {};
  EXPECT_EQ(diagnostics.errors(), 1U) << render(diagnostics);
  Diagnostic const& first = diagnostics.all()[0];
  return first.code + ": " + first.text + " | " + first.help;
}

double quantity(std::string text, Dimension dimension) {
  Diagnostics diagnostics;
  auto const value = read_quantity(node_of(std::move(text)), dimension, Range{-1e300}, diagnostics);
  EXPECT_TRUE(value) << render(diagnostics);
  return value.value_or(std::nan(""));
}

std::string quantity_fault(std::string text, Dimension dimension, Range range = {}) {
  return says(std::move(text), [&](Node const& node, Diagnostics& d) {
    return read_quantity(node, dimension, range, d);
  });
}

std::string count_fault(std::string text) {
  return says(std::move(text),
              [](Node const& node, Diagnostics& d) { return read_count(node, 0, 1000, d); });
}

TEST(Numbers, AreReadExactlyInOneGrammar) {
  EXPECT_EQ(parse_number("0"), 0.0);
  EXPECT_EQ(parse_number("12"), 12.0);
  EXPECT_EQ(parse_number("-3.5"), -3.5);
  EXPECT_EQ(parse_number("0.1"), 0.1);
  EXPECT_EQ(parse_number("1e3"), 1000.0);
  EXPECT_EQ(parse_number("1.5E-3"), 0.0015);
  EXPECT_EQ(parse_number("1e+22"), 1e22);
}

TEST(Numbers, OfOtherSpellingsAreRefused) {
  for (std::string_view const text :
       {"",    "-",    "+1",    ".5",    "5.",       "1e",     "1e+",    "010",      "00",
        "-01", "0x1F", "0o17",  "0b101", "1_000",    "1,5",    "nan",    ".nan",     "NaN",
        "inf", ".inf", "-.inf", "+.inf", "1e400",    "-1e400", "1e-400", "12:30:45", "NO",
        "1 2", " 1",   "1 ",    "1\n",   "\xD9\xA1", "1e5.0",  "--1"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(Numbers, AreWrittenAsTheyAreRead) {
  for (double const value : {0.0, 12.0, 0.1, -3.5, 1e22, 1.0 / 3, 123456789.125, 5e-324}) {
    EXPECT_EQ(parse_number(number_text(value)), value);
  }
  EXPECT_EQ(number_text(12), "12");
  EXPECT_EQ(number_text(0.5), "0.5");
}

TEST(Numbers, DoNotDependOnTheLocale) {
  struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  std::locale const before = std::locale::global(std::locale{std::locale::classic(), new Comma});
  std::setlocale(LC_ALL, "de_DE.UTF-8");
  EXPECT_EQ(parse_number("1234.5"), 1234.5);
  EXPECT_EQ(parse_number("1,5"), std::nullopt);
  EXPECT_EQ(number_text(1234.5), "1234.5");
  EXPECT_EQ(node_of("a: 1234.5").find("a")->text, "1234.5");
  std::locale::global(before);
  std::setlocale(LC_ALL, "C");
}

TEST(Numbers, InTheTrapsFileAreEachRefusedAtTheirPlace) {
  std::string const path = source_folder() + "/tests/faults/bad-input/nan.yaml";
  Diagnostics diagnostics;
  FileReader files;
  auto const top = read_document(files.read_top(path, diagnostics), diagnostics);
  ASSERT_TRUE(top);
  EXPECT_EQ(top->entries.size(), 16U);
  for (Entry const& entry : top->entries) {
    Diagnostics as_number;
    EXPECT_EQ(read_number(entry.value, Range{-1e308}, as_number), std::nullopt) << entry.value.text;
    ASSERT_EQ(as_number.errors(), 1U);
    EXPECT_EQ(as_number.all()[0].at.line, entry.key_mark.line);
    EXPECT_EQ(as_number.all()[0].at.column, entry.value.mark.column);
    Diagnostics as_count;
    EXPECT_EQ(read_count(entry.value, 0, 1'000'000, as_count), std::nullopt) << entry.value.text;
    Diagnostics as_duration;
    EXPECT_EQ(read_duration(entry.value, {}, as_duration), std::nullopt) << entry.value.text;
    EXPECT_EQ(as_duration.errors(), 1U);
  }
}

TEST(Numbers, ThatAreRefusedComeWithAMend) {
  EXPECT_EQ(count_fault("010"),
            "number: `010` is not a number | a number does not begin with 0; write `10`");
  EXPECT_EQ(count_fault("1,5"), "number: `1,5` is not a number | write the decimal point as `.`");
  EXPECT_EQ(count_fault("+4"), "number: `+4` is not a number | leave out the `+`");
  EXPECT_EQ(count_fault(".5"),
            "number: `.5` is not a number | write a digit before the point: `0.5`");
  EXPECT_EQ(count_fault("1e999"),
            "number: `1e999` is not a number | the number is too large or too small to be held");
  EXPECT_EQ(count_fault("many"),
            "number: `many` is not a number | write a plain decimal number such as `12` or `0.5`");
  EXPECT_EQ(count_fault("\"4\""),
            "value: a number is wanted here, not a quoted text | remove the quotes");
  EXPECT_EQ(count_fault("4 h"), "unit: a plain number is wanted here, without a unit | write `4`");
  EXPECT_EQ(count_fault("2.5"),
            "number: `2.5` is not a whole number | things are counted in whole numbers");
  EXPECT_EQ(count_fault("-1"), "range: `-1` is out of range | it must be at least 0");
  EXPECT_EQ(count_fault("1001"), "range: `1001` is out of range | it must be at most 1000");
  EXPECT_EQ(count_fault("[1]"),
            "value: a number is wanted here, not a list | "
            "write a single value behind the key");
  EXPECT_EQ(count_fault("1e3"), "");
}

TEST(Quantities, AreReadInEveryUnitOfTheirDimension) {
  EXPECT_EQ(quantity("250 ms", Dimension::duration), 250);
  EXPECT_EQ(quantity("2 s", Dimension::duration), 2'000);
  EXPECT_EQ(quantity("3 min", Dimension::duration), 180'000);
  EXPECT_EQ(quantity("8 h", Dimension::duration), 28'800'000);
  EXPECT_EQ(quantity("2 d", Dimension::duration), 172'800'000);
  EXPECT_EQ(quantity("1 wk", Dimension::duration), 604'800'000);
  EXPECT_EQ(quantity("850 m", Dimension::length), 850);
  EXPECT_EQ(quantity("4600 km", Dimension::length), 4'600'000);
  EXPECT_EQ(quantity("36 km/h", Dimension::speed), 10);
  EXPECT_EQ(quantity("12.5 m/s", Dimension::speed), 12.5);
  EXPECT_EQ(quantity("864 km/d", Dimension::speed), 10);
  EXPECT_EQ(quantity("0.3 m/s²", Dimension::acceleration), 0.3);
  EXPECT_EQ(quantity("0.3 m/s2", Dimension::acceleration), 0.3);
  EXPECT_EQ(quantity("1435 mm", Dimension::track_gauge), 1435);
  EXPECT_EQ(quantity("18 TEU", Dimension::load), 18);
  EXPECT_EQ(quantity("55 FEU", Dimension::load), 110);
  EXPECT_EQ(quantity("1 /min", Dimension::rate), 1 / 6e4);
  EXPECT_EQ(quantity("22 /h", Dimension::rate), 22 / 3.6e6);
  EXPECT_EQ(quantity("13 /d", Dimension::rate), 13 / 8.64e7);
  EXPECT_EQ(quantity("7 /wk", Dimension::rate), 7 / 6.048e8);
  EXPECT_EQ(quantity("2 t", Dimension::mass), 2000);
  EXPECT_EQ(quantity("5 kg", Dimension::mass), 5);
  EXPECT_EQ(quantity("5 %", Dimension::factor), 0.05);
  EXPECT_EQ(quantity("1.2", Dimension::factor), 1.2);
  EXPECT_EQ(quantity("3", Dimension::count), 3);
}

TEST(Quantities, HaveATestOfEachUnit) {
  std::size_t units = 0;
  for (Dimension const dimension :
       {Dimension::count, Dimension::factor, Dimension::duration, Dimension::length,
        Dimension::speed, Dimension::track_gauge, Dimension::load, Dimension::rate, Dimension::mass,
        Dimension::acceleration}) {
    units += units_of(dimension).size();
    for (std::string const& unit : units_of(dimension)) EXPECT_TRUE(is_unit(unit));
  }
  EXPECT_EQ(units, 23U) << "the test above names each";
}

TEST(Quantities, NeedNoBlankBeforeTheUnit) {
  EXPECT_EQ(quantity("20/d", Dimension::rate), 20 / 8.64e7);
  EXPECT_EQ(quantity("5%", Dimension::factor), 0.05);
  EXPECT_EQ(quantity("8h", Dimension::duration), 28'800'000);
  EXPECT_EQ(quantity("1e3 km", Dimension::length), 1e6);
  EXPECT_EQ(quantity("8   h", Dimension::duration), 28'800'000);
}

TEST(Quantities, WithoutUnitAreRefusedWithAProposal) {
  EXPECT_EQ(quantity_fault("55", Dimension::speed),
            "unit: a speed needs a unit | got `55`; did you mean `55 km/h`?");
  EXPECT_EQ(quantity_fault("0.3", Dimension::acceleration),
            "unit: an acceleration needs a unit | got `0.3`; did you mean `0.3 m/s²`?");
  EXPECT_EQ(quantity_fault("8", Dimension::duration),
            "unit: a duration needs a unit | got `8`; did you mean `8 h`?");
  EXPECT_EQ(quantity_fault("1435", Dimension::track_gauge),
            "unit: a track gauge needs a unit | got `1435`; did you mean `1435 mm`?");
}

TEST(Quantities, WithTheWrongUnitAreRefusedWithTheRightOnes) {
  EXPECT_EQ(quantity_fault("8 hours", Dimension::duration),
            "unit: `hours` is not a unit of duration | did you mean `8 h`?");
  EXPECT_EQ(quantity_fault("55 kmh", Dimension::speed),
            "unit: `kmh` is not a unit of speed | did you mean `55 km/h`?");
  EXPECT_EQ(quantity_fault("2 teu", Dimension::load),
            "unit: `teu` is not a unit of load | did you mean `2 TEU`?");
  EXPECT_EQ(quantity_fault("8 km", Dimension::speed),
            "unit: `km` is not a unit of speed | a speed is given in `km/h`, `m/s` or `km/d`");
  EXPECT_EQ(quantity_fault("3 h", Dimension::count), "unit: a count has no unit | write `3`");
  EXPECT_THAT(quantity_fault("8 parsecs", Dimension::length), HasSubstr("in `km` or `m`"));
}

TEST(Quantities, ThatAreNoNumbersAreRefused) {
  for (std::string const text :
       {"0x1F km", "010 km", "12:30", "1_000 km", "1,5 km", ".nan", "km", "-"}) {
    EXPECT_THAT(quantity_fault(text == "-" ? "'-'" : text, Dimension::length),
                testing::AnyOf(testing::StartsWith("number: "), testing::StartsWith("value: ")))
        << text;
  }
}

TEST(Quantities, KeepTheirRangeAndSayItInTheUnitOfTheAuthor) {
  EXPECT_EQ(quantity_fault("0 km/h", Dimension::speed, kPositive),
            "range: `0 km/h` is out of range | it must be greater than 0 km/h");
  EXPECT_EQ(quantity_fault("-1 h", Dimension::duration),
            "range: `-1 h` is out of range | it must be at least 0 h");
  EXPECT_EQ(quantity_fault("90 min", Dimension::duration, Range{0, 3'600'000}),
            "range: `90 min` is out of range | it must be at most 60 min");
  EXPECT_THAT(quantity_fault("1e300 d", Dimension::duration), HasSubstr("at most 365250 d"));
  EXPECT_THAT(quantity_fault("1e307 km", Dimension::length), HasSubstr("out of range"));
}

TEST(Quantities, ThatMustBeWholeAreRefusedOtherwise) {
  auto const whole = [](Node const& node, Diagnostics& d) {
    return read_whole_quantity(node, Dimension::track_gauge, kPositive, d);
  };
  EXPECT_EQ(says("1520 mm", whole), "");
  EXPECT_EQ(
      says("1520.5 mm", whole),
      "number: `1520.5 mm` is not a whole number | a track gauge is given in whole numbers here");
}

TEST(Shares, AreFractionsOrPercent) {
  Diagnostics diagnostics;
  EXPECT_EQ(read_share(node_of("0.05"), diagnostics), 0.05);
  EXPECT_EQ(read_share(node_of("5 %"), diagnostics), 0.05);
  EXPECT_EQ(read_share(node_of("100%"), diagnostics), 1.0);
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_share(node, d); });
  };
  EXPECT_EQ(fault("5"), "range: `5` is not a share | did you mean `5 %`?");
  EXPECT_THAT(fault("-0.1"), HasSubstr("between 0 and 1"));
  EXPECT_THAT(fault("101 %"), HasSubstr("between 0 and 1"));
}

TEST(Booleans, AreTrueOrFalseAndNothingElse) {
  Diagnostics diagnostics;
  EXPECT_EQ(read_boolean(node_of("true"), diagnostics), true);
  EXPECT_EQ(read_boolean(node_of("false"), diagnostics), false);
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_boolean(node, d); });
  };
  for (std::string const yes : {"yes", "on", "True", "TRUE", "y", "1"}) {
    EXPECT_THAT(fault(yes), HasSubstr("boolean: `" + yes +
                                      "` is neither `true` nor `false` | did you mean `true`?"));
  }
  for (std::string const no : {"no", "NO", "off", "False", "0"}) {
    EXPECT_THAT(fault(no), HasSubstr("did you mean `false`?"));
  }
  EXPECT_THAT(fault("perhaps"), HasSubstr("write `true` or `false`"));
}

TEST(Texts, MayBeQuotedButNotMissing) {
  Diagnostics diagnostics;
  EXPECT_EQ(read_text(node_of("\"12\""), diagnostics), "12");
  EXPECT_EQ(read_text(node_of("\"\""), diagnostics), "");
  Node const top = node_of("a:\n");
  EXPECT_EQ(read_text(*top.find("a"), diagnostics), std::nullopt);
  EXPECT_EQ(diagnostics.all().at(0).code, "value");
  EXPECT_THAT(diagnostics.all()[0].text, HasSubstr("missing"));
}

TEST(Dates, AreYearMonthDay) {
  Diagnostics diagnostics;
  EXPECT_EQ(read_date(node_of("2026-03-02"), diagnostics), (LocalDate{2026, 3, 2}));
  EXPECT_EQ(read_date(node_of("2024-02-29"), diagnostics), (LocalDate{2024, 2, 29}));
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_date(node, d); });
  };
  EXPECT_EQ(fault("2026-02-29"), "date: `2026-02-29` is not a date | the calendar has no such day");
  EXPECT_EQ(fault("2026-13-01"), "date: `2026-13-01` is not a date | the calendar has no such day");
  EXPECT_EQ(fault("1969-12-31"),
            "date: `1969-12-31` is not a date | dates go from 1970-01-01 to 2200-12-31");
  for (std::string const text :
       {"2026-3-2", "02.03.2026", "2026/03/02", "2026-03", "20260302", "today"}) {
    EXPECT_THAT(fault(text), HasSubstr("write year, month and day: `2026-03-02`")) << text;
  }
}

TEST(Dates, CountDaysAndWeekdaysAsTheCalendarDoes) {
  EXPECT_EQ(day_number({1970, 1, 1}), 0);
  EXPECT_EQ(day_number({2000, 3, 1}), 11'017);
  EXPECT_EQ(weekday_of_day(0), 3U) << "1970-01-01 was a Thursday";
  EXPECT_EQ(weekday_of_day(day_number({2026, 3, 2})), 0U) << "2026-03-02 is a Monday";
  for (std::int64_t day = -400; day < 80'000; day += 37) {
    EXPECT_EQ(day_number(date_of_day(day)), day);
  }
}

TEST(Dates, WithTimeOfDayGoToTheSecond) {
  Diagnostics diagnostics;
  EXPECT_EQ(read_date_time(node_of("2026-03-02 00:00"), diagnostics),
            (LocalDateTime{{2026, 3, 2}, 0}));
  auto const late = read_date_time(node_of("2026-03-02 23:59:30"), diagnostics);
  EXPECT_EQ(late, (LocalDateTime{{2026, 3, 2}, 86'370'000}));
  EXPECT_EQ(date_time_text(*late), "2026-03-02 23:59:30");
  EXPECT_EQ(date_time_text({{2026, 3, 2}, 29'100'000}), "2026-03-02 08:05");
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_date_time(node, d); });
  };
  EXPECT_EQ(fault("2026-03-02"),
            "date: `2026-03-02` is not a date and time | did you mean `2026-03-02 00:00`?");
  EXPECT_THAT(fault("2026-02-30 10:00"), HasSubstr("no such day"));
  for (std::string const text :
       {"2026-03-02 24:00", "2026-03-02 8:00", "2026-03-02T08:00", "2026-03-02 08:60",
        "2026-03-02 08:00:60", "2026-03-02 08:00 ", "2026-03-02 08:00Z", "08:00"}) {
    EXPECT_THAT(fault("'" + text + "'"), HasSubstr("write date and time of day")) << text;
  }
}

TEST(Dates, MakeSpans) {
  Diagnostics diagnostics;
  EXPECT_EQ(read_date_span(node_of("2026-03-02"), diagnostics),
            (DateSpan{{2026, 3, 2}, {2026, 3, 2}}));
  EXPECT_EQ(read_date_span(node_of("2026-02-16..2026-02-23"), diagnostics),
            (DateSpan{{2026, 2, 16}, {2026, 2, 23}}));
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_date_span(node, d); });
  };
  EXPECT_THAT(fault("2026-03-02..2026-03-01"), HasSubstr("ends before it begins"));
  EXPECT_THAT(fault("2026-03-02..2026-02-30"), HasSubstr("`2026-02-30` is not a date"));
  EXPECT_THAT(fault("2026-03-02.."), HasSubstr("is not a date"));
}

TEST(Weekdays, AreDailySingleOrRanges) {
  auto const days = [](std::string_view text) {
    auto const found = parse_weekdays(text);
    std::string list;
    for (std::size_t i = 0; found && i < 7; ++i) list += (*found)[i] ? '1' : '.';
    return list;
  };
  EXPECT_EQ(days("daily"), "1111111");
  EXPECT_EQ(days("mon"), "1......");
  EXPECT_EQ(days("mon-fri"), "11111..");
  EXPECT_EQ(days("mon wed fri"), "1.1.1..");
  EXPECT_EQ(days("mon-thu sat"), "1111.1.");
  EXPECT_EQ(days("fri-mon"), "1...111");
  for (std::string_view const wrong :
       {"", "monday", "Mon", "mon-", "-fri", "mon,tue", "everyday", "mon xyz"}) {
    EXPECT_EQ(days(wrong), "") << wrong;
  }
}

TEST(DayHours, AreRangesOfTheClock) {
  Diagnostics diagnostics;
  EXPECT_THAT(*read_day_hours(node_of("08:00-20:00"), diagnostics),
              ElementsAre(DayHours{480, 1200}));
  EXPECT_THAT(*read_day_hours(node_of("22:00-06:00"), diagnostics),
              ElementsAre(DayHours{1320, 1800}));
  EXPECT_THAT(*read_day_hours(node_of("00:00-24:00"), diagnostics), ElementsAre(DayHours{0, 1440}));
  EXPECT_THAT(*read_day_hours(node_of("[08:00-12:00, 13:00-17:30]"), diagnostics),
              ElementsAre(DayHours{480, 720}, DayHours{780, 1050}));
  EXPECT_THAT(*read_day_hours(node_of("always"), diagnostics), ElementsAre(DayHours{0, 1440}));
  EXPECT_THAT(*read_day_hours(node_of("closed"), diagnostics), ElementsAre());
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_day_hours(node, d); });
  };
  for (std::string const wrong :
       {"8:00-20:00", "08:00", "08:00-25:00", "24:00-08:00", "08:00 - 20:00", "08:00-"}) {
    EXPECT_THAT(fault(wrong), HasSubstr("time: `" + wrong + "` is not a range of hours")) << wrong;
  }
  EXPECT_THAT(fault("08:00-08:00"), HasSubstr("has no length"));
  EXPECT_THAT(fault("[08:00-12:00, noon]"), HasSubstr("`noon`"));
}

TEST(WeeklyTimes, AreDaysAtATime) {
  Diagnostics diagnostics;
  auto const daily = read_weekly_time(node_of("daily at 20:00"), diagnostics);
  EXPECT_EQ(daily, (WeeklyTime{{true, true, true, true, true, true, true}, 1200}));
  auto const some = read_weekly_time(node_of("mon wed fri at 04:30"), diagnostics);
  EXPECT_EQ(some, (WeeklyTime{{true, false, true, false, true, false, false}, 270}));
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_weekly_time(node, d); });
  };
  EXPECT_THAT(fault("funday at 20:00"), HasSubstr("`funday` are no days"));
  EXPECT_THAT(fault("daily at 24:00"), HasSubstr("`24:00` is no time of day"));
  EXPECT_THAT(fault("daily at 8:00"), HasSubstr("`8:00` is no time of day"));
  EXPECT_THAT(fault("daily"), HasSubstr("is not a weekly time"));
}

TEST(Coordinates, AreDegreesWithTheirLetters) {
  Diagnostics diagnostics;
  auto const khorgos = read_coordinates(node_of("44.21N 80.42E"), diagnostics);
  ASSERT_TRUE(khorgos);
  EXPECT_EQ(khorgos->latitude, 44.21);
  EXPECT_EQ(khorgos->longitude, 80.42);
  auto const south_west = read_coordinates(node_of("33.9S 18.4W"), diagnostics);
  EXPECT_EQ(south_west->latitude, -33.9);
  EXPECT_EQ(south_west->longitude, -18.4);
  auto const fault = [](std::string text) {
    return says(std::move(text),
                [](Node const& node, Diagnostics& d) { return read_coordinates(node, d); });
  };
  for (std::string const wrong :
       {"44.21 80.42", "80.42E 44.21N", "91N 0E", "0N 181E", "-44N 80E", "44N", "44N 80E 1"}) {
    EXPECT_THAT(fault(wrong), HasSubstr("coordinates: `" + wrong + "`")) << wrong;
  }
}

TEST(Values, TheUnitThatIsMissingIsProposedAsTheExampleOfTheKeyHasIt) {
  auto const help = [](std::string_view example) {
    Diagnostics diagnostics;
    static_cast<void>(read_duration(node_of("90"), kPositive, diagnostics, example));
    return diagnostics.all().front().help;
  };
  EXPECT_EQ(help("90 d"), "got `90`; did you mean `90 d`?");
  EXPECT_EQ(help("{lognormal: {median: 12 min, p95: 1 h}}"), "got `90`; did you mean `90 min`?");
  EXPECT_EQ(help(""), "got `90`; did you mean `90 h`?");
}

}  // namespace
}  // namespace caravan::scenario
