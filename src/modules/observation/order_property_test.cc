// The order's state machine against a model of a few lines, under random commands and days.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "modules/observation/world.h"

namespace fx::observation {
namespace {

struct Model {
  std::string standing = "active";
  bool served = false;
  Day last;
  bool operator==(const Model&) const = default;

  [[nodiscard]] std::string state(Day today) const {
    if (standing != "active") return standing;
    if (today > last) return "awaiting_decision";
    return served ? "in_force" : "issued";
  }
};

class OrderModel : public testing::World {};

RC_GTEST_FIXTURE_PROP(OrderModel, AnOrderGoesThroughItsStatesAsTheModelDoes, ()) {
  // Nothing but the days is asked for at the release of this class.
  const auto person = come("530100", "2020-02-09");
  place_all("2020-02-10");
  const auto order = order_of(person);
  Model now;
  now.last = *parse_day("2020-02-23");
  std::vector<Model> before;
  Day today = *parse_day("2020-02-10");

  // All moves alike at every size.
  const auto one = rc::gen::pair(rc::gen::element(0, 1, 2, 3, 4, 5, 6, 7),
                                 rc::gen::element(-1, 0, 1, 2, 3, 4, 5));
  const auto moves =
      *rc::gen::resize(30, rc::gen::container<std::vector<std::pair<int, int>>>(one));
  int minute = 0;
  for (const auto& [move, argument] : moves) {
    if (move == 0) {
      today = today + std::max(argument, 0);
      minute = argument > 0 ? 0 : minute;
    }
    clock_.set(Instant{instant_of(today, 9 * 60).millis + ++minute * 1000});
    json::Object body{{"order", order.text()}};
    std::string command;
    std::string expected = "done";
    Model next = now;
    const bool active = now.standing == "active";
    const bool hospital = now.standing == "hospital";
    switch (move) {
      case 1:
        command = "observation.serve";
        if (!active) expected = "observation.wrong-state";
        if (active && now.served) expected = "observation.already-served";
        next.served = true;
        break;
      case 2:
        command = "observation.extend";
        next.last = now.last + argument;
        body["last"] = iso(next.last);
        if (!active) {
          expected = "observation.wrong-state";
        } else if (argument <= 0 || next.last < today) {
          expected = "observation.not-longer";
        }
        break;
      case 3:
        command = "observation.transfer";
        if (!active) expected = "observation.wrong-state";
        next.standing = "hospital";
        break;
      case 4:
        command = "observation.resume";
        if (!hospital) expected = "observation.wrong-state";
        next.standing = "active";
        break;
      case 5:
        command = "observation.end";
        body["reason"] = "moved_away";
        if (!active && !hospital) expected = "observation.wrong-state";
        next.standing = "ended";
        break;
      case 6:
        command = "observation.release";
        if (!active) {
          expected = "observation.wrong-state";
        } else if (today <= now.last) {
          expected = "observation.too-early";
        }
        next.standing = "released";
        break;
      case 7:
        command = "observation.undo";
        if (before.empty()) expected = "observation.nothing-to-undo";
        break;
      default:
        continue;
    }
    RC_ASSERT(refused(command, body) == expected);
    if (expected == "done") {
      if (move == 7) {
        now = before.back();
        before.pop_back();
      } else {
        before.push_back(now);
        now = next;
      }
    }
    RC_ASSERT(state(person) == now.state(today));
    RC_ASSERT(line(person).at("last").as_string() == iso(now.last));
    const bool binds = now.standing == "active" && today <= now.last;
    RC_ASSERT(figure("observation.in_force.{}.people") == (binds ? 1 : 0));
    RC_ASSERT(figure("observation.awaiting_decision") ==
              (now.standing == "active" && !binds ? 1 : 0));
    RC_ASSERT(figure("observation.released") == (now.standing == "released" ? 1 : 0));
  }
  RC_ASSERT(host_->rebuild().same());
}

}  // namespace
}  // namespace fx::observation
