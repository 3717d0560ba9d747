#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "http/fields.h"
#include "http/message.h"
#include "http/target.h"

namespace fx::http {
namespace {

// Text a person may type, Chinese and marks of the syntax included; no control characters.
rc::Gen<std::string> mixed() {
  const auto piece = rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange(0x20, 0x7F),
                   [](int c) { return std::string(1, static_cast<char>(c)); }),
      rc::gen::element<std::string>("张", "é", "𠮷", "%", "+", "&", "=", "/", "?", "#", ";"));
  const auto pieces = rc::gen::container<std::vector<std::string>>(piece);
  return rc::gen::map(rc::gen::resize(60, pieces), [](const std::vector<std::string>& parts) {
    std::string out = "x";
    for (const auto& part : parts) out += part;
    return out;
  });
}

RC_GTEST_PROP(Target, GivesBackWhateverWasEncoded, ()) {
  const auto segment = *mixed();
  const auto name = *mixed();
  const auto value = *mixed();
  const auto target = parse_target("/a/" + percent_encode(segment) + "?" + percent_encode(name) +
                                   "=" + percent_encode(value));
  RC_ASSERT(target.has_value());
  RC_ASSERT(target->segments == (std::vector<std::string>{"a", segment}));
  RC_ASSERT(target->query == (Query{{name, value}}));
}

RC_GTEST_PROP(Fields, NoAcceptedValueCanMakeASecondHeader, ()) {
  const auto value = *rc::gen::container<std::string>(
      rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::element('\r', '\n', '\0', 'a')));
  Response response(200);
  const bool dangerous = value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos;
  try {
    response.set("X-Any", value);
    RC_ASSERT(!dangerous);
    RC_ASSERT(response.header("X-Any") == value);
  } catch (const std::invalid_argument&) {
    RC_ASSERT(!is_field_value(value));
  }
}

RC_GTEST_PROP(Response, DownloadNamesAreAlwaysOneSafeHeader, ()) {
  const auto name = *rc::gen::oneOf(mixed(), rc::gen::arbitrary<std::string>());
  Response response(200);
  response.attach(name);  // does not throw
  const std::string value(*response.header("Content-Disposition"));
  const auto open = value.find('"');
  const auto close = value.find('"', open + 1);
  RC_ASSERT(value.find('"', close + 1) == std::string::npos);
  const auto decoded = percent_decode(value.substr(value.find("UTF-8''") + 7), Part::kPath);
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(!decoded->empty() && decoded->size() <= 180);
  RC_ASSERT(decoded->find_first_of("/\\") == std::string::npos);
}

}  // namespace
}  // namespace fx::http
