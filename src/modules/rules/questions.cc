#include "modules/rules/questions.h"

#include <algorithm>
#include <utility>

namespace fx::rules {
namespace {

// The condition of a row in words: "来源地：外省；年龄：>=60".
std::string condition_text(const policy::Pack& pack, const policy::Table& table,
                           const policy::Row& row, Language language) {
  const bool zh = language == Language::kZh;
  std::string out;
  for (std::size_t c = 0; c < table.slots.size(); ++c) {
    const auto& test = row.tests[c];
    if (test.any) continue;
    const auto& fact = pack.vocabulary().facts[static_cast<std::size_t>(table.slots[c])];
    if (!out.empty()) out += zh ? "；" : "; ";
    out += fact.label.in(language) + (zh ? "：" : ": ");
    bool first = true;
    for (const auto& value : accepted_values(fact, test, language)) {
      if (!std::exchange(first, false)) out += zh ? "、" : ", ";
      out += value;
    }
  }
  if (out.empty()) return zh ? "其余情形" : "all other cases";
  return out;
}

RuleLine describe(const policy::Pack& pack, const policy::Table& table, const policy::Row& row,
                  Language language) {
  const bool zh = language == Language::kZh;
  RuleLine out;
  out.row = row.number;
  out.when = condition_text(pack, table, row, language);
  for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
    const auto& value = row.outcomes[i];
    if (!value.present()) continue;
    const auto& decl = table.topic->outcomes[i];
    auto text = policy::show_outcome(decl, value, language);
    if (decl.id == "basis") {
      out.basis = std::move(text);
    } else if (decl.id == "issuer") {
      out.issuer = std::move(text);
    } else if (decl.id == "max_days") {
      out.longest_days = static_cast<int>(value.value_or(0));
    } else if (decl.id == "appeal") {
      out.appeal = std::move(text);
    } else if (decl.id == "source") {
      out.source = std::move(text);
    } else if (decl.id == "note") {
      out.note = std::move(text);
    } else {
      if (!out.then.empty()) out.then += zh ? "；" : "; ";
      out.then += decl.label.in(language) + (zh ? "：" : ": ") + text;
    }
  }
  if (row.origins != nullptr) {
    std::string made_of;
    for (const auto& origin : row.origins->from) {
      made_of += (made_of.empty() ? "" : "+") + origin.reference();
    }
    out.made_of = std::move(made_of);
    std::string not_applied;
    for (const auto& refused : row.origins->not_applied) {
      not_applied += (not_applied.empty() ? "" : "+") + refused.origin.reference();
    }
    if (!not_applied.empty()) out.not_applied = std::move(not_applied);
  }
  return out;
}

}  // namespace

std::vector<std::string> accepted_values(const policy::FactDecl& fact, const policy::CellTest& test,
                                         Language language) {
  const bool zh = language == Language::kZh;
  std::vector<std::string> out;
  for (const auto& [from, to] : test.accepts) {
    const auto first = std::max(from, fact.first());
    const auto last = std::min(to - 1, fact.last());
    if (first > last) continue;
    if (fact.type == policy::FactType::kNumber || fact.type == policy::FactType::kDay) {
      if (first == last) {
        out.push_back(fact.show(first, language));
      } else if (first == fact.first()) {
        out.push_back("≤" + fact.show(last, language));
      } else if (last == fact.last()) {
        out.push_back("≥" + fact.show(first, language));
      } else {
        out.push_back(fact.show(first, language) + (zh ? "至" : " to ") +
                      fact.show(last, language));
      }
    } else {
      for (auto value = first; value <= last; ++value) out.push_back(fact.show(value, language));
    }
  }
  if (test.missing) out.emplace_back(zh ? "未知" : "not known");
  return out;
}

FindingInfo describe(const Refusal& refusal, Language language) {
  return {std::string(refusal.code()), refusal.message(language), refusal.remedy(language)};
}

LevelInfo describe(const UsedPack& used, Language language) {
  LevelInfo out;
  if (!used.choice.area.empty()) out.area = used.choice.area;
  out.pack = used.choice.id;
  if (used.choice.pack != nullptr) {
    out.name = used.choice.pack->name().in(language);
    out.level = used.choice.pack->level();
  }
  if (used.choice.edition != nullptr) out.edition = used.choice.edition->id();
  out.standing = id(used.standing);
  out.counts = used.standing == Standing::kCounts || used.standing == Standing::kWrittenUnder;
  out.why = words(used.standing, language);
  return out;
}

PackInfo describe(const policy::Pack& pack, Language language) {
  PackInfo out;
  out.id = pack.id();
  out.name = pack.name().in(language);
  out.disease = pack.disease().name.in(language);
  out.level = pack.level();
  out.place = pack.place().in(language);
  out.issuer = pack.issuer().in(language);
  out.digest = pack.digest();
  for (const auto& c : pack.classes()) out.classes.push_back({c.id, c.label.in(language)});
  for (const auto& s : pack.disease().symptoms) {
    out.symptoms.push_back({s.id, s.label.in(language)});
  }
  for (const auto& e : pack.editions()) {
    out.editions.push_back({e.id(), e.name().in(language), e.from(), e.until(), e.note()});
  }
  for (const auto& s : pack.sources()) out.sources.push_back({s.id, s.label.in(language)});
  for (const auto& n : pack.notes()) out.notes.push_back(n.in(language));
  for (const auto& n : pack.resolutions()) out.notes.push_back(n.in(language));
  return out;
}

std::vector<TopicRules> describe(const policy::Pack& pack, const policy::Edition& edition,
                                 Language language) {
  std::vector<TopicRules> out;
  for (const auto& table : edition.tables()) {
    TopicRules topic;
    topic.topic = table.topic->id;
    topic.name = table.topic->label.in(language);
    topic.hit = table.hit == policy::HitPolicy::kFirst    ? "first"
                : table.hit == policy::HitPolicy::kUnique ? "unique"
                                                          : "collect";
    for (const auto& row : table.rows) {
      topic.rules.push_back(describe(pack, table, row, language));
    }
    out.push_back(std::move(topic));
  }
  return out;
}

}  // namespace fx::rules
