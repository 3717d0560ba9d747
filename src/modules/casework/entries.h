// What the journal keeps of cases. Subject of every entry: the case. Names, list numbers, addresses
// and names of workplaces and schools are in identity, keyed by the case; here they are numbers
// made of them, so that equal words can be told to be equal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "base/ulid.h"

namespace fx::casework {

enum class Classification { confirmed, suspected, asymptomatic };
BOOST_DESCRIBE_ENUM(Classification, confirmed, suspected, asymptomatic)

// What a case is from some day on. The first three classify; the others say how it ended.
enum class Status {
  confirmed,
  suspected,
  asymptomatic,
  excluded,   // tests have shown that it was none
  recovered,  // discharged, or isolation ended
  died
};
BOOST_DESCRIBE_ENUM(Status, confirmed, suspected, asymptomatic, excluded, recovered, died)

// Where the infection was brought from.
enum class Origin {
  local,     // caught here
  domestic,  // brought from elsewhere in the country
  abroad,    // brought from abroad: an imported case in the words of the plans
  unknown
};
BOOST_DESCRIBE_ENUM(Origin, local, domestic, abroad, unknown)

enum class CaseSex { male, female };
BOOST_DESCRIBE_ENUM(CaseSex, male, female)

enum class PlaceRole { residence, work, study, stay, exposure };
BOOST_DESCRIBE_ENUM(PlaceRole, residence, work, study, stay, exposure)

// What kind of small place people share; the values that policy packs use for clusters, and a
// building.
enum class PlaceKind {
  household,
  unit,
  building,
  compound,
  natural_village,
  school,
  workplace,
  medical,
  nursing_home,
  other
};
BOOST_DESCRIBE_ENUM(PlaceKind, household, unit, building, compound, natural_village, school,
                    workplace, medical, nursing_home, other)

struct CasePlace {
  PlaceRole role = PlaceRole::residence;
  PlaceKind kind = PlaceKind::other;
  std::optional<std::string> area;   // code, where the tree has it
  std::optional<std::int64_t> name;  // stands for its name
};
BOOST_DESCRIBE_STRUCT(CasePlace, (), (role, kind, area, name))

// Another case that this one is said to have met, and where.
struct CaseLink {
  Ulid with;
  PlaceKind setting = PlaceKind::other;
};
BOOST_DESCRIBE_STRUCT(CaseLink, (), (with, setting))

struct CaseFacts {
  Classification classification = Classification::confirmed;  // on the day it was reported
  Day reported;  // the day from which it counts: of the diagnosis, or of the report
  Origin origin = Origin::unknown;
  std::optional<bool> source_known;  // false: looked for and not found; nothing: not said
  std::optional<Day> onset;
  std::optional<Day> sampled;
  std::optional<Day> isolated;
  std::optional<int> age;
  std::optional<CaseSex> sex;
  std::vector<CasePlace> places;
  std::vector<CaseLink> links;
};
BOOST_DESCRIBE_STRUCT(CaseFacts, (),
                      (classification, reported, origin, source_known, onset, sampled, isolated,
                       age, sex, places, links))

// Area: where the case counts, the residence where it is known.
struct CaseRecorded {
  static constexpr std::string_view kKind = "casework.recorded";
  static constexpr int kVersion = 1;
  CaseFacts facts;
  std::optional<Ulid> person;          // where the register knows them
  std::optional<std::int64_t> number;  // stands for its number in a list, or for the whole row
  std::optional<Ulid> import;
  std::optional<int> row;
  std::optional<std::int64_t> digest;  // stands for all that the row said
};
BOOST_DESCRIBE_STRUCT(CaseRecorded, (), (facts, person, number, import, row, digest))

// Amends the entry that the facts are from; takes its place.
struct CaseCorrected {
  static constexpr std::string_view kKind = "casework.corrected";
  static constexpr int kVersion = 1;
  CaseFacts facts;
  std::optional<Ulid> person;
  std::optional<Ulid> import;
  std::optional<int> row;
  std::optional<std::int64_t> digest;
};
BOOST_DESCRIBE_STRUCT(CaseCorrected, (), (facts, person, import, row, digest))

// Reclassified, excluded, recovered or died, from this day on.
struct StatusChanged {
  static constexpr std::string_view kKind = "casework.status-changed";
  static constexpr int kVersion = 1;
  Status status = Status::recovered;
  Day day;
};
BOOST_DESCRIBE_STRUCT(StatusChanged, (), (status, day))

// Amends casework.status-changed or an earlier correction of it.
struct StatusCorrected {
  static constexpr std::string_view kKind = "casework.status-corrected";
  static constexpr int kVersion = 1;
  std::optional<Status> status;  // nothing: it did not happen
  std::optional<Day> day;
};
BOOST_DESCRIBE_STRUCT(StatusCorrected, (), (status, day))

// As policy packs name the fact "exposure".
enum class ContactKind { close_contact, secondary_contact, general_contact };
BOOST_DESCRIBE_ENUM(ContactKind, close_contact, secondary_contact, general_contact)

// Somebody of the register has met a case. Subject: the contact; area: where they live. Named anew
// for the same case, it amends what was said before.
struct ContactNamed {
  static constexpr std::string_view kKind = "casework.contact-named";
  static constexpr int kVersion = 1;
  Ulid person;
  std::optional<Ulid> household;
  Ulid case_id;
  ContactKind kind = ContactKind::close_contact;
  Day last_met;
  std::optional<PlaceKind> setting;
  bool symptoms = false;
};
BOOST_DESCRIBE_STRUCT(ContactNamed, (),
                      (person, household, case_id, kind, last_met, setting, symptoms))

// They did not meet after all. Amends the naming.
struct ContactWithdrawn {
  static constexpr std::string_view kKind = "casework.contact-withdrawn";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(ContactWithdrawn, (), ())

enum class WithdrawReason { duplicate, wrong_place, entered_by_mistake };
BOOST_DESCRIBE_ENUM(WithdrawReason, duplicate, wrong_place, entered_by_mistake)

// There never was such a case here. Amends the entry that the facts are from.
struct CaseWithdrawn {
  static constexpr std::string_view kKind = "casework.withdrawn";
  static constexpr int kVersion = 1;
  WithdrawReason reason = WithdrawReason::duplicate;
};
BOOST_DESCRIBE_STRUCT(CaseWithdrawn, (), (reason))

struct ListImported {
  static constexpr std::string_view kKind = "casework.list-imported";
  static constexpr int kVersion = 1;
  std::string digest;  // SHA-256 of the file
  int rows = 0;
  int accepted = 0;
  int unchanged = 0;
  int set_aside = 0;
};
BOOST_DESCRIBE_STRUCT(ListImported, (), (digest, rows, accepted, unchanged, set_aside))

}  // namespace fx::casework
