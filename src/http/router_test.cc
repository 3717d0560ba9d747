#include "http/router.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace fx::http {
namespace {

SyncHandler nothing() {
  return [](const Request&) { return Response(204); };
}

std::string found(const Router& router, Method method, const std::string& path) {
  const auto target = parse_target(path);
  EXPECT_TRUE(target.has_value()) << path;
  const auto match = router.match(method, target->segments);
  if (!match.route) return match.allow.empty() ? "none" : "allow " + match.allow;
  std::string out = router.routes()[*match.route].pattern;
  for (const auto& value : match.values) out += " " + value;
  return out;
}

TEST(Router, PrefersLiteralsToParametersToTails) {
  Router r;
  for (const char* pattern : {"/a/{id}", "/a/b", "/a/{id}/c", "/a/b/d", "/a/{rest...}", "/"}) {
    r.add(Method::kGet, pattern, nothing());
  }
  EXPECT_EQ(found(r, Method::kGet, "/"), "/");
  EXPECT_EQ(found(r, Method::kGet, "/a/b"), "/a/b");
  EXPECT_EQ(found(r, Method::kGet, "/a/x"), "/a/{id} x");
  EXPECT_EQ(found(r, Method::kGet, "/a/b/c"), "/a/{id}/c b");  // "b" is tried and taken back
  EXPECT_EQ(found(r, Method::kGet, "/a/b/d"), "/a/b/d");
  EXPECT_EQ(found(r, Method::kGet, "/a/b/e"), "/a/{rest...} b/e");
  EXPECT_EQ(found(r, Method::kGet, "/a"), "none");
}

TEST(Router, IgnoresOneTrailingSlashAndNoMore) {
  Router r;
  r.add(Method::kGet, "/a/{id}", nothing());
  EXPECT_EQ(found(r, Method::kGet, "/a/1/"), "/a/{id} 1");
  EXPECT_FALSE(parse_target("/a/1//").has_value());
  EXPECT_FALSE(parse_target("//a/1").has_value());
}

TEST(Router, KeepsAnEncodedSlashInsideItsSegment) {
  Router r;
  r.add(Method::kGet, "/a/{id}", nothing());
  EXPECT_EQ(found(r, Method::kGet, "/a/x%2Fy"), "/a/{id} x/y");
  EXPECT_EQ(found(r, Method::kGet, "/%61/%E5%BC%A0"), "/a/{id} 张");
}

TEST(Router, FallsBackToAWeakerPatternThatHasTheMethod) {
  Router r;
  r.add(Method::kGet, "/a/b", nothing());
  r.add(Method::kDelete, "/a/{id}", nothing());
  EXPECT_EQ(found(r, Method::kDelete, "/a/b"), "/a/{id} b");
  EXPECT_EQ(found(r, Method::kHead, "/a/b"), "/a/b");
  EXPECT_EQ(found(r, Method::kPut, "/a/b"), "allow GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(found(r, Method::kPut, "/a/x"), "allow DELETE, OPTIONS");
}

TEST(Router, RefusesPatternsThatAreMalformedOrTaken) {
  Router r;
  r.add(Method::kGet, "/a/{id}", nothing());
  for (const char* bad : {"", "a", "/a/", "/a//b", "/a/{id", "/a/x{id}", "/{}", "/{a}/{a}",
                          "/{a...}/b", "/a/{other}", "/a/%20"}) {
    EXPECT_THROW(r.add(Method::kGet, bad, nothing()), std::invalid_argument) << bad;
  }
  EXPECT_THROW(r.add(Method::kGet, "/x", SyncHandler()), std::invalid_argument);
  r.add(Method::kPost, "/a/{other}", nothing());
  ASSERT_EQ(r.routes().size(), 2U);
  EXPECT_EQ(r.routes()[1].pattern, "/a/{other}");
  EXPECT_EQ(r.routes()[1].param_names, std::vector<std::string>{"other"});
}

TEST(Target, DecodesOnlyWhatIsBeyondDoubt) {
  const auto target = parse_target("/a%20b/c?x=1%2B1&y=a+b&x=2&&z");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->segments, (std::vector<std::string>{"a b", "c"}));
  EXPECT_EQ(target->query, (Query{{"x", "1+1"}, {"y", "a b"}, {"x", "2"}, {"z", ""}}));
  for (const char* bad : {"/%", "/%2", "/%2g", "/%00", "/a%0d%0aSet-Cookie:x", "/%7F", "/%C0%AF",
                          "/%ED%A0%80", "/%F5%80%80%80", "/%FF", "/.", "/..", "/a/../b",
                          "/%2e%2E/x", "?x", "x", "/a?x=%00", "/a?%zz=1", "/a?x=%FF"}) {
    EXPECT_FALSE(parse_target(bad).has_value()) << bad;
  }
  EXPECT_TRUE(parse_target("/a?x=line%0D%0Aline").has_value());
  EXPECT_EQ(parse_target("http://host:8080/a?b=c")->path, "/a");
  EXPECT_EQ(parse_target("http://host")->path, "/");
  EXPECT_TRUE(parse_target("*")->segments.empty());
}

TEST(Target, IsBounded) {
  std::string deep;
  for (std::size_t i = 0; i < kMaxSegments; ++i) deep += "/a";
  EXPECT_TRUE(parse_target(deep).has_value());
  EXPECT_FALSE(parse_target(deep + "/a").has_value());
  std::string wide = "/?";
  for (std::size_t i = 0; i < kMaxQueryParameters; ++i) wide += "a&";
  EXPECT_TRUE(parse_target(wide).has_value());
  EXPECT_FALSE(parse_target(wide + "a").has_value());
  EXPECT_EQ(parse_target("/" + std::string(kMaxTargetBytes, 'a')).error().code(),
            "http.target-too-long");
}

}  // namespace
}  // namespace fx::http
