// risk: levels day by day, with the reasons.
#include <cstdio>

#include "app/cli.h"

namespace fx::app {
namespace {

std::string text_of(const json::Object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}
long long number_of(const json::Object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? value->as_int64() : 0;
}

// "2020-02-05 高风险: 14天内 …": one line a day, the reasons under it.
void print_day(const json::Object& day, bool zh) {
  const auto clusters = day.at("clusters").as_array().size();
  std::printf("%s  %-8s", text_of(day, "day").c_str(), text_of(day, "level_name").c_str());
  std::printf(zh ? "  窗口 %lld  累计 %lld  聚集 %zu" : "  window %lld  total %lld  clusters %zu",
              number_of(day, "cases_in_window"), number_of(day, "cases_total"), clusters);
  if (text_of(day, "level_then") != text_of(day, "level")) {
    std::printf(zh ? "  当日所知 %s" : "  known then %s", text_of(day, "level_then_name").c_str());
  }
  std::printf("\n");
  if (const auto* rule = day.if_contains("rule"); rule != nullptr && rule->is_object()) {
    std::printf("    %s\n", text_of(rule->as_object(), "why").c_str());
  }
  if (const auto problem = text_of(day, "problem"); !problem.empty()) {
    std::printf("    %s\n", problem.c_str());
  }
}

}  // namespace

int risk(const RiskOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto say = [&](const Refusal& refusal) { return say_refused(refusal, options.format); };
  if (auto status = area_exists(*node, options.area); !status) return say(status.error());
  const auto to = day_or_today(options.to, node->clock());
  if (!to) return say(to.error());
  const auto from = options.from.empty() ? to : day_or_today(options.from, node->clock());
  if (!from) return say(from.error());
  host::RawParams params{{"area", options.area}, {"from", iso(*from)}, {"to", iso(*to)}};
  if (!options.as_of.empty()) {
    const auto known = instant_or_day(options.as_of);
    if (!known) return say(known.error());
    params.emplace_back("as_of", iso(*known));
  }
  if (!options.under.empty()) params.emplace_back("under", options.under);
  const auto answer = ask(*node, "/api/risk", params);
  if (!answer) return say(answer.error());
  if (options.format == Format::json) {
    print(*answer);
    return kDone;
  }
  const bool zh = terminal_language() == Language::kZh;
  const auto parsed = json::parse(*answer);
  FX_CHECK(parsed.has_value());
  for (const auto& day : parsed->at("days").as_array()) print_day(day.as_object(), zh);
  return kDone;
}

}  // namespace fx::app
