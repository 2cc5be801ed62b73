#include "scenario/language.hpp"
#include "scenario/types.hpp"

namespace caravan::scenario {

Type<BreakdownsDraft> breakdowns_type() {
  return Record<BreakdownsDraft>{"breakdowns", "Failures of the single cranes or servers."}
      .required("up", &BreakdownsDraft::up, random(Dimension::duration),
                {"Time to the next failure.", "{exponential: 9 d}"})
      .required("down", &BreakdownsDraft::down, random(Dimension::duration),
                {"Time to repair.", "{lognormal: {median: 3 h, p95: 10 h}}"})
      .defaulted("only-busy", &BreakdownsDraft::only_busy, yes_no(), "false",
                 {"Whether the time to failure runs only while it works.", "true"})
      .type();
}

Type<AtClosing> at_closing_type() {
  return one_of<AtClosing>({{"finish", AtClosing::finish},
                            {"suspend", AtClosing::suspend},
                            {"refuse", AtClosing::refuse}});
}

namespace {

Type<Terminal::Formation> form_type() {
  return Record<Terminal::Formation>{"form", "When an onward train is opened and leaves."}
      .defaulted("open-at", &Terminal::Formation::open_at, share(), "0.5",
                 {"It is placed at the cranes when this share of its capacity is at hand.", "0.8"})
      .defaulted(
          "oldest", &Terminal::Formation::oldest, duration(kSpan), "24 h",
          {"It is placed, and leaves unfilled, when its oldest load has waited so long.", "36 h"})
      .defaulted(
          "least", &Terminal::Formation::least, share(), "0",
          {"It is not placed for less than this share of its capacity, and never leaves with "
           "less: until more comes, even the oldest load waits.",
           "30 %"})
      .type();
}

Type<FilterDraft> filter_type() {
  using network::Mode;
  return Record<FilterDraft>{"filter",
                             "On whom an activity is done; what is absent does not matter."}
      .optional(
          "mode", &FilterDraft::mode,
          one_of<Mode>(
              {{"rail", Mode::rail}, {"road", Mode::road}, {"sea", Mode::sea}, {"air", Mode::air}}),
          {"Carriers of this mode.", "rail"})
      .optional("gauge", &FilterDraft::gauge, track_gauge(), {"Trains on this gauge.", "1435 mm"})
      .optional("from-country", &FilterDraft::from_country, one_or_more(marked(country())),
                {"Those whose last place was in this country.", "CN"})
      .optional("to-country", &FilterDraft::to_country, one_or_more(marked(country())),
                {"Those whose next place is in this country.", "[KZ, UZ]"})
      .optional("services", &FilterDraft::services, one_or_more(marked(name_of_a("service"))),
                {"These services.", "[x8001]"})
      .optional("flows", &FilterDraft::flows, one_or_more(marked(name_of_a("flow"))),
                {"These flows.", "trucks"})
      .optional("commodities", &FilterDraft::commodities, one_or_more(marked(words())),
                {"Loads of these commodities.", "[food, chemicals]"})
      .type();
}

}  // namespace

Type<TerminalDraft> terminal_type() {
  return Record<TerminalDraft>{"terminal", "Cranes, tracks and a yard where loads change carriers."}
      .required("at", &TerminalDraft::at, name_of_a("place"),
                {"The place it belongs to.", "khorgos"})
      .required("changes", &TerminalDraft::changes, one_or_more(marked(change())),
                {"What it changes: `to` one way, `and` both ways.",
                 "[1435 mm to 1520 mm, 1520 mm and road]"})
      .optional("commodities", &TerminalDraft::commodities, one_or_more(marked(words())),
                {"All that it handles; without it, whatever comes in containers.", "[grain]"})
      .optional("tracks", &TerminalDraft::tracks, tracks_type(),
                {"Handling tracks by track gauge; a gauge that is not listed has tracks without "
                 "limit.",
                 "{1435 mm: 4, 1520 mm: 5}"})
      .defaulted("cranes", &TerminalDraft::cranes, count(1, 10'000), "1", {"How many cranes.", "6"})
      .defaulted("lift", &TerminalDraft::lift, random(Dimension::duration), "3 min",
                 {"Time of one lift by one crane.", "{triangular: [2 min, 3 min, 5 min]}"})
      .defaulted("positioning", &TerminalDraft::positioning, random(Dimension::duration), "0 s",
                 {"Time to place a train, before its first lift.", "40 min"})
      .optional("hours", &TerminalDraft::hours, name_of_a("calendar"),
                {"When the cranes work: a calendar, or `always`, which holds if it is absent.",
                 "two-shift"})
      .defaulted("at-closing", &TerminalDraft::at_closing, at_closing_type(), "finish",
                 {"What is done with the lift in hand when the hours end: finished in overtime, "
                  "suspended until the next opening, or not begun.",
                  "suspend"})
      .optional("breakdowns", &TerminalDraft::breakdowns, breakdowns_type(),
                {"Failures of the single cranes.", "{up: {exponential: 9 d}, down: 5 h}"})
      .optional("yard", &TerminalDraft::yard_teu, load(0, 10'000'000),
                {"What the yard holds; without it there is no limit.", "18000 TEU"})
      .defaulted("form", &TerminalDraft::form, form_type(), "{}",
                 {"When an onward train is opened and leaves.", "{open-at: 0.8, oldest: 36 h}"})
      .type();
}

Type<ActivityDraft> activity_type() {
  using Per = Activity::Per;
  using When = Activity::When;
  using Full = Activity::WhenFull;
  return Record<ActivityDraft>{"activity", "Work on trains, trucks or loads: servers and a time."}
      .defaulted("servers", &ActivityDraft::servers, count(1, 100'000), "1",
                 {"How many work side by side: lanes, desks, teams.", "10"})
      .required("time", &ActivityDraft::time, random(Dimension::duration),
                {"How long one takes.", "{lognormal: {median: 3 h, p95: 10 h}}"})
      .defaulted("per", &ActivityDraft::per,
                 one_of<Per>({{"train", Per::train},
                              {"wagon", Per::wagon},
                              {"unit", Per::unit},
                              {"consignment", Per::consignment},
                              {"truck", Per::truck}}),
                 "train", {"What one piece of work is done on.", "unit"})
      .defaulted("share", &ActivityDraft::share, share(), "1",
                 {"Probability that it is done at all.", "5 %"})
      .defaulted("when", &ActivityDraft::when,
                 one_of<When>({{"arrival", When::arrival}, {"departure", When::departure}}),
                 "arrival", {"Whether it is done after arrival or before departure.", "departure"})
      .defaulted("holds", &ActivityDraft::holds_unit,
                 one_of<bool>({{"train", false}, {"unit", true}}), "train",
                 {"Whether the whole train waits, or the unit alone in the yard.", "unit"})
      .defaulted("discipline", &ActivityDraft::discipline,
                 one_of<Discipline>({{"fifo", Discipline::fifo},
                                     {"priority", Discipline::priority},
                                     {"earliest-due", Discipline::earliest_due}}),
                 "fifo", {"Who is next.", "priority"})
      .optional(
          "hours", &ActivityDraft::hours, name_of_a("calendar"),
          {"When it works: a calendar, or `always`, which holds if it is absent.", "day-shift"})
      .defaulted("at-closing", &ActivityDraft::at_closing, at_closing_type(), "finish",
                 {"What is done with the work in hand when the hours end: finished in overtime, "
                  "suspended until the next opening, or not begun.",
                  "refuse"})
      .optional("breakdowns", &ActivityDraft::breakdowns, breakdowns_type(),
                {"Failures of the single servers.", "{up: {exponential: 9 d}, down: 5 h}"})
      .optional("for", &ActivityDraft::filter, filter_type(),
                {"On whom it is done; otherwise on all.", "{mode: rail, from-country: CN}"})
      .defaulted("batch", &ActivityDraft::batch, count(1, 100'000), "1",
                 {"How many are served together.", "10"})
      .optional("batch-wait", &ActivityDraft::batch_wait, duration(kSpan),
                {"An incomplete batch starts after this wait; without it, never.", "2 h"})
      .optional("queue-limit", &ActivityDraft::queue_limit, count(0, 1'000'000),
                {"Most that wait, without those in service; without it there is no limit.", "300"})
      .defaulted("when-full", &ActivityDraft::when_full,
                 one_of<Full>({{"block", Full::block}, {"turn-away", Full::turn_away}}), "block",
                 {"What happens to those beyond the limit.", "turn-away"})
      .type();
}

}  // namespace caravan::scenario
