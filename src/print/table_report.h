// A statistical table as offices send it up: title, who reports, of which day, cut-off, the table
// with its groups and totals, notes, and the signatures of those who filled it in and checked it.
#pragma once

#include <string>
#include <vector>

#include "print/document.h"

namespace fx::print {

struct TableReport {
  std::string title{};     // "疫情防控工作日报表"
  std::string english{};   // second line; may be empty
  std::string reporter{};  // 填报单位
  Day day{};               // the day reported
  std::string cut_off{};   // "数据截至2020年3月5日17:00"
  std::string unit{};      // "单位：人"; may be empty
  Table table{};
  std::vector<std::string> notes{};
  // Who signs; empty: 填报人, 审核人, 负责人.
  std::vector<std::string> signatories{};
  std::string number{};  // footer
  Instant printed_at{};
  Orientation orientation = Orientation::kLandscape;
};

Printed render(const TableReport& report);
Document compose(const TableReport& report);

}  // namespace fx::print
