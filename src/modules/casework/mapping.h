// What the columns and values of a line list mean, as a person has said it: a small JSON file that
// can be saved and used again (docs/cases.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace fx::casework {

struct ColumnRule {
  std::string column;  // its heading; compared without blanks, case and punctuation
  std::string field;   // "" leaves the column out
};
BOOST_DESCRIBE_STRUCT(ColumnRule, (), (column, field))

// The first rule of a field that fits a cell says what the cell means.
struct ValueRule {
  std::string field;
  std::optional<std::string> from;  // the whole cell, up to spelling
  std::optional<std::string> has;   // or a part of it
  std::string to;                   // the code; "" for nothing
  std::optional<std::string> as;    // of a place: the name by which it is one place
};
BOOST_DESCRIBE_STRUCT(ValueRule, (), (field, from, has, to, as))

// For cells that are empty, or a column that is not there.
struct DefaultRule {
  std::string field;
  std::string value;
};
BOOST_DESCRIBE_STRUCT(DefaultRule, (), (field, value))

struct Mapping {
  int format = 1;
  std::optional<std::string> name;
  std::vector<ColumnRule> columns;
  std::vector<ValueRule> values;
  std::vector<DefaultRule> defaults;
};
BOOST_DESCRIBE_STRUCT(Mapping, (), (format, name, columns, values, defaults))

inline constexpr std::size_t kMappingMaxBytes = std::size_t{64} << 10U;
inline constexpr std::size_t kMappingMaxRules = 1'000;  // of each kind

// Refuses kBadMapping and what is wrong with the JSON.
Result<Mapping> read_mapping(std::string_view text);

// Laid out for people, one rule a line; read_mapping() takes it back.
std::string write_mapping(const Mapping& mapping);

}  // namespace fx::casework
