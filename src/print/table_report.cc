#include "print/table_report.h"

namespace fx::print {

Document compose(const TableReport& r) {
  PageSetup page;
  page.orientation = r.orientation;
  page.margins = {.top = 13, .right = 14, .bottom = 17, .left = 14};
  page.footer = {.place = r.reporter, .number = r.number, .printed_at = r.printed_at};
  Document doc(page, {.title = r.title, .author = r.reporter, .created = r.printed_at});
  doc.title(r.title, r.english, 17);

  std::string line = "填报单位：" + r.reporter + "    报告日期：" + zh_date(r.day);
  if (!r.cut_off.empty()) line += "    " + r.cut_off;
  if (!r.unit.empty()) line += "    " + r.unit;
  TextStyle style = small_style();
  style.size = 10.5;
  style.align = Align::kLeft;
  style.before = 1;
  doc.text(line, style);
  doc.table(r.table);
  if (!r.notes.empty()) {
    TextStyle notes = small_style();
    notes.align = Align::kLeft;
    notes.size = 9;
    notes.pitch = 1.4;
    if (r.notes.size() == 1) {
      doc.text("说明：" + r.notes.front(), notes);
    } else {
      doc.text("说明：", notes);
      doc.numbered(r.notes, notes);
    }
  }
  doc.signatures(r.signatories.empty() ? std::vector<std::string>{"填报人", "审核人", "负责人"}
                                       : r.signatories);
  return doc;
}

Printed render(const TableReport& report) { return compose(report).pdf(); }

}  // namespace fx::print
