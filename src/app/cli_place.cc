// place: decides all who are waiting, or says what would be decided.
#include <cstdio>
#include <map>

#include "app/cli.h"
#include "area/code.h"
#include "area/tree.h"
#include "base/text.h"

namespace fx::app {
namespace {

using json::Object;

// Every page of a list. `rows` and `next` as the question names them.
Result<json::Array> all_pages(Node& node, const std::string& path, host::RawParams params,
                              const std::string& rows, Object* first = nullptr) {
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

bool is_decided(const json::Value& line) {
  const auto has = [&](const char* key) {
    const auto* value = line.as_object().if_contains(key);
    return value != nullptr && !value->is_null();
  };
  return has("outcome") && !has("problem");
}

// What is printed of a line, whether it is decided or would be.
Object plain_line(const json::Value& line) {
  Object out;
  for (const auto* key :
       {"source", "source_id", "person", "household", "area", "person_class", "class_name",
        "outcome", "measure", "measure_name", "from", "until", "stages", "pack", "edition", "rule",
        "needs_person", "problem", "order"}) {
    const auto* value = line.as_object().if_contains(key);
    if (value != nullptr && !value->is_null()) out[key] = *value;
  }
  return out;
}

// Those of `lines` that are (not) decided, as they are printed.
json::Array chosen(const json::Array& lines, bool decided) {
  json::Array out;
  for (const auto& line : lines) {
    if (is_decided(line) != decided) continue;
    auto plain = plain_line(line);
    if (decided) plain.erase("needs_person");
    out.push_back(std::move(plain));
  }
  return out;
}

// The summary's fields, then the decisions, then who remains.
Result<Object> dry_run(Node& node, const std::string& area, Day on) {
  Object page;
  auto lines = all_pages(node, "/api/observation/waiting", {{"area", area}, {"on", iso(on)}},
                         "people", &page);
  if (!lines) return lines.error();
  Object out = std::move(page["summary"].as_object());
  out["decisions"] = chosen(*lines, true);
  out["undecided"] = chosen(*lines, false);
  return out;
}

Result<Object> decide(Node& node, const std::string& area, Day on) {
  auto done = command(node, "observation.place-all", Object{{"area", area}, {"on", iso(on)}});
  if (!done) return done.error();
  Object out = std::move(done->result.as_object());
  auto decided = all_pages(node, "/api/observation/decisions",
                           {{"area", area}, {"command", done->id.text()}}, "decisions");
  if (!decided) return decided.error();
  json::Array decisions;
  for (const auto& line : *decided) decisions.push_back(plain_line(line));
  out["decisions"] = std::move(decisions);
  auto left =
      all_pages(node, "/api/observation/waiting", {{"area", area}, {"on", iso(on)}}, "people");
  if (!left) return left.error();
  out["undecided"] = chosen(*left, false);
  return out;
}

// --- as a table

// A Chinese character takes two columns of a terminal.
std::string padded(const std::string& text, std::size_t width) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) columns += byte < 0xE0U ? 1 : 2;
  }
  return columns >= width ? text + " " : text + std::string(width - columns, ' ');
}

std::string text_at(const Object& line, const char* key) {
  const auto* value = line.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::string who(const Object& line) {
  std::string out = padded(text_at(line.at("person").as_object(), "name"), 10);
  const auto* household = line.if_contains("household");
  return out + padded(household != nullptr ? text_at(household->as_object(), "address")
                                           : text_at(line, "area"),
                      34);
}

void print_counts(const std::map<std::string, std::int64_t>& counts) {
  for (const auto& [name, count] : counts) {
    std::printf("  %s%6lld\n", padded(name, 40).c_str(), static_cast<long long>(count));
  }
}

void print_table(const Object& result, const std::string& area_name, Day on, bool dry) {
  const bool zh = terminal_language() == Language::kZh;
  const auto number = [&](const char* key) {
    return static_cast<long long>(result.at(key).as_int64());
  };
  std::printf("%s  %s%s\n", area_name.c_str(), iso(on).c_str(),
              dry ? (zh ? "  （试算，未写入）" : "  (dry run: nothing was written)") : "");
  std::printf(
      zh ? "待判定 %lld 人：采取措施 %lld，无需措施 %lld，观察期已过 %lld，须逐人判定 %lld，"
           "无规则可用 %lld\n"
         : "waiting %lld: under a measure %lld, no measure %lld, period over %lld, left to "
           "a person %lld, no rule applies %lld\n",
      number("waiting"), number("ordered"), number("no_measure"), number("period_passed"),
      number("left_to_people"), number("not_decided"));
  std::map<std::string, std::int64_t> classes;
  std::map<std::string, std::int64_t> measures;
  for (const auto& value : result.at("decisions").as_array()) {
    const auto& line = value.as_object();
    ++classes[text_at(line, "person_class") + " " + text_at(line, "class_name")];
    if (text_at(line, "outcome") == "ordered") {
      ++measures[text_at(line, "measure") + " " + text_at(line, "measure_name")];
    }
  }
  print(zh ? "按类别" : "by class");
  print_counts(classes);
  print(zh ? "按措施" : "by measure");
  print_counts(measures);
  print(zh ? "判定" : "decisions");
  for (const auto& value : result.at("decisions").as_array()) {
    const auto& line = value.as_object();
    const auto until = text_at(line, "until");
    std::string measure = text_at(line, "measure_name");
    if (text_at(line, "outcome") == "period_passed") measure = zh ? "观察期已过" : "period over";
    std::printf("  %s%s%s%s%s\n", who(line).c_str(),
                padded(text_at(line, "class_name"), 22).c_str(), padded(measure, 22).c_str(),
                padded(until.empty() ? "" : (zh ? "至" : "to ") + until, 14).c_str(),
                text_at(line, "rule").c_str());
  }
  const auto& left = result.at("undecided").as_array();
  if (left.empty()) return;
  print(zh ? "未判定" : "not decided");
  for (const auto& value : left) {
    const auto& line = value.as_object();
    auto why = text_at(line, "problem");
    if (why.empty()) why = zh ? "规则要求逐人判定" : "the rule leaves it to a person";
    std::printf("  %s%s\n", who(line).c_str(), why.c_str());
  }
}

}  // namespace

int place(const PlaceOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto on = day_or_today(options.on, node->clock());
  if (!on) return say_refused(on.error());
  if (auto status = area_exists(*node, options.area); !status) return say_refused(status.error());
  // Decided as of that day: its morning counts for orders that begin then.
  auto result =
      options.dry_run ? dry_run(*node, options.area, *on) : decide(*node, options.area, *on);
  if (!result) return say_refused(result.error());
  if (options.format == Format::json) {
    Object out{{"area", options.area}, {"on", iso(*on)}, {"dry_run", options.dry_run}};
    for (auto& field : *result) out[field.key()] = std::move(field.value());
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  const auto name =
      node->database().read([&](store::Session& db) { return area::full_name(db, options.area); });
  print_table(*result, name, *on, options.dry_run);
  return kDone;
}

}  // namespace fx::app
