#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "app/cli.h"
#include "area/tree.h"

namespace fx::app {
namespace {

constexpr RefusalKind kBadTime{"app.bad-time",
                               400,
                               "时间“{text}”不对",
                               "{text} is no time",
                               "写成 2020-02-28 或 2020-02-28T17:00:00+08:00 的样子",
                               "write it like 2020-02-28 or 2020-02-28T17:00:00+08:00"};
constexpr RefusalKind kBadDate{"app.bad-date",           400,
                               "日期“{text}”不对",       "{text} is no date",
                               "写成 2020-02-28 的样子", "write it like 2020-02-28"};

}  // namespace

Language terminal_language() {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).substr(0, 2) == "en" ? Language::kEn : Language::kZh;
  }
  return Language::kZh;
}

int say_refused(const Refusal& refusal) {
  const auto language = terminal_language();
  std::fprintf(stderr, "%s\n", refusal.message(language).c_str());
  const auto remedy = refusal.remedy(language);
  if (!remedy.empty()) std::fprintf(stderr, "  → %s\n", remedy.c_str());
  std::fprintf(stderr, "  [%s]\n", std::string(refusal.code()).c_str());
  return kRefusedStatus;
}

int say_refused(const Refusal& refusal, Format format) {
  if (format == Format::json) print(refusal_json(refusal));
  return say_refused(refusal);
}

std::string refusal_json(const Refusal& refusal) {
  const auto language = terminal_language();
  json::Object error{{"code", refusal.code()},
                     {"message", refusal.message(language)},
                     {"remedy", refusal.remedy(language)},
                     {"field", refusal.field}};
  return json::serialise(json::Object{{"error", std::move(error)}});
}

std::unique_ptr<Node> open_or_say(const NodeOptions& options) {
  auto node = Node::open(options);
  if (node) return std::move(*node);
  say_refused(node.error());
  return nullptr;
}

Result<host::CommandAnswer> command(Node& node, const std::string& name, json::Object body,
                                    std::optional<Instant> occurred_at) {
  host::Envelope envelope;
  envelope.id = Ulid::make(node.clock().now());
  envelope.command = name;
  envelope.occurred_at = occurred_at;
  envelope.device = "command line";
  envelope.body = std::move(body);
  return node.host().execute(access::Actor::system(), std::move(envelope));
}

Result<std::string> ask(Node& node, const std::string& path, const host::RawParams& params) {
  for (const auto& route : node.host().routes()) {
    if (route.kind == host::RouteInfo::Kind::kQuestion && route.path == path) {
      return node.host().ask(access::Actor::system(), route, params, terminal_language());
    }
  }
  FX_CHECK(false);
  return refuse(host::kNotFound);
}

Result<json::Array> all_pages(Node& node, const std::string& path, host::RawParams params,
                              const std::string& rows, json::Object* first) {
  json::Array out;
  params.emplace_back("limit", "500");
  const std::size_t plain = params.size();
  for (;;) {
    auto text = ask(node, path, params);
    if (!text) return text.error();
    auto page = json::parse(*text)->as_object();
    for (auto& row : page[rows].as_array()) out.push_back(std::move(row));
    const auto next = page["next"];
    if (first != nullptr) *first = std::move(page);
    first = nullptr;
    if (next.is_null()) return out;
    params.resize(plain);
    params.emplace_back("after", next.is_string() ? std::string(next.as_string())
                                                  : std::to_string(next.as_int64()));
  }
}

Result<Day> day_or_today(const std::string& text, const Clock& clock) {
  if (text.empty()) return clock.today();
  const auto day = parse_day(text);
  if (!day) return refuse(kBadDate, "on", {{"text", text}});
  return *day;
}

Result<Instant> instant_or_day(const std::string& text) {
  if (const auto day = parse_day(text)) return Instant{instant_of(*day + 1).millis - 1};
  if (const auto instant = parse_instant(text)) return *instant;
  return refuse(kBadTime, "as-of", {{"text", text}});
}

Status area_exists(Node& node, const std::string& area) {
  const bool exists =
      node.database().read([&](store::Session& db) { return area::exists(db, area); });
  if (!exists) return refuse(host::kNoSuchArea, "area", {{"area", area}});
  return {};
}

void print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

}  // namespace fx::app
