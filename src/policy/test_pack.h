// A small pack for tests, built from its parts.
#pragma once

#include <string>
#include <utility>

#include "policy/pack.h"

namespace fx::policy::testing {

// Replaces `from`, which must be there, by `to`.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  FX_CHECK(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

inline const std::string kPackYaml = R"(format: 1
id: test
name: {zh: 测试, en: Test}
disease: {id: covid-19, name: {zh: 新冠, en: COVID-19}, incubation_min: 1, incubation_max: 14, fever: 37.3, symptoms: {cough: {zh: 咳嗽, en: cough}}}
level: community
place: {zh: 某社区, en: a community}
issuer: {zh: 某街道, en: a street}
origin_sets:
  hubei: {zh: 湖北, en: Hubei, codes: ["42"]}
classes:
  hubei: {zh: 湖北来返, en: from Hubei}
  other: {zh: 其他来返, en: from elsewhere}
roles: {doctor: {zh: 医生, en: doctor}}
teams: {three: {zh: 三包一, en: three-guard-one, members: [doctor, doctor]}}
bases: {law: {zh: 某法第一条, en: an act}}
issuers: {street: {zh: 某街道, en: a street}}
appeals: {review: {zh: 复议, en: review}}
slots: {evening: {zh: 晚, en: evening, deadline: "18:00"}, morning: {zh: 晨, en: morning, deadline: "10:00"}}
examples: examples.csv
editions:
  - id: first
    from: 2020-02-01
    until: 2020-02-29
    tables:
      placement: {file: placement.csv, hit: first, defaults: {issuer: street, appeal: review, team: three}}
      monitoring: {file: monitoring.csv, hit: first}
      release: {file: release.csv, hit: collect}
  - id: second
    from: 2020-03-01
    tables:
      placement: {file: placement.csv, hit: first, defaults: {issuer: street, appeal: review, team: three}}
      tests: {file: tests.csv, hit: first}
)";

inline Files test_files() {
  return {
      {"pack.yaml", kPackYaml},
      {"placement.csv",
       "origin_set,age,class,measure,days,counted_from,then_measure,then_days,basis,max_days\n"
       "hubei,>=60,hubei,home,14,arrival,,,law,28\n"
       "hubei,-,hubei,centralised,14,arrival,home_monitoring,7,law,28\n"
       "-,-,other,self_monitoring,14,arrival,,,,\n"},
      {"monitoring.csv",
       "measure,slots,by\nnone; undecided; test_only,,\n-,evening; morning,self\n"},
      {"release.csv", "measure,condition,days\n-,days_complete,\n-,readings,3\nhome,no_fever,3\n"},
      {"tests.csv", "class,stage,days\nhubei,1,1; 4; 7; 14\nhubei,2,\"2, 7\"\n-,-,\n"},
      {"examples.csv",
       "on,topic,given,expect\n2020-02-10,placement,origin_set=hubei; age=60,measure=home; "
       "days=14\n"
       "second,tests,class=hubei,\"days=1, 4, 7, 14\"\n"}};
}

// The files with one of them changed in one place.
inline Files files_with(const std::string& path, const std::string& from, const std::string& to) {
  auto files = test_files();
  files.at(path) = replaced(files.at(path), from, to);
  return files;
}

}  // namespace fx::policy::testing
