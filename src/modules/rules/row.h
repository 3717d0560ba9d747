// What one row of a policy table says, for modules that read tables by the ids of their outcomes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "policy/pack.h"

namespace fx::rules {

// By what right somebody is restricted, and where to object.
struct Ground {
  std::string basis;
  std::string issuer;
  std::string appeal;
  std::optional<int> longest_days;  // counted from the first day, which is one of them
};
BOOST_DESCRIBE_STRUCT(Ground, (), (basis, issuer, appeal, longest_days))

// An outcome of a row: its id, its words, its number; "" and nothing where the row has none.
std::string outcome_id(const policy::Table& table, const policy::Row& row, std::string_view id);
std::string outcome_words(const policy::Table& table, const policy::Row& row, std::string_view id,
                          Language language);
std::optional<int> outcome_number(const policy::Table& table, const policy::Row& row,
                                  std::string_view id);
// The values of a list.
std::vector<std::string> outcome_ids(const policy::Table& table, const policy::Row& row,
                                     std::string_view id);
// Members are "" where the row does not give them.
Ground ground_of(const policy::Table& table, const policy::Row& row, Language language);

}  // namespace fx::rules
