// Deciding who is placed under which measure: the rule in force applied to what is known of
// somebody who waits.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "modules/observation/entries.h"
#include "modules/observation/observation.h"
#include "policy/calendar.h"

namespace fx::observation {

// Somebody about whom nothing has been decided since they came (or, later, were met).
struct Waiting {
  std::string source = "arrival";
  Ulid source_id;
  Ulid person;
  Ulid household;
  std::string area;
  std::string origin;
  bool abroad = false;
  Day arrived;
  bool symptoms = false;
  std::optional<Day> ordered = {};  // when it was decided, of those who have been placed before
  std::string exposure = {};        // of those who met a case: how; they last did on `arrived`
};
Waiting waiting_of(const returnees::Arrival& arrival);
// What is known of the coming or the meeting, so many days ago.
void set_coming(policy::Facts& facts, std::string_view exposure, int days);

// What nobody but the one who decides can say.
struct Fitness {
  bool unfit_for_central = false;
  bool unfit_for_home = false;
  auto operator<=>(const Fitness&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};

struct Proposal {
  // Why there is none; then nothing else is set.
  std::optional<Refusal> refusal;
  const policy::Pack* pack = nullptr;
  const policy::Edition* edition = nullptr;
  const policy::Placement* placement = nullptr;
  std::optional<policy::Facts> facts;
  // Everything but person, household and source. Not for journals while needs_person.
  Decided decided;
  bool needs_person = false;  // the rule leaves the measure to whoever decides
  std::vector<policy::Measure> alternatives;
  policy::Course course;  // the whole of it, also what is over; empty while needs_person
};

// Proposals for one day. Remembers what it has worked out: people of the same kind share a
// proposal. One thread, one session.
class Decider {
 public:
  Decider(const rules::Rulebook& rules, store::Session& db, Day on)
      : rules_(rules), db_(db), on_(on) {}

  // Valid as long as the decider.
  const Proposal& propose(const Waiting& waiting, const Fitness& fitness = {});
  // The same with another measure than the rule's. Refuses kMeasureNotAllowed, kNoLegalGround.
  Result<Decided> instead(const Proposal& proposal, policy::Measure measure) const;

 private:
  using Key = std::tuple<std::string, std::string, bool, Day, bool, Fitness, std::optional<Day>,
                         std::string>;
  Proposal make(const Waiting& waiting, const Fitness& fitness) const;

  const rules::Rulebook& rules_;
  store::Session& db_;
  Day on_;
  std::map<Key, std::unique_ptr<Proposal>> known_;
};

// Everyone under the area who had come by frame.day and about whom nothing has been decided: by
// now, or (for figures) by frame.moment as known at frame.known. By area and id.
enum class Decision { kByNow, kByMoment };
std::vector<Waiting> who_waits(store::Session& db, const returnees::Arrivals& arrivals,
                               const host::Frame& frame, Decision decision = Decision::kByNow);

}  // namespace fx::observation
