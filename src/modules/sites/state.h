// What the files of this module share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/place_name.h"
#include "area/tree.h"
#include "base/json.h"
#include "modules/imports/imports.h"
#include "modules/sites/refusals.h"
#include "modules/sites/sites.h"

namespace fx::sites {

inline constexpr auto kManage = access::Permission::manage_areas;
inline constexpr std::size_t kMostCharacters = 60;  // of a name, a number ...
inline constexpr std::size_t kMostWords = 200;      // of a reason
inline constexpr int kMostCount = 1'000'000;
inline constexpr int kMostDaysAhead = 400;             // further is a slip of the year
inline constexpr Day kAlways{0};                       // open before anybody recorded it
inline constexpr Day kNever{1 << 30};                  // no end in sight
inline constexpr Instant kAsNow{kForever.millis - 1};  // everything that stands is known by then
// Kinds of text in identity, by entry.
inline constexpr std::string_view kContact = "contact";
inline constexpr std::string_view kContactPhone = "contact_phone";
inline constexpr std::string_view kReason = "reason";

inline constexpr imports::Records kImports{"sites_import"};

void declare_views(host::Declaration& to);
void declare_commands(host::Declaration& to);
void declare_questions(host::Declaration& to, const Sites& sites);
void declare_import(host::Declaration& to);
void declare_indicators(host::Declaration& to);

// One thing that happened to a site, as it stands in the journal.
struct Step {
  enum class What { kAdded, kChanged, kClosed, kReopened };
  Ulid entry;
  Ulid site;
  What what = What::kAdded;
  std::string area;  // in which it stands after it
  std::optional<SiteFacts> facts;
  std::optional<Day> day;
  std::optional<std::string> document;
  Instant recorded;
  Instant known_to = kForever;  // undone then
  Ulid actor;
};
// Everything that happened to a site, in order; those that were undone among them.
std::vector<Step> steps_of(store::Session& db, const Ulid& site);
// What of it was known at `known`.
std::vector<Step> standing(std::vector<Step> steps, Instant known);

// From a day on, to before another.
struct Stretch {
  Day since = kAlways;
  Day until = kNever;
  bool operator==(const Stretch&) const = default;
};
// When it is open, by standing steps; stretches that last no day are left out.
std::vector<Stretch> open_stretches(const std::vector<Step>& steps);
// What it is on a day, and since when.
std::pair<State, std::optional<Day>> state_on(const std::vector<Step>& steps, Day day);

// What stands of a site now.
struct Standing {
  std::vector<Step> steps;
  Ulid facts_entry;
  std::string area;
  SiteFacts facts;
};
std::optional<Standing> standing_now(store::Session& db, const Ulid& site);

// Somebody who answers for a site.
struct Contact {
  std::string name;
  std::string phone;
  bool operator==(const Contact&) const = default;
};
Contact contact_of(store::Session& db, const Ulid& entry);
void keep_contact(store::Session& db, const Ulid& entry, const Contact& contact);

// In their stored form, or why not.
Result<std::string> clean_name(std::string_view text, const char* field);
Result<std::optional<std::string>> clean_words(const std::optional<std::string>& text,
                                               std::size_t most, const char* field);
Result<std::optional<std::string>> clean_phone(const std::optional<std::string>& text,
                                               bool of_person, const char* field);
Result<std::optional<int>> clean_count(const std::optional<int>& count, const char* field);

using area::place_name;

Result<std::string> area_of_site(store::Session& db, const Ulid& site);

}  // namespace fx::sites
