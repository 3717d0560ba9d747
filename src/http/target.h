// The request target: path and query, decoded and bounded. What cannot be decoded without doubt
// (a broken %XX, %00 or another control character, bytes that are not UTF-8, "." and ".."
// segments) is refused, so that no part behind this one sees two spellings of one path.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace fx::http {

using Query = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::size_t kMaxTargetBytes = std::size_t{8} * 1024;
inline constexpr std::size_t kMaxSegments = 32;
inline constexpr std::size_t kMaxQueryParameters = 128;

struct Target {
  std::string path;                   // as sent, without the query
  std::vector<std::string> segments;  // decoded; "%2F" inside a segment stays a "/" of its own
  Query query;                        // decoded, in order, names may repeat
};

// Accepts the origin form ("/a?b=c"), the absolute form ("http://host/a") and "*" (no segments,
// path "*"). One trailing slash is ignored; an empty segment elsewhere is refused.
Result<Target> parse_target(std::string_view raw);

// Nothing if an escape is broken or the text decodes to a control character or to what is not
// UTF-8. In a query, "+" is a space, and tab, CR and LF are allowed (a pasted list of codes).
enum class Part { kPath, kQuery };
std::optional<std::string> percent_decode(std::string_view text, Part part);
// RFC 3986 unreserved characters stay, all else becomes %XX.
std::string percent_encode(std::string_view text);

bool is_utf8(std::string_view text);  // well-formed: no surrogates, no overlong forms

}  // namespace fx::http
