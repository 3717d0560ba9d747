#include "area/code.h"
#include "host/host.h"
#include "modules/observation/state.h"
#include "modules/observation/today.h"

namespace fx::observation {
namespace {

Span read_span(store::Query& q) {
  return {
      q.ulid(0),   q.ulid(1),     q.ulid(2),
      q.string(3), q.string(4),   policy::parse_measure(q.text(5)).value_or(policy::Measure::kNone),
      q.number(6), q.instant(7),  q.day(8),
      q.day(9),    q.instant(10), q.string(11),
      q.string(12)};
}

constexpr std::string_view kColumns =
    "select order_id, person, household, area, person_class, measure, stage, start_at, first_day,"
    " last_day, end_at, pack, edition from observation_span ";

class OrdersImpl final : public Orders {
 public:
  void each(store::Session& db, const host::Frame& frame,
            const std::function<void(const Span&)>& visit) const override {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(std::string(kColumns) +
                          "where area >= $1 and area < $2 and last_day >= $3 and start_at <= $4"
                          " and end_at > $5 and known_from <= $6 and $6 < known_to",
                      low, high, frame.day, frame.moment, instant_of(frame.day), frame.known);
    while (q.next()) visit(read_span(q));
  }

  [[nodiscard]] std::optional<Span> latest_of(store::Session& db, const Ulid& person,
                                              Day day) const override {
    auto q = db.query(std::string(kColumns) +
                          "where person = $1 and start_at < $2 and known_to = $3"
                          " order by start_at desc, entry desc, n desc limit 1",
                      person, instant_of(day + 1), kForever);
    if (!q.next()) return std::nullopt;
    return read_span(q);
  }

  Status transfer(host::CommandContext& context, const Ulid& id,
                  const Ulid& escalation) const override {
    const auto order = order_for(context.db, id);
    if (!order) return order.error();
    if (const auto done = observation::transfer(context, *order, escalation); !done) {
      return done.error();
    }
    return {};
  }
};

class ObservationModule final : public Observation {
 public:
  ObservationModule(const registry::Directory& people, const returnees::Arrivals& arrivals,
                    const rules::Rulebook& rules, ContactOf contact_of)
      : parts_{people, arrivals, rules, std::move(contact_of)}, today_(parts_) {}

  [[nodiscard]] std::string_view name() const override { return "observation"; }
  [[nodiscard]] const Orders& orders() const override { return orders_; }
  [[nodiscard]] const today::Source& today() const override { return today_; }

  void declare(host::Declaration& to) override {
    declare_views(to);
    declare_placement(to, parts_);
    declare_decisions(to, parts_);
    declare_steps(to, parts_);
    declare_bulk(to, parts_);
    declare_ledger(to, parts_);
    declare_papers(to, parts_);
    declare_moves(to, parts_);
    declare_comparing(to, parts_, orders_);
    declare_indicators(to, parts_);
    // Guards fetch the public key before the first certificate exists.
    to.job({"observation.key", 3600, [](host::Host& host) {
              host.database().write([](store::Session& db) { ensure_key(db); });
            }});
  }

 private:
  const Parts parts_;
  const OrdersImpl orders_;
  const TodaySource today_;
};

}  // namespace

std::unique_ptr<Observation> make_module(const registry::Directory& people,
                                         const returnees::Arrivals& arrivals,
                                         const rules::Rulebook& rules, ContactOf contact_of) {
  return std::make_unique<ObservationModule>(people, arrivals, rules, std::move(contact_of));
}

}  // namespace fx::observation
