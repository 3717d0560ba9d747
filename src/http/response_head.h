// The head of a response as bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"

namespace fx::http {

struct HeadFacts {
  int version = 11;         // of the request
  bool keep_alive = false;  // else "Connection: close"
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  std::string_view date;  // IMF-fixdate
  std::string_view request_id;
};

std::string_view reason(int status);
// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::int64_t unix_seconds);

// `defaults` fill in for the fields the response does not have.
void append_head(std::string& out, const Response& response, const HeadFacts& facts,
                 const std::vector<std::pair<std::string, std::string>>& defaults);

}  // namespace fx::http
