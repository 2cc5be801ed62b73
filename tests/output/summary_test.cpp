#include "caravan/output/summary.hpp"

#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/output/sample.hpp"

namespace caravan::output {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string text_of(scenario::Scenario const& scenario, experiment::Answer const& answer) {
  return summary_text(scenario, answer);
}

TEST(SummaryText, of_a_run_to_the_horizon) {
  auto const scenario = sample_scenario();
  EXPECT_EQ(text_of(scenario, sample_answer(scenario)),
            "sample · 10 d from 2024-03-01 00:00 Asia/Almaty · seed 7 · 12 345 events\n"
            "loads      1 205 created · 1 004 delivered · 201 inside\n"
            "trains     12 started · 10 arrived · 2 on the way\n"
            "lead time        loads   mean    p50    p90\n"
            "  xian → almaty      4  5.5 d  5.0 d  8.0 d\n"
            "waits      2.5 d a load: crane 60 %, onward train 30 %, customs 10 %\n"
            "tightest               busy  mean queue  at most\n"
            "  khorgos-port cranes  91 %        0.60        3\n"
            "terminals       trains in     out  mean waiting  at most  mean in yard  direct lifts\n"
            "  khorgos-port     1.2 /d  1.1 /d           1.2        4      56.5 TEU          37 %\n"
            "audit ok · fingerprint 13198a2e-03707344-243f6a88-85a308d3\n");
}

TEST(SummaryText, shows_six_relations_and_says_how_to_see_the_others) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  answer.result.relations.assign(8, answer.result.relations.front());
  EXPECT_THAT(text_of(scenario, answer), HasSubstr("  and 2 more: --relations all\n"));
  auto const all = summary_text(scenario, answer, {.all_relations = true});
  EXPECT_THAT(all, Not(HasSubstr("more")));
  std::size_t rows = 0;
  for (auto at = all.find("xian → almaty"); at != std::string::npos;
       at = all.find("xian → almaty", at + 1)) {
    ++rows;
  }
  EXPECT_EQ(rows, 8U);
}

scenario::Scenario with_costs_and_energy() {
  auto scenario = sample_scenario();
  scenario.costs.emplace().currency = "USD";
  scenario.energy.emplace().lift_emissions.others = 0.4;
  return scenario;
}

experiment::Answer with_expenses(scenario::Scenario const& scenario) {
  auto answer = sample_answer(scenario);
  model::Expenses const expenses{4, 400, 40, 20, 10, 80, 30};
  answer.result.relations.front().expenses = expenses;
  answer.result.expenses = expenses;
  return answer;
}

TEST(SummaryText, shows_costs_and_energy_of_a_load_where_the_scenario_has_rates) {
  auto const scenario = with_costs_and_energy();
  EXPECT_THAT(
      text_of(scenario, with_expenses(scenario)),
      HasSubstr("USD a load       carriage  lifts  storage  waiting   total   kWh  kg CO2e\n"
                "  xian → almaty    100.00  10.00     5.00     2.50  117.50  20.0      7.5\n"
                "  all              100.00  10.00     5.00     2.50  117.50  20.0      7.5\n"));
}

TEST(SummaryCsv, shows_sums_of_costs_and_energy) {
  auto const scenario = with_costs_and_energy();
  auto const text = summary_csv(scenario, with_expenses(scenario));
  EXPECT_THAT(text, HasSubstr("relation,xian → almaty,cost.carriage,400.000000,USD\n"));
  EXPECT_THAT(text, HasSubstr("expenses,all,cost.total,470.000000,USD\n"));
  EXPECT_THAT(text, HasSubstr("expenses,all,co2e,30.000000,kg\n"));
}

TEST(SummaryJson, shows_sums_of_costs_and_energy) {
  auto const scenario = with_costs_and_energy();
  auto const text = summary_json(scenario, with_expenses(scenario));
  EXPECT_THAT(text, HasSubstr("\"currency\": \"USD\""));
  EXPECT_THAT(text, HasSubstr("\"total\": 470"));
  EXPECT_THAT(text, HasSubstr("\"co2e_kg\": 30"));
  auto const without = sample_scenario();
  EXPECT_THAT(summary_json(without, sample_answer(without)), Not(HasSubstr("expenses")));
}

TEST(SummaryText, is_ten_lines_where_the_tables_are_longer_than_a_screen) {
  auto const scenario = with_costs_and_energy();
  auto answer = with_expenses(scenario);
  answer.result.relations.assign(5, answer.result.relations.front());
  answer.result.transits.assign(9, {"to-the-border", {3'600'000, 7'200'000, 10'800'000}});
  EXPECT_EQ(text_of(scenario, answer),
            "sample · 10 d from 2024-03-01 00:00 Asia/Almaty · seed 7 · 12 345 events\n"
            "loads      1 205 created · 1 004 delivered · 201 inside\n"
            "trains     12 started · 10 arrived · 2 on the way\n"
            "lead time  xian → almaty 5.5 d (p90 8.0 d) · xian → almaty 5.5 d (p90 8.0 d) · xian → "
            "almaty 5.5 d (p90 8.0 d)\n"
            "transits   to-the-border 2.0 h (p90 3.0 h) · to-the-border 2.0 h (p90 3.0 h) · "
            "to-the-border 2.0 h (p90 3.0 h)\n"
            "expenses   117.50 USD a load, 2.50 of it for waiting · 20.0 kWh · 7.5 kg CO2e\n"
            "waits      2.5 d a load: crane 60 %, onward train 30 %, customs 10 %\n"
            "tightest   khorgos-port cranes 91 %\n"
            "more       2 relations · 6 transits · 1 terminal: --details\n"
            "audit ok · fingerprint 13198a2e-03707344-243f6a88-85a308d3\n");
  auto const whole = summary_text(scenario, answer, {.details = true});
  EXPECT_THAT(whole, HasSubstr("terminals       trains in"));
  EXPECT_THAT(whole, Not(HasSubstr("--details")));
}

TEST(SummaryText, puts_relations_with_most_deliveries_first_and_leaves_out_those_never_used) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  auto more = answer.result.relations.front();
  more.by_truck = true;
  more.delivered = 5;
  auto unused = more;
  unused.created = unused.delivered = 0;
  unused.to = scenario::PlaceId{1};
  answer.result.relations.push_back(more);
  answer.result.relations.push_back(unused);
  auto const text = text_of(scenario, answer);
  EXPECT_LT(text.find("xian → almaty by truck"), text.find("xian → almaty  "));
  EXPECT_THAT(text, Not(HasSubstr("xian → khorgos")));
}

TEST(SummaryText, has_a_column_for_punctuality_only_where_something_was_promised) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  EXPECT_THAT(text_of(scenario, answer), Not(HasSubstr("on time")));
  answer.result.relations.front().with_due = 4;
  answer.result.relations.front().on_time = 3;
  EXPECT_THAT(text_of(scenario, answer), HasSubstr("on time\n"));
  EXPECT_THAT(text_of(scenario, answer), HasSubstr("75 %\n"));
}

TEST(SummaryText, says_how_many_perishable_loads_came_too_late) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  EXPECT_THAT(text_of(scenario, answer), Not(HasSubstr("spoiled")));
  answer.result.relations.front().perishable = 40;
  answer.result.relations.front().spoiled = 10;
  EXPECT_THAT(text_of(scenario, answer), HasSubstr("spoiled    xian → almaty 10 of 40 (25 %)\n"));
}

TEST(SummaryText, names_each_object_once_among_the_tightest_and_leaves_out_the_idle) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  auto const file = std::make_shared<SourceFile>(SourceFile{"kz.yaml", ""});
  auto const add = [&](char const* name, double busy, std::uint32_t line) {
    model::ResourceResult section{};
    section.name = name;
    section.kind = model::ResourceResult::Kind::line;
    section.utilisation = busy;
    section.mark = Mark{file, line, 1, 1};
    answer.result.resources.push_back(section);
  };
  add("kz-south section 1", 0.5, 21);
  add("kz-south section 2", 0.95, 21);
  add("kz-south section 3", 0.94, 21);
  add("cn-trunk", 0, 20);
  EXPECT_THAT(text_of(scenario, answer),
              HasSubstr("  kz-south section 2   95 %           0        0\n"
                        "  khorgos-port cranes  91 %        0.60        3\n"
                        "terminals"));
}

model::ClosureResult closure_of(std::size_t id, std::int64_t day, std::int64_t back_after_hours) {
  model::ClosureResult closure{};
  closure.closure = scenario::ClosureId{id};
  closure.when = {SimTime::at(Duration::days(day)), SimTime::at(Duration::days(day + 2))};
  closure.has_queue = true;
  closure.waiting_before = 3;
  closure.greatest_trains = 14;
  if (back_after_hours >= 0)
    closure.recovered = closure.when.until + Duration::hours(back_after_hours);
  return closure;
}

scenario::Scenario sample_with_closures() {
  auto scenario = sample_scenario();
  for (auto const* name : {"frost", "storm", "strike", "wind"}) {
    scenario::Closure closure{};
    closure.name = name;
    scenario.closures.add(closure);
  }
  return scenario;
}

TEST(SummaryText, shows_the_three_worst_closures_and_when_they_were_over) {
  auto const scenario = sample_with_closures();
  auto answer = sample_answer(scenario);
  auto strike = closure_of(2, 5, 0);
  strike.has_queue = false;
  strike.cancelled = 7;
  auto wind = closure_of(3, 7, -1);
  wind.held = 12;
  answer.result.closures = {closure_of(0, 0, 5), closure_of(1, 1, 76), strike, wind};
  EXPECT_THAT(
      text_of(scenario, answer),
      HasSubstr(
          "closures  from                for  waiting before    at most  departures  back\n"
          "  wind    2024-03-08 00:00  2.0 d        3 trains  14 trains     12 held  not yet\n"
          "  storm   2024-03-02 00:00  2.0 d        3 trains  14 trains           -  after 3.2 d\n"
          "  frost   2024-03-01 00:00  2.0 d        3 trains  14 trains           -  after 5.0 h\n"
          "  and 1 more: --format json\n"));
}

TEST(SummaryCsv, says_what_came_of_each_closure) {
  auto const scenario = sample_with_closures();
  auto answer = sample_answer(scenario);
  answer.result.closures = {closure_of(1, 1, 76), closure_of(3, 7, -1)};
  auto const text = summary_csv(scenario, answer);
  EXPECT_THAT(text, HasSubstr("closure,storm from 2024-03-02 00:00,lasts,48.0000,h\n"));
  EXPECT_THAT(text, HasSubstr("closure,storm from 2024-03-02 00:00,trains-waiting.most,14,\n"));
  EXPECT_THAT(text, HasSubstr("closure,storm from 2024-03-02 00:00,recovered-after,76.0000,h\n"));
  EXPECT_THAT(text, Not(HasSubstr("closure,wind from 2024-03-08 00:00,recovered-after")));
}

TEST(SummaryJson, says_what_came_of_each_closure_and_null_of_one_that_is_not_over) {
  auto const scenario = sample_with_closures();
  auto answer = sample_answer(scenario);
  EXPECT_THAT(summary_json(scenario, answer), Not(HasSubstr("closures")));
  answer.result.closures = {closure_of(1, 1, 76), closure_of(3, 7, -1)};
  auto const text = summary_json(scenario, answer);
  EXPECT_THAT(text, HasSubstr("\"recovered_ms\": 532800000"));
  EXPECT_THAT(text, HasSubstr("\"recovered_ms\": null"));
}

TEST(SummaryText, warns_of_a_queue_that_grows) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  answer.result.resources.front().growth_per_week = 4.1;
  EXPECT_THAT(
      text_of(scenario, answer),
      HasSubstr("warning    the queue for khorgos-port cranes grows by 4.1 a week: its mean wait "
                "is meaningless\n"));
}

TEST(SummaryText, of_an_interrupted_run_opens_with_partial) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  answer.result.end = model::End::interrupted;
  answer.result.ended_at = SimTime::at(Duration::hours(60));
  EXPECT_THAT(text_of(scenario, answer),
              HasSubstr("\nPARTIAL    interrupted at 2024-03-03 12:00, after 2.5 of 10 d; the "
                        "figures cover that part\n"));
}

TEST(SummaryText, of_a_stalled_run_shows_who_waits_for_whom_with_the_line_of_the_scenario) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  auto& result = answer.result;
  result.end = model::End::stalled;
  result.ended_at = SimTime::at(Duration::hours(51));
  result.stall_is_circle = true;
  auto const file = std::make_shared<SourceFile>(SourceFile{"kz.yaml", ""});
  using model::Tag;
  Tag const first{Tag::Kind::train, model::SourceId{0}, 3, 0};
  Tag const second{Tag::Kind::train, model::SourceId{1}, 12, 0};
  result.stall = {
      {first,
       "kz-south section 2",
       SimTime::at(Duration::hours(50)),
       {second},
       Mark{file, 21, 3, 1}},
      {second, "khorgos track", SimTime::at(Duration::hours(51)), {first}, Mark{file, 9, 3, 1}}};
  auto const text = text_of(scenario, answer);
  EXPECT_THAT(
      text,
      HasSubstr(
          "stalled at 2024-03-03 03:00 (day 2): 2 wait for each other in a circle\n"
          "  xian-almaty#3      waits for kz-south section 2  held by khorgos>almaty#12  since "
          "2024-03-03 02:00  kz.yaml:21:3\n"
          "  khorgos>almaty#12  waits for khorgos track       held by xian-almaty#3      since "
          "2024-03-03 03:00  kz.yaml:9:3\n"));
  EXPECT_THAT(text, Not(HasSubstr("lead time")));
}

TEST(SummaryText, says_which_books_do_not_close) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  answer.result.audit.broken = {"loads in = loads out + inside: 5 against 4"};
  EXPECT_THAT(text_of(scenario, answer),
              HasSubstr("AUDIT      loads in = loads out + inside: 5 against 4\naudit BROKEN"));
}

TEST(SummaryText, of_a_run_without_loads_is_no_row_of_zeros) {
  auto const scenario = sample_scenario();
  auto answer = sample_answer(scenario);
  answer.result.relations.clear();
  answer.result.resources.clear();
  answer.result.terminals.clear();
  auto const text = text_of(scenario, answer);
  EXPECT_THAT(text, HasSubstr("lead time  no load was delivered\n"));
  EXPECT_THAT(text, Not(HasSubstr("waits")));
  EXPECT_THAT(text, Not(HasSubstr("tightest")));
  EXPECT_THAT(text, Not(HasSubstr("terminals")));
}

TEST(SummaryText, lets_no_control_character_of_a_name_reach_the_terminal) {
  auto scenario = sample_scenario();
  scenario.name = "\x1b]0;owned\x07\r\x1b[2J";
  auto answer = sample_answer(scenario);
  answer.result.resources.front().name =
      "\xE2\x80\xAE"
      "desk\x9b";
  for (char const c : text_of(scenario, answer)) {
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  }
  EXPECT_THAT(text_of(scenario, answer), HasSubstr("\\u202edesk"));
}

TEST(SummaryCsv, is_one_figure_a_line_and_names_its_unit) {
  auto const scenario = sample_scenario();
  auto const csv = summary_csv(scenario, sample_answer(scenario));
  EXPECT_THAT(csv, StartsWith("section,subject,measure,value,unit\nrun,sample,scenario-hash,"));
  EXPECT_THAT(csv, HasSubstr("\nrelation,xian → almaty,lead-time.mean,132.0000,h\n"));
  EXPECT_THAT(csv, HasSubstr("\nrelation,xian → almaty,a load: waiting for a crane,36.0000,h\n"));
  EXPECT_THAT(csv, HasSubstr("\nplace,khorgos,loads: waiting for a crane,144.0000,h\n"));
  EXPECT_THAT(csv, HasSubstr("\ncranes,khorgos-port cranes,utilisation,0.914000,\n"));
  EXPECT_THAT(csv, HasSubstr("\nterminal,khorgos-port,yard.mean,56.500000,TEU\n"));
}

TEST(SummaryCsv, never_hands_a_formula_to_a_spreadsheet) {
  auto scenario = sample_scenario();
  scenario.name = "=HYPERLINK(\"http://x\",\"y\")";
  auto const csv = summary_csv(scenario, sample_answer(scenario));
  EXPECT_THAT(csv, HasSubstr("run,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",seed,7,\n"));
}

TEST(SummaryJson, holds_exact_milliseconds) {
  auto const scenario = sample_scenario();
  auto const json = summary_json(scenario, sample_answer(scenario));
  EXPECT_THAT(json, HasSubstr("\"mean_ms\": 475200000,"));
  EXPECT_THAT(json, HasSubstr("\"waiting for a crane\": 518400000"));
  EXPECT_THAT(json, HasSubstr("\"results\": \"13198a2e-03707344-243f6a88-85a308d3\""));
}

}  // namespace
}  // namespace caravan::output
