// How the product's own topics are declared: outcomes as one chain of words each, and the facts
// that many topics share. For standard_*_topics.cc only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "policy/standard.h"

namespace fx::policy::standard {

inline const Label kDays{"天", "days"};
inline const Label kHours{"小时", "hours"};
inline const Label kMinutes{"分钟", "minutes"};
inline const Label kTimes{"次", "times"};
inline const Label kPeople{"人", "people"};
inline const Label kPercent{"%", "%"};

struct Outcome : OutcomeDecl {
  Outcome tight(Tighter how) && {
    tighter = how;
    return std::move(*this);
  }
  Outcome needed() && {
    required = true;
    return std::move(*this);
  }
  Outcome many() && {
    list = true;
    return std::move(*this);
  }
  Outcome in_group(std::string name) && {
    group = std::move(name);
    return std::move(*this);
  }
  Outcome summed_with(std::string other) && {
    plus = std::move(other);
    return std::move(*this);
  }
  Outcome each(std::string other) && {
    per = std::move(other);
    return std::move(*this);
  }
  Outcome restricting(std::vector<std::string> what) && {
    restricts = std::move(what);
    return std::move(*this);
  }
  Outcome imposing_nothing(std::vector<std::string> what) && {
    imposes_nothing = std::move(what);
    return std::move(*this);
  }
  Outcome left_open_by(std::string what) && {
    open = std::move(what);
    return std::move(*this);
  }
  Outcome decimal() && {
    decimals = 1;
    return std::move(*this);
  }
};

inline Outcome make(std::string id, OutcomeType type, Label label) {
  Outcome decl;
  decl.id = std::move(id);
  decl.type = type;
  decl.label = std::move(label);
  return decl;
}
inline Outcome number(std::string id, Label label, Label unit, Value min, Value max) {
  auto decl = make(std::move(id), OutcomeType::kNumber, std::move(label));
  decl.unit = std::move(unit);
  decl.min = min;
  decl.max = max;
  return decl;
}
inline Outcome choice(std::string id, Label label, Values values) {
  auto decl = make(std::move(id), OutcomeType::kEnum, std::move(label));
  decl.values = std::move(values);
  return decl;
}
inline Outcome from(std::string dictionary, std::string id, Label label) {
  auto decl = make(std::move(id), OutcomeType::kEnum, std::move(label));
  decl.dictionary = std::move(dictionary);
  return decl;
}
inline Outcome flag(std::string id, Label label) {
  return make(std::move(id), OutcomeType::kFlag, std::move(label));
}
inline Outcome time(std::string id, Label label) {
  return make(std::move(id), OutcomeType::kTime, std::move(label));
}
inline Outcome text(std::string id, Label label) {
  return make(std::move(id), OutcomeType::kText, std::move(label));
}
inline Outcome role(std::string id = "role", Label label = {"由谁", "by"}) {
  return from("roles", std::move(id), std::move(label));
}
// Of what is proposed, from when the records say so until somebody must have decided.
inline Outcome decided_within() {
  return number("minutes", {"决定时限", "decided within"}, kMinutes, 1, 100'000)
      .tight(Tighter::kLess);
}
inline Outcome decided_by() { return role("decided_by", {"决定人", "decided by"}); }

inline TopicDecl topic(std::string id, Label label, std::vector<std::string> facts,
                       std::vector<Outcome> outcomes, std::string key = {}) {
  TopicDecl decl;
  decl.id = std::move(id);
  decl.label = std::move(label);
  decl.facts = std::move(facts);
  for (auto& outcome : outcomes) decl.outcomes.push_back(std::move(outcome));
  decl.key = std::move(key);
  add_common_outcomes(decl);
  return decl;
}

using Names = std::vector<std::string>;

inline Names operator+(Names a, const Names& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline const Names kPerson{"origin_set",
                           "origin_relation",
                           "origin_risk",
                           "exposure",
                           "days_since_arrival",
                           "days_since_exposure",
                           "days_since_risk_area",
                           "symptoms",
                           "unfit_for_central",
                           "unfit_for_home",
                           "age"};
inline const Names kObserved = kPerson + Names{"class", "measure", "stage"};
inline const Names kArea{"risk_level", "response_level", "situation", "zone"};
inline const Names kCounts{"cases_in_window",    "cases_total",          "household_cases",
                           "clusters_in_window", "unknown_source_cases", "sustained_spread",
                           "days_without_case",  "round_negative",       "risk_level",
                           "previous_level",     "days_in_level",        "response_level"};

}  // namespace fx::policy::standard
