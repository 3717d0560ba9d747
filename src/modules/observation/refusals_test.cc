// Refusals of orders and readings that the lives in life_test.cc do not meet.
#include <utility>

#include "modules/observation/world.h"

namespace fx::observation {
namespace {

using testing::kCommunity;

constexpr const char* kZhejiang = "330103";
constexpr const char* kOtherCity = "530103";

class Refusals : public testing::World {
 protected:
  std::string paper_refused(const std::string& path, const host::RawParams& params) {
    for (const auto& route : host_->routes()) {
      if (route.path != path) continue;
      const auto file = host_->make_file(actor_, route, params, Language::kEn);
      return file ? "done" : std::string(file.error().code());
    }
    return "no document " + path;
  }
  // The report of an import, or the code of its refusal as {"refused": code}.
  json::Value import(const std::string& csv) {
    for (const auto& route : host_->routes()) {
      if (route.path != "/api/monitoring/import") continue;
      host::UploadContext upload{*host_, actor_, Language::kZh, Ulid::make(clock_.now()), {}};
      auto answer = route.take(upload, {{"area", kCommunity}, {"name", "测温.csv"}}, csv);
      if (!answer) return json::Object{{"refused", answer.error().code()}};
      return *json::parse(*answer);
    }
    return {};
  }
};

TEST_F(Refusals, OnlyTheLatestStepIsUndone) {
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const auto order = order_of(person);
  const auto served = ok("observation.serve", {{"order", order.text()}});
  const auto extended = ok("observation.extend", {{"order", order.text()}, {"last", "2020-02-25"}});
  EXPECT_EQ(refused("observation.undo", {{"order", order.text()}, {"step", served.id.text()}}),
            "observation.not-latest-step");
  EXPECT_EQ(refused("observation.undo", {{"order", order.text()}, {"step", extended.id.text()}}),
            "done");
  EXPECT_EQ(refused("observation.undo", {{"order", order.text()}, {"step", served.id.text()}}),
            "done");
  sound();
}

TEST_F(Refusals, ACertificateNeedsARelease) {
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  EXPECT_EQ(paper_refused("/api/observation/orders/{order}/certificate",
                          {{"order", order_of(person).text()}}),
            "observation.not-released");
}

TEST_F(Refusals, ANoticeNeedsAnOrderThatRunsAndADoorOneAtHome) {
  const auto home = come(kZhejiang, "2020-02-09");
  const auto free = come(kOtherCity, "2020-02-09");
  place_all("2020-02-10");
  const std::string notice = "/api/observation/orders/{order}/notice";
  const std::string door = "/api/observation/orders/{order}/door-notice";
  const host::RawParams of_home{{"order", order_of(home).text()}};
  const host::RawParams of_free{{"order", order_of(free).text()}};
  EXPECT_EQ(paper_refused(notice, of_home), "done");
  EXPECT_EQ(paper_refused(door, of_home), "done");
  EXPECT_EQ(paper_refused(notice, of_free), "done");
  EXPECT_EQ(paper_refused(door, of_free), "observation.not-for-doors");
  EXPECT_EQ(paper_refused("/api/observation/door-notices", {{"area", kCommunity}}), "done");
  ok("observation.end", {{"order", order_of(home).text()}, {"reason", "moved_away"}});
  EXPECT_EQ(paper_refused(notice, of_home), "observation.no-notice");
  EXPECT_EQ(paper_refused(door, of_home), "observation.no-notice");
  EXPECT_EQ(paper_refused("/api/observation/door-notices", {{"area", kCommunity}}),
            "observation.no-doors");
}

TEST_F(Refusals, WithoutThePackThatDecidedNobodyIsReleased) {
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const auto order = order_of(person);
  clock("2020-02-24T09:00");
  open({});
  EXPECT_EQ(refused("observation.release", {{"order", order.text()}}), "observation.pack-missing");
  open({packs()});
  EXPECT_EQ(refused("observation.release", {{"order", order.text()}}),
            "observation.readings-missing");
}

TEST_F(Refusals, AThousandRowsAtATime) {
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  const auto edit = [&](std::size_t rows) {
    json::Array all(rows, json::Object{{"order", order_of(person).text()}, {"action", "serve"}});
    return refused("observation.edit-many", {{"area", kCommunity}, {"rows", std::move(all)}});
  };
  EXPECT_EQ(edit(1001), "observation.too-many-rows");
  EXPECT_EQ(edit(1000), "done");
  const auto record = [&](std::size_t rows) {
    json::Array all(rows, json::Object{{"person", person.text()}, {"tenths", 365}});
    return refused("monitoring.record-many", {{"area", kCommunity}, {"rows", std::move(all)}});
  };
  EXPECT_EQ(record(2001), "monitoring.too-many-rows");
  EXPECT_EQ(record(2), "done");
}

TEST_F(Refusals, WhereTheRulesAskForNoReadingsNoneIsTaken) {
  auto files = pack_files();
  auto& table = files.at("monitoring.csv");
  const auto at = table.find("; self_monitoring");
  ASSERT_NE(at, std::string::npos);
  table.erase(at, std::string_view("; self_monitoring").size());
  open({packs(files)});
  const auto person = come(kOtherCity, "2020-02-09");
  place_all("2020-02-10");
  EXPECT_EQ(refused("monitoring.record", {{"person", person.text()}, {"tenths", 365}}),
            "monitoring.no-readings-asked");
}

TEST_F(Refusals, ARowOfAnotherAreaIsNotTaken) {
  const auto first = come(kZhejiang, "2020-02-09");   // grid 2
  const auto second = come(kZhejiang, "2020-02-09");  // grid 1
  place_all("2020-02-10");
  const auto done =
      ok("monitoring.record-many",
         {{"area", std::string(kCommunity) + "-2"},
          {"rows", json::Array{json::Object{{"person", first.text()}, {"tenths", 365}},
                               json::Object{{"person", second.text()}, {"tenths", 365}}}}});
  EXPECT_EQ(done.result.at("done").as_int64(), 1);
  EXPECT_EQ(done.result.at("rows").at(1).at("code").as_string(), "monitoring.other-area");
}

TEST_F(Refusals, ADayElsewhereIsRecordedByThoseWhoWereResponsible) {
  const auto person = come(kZhejiang, "2020-02-09");  // grid 2
  place_all("2020-02-10");
  clock("2020-02-12T09:00");
  people_.people[person].place.area = std::string(kCommunity) + "-1-1-1-1-1";
  ok("observation.relocate", {{"order", order_of(person).text()}});
  const auto record = [&](const char* day) {
    return refused("monitoring.record",
                   {{"person", person.text()}, {"tenths", 365}, {"day", day}, {"slot", "morning"}});
  };
  const auto director = std::exchange(
      actor_,
      {Ulid::make(clock_.now()), {{access::Role::grid_worker, std::string(kCommunity) + "-1"}}});
  EXPECT_EQ(record("2020-02-12"), "done");
  EXPECT_EQ(record("2020-02-11"), "access.not-allowed");
  actor_ = director;
  EXPECT_EQ(record("2020-02-11"), "done");
}

TEST_F(Refusals, AnEscalationIsClosedByANormalReadingAfterItsCause) {
  const auto person = come(kZhejiang, "2020-02-09");
  place_all("2020-02-10");
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 365}});
  clock("2020-02-10T16:00");
  const auto fever = ok("monitoring.record", {{"person", person.text()}, {"tenths", 381}});
  const json::Object close{{"escalation", fever.result.at("escalation")},
                           {"step", "closed"},
                           {"outcome", "measured_again"}};
  EXPECT_EQ(refused("monitoring.escalation-step", close), "monitoring.no-normal-reading");
  clock("2020-02-10T17:00");
  ok("monitoring.record", {{"person", person.text()}, {"tenths", 366}});
  EXPECT_EQ(refused("monitoring.escalation-step", close), "done");
}

TEST_F(Refusals, AListOfReadingsSaysWhatItCannotTake) {
  const auto a = come(kZhejiang, "2020-02-09");
  const auto b = come(kZhejiang, "2020-02-09");
  people_.people[a].card.name = people_.people[b].card.name = "王芳";
  place_all("2020-02-10");
  clock("2020-02-12T09:00");
  EXPECT_EQ(import("姓名,住址\n王芳,1栋\n").at("refused").as_string(), "monitoring.no-heading");
  const auto report = import(
      "姓名,日期,体温\n"
      "王芳,2月11日,36.5\n"
      "王芳,某日,36.5\n");
  EXPECT_EQ(report.at("files").at(0).at("accepted").as_int64(), 0);
  std::vector<std::string> codes;
  for (const auto& p : report.at("problems").as_array()) {
    codes.emplace_back(p.at("code").as_string());
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"monitoring.several-people", "monitoring.bad-date",
                                             "monitoring.several-people"}));
  EXPECT_EQ(figure("readings.done"), 0);
}

}  // namespace
}  // namespace fx::observation
