// The rows of the topics that topics.h has structs for, read into them.
#pragma once

#include <vector>

#include "policy/problems.h"
#include "policy/table.h"
#include "policy/topics.h"
#include "policy/words.h"

namespace fx::policy {

// One for each row of the topic's table.
struct TopicRows {
  std::vector<Placement> placements;
  std::vector<Monitoring> monitorings;
  std::vector<ReleaseCondition> releases;
  std::vector<Conversion> conversions;
  std::vector<EscalationStep> escalations;
  std::vector<Reporting> reportings;
  std::vector<ScreeningRung> rungs;
};

// Notes rows that contradict themselves. Other topics are left alone.
void read_topic_rows(const Words& words, const Disease& disease, const Table& table,
                     TopicRows& rows, Problems& problems);

}  // namespace fx::policy
