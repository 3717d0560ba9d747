// The only home of names, ID numbers, phones and addresses. Everything else uses person ids; what
// leaves here towards a viewer has been cut to what the viewer may see (Sight).
#pragma once

#include <optional>
#include <string>

#include <boost/describe/class.hpp>

#include "access/roles.h"
#include "base/time.h"
#include "base/ulid.h"
#include "store/database.h"

namespace fx::identity {

// One person as a viewer may see them.
struct PersonCard {
  Ulid person;
  std::string name;                // 张三, or 张* when masked
  std::string id_number;           // full only with Sight::kFull; else 532601********34
  std::string phone;               // full from Sight::kNames on; else 131****4619
  std::optional<std::string> sex;  // "male" | "female"
  std::optional<int> age;
  bool masked = true;
};
BOOST_DESCRIBE_STRUCT(PersonCard, (), (person, name, id_number, phone, sex, age, masked))

// Nothing if the person is unknown or has been erased. Sight::kNothing gives a card without data.
std::optional<PersonCard> present(store::Session& db, const Ulid& person, access::Sight sight,
                                  Day today);

}  // namespace fx::identity
