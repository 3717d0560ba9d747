// What every official paper to a resident carries. Which law, which office and which periods apply
// is the caller's data; only the wording around them is here.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/time.h"
#include "print/document.h"

namespace fx::print {

struct Appeal {
  std::string office{};  // who answers objections
  std::string phone{};
  // The formal remedies as a sentence of their own, without its full stop:
  // "也可自收到本告知书之日起
  // 60日内向西山区人民政府申请行政复议，或者在6个月内依法向人民法院提起行政诉讼". May be empty.
  std::string review{};
};

struct Contact {
  std::string role{};  // "网格员", "社区医生"; a name only where the caller means to print one
  std::string phone{};  // duty phone
};

struct Issue {
  std::string number{};  // 文号: "西洼社区隔解〔2020〕12号"
  std::string issuer{};  // as on the seal
  Day issued_on{};
  std::string place{};                     // footer: the office that printed it
  Instant printed_at{};                    // footer; also the date inside the file
  std::vector<std::string> legal_basis{};  // each as it is to be quoted: "《…法》第三十九条"
  Appeal appeal{};
  std::string signed_code{};  // from sign() (signature.h); empty: no code
};

// The papers name a measure's end as the last day it binds, until midnight (24时) of that day.

// --- Shared wording, for the papers in this folder.

// "《甲法》第一条、《乙法》第二条"; "" if there is none.
std::string join_basis(const std::vector<std::string>& basis);
// The sentence on objections; "" if there is neither office nor review.
std::string appeal_sentence(const Appeal& appeal);
std::string appeal_sentence_en(const Appeal& appeal);
// "2020年2月10日至2020年2月23日24时"
std::string zh_period(Day from, Day until);
// The document at the first of these body sizes (points, descending) at which it takes no more than
// so many pages: a seal that stands alone on another page invites forgery. If none does, at the
// first size.
Document fit_pages(int pages, std::initializer_list<double> sizes,
                   const std::function<Document(double size)>& compose);
PageSetup paper_page(const Issue& issue);
DocumentInfo paper_info(const std::string& title, const Issue& issue);
// "编号：…" at the right above the text; nothing if there is no number.
void add_number(Document& doc, const Issue& issue);
// Issuer, date, seal and code.
void add_closing(Document& doc, const Issue& issue);

}  // namespace fx::print
