// place: decides all who are waiting, or says what would be decided.
#include <algorithm>
#include <map>
#include <vector>

#include "app/cli.h"
#include "area/tree.h"

namespace fx::app {
namespace {

using json::Object;

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
std::size_t columns_of(const std::string& text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) columns += byte < 0xE0U ? 1 : 2;
  }
  return columns;
}

// Indented, each column as wide as its widest cell.
void print_rows(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], columns_of(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += "  " + row[i];
      if (i + 1 < row.size()) line.append(widths[i] - columns_of(row[i]), ' ');
    }
    print(line);
  }
}

std::string text_at(const Object& line, const char* key) {
  const auto* value = line.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

class Table {
 public:
  Table(Node& node, const std::string& area, Day on, bool dry)
      : node_(node), area_(area), on_(on), dry_(dry) {}

  void print_all(const Object& result) const {
    print_head(result);
    std::map<std::string, int> classes;
    std::map<std::string, int> measures;
    std::vector<std::vector<std::string>> decided;
    for (const auto& value : result.at("decisions").as_array()) {
      const auto& line = value.as_object();
      const bool ordered = text_at(line, "outcome") == "ordered";
      ++classes[text_at(line, "person_class") + "\t" + text_at(line, "class_name")];
      if (ordered) ++measures[text_at(line, "measure") + "\t" + text_at(line, "measure_name")];
      auto row = who(line);
      row.push_back(text_at(line, "class_name"));
      row.push_back(text_at(line, "outcome") == "period_passed" ? say("观察期已过", "period over")
                                                                : text_at(line, "measure_name"));
      row.push_back(ordered ? say("至", "to ") + text_at(line, "until") : "");
      row.push_back(text_at(line, "rule"));
      decided.push_back(std::move(row));
    }
    print(say("按类别", "by class"));
    print_counts(classes);
    print(say("按措施", "by measure"));
    print_counts(measures);
    print(say("判定", "decisions"));
    print_rows(decided);
    std::vector<std::vector<std::string>> left;
    for (const auto& value : result.at("undecided").as_array()) {
      auto row = who(value.as_object());
      const auto problem = text_at(value.as_object(), "problem");
      row.push_back(problem.empty() ? say("规则要求逐人判定", "the rule leaves it to a person")
                                    : problem);
      left.push_back(std::move(row));
    }
    if (left.empty()) return;
    print(say("未判定", "not decided"));
    print_rows(left);
  }

 private:
  [[nodiscard]] std::string say(const char* zh, const char* en) const { return zh_ ? zh : en; }

  void print_head(const Object& result) const {
    const auto number = [&](const char* zh, const char* en, const char* key) {
      return say(zh, en) + " " + std::to_string(result.at(key).as_int64());
    };
    const auto comma = say("，", ", ");
    print(node_.database().read([&](store::Session& db) { return area::full_name(db, area_); }) +
          "  " + iso(on_) +
          (dry_ ? say("  （试算，未写入）", "  (dry run: nothing was written)") : ""));
    print(number("待判定", "waiting", "waiting") + say("：", ": ") +
          number("采取措施", "under a measure", "ordered") + comma +
          number("无需措施", "no measure", "no_measure") + comma +
          number("观察期已过", "period over", "period_passed") + comma +
          number("须逐人判定", "left to a person", "left_to_people") + comma +
          number("无规则可用", "no rule applies", "not_decided"));
  }

  // Keys are an id and its name.
  static void print_counts(const std::map<std::string, int>& counts) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& [key, count] : counts) {
      const auto tab = key.find('\t');
      rows.push_back({key.substr(0, tab), key.substr(tab + 1), std::to_string(count)});
    }
    print_rows(rows);
  }

  // Name and place; of those who are not in the register yet, where they are to be found.
  [[nodiscard]] std::vector<std::string> who(const Object& line) const {
    std::string place;
    if (const auto* household = line.if_contains("household")) {
      place = text_at(household->as_object(), "address");
    } else {
      place = node_.database().read(
          [&](store::Session& db) { return area::address(db, text_at(line, "area")); });
    }
    return {text_at(line.at("person").as_object(), "name"), std::move(place)};
  }

  Node& node_;
  const std::string& area_;
  const Day on_;
  const bool dry_;
  const bool zh_ = terminal_language() == Language::kZh;
};

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
  Table(*node, options.area, *on, options.dry_run).print_all(*result);
  return kDone;
}

}  // namespace fx::app
