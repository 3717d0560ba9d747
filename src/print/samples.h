// Filled-in papers for the tests and the benchmark of this folder. The people are invented.
#pragma once

#include <string>

#include "print/door_notice.h"
#include "print/order_notice.h"
#include "print/release_certificate.h"
#include "print/signature.h"
#include "print/table_report.h"

namespace fx::print::samples {

inline Day day(int year, int month, int d) { return *make_day(year, month, d); }

inline Issue issue(const std::string& number, const std::string& code) {
  return {.number = number,
          .issuer = "新平街道离卜嘎社区居民委员会",
          .issued_on = day(2020, 2, 24),
          .place = "离卜嘎社区服务站",
          .printed_at = instant_of(day(2020, 2, 24), 9 * 60 + 30),
          .legal_basis = {"《中华人民共和国传染病防治法》第三十九条、第四十一条",
                          "《突发公共卫生事件应急条例》第四十四条"},
          .appeal = {.office = "新平街道办事处",
                     .phone = "0871-65550100",
                     .review = "也可自收到本告知书之日起60日内依法申请行政复议，或者在6个月内依法"
                               "向人民法院提起行政诉讼"},
          .signed_code = code};
}

inline ReleaseCertificate release(const std::string& code) {
  return {.issue = issue("离社隔解〔2020〕12号", code),
          .name = "𠮷*明",
          .id_number = "5304**********0012",
          .address = "新平街道离卜嘎社区〇一小区3号楼2单元501室",
          .measure = "居家隔离医学观察",
          .reason = "于2020年2月9日自外省返回",
          .from = day(2020, 2, 10),
          .until = day(2020, 2, 23),
          .days = 14,
          .readings = "应测28次，实测28次，最高36.9℃，未出现可疑症状",
          .tests = {{day(2020, 2, 11), "核酸检测（鼻咽拭子）", "阴性"},
                    {day(2020, 2, 22), "核酸检测（鼻咽拭子）", "阴性"}},
          .advice = {"外出佩戴口罩，勤洗手、常通风，少去人员密集场所。",
                     "解除后7日内继续每日自测体温，如有发热、干咳、乏力等症状，请佩戴口罩到发热门诊"
                     "就诊，并告知社区。"}};
}

inline std::vector<Contact> team() {
  return {{"网格员", "0871-65550111"},
          {"社区医生", "0871-65550112"},
          {"社区民警", "0871-65550113"},
          {"生活物资配送", "0871-65550114"}};
}

inline DoorNotice door(const std::string& code) {
  return {.issue = issue("离社告〔2020〕31号", code),
          .household = "3号楼2单元501室",
          .measure = "居家医学观察",
          .from = day(2020, 2, 10),
          .until = day(2020, 2, 23),
          .requests = {},
          .contacts = team()};
}

inline OrderNotice order(const std::string& code) {
  return {.issue = issue("离社隔告〔2020〕31号", code),
          .name = "欧阳*",
          .id_number = "5304**********0012",
          .address = "新平街道离卜嘎社区〇一小区3号楼2单元501室",
          .measure = "居家隔离医学观察",
          .reason = "于2020年2月9日自外省返回",
          .from = day(2020, 2, 10),
          .until = day(2020, 2, 23),
          .days = 14,
          .rights = {},
          .duties = {"观察期间不外出、不待客；确需就医的，先联系社区医生，由社区安排。",
                     "每日早、晚各测体温一次，如实报告体温和症状。",
                     "单独居住或单间居住，与家人分餐，房间每日通风，垃圾装袋放门口由专人收取。",
                     "出现发热、干咳、乏力、气促等症状，立即联系社区医生，不自行前往医院。"},
          .contacts = team()};
}

// A daily report with this many grids, in two groups.
inline TableReport daily(int grids) {
  TableReport report{.title = "离卜嘎社区疫情防控工作日报表",
                     .english = "Daily report of epidemic control",
                     .reporter = "新平街道离卜嘎社区居民委员会",
                     .day = day(2020, 3, 5),
                     .cut_off = "数据截至2020年3月5日17:00",
                     .unit = "单位：户、人",
                     .table = {},
                     .notes = {"合计由各网格记录汇总得出，本日新增含当日转入。",
                               "“应检未检”为截至统计时点尚未采样的人数。"},
                     .signatories = {},
                     .number = "离社报〔2020〕0305",
                     .printed_at = instant_of(day(2020, 3, 5), 17 * 60 + 12)};
  const auto count = [](std::string title, std::string group) {
    return Column{std::move(title), std::move(group), 0, Align::kRight};
  };
  report.table.columns = {{"网格", "", 0, Align::kLeft}, {"网格员", "", 0, Align::kCenter},
                          count("户数", "排查"),         count("人数", "排查"),
                          count("未联系上", "排查"),     count("新增", "居家隔离"),
                          count("在管", "居家隔离"),     count("解除", "居家隔离"),
                          count("新增", "集中隔离"),     count("在管", "集中隔离"),
                          count("解除", "集中隔离"),     count("应测", "健康监测"),
                          count("未测", "健康监测"),     count("发热", "健康监测"),
                          {"备注", "", 0, Align::kLeft}};
  const auto numbers = [](std::string name, std::string worker, int factor, std::string note) {
    Row row{{std::move(name), std::move(worker)}, RowKind::kData};
    for (const int n : {86, 264, 2, 1, 7, 3, 0, 2, 1, 18, 1, 0}) {
      row.cells.push_back(std::to_string(n * factor));
    }
    row.cells.push_back(std::move(note));
    return row;
  };
  const int half = grids / 2;
  int made = 0;
  for (const int size : {half, grids - half}) {
    report.table.rows.push_back(
        {{made == 0 ? "一、城市小区片" : "二、村民小组片"}, RowKind::kGroup});
    for (int i = 0; i < size; ++i) {
      ++made;
      report.table.rows.push_back(numbers("第" + std::to_string(made) + "网格", "李*", 1,
                                          i == 1 ? "2户电话无人接听，已张贴通知，次日复访" : ""));
    }
    Row sub = numbers("小计", "", size, "");
    sub.kind = RowKind::kSubtotal;
    report.table.rows.push_back(std::move(sub));
  }
  Row total = numbers("合计", "", grids, "");
  total.kind = RowKind::kTotal;
  report.table.rows.push_back(std::move(total));
  return report;
}

inline Payload payload() {
  return {.kind = "release",
          .number = "离社隔解〔2020〕12号",
          .issued_at = instant_of(day(2020, 2, 24), 9 * 60),
          .expires_at = instant_of(day(2020, 3, 24)),
          .fields = {{"n", "𠮷*明"}, {"from", "2020-02-10"}, {"to", "2020-02-23"}}};
}

}  // namespace fx::print::samples
