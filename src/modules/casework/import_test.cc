// Line lists as people have them: Tianjin 2020 in two forms, Chinese lists, and what goes wrong.
#include <algorithm>
#include <set>

#include "modules/casework/list.h"
#include "modules/casework/test_support.h"

namespace fx::casework {
namespace {

class CaseImport : public CaseOffice {
 protected:
  CaseImport() { open(); }

  static std::vector<std::string> codes(const CaseImportReport& report, bool taken) {
    std::vector<std::string> out;
    for (const auto& problem : report.problems) {
      if (problem.taken == taken) {
        out.push_back(std::to_string(problem.row) + " " + problem.column + " " + problem.code);
      }
    }
    return out;
  }
  std::string number_of(const Ulid& id) {
    return database_.read([&](store::Session& db) { return identity::text_of(db, id, "number"); });
  }
};

TEST_F(CaseImport, TianjinComesInByItsHeadings) {
  const auto list = test_file("covid_tianjin/tianjin_cases.csv");
  const auto preview = import("12", list, {}, true);
  ASSERT_TRUE(preview) << preview.error().message(Language::kEn);
  EXPECT_EQ(preview->cases_new, 135);
  EXPECT_EQ(count("select count(*) from casework_case"), 0);
  const auto report = import("12", list);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->files[0].rows, 135);
  EXPECT_EQ(report->files[0].accepted, 135);
  EXPECT_EQ(codes(*report, false), std::vector<std::string>{});
  // Counted by hand from the file.
  EXPECT_EQ(figures("12", "2020-02-03")["cases.new.confirmed"], 16);
  EXPECT_EQ(figures("12", "2020-02-02")["cases.total.confirmed"], 49);
  EXPECT_EQ(figures("12", "2020-02-22")["cases.total.confirmed"], 135);
  EXPECT_EQ(figures("12", "2020-02-22")["cases.died.total"], 3);
  EXPECT_EQ(figures("12", "2020-02-22")["cases.active.confirmed"], 132);
  EXPECT_EQ(figures("12", "2020-02-05")["cases.died.new"], 1);
  EXPECT_EQ(figures("13", "2020-02-22")["cases.total.confirmed"], 0);

  std::map<std::string, const Case*> by_number;
  std::map<Ulid, std::string> numbers;
  const auto all = all_cases("12");
  for (const auto& one : all) {
    numbers[one.id] = number_of(one.id);
    by_number[numbers[one.id]] = &one;
  }
  const auto links = [&](const std::string& number) {
    std::string out;
    for (const auto& link : by_number.at(number)->facts.links) {
      out += numbers[link.with] + ":" + std::string(json::enum_name(link.setting)) + " ";
    }
    return out;
  };
  EXPECT_EQ(links("tj44"), "tj20:household tj35:household ");  // "relative of cases TJ20 TJ35"
  EXPECT_EQ(links("tj17"), "tj5:workplace ");                  // "coworker of case TJ5"
  EXPECT_EQ(links("tj55"), "tj9:other tj21:other ");           // "TJ9; TJ21"
  EXPECT_EQ(links("tj1"), "");
  EXPECT_EQ(by_number.at("tj42")->facts.source_known, false);  // "unknown"
  EXPECT_EQ(by_number.at("tj1")->facts.source_known, true);    // "Wuhan"
  EXPECT_EQ(by_number.at("tj110")->facts.source_known, std::nullopt);
  EXPECT_EQ(iso(*by_number.at("tj11")->facts.onset), "2020-01-23");
  EXPECT_EQ(by_number.at("tj38")->facts.onset, std::nullopt);
  EXPECT_EQ(by_number.at("tj11")->facts.sex, CaseSex::female);
  EXPECT_EQ(by_number.at("tj11")->facts.age, 55);
  // Everybody of the shopping mall has one place in common.
  std::set<std::int64_t> malls;
  int at_mall = 0;
  for (const auto& one : all) {
    for (const auto& place : one.facts.places) {
      EXPECT_EQ(place.role, PlaceRole::exposure);
      EXPECT_EQ(place.kind, PlaceKind::workplace);
      malls.insert(*place.name);
      ++at_mall;
    }
  }
  EXPECT_EQ(malls.size(), 1U);
  EXPECT_EQ(at_mall, 30);
}

TEST_F(CaseImport, TheSameListAgainChangesNothingAndACorrectedOneCorrects) {
  const auto list = test_file("covid_tianjin/tianjin_cases.csv");
  ASSERT_TRUE(import("12", list));
  const auto entries = count("select count(*) from journal_entry");
  later();
  const auto again = import("12", list);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->files[0].unchanged, 135);
  EXPECT_EQ(again->cases_new + again->cases_changed, 0);
  EXPECT_EQ(count("select count(*) from journal_entry"), entries);
  const auto before = clock_.now();
  later();
  auto corrected = list;
  const std::string row = "TJ7,F,29,2020-01-24,2020-01-24";
  ASSERT_NE(corrected.find(row), std::string::npos);
  corrected.replace(corrected.find(row), row.size(), "TJ7,F,29,2020-01-24,2020-01-26");
  const auto changed = import("12", corrected);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->cases_changed, 1);
  EXPECT_EQ(changed->files[0].unchanged, 134);
  EXPECT_EQ(figures("12", "2020-01-24")["cases.new.confirmed"], 3);
  EXPECT_EQ(figures("12", "2020-01-24", before)["cases.new.confirmed"], 4);
  EXPECT_EQ(figures("12", "2020-01-26")["cases.total.confirmed"], 23);
  // The old list once more does not undo what has been corrected since.
  later();
  ASSERT_TRUE(import("12", list));
  EXPECT_EQ(figures("12", "2020-01-24")["cases.new.confirmed"], 3);
}

TEST_F(CaseImport, AMappingSaysWhatColumnsAndValuesMeanAndCanBeSaved) {
  const auto map = read_mapping(test_file("covid_tianjin/tianjin.map.json"));
  ASSERT_TRUE(map) << map.error().message(Language::kEn);
  const auto raw = test_file("covid_tianjin/tianjin135_raw_part.csv");
  const auto report = import("12", raw, *map);
  ASSERT_TRUE(report) << report.error().message(Language::kEn);
  EXPECT_EQ(report->files[0].rows, 60);
  EXPECT_EQ(report->cases_new, 60);
  // 21/01/2020 and "NA" are read for what they are.
  EXPECT_EQ(figures("12", "2020-01-21")["cases.new.confirmed"], 4);
  EXPECT_EQ(figures("12", "2020-02-01")["cases.new.confirmed"], 11);
  int at_mall = 0;
  for (const auto& one : all_cases("12")) {
    at_mall += static_cast<int>(one.facts.places.size());
    if (number_of(one.id) == "tj46") {
      EXPECT_EQ(one.facts.onset, std::nullopt);
    }
  }
  EXPECT_EQ(at_mall, 6);  // TJ34, TJ50, TJ51, TJ57, TJ58 and a worker of the superstore, TJ53
  // What was used, written down and read again, does the same.
  const auto saved = read_mapping(write_mapping(report->map));
  ASSERT_TRUE(saved) << saved.error().message(Language::kEn);
  later();
  const auto again = import("12", raw, *saved);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->files[0].unchanged, 60);
}

TEST_F(CaseImport, RowsThatCannotBeUsedAreSetAsideWithRowColumnAndRemedy) {
  const auto report = import(kCommunity,
                             "病例名单（截至2020年3月1日）\n"
                             "编号,性别,年龄,诊断分类,发病日期,报告日期,感染来源\n"
                             "1,男,34岁,确诊病例,2.10,2.12,本地\n"
                             "2,女,8月,无症状感染者,,2月13日,不明\n"
                             "3,男,40,普通感冒,2.10,2.12,\n"
                             "4,男,40,疑似,2.10,13月40日,\n"
                             "5,男,40,疑似,,,\n"
                             "1,女,60,确诊,2.11,2.12,\n"
                             "6,人,老,疑似,2.11,2.14,\n"
                             "7,男,50,确诊,,2020-12-24,\n");
  ASSERT_TRUE(report) << report.error().message(Language::kEn);
  EXPECT_EQ(report->files[0].rows, 8);
  EXPECT_EQ(report->files[0].accepted, 3);
  EXPECT_EQ(report->files[0].set_aside, 5);
  auto aside = codes(*report, false);
  std::sort(aside.begin(), aside.end());
  EXPECT_EQ(aside, (std::vector<std::string>{"10 报告日期 casework.future",
                                             "5 诊断分类 casework.unknown-value",
                                             "6 报告日期 casework.unreadable-day",
                                             "7  casework.no-day", "8  casework.twice-in-list"}));
  for (const auto& problem : report->problems) {
    EXPECT_FALSE(problem.reason.empty());
    EXPECT_FALSE(problem.remedy.empty());
  }
  EXPECT_EQ(codes(*report, true), (std::vector<std::string>{"9 性别 casework.unknown-value",
                                                            "9 年龄 casework.unknown-value"}));
  // The import is found again by its id, and its problems with it.
  const auto imports = ask("/api/cases/imports", {{"area", kCommunity}});
  ASSERT_EQ(imports.at("total").as_int64(), 1);
  EXPECT_EQ(imports.at("imports").at(0).at("import").as_string(), report->import.text());
  EXPECT_EQ(imports.at("imports").at(0).at("done").at("set_aside").as_int64(), 5);
  EXPECT_EQ(database_
                .read([&](store::Session& db) {
                  return imports::kept_problems(db, report->import, 0, 100);
                })
                .size(),
            report->problems.size());
  auto day = figures(kCommunity, "2020-02-13");
  EXPECT_EQ(day["cases.new.asymptomatic"], 1);
  EXPECT_EQ(day["cases.total.confirmed"], 1);
}

TEST_F(CaseImport, ANumberThatIsAnotherCaseIsNotTakenForACorrection) {
  ASSERT_TRUE(import(kCommunity, "编号,性别,年龄,报告日期\n1,男,34,2020-02-12\n"));
  later();
  const auto other = import(kCommunity, "编号,性别,年龄,报告日期\n1,女,70,2020-03-02\n");
  ASSERT_TRUE(other);
  EXPECT_EQ(codes(*other, false), std::vector<std::string>{"2  casework.number-taken"});
  // Without numbers rows are told apart by what they say; two that say the same are two.
  const auto bare = import(kCommunity, "性别,年龄,报告日期\n男,5,2020-02-12\n男,5,2020-02-12\n");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->cases_new, 2);
  const auto again = import(kCommunity, "性别,年龄,报告日期\n男,5,2020-02-12\n男,5,2020-02-12\n");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->files[0].unchanged, 2);
}

TEST_F(CaseImport, PeopleOfTheRegisterAreFoundAndTheirHomeIsTheResidence) {
  const auto household = ok("registry.add-household", {{"area", kCommunity},
                                                       {"grid", "1"},
                                                       {"compound", "桂花苑"},
                                                       {"building", "1"},
                                                       {"unit", "1"},
                                                       {"room", "101"}});
  const auto person = ok("registry.add-person", {{"household", household.subject.text()},
                                                 {"name", "王小明"},
                                                 {"phones", json::Array{"13888761234"}}});
  const std::string list =
      "病例编号,姓名,电话,诊断分类,报告日期\n甲1,王小明,13888761234,确诊,2020-02-12\n"
      "甲2,李不在,13888769999,确诊,2020-02-12\n";
  const auto report = import(kCommunity, list);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->people_found, 1);
  EXPECT_EQ(codes(*report, true), std::vector<std::string>{"3  casework.person-not-found"});
  const auto cases = ask("/api/cases", {{"area", std::string(kCommunity) + "-1"}});
  ASSERT_EQ(cases.at("total").as_int64(), 1);
  const auto& line = cases.at("items").at(0);
  EXPECT_EQ(line.at("person").at("person").as_string(), person.subject.text());
  EXPECT_EQ(area::level_of(std::string(line.at("area").as_string())), area::Level::kDwelling);
  // The journal has neither the name nor the phone, nor the number of the list.
  for (const char* word : {"王小明", "李不在", "13888761234", "13888769999", "甲1"}) {
    EXPECT_EQ(
        count("select count(*) from journal_entry where kind like 'casework.%' and payload like"
              " '%" +
              std::string(word) + "%'"),
        0)
        << word;
  }
}

TEST_F(CaseImport, NumbersInWordsAreCasesOnlyWhereTheyMeanCases) {
  const auto report = import(
      kCommunity,
      "ID,sex,date_onset_symptoms,date_confirmation,infection source,source,outcome,dt_death\n"
      "17,male,18.01.2020,22.01.2020,17.01.2020 came by train 19,http://a.example/18,,\n"
      "18,male,18.01.2020,22.01.2020,case 17,http://a.example/17,,\n"
      "19,male,18.01.2020,22.01.2020,colleague of cases 17 and case 18,,died,\n"
      "20,male,18.01.2020,22.01.2020,,,Dead,21.01.2020\n");
  ASSERT_TRUE(report) << report.error().message(Language::kEn);
  EXPECT_EQ(report->cases_new, 4);
  EXPECT_EQ(codes(*report, true), (std::vector<std::string>{"4 outcome casework.no-end-day",
                                                            "5  casework.ended-before-report"}));
  std::map<std::string, std::size_t> links;
  for (const auto& one : all_cases(kCommunity)) {
    links[number_of(one.id)] = one.facts.links.size();
  }
  EXPECT_EQ(links,
            (std::map<std::string, std::size_t>{{"17", 0}, {"18", 1}, {"19", 2}, {"20", 0}}));
  EXPECT_EQ(figures(kCommunity, "2020-01-22")["cases.died.new"], 1);
}

TEST_F(CaseImport, EveryHeadingIsToldAlsoWhatIsNotUsedAndWhatIsLeftOutStaysSo) {
  const std::string text = "编号,哪天不舒服,备注,报告日期\n1,2020-02-10,x,2020-02-12\n";
  const auto uses = [](const CaseImportReport& report) {
    std::string out;
    for (const auto& column : report.files.at(0).columns) {
      out += column.heading + "=" + column.field + ";";
    }
    return out;
  };
  const auto first = import(kCommunity, text, {}, true);
  ASSERT_TRUE(first);
  EXPECT_EQ(uses(*first), "编号=number;哪天不舒服=;备注=note;报告日期=reported;");
  Mapping map;
  map.columns = {{"哪天不舒服", "onset"}, {"备注", ""}};
  const auto second = import(kCommunity, text, map, true);
  ASSERT_TRUE(second);
  EXPECT_EQ(uses(*second), "编号=number;哪天不舒服=onset;备注=;报告日期=reported;");
  const auto third = import(kCommunity, text, second->map, true);
  ASSERT_TRUE(third);
  EXPECT_EQ(uses(*third), uses(*second));
}

TEST_F(CaseImport, MappingsAreCheckedAndListsWithoutDatesRefused) {
  const auto code = [](const std::string& text) {
    const auto map = read_mapping(text);
    return map ? std::string("read") : std::string(map.error().code());
  };
  EXPECT_EQ(code(R"({"format":1,"columns":[],"values":[],"defaults":[]})"), "read");
  EXPECT_EQ(code(R"({"format":1})"), "read");
  EXPECT_EQ(code(R"({"format":2})"), "casework.bad-mapping");
  EXPECT_EQ(code(R"({"format":1,"columns":[{"column":"a","field":"colour"}]})"),
            "casework.bad-mapping");
  EXPECT_EQ(code(R"({"format":1,"values":[{"field":"sex","to":"male"}]})"), "casework.bad-mapping");
  EXPECT_EQ(code(R"({"format":1,"typo":[]})"), "json.unknown-field");
  EXPECT_EQ(code("not json"), "json.syntax");
  const auto none = import(kCommunity, "姓名,年龄\n王一,5\n");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), "casework.empty-list");
}

// As R packages and the handbooks around them write line lists.
TEST_F(CaseImport, ListsOfEpidemiologistsComeInAsTheyAre) {
  const auto report = import(
      kCommunity,
      "Case_ID;Generation;Date_Infection;Date_Onset;Date_Hospitalisation;Date_Outcome;Outcome;"
      "Gender;Age;Age_Unit;Hospital;Infector;Source;Case_Type\n"
      "5fe599;4;08/05/2019;13/05/2019;15/05/2019;;NA;m;2;years;Other;f547d6;other;confirmed\n"
      "8689b7;4;;13/05/2019;14/05/2019;18/05/2019;Recover;f;18;months;Missing;;;confirmed\n"
      "11f8ea;2;;16/05/2019;18/05/2019;30/05/2019;Death;m;56;years;St;;;probable\n"
      "b8812a;3;04/05/2019;18/05/2019;20/05/2019;NA;;f;?;years;Port;f90f5f;other;Suspected\n");
  ASSERT_TRUE(report) << report.error().message(Language::kEn);
  EXPECT_EQ(report->cases_new, 4);
  EXPECT_EQ(codes(*report, false), std::vector<std::string>{});
  std::map<std::string, Case> all;
  for (auto& one : all_cases(kCommunity)) all.emplace(number_of(one.id), one);
  EXPECT_EQ(iso(*all.at("5fe599").facts.onset), "2019-05-13");
  EXPECT_EQ(iso(*all.at("5fe599").facts.isolated), "2019-05-15");
  EXPECT_EQ(all.at("5fe599").facts.age, 2);
  EXPECT_EQ(all.at("8689b7").facts.age, 1);  // 18 months
  EXPECT_EQ(all.at("8689b7").facts.sex, CaseSex::female);
  EXPECT_EQ(all.at("b8812a").facts.age, std::nullopt);
  EXPECT_EQ(all.at("8689b7").statuses.back().status, Status::recovered);
  EXPECT_EQ(iso(all.at("8689b7").statuses.back().day), "2019-05-18");
  EXPECT_EQ(all.at("11f8ea").statuses.back().status, Status::died);
  EXPECT_EQ(all.at("11f8ea").statuses.front().status, Status::suspected);
  // Without a day of report: the latest of the others, and said so. A case that is not in the list
  // is told as well.
  std::map<std::string, int> doubts;
  for (const auto& problem : report->problems) ++doubts[problem.code];
  EXPECT_EQ(doubts, (std::map<std::string, int>{{"casework.no-report-day", 4},
                                                {"casework.unknown-source-case", 2}}));
}

TEST_F(CaseImport, DayAndMonthAreToldApartByTheOtherDatesOfTheFile) {
  const auto onset_of = [&](const std::string& dates) {
    const auto report = import(kCommunity, "id,date of onset,report date\n" + dates, {}, true);
    EXPECT_TRUE(report);
    std::map<std::string, int> out;
    for (const auto& problem : report->problems) ++out[problem.code];
    return out;
  };
  EXPECT_TRUE(onset_of("a,01/02/2020,14/02/2020\n").empty());
  EXPECT_TRUE(onset_of("a,02/01/2020,02/14/2020\n").empty());
  // Nothing tells: taken, and flagged.
  EXPECT_EQ(onset_of("a,01/02/2020,03/02/2020\n")["casework.doubtful-day"], 2);

  ASSERT_TRUE(import(kCommunity, "id,date of onset,report date\nb,01/02/2020,14/02/2020\n"));
  ASSERT_TRUE(import(kCommunity, "id,date of onset,report date\nc,02/01/2020,02/14/2020\n"));
  for (const auto& one : all_cases(kCommunity)) {
    EXPECT_EQ(iso(*one.facts.onset), "2020-02-01");
    EXPECT_EQ(iso(one.facts.reported), "2020-02-14");
  }
}

TEST_F(CaseImport, DayNumbersSexInDigitsAndAgesInMonthsAreUnderstood) {
  const auto report = import(kCommunity,
                             "编号,性别,月龄,发病日期,报告日期\n"
                             "1,1,30,43861,43872\n2,2,8,43862,43873\n3,9,100,,43873\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(codes(*report, true), std::vector<std::string>{});
  std::map<std::string, Case> all;
  for (auto& one : all_cases(kCommunity)) all.emplace(number_of(one.id), one);
  EXPECT_EQ(iso(*all.at("1").facts.onset), "2020-01-31");
  EXPECT_EQ(iso(all.at("2").facts.reported), "2020-02-12");
  EXPECT_EQ(all.at("1").facts.sex, CaseSex::male);
  EXPECT_EQ(all.at("2").facts.sex, CaseSex::female);
  EXPECT_EQ(all.at("3").facts.sex, std::nullopt);
  EXPECT_EQ(all.at("1").facts.age, 2);
  EXPECT_EQ(all.at("2").facts.age, 0);
  EXPECT_EQ(all.at("3").facts.age, 8);
  // Of 0 and 1 nobody can tell which is which.
  const auto other =
      import("532601003", "id,sex,report date\nx,0,2020-02-12\ny,1,2020-02-12\n", {}, true);
  ASSERT_TRUE(other);
  EXPECT_EQ(codes(*other, true), (std::vector<std::string>{"2 sex casework.unknown-value",
                                                           "3 sex casework.unknown-value"}));
}

}  // namespace
}  // namespace fx::casework
