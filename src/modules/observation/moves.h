// Orders in mid-observation when the rule in force becomes another one: a new edition begins, the
// date of one is corrected, another pack is chosen. The edition in force says whether people under
// an older one keep it or move over (policy::Edition::running). Nothing moves by itself: everyone
// affected is listed with the old and the new last day and the reason, and a command applies it,
// one entry for each order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "modules/observation/state.h"

namespace fx::observation {

// What the rule in force would change. The last day is that of the whole course.
enum class MoveEffect { other_measure, longer, shorter, released, same };
BOOST_DESCRIBE_ENUM(MoveEffect, other_measure, longer, shorter, released, same)

struct Move {
  MoveEffect effect = MoveEffect::same;
  // Nothing: the order stays under the rule it is under.
  std::optional<MoveReason> reason;
  std::string why_zh;  // with the edition and its date
  std::string why_en;
  // Why it cannot move over by the rule alone; then `entry` has only what it was under.
  std::optional<Refusal> problem;
  Moved entry;
  const policy::Pack* pack = nullptr;  // in force
  const policy::Edition* edition = nullptr;
};

// What becomes of orders on a day, by the rules in force or by others (Rulebook::supposing), which
// must outlive it. Remembers what it has worked out. One thread, one session.
class Mover {
 public:
  Mover(store::Session& db, const Parts& parts, Day on, Instant now)
      : Mover(db, parts, parts.rules, on, now) {}
  Mover(store::Session& db, const Parts& parts, const rules::Rulebook& rules, Day on, Instant now)
      : db_(db), parts_(parts), rules_(rules), on_(on), now_(now), decider_(rules, db, on) {}

  // Nothing when the order is under the rule in force in its area, when none is in force there, or
  // when that is about another disease.
  std::optional<Move> move_of(const Order& order);
  // The same by names alone: whether there is anything to look at closely.
  bool is_affected(const std::string& area, const std::string& pack, const std::string& edition);

 private:
  const std::optional<rules::InForce>& in_force(const std::string& area);
  void reason_of(const Order& order, const rules::InForce& now, Move& out) const;
  void decide(const Order& order, Move& out);

  store::Session& db_;
  const Parts& parts_;
  const rules::Rulebook& rules_;
  const Day on_;
  const Instant now_;
  Decider decider_;
  std::map<std::string, std::optional<rules::InForce>> in_force_;  // by chain
};

struct MoveCounts {
  std::int64_t affected = 0;
  std::int64_t moving = 0;    // by the rule, as it says
  std::int64_t keeping = 0;   // as the rule says
  std::int64_t problems = 0;  // would move, and need a person's decision
  // Of those moving:
  std::int64_t other_measure = 0;
  std::int64_t longer = 0;
  std::int64_t shorter = 0;
  std::int64_t released = 0;
  std::int64_t same = 0;

  void add(const Move& move);
  void add(MoveEffect effect);
};
BOOST_DESCRIBE_STRUCT(MoveCounts, (),
                      (affected, moving, keeping, problems, other_measure, longer, shorter,
                       released, same))

// Why so many orders move over, or stay.
struct MoveWhy {
  bool moves = false;
  std::string reason;
  std::int64_t orders = 0;
};
BOOST_DESCRIBE_STRUCT(MoveWhy, (), (moves, reason, orders))

// Of all who are affected.
struct MoveSummary {
  MoveCounts counts;
  std::vector<MoveWhy> reasons;  // as they come

  void add(const Move& move, Language language);
};
BOOST_DESCRIBE_STRUCT(MoveSummary, (), (counts, reasons))

// What the mover's rules would change for the area on its day.
MoveSummary summary_of_moves(store::Session& db, Mover& mover, const std::string& area,
                             Language language);

}  // namespace fx::observation
