#include "modules/modules.h"

#include "modules/casework/casework.h"
#include "modules/monitoring/monitoring.h"
#include "modules/observation/observation.h"
#include "modules/organisation/organisation.h"
#include "modules/outlines/outlines.h"
#include "modules/reporting/reporting.h"
#include "modules/response/response.h"
#include "modules/returnees/returnees.h"
#include "modules/risk/risk.h"
#include "modules/rules/published.h"
#include "modules/screening/screening.h"
#include "modules/sites/sites.h"
#include "modules/today/today.h"
#include "modules/zones/zones.h"

namespace fx {

Result<Modules> make_modules(const std::string& packs_folder) {
  auto rules = rules::make_module(packs_folder);
  if (!rules) return rules.error();
  const auto& rulebook = (*rules)->rulebook();
  auto organisation = organisation::make_module();
  auto registry = registry::make_module();
  const auto& people = registry->directory();
  auto returnees = returnees::make_module(people, rulebook);
  auto screening = screening::make_module(people, rulebook);
  auto casework = casework::make_module(people, returnees->arrivals());
  auto observation =
      observation::make_module(people, casework->exposed(), rulebook, organisation::contact_of);
  auto monitoring =
      monitoring::make_module(people, rulebook, observation->orders(), identity::present);
  auto reporting = reporting::make_module(people, rulebook);
  auto risk = risk::make_module(casework->cases(), rulebook);
  auto sites = sites::make_module();
  auto outlines = outlines::make_module(*sites);
  auto zones = zones::make_module(people, casework->cases(), *risk, observation->orders(), rulebook,
                                  *sites, *outlines);
  auto response =
      response::make_module(casework->cases(), *risk, *zones, observation->orders(), rulebook);
  auto today = today::make_module(
      {&observation->today(), &monitoring->today(), &screening->today(), &response->today()});

  Modules out;
  out.people = &people;
  out.rules = &rulebook;
  out.arrivals = &casework->exposed();
  out.orders = &observation->orders();
  out.sites = sites.get();
  out.outlines = outlines.get();
  out.open = [rules = rules->get()](store::Session& db) { rules::open(*rules, db); };
  out.on_overdue = [monitoring = monitoring.get()](monitoring::Monitoring::Listener listener) {
    monitoring->on_overdue(std::move(listener));
  };
  out.all.push_back(std::move(organisation));
  out.all.push_back(std::move(*rules));
  out.all.push_back(std::move(registry));
  out.all.push_back(std::move(returnees));
  out.all.push_back(std::move(screening));
  out.all.push_back(std::move(observation));
  out.all.push_back(std::move(monitoring));
  out.all.push_back(std::move(reporting));
  out.all.push_back(std::move(casework));
  out.all.push_back(std::move(risk));
  out.all.push_back(std::move(sites));
  out.all.push_back(std::move(outlines));
  out.all.push_back(std::move(zones));
  out.all.push_back(std::move(response));
  out.all.push_back(std::move(today));
  return out;
}

}  // namespace fx
