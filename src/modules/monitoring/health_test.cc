#include "modules/monitoring/health.h"

#include <gtest/gtest.h>

namespace fx::monitoring {
namespace {

Instant at(std::string_view text) { return *parse_instant(std::string(text) + ":00+08:00"); }
Day day(std::string_view text) { return *parse_day(text); }

class Slots : public ::testing::Test {
 protected:
  Slots() {
    rule_.slots = {{{"morning", {}}, 600}, {{"evening", {}}, 1080}};
    rule_.fever_tenths = 373;
    rule_.symptoms = {{"dry_cough", {}}, {"fatigue", {}}};
    watched_ = {Ulid(), at("2020-02-10T09:00"), day("2020-02-10"), day("2020-02-12"), kForever,
                &rule_};
  }
  void read(std::string_view when, const char* slot) {
    Reading r;
    r.taken_at = at(when);
    r.day = day_of(r.taken_at);
    r.slot = slot;
    readings_.push_back(r);
  }
  // States of the day's slots as letters.
  std::string states(std::string_view on, std::string_view moment) {
    std::string out;
    for (const auto& s : day_slots(watched_, day(on), readings_, at(moment))) {
      out += "-.odlm"[static_cast<int>(s.state)];
    }
    return out;
  }

  policy::Monitoring rule_;
  Watched watched_;
  std::vector<Reading> readings_;
};

TEST_F(Slots, AWindowBeginsHalfWayBetweenDeadlines) {
  EXPECT_EQ(window_begin(rule_, 0), 0);
  EXPECT_EQ(window_begin(rule_, 1), 840);
  EXPECT_EQ(slot_at(rule_, 839), 0U);
  EXPECT_EQ(slot_at(rule_, 840), 1U);
  EXPECT_EQ(slot_at(rule_, 1439), 1U);
}

TEST_F(Slots, ADeadlineThatPassesMakesAReadingMissed) {
  EXPECT_EQ(states("2020-02-10", "2020-02-10T10:00"), "o.");
  EXPECT_EQ(states("2020-02-10", "2020-02-10T10:01"), "m.");
  EXPECT_EQ(states("2020-02-10", "2020-02-10T14:00"), "mo");
  EXPECT_EQ(states("2020-02-10", "2020-02-10T23:00"), "mm");
}

TEST_F(Slots, ALateReadingIsNoMissedOne) {
  read("2020-02-10T09:59", "morning");
  read("2020-02-10T19:00", "evening");
  EXPECT_EQ(states("2020-02-10", "2020-02-10T18:30"), "dm");
  EXPECT_EQ(states("2020-02-10", "2020-02-10T19:00"), "dl");
  Tally tally;
  tally.add(day_slots(watched_, day("2020-02-10"), readings_, at("2020-02-10T19:00")));
  EXPECT_EQ(tally.due, 2);
  EXPECT_EQ(tally.done, 2);
  EXPECT_EQ(tally.late, 1);
  EXPECT_EQ(tally.missed, 0);
}

TEST_F(Slots, NothingIsDueBeforeTheOrderOrAfterItsEnd) {
  watched_.start = at("2020-02-10T10:00");
  EXPECT_EQ(states("2020-02-10", "2020-02-10T23:00"), "-m");
  EXPECT_EQ(states("2020-02-09", "2020-02-10T23:00"), "--");
  EXPECT_EQ(states("2020-02-12", "2020-02-13T00:00"), "mm");
  EXPECT_EQ(states("2020-02-13", "2020-02-13T23:00"), "--");
  watched_.end = at("2020-02-11T12:00");
  EXPECT_EQ(states("2020-02-11", "2020-02-11T23:00"), "m-");
  rule_.days = 2;
  watched_.end = kForever;
  EXPECT_EQ(states("2020-02-12", "2020-02-13T00:00"), "--");
}

TEST_F(Slots, FeverAndSymptomsAreThePacks) {
  EXPECT_FALSE(is_fever(rule_, 372));
  EXPECT_TRUE(is_fever(rule_, 373));
  EXPECT_TRUE(counts(rule_, "headache,fatigue"));
  EXPECT_FALSE(counts(rule_, "headache,fatigue_x"));
  EXPECT_FALSE(counts(rule_, ""));
}

}  // namespace
}  // namespace fx::monitoring
