// Request targets against a router with every kind of pattern. Whatever is accepted must be clean
// and must survive being encoded again.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "http/router.h"

namespace {

fx::http::Router make_router() {
  using fx::http::Method;
  fx::http::Router router;
  const fx::http::SyncHandler none = [](const fx::http::Request&) {
    return fx::http::Response(204);
  };
  for (const char* pattern : {"/", "/a", "/a/{x}", "/a/{x}/b", "/a/b/{x}", "/{x}/{y}/{z}",
                              "/a/{rest...}", "/b/{x}/{rest...}"}) {
    router.add(Method::kGet, pattern, none);
  }
  router.add(Method::kPost, "/a/{x}", none);
  return router;
}

void check_text(const std::string& text, bool path) {
  FX_CHECK(fx::http::is_utf8(text));
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    FX_CHECK(u >= 0x20 || (!path && (c == '\t' || c == '\r' || c == '\n')));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fx::http::Router router = make_router();
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  const auto target = fx::http::parse_target(raw);
  if (!target) return 0;
  std::string again;
  for (const auto& segment : target->segments) {
    check_text(segment, true);
    FX_CHECK(!segment.empty() && segment != "." && segment != "..");
    again += '/' + fx::http::percent_encode(segment);
  }
  if (again.empty()) again = target->path == "*" ? "*" : "/";
  char mark = '?';
  for (const auto& [name, value] : target->query) {
    check_text(name, false);
    check_text(value, false);
    again += mark + fx::http::percent_encode(name) + '=' + fx::http::percent_encode(value);
    mark = '&';
  }
  const auto twice = fx::http::parse_target(again);
  if (again.size() <= fx::http::kMaxTargetBytes) {
    FX_CHECK(twice.has_value() && twice->segments == target->segments &&
             twice->query == target->query);
  }
  for (int m = 0; m < fx::http::kMethodCount; ++m) {
    const auto match = router.match(static_cast<fx::http::Method>(m), target->segments);
    if (match.route) {
      FX_CHECK(match.values.size() == router.routes()[*match.route].param_names.size());
    }
  }
  return 0;
}
