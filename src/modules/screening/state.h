// What the files of this module share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/tree.h"
#include "modules/screening/screening.h"

namespace fx::screening {

struct Parts {
  const registry::Directory& people;
  const rules::Rulebook& rules;
};

void declare_views(host::Declaration& to);
void declare_commands(host::Declaration& to, const Parts& parts);
void declare_questions(host::Declaration& to, const Parts& parts);
void declare_indicators(host::Declaration& to, const Parts& parts);

struct Campaign {
  Ulid id;
  std::string area;
};
// The campaign that was under way in the community of the area at that moment, if there was one. A
// result that comes late, from a telephone that was off, belongs to the campaign of its own time.
std::optional<Campaign> campaign_at(store::Session& db, std::string_view area, Instant at);

// --- who has not been reached

struct NextParams {
  std::string area;
  std::optional<Rung> rung;  // only those whose turn is this
  std::optional<int> limit;
  std::optional<std::string> after;  // dwelling code
};
BOOST_DESCRIBE_STRUCT(NextParams, (), (area, rung, limit, after))

struct NextItem {
  registry::HouseholdCard household;
  Rung rung = Rung::phone;  // what to try now
  int attempts = 0;
  std::optional<Outcome> last_outcome;
  std::optional<Instant> last_at;
  std::vector<registry::PersonCard> people;
};
BOOST_DESCRIBE_STRUCT(NextItem, (), (household, rung, attempts, last_outcome, last_at, people))
struct NextAnswer {
  Ulid campaign;
  std::int64_t total = 0;
  std::vector<NextItem> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(NextAnswer, (), (campaign, total, items, next))

// In the order of their dwellings. Refuses kNoCampaign.
Result<NextAnswer> next(host::QueryContext& context, const Parts& parts, const NextParams& params);

// Calls, visits and notices that are due.
class TodaySource final : public today::Source {
 public:
  explicit TodaySource(const Parts& parts) : parts_(parts) {}
  void add(host::QueryContext& context, const std::string& area, bool show_people,
           std::vector<today::Work>& out) const override;

 private:
  const Parts& parts_;
};

}  // namespace fx::screening
