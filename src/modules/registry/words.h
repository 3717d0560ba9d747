// Relations to the head of a household and the categories of people whom a community watches over:
// their ids, and the words that offices write for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/enum.hpp>

namespace fx::registry {

// Stored by number: add at the end only.
enum class Relation : std::uint8_t {
  unknown,
  head,
  spouse,
  son,
  daughter,
  father,
  mother,
  grandchild,
  grandparent,
  sibling,
  child_in_law,
  parent_in_law,
  relative,
  tenant,
  carer,
  other
};
BOOST_DESCRIBE_ENUM(Relation, unknown, head, spouse, son, daughter, father, mother, grandchild,
                    grandparent, sibling, child_in_law, parent_in_law, relative, tenant, carer,
                    other)

// Bit n of a person's flags. Stored: add at the end only.
enum class Flag : std::uint8_t {
  low_income,
  destitute,
  aged_80,
  aged_alone,
  aged_left_behind,
  child_left_behind,
  disabled,
  chronic,
  pregnant,
  infant,
  mental_illness,
  bedridden,
  veteran,
  party_member,
  floating,
  away,
  lives_elsewhere,
  landlord,
  foreigner
};
BOOST_DESCRIBE_ENUM(Flag, low_income, destitute, aged_80, aged_alone, aged_left_behind,
                    child_left_behind, disabled, chronic, pregnant, infant, mental_illness,
                    bedridden, veteran, party_member, floating, away, lives_elsewhere, landlord,
                    foreigner)

using Flags = std::uint32_t;
constexpr Flags bit(Flag flag) { return Flags{1} << static_cast<unsigned>(flag); }
Flags flags_of(const std::vector<Flag>& list);
std::vector<Flag> list_of(Flags flags);

std::string_view zh(Relation relation);
std::string_view zh(Flag flag);
std::string_view en(Relation relation);
std::string_view en(Flag flag);

// Nothing for words that are no relation.
std::optional<Relation> read_relation(std::string_view text);

// "低保、残疾2级" ; words that are no known category come back in `unknown`, as written.
struct Categories {
  Flags flags = 0;
  std::string unknown;
};
Categories read_categories(std::string_view text);

// "空置", "无人居住", "未入住": said of a dwelling instead of people.
bool says_empty(std::string_view text);

}  // namespace fx::registry
