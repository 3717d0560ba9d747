// What the journal keeps of outlines. Area of every entry: the one whose outline it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/ulid.h"
#include "geo/datum.h"
#include "geo/shape.h"

namespace fx::outlines {

enum class How { file, hand };
BOOST_DESCRIBE_ENUM(How, file, hand)

// Takes the place of what was drawn before.
struct Drawn {
  static constexpr std::string_view kKind = "outlines.drawn";
  static constexpr int kVersion = 1;
  geo::Shape shape;
  How how = How::hand;
  std::optional<Ulid> import;
  std::optional<int> row;  // number of the feature in the file
};
BOOST_DESCRIBE_STRUCT(Drawn, (), (shape, how, import, row))

// There is none any more.
struct Removed {
  static constexpr std::string_view kKind = "outlines.removed";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(Removed, (), ())

// What it amends, the last thing that stands of the area's outline, was recorded by mistake.
struct Undone {
  static constexpr std::string_view kKind = "outlines.undone";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(Undone, (), ())

struct FileImported {
  static constexpr std::string_view kKind = "outlines.file-imported";
  static constexpr int kVersion = 1;
  std::string digest;                          // SHA-256 of the file
  geo::Datum coordinates = geo::Datum::wgs84;  // in which the file had them
  int rows = 0;
  int accepted = 0;
  int unchanged = 0;
  int set_aside = 0;
};
BOOST_DESCRIBE_STRUCT(FileImported, (), (digest, coordinates, rows, accepted, unchanged, set_aside))

}  // namespace fx::outlines
