// An order as it stands: the fold of its decision and the steps since. Pure; the views keep what it
// says, the commands ask it what is possible.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "journal/journal.h"
#include "modules/observation/entries.h"
#include "modules/observation/observation.h"
#include "store/session.h"

namespace fx::observation {

enum class Standing { none, active, hospital, released, ended, withdrawn };
BOOST_DESCRIBE_ENUM(Standing, none, active, hospital, released, ended, withdrawn)

// What a person sees of it at a moment.
enum class State {
  none,               // decided without a measure
  issued,             // binds, the notice has not been served
  in_force,           // binds, served
  awaiting_decision,  // the last day is over and nobody has decided
  hospital,
  released,
  ended,
  withdrawn
};
BOOST_DESCRIBE_ENUM(State, none, issued, in_force, awaiting_decision, hospital, released, ended,
                    withdrawn)
std::string_view zh(State state);

// A stretch without what all stretches of an order share.
struct Stretch {
  Ulid household;
  std::string area;
  std::string measure;
  int stage = 1;
  Instant start;
  Day first;
  Day last;
  Instant end = kForever;
  std::string person_class;
  std::string pack;
  std::string edition;
  bool operator==(const Stretch&) const = default;
};

// What an order is under: by its decision, or by the latest move to another edition.
struct Under {
  std::string person_class;
  std::string pack;
  std::string edition;
  std::string rule;
  Day anchor;
  std::vector<PlannedStage> plan;
  std::optional<Day> longest_last;
  bool operator==(const Under&) const = default;
};
BOOST_DESCRIBE_STRUCT(Under, (), (person_class, pack, edition, rule, anchor, plan, longest_last))
Under under_of(const Decided& decided);

// One standing step, as the view keeps it.
struct StepRow {
  Ulid entry;
  std::string kind;  // of the entry
  Instant at;
  std::string payload;
  std::string area;  // of the entry, as the area is called today
};

// With what it is under at present.
struct Order : Under {
  // Of the decision.
  Ulid id;
  Ulid decided_entry;
  Ulid person;
  std::string source;
  Ulid source_id;
  Outcome outcome = Outcome::no_measure;
  Day on;
  Instant decided_at;
  Under base;
  Ulid base_household;
  std::string base_area;
  Instant known_from;

  // Of the steps.
  Standing standing = Standing::none;
  Ulid household;
  std::string area;
  std::string measure;
  int stage = 1;
  Day first;
  Day last;
  std::optional<Instant> served_at;
  std::optional<Instant> end_at;
  int year = 0;
  int number = 0;
  std::optional<bool> checkup_clean;
  std::vector<std::string> approvals;
  std::vector<Stretch> stretches;
  Instant last_at;  // of the latest step; no step may come before it
  Ulid last_step;   // entry of the latest step, nil if there is none
  std::string last_kind;
  Ulid moved_entry;       // of the latest move to another edition, nil if there is none
  Ulid notice_entry;      // which gave the notice that holds, nil where nothing is ordered
  bool altered = false;   // the present stretch was converted to
  bool extended = false;  // the present stretch was extended

  [[nodiscard]] State state(Instant moment) const;
  [[nodiscard]] bool running() const {
    return standing == Standing::active || standing == Standing::hospital;
  }
  [[nodiscard]] const PlannedStage* next_stage() const;
  // The last day of the whole course as it is planned now.
  [[nodiscard]] Day until() const;
};

// Whether a step changes what binds, and with it the notice that the person has to be given.
template <class P>
bool gives_notice(const P&) {
  return std::is_same_v<P, Extended> || std::is_same_v<P, Converted> ||
         std::is_same_v<P, StageBegun>;
}
inline bool gives_notice(const Moved& moved) { return moved.now.has_value(); }

// Sets everything "of the steps" from the decision and the steps in order.
void fold(Order& order, const std::vector<StepRow>& steps);

// --- the views

void declare_views(host::Declaration& to);
// Standing orders only, unless `withdrawn_too`.
std::optional<Order> find_order(store::Session& db, const Ulid& id, bool withdrawn_too = false);
// A notice by its number within the community (or the area above that decided) and year.
struct Notice {
  std::string chain;
  int year = 0;
  int number = 0;
  Day issued_on;
};
// The one that this decision or step gave; nothing if it gave none.
std::optional<Notice> notice_by(store::Session& db, const Ulid& entry);
std::vector<StepRow> standing_steps(store::Session& db, const Ulid& order);
// The person's order that is running (at most one), if any.
std::optional<Ulid> running_order_of(store::Session& db, const Ulid& person);
Span span_of(const Order& order, const Stretch& stretch);

}  // namespace fx::observation
