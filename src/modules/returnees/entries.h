// What the journal keeps of returnees. Names, numbers and words as written are in identity, keyed
// by the entry's id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "base/ulid.h"

namespace fx::returnees {

// Who says so; in a tie the earlier is believed.
enum class SourceKind {
  own_list,     // the community's own ledger, asked at the door or by telephone
  passed_down,  // from the police or an upper level
  declaration,  // by the person, from a form
  hand          // typed in one by one
};
BOOST_DESCRIBE_ENUM(SourceKind, own_list, passed_down, declaration, hand)

enum class Transport { unknown, train, plane, coach, car, ship, foot, other };
BOOST_DESCRIBE_ENUM(Transport, unknown, train, plane, coach, car, ship, foot, other)

struct ListImported {
  static constexpr std::string_view kKind = "returnees.list-imported";
  static constexpr int kVersion = 1;
  SourceKind source = SourceKind::own_list;
  std::string digest;  // SHA-256 of the file
  int rows = 0;
  int accepted = 0;
  int unchanged = 0;
  int set_aside = 0;
};
BOOST_DESCRIBE_STRUCT(ListImported, (), (source, digest, rows, accepted, unchanged, set_aside))

// One source says that a person came back. Subject: the person. The first claim makes the arrival,
// further ones join it. With `amends`: the source corrects what it had said there.
struct Claimed {
  static constexpr std::string_view kKind = "returnees.claimed";
  static constexpr int kVersion = 1;
  Ulid arrival;
  std::optional<Ulid> household;
  SourceKind source = SourceKind::own_list;
  Ulid import;  // the list, or the command that was a hand entry
  int row = 0;
  std::string origin;  // division code, "" if not understood
  bool abroad = false;
  std::optional<Day> arrived;
  std::optional<Day> listed;  // the list's own day, where it gives no date of arrival
  Transport transport = Transport::unknown;
  std::optional<int> tenths;
  bool symptoms = false;
  bool found = true;  // the person is in the register
  // Other claims of the source whose place it takes, beside the one it amends.
  std::optional<std::vector<Ulid>> replaces;
};
BOOST_DESCRIBE_STRUCT(Claimed, (),
                      (arrival, household, source, import, row, origin, abroad, arrived, listed,
                       transport, tenths, symptoms, found, replaces))

// A person settled where the sources disagree. Subject: the person.
struct ConflictSettled {
  static constexpr std::string_view kKind = "returnees.conflict-settled";
  static constexpr int kVersion = 1;
  Ulid arrival;
  std::optional<std::string> origin;
  std::optional<Day> arrived;
};
BOOST_DESCRIBE_STRUCT(ConflictSettled, (), (arrival, origin, arrived))

// The claim was a mistake: this person did not come back. Subject: the person.
struct Withdrawn {
  static constexpr std::string_view kKind = "returnees.withdrawn";
  static constexpr int kVersion = 1;
  Ulid arrival;
  std::string reason;  // one of a few fixed words, never free text
};
BOOST_DESCRIBE_STRUCT(Withdrawn, (), (arrival, reason))

}  // namespace fx::returnees
