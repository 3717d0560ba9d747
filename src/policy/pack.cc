#include "policy/pack.h"

#include <algorithm>
#include <array>

#include "policy/refusals.h"

namespace fx::policy {

std::string_view id(Lower lower) {
  constexpr std::array<std::string_view, 3> kIds{"fixed", "tighten", "replace"};
  return kIds[static_cast<std::size_t>(lower)];
}

std::optional<Lower> parse_lower(std::string_view text) {
  for (const auto lower : {Lower::kFixed, Lower::kTighten, Lower::kReplace}) {
    if (id(lower) == text) return lower;
  }
  return std::nullopt;
}

Lower Edition::lower(std::string_view topic) const {
  for (const auto& [name, allowed] : lower_) {
    if (name == topic) return allowed;
  }
  return table(topic) == nullptr ? Lower::kReplace : lower_default_.value_or(Lower::kTighten);
}

const Table* Edition::table(std::string_view topic) const {
  for (const auto& table : tables_) {
    if (table.topic->id == topic) return &table;
  }
  return nullptr;
}

Result<int> Edition::find(const Table* table, std::string_view topic, const Facts& facts) const {
  FX_CHECK(&facts.vocabulary() == &pack_->vocabulary());
  Params params{{"pack", pack_->id()}, {"edition", id_}, {"topic", std::string(topic)}};
  if (table == nullptr) return refuse(kNoTopic, {}, std::move(params));
  const int row = table->matcher.find(facts.data());
  if (row >= 0) return row;
  if (row == kSeveralRows) {
    std::string rows;
    table->matcher.for_each(facts.data(), [&](int r) {
      if (!rows.empty()) rows += ", ";
      rows += std::to_string(table->rows[static_cast<std::size_t>(r)].number);
    });
    params.emplace_back("rows", std::move(rows));
    return refuse(kSeveralRules, {}, std::move(params));
  }
  params.emplace_back("facts_zh", facts.show(table->slots, Language::kZh));
  params.emplace_back("facts_en", facts.show(table->slots, Language::kEn));
  return refuse(kNoRule, {}, std::move(params));
}

Result<const Placement*> Edition::placement(const Facts& facts) const {
  const auto row = find(table("placement"), "placement", facts);
  if (!row) return row.error();
  return &rows_.placements[static_cast<std::size_t>(*row)];
}

Result<const Monitoring*> Edition::monitoring(const Facts& facts) const {
  const auto row = find(table("monitoring"), "monitoring", facts);
  if (!row) return row.error();
  return &rows_.monitorings[static_cast<std::size_t>(*row)];
}

std::vector<int> Edition::test_days(const Facts& facts) const {
  const Table* tests = table("tests");
  if (tests == nullptr) return {};
  const auto row = find(tests, "tests", facts);
  if (!row) return {};
  const auto& days = tests->rows[static_cast<std::size_t>(*row)]
                         .outcomes[static_cast<std::size_t>(tests->outcome("days"))];
  return {days.values.begin(), days.values.end()};
}

Result<std::vector<ReleaseCondition>> Edition::release(const Facts& facts) const {
  const Table* rules = table("release");
  if (const auto row = find(rules, "release", facts); !row) return row.error();
  std::vector<ReleaseCondition> out;
  rules->matcher.for_each(
      facts.data(), [&](int r) { out.push_back(rows_.releases[static_cast<std::size_t>(r)]); });
  return out;
}

Result<const Conversion*> Edition::conversion(const Facts& facts) const {
  const auto row = find(table("conversion"), "conversion", facts);
  if (!row) return row.error();
  return &rows_.conversions[static_cast<std::size_t>(*row)];
}

Result<std::vector<EscalationStep>> Edition::escalation(const Facts& facts) const {
  const Table* rules = table("escalation");
  if (const auto row = find(rules, "escalation", facts); !row) return row.error();
  std::vector<EscalationStep> out;
  rules->matcher.for_each(
      facts.data(), [&](int r) { out.push_back(rows_.escalations[static_cast<std::size_t>(r)]); });
  return out;
}

Result<const Reporting*> Edition::reporting(const Facts& facts) const {
  const auto row = find(table("reporting"), "reporting", facts);
  if (!row) return row.error();
  return &rows_.reportings[static_cast<std::size_t>(*row)];
}

Result<std::vector<ScreeningRung>> Edition::screening() const {
  const auto facts = pack_->facts();
  const Table* rules = table("screening");
  if (const auto row = find(rules, "screening", facts); !row) return row.error();
  std::vector<ScreeningRung> out;
  rules->matcher.for_each(facts.data(),
                          [&](int r) { out.push_back(rows_.rungs[static_cast<std::size_t>(r)]); });
  return out;
}

std::optional<int> Edition::minutes_for(std::string_view event) const {
  const Table* rules = table("timeliness");
  auto facts = pack_->facts();
  if (rules == nullptr || !facts.set("event", event)) return std::nullopt;
  const int row = rules->matcher.find(facts.data());
  if (row < 0) return std::nullopt;
  const auto& minutes = rules->rows[static_cast<std::size_t>(row)]
                            .outcomes[static_cast<std::size_t>(rules->outcome("minutes"))];
  return static_cast<int>(minutes.value_or(0));
}

Course Edition::course(const Placement& placement, const Facts& facts, Day anchor) const {
  Facts asking = facts;
  pack_->set_placement(asking, placement.person_class.id, placement.measure, 1);
  const auto first = test_days(asking);
  pack_->set_placement(asking, placement.person_class.id, placement.then_measure, 2);
  return policy::course(placement, anchor, first, test_days(asking));
}

const NamedValue* Pack::source(std::string_view id) const {
  for (const auto& source : sources_) {
    if (source.id == id) return &source;
  }
  return nullptr;
}

const Edition* Pack::edition(std::string_view id) const {
  for (const auto& edition : editions_) {
    if (edition.id() == id) return &edition;
  }
  return nullptr;
}

Result<const Edition*> Pack::edition_on(Day day) const {
  // The last one that has begun: editions are in order of date and do not overlap.
  const auto after = std::find_if(editions_.begin(), editions_.end(),
                                  [&](const Edition& edition) { return edition.from() > day; });
  if (after != editions_.begin()) {
    const Edition& edition = *(after - 1);
    if (!edition.until() || *edition.until() >= day) return &edition;
  }
  return refuse(kNoEdition, {}, {{"pack", id_}, {"day", iso(day)}});
}

void Pack::set_origin(Facts& facts, std::string_view code, std::string_view home) const {
  facts.choose("origin_set", origin_set_of(origin_sets_, code));
  for (const auto& [fact, sets] : other_origins_) facts.choose(fact, origin_set_of(sets, code));
  facts.choose("origin_relation", origin_relation(code, home));
}

void Pack::set_placement(Facts& facts, std::string_view person_class, Measure measure,
                         int stage) const {
  // A class of an older edition or another pack is no class here.
  if (person_class.empty() || !facts.set("class", person_class)) facts.choose("class", "none");
  facts.choose("measure", policy::id(measure));
  facts.number("stage", stage);
}

}  // namespace fx::policy
