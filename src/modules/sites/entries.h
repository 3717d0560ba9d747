// What the journal keeps of sites. Subject of every entry: the site; area: where it stands. Names,
// numbers and phones here are those that an institution publishes; who answers for it is a person,
// and so is with the identities, keyed by the entry that says it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/time.h"
#include "base/ulid.h"
#include "geo/shape.h"

namespace fx::sites {

// Gates first, then institutions. Ids are those that policy packs use (unit_kind, place_kind) where
// packs know the kind.
enum class Kind {
  compound_gate,
  village_entrance,
  checkpoint,
  township_road,
  toll_booth,
  school,
  kindergarten,
  university,
  training,
  nursing_home,
  medical,
  drug_store,
  market,
  shop,
  restaurant,
  entertainment,
  enterprise,
  construction,
  cold_chain,
  transport,
  religious,
  isolation_site,
  institution
};
BOOST_DESCRIBE_ENUM(Kind, compound_gate, village_entrance, checkpoint, township_road, toll_booth,
                    school, kindergarten, university, training, nursing_home, medical, drug_store,
                    market, shop, restaurant, entertainment, enterprise, construction, cold_chain,
                    transport, religious, isolation_site, institution)

struct SiteFacts {
  Kind kind = Kind::institution;
  std::string name;
  std::optional<std::string> number;   // credit code, licence, number of a gate
  std::optional<std::string> address;  // where in the area, in words
  std::optional<std::string> phone;    // that it publishes
  std::optional<int> places;           // beds, pupils, seats
  std::optional<int> staff;
  std::optional<geo::Shape> shape;
};
BOOST_DESCRIBE_STRUCT(SiteFacts, (), (kind, name, number, address, phone, places, staff, shape))

struct Added {
  static constexpr std::string_view kKind = "sites.added";
  static constexpr int kVersion = 1;
  SiteFacts facts;
  std::optional<Day> opened;  // nothing: before anybody recorded it
  std::optional<Ulid> import;
  std::optional<int> row;
  std::optional<std::int64_t> digest;  // stands for all that the row said
};
BOOST_DESCRIBE_STRUCT(Added, (), (facts, opened, import, row, digest))

// All that is said of it from now on; takes the place of what was said before.
struct Changed {
  static constexpr std::string_view kKind = "sites.changed";
  static constexpr int kVersion = 1;
  SiteFacts facts;
  std::optional<Ulid> import;
  std::optional<int> row;
  std::optional<std::int64_t> digest;
};
BOOST_DESCRIBE_STRUCT(Changed, (), (facts, import, row, digest))

struct Closed {
  static constexpr std::string_view kKind = "sites.closed";
  static constexpr int kVersion = 1;
  Day on;  // the first day on which it is not open
  std::optional<std::string> document;
  std::optional<Ulid> import;
  std::optional<int> row;
  std::optional<std::int64_t> digest;
};
BOOST_DESCRIBE_STRUCT(Closed, (), (on, document, import, row, digest))

struct Reopened {
  static constexpr std::string_view kKind = "sites.reopened";
  static constexpr int kVersion = 1;
  Day on;  // the first day on which it is open again
  std::optional<std::string> document;
  std::optional<Ulid> import;
  std::optional<int> row;
  std::optional<std::int64_t> digest;
};
BOOST_DESCRIBE_STRUCT(Reopened, (), (on, document, import, row, digest))

// What it amends, the last thing that stands of the site, was recorded by mistake.
struct Undone {
  static constexpr std::string_view kKind = "sites.undone";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(Undone, (), ())

struct ListImported {
  static constexpr std::string_view kKind = "sites.list-imported";
  static constexpr int kVersion = 1;
  std::string digest;  // SHA-256 of the file
  int rows = 0;
  int accepted = 0;
  int unchanged = 0;
  int set_aside = 0;
};
BOOST_DESCRIBE_STRUCT(ListImported, (), (digest, rows, accepted, unchanged, set_aside))

}  // namespace fx::sites
