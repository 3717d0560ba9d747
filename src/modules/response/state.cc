#include "modules/response/state.h"

#include <algorithm>

namespace fx::response {
namespace {

struct Word {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
};
// As the facts of policy packs name them (policy/standard_facts.cc).
constexpr std::array kSituations{
    Word{"spread", "情形三（社区传播）", "situation 3: spread"},
    Word{"cases", "情形二（有病例或聚集性疫情）", "situation 2: cases"},
    Word{"no_case", "情形一（无病例）", "situation 1: no case"}};
constexpr std::array kLevels{Word{"i", "一级响应", "level I"}, Word{"ii", "二级响应", "level II"},
                             Word{"iii", "三级响应", "level III"},
                             Word{"iv", "四级响应", "level IV"},
                             Word{"none", "未启动", "not activated"}};
constexpr std::array kRisks{Word{"high", "高风险", "high"}, Word{"medium", "中风险", "medium"},
                            Word{"low", "低风险", "low"}, Word{"none", "未划定", "not set"}};

template <std::size_t n>
std::vector<std::string_view> ids(const std::array<Word, n>& words) {
  std::vector<std::string_view> out;
  for (const auto& word : words) out.push_back(word.id);
  return out;
}
template <std::size_t n>
std::string words_in(const std::array<Word, n>& words, std::string_view id, Language language) {
  for (const auto& word : words) {
    if (word.id == id) return std::string(language == Language::kZh ? word.zh : word.en);
  }
  return std::string(id);
}

constexpr std::string_view kColumns =
    "select entry, area, axis, what, value, at, known_from, known_to, actor, payload"
    " from response_step";

StepRow read(const store::Query& q) {
  StepRow out;
  out.entry = q.ulid(0);
  out.area = q.string(1);
  out.axis = json::enum_value<Axis>(q.text(2)).value_or(Axis::situation);
  out.what = json::enum_value<What>(q.text(3)).value_or(What::decided);
  out.value = q.string(4);
  out.at = q.instant(5);
  out.recorded = q.instant(6);
  out.known_to = q.instant(7);
  out.actor = q.ulid(8);
  const auto answer_to_proposal = [&](const auto& p) {
    FX_CHECK(p.has_value());
    out.document = p->document;
    out.proposed = p->proposed;
    out.since = p->since;
    out.rule = p->rule;
  };
  switch (out.what) {
    case What::decided:
      answer_to_proposal(json::read_text<Decided>(q.text(9)));
      break;
    case What::declined:
      answer_to_proposal(json::read_text<Declined>(q.text(9)));
      break;
    case What::ended: {
      const auto p = json::read_text<Ended>(q.text(9));
      FX_CHECK(p.has_value());
      out.document = p->document;
      out.rule = p->rule;
      out.unmet = p->unmet;
      break;
    }
  }
  return out;
}

}  // namespace

std::string_view topic_of(Axis axis) {
  switch (axis) {
    case Axis::situation:
      return "situation";
    case Axis::level:
      return "trigger";
    case Axis::risk:
      return "risk";
  }
  return "";
}

std::string_view fact_of(Axis axis) {
  switch (axis) {
    case Axis::situation:
      return "situation";
    case Axis::level:
      return "response_level";
    case Axis::risk:
      return "risk_level";
  }
  return "";
}

std::string axis_name(Axis axis, Language language) {
  const bool zh = language == Language::kZh;
  switch (axis) {
    case Axis::situation:
      return zh ? "社区情形" : "situation";
    case Axis::level:
      return zh ? "响应级别" : "response level";
    case Axis::risk:
      return zh ? "风险等级" : "risk level";
  }
  return "";
}

const std::vector<std::string_view>& values_of(Axis axis) {
  static const auto kOfSituation = ids(kSituations);
  static const auto kOfLevel = ids(kLevels);
  static const auto kOfRisk = ids(kRisks);
  return axis == Axis::situation ? kOfSituation : axis == Axis::level ? kOfLevel : kOfRisk;
}

std::string value_name(Axis axis, std::string_view value, Language language) {
  switch (axis) {
    case Axis::situation:
      return words_in(kSituations, value, language);
    case Axis::level:
      return words_in(kLevels, value, language);
    case Axis::risk:
      return words_in(kRisks, value, language);
  }
  return "";
}

int rank(Axis axis, std::string_view value) {
  if (axis == Axis::risk && value == "none") value = "low";
  const auto& values = values_of(axis);
  return static_cast<int>(std::find(values.begin(), values.end(), value) - values.begin());
}

// --- what stands ---------------------------------------------------------------------------------

std::vector<StepRow> steps_of(store::Session& db, std::string_view area, Axis axis, Instant known) {
  static const std::string kSql =
      std::string(kColumns) +
      " where area = $1 and axis = $2 and known_from <= $3 and $3 < known_to"
      " order by at, known_from, entry";
  std::vector<StepRow> out;
  const auto name = json::enum_name(axis);
  auto q = db.query(kSql, area, name, known);
  while (q.next()) out.push_back(read(q));
  return out;
}

std::vector<StepRow> history_of(store::Session& db, std::string_view area) {
  static const std::string kSql =
      std::string(kColumns) + " where area = $1 order by known_from, entry";
  std::vector<StepRow> out;
  auto q = db.query(kSql, area);
  while (q.next()) out.push_back(read(q));
  return out;
}

std::vector<StepRow> steps_within(store::Session& db, std::string_view area) {
  static const std::string kInside =
      std::string(kColumns) +
      " where $1 <= area and area < $2 order by area, axis, at, known_from, entry";
  static const std::string kOfOne =
      std::string(kColumns) + " where area = $1 order by axis, at, known_from, entry";
  std::vector<StepRow> out;
  {
    const auto [low, high] = area::range(area);
    auto q = db.query(kInside, low, high);
    while (q.next()) out.push_back(read(q));
  }
  for (auto at = area::parent(area); !at.empty(); at = area::parent(at)) {
    auto q = db.query(kOfOne, at);
    while (q.next()) out.push_back(read(q));
  }
  return out;
}

Decision decision_of(const StepRow& row) {
  return {row.entry, row.area,     row.axis,     row.value, row.at,  row.recorded,
          row.actor, row.document, row.proposed, row.since, row.rule};
}

std::optional<StepRow> step(store::Session& db, const Ulid& entry) {
  static const std::string kSql = std::string(kColumns) + " where entry = $1";
  auto q = db.query(kSql, entry);
  if (!q.next()) return std::nullopt;
  return read(q);
}

InForce in_force(store::Session& db, std::string_view area, Axis axis, Instant moment,
                 Instant known) {
  for (std::string at(area); !at.empty(); at = area::parent(at)) {
    std::optional<StepRow> last;
    for (auto& row : steps_of(db, at, axis, known)) {
      if (row.at <= moment && row.what != What::declined) last = std::move(row);
    }
    if (!last || last->what != What::decided) continue;
    return {last->value, decision_of(*last)};
  }
  return {std::string(resting(axis)), std::nullopt};
}

host::Frame frame_at(std::string_view area, Instant moment, Instant now) {
  moment = std::min(moment, now);
  auto out = host::Frame::make(std::string(area), day_of(moment), now);
  out.moment = moment;
  return out;
}

// --- areas ---------------------------------------------------------------------------------------

area::Level level_of_levels(const risk::Regime& regime) {
  const auto decision =
      policy::decide(*regime.pack, *regime.edition, "case_counting", regime.pack->facts());
  if (!decision) return area::Level::kCommunity;
  const auto level =
      risk::level_of_unit(rules::outcome_id(*decision->table, *decision->rows.front(), "unit"));
  return std::min(level, area::Level::kCommunity);
}

std::string at_or_above(std::string_view area, area::Level level) {
  auto at = area::at_level(area, level);
  return at.empty() ? std::string(area) : at;
}

bool looks_at(const policy::Table& table, const policy::Vocabulary& vocabulary,
              std::string_view fact) {
  const int slot = vocabulary.slot(fact);
  return std::find(table.slots.begin(), table.slots.end(), slot) != table.slots.end();
}

Ulid stand_in(std::string_view area, std::string_view what) {
  // FNV-1a over both: nothing is stored by it.
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const auto text : {area, std::string_view("\0", 1), what}) {
    for (const char c : text) {
      hash ^= static_cast<unsigned char>(c);
      hash *= 0x100000001b3U;
    }
  }
  return Ulid().derive(hash);
}

}  // namespace fx::response
