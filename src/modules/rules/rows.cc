// One row of a policy pack by its name, as decisions are recorded with it: what was decided can be
// opened to the edition, the table and the row.
#include <algorithm>
#include <string_view>

#include "modules/rules/questions.h"

namespace fx::rules {
namespace {

constexpr std::size_t kMostRows = 16;

struct RowParams {
  // As policy::Decision::reference() writes it: "PACK/EDITION/TOPIC/ROW", several joined by "+",
  // what repeats left out.
  std::string rule;
};
BOOST_DESCRIBE_STRUCT(RowParams, (), (rule))

struct RowInfo {
  std::string rule;
  NamedInfo pack;
  std::string level;
  std::string place;
  EditionInfo edition;
  std::string topic;
  std::string topic_name;
  std::string hit;
  RuleLine line;
  std::optional<std::string> source;  // in words
};
BOOST_DESCRIBE_STRUCT(RowInfo, (),
                      (rule, pack, level, place, edition, topic, topic_name, hit, line, source))
struct RowsAnswer {
  std::vector<RowInfo> rows;
  std::vector<std::string> unknown;  // no pack has them any more
};
BOOST_DESCRIBE_STRUCT(RowsAnswer, (), (rows, unknown))

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> out;
  while (true) {
    const auto end = text.find(at);
    out.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos || out.size() == kMostRows) return out;
    text.remove_prefix(end + 1);
  }
}

std::optional<RowInfo> row_named(const Rulebook& book, const std::string& name, Language language) {
  const auto parts = split(name, '/');
  if (parts.size() != 4) return std::nullopt;
  const auto* pack = book.pack(parts[0]);
  if (pack == nullptr) return std::nullopt;
  const auto about = describe(*pack, language);
  for (const auto& edition : pack->editions()) {
    if (edition.id() != parts[1]) continue;
    for (auto& topic : describe(*pack, edition, language)) {
      if (topic.topic != parts[2]) continue;
      for (auto& line : topic.rules) {
        if (std::to_string(line.row) != parts[3]) continue;
        RowInfo out;
        out.rule = name;
        out.pack = {about.id, about.name};
        out.level = about.level;
        out.place = about.place;
        const auto is = [&](const EditionInfo& one) { return one.id == parts[1]; };
        out.edition = *std::find_if(about.editions.begin(), about.editions.end(), is);
        out.topic = topic.topic;
        out.topic_name = topic.name;
        out.hit = topic.hit;
        for (const auto& source : about.sources) {
          if (source.id == line.source) out.source = source.name;
        }
        out.line = std::move(line);
        return out;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

void declare_rows(host::Declaration& to, const Rulebook& book) {
  to.question<RowParams, RowsAnswer>(
      {"/api/rules/rows",
       std::nullopt,
       "规则表的某一行",
       "rows of rules by their names",
       {},
       [&book](host::QueryContext& context, const RowParams& asked) -> Result<RowsAnswer> {
         RowsAnswer out;
         std::string before;  // "PACK/EDITION/TOPIC/" of the one before
         for (auto name : split(asked.rule, '+')) {
           const auto slash = name.rfind('/');
           if (slash == std::string::npos) {
             name.insert(0, before);
           } else {
             before = name.substr(0, slash + 1);
           }
           if (auto row = row_named(book, name, context.language)) {
             out.rows.push_back(std::move(*row));
           } else {
             out.unknown.push_back(shorten(name, 200));
           }
         }
         return out;
       }});
}

}  // namespace fx::rules
