// Returnees (C3): people who have come back, from every list that names them, each counted once.
// All that other modules see.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/module.h"
#include "modules/registry/registry.h"

namespace fx::rules {
class Rulebook;
}

namespace fx::returnees {

// One person's coming back, as the sources together tell it (the settled or, until somebody
// settles a conflict, the most trusted value). A person who came twice has two arrivals.
//
// Whoever decides about those who came decides in the same way about those who met a case: then
// `exposure` says how, and `arrived` is the day on which they last met it.
struct Arrival {
  Ulid id;             // subject of the arrival's entries
  Ulid person;         // canonical
  Ulid household;      // nil while the person is not in the register
  std::string area;    // dwelling, or the community while to be found
  std::string origin;  // division code of where from (2, 4 or 6 digits), "" if not understood
  bool abroad = false;
  Day arrived;
  bool symptoms = false;      // a symptom or a fever was noted at arrival
  std::string exposure = {};  // "" of those who came; "close_contact" ...: as facts of packs say it
};

class Arrivals {
 public:
  virtual ~Arrivals() = default;
  // Every arrival in the area that had come about by `frame.day`, as known at `frame.known`; the
  // latest one of each person only.
  virtual void each(store::Session& db, const host::Frame& frame,
                    const std::function<void(const Arrival&)>& visit) const = 0;
  [[nodiscard]] virtual std::optional<Arrival> latest_of(store::Session& db, const Ulid& person,
                                                         const host::Frame& frame) const = 0;
};

class Returnees : public host::Module {
 public:
  [[nodiscard]] virtual const Arrivals& arrivals() const = 0;
};

std::unique_ptr<Returnees> make_module(const registry::Directory& people,
                                       const rules::Rulebook& rules);

}  // namespace fx::returnees
