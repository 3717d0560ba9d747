// Where somebody came from, as people write it, to a code: "湖北武汉", "湖北省孝感市", "贵州兴义",
// "内蒙古呼和浩特", "文山州", "从武汉务工返乡", "緬甸", "Vietnam".
#pragma once

#include <string>
#include <string_view>

namespace fx::area {

struct Place {
  // The division as far as the text tells it for sure: 2, 4 or 6 digits, or "". Hong Kong, Macau
  // and Taiwan have the statistical codes 81, 82 and 71 and count as abroad (境外), as entry
  // control counts them.
  std::string code;
  bool abroad = false;
  std::string country;  // ISO 3166 alpha-2 when abroad and named, else ""
  // False if the text had other readings (朝阳区 of which city?), names a second place that is not
  // inside or around the first, or is the bare name of a county and nothing else. A person should
  // look; `code` is what all readings have in common.
  bool certain = false;

  [[nodiscard]] bool known() const { return !code.empty() || abroad; }
  bool operator==(const Place&) const = default;
};

// Never a guess: of several readings only what they share is given. Looks at the first 120
// characters; words that are no places are passed over; what follows 返, 回, 到 or 至 is where
// somebody went to. Any bytes are accepted. Thread-safe; the first call reads the tables.
Place resolve_place(std::string_view text);

// "缅甸" / "Myanmar" for MM; "" if there is no such code.
std::string_view country_zh(std::string_view alpha2);
std::string_view country_en(std::string_view alpha2);

}  // namespace fx::area
