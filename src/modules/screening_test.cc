// A screening campaign: the ladder of telephone, door and notice, who is not reached, corrections,
// results that come late.
#include <set>

#include "modules/office.h"

namespace fx {
namespace {

class Screening : public testing::Office {
 protected:
  Screening() {
    for (int room = 101; room <= 103; ++room) homes_.push_back(add_home(1, room));
    for (int room = 201; room <= 202; ++room) homes_.push_back(add_home(2, room));
  }
  std::string start() {
    return ok("screening.start", {{"area", kCommunity}, {"name", "春节返乡排查"}}).subject.text();
  }
  static json::Object row(const Home& home, const char* rung, const char* outcome) {
    return {{"household", home.household}, {"rung", rung}, {"outcome", outcome}};
  }
  std::string record(const Home& home, const char* rung, const char* outcome) {
    return ok("screening.record", row(home, rung, outcome)).id.text();
  }
  // household -> what to try next, of those not reached.
  std::map<std::string, std::string> next(const std::string& area = kCommunity) {
    const auto answer = ask("/api/screening/next", {{"area", area}});
    std::map<std::string, std::string> out;
    for (const auto& item : answer.at("items").as_array()) {
      out[std::string(item.at("household").at("household").as_string())] =
          item.at("rung").as_string();
    }
    EXPECT_EQ(answer.at("total").as_int64(), static_cast<std::int64_t>(out.size()));
    return out;
  }
  // phone, door, notice, unreached
  using Counts = std::vector<std::int64_t>;
  Counts counts(const std::string& area = kCommunity, host::RawParams more = {}) {
    auto all = figures(area, std::move(more));
    return {all["screening.phone"], all["screening.door"], all["screening.notice"],
            all["screening.unreached"]};
  }
  // The same, as the page of campaigns says it.
  Counts campaign(const std::string& area = kCommunity) {
    const auto one = ask("/api/screening", {{"area", area}}).at("items").at(0);
    return {one.at("phone").as_int64(), one.at("door").as_int64(), one.at("notice").as_int64(),
            one.at("unreached").as_int64()};
  }

  const std::string grid1_ = std::string(kCommunity) + "-1";
  const std::string grid2_ = std::string(kCommunity) + "-2";
  std::vector<Home> homes_;
};

// The pack: telephone twice, then twice at the door, then a notice, and back to the door.
TEST_F(Screening, GoesUpTheLadderHouseholdByHousehold) {
  start();
  const auto& home = homes_[0];
  const auto turn = [&] { return next()[home.household]; };
  EXPECT_EQ(next().size(), 5U);
  const std::vector<std::pair<const char*, const char*>> tries = {{"phone", "not_reached"},
                                                                  {"phone", "not_reached"},
                                                                  {"door", "not_reached"},
                                                                  {"door", "not_reached"},
                                                                  {"notice", "notice_left"}};
  std::vector<std::string> turns;
  for (const auto& [rung, outcome] : tries) {
    turns.push_back(turn());
    record(home, rung, outcome);
  }
  EXPECT_EQ(turns, (std::vector<std::string>{"phone", "phone", "door", "door", "notice"}));
  EXPECT_EQ(turn(), "door");
  EXPECT_EQ(counts(), (Counts{0, 0, 1, 5}));
  record(home, "door", "reached");
  EXPECT_EQ(next().count(home.household), 0U);
  EXPECT_EQ(counts(), (Counts{0, 1, 1, 4}));
}

TEST_F(Screening, CountsEachHouseholdOnceInItsGrid) {
  EXPECT_EQ(counts(), (Counts{0, 0, 0, 0}));  // no campaign, nobody to reach
  start();
  EXPECT_EQ(counts(), (Counts{0, 0, 0, 5}));
  record(homes_[0], "phone", "reached");
  record(homes_[0], "door", "reached");  // once more, when they were met: by telephone it stays
  record(homes_[1], "phone", "refused");
  record(homes_[1], "notice", "notice_left");
  record(homes_[3], "door", "reached");
  EXPECT_EQ(counts(), (Counts{1, 1, 1, 3}));
  EXPECT_EQ(counts(grid1_), (Counts{1, 0, 1, 2}));
  EXPECT_EQ(counts(grid2_), (Counts{0, 1, 0, 1}));
  for (const auto& area : {std::string(kCommunity), grid1_, grid2_}) {
    EXPECT_EQ(campaign(area), counts(area)) << area;
  }
  EXPECT_EQ(next(grid2_).size(), 1U);
  EXPECT_EQ(next(grid2_).count(homes_[4].household), 1U);
  // The records behind the figure are the list.
  const auto records =
      ask("/api/figures/records", {{"area", kCommunity}, {"id", "screening.unreached"}});
  std::set<std::string> unreached;
  for (const auto& item : records.at("items").as_array()) {
    unreached.emplace(item.at("subject").as_string());
  }
  std::set<std::string> listed;
  for (const auto& [household, rung] : next()) listed.insert(household);
  EXPECT_EQ(unreached, listed);
  // A new campaign begins from nothing.
  clock("2020-02-12T09:00");
  start();
  EXPECT_EQ(counts(), (Counts{0, 0, 0, 5}));
  EXPECT_EQ(counts(kCommunity, {{"on", "2020-02-11"}}), (Counts{1, 1, 1, 3}));
}

TEST_F(Screening, ACorrectionCountsFromWhenItIsKnown) {
  start();
  const auto reached = record(homes_[0], "phone", "reached");
  const auto other = record(homes_[1], "phone", "reached");
  clock("2020-02-10T20:00");
  ok("screening.correct", {{"result", reached}, {"outcome", "not_reached"}});
  ok("screening.correct", {{"result", other}});  // it was another household: not asked at all
  EXPECT_EQ(counts(), (Counts{0, 0, 0, 5}));
  EXPECT_EQ(counts(kCommunity, {{"as_of", "2020-02-10T18:00:00+08:00"}}), (Counts{2, 0, 0, 3}));
  EXPECT_EQ(next().size(), 5U);
  EXPECT_EQ(refused("screening.correct", {{"result", reached}, {"outcome", "reached"}}),
            "screening.already-corrected");
}

TEST_F(Screening, AResultThatComesLateCountsWhereItHappened) {
  const auto campaign = start();
  clock("2020-02-10T12:00");
  ok("screening.close", {{"campaign", campaign}});
  clock("2020-02-11T09:00");
  const auto sent = [&](const Home& home, std::string_view happened) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = "screening.record";
    envelope.occurred_at = *parse_instant(happened);
    envelope.body = row(home, "phone", "reached");
    const auto answer = host_->execute(access::Actor::system(), std::move(envelope));
    return answer ? "done" : std::string(answer.error().code());
  };
  EXPECT_EQ(sent(homes_[0], "2020-02-10T11:59:00+08:00"), "done");
  EXPECT_EQ(sent(homes_[1], "2020-02-10T12:00:00+08:00"), "screening.no-campaign");
  EXPECT_EQ(this->campaign(), (Counts{1, 0, 0, 4}));
}

TEST_F(Screening, RefusesByName) {
  EXPECT_EQ(ask("/api/screening/next", {{"area", kCommunity}}).at("refused").as_string(),
            "screening.no-campaign");
  EXPECT_EQ(refused("screening.record", row(homes_[0], "phone", "reached")),
            "screening.no-campaign");
  EXPECT_EQ(refused("screening.start", {{"area", grid1_}, {"name", "排查"}}),
            "screening.needs-community");
  EXPECT_EQ(refused("screening.start", {{"area", kCommunity}, {"name", " "}}),
            "screening.bad-name");
  const auto campaign = start();
  EXPECT_EQ(refused("screening.record", row(homes_[0], "phone", "notice_left")),
            "screening.wrong-outcome");
  EXPECT_EQ(refused("screening.record", row(homes_[0], "notice", "reached")),
            "screening.wrong-outcome");
  EXPECT_EQ(refused("screening.record", row({homes_[0].person, ""}, "phone", "reached")),
            "screening.no-household");
  EXPECT_EQ(refused("screening.correct", {{"result", campaign}}), "screening.not-asked");
  // Rows stand for themselves, and none reaches into another grid.
  const auto many = ok(
      "screening.record-many",
      {{"area", grid1_},
       {"rows", json::Array{row(homes_[0], "phone", "reached"), row(homes_[3], "phone", "reached"),
                            row(homes_[1], "phone", "notice_left")}}});
  EXPECT_EQ(many.result.at("done").as_int64(), 1);
  EXPECT_EQ(many.result.at("rows").at(1).at("code").as_string(), "screening.no-household");
  EXPECT_EQ(many.result.at("rows").at(2).at("code").as_string(), "screening.wrong-outcome");
  EXPECT_EQ(refused("screening.record-many",
                    {{"area", kCommunity},
                     {"rows", json::Array(501, row(homes_[0], "phone", "reached"))}}),
            "json.bad-value");
  ok("screening.close", {{"campaign", campaign}});
  EXPECT_EQ(refused("screening.record", row(homes_[0], "phone", "reached")),
            "screening.no-campaign");
}

}  // namespace
}  // namespace fx
