// figures, report daily, policy use.
#include <cstdio>
#include <fstream>

#include "app/cli.h"
#include "area/code.h"
#include "area/tree.h"
#include "modules/reporting/reporting.h"

namespace fx::app {
namespace {

constexpr RefusalKind kBadOut{"app.bad-output",
                              400,
                              "不能写成“{out}”",
                              "cannot write {out}",
                              "文件名以 .xlsx、.pdf 或 .json 结尾",
                              "end the name with .xlsx, .pdf or .json"};

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

int figures(const FiguresOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  if (auto status = area_exists(*node, options.area); !status) return say_refused(status.error());
  const auto on = day_or_today(options.on, node->clock());
  if (!on) return say_refused(on.error());
  Instant known = node->clock().now();
  if (!options.as_of.empty()) {
    const auto as_of = instant_or_day(options.as_of);
    if (!as_of) return say_refused(as_of.error());
    known = *as_of;
  }
  const auto level = area::level_of(options.area).value_or(area::Level::kCommunity);
  std::vector<host::Figure> all;
  node->database().read([&](store::Session& db) {
    const auto frame = host::Frame::make(options.area, *on, known);
    for (const auto& indicator : node->host().indicators()) {
      for (auto& figure : host::evaluate(db, indicator, frame, level)) {
        all.push_back(std::move(figure));
      }
    }
  });
  if (options.format == Format::json) {
    json::Object out;
    for (const auto& figure : all) out[figure.id] = figure.value;
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  const bool zh = terminal_language() == Language::kZh;
  for (const auto& figure : all) {
    std::printf("%-44s %12lld  %s\n", figure.id.c_str(), static_cast<long long>(figure.value),
                (zh ? figure.zh : figure.en).c_str());
  }
  return kDone;
}

int report_daily(const ReportOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  if (auto status = area_exists(*node, options.area); !status) return say_refused(status.error());
  const auto on = day_or_today(options.on, node->clock());
  if (!on) return say_refused(on.error());
  const auto table = node->database().read([&](store::Session& db) {
    return reporting::daily_table(
        db, node->host().indicators(), *node->modules().rules, options.area, *on,
        options.at_cutoff ? reporting::Version::at_cutoff : reporting::Version::corrected,
        node->clock().now());
  });
  std::string bytes;
  if (ends_with(options.out, ".xlsx")) {
    bytes = reporting::daily_xlsx(table);
  } else if (ends_with(options.out, ".pdf")) {
    bytes = reporting::daily_pdf(table, node->clock().now());
  } else if (ends_with(options.out, ".json")) {
    bytes = json::text(table) + "\n";
  } else {
    return say_refused(refuse(kBadOut, "out", {{"out", options.out}}));
  }
  std::ofstream file(options.out, std::ios::binary);
  file << bytes;
  file.close();
  if (!file) return say_refused(refuse(kBadOut, "out", {{"out", options.out}}));
  print(options.out);
  return kDone;
}

int policy_use(const PolicyUseOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  json::Object body{{"area", options.area}, {"pack", options.pack}};
  if (!options.from.empty()) body["from"] = options.from;
  const auto done = command(*node, "rules.use", std::move(body));
  if (!done) return say_refused(done.error());
  print(options.pack);
  // What of it, or of the packs below, does not count beside those above.
  if (const auto* findings = done->result.as_object().if_contains("findings")) {
    const char* key = terminal_language() == Language::kZh ? "zh" : "en";
    for (const auto& finding : findings->as_array()) {
      print("  " + std::string(finding.at(key).as_string()));
    }
  }
  return kDone;
}

}  // namespace fx::app
