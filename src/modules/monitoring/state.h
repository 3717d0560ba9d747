// Reading and escalation views, and the work of the commands. Inside this module only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "modules/imports/imports.h"
#include "modules/monitoring/entries.h"
#include "modules/monitoring/health.h"
#include "modules/monitoring/monitoring.h"
#include "modules/row_answer.h"

namespace fx::monitoring {

inline constexpr imports::Records kImports{"monitoring_import"};

// What the module was given.
struct Parts {
  const registry::Directory& people;
  const rules::Rulebook& rules;
  const observation::Orders& orders;
  Names names;
};

void declare_views(host::Declaration& to);
void declare_recording(host::Declaration& to, const Parts& parts);
void declare_escalations(host::Declaration& to, const Parts& parts);
void declare_questions(host::Declaration& to, const Parts& parts);
void declare_indicators(host::Declaration& to, const Parts& parts);
void declare_import(host::Declaration& to, const Parts& parts);

Watched watched_of(const observation::Span& span, MonitoringRules& rules);
policy::Facts placement_facts(const policy::Pack& pack, const observation::Span& span);

// --- recording

struct NewReading {
  Ulid person;
  int tenths = 0;
  std::vector<std::string> symptoms;
  // Both or neither; neither: from the time it was taken.
  std::optional<Day> day;
  std::optional<std::string> slot;
  TakenBy by = TakenBy::self;
  How how = How::visit;
  std::optional<Instant> taken_at;  // default: the command's time, or the slot's on another day
};

// A reading that may be recorded.
struct CheckedReading {
  observation::Span span;
  const policy::Monitoring* rule = nullptr;
  ReadingTaken payload;
  Instant taken_at;
};
// Refuses as entries.h says. `within`: the area that the person must belong to.
Result<CheckedReading> check_reading(store::Session& db, const Parts& parts, MonitoringRules& rules,
                                     const NewReading& reading, Instant occurred_at, Instant now,
                                     const std::string& within);
struct Recorded {
  Ulid entry;
  Ulid escalation;  // nil unless this reading opened one
};
Recorded record(host::CommandContext& context, const Parts& parts, const CheckedReading& reading,
                const Ulid& amends = {});
// Opens an escalation for an abnormal reading unless one is open. Returns its id, or nil.
Ulid open_escalation(host::CommandContext& context, const Parts& parts,
                     const CheckedReading& reading, const Ulid& entry);

// --- escalations

struct Escalation {
  Ulid id;
  Ulid person;
  Ulid order;
  Ulid reading;
  std::string area;
  Instant opened_at;
  Why why = Why::fever;
  bool open = true;
  std::vector<StepTarget> targets;
  struct Done {
    Step step;
    std::optional<StepOutcome> outcome;
    Instant at;
    Ulid actor;
    Instant known_from;
  };
  std::vector<Done> done;

  [[nodiscard]] const Done* find(Step step) const;
  // Steps whose time is up at this moment and that were not done by then.
  [[nodiscard]] std::vector<StepTarget> overdue(Instant moment) const;
  [[nodiscard]] std::optional<StepTarget> next() const;
};

std::optional<Escalation> find_escalation(store::Session& db, const Ulid& id);
// Those under the area that were open at the moment, as known then; oldest first.
std::vector<Escalation> open_escalations(store::Session& db, const std::string& area,
                                         Instant moment, Instant known);
std::string_view zh(Step step);
std::string_view zh(Why why);

// "36.5"
std::string degrees(int tenths);

}  // namespace fx::monitoring
