#include "http/message.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/addresses.h"
#include "http/refusals.h"
#include "http/response_head.h"

namespace fx::http {
namespace {

using ::testing::HasSubstr;

TEST(Cookies, AreReadAsBrowsersSendThem) {
  using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;
  EXPECT_EQ(parse_cookies("a=1; b=\"two\"; bad; =x; c=; sp ace=1; d=a=b"),
            (Pairs{{"a", "1"}, {"b", "two"}, {"c", ""}, {"d", "a=b"}}));
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a=b;";
  EXPECT_EQ(parse_cookies(many).size(), 64U);
}

TEST(Response, SetsCookiesThatBrowsersKeepToThemselves) {
  Response response(200);
  Cookie cookie;
  cookie.name = "session";
  cookie.value = "abc";
  cookie.max_age = std::chrono::hours(1);
  cookie.secure = true;
  response.set_cookie(cookie);
  EXPECT_EQ(response.header("Set-Cookie"),
            "session=abc; Path=/; Max-Age=3600; HttpOnly; Secure; SameSite=Strict");
  cookie.value = "a; Domain=evil";
  EXPECT_THROW(response.set_cookie(cookie), std::invalid_argument);
}

TEST(Response, RefusesHeadersThatAreTheServersOrMalformed) {
  Response response(200);
  for (const char* name : {"Content-Length", "transfer-encoding", "Connection", "X Y", "", "A:"}) {
    EXPECT_THROW(response.set(name, "1"), std::invalid_argument) << name;
  }
  for (const std::string& value :
       {std::string("a\r\nb"), std::string("a\nb"), std::string("a\0b", 3)}) {
    EXPECT_THROW(response.add("X", value), std::invalid_argument);
  }
  response.set("X-A", "1").set("x-a", "2");
  EXPECT_EQ(response.headers().count("X-A"), 1U);
  EXPECT_EQ(response.header("X-A"), "2");
}

TEST(Response, CutsLongDownloadNamesBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "表";
  Response response(200);
  response.attach("../" + name + ".xlsx");
  const std::string value(*response.header("Content-Disposition"));
  const auto decoded = percent_decode(value.substr(value.find("''") + 2), Part::kPath);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->size(), 58U * 3 + 5);
  EXPECT_THAT(*decoded, HasSubstr("表.xlsx"));
}

TEST(Response, PutsARefusalIntoJson) {
  const Response response =
      refused(refuse(kBodyTooLarge, "file", {{"limit_bytes", "5"}}), Language::kEn);
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(response.bytes(),
            R"({"error":{"code":"http.body-too-large","message":"the content is larger than the )"
            R"(limit of 5 bytes","remedy":"split it and send the parts one by one",)"
            R"("field":"file","params":{"limit_bytes":"5"}}})");
}

TEST(Request, SpeaksTheLanguageTheBrowserPrefers) {
  EXPECT_EQ(preferred_language(""), Language::kZh);
  EXPECT_EQ(preferred_language("fr, en;q=0.8, zh;q=0.7"), Language::kEn);
  EXPECT_EQ(preferred_language("zh-CN,zh;q=0.9,en;q=0.8"), Language::kZh);
  EXPECT_EQ(preferred_language("en;q=0, zh"), Language::kZh);
  EXPECT_EQ(preferred_language("en;q=0.05"), Language::kEn);
  EXPECT_EQ(preferred_language("*"), Language::kZh);
}

TEST(Addresses, BelieveProxiesOnlyAsFarAsTheyAreTrusted) {
  const AddressRanges trusted({"10.0.0.0/8", "::1", "192.0.2.7"});
  const auto client = [&](const char* peer, std::vector<std::string> forwarded) {
    Fields fields;
    for (const auto& value : forwarded) fields.add("X-Forwarded-For", value);
    return client_address(*Address::parse(peer), fields, trusted).text();
  };
  EXPECT_EQ(client("8.8.8.8", {"1.1.1.1"}), "8.8.8.8");
  EXPECT_EQ(client("10.1.2.3", {"1.1.1.1, 2.2.2.2"}), "2.2.2.2");
  EXPECT_EQ(client("10.1.2.3", {"1.1.1.1", "2.2.2.2, 192.0.2.7"}), "2.2.2.2");
  EXPECT_EQ(client("::1", {"[2001:db8::5]:443"}), "2001:db8::5");
  EXPECT_EQ(client("::ffff:10.1.2.3", {"3.3.3.3:99"}), "3.3.3.3");
  EXPECT_EQ(client("10.1.2.3", {"1.1.1.1, unknown"}), "10.1.2.3");
  EXPECT_EQ(client("10.1.2.3", {}), "10.1.2.3");
  EXPECT_THROW(AddressRanges({"10.0.0.0/33"}), std::invalid_argument);
  EXPECT_THROW(AddressRanges({"ten"}), std::invalid_argument);
}

TEST(Head, WritesDatesAsHttpWants) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date(1582934400), "Sat, 29 Feb 2020 00:00:00 GMT");
}

}  // namespace
}  // namespace fx::http
