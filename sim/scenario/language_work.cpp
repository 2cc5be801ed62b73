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

Type<Discipline> discipline_type() {
  return one_of<Discipline>({{"fifo", Discipline::fifo},
                             {"priority", Discipline::priority},
                             {"earliest-due", Discipline::earliest_due}});
}

namespace {

Type<FormationDraft> form_type() {
  return Record<FormationDraft>{"form", "When an onward train is opened and leaves."}
      .defaulted("open-at", &FormationDraft::open_at, share(), "0.5",
                 {"It is placed at the cranes when this share of its capacity is at hand.", "0.8"})
      .defaulted(
          "oldest", &FormationDraft::oldest, duration(kSpan), "24 h",
          {"It is placed, and leaves unfilled, when its oldest load has waited so long.", "36 h"})
      .defaulted(
          "least", &FormationDraft::least, share(), "0",
          {"It is not placed for less than this share of its capacity, and never leaves with "
           "less: until more comes, even the oldest load waits.",
           "30 %"})
      .optional("choose", &FormationDraft::choose, marked(name_of_a("policy")),
                {"By which of these it is decided: `oldest`, all of them; `full`, it leaves only "
                 "when full; `least`, it is placed for the least and leaves with it and what else "
                 "is at hand. Without it `oldest`.",
                 "full"})
      .type();
}

Type<Activity::Traffic> traffic_type() {
  using Traffic = Activity::Traffic;
  return one_of<Traffic>({{"import", Traffic::inbound},
                          {"export", Traffic::outbound},
                          {"transit", Traffic::transit},
                          {"domestic", Traffic::domestic}});
}

/// A share, or the word `rest`.
Type<std::optional<double>> share_or_rest() {
  auto const number = share();
  Type<std::optional<double>> type{number.says + ", or `rest`", {}, {}, nullptr, false};
  type.json = R"({"anyOf": [)" + number.json + R"(, {"const": "rest"}]})";
  type.read = [number](Node const& node, Reader& reader) {
    std::optional<std::optional<double>> read;
    if (node.is_scalar() && node.text == "rest") {
      read.emplace();
      return read;
    }
    auto const given = number.read(node, reader);
    if (given) read.emplace(given);
    return read;
  };
  return type;
}

Type<LaneDraft> lane_type() {
  return Record<LaneDraft>{"lane", "One of the lanes of an activity: green, yellow, red."}
      .required("share", &LaneDraft::share, share_or_rest(),
                {"The share that takes it; the shares of all lanes sum to 1.", "15 %"})
      .required("time", &LaneDraft::time, random(Dimension::duration),
                {"How long one takes in this lane.", "30 min"})
      .type();
}

Type<Activity::Again> again_type() {
  return Record<Activity::Again>{"again", "Work that has to be done once more."}
      .required("share", &Activity::Again::share, share(),
                {"Probability that it is done once more, each time anew.", "10 %"})
      .defaulted("at-most", &Activity::Again::at_most, count(1, 100), "1",
                 {"How often at most, after the first time.", "2"})
      .type();
}

Type<Activity::Laboratory> laboratory_type() {
  return Record<Activity::Laboratory>{"laboratory", "Samples that are sent to a laboratory."}
      .required("share", &Activity::Laboratory::share, share(),
                {"Probability that a sample is taken.", "5 %"})
      .required("time", &Activity::Laboratory::time, random(Dimension::duration),
                {"Time until the result; nobody works on it meanwhile.", "3 d"})
      .type();
}

Type<MonthlyCapDraft> cap_type() {
  return Record<MonthlyCapDraft>{"monthly-cap", "How many an activity takes in a month."}
      .required("most", &MonthlyCapDraft::most, count(0, 100'000'000),
                {"Trucks in one month of the calendar, by the clock of the place.", "300"})
      .defaulted("over", &MonthlyCapDraft::over, name_of_a("activity"), "turn-away",
                 {"What is done on those beyond it: another activity of the place, or "
                  "`turn-away`.",
                  "import"})
      .type();
}

Type<SlotsDraft> slots_type() {
  return Record<SlotsDraft>{"slots",
                            "Times that trucks book before they come: an electronic queue."}
      .required("rate", &SlotsDraft::rate_per_ms, quantity(Dimension::rate, kFrequency),
                {"So many slots, evenly spaced, each for one truck.", "12 /h"})
      .defaulted("notice", &SlotsDraft::notice, duration(kSpanOrNone), "0 s",
                 {"The least time from booking a slot until it begins.", "4 h"})
      .defaulted("grace", &SlotsDraft::grace, duration(kSpanOrNone), "1 h",
                 {"A truck that is late by no more than this may still use its slot; a later one "
                  "books anew.",
                  "30 min"})
      .defaulted("no-shows", &SlotsDraft::no_shows, share(), "0",
                 {"Share of the trucks that miss their slot, which is lost, and book anew.", "5 %"})
      .optional("choose", &SlotsDraft::choose, marked(name_of_a("policy")),
                {"Which of the free slots a truck books. Without it the `earliest`.", "earliest"})
      .type();
}

Type<Activity::OnCall> on_call_type() {
  return Record<Activity::OnCall>{"on-call", "Servers that are called when they are needed."}
      .defaulted("at", &Activity::OnCall::at, count(1, 100'000), "1",
                 {"They are called when so many wait.", "5"})
      .defaulted("notice", &Activity::OnCall::notice, duration(kSpanOrNone), "0 s",
                 {"Time from the call until they work.", "3 h"})
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
      .optional("traffic", &FilterDraft::traffic, one_or_more(traffic_type()),
                {"Loads by how their way lies to the country of the place: it ends there "
                 "(`import`), begins there (`export`), both (`domestic`), or neither (`transit`).",
                 "[import, export]"})
      .type();
}

/// How a terminal changes carriers, and with what if not with cranes.
Record<TerminalDraft>& add_means(Record<TerminalDraft>& record) {
  using Means = Terminal::Means;
  return record
      .optional("by", &TerminalDraft::by,
                one_of<Means>({{"cranes", Means::cranes},
                               {"bogies", Means::bogies},
                               {"variable-gauge", Means::variable_gauge},
                               {"shunting", Means::shunting}}),
                {"How it changes them: cranes, which holds if it is absent, lift each load; bogie "
                 "exchange and variable gauge let the train go on with its load; shunting makes up "
                 "other trains on the same gauge from its wagons.",
                 "bogies"})
      .optional("bays", &TerminalDraft::bays, count(1, 10'000),
                {"How many wagons the bogie exchange takes side by side.", "42"})
      .optional("changers", &TerminalDraft::changers, count(1, 1000),
                {"How many gauge changers there are; one if it is absent.", "2"})
      .optional("engines", &TerminalDraft::engines, count(1, 1000),
                {"How many shunting engines there are; one if it is absent.", "2"})
      .optional("time", &TerminalDraft::time, random(Dimension::duration),
                {"Without cranes: the time of one wagon in its bay, of one train through a gauge "
                 "changer, or of shunting one wagon.",
                 "2 h"});
}

}  // namespace

Type<TerminalDraft> terminal_type() {
  Record<TerminalDraft> record{"terminal",
                               "Cranes, tracks and a yard where loads change carriers."};
  record
      .required("at", &TerminalDraft::at, name_of_a("place"),
                {"The place it belongs to.", "khorgos"})
      .required(
          "changes", &TerminalDraft::changes, one_or_more(marked(change())),
          {"What it changes: `to` one way, `and` both ways; from one track gauge to the same, it "
           "makes up trains anew.",
           "[1435 mm to 1520 mm, 1520 mm and road]"})
      .optional("commodities", &TerminalDraft::commodities, one_or_more(marked(words())),
                {"All that it handles; without it, whatever comes in containers.", "[grain]"})
      .optional("tracks", &TerminalDraft::tracks, tracks_type(),
                {"Handling tracks by track gauge; a gauge that is not listed has tracks without "
                 "limit.",
                 "{1435 mm: 4, 1520 mm: 5}"});
  add_means(record)
      .defaulted("cranes", &TerminalDraft::cranes, count(1, 10'000), "1", {"How many cranes.", "6"})
      .optional("crane-order", &TerminalDraft::crane_order, marked(name_of_a("policy")),
                {"Which lift a crane does next: `onward-first`, onward trains are completed, then "
                 "trains unloaded by priority and arrival; `first-come`, the train that has stood "
                 "longest; `shortest-job`, the one with the fewest lifts left; `earliest-due`, the "
                 "load with the earliest due date; `priority`, the train with the highest. Without "
                 "it `onward-first`.",
                 "earliest-due"})
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
      .optional("bonded-yard", &TerminalDraft::bonded_teu, load(1, 10'000'000),
                {"A yard apart for loads that an activity holds (`holds: unit`): they stand there "
                 "until they go on, and when it is full the next stays on its train.",
                 "400 TEU"})
      .optional("plugs", &TerminalDraft::plugs, count(0, 1'000'000),
                {"Most powered loads (`goods`) in the yard; without it there is no limit.", "120"})
      .defaulted("form", &TerminalDraft::form, form_type(), "{}",
                 {"When an onward train is opened and leaves.", "{open-at: 0.8, oldest: 36 h}"});
  return record.type();
}

Type<StaffDraft> staff_type() {
  return Record<StaffDraft>{"staff", "Officers whom several activities of a place share."}
      .defaulted("count", &StaffDraft::count, count(1, 100'000), "1", {"How many there are.", "12"})
      .defaulted("discipline", &StaffDraft::discipline, discipline_type(), "fifo",
                 {"Who is next among all that wait for them.", "priority"})
      .optional(
          "hours", &StaffDraft::hours, name_of_a("calendar"),
          {"When they work: a calendar, or `always`, which holds if it is absent.", "day-shift"})
      .defaulted("at-closing", &StaffDraft::at_closing, at_closing_type(), "finish",
                 {"What is done with the work in hand when the hours end: finished in overtime, "
                  "suspended until the next opening, or not begun.",
                  "suspend"})
      .optional("breakdowns", &StaffDraft::breakdowns, breakdowns_type(),
                {"Absences of the single officers.", "{up: {exponential: 30 d}, down: 1 d}"})
      .type();
}

namespace {

/// Who works, and how long one takes.
void add_work(Record<ActivityDraft>& activity) {
  activity
      .defaulted("servers", &ActivityDraft::servers, count(1, 100'000), "1",
                 {"How many work side by side: lanes, desks, teams.", "10"})
      .optional(
          "time", &ActivityDraft::time, random(Dimension::duration),
          {"How long one takes; either this or `lanes`.", "{lognormal: {median: 3 h, p95: 10 h}}"})
      .optional("lanes", &ActivityDraft::lanes, keyed(lane_type()),
                {"Lanes by risk, each with its share and time; the same servers work them.",
                 "{green: {share: rest, time: 4 min}, red: {share: 5 %, time: 3 h}}"})
      .optional("staff", &ActivityDraft::staff, name_of_a("staff"),
                {"The officers who do it; they have the hours.", "kz-officers"})
      .optional(
          "desks", &ActivityDraft::desks, count(1, 100'000),
          {"With `staff`: how many can be worked on at once, however many officers there are; "
           "without it only the officers count.",
           "8"})
      .defaulted("needs", &ActivityDraft::needs, count(1, 100'000), "1",
                 {"How many of the staff one piece of work takes.", "2"})
      .defaulted("priority", &ActivityDraft::priority, count(-1000, 1000), "0",
                 {"Among the activities of one staff whose discipline is `priority`: the higher "
                  "goes first, before the priority of the train or load.",
                  "5"})
      .optional("again", &ActivityDraft::again, again_type(),
                {"Re-inspection: the work is done once more, from the end of the queue.",
                 "{share: 10 %, at-most: 2}"})
      .optional("laboratory", &ActivityDraft::laboratory, laboratory_type(),
                {"A wait for the result of samples, after the work.", "{share: 5 %, time: 3 d}"})
      .optional(
          "declared", &ActivityDraft::declared, share(),
          {"Pre-arrival declaration: this share is worked on from when its train or truck sets "
           "out for the place, and on arrival only what is left is waited for.",
           "60 %"})
      .optional("monthly-cap", &ActivityDraft::cap, cap_type(),
                {"A lane that takes so many trucks a month, such as that of personal imports.",
                 "{most: 300, over: import}"})
      .optional("slots", &ActivityDraft::slots, slots_type(),
                {"An electronic queue: trucks book a slot when they set out for the place, and "
                 "wait for it outside the queue.",
                 "{rate: 12 /h, notice: 4 h}"})
      .optional("on-call", &ActivityDraft::on_call, marked(on_call_type()),
                {"The servers come when they are called, and go when nobody is left.",
                 "{at: 5, notice: 3 h}"});
}

/// What it is done on, and when.
void add_subjects(Record<ActivityDraft>& activity) {
  using Per = Activity::Per;
  using When = Activity::When;
  activity
      .defaulted("per", &ActivityDraft::per,
                 one_of<Per>({{"train", Per::train},
                              {"wagon", Per::wagon},
                              {"unit", Per::unit},
                              {"consignment", Per::consignment},
                              {"truck", Per::truck}}),
                 "train", {"What one piece of work is done on.", "unit"})
      .defaulted("share", &ActivityDraft::share, share(), "1",
                 {"Probability that it is done at all.", "5 %"})
      .optional("risk", &ActivityDraft::risk, map_of(words(), share()),
                {"In place of `share`: the probability by commodity. What is not named has that of "
                 "`others`, or none; a train with several commodities has the greatest of theirs.",
                 "{electronics: 20 %, others: 2 %}"})
      .optional("select", &ActivityDraft::select, marked(name_of_a("policy")),
                {"How those that it is done on are selected: by `chance`, or `every-nth` of each "
                 "train, service or flow. Without it by chance.",
                 "every-nth"})
      .defaulted("when", &ActivityDraft::when,
                 one_of<When>({{"arrival", When::arrival}, {"departure", When::departure}}),
                 "arrival", {"Whether it is done after arrival or before departure.", "departure"})
      .defaulted("holds", &ActivityDraft::holds_unit,
                 one_of<bool>({{"train", false}, {"unit", true}}), "train",
                 {"Whether the whole train waits, or the unit alone in the yard.", "unit"});
}

/// Who is next, and when none is taken.
void add_queue(Record<ActivityDraft>& activity) {
  using Full = Activity::WhenFull;
  activity
      .defaulted("discipline", &ActivityDraft::discipline, discipline_type(), "fifo",
                 {"Who is next.", "priority"})
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
      .optional("patience", &ActivityDraft::patience, marked(random(Dimension::duration)),
                {"A truck that has waited so long leaves, and counts as turned away; without it "
                 "all wait.",
                 "{exponential: 12 h}"})
      .defaulted("when-full", &ActivityDraft::when_full,
                 one_of<Full>({{"block", Full::block}, {"turn-away", Full::turn_away}}), "block",
                 {"What happens to those beyond the limit.", "turn-away"});
}

}  // namespace

Type<ActivityDraft> activity_type() {
  Record<ActivityDraft> activity{"activity",
                                 "Work on trains, trucks or loads: servers and a time."};
  add_work(activity);
  add_subjects(activity);
  add_queue(activity);
  return activity.type();
}

}  // namespace caravan::scenario
