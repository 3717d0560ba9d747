#include "modules/rules/resident.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "area/tree.h"
#include "modules/organisation/contact.h"

namespace fx::rules {
namespace {

// What binds whoever lives here; the other topics are for those who carry them out.
constexpr std::array<std::string_view, 11> kForResidents{
    "placement", "conversion", "release", "tests", "monitoring",  "entry",
    "exception", "code",       "zones",   "pass",  "institutions"};
// What is said in another place, or concerns those who carry the rule out.
constexpr std::array<std::string_view, 9> kNotTold{
    "class", "team", "basis", "issuer", "appeal", "max_days", "source", "note", "decided_by"};

constexpr std::size_t kGrids = 20'000;  // whose communities are named

template <std::size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// --- whom a rule is about

struct Accepted {
  std::string text;
  bool except = false;  // the text names what does not count
};

// The shorter of "these" and "all but these".
Accepted accepted(const policy::FactDecl& fact, const policy::CellTest& test, Language language) {
  const std::string_view between = language == Language::kZh ? "、" : ", ";
  const bool words = fact.type == policy::FactType::kEnum || fact.type == policy::FactType::kText;
  if (words && !test.missing) {
    std::vector<std::string> in;
    std::vector<std::string> out;
    for (auto value = fact.first(); value <= fact.last(); ++value) {
      const bool fits = std::any_of(test.accepts.begin(), test.accepts.end(),
                                    [&](const auto& r) { return r.from <= value && value < r.to; });
      (fits ? in : out).push_back(fact.show(value, language));
    }
    if (!out.empty() && out.size() < in.size()) return {join(out, between), true};
    return {join(in, between), false};
  }
  return {join(accepted_values(fact, test, language), between), false};
}

// What a flag's label says, denied: "适宜集中隔离", "无症状", "未持有出入证", "体温正常".
std::string denied(const std::string& label) {
  constexpr std::string_view kNot = "不";
  constexpr std::string_view kHas = "有";
  constexpr std::string_view kHolds = "持有";
  constexpr std::string_view kUnusual = "异常";
  if (starts_with(label, kNot)) return label.substr(kNot.size());
  if (starts_with(label, kHas)) return "无" + label.substr(kHas.size());
  if (starts_with(label, kHolds)) return "未" + label;
  if (label.size() > kUnusual.size() &&
      label.compare(label.size() - kUnusual.size(), kUnusual.size(), kUnusual) == 0) {
    return label.substr(0, label.size() - kUnusual.size()) + "正常";
  }
  return label + "：否";
}

std::string zh_condition(const policy::FactDecl& fact, const policy::CellTest& test) {
  const auto& label = fact.label.zh;
  if (fact.type == policy::FactType::kFlag && !test.missing && test.accepts.size() == 1) {
    const auto [from, to] = test.accepts.front();
    if (to - from == 1) return from == 0 ? denied(label) : label;
  }
  const auto [text, except] = accepted(fact, test, Language::kZh);
  std::string values = except ? "除" + text + "以外" : text;
  if (fact.id == "origin_relation" && !except) return "来自" + values;
  if (fact.id == "origin_set" && !except) {
    return fact.values.front().label.zh == text ? label + values : "来自" + values;
  }
  if (fact.id == "exposure" || fact.id == "class" || fact.id == "traveller") return values;
  if (fact.id == "measure") return values + (except ? "" : "期间");
  if (fact.id == "requested") return "要求改为" + values;
  return label + (except ? "" : "：") + values;
}

std::string en_condition(const policy::FactDecl& fact, const policy::CellTest& test) {
  const auto [text, except] = accepted(fact, test, Language::kEn);
  return fact.label.en + (except ? ": other than " : ": ") + text;
}

std::string who(const policy::Pack& pack, const policy::Table& table, const policy::Row& row,
                Language language) {
  const bool zh = language == Language::kZh;
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < table.slots.size(); ++c) {
    if (row.tests[c].any) continue;
    const auto& fact = pack.vocabulary().facts[static_cast<std::size_t>(table.slots[c])];
    parts.push_back(zh ? zh_condition(fact, row.tests[c]) : en_condition(fact, row.tests[c]));
  }
  if (parts.empty() && table.hit == policy::HitPolicy::kCollect) return zh ? "所有人" : "everyone";
  if (parts.empty()) return zh ? "其余情形" : "all other cases";
  return join(parts, zh ? "，" : "; ");
}

// --- what it says

class Says {
 public:
  Says(const policy::Table& table, const policy::Row& row, Language language)
      : table_(table), row_(row), language_(language) {}

  // In words; "" when the row does not say.
  [[nodiscard]] std::string words(std::string_view outcome) const {
    const int at = table_.outcome(outcome);
    if (at < 0 || !value(at).present()) return {};
    return policy::show_outcome(decl(at), value(at), language_);
  }
  [[nodiscard]] bool is(std::string_view outcome, std::string_view id) const {
    const int at = table_.outcome(outcome);
    return at >= 0 && value(at).present() && policy::outcome_id(decl(at), value(at)) == id;
  }
  // "标签：值；标签：值" of everything that residents are told.
  [[nodiscard]] std::string all() const {
    const bool zh = language_ == Language::kZh;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < row_.outcomes.size(); ++i) {
      const auto& one = table_.topic->outcomes[i];
      if (among(kNotTold, one.id) || !row_.outcomes[i].present()) continue;
      if (zh && one.type == policy::OutcomeType::kFlag) {
        parts.push_back((row_.outcomes[i].value_or(0) == 0 ? "不" : "") + one.label.zh);
        continue;
      }
      parts.push_back(one.label.in(language_) + (zh ? "：" : ": ") +
                      policy::show_outcome(one, row_.outcomes[i], language_));
    }
    return join(parts, zh ? "；" : "; ");
  }

 private:
  [[nodiscard]] const policy::OutcomeDecl& decl(int at) const {
    return table_.topic->outcomes[static_cast<std::size_t>(at)];
  }
  [[nodiscard]] const policy::OutcomeValue& value(int at) const {
    return row_.outcomes[static_cast<std::size_t>(at)];
  }
  const policy::Table& table_;
  const policy::Row& row_;
  Language language_;
};

std::string placement(const Says& says, bool zh) {
  if (says.is("measure", "none")) return zh ? "不需要隔离或监测" : "nothing is required";
  if (says.is("measure", "undecided")) {
    const auto by = says.words("decided_by");
    if (by.empty()) return zh ? "逐人决定" : "decided for each person";
    return zh ? "由" + by + "逐人决定" : "decided for each person by: " + by;
  }
  std::string out = says.words("measure");
  if (const auto days = says.words("days"); !days.empty()) out += " " + days;
  if (const auto from = says.words("counted_from"); !from.empty()) {
    const bool same_day = says.is("day_one", "same_day");
    out += zh ? "，从" + from + (same_day ? "当天" : "的次日") + "算起"
              : (same_day ? ", counted from the day of " : ", counted from the day after ") + from;
  }
  if (says.is("stay", "site")) out += zh ? "，住集中隔离点" : ", at a quarantine site";
  if (says.is("stay", "home")) out += zh ? "，住在家中" : ", at home";
  if (says.is("single_room", "yes")) {
    out += zh ? "，一人一间" : ", a room of one's own";
  }
  if (const auto then = says.words("then_measure"); !then.empty()) {
    out += (zh ? "；期满后" : "; then ") + then;
    if (const auto days = says.words("then_days"); !days.empty()) out += " " + days;
  }
  if (const auto others = says.words("alternatives"); !others.empty()) {
    out += (zh ? "；条件适合的，可改为" : "; where it fits, may be changed to ") + others;
  }
  return out;
}

std::string monitoring(const Says& says, bool zh) {
  const auto slots = says.words("slots");
  if (slots.empty()) return zh ? "不需要测温" : "no readings";
  std::string out = (zh ? "测体温：" : "temperature: ") + slots;
  if (const auto by = says.words("by"); !by.empty())
    out += (zh ? "，由" : ", by ") + by + (zh ? "测" : "");
  if (const auto fever = says.words("fever"); !fever.empty()) {
    out += zh ? "；" + fever + "及以上立即报告" : "; " + fever + " and above is reported at once";
  }
  if (const auto symptoms = says.words("symptom_list"); !symptoms.empty()) {
    out += (zh ? "；有下列症状也立即报告：" : "; so are these symptoms: ") + symptoms;
  }
  return out;
}

std::string tests(const Says& says, bool zh) {
  const auto days = says.words("days");
  if (days.empty()) return zh ? "不需要检测" : "no tests";
  return (zh ? "检测：第 " : "tests on days: ") + days;
}

std::string what(const policy::Table& table, const Says& says, bool zh) {
  const auto& topic = table.topic->id;
  if (topic == "placement") return placement(says, zh);
  if (topic == "monitoring") return monitoring(says, zh);
  if (topic == "tests") return tests(says, zh);
  std::string out = says.all();
  if (out.empty()) return zh ? "没有要求" : "nothing is required";
  return out;
}

// The number of the ground, told anew if no rule before had it.
int number_of(std::vector<LegalGround>& grounds, LegalGround ground) {
  for (const auto& known : grounds) {
    if (known.basis == ground.basis && known.issuer == ground.issuer &&
        known.appeal == ground.appeal) {
      return known.number;
    }
  }
  ground.number = static_cast<int>(grounds.size()) + 1;
  grounds.push_back(std::move(ground));
  return grounds.back().number;
}

// --- questions

struct PlaceWithRules {
  std::string area;
  std::string name;  // in full
};
BOOST_DESCRIBE_STRUCT(PlaceWithRules, (), (area, name))
struct PlacesWithRules {
  std::vector<PlaceWithRules> places;
};
BOOST_DESCRIBE_STRUCT(PlacesWithRules, (), (places))

struct RulesForResidents {
  std::string area;
  std::string place;  // its name in full
  Day on;
  std::optional<std::string> pack;  // nothing: no rules are in force
  std::optional<std::string> issuer;
  std::optional<std::string> edition;
  std::optional<Day> from;
  std::optional<Day> until;
  std::vector<std::string> documents;  // what the rules were taken from
  std::vector<ResidentTopic> topics;
  std::vector<LegalGround> grounds;
  std::optional<std::string> office;  // whom one calls
  std::optional<std::string> phone;
  std::optional<std::string> objections;  // the phone for objections, if another
};
BOOST_DESCRIBE_STRUCT(RulesForResidents, (),
                      (area, place, on, pack, issuer, edition, from, until, documents, topics,
                       grounds, office, phone, objections))

Result<RulesForResidents> answer(host::QueryContext& context, const Rulebook& book,
                                 const WhereWhen& asked) {
  if (auto known = host::area_in_tree(context.db, asked.area); !known) return known.error();
  RulesForResidents out;
  out.area = asked.area;
  out.place = area::full_name(context.db, asked.area);
  out.on = asked.on.value_or(context.today());
  if (const auto contact = organisation::contact_of(context.db, asked.area)) {
    out.office = contact->office;
    out.phone = contact->phone;
    if (!contact->objections.empty()) out.objections = contact->objections;
  }
  const auto found = book.in_force(context.db, asked.area, out.on);
  if (!found) return out;
  const auto& edition = *found->edition;
  out.pack = found->pack->name().in(context.language);
  out.issuer = found->pack->issuer().in(context.language);
  out.edition = edition.name().in(context.language);
  out.from = edition.from();
  out.until = edition.until();
  for (const auto& source : found->pack->sources()) {
    out.documents.push_back(source.label.in(context.language));
  }
  auto rules = for_residents(*found->pack, edition, context.language);
  out.topics = std::move(rules.topics);
  out.grounds = std::move(rules.grounds);
  return out;
}

}  // namespace

ResidentRules for_residents(const policy::Pack& pack, const policy::Edition& edition,
                            Language language) {
  const bool zh = language == Language::kZh;
  ResidentRules out;
  for (const auto& table : edition.tables()) {
    if (!among(kForResidents, table.topic->id)) continue;
    ResidentTopic topic;
    topic.topic = table.topic->id;
    topic.name = table.topic->label.in(language);
    topic.all_apply = table.hit == policy::HitPolicy::kCollect;
    for (const auto& row : table.rows) {
      const Says says(table, row, language);
      ResidentRule rule;
      rule.who = who(pack, table, row, language);
      rule.what = what(table, says, zh);
      if (auto basis = says.words("basis"); !basis.empty()) {
        rule.ground = number_of(out.grounds,
                                {0, std::move(basis), says.words("issuer"), says.words("appeal")});
        const auto& longest = row.outcomes[static_cast<std::size_t>(table.outcome("max_days"))];
        if (longest.present()) rule.longest_days = static_cast<int>(longest.value_or(0));
      }
      if (auto note = says.words("note"); !note.empty()) rule.note = std::move(note);
      topic.rules.push_back(std::move(rule));
    }
    out.topics.push_back(std::move(topic));
  }
  return out;
}

void declare_resident_rules(host::Declaration& to, const Rulebook& book) {
  host::Question<WhereWhen, RulesForResidents> rules{
      "/api/rules/for-residents",
      std::nullopt,
      "居民须知：现行规则",
      "the rules in force, for residents",
      {},
      [&book](host::QueryContext& context, const WhereWhen& asked) {
        return answer(context, book, asked);
      }};
  rules.open = true;
  to.question<WhereWhen, RulesForResidents>(std::move(rules));

  host::Question<NoParams, PlacesWithRules> places{
      "/api/rules/places",
      std::nullopt,
      "公布了规则的地方和其中的社区",
      "places that have chosen rules, and communities inside them",
      {},
      [](host::QueryContext& context, const NoParams&) -> Result<PlacesWithRules> {
        std::set<std::string> areas;
        {
          auto q = context.db.query("select distinct area from rules_choice where known_to = $1",
                                    kForever);
          while (q.next()) areas.insert(q.string(0));
        }
        // A resident looks for the own community, whichever level chose for it: those that work
        // with this system have grids.
        std::string around;  // the last that was looked through: what lies in it has been seen
        for (const auto& chosen : std::set<std::string>(areas)) {
          if (!around.empty() && area::contains(around, chosen)) continue;
          around = chosen;
          for (const auto& grid : area::of_level(context.db, chosen, area::Level::kGrid, kGrids)) {
            areas.insert(area::parent(grid.code));
          }
        }
        PlacesWithRules out;
        for (const auto& code : areas) {
          out.places.push_back({code, area::full_name(context.db, code)});
        }
        return out;
      }};
  places.open = true;
  to.question<NoParams, PlacesWithRules>(std::move(places));
}

}  // namespace fx::rules
