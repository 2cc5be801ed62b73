// Who goes first on a line that names a policy for it.

#include <algorithm>

#include "caravan/core/hash.hpp"

#include "model/lines.hpp"

namespace caravan::model {

std::int32_t Lines::urgency(Train const& train, Line const& line, std::int64_t turn) const {
  if (line.dispatch == nullptr) {
    return train.priority;
  }
  Dispatch question;
  question.now = world_.engine.now();
  question.priority = train.priority;
  question.turn = turn;
  world_.books.ledger().for_each(train.account.row, [&](StageId stage, std::int64_t sum) {
    if (world_.stages[stage].kind == Stage::Kind::waiting) {
      question.waited += Duration::milliseconds(sum);
    }
  });
  for (auto const row : train.loads) {
    question.due = std::min(question.due, due_time(world_.loads[row]));
  }
  auto const& link = world_.network.links()[line.id];
  auto stream = world_.stream(train.account.tag, hash_of("dispatch/" + link.name));
  return (*line.dispatch)(question, stream);
}

/// The first turn of its direction that has not passed and is not full. Where nobody waits for the
/// other direction, its turns are over at once: a section is never kept free for one who is not
/// there.
std::int64_t Lines::take_turn(Turns& turns, bool forward, int batch) {
  auto const way = forward ? 0U : 1U;
  auto turn = turns.last[way] + (turns.trains[way] < batch ? 0 : 2);
  while (turn < turns.present) {
    turn += 2;
  }
  if (turn != turns.last[way]) {
    turns.last[way] = turn;
    turns.trains[way] = 0;
  }
  ++turns.trains[way];
  return turn;
}

}  // namespace caravan::model
