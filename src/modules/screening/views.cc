#include "modules/screening/state.h"

namespace fx::screening {
namespace {

constexpr const char* kCampaignDdl = R"(
create table screening_campaign(
  campaign blob primary key, area text not null, name text not null, started integer not null,
  closed integer, closed_at integer, known_from integer not null) strict, without rowid;
create index screening_campaign_area on screening_campaign(area, started);
)";
constexpr const char* kResultDdl = R"(
create table screening_result(
  entry blob not null, known_from integer not null, known_to integer not null,
  campaign blob not null, household blob not null, area text not null, rung text not null,
  outcome text not null, day integer not null, at integer not null, symptoms integer,
  returnees integer, primary key(entry, known_from)) strict, without rowid;
create index screening_result_household on screening_result(household, campaign);
create index screening_result_area on screening_result(area, campaign);
)";

void insert(store::Session& db, const Ulid& entry, Instant known, const Ulid& campaign,
            const Ulid& household, std::string_view area, std::string_view rung,
            std::string_view outcome, Instant at, std::optional<bool> symptoms,
            std::optional<bool> returnees) {
  db.run(
      "insert into screening_result(entry, known_from, known_to, campaign, household, area,"
      " rung, outcome, day, at, symptoms, returnees)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      entry, known, kForever, campaign, household, area, rung, outcome, day_of(at), at, symptoms,
      returnees);
}

}  // namespace

void declare_views(host::Declaration& to) {
  to.entry<CampaignStarted>("开始排查", "screening begun");
  to.entry<CampaignClosed>("结束排查", "screening ended");
  to.entry<Asked>("入户排查", "household asked");
  to.entry<AskedCorrected>("更正排查结果", "result of screening corrected");
  to.view("screening_campaign", kCampaignDdl);
  to.view("screening_result", kResultDdl);
  to.on<CampaignStarted>(
      [](store::Session& db, const journal::Entry& entry, const CampaignStarted& started) {
        db.run(
            "insert into screening_campaign(campaign, area, name, started, known_from)"
            " values ($1, $2, $3, $4, $5)",
            entry.subject, entry.area, started.name, started.from, entry.recorded_at);
      });
  to.on<CampaignClosed>(
      [](store::Session& db, const journal::Entry& entry, const CampaignClosed& closed) {
        db.run("update screening_campaign set closed = $2, closed_at = $3 where campaign = $1",
               entry.subject, closed.on, entry.occurred_at);
      });
  to.on<Asked>([](store::Session& db, const journal::Entry& entry, const Asked& asked) {
    insert(db, entry.id, entry.recorded_at, asked.campaign, entry.subject, entry.area,
           json::enum_name(asked.rung), json::enum_name(asked.outcome), entry.occurred_at,
           asked.symptoms, asked.returnees);
  });
  to.on<AskedCorrected>(
      [](store::Session& db, const journal::Entry& entry, const AskedCorrected& corrected) {
        Ulid campaign;
        Ulid household;
        std::string area;
        std::string rung;
        Instant at;
        {
          auto q = db.query(
              "select campaign, household, area, rung, at from screening_result where entry = $1"
              " and known_to = $2",
              entry.amends, kForever);
          if (!q.next()) return;
          campaign = q.ulid(0);
          household = q.ulid(1);
          area = q.text(2);
          rung = q.text(3);
          at = q.instant(4);
        }
        db.run("update screening_result set known_to = $3 where entry = $1 and known_to = $2",
               entry.amends, kForever, entry.recorded_at);
        if (!corrected.outcome) return;
        insert(db, entry.id, entry.recorded_at, campaign, household, area, rung,
               json::enum_name(*corrected.outcome), at, std::nullopt, std::nullopt);
      });
  to.on<area::AreaMoved>(
      [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        area::move_codes(db, "screening_result", "area", moved);
      });
}

}  // namespace fx::screening
