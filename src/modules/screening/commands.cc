#include "base/text.h"
#include "modules/row_answer.h"
#include "modules/screening/state.h"

namespace fx::screening {
namespace {

using access::Permission;

constexpr std::size_t kNameMax = 60;
constexpr std::size_t kRowsMax = 500;

struct Start {
  static constexpr std::string_view kName = "screening.start";
  std::string area;
  std::string name;
  std::optional<Day> from;
};
BOOST_DESCRIBE_STRUCT(Start, (), (area, name, from))

struct Close {
  static constexpr std::string_view kName = "screening.close";
  Ulid campaign;
};
BOOST_DESCRIBE_STRUCT(Close, (), (campaign))

struct Record {
  static constexpr std::string_view kName = "screening.record";
  Ulid household;
  Rung rung = Rung::phone;
  Outcome outcome = Outcome::reached;
  std::optional<bool> symptoms;
  std::optional<bool> returnees;
};
BOOST_DESCRIBE_STRUCT(Record, (), (household, rung, outcome, symptoms, returnees))

struct RecordMany {
  static constexpr std::string_view kName = "screening.record-many";
  std::string area;
  std::vector<Record> rows;
};
BOOST_DESCRIBE_STRUCT(RecordMany, (), (area, rows))

struct Correct {
  static constexpr std::string_view kName = "screening.correct";
  Ulid result;
  std::optional<Outcome> outcome;
};
BOOST_DESCRIBE_STRUCT(Correct, (), (result, outcome))

bool fits(Rung rung, Outcome outcome) {
  return (rung == Rung::notice) == (outcome == Outcome::notice_left);
}

Result<std::string> area_of_household(store::Session& db, const Parts& parts,
                                      const Ulid& household) {
  const auto area = parts.people.area_of_household(db, household);
  if (!area) return refuse(kNoHousehold, "household");
  return *area;
}

Result<host::Done> start(host::CommandContext& context, const Start& command) {
  if (area::level_of(command.area) != area::Level::kCommunity) {
    return refuse(kNeedsCommunity, "area", {{"area", command.area}});
  }
  const std::string name = normalise(command.name);
  if (name.empty() || code_point_count(name) > kNameMax) return refuse(kBadName, "name");
  const Ulid campaign = context.new_id();
  context.append({campaign, command.area},
                 CampaignStarted{name, command.from.value_or(day_of(context.occurred_at))});
  return host::Done{campaign};
}

Result<std::string> area_of_campaign(store::Session& db, const Ulid& campaign) {
  auto q = db.query("select area from screening_campaign where campaign = $1", campaign);
  if (!q.next()) return refuse(kNoCampaign, "campaign");
  return q.string(0);
}

Result<host::Done> close(host::CommandContext& context, const Close& command) {
  const auto area = area_of_campaign(context.db, command.campaign);
  if (!area) return area.error();
  if (context.db.integer("select closed from screening_campaign where campaign = $1",
                         command.campaign)) {
    return host::Done{command.campaign};
  }
  context.append({command.campaign, *area}, CampaignClosed{day_of(context.occurred_at)});
  return host::Done{command.campaign};
}

Result<Ulid> record(host::CommandContext& context, const Parts& parts, const Record& row) {
  const auto area = area_of_household(context.db, parts, row.household);
  if (!area) return area.error();
  if (!fits(row.rung, row.outcome)) {
    return refuse(kWrongOutcome, "outcome",
                  {{"outcome", std::string(json::enum_name(row.outcome))}});
  }
  const auto campaign = campaign_at(context.db, *area, context.occurred_at);
  if (!campaign) return refuse(kNoCampaign);
  context.append({row.household, *area},
                 Asked{campaign->id, row.rung, row.outcome, row.symptoms, row.returnees});
  return row.household;
}

Result<host::Done> record_many(host::CommandContext& context, const Parts& parts,
                               const RecordMany& command) {
  if (command.rows.size() > kRowsMax) {
    return refuse(json::kBadValue, "rows",
                  {{"expected", "at most " + std::to_string(kRowsMax) + " rows"}});
  }
  RowAnswers answers;
  int at = 0;
  for (const auto& row : command.rows) {
    const int number = at++;
    // The whole command was allowed for one area; a row may not reach outside it.
    const auto area = parts.people.area_of_household(context.db, row.household);
    if (!area || !area::contains(command.area, *area)) {
      answers.add(RowAnswer::refused(number, refuse(kNoHousehold, "household")));
      continue;
    }
    const auto done = record(context, parts, row);
    answers.add(done ? RowAnswer::ok(number, *done) : RowAnswer::refused(number, done.error()));
  }
  return host::Done{Ulid(), *json::parse(json::text(answers))};
}

Result<std::string> area_of_result(store::Session& db, const Ulid& result) {
  auto q = db.query("select area from screening_result where entry = $1 limit 1", result);
  if (!q.next()) return refuse(kNotAsked, "result");
  return q.string(0);
}

Result<host::Done> correct(host::CommandContext& context, const Correct& command) {
  auto q = context.db.query(
      "select household, area, rung from screening_result where entry = $1 and known_to = $2",
      command.result, kForever);
  if (!q.next()) return refuse(kAlreadyCorrected, "result");
  const auto rung = json::enum_value<Rung>(q.text(2)).value_or(Rung::phone);
  if (command.outcome && !fits(rung, *command.outcome)) {
    return refuse(kWrongOutcome, "outcome",
                  {{"outcome", std::string(json::enum_name(*command.outcome))}});
  }
  const Ulid household = q.ulid(0);
  const std::string area = q.string(1);
  context.append({household, area, command.result}, AskedCorrected{command.outcome});
  return host::Done{household};
}

}  // namespace

std::optional<Campaign> campaign_at(store::Session& db, std::string_view area, Instant at) {
  const std::string community = area::at_level(area, area::Level::kCommunity);
  auto q = db.query(
      "select campaign, area from screening_campaign where area = $1 and started <= $2"
      " and (closed_at is null or closed_at > $3) order by started desc, campaign desc limit 1",
      community, day_of(at), at);
  if (!q.next()) return std::nullopt;
  return Campaign{q.ulid(0), q.string(1)};
}

void declare_commands(host::Declaration& to, const Parts& parts) {
  to.command<Start>(
      {Permission::place, "开始一次排查", "begin a campaign", host::known_area<Start>, start});
  to.command<Close>(
      {Permission::place, "结束排查", "end a campaign",
       [](store::Session& db, const Close& c) { return area_of_campaign(db, c.campaign); }, close});
  to.command<Record>(
      {Permission::screen, "登记一户排查结果", "record a household's result",
       [&parts](store::Session& db, const Record& c) {
         return area_of_household(db, parts, c.household);
       },
       [&parts](host::CommandContext& context, const Record& c) -> Result<host::Done> {
         const auto done = record(context, parts, c);
         if (!done) return done.error();
         return host::Done{*done};
       }});
  to.command<RecordMany>({Permission::screen, "登记多户排查结果", "record many households",
                          host::known_area<RecordMany>,
                          [&parts](host::CommandContext& context, const RecordMany& c) {
                            return record_many(context, parts, c);
                          }});
  to.command<Correct>(
      {Permission::screen, "更正排查结果", "correct a result",
       [](store::Session& db, const Correct& c) { return area_of_result(db, c.result); }, correct});
}

}  // namespace fx::screening
