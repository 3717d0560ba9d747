#include <tuple>

#include "area/code.h"
#include "modules/sites/state.h"

namespace fx::sites {
namespace {

// As state_on(), by the days that are kept.
std::pair<State, std::optional<Day>> state_of(store::Session& db, const Ulid& site,
                                              const host::Frame& frame) {
  std::pair<State, std::optional<Day>> out{State::closed, std::nullopt};
  auto q = db.query(
      "select since, until from sites_open where site = $1 and known_from <= $2 and $2 < known_to"
      " order by since",
      site, frame.known);
  for (bool first = true; q.next(); first = false) {
    const Stretch open{q.day(0), q.day(1)};
    if (frame.day < open.since) {
      if (first) return {State::coming, open.since};
      break;
    }
    if (frame.day < open.until) {
      return {State::open, open.since == kAlways ? std::nullopt : std::optional(open.since)};
    }
    out.second = open.until;
  }
  return out;
}

class Impl final : public Sites {
 public:
  [[nodiscard]] std::string_view name() const override { return "sites"; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_commands(to);
    declare_questions(to, *this);
    declare_import(to);
    declare_indicators(to);
  }

  void each(store::Session& db, const host::Frame& frame,
            const std::function<void(const Site&)>& visit) const override {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(
        "select site, area, facts from sites_site where $1 <= area and area < $2 and"
        " known_from <= $3 and $3 < known_to order by area, site",
        low, high, frame.known);
    while (q.next()) {
      auto facts = json::read_text<SiteFacts>(q.text(2));
      FX_CHECK(facts.has_value());
      Site site{q.ulid(0), q.string(1), std::move(*facts), State::closed, std::nullopt};
      std::tie(site.state, site.since) = state_of(db, site.id, frame);
      visit(site);
    }
  }

  [[nodiscard]] std::optional<Site> find(store::Session& db, const Ulid& site, Day on,
                                         Instant known) const override {
    const auto steps = standing(steps_of(db, site), known);
    if (steps.empty()) return std::nullopt;
    Site out{site, "", {}, State::open, std::nullopt};
    for (const auto& step : steps) {
      out.area = step.area;
      if (step.facts) out.facts = *step.facts;
    }
    std::tie(out.state, out.since) = state_on(steps, on);
    return out;
  }

  bool locate(host::CommandContext& context, const Ulid& site, const geo::Shape& shape,
              std::optional<Ulid> import, std::optional<int> row) const override {
    const auto before = standing_now(context.db, site);
    if (!before || before->facts.shape == shape) return false;
    Changed entry{before->facts, import, row, {}};
    entry.facts.shape = shape;
    const auto contact = contact_of(context.db, before->facts_entry);
    const auto made = context.append({site, before->area}, entry);
    keep_contact(context.db, made.id, contact);
    return true;
  }
};

}  // namespace

std::unique_ptr<Sites> make_module() { return std::make_unique<Impl>(); }

}  // namespace fx::sites
