// Sites (C6, C15): the fixed places of an area that are not dwellings. Gates, through which people
// come and go, and institutions: schools, clinics, markets, shops, enterprises. All that other
// modules see of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "host/module.h"
#include "modules/sites/entries.h"

namespace fx::sites {

constexpr bool is_gate(Kind kind) { return kind <= Kind::toll_booth; }
std::string_view zh(Kind kind);
std::string_view en(Kind kind);
inline std::string_view name(Kind kind, Language language) {
  return language == Language::kZh ? zh(kind) : en(kind);
}

enum class State { coming, open, closed };
BOOST_DESCRIBE_ENUM(State, coming, open, closed)

struct Site {
  Ulid id;
  std::string area;  // its code of today
  SiteFacts facts;
  State state = State::open;  // on the day asked for
  std::optional<Day> since;   // of that state; nothing: open since before it was recorded
};

class Sites : public host::Module {
 public:
  // Every site that stands in the area, whatever its state on the day of the frame, as known then;
  // by area and id.
  virtual void each(store::Session& db, const host::Frame& frame,
                    const std::function<void(const Site&)>& visit) const = 0;
  // Nothing where there is none, or it was recorded by mistake.
  [[nodiscard]] virtual std::optional<Site> find(store::Session& db, const Ulid& site, Day on,
                                                 Instant known) const = 0;
  // Says where the site lies; false if it is said already. The caller has checked the shape and the
  // permission to manage areas where the site stands. `row`: of the file that says it, if one does.
  virtual bool locate(host::CommandContext& context, const Ulid& site, const geo::Shape& shape,
                      std::optional<Ulid> import, std::optional<int> row) const = 0;
};

std::unique_ptr<Sites> make_module();

}  // namespace fx::sites
