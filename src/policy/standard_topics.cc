// What rules can be about: each topic with the facts that the product supplies when it asks, what a
// rule says, and what of that is tighter, restrictive or left open.
#include <utility>

#include "policy/standard.h"

namespace fx::policy::standard {

const Values& units() {
  static const Values kValues{{"household", {"户", "household"}},
                              {"unit", {"单元", "unit of a building"}},
                              {"building", {"楼栋", "building"}},
                              {"compound", {"小区", "compound"}},
                              {"villagers_group", {"村民小组", "villagers' group"}},
                              {"natural_village", {"自然村", "natural village"}},
                              {"community", {"社区（村）", "community (village)"}},
                              {"township", {"街道（乡镇）", "township"}},
                              {"county", {"县市区", "county"}}};
  return kValues;
}

const Values& evidence() {
  static const Values kValues{{"record", {"记录", "record"}},
                              {"photo", {"照片", "photo"}},
                              {"document", {"文件", "document"}},
                              {"signature", {"签字", "signature"}},
                              {"count", {"数量", "count"}}};
  return kValues;
}

std::vector<TopicDecl> topics() {
  auto out = person_topics();
  for (auto more : {movement_topics(), place_topics(), response_topics()}) {
    for (auto& each : more) out.push_back(std::move(each));
  }
  return out;
}

}  // namespace fx::policy::standard
