#include "print/release_certificate.h"

namespace fx::print {

namespace {

Document compose_at(const ReleaseCertificate& c, double size) {
  const std::string title = "解除隔离医学观察告知书";
  Document doc(paper_page(c.issue), paper_info(title, c.issue));
  doc.title(title, "Notice of Release from Medical Observation");
  add_number(doc, c.issue);

  TextStyle body = body_style();
  body.size = size;
  body.pitch = 1.65;
  TextStyle salutation = body;
  salutation.indent = 0;
  doc.text(c.name + "：", salutation);

  std::string opening;
  if (!c.reason.empty()) opening = "因您" + c.reason + "，";
  const std::string basis = join_basis(c.issue.legal_basis);
  if (!basis.empty()) opening += "根据" + basis + "，";
  opening += "您自" + zh_date(c.from) + "起接受" + c.measure + "，至" + zh_date(c.until) +
             "24时期满，共" + std::to_string(c.days) +
             "天。观察期间的监测和检测情况如下，符合解除条件：";
  doc.text(opening, body);

  std::vector<Pair> grid;
  grid.push_back({"姓  名", c.name});
  if (!c.id_number.empty()) grid.push_back({"证件号码", c.id_number});
  grid.push_back({"观察地点", c.address, true});
  grid.push_back({"措  施", c.measure});
  grid.push_back({"天  数", std::to_string(c.days) + "天"});
  grid.push_back({"起止日期", zh_period(c.from, c.until), true});
  if (!c.readings.empty()) grid.push_back({"健康监测", c.readings, true});
  std::string tests;
  for (const auto& test : c.tests) {
    if (!tests.empty()) tests += '\n';
    tests += zh_date(test.sampled_on) + "采样，" + test.what + "：" + test.result;
  }
  if (!tests.empty()) grid.push_back({"检测结果", tests, true});
  doc.pairs(std::move(grid), 2);

  doc.text("现告知您：自" + zh_date(c.until) + "24时起，解除对您的" + c.measure +
               "。自解除之时起，任何单位和个人不得以曾接受医学观察为由限制您正常出行、返岗和生活。",
           body);
  if (!c.advice.empty()) {
    doc.text("解除后，请您继续做好以下防护：", body);
    TextStyle items = body;
    items.size = size - 1;
    items.pitch = 1.5;
    doc.numbered(c.advice, items);
  }
  const std::string appeal = appeal_sentence(c.issue.appeal);
  if (!appeal.empty()) doc.text(appeal, body);

  TextStyle english = english_style();
  english.before = 2;
  std::string summary =
      "The medical observation that began on " + iso(c.from) + " ended at 24:00 on " +
      iso(c.until) +
      "; its conditions for release are met and all restrictions under it are lifted.";
  const std::string appeal_en = appeal_sentence_en(c.issue.appeal);
  if (!appeal_en.empty()) summary += " " + appeal_en;
  doc.text(summary, english);
  add_closing(doc, c.issue);
  return doc;
}

}  // namespace

Document compose(const ReleaseCertificate& certificate) {
  return fit_pages(1, {14, 13, 12, 11}, [&](double size) { return compose_at(certificate, size); });
}

Printed render(const ReleaseCertificate& certificate) { return compose(certificate).pdf(); }

}  // namespace fx::print
