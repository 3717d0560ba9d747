// The table of the day over all modules: what it says, that each of its numbers is the records
// behind it, at the cut-off and as corrected, and that paper and spreadsheet say the same.
#include <cstdio>
#include <fstream>
#include <sstream>

#include "modules/office.h"
#include "sheet/reader.h"

namespace fx {
namespace {

class Daily : public testing::Office {
 protected:
  void arrive(const Home& home, const char* origin, const char* day) {
    ok("returnees.add", {{"person", home.person}, {"origin", origin}, {"arrived", day}});
    ok("observation.place-all", {{"area", kCommunity}});
  }
  void measure(const Home& home, const std::string& day) {
    for (const char* slot : {"morning", "evening"}) {
      ok("monitoring.record",
         {{"person", home.person}, {"tenths", 365}, {"day", day}, {"slot", slot}});
    }
  }
  json::Value table(const char* version, const std::string& on,
                    const std::string& area = kCommunity) {
    return ask("/api/reports/daily", {{"area", area}, {"on", on}, {"version", version}});
  }
  // Column id -> value of the total, or of the row of an area.
  static std::map<std::string, std::int64_t> values(const json::Value& table,
                                                    const std::string& area = {}) {
    const json::Value* row = &table.at("total");
    if (!area.empty()) {
      row = nullptr;
      for (const auto& one : table.at("rows").as_array()) {
        if (one.at("area").as_string() == area) row = &one;
      }
      FX_CHECK(row != nullptr);
    }
    std::map<std::string, std::int64_t> out;
    std::size_t at = 0;
    for (const auto& group : table.at("groups").as_array()) {
      for (const auto& column : group.at("columns").as_array()) {
        out[std::string(column.at("id").as_string())] = row->at("values").at(at++).as_int64();
      }
    }
    EXPECT_EQ(at, row->at("values").as_array().size());
    return out;
  }
  // Every number is that of the records answer for its area, and rows add up to the total.
  void check_records(const json::Value& table, const std::string& on) {
    const auto known = std::string(table.at("known").as_string());
    std::map<std::string, std::int64_t> sums;
    for (const auto& row : table.at("rows").as_array()) {
      const std::string area(row.at("area").as_string());
      for (const auto& [id, value] : values(table, area)) {
        sums[id] += value;
        const auto records =
            ask("/api/figures/records", {{"area", area}, {"id", id}, {"on", on}, {"as_of", known}});
        EXPECT_EQ(records.at("value").as_int64(), value) << id << " in " << area;
        if (id.rfind("readings.", 0) != 0) {  // those count slots, of which a person has two
          EXPECT_EQ(records.at("total").as_int64(), value) << id << " in " << area;
        }
        EXPECT_EQ(static_cast<std::int64_t>(records.at("items").as_array().size()),
                  records.at("total").as_int64())
            << id << " in " << area;
      }
    }
    EXPECT_EQ(values(table), sums);
  }

  const std::string grid1_ = std::string(kCommunity) + "-1";
  const std::string grid2_ = std::string(kCommunity) + "-2";
};

TEST_F(Daily, SaysWhatIsNewInForceAndReleasedByClassAndGrid) {
  const auto hubei = add_home(1, 101);
  const auto province = add_home(1, 102);
  const auto city = add_home(2, 201);
  add_home(2, 202);
  arrive(hubei, "湖北武汉", "2020-02-10");
  arrive(province, "四川成都", "2020-02-10");
  clock("2020-02-11T09:00");
  arrive(city, "昆明", "2020-02-11");
  clock("2020-02-11T20:00");
  const auto evening = table("corrected", "2020-02-11");
  EXPECT_FALSE(evening.at("zero").as_bool());
  auto all = values(evening);
  EXPECT_EQ(all["households"], 4);
  EXPECT_EQ(all["people"], 4);
  EXPECT_EQ(all["returnees.new.other_city"], 1);
  EXPECT_EQ(all["returnees.new.hubei"], 0);
  EXPECT_EQ(all["returnees.hubei.people"], 1);
  EXPECT_EQ(all["returnees.other_province.people"], 1);
  EXPECT_EQ(all["observation.new.self_monitoring"], 1);
  EXPECT_EQ(all["observation.in_force.centralised.people"], 1);
  EXPECT_EQ(all["observation.in_force.home.people"], 1);
  EXPECT_EQ(all["observation.in_force.self_monitoring.people"], 1);
  auto first = values(evening, grid1_);
  EXPECT_EQ(first["observation.in_force.home.people"], 1);
  EXPECT_EQ(first["observation.in_force.self_monitoring.people"], 0);
  auto second = values(evening, grid2_);
  EXPECT_EQ(second["observation.in_force.self_monitoring.people"], 1);
  EXPECT_EQ(second["returnees.hubei.people"], 0);
  check_records(evening, "2020-02-11");

  // Fourteen days after 11 February the one from another city is released.
  for (const char* day : {"2020-02-23", "2020-02-24", "2020-02-25"}) {
    clock(std::string(day) + "T20:00");
    measure(city, day);
  }
  clock("2020-02-26T09:00");
  const auto orders = ask("/api/people/{person}/orders", {{"person", city.person}});
  ok("observation.release", {{"order", orders.at("orders").at(0).at("order")}});
  clock("2020-02-26T20:00");
  const auto released = table("corrected", "2020-02-26");
  all = values(released);
  EXPECT_EQ(all["observation.released_today"], 1);
  EXPECT_EQ(all["observation.released"], 1);
  EXPECT_EQ(all["observation.in_force.self_monitoring.people"], 0);
  EXPECT_EQ(values(released, grid1_)["observation.released"], 0);
  check_records(released, "2020-02-26");
  EXPECT_EQ(values(table("corrected", "2020-02-25"))["observation.released"], 0);
}

TEST_F(Daily, AtTheCutOffItStaysAsItStood) {
  const auto early = add_home(1, 101);
  const auto late = add_home(2, 201);
  arrive(early, "四川成都", "2020-02-10");
  clock("2020-02-10T18:30");  // the pack's cut-off
  const auto then = table("at_cutoff", "2020-02-10");
  EXPECT_EQ(values(then)["returnees.new.other_province"], 1);
  EXPECT_TRUE(then.at("changes").as_array().empty());
  clock("2020-02-10T21:00");
  arrive(late, "四川成都", "2020-02-10");
  clock("2020-02-12T09:00");
  const auto at_cutoff = table("at_cutoff", "2020-02-10");
  EXPECT_EQ(at_cutoff.at("cutoff").as_string(), "2020-02-10T18:30:00+08:00");
  EXPECT_EQ(at_cutoff.at("rows"), then.at("rows"));
  EXPECT_EQ(at_cutoff.at("total"), then.at("total"));
  check_records(at_cutoff, "2020-02-10");
  const auto corrected = table("corrected", "2020-02-10");
  EXPECT_EQ(values(corrected)["returnees.new.other_province"], 2);
  EXPECT_EQ(values(corrected, grid2_)["returnees.new.other_province"], 1);
  check_records(corrected, "2020-02-10");
  // Both say what has changed in between, the same.
  EXPECT_EQ(at_cutoff.at("changes"), corrected.at("changes"));
  bool said = false;
  for (const auto& change : corrected.at("changes").as_array()) {
    if (change.at("id").as_string() != "returnees.new.other_province") continue;
    said = true;
    EXPECT_EQ(change.at("at_cutoff").as_int64(), 1);
    EXPECT_EQ(change.at("corrected").as_int64(), 2);
  }
  EXPECT_TRUE(said);
}

TEST_F(Daily, ADayWithoutEventsIsAZeroReport) {
  add_home(1, 101);
  const auto quiet = table("corrected", "2020-02-10");
  EXPECT_TRUE(quiet.at("zero").as_bool());
  EXPECT_EQ(values(quiet)["households"], 1);
  const auto who = add_home(1, 102);
  arrive(who, "四川成都", "2020-02-10");
  EXPECT_FALSE(table("corrected", "2020-02-10").at("zero").as_bool());
  EXPECT_TRUE(table("corrected", "2020-02-09").at("zero").as_bool());
  EXPECT_EQ(table("corrected", "2020-02-11").at("refused").as_string(), "reporting.future-day");
}

// The rows of numbers on the paper, as poppler's pdftotext reads it.
std::string paper_text(const std::string& pdf) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("fx_daily_" + std::to_string(::getpid()) + ".pdf"))
          .string();
  std::ofstream(path, std::ios::binary) << pdf;
  std::string out;
  FILE* pipe = ::popen(("pdftotext -enc UTF-8 -layout " + path + " -").c_str(), "r");
  FX_CHECK(pipe != nullptr);
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    out.append(buffer, got);
  }
  EXPECT_EQ(::pclose(pipe), 0);
  std::filesystem::remove(path);
  return out;
}

// The numbers of the lines that begin with the name, one after another.
std::vector<std::int64_t> numbers_of(const std::string& text, const std::string& name) {
  std::vector<std::int64_t> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string word;
    if (!(words >> word) || word != name) continue;
    for (std::int64_t number = 0; words >> number;) out.push_back(number);
  }
  return out;
}

TEST_F(Daily, SpreadsheetAndPaperSayTheSame) {
  arrive(add_home(1, 101), "湖北武汉", "2020-02-10");
  arrive(add_home(2, 201), "四川成都", "2020-02-10");
  arrive(add_home(2, 202), "四川成都", "2020-02-10");
  clock("2020-02-10T20:00");
  const host::RawParams params{{"area", kCommunity}, {"on", "2020-02-10"}};
  const auto wanted = table("corrected", "2020-02-10");
  const auto sheet_file = file("/api/reports/daily.xlsx", params);
  const auto book = sheet::read_workbook(sheet_file.bytes, "日报.xlsx");
  ASSERT_TRUE(book);
  const auto text = paper_text(file("/api/reports/daily.pdf", params).bytes);

  auto rows = wanted.at("rows").as_array();
  auto total = wanted.at("total").as_object();
  total["name"] = "合计";
  rows.push_back(std::move(total));
  for (const auto& row : rows) {
    const std::string name(row.at("name").as_string());
    std::vector<std::int64_t> values;
    for (const auto& value : row.at("values").as_array()) values.push_back(value.as_int64());
    std::vector<std::int64_t> in_sheet;
    const auto& sheet = book->sheets.at(0);
    for (std::size_t i = 0; i < sheet.row_count(); ++i) {
      const auto cells = sheet.row(i);
      if (cells.at(0).text != name) continue;
      for (std::size_t c = 1; c <= values.size(); ++c) {
        in_sheet.push_back(std::stoll(std::string(cells.at(c).text)));
      }
    }
    EXPECT_EQ(in_sheet, values) << name;
    EXPECT_EQ(numbers_of(text, name), values) << name << "\n" << text;
  }
}

}  // namespace
}  // namespace fx
