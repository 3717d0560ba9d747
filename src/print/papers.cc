#include "print/papers.h"

namespace fx::print {

std::string join_basis(const std::vector<std::string>& basis) {
  std::string out;
  for (const auto& item : basis) out += (out.empty() ? "" : "、") + item;
  return out;
}

std::string appeal_sentence(const Appeal& appeal) {
  std::string out;
  if (!appeal.office.empty()) {
    out = "对本告知内容有异议的，可向" + appeal.office + "陈述、申辩";
    if (!appeal.phone.empty()) out += "（电话：" + appeal.phone + "）";
  }
  if (!appeal.review.empty()) out += (out.empty() ? "" : "；") + appeal.review;
  return out.empty() ? out : out + "。";
}

std::string appeal_sentence_en(const Appeal& appeal) {
  if (appeal.phone.empty()) return {};
  return "If you disagree with this notice, call " + appeal.phone + " to be heard.";
}

std::string zh_period(Day from, Day until) {
  return zh_date(from) + "至" + zh_date(until) + "24时";
}

Document fit_pages(int pages, std::initializer_list<double> sizes,
                   const std::function<Document(double size)>& compose) {
  for (const double size : sizes) {
    Document doc = compose(size);
    if (doc.pages() <= pages) return doc;
  }
  return compose(*sizes.begin());
}

PageSetup paper_page(const Issue& issue) {
  return {.margins = {.top = 20, .right = 22, .bottom = 20, .left = 24},
          .footer = {.place = issue.place, .number = issue.number, .printed_at = issue.printed_at}};
}

DocumentInfo paper_info(const std::string& title, const Issue& issue) {
  return {.title = title, .author = issue.issuer, .created = issue.printed_at};
}

void add_number(Document& doc, const Issue& issue) {
  if (issue.number.empty()) return;
  TextStyle style = body_style();
  style.size = 12;
  style.indent = 0;
  style.align = Align::kRight;
  style.after = 1;
  doc.text("编号：" + issue.number, style);
}

void add_closing(Document& doc, const Issue& issue) {
  doc.closing({.issuer = issue.issuer,
               .date = zh_date(issue.issued_on),
               .qr_text = issue.signed_code,
               .qr_caption = "扫码核验真伪  Scan to verify"});
}

}  // namespace fx::print
