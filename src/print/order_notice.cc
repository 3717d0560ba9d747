#include "print/order_notice.h"

namespace fx::print {

std::vector<std::string> usual_rights() {
  return {"知悉采取措施的事由、依据、期限和解除条件；期满且符合条件的，按时解除，不得无故延长。",
          "观察期间的基本生活、用药和必要就医，由社区服务团队予以保障；身体不适可随时提出就诊。",
          "个人信息和健康信息依法受到保护，仅供疫情防控使用，不向无关人员透露。",
          "对措施有异议的，可以陈述、申辩，并依法寻求救济；陈述、申辩不影响对您的照护。"};
}

namespace {

Document compose_at(const OrderNotice& n, double size) {
  const std::string title = "医学观察告知书";
  Document doc(paper_page(n.issue), paper_info(title, n.issue));
  doc.title(title, "Notice of Medical Observation");
  add_number(doc, n.issue);

  TextStyle body = body_style();
  body.size = size;
  body.pitch = 1.6;
  TextStyle salutation = body;
  salutation.indent = 0;
  doc.text(n.name + "：", salutation);
  std::string opening;
  if (!n.reason.empty()) opening = "因您" + n.reason + "，";
  const std::string basis = join_basis(n.issue.legal_basis);
  if (!basis.empty()) opening += "根据" + basis + "，";
  opening +=
      "现决定对您采取" + n.measure + "措施。有关事项告知如下，您的权利和需要配合的事项见附件：";
  doc.text(opening, body);

  std::vector<Pair> grid{{"姓  名", n.name}};
  if (!n.id_number.empty()) grid.push_back({"证件号码", n.id_number});
  grid.push_back({"观察地点", n.address, true});
  grid.push_back({"措  施", n.measure});
  grid.push_back({"天  数", std::to_string(n.days) + "天"});
  grid.push_back({"起止日期", zh_period(n.from, n.until), true});
  doc.pairs(std::move(grid), 2);

  TextStyle items = body;
  items.size = size - 1;
  items.pitch = 1.5;
  items.indent = 0;
  doc.heading("一、期满与解除", "End of the measure");
  doc.text("本措施至" + zh_date(n.until) +
               "24时期满。期满且符合解除条件的，由本单位出具解除告知书；需要延长、转为集中观察或者"
               "转诊的，"
               "将另行书面告知理由和依据。",
           items);
  const std::string appeal = appeal_sentence(n.issue.appeal);
  if (!appeal.empty()) {
    doc.heading("二、异议与救济", "How to object");
    doc.text(appeal, items);
  }
  if (!n.contacts.empty()) {
    doc.heading(appeal.empty() ? "二、服务团队" : "三、服务团队", "Your team");
    std::vector<Pair> contacts;
    contacts.reserve(n.contacts.size());
    for (const auto& contact : n.contacts) contacts.push_back({contact.role, contact.phone});
    doc.pairs(std::move(contacts), 2, 11, 32);
  }
  TextStyle english = english_style();
  english.before = 1;
  std::string summary = "You are under medical observation from " + iso(n.from) +
                        " until 24:00 on " + iso(n.until) +
                        ". Call your team for food, medicine or care at any time.";
  const std::string appeal_en = appeal_sentence_en(n.issue.appeal);
  if (!appeal_en.empty()) summary += " " + appeal_en;
  doc.text(summary, english);
  add_closing(doc, n.issue);

  // The decision with its seal on one page; the other side may be kept at hand, and its foot is
  // torn off.
  doc.page_break();
  TextStyle attachment = body;
  attachment.indent = 0;
  doc.text("附件", attachment);
  doc.title("您的权利和配合事项", "Your rights, and what you are asked to do", 18);
  doc.heading("一、您的权利", "Your rights");
  doc.numbered(n.rights.empty() ? usual_rights() : n.rights, items);
  doc.heading("二、请您配合", "What you are asked to do");
  doc.numbered(n.duties, items);

  doc.space(12);
  doc.rule(true, "送达回执（由送达单位留存）");
  TextStyle receipt = small_style();
  receipt.size = 10.5;
  const std::string number = n.issue.number.empty() ? "" : "编号为" + n.issue.number + "的";
  doc.text("本人已收到" + number + "《医学观察告知书》，并知悉上述内容。", receipt);
  doc.signatures({"被告知人", "送达人", "日期"});
  return doc;
}

}  // namespace

Document compose(const OrderNotice& notice) {
  return fit_pages(2, {14, 13, 12, 11}, [&](double size) { return compose_at(notice, size); });
}

Printed render(const OrderNotice& notice) { return compose(notice).pdf(); }

}  // namespace fx::print
