#include "print/door_notice.h"

#include <stdexcept>
#include <utility>

namespace fx::print {

std::vector<std::string> usual_requests() {
  return {"观察期间谢绝来访，请勿串门、聚集。",
          "快递、外卖和物资请放门口，由住户自取，不要当面交接。",
          "有急事请先拨打下列值班电话，由工作人员联系住户。",
          "请勿拍照、传播住户信息。多一份理解，多一份安心。"};
}

namespace {

Document empty_page(const Issue& issue) {
  PageSetup page = paper_page(issue);
  page.margins = {.top = 16, .right = 18, .bottom = 20, .left = 18};
  return Document(page, paper_info("居家医学观察告知", issue));
}

void add(Document& doc, const DoorNotice& n, double size) {
  doc.title("温馨提示", "Please do not visit. Leave deliveries at the door.", 30);

  const TextStyle household{
      .face = Face::kSans, .size = 30, .bold = true, .pitch = 1.4, .align = Align::kCenter};
  const TextStyle measure{.face = Face::kSans,
                          .size = 50,
                          .bold = true,
                          .pitch = 1.35,
                          .align = Align::kCenter,
                          .before = 1};
  const TextStyle english{.face = Face::kSans,
                          .size = 13,
                          .pitch = 1.4,
                          .align = Align::kCenter,
                          .gray = 0.25,
                          .after = 2};
  const TextStyle days{
      .face = Face::kSans, .size = 23, .bold = true, .pitch = 1.5, .align = Align::kCenter};
  doc.banner({{n.household, household},
              {n.measure, measure},
              {"Medical observation at home, until 24:00 on " + iso(n.until), english},
              {zh_date(n.from) + " 至 " + zh_date(n.until) + "24时", days}});

  TextStyle lead = body_style();
  lead.face = Face::kSans;
  lead.size = size + 1;
  lead.bold = true;
  lead.indent = 0;
  lead.before = 1;
  doc.text("各位邻居、来访和配送人员：", lead);
  TextStyle items = body_style();
  items.face = Face::kSans;
  items.size = size;
  items.pitch = 1.55;
  items.indent = 0;
  doc.numbered(n.requests.empty() ? usual_requests() : n.requests, items);

  if (!n.contacts.empty()) {
    doc.heading("服务团队值班电话", "Duty phones");
    std::vector<Pair> contacts;
    contacts.reserve(n.contacts.size());
    for (const auto& contact : n.contacts) contacts.push_back({contact.role, contact.phone});
    doc.pairs(std::move(contacts), 2, 14, 36);
  }

  std::string conditions;
  const std::string basis = join_basis(n.issue.legal_basis);
  if (!basis.empty()) conditions = "依据：" + basis + "。";
  const std::string appeal = appeal_sentence(n.issue.appeal);
  if (!appeal.empty()) conditions += (conditions.empty() ? "" : "\n") + appeal;
  conditions +=
      (conditions.empty() ? "" : "\n") + std::string("期满后本告知自动失效，由社区工作人员取下。");
  if (!conditions.empty()) {
    TextStyle style = small_style();
    style.before = 1;
    doc.text(conditions, style);
  }
  Closing closing{.issuer = n.issue.issuer,
                  .date = zh_date(n.issue.issued_on),
                  .qr_text = n.issue.signed_code,
                  .qr_caption = "扫码核验真伪  Scan to verify",
                  .qr_level = QrLevel::kQuartile,
                  .qr_size = 50};
  doc.closing(std::move(closing));
}

// The one page of a notice, and the type size at which it fits.
std::pair<Document, double> fitted(const DoorNotice& notice) {
  double used = 0;
  Document doc = fit_pages(1, {17, 16, 15, 14, 13, 12}, [&](double size) {
    used = size;
    Document page = empty_page(notice.issue);
    add(page, notice, size);
    return page;
  });
  return {std::move(doc), used};
}

}  // namespace

Document compose(const DoorNotice& notice) { return fitted(notice).first; }

Document compose(const std::vector<DoorNotice>& notices) {
  if (notices.empty()) throw std::invalid_argument("no door notices to print");
  Document doc = empty_page(notices.front().issue);
  bool first = true;
  for (const auto& notice : notices) {
    if (!first) doc.page_break();
    first = false;
    add(doc, notice, fitted(notice).second);
  }
  return doc;
}

Printed render(const DoorNotice& notice) { return compose(notice).pdf(); }
Printed render(const std::vector<DoorNotice>& notices) { return compose(notices).pdf(); }

}  // namespace fx::print
