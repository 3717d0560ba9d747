#include <algorithm>

#include "area/code.h"
#include "area/tree.h"
#include "modules/risk/levels.h"
#include "modules/risk/reader.h"

namespace fx::risk {
namespace {

using access::Permission;

// A round of tests of everybody in an area: whether all were negative. Some regimes lower a level
// only after one.
struct RoundRecorded {
  static constexpr std::string_view kKind = "risk.round-recorded";
  static constexpr int kVersion = 1;
  Day day;  // of the last result
  bool negative = false;
};
BOOST_DESCRIBE_STRUCT(RoundRecorded, (), (day, negative))

struct RecordRound {
  static constexpr std::string_view kName = "risk.record-round";
  std::string area;
  std::optional<Day> on;  // default: the day of the command
  bool negative = false;
};
BOOST_DESCRIBE_STRUCT(RecordRound, (), (area, on, negative))

constexpr const char* kRoundDdl = R"(
create table risk_round(
  entry blob primary key, known_from integer not null, known_to integer not null,
  area text not null, day integer not null, negative integer not null) strict, without rowid;
create index risk_round_area on risk_round(area, day);
)";

struct RiskParams {
  std::string area;
  std::optional<Day> from;  // default: the last day
  std::optional<Day> to;    // default: today
  std::optional<Instant> as_of;
  // As if this edition were in force on every day: "cn-national/2022-06-ed9".
  std::optional<std::string> under;
  std::optional<bool> parts;  // with the level of each sub-area on the last day
};
BOOST_DESCRIBE_STRUCT(RiskParams, (), (area, from, to, as_of, under, parts))

constexpr std::size_t kMostParts = 500;

// The sub-areas that people speak of: in a community its compounds and village groups, as a grid is
// a way to share out work.
std::vector<area::Node> parts_of(store::Session& db, const std::string& area) {
  const auto level = area::level_of(area);
  if (!level || *level >= area::Level::kUnit) return {};
  const bool grids = *level == area::Level::kCommunity;
  auto out = grids ? area::of_level(db, area, area::Level::kCompound, kMostParts)
                   : area::children(db, area, kMostParts);
  out.erase(std::remove_if(out.begin(), out.end(),
                           [](const area::Node& node) { return node.code.ends_with("-0"); }),
            out.end());
  return out;
}

class Impl final : public Risk {
 public:
  Impl(const casework::Cases& cases, const rules::Rulebook& rules) : parts_{cases, rules} {}
  [[nodiscard]] std::string_view name() const override { return "risk"; }

  [[nodiscard]] std::unique_ptr<Reader> read(store::Session& db, std::string_view area,
                                             Language language) const override {
    return std::make_unique<AreaReader>(db, parts_, area, language);
  }

  void declare(host::Declaration& to) override {
    to.entry<RoundRecorded>("全员检测结果", "round of tests of everybody");
    to.view("risk_round", kRoundDdl);
    to.on<RoundRecorded>([](store::Session& db, const journal::Entry& entry,
                            const RoundRecorded& p) {
      // What is said again of the same area and day takes the place of what was said before.
      db.run("update risk_round set known_to = $3 where area = $1 and day = $2 and known_to = $4",
             entry.area, p.day, entry.recorded_at, kForever);
      db.run(
          "insert into risk_round(entry, known_from, known_to, area, day, negative)"
          " values ($1, $2, $3, $4, $5, $6)",
          entry.id, entry.recorded_at, kForever, entry.area, p.day, p.negative);
    });
    to.on<area::AreaMoved>(
        [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
          area::move_codes(db, "risk_round", "area", moved);
        });
    to.command<RecordRound>(
        {Permission::record_case, "登记全员检测结果", "record a round of tests of everybody",
         host::known_area<RecordRound>,
         [](host::CommandContext& context, const RecordRound& c) -> Result<host::Done> {
           const Day day = c.on.value_or(day_of(context.occurred_at));
           if (day > context.today()) return refuse(kFutureRound, "on", {{"day", iso(day)}});
           const auto known = context.db.integer(
               "select negative from risk_round where area = $1 and day = $2 and known_to = $3",
               c.area, day, kForever);
           if (!known || (*known != 0) != c.negative) {
             context.append({context.new_id(), c.area}, RoundRecorded{day, c.negative});
           }
           return host::Done{};
         }});
    to.question<RiskParams, Levels>(
        {"/api/risk", Permission::see_figures, "风险等级及依据", "risk levels and why",
         host::known_area<RiskParams>,
         [this](host::QueryContext& context, const RiskParams& params) -> Result<Levels> {
           const Day last = params.to.value_or(context.today());
           const Instant known = params.as_of.value_or(context.now);
           std::optional<Regime> under;
           if (params.under) {
             const auto named = regime_named(parts_.rules, *params.under);
             if (!named) return named.error();
             under = *named;
           }
           AreaReader reader(context.db, parts_, params.area, context.language, under);
           auto out = reader.levels(params.area, params.from.value_or(last), last, known, true);
           if (out && params.parts.value_or(false)) {
             for (const auto& node : parts_of(context.db, params.area)) {
               out->parts.push_back(reader.line(node.code, last, known));
               out->parts.back().name = node.name;
             }
           }
           // Counts are for everyone; which cases they are, for those who may see records there.
           if (out) {
             for (auto& day : out->days) {
               if (context.actor.may(Permission::see_records, day.counted)) continue;
               day.cases.clear();
               for (auto& cluster : day.clusters) cluster.cases.clear();
             }
           }
           return out;
         }});
  }

 private:
  const Parts parts_;
};

}  // namespace

std::unique_ptr<Risk> make_module(const casework::Cases& cases, const rules::Rulebook& rules) {
  return std::make_unique<Impl>(cases, rules);
}

}  // namespace fx::risk
