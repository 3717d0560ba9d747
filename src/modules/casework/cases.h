#pragma once

#include "modules/casework/casework.h"

namespace fx::casework {

class CaseBook final : public Cases {
 public:
  [[nodiscard]] std::vector<Case> of_area(store::Session& db, std::string_view area,
                                          Instant known) const override;
  [[nodiscard]] CaseHistory history(store::Session& db, std::string_view area) const override;
  [[nodiscard]] std::optional<Day> first_reported(store::Session& db, std::string_view area,
                                                  Instant known) const override;
  [[nodiscard]] std::optional<Case> find(store::Session& db, const Ulid& id,
                                         Instant known) const override;
  [[nodiscard]] std::vector<Instant> changes(store::Session& db,
                                             std::string_view area) const override;
};

}  // namespace fx::casework
