// 解除隔离医学观察告知书: tells a person, and whoever has to know, that observation is over.
#pragma once

#include <string>
#include <vector>

#include "print/papers.h"

namespace fx::print {

struct TestLine {
  Day sampled_on{};
  std::string what{};    // "新冠病毒核酸（鼻咽拭子）"
  std::string result{};  // "阴性"
};

struct ReleaseCertificate {
  Issue issue{};
  std::string name{};       // masked or in full, as the caller decides
  std::string id_number{};  // masked by the caller; empty: left out
  std::string address{};    // where the measure was carried out
  std::string measure{};    // "居家隔离医学观察"
  std::string reason{};     // why it had been ordered, a clause without full stop; may be empty
  Day from{}, until{};      // first and last day
  int days = 0;             // as the policy counts them
  std::string readings{};   // "应测28次，实测28次，最高36.9℃，未出现可疑症状"
  std::vector<TestLine> tests{};
  std::vector<std::string> advice{};  // for the time after; may be empty
};

Printed render(const ReleaseCertificate& certificate);
Document compose(const ReleaseCertificate& certificate);

}  // namespace fx::print
