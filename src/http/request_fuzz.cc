// Requests as bytes, cut into pieces in every way, and their cookies, addresses and languages.
// However the bytes arrive, the requests accepted must be the same.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "http/addresses.h"
#include "http/message.h"
#include "http/request_parser.h"

namespace {

constexpr std::uint64_t kBodyLimit = 4096;

struct Outcome {
  std::vector<std::string> requests;
  std::string_view error;
  bool operator==(const Outcome&) const = default;
};

// Feeds as a connection does: keeps what was not taken, gives `step` more bytes each time.
Outcome run(std::string_view bytes, std::size_t step) {
  Outcome out;
  fx::http::RequestParser parser(1024);
  std::string held;
  bool limited = false;
  while (true) {
    const bool at_end = bytes.empty();
    const auto piece = bytes.substr(0, step);
    held += piece;
    bytes.remove_prefix(piece.size());
    std::size_t used = 0;
    do {
      if (held.empty()) break;
      used = parser.feed(held);
      held.erase(0, used);
      if (parser.error() != nullptr) {
        out.error = parser.error()->code;
        return out;
      }
      if (parser.stage() == fx::http::RequestParser::Stage::kBody && !limited) {
        limited = true;
        if (!parser.limit_body(kBodyLimit)) {
          out.error = "too large";
          return out;
        }
      }
      if (parser.stage() == fx::http::RequestParser::Stage::kDone) {
        FX_CHECK(parser.body().size() <= kBodyLimit);
        std::string text = parser.method() + ' ' + parser.target() + '\n';
        const auto& fields = parser.headers();
        for (std::size_t i = 0; i < fields.size(); ++i) {
          FX_CHECK(fx::http::is_token(fields.name(i)));
          text.append(fields.name(i)).append(": ").append(fields.value(i)).append("\n");
        }
        text += parser.body();
        text += parser.keep_alive() ? '+' : '-';
        out.requests.push_back(std::move(text));
        parser.reset();
        limited = false;
      }
    } while (used > 0);
    if (at_end) return out;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const auto& [name, value] : fx::http::parse_cookies(bytes)) {
    FX_CHECK(fx::http::is_token(name));
    FX_CHECK(value.find_first_of("; \r\n\"") == std::string_view::npos);
  }
  static_cast<void>(fx::http::preferred_language(bytes));
  fx::http::Fields fields;
  fields.add("X-Forwarded-For", bytes);
  static const fx::http::AddressRanges trusted({"10.0.0.0/8", "::/1"});
  static_cast<void>(
      fx::http::client_address(*fx::http::Address::parse("10.0.0.1"), fields, trusted));

  const Outcome whole = run(bytes, std::max<std::size_t>(size, 1));
  for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{17}}) {
    const Outcome pieces = run(bytes, step);
    // Where a broken request is refused does depend on the pieces (Beast looks for the end of a
    // head first, and counts a chunk whose extension has no end twice), but not what is accepted.
    FX_CHECK(pieces.requests == whole.requests);
  }
  return 0;
}
