// What people do to returnees one by one. For this folder only.
#pragma once

#include <optional>
#include <string>

#include "host/module.h"
#include "modules/registry/registry.h"
#include "modules/returnees/entries.h"

namespace fx::returnees {

struct Add {
  static constexpr std::string_view kName = "returnees.add";
  Ulid person;
  std::string origin;  // as people write it, or a division code
  Day arrived;
  std::optional<Transport> transport;
  std::optional<int> tenths;
  std::optional<bool> symptoms;
};
BOOST_DESCRIBE_STRUCT(Add, (), (person, origin, arrived, transport, tenths, symptoms))

struct Settle {
  static constexpr std::string_view kName = "returnees.settle";
  Ulid arrival;
  std::optional<std::string> origin;
  std::optional<Day> arrived;
};
BOOST_DESCRIBE_STRUCT(Settle, (), (arrival, origin, arrived))

enum class WithdrawReason { no_such_person, did_not_come, entered_twice };
BOOST_DESCRIBE_ENUM(WithdrawReason, no_such_person, did_not_come, entered_twice)

struct Withdraw {
  static constexpr std::string_view kName = "returnees.withdraw";
  Ulid arrival;
  WithdrawReason reason = WithdrawReason::did_not_come;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (arrival, reason))

void declare_commands(host::Declaration& to, const registry::Directory& people);

// The area in which the permission over a person is checked.
Result<std::string> area_of_person(store::Session& db, const registry::Directory& people,
                                   const Ulid& person);

}  // namespace fx::returnees
