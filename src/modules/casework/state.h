// What the files of this module share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/tree.h"
#include "base/json.h"
#include "modules/casework/casework.h"
#include "modules/casework/refusals.h"
#include "modules/imports/imports.h"

namespace fx::casework {

inline constexpr std::size_t kMaxPlaces = 12;
inline constexpr std::size_t kMaxLinks = 50;
// A date of a case is taken to be wrong when it lies so far before or after the report.
inline constexpr int kMostDaysBefore = 400;
inline constexpr int kMostDaysAfter = 120;

inline constexpr imports::Records kImports{"casework_import"};

void declare_views(host::Declaration& to);
void declare_commands(host::Declaration& to, const registry::Directory& people);
void declare_questions(host::Declaration& to, const registry::Directory& people,
                       const Cases& cases);
void declare_import(host::Declaration& to, const registry::Directory& people);
void declare_indicators(host::Declaration& to);

// The facts that stand now.
struct Version {
  Ulid entry;  // they are from; what a correction amends
  Ulid id;     // of the case
  std::string area;
  Ulid person;
  CaseFacts facts;
};
std::optional<Version> version_of(store::Session& db, const Ulid& id);

// The statuses that stand now, by day.
struct StatusRow {
  Ulid entry;
  Status status = Status::confirmed;
  Day day;
};
std::vector<StatusRow> statuses_of(store::Session& db, const Ulid& id);

// What stands for a text: equal up to spelling, equal numbers; never 0.
std::int64_t token(std::string_view what, std::string_view text);

// Whether the dates can be right; `today`: nothing is later.
fx::Status check_days(const CaseFacts& facts, Day today);

bool classifies(Status status);
Status status_of(Classification classification);
// Whether a status that begins on this day may be added to these.
fx::Status check_status(const std::vector<StatusRow>& known, Status status, Day day, Day reported,
                        Day today);

// A case of the person that is neither excluded nor over on the day; nil if there is none.
Ulid open_case_of(store::Session& db, const Ulid& person);

}  // namespace fx::casework
