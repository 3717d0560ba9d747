// Who has met a case. For this folder only.
#pragma once

#include <vector>

#include "modules/casework/state.h"

namespace fx::casework {

// Those who came (of another module) and those who met a case, as one.
class Exposed final : public returnees::Arrivals {
 public:
  explicit Exposed(const returnees::Arrivals& arrivals) : arrivals_(arrivals) {}
  void each(store::Session& db, const host::Frame& frame,
            const std::function<void(const returnees::Arrival&)>& visit) const override;
  [[nodiscard]] std::optional<returnees::Arrival> latest_of(
      store::Session& db, const Ulid& person, const host::Frame& frame) const override;

 private:
  const returnees::Arrivals& arrivals_;
};

struct Contact {
  Ulid contact;
  Ulid entry;
  Ulid person;
  std::string area;
  ContactKind kind = ContactKind::close_contact;
  Day last_met;
  std::optional<PlaceKind> setting;
};
// Of a case as known now, the latest meeting first.
std::vector<Contact> contacts_of(store::Session& db, const Ulid& case_id);

void declare_contact_views(host::Declaration& to);
void declare_contacts(host::Declaration& to, const registry::Directory& people);

}  // namespace fx::casework
