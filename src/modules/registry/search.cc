// One box for people and households: names, sounds, phones, numbers, addresses, and mixtures.
#include "identity/search.h"

#include <algorithm>

#include "area/code.h"
#include "area/tree.h"
#include "base/text.h"
#include "modules/registry/place_index.h"
#include "modules/registry/questions.h"
#include "modules/registry/refusals.h"
#include "modules/registry/state.h"

namespace fx::registry {

struct SearchParams {
  std::string q;
  std::optional<std::string> area;
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(SearchParams, (), (q, area, limit, after))

struct PersonFound {
  PersonCard person;
  std::optional<HouseholdCard> household;
  std::string area;
};
BOOST_DESCRIBE_STRUCT(PersonFound, (), (person, household, area))

struct HouseholdFound {
  HouseholdCard household;
  int people = 0;
};
BOOST_DESCRIBE_STRUCT(HouseholdFound, (), (household, people))

struct PlaceFound {
  std::string area;
  std::string address;
  std::int64_t households = 0;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(PlaceFound, (), (area, address, households, people))

struct SearchAnswer {
  std::vector<PersonFound> people;
  std::vector<HouseholdFound> households;
  std::vector<PlaceFound> places;  // for those who may see figures and nobody
  std::string next;                // for `after`: more people
};
BOOST_DESCRIBE_STRUCT(SearchAnswer, (), (people, households, places, next))

namespace {

using area::Level;

constexpr std::size_t kPlacesMax = 20;
constexpr std::size_t kQueryMax = 200;
constexpr int kHouseholdsMax = 20;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

bool has_digit(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

bool has_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next_code_point(text, at);
    if (c && is_han(*c)) return true;
  }
  return false;
}

// The areas below `from` that the parts of an address name.
std::vector<std::string> descend(store::Session& db, const std::string& from,
                                 const AddressParts& parts) {
  std::vector<std::string> at{from};
  const auto step = [&](const std::string& name, bool more_below) {
    if (name.empty() && !more_below) return;
    std::vector<std::string> next;
    for (const auto& code : at) {
      if (!name.empty()) {
        if (const auto child = area::child_by_name(db, code, name)) next.push_back(child->code);
      } else {
        for (const auto& child : area::children(db, code, kPlacesMax)) next.push_back(child.code);
      }
    }
    at = std::move(next);
  };
  const auto level = area::level_of(from);
  const bool room = !parts.room.empty();
  const bool unit = !parts.unit.empty();
  if (level <= Level::kCompound) step(parts.building, unit || room);
  if (level <= Level::kBuilding) step(parts.unit, room);
  if (level <= Level::kUnit) step(parts.room, false);
  return at;
}

struct Address {
  std::vector<std::string> areas;
  std::string rest;  // words that are no part of it
  bool tried = false;
};

// Reads the words as an address within the asker's areas. A word of nothing but letters or of four
// and more digits is no address, except as a room behind other parts of one.
Address read_address(store::Session& db, const std::vector<std::string>& words,
                     const std::vector<std::string>& under, bool names_may_be_places) {
  Address out;
  std::string text;
  for (const auto& word : words) {
    const bool han = has_han(word);
    const bool place = han && (has_digit(word) || names_may_be_places);
    const bool room = !han && has_digit(word) && word.size() <= 4 && !text.empty();
    if (place || room) {
      text += word;
    } else {
      if (!out.rest.empty()) out.rest += ' ';
      out.rest += word;
    }
  }
  if (text.empty()) return out;
  out.tried = true;
  const auto parts = parse_address(text);
  const std::string name = !parts.place.empty()                           ? parts.place
                           : parts.building.empty() && parts.room.empty() ? text
                                                                          : std::string();
  if (!parts.remainder.empty() && parts.remainder != text) {
    if (!out.rest.empty()) out.rest += ' ';
    out.rest += parts.remainder;
  }
  for (const auto& outer : under) {
    if (name.empty()) {
      // "6栋1001" alone means something inside one compound or building.
      const auto level = area::level_of(outer);
      if (level >= Level::kCompound) {
        for (auto& code : descend(db, outer, parts)) out.areas.push_back(std::move(code));
      }
      continue;
    }
    for (const auto& place : find_places(db, name, outer, kPlacesMax)) {
      for (auto& code : descend(db, place, parts)) {
        if (out.areas.size() < kPlacesMax) out.areas.push_back(std::move(code));
      }
    }
  }
  return out;
}

void add_people(host::QueryContext& context, const Directory& directory,
                const identity::FoundPage& page, SearchAnswer& answer) {
  for (const auto& found : page.people) {
    PersonFound person;
    person.person = directory.card(context, found.person);
    person.area = found.area;
    const auto now = current(context.db, found.person);
    if (now && !now->household.is_nil()) {
      person.household =
          HouseholdCard{now->household, now->area, area::address(context.db, now->area)};
    }
    answer.people.push_back(std::move(person));
  }
  answer.next = page.next;
}

void add_households(host::QueryContext& context, const Directory& directory,
                    const std::vector<std::string>& areas, SearchAnswer& answer) {
  for (const auto& code : areas) {
    const auto [low, high] = area::range(code);
    auto q = context.db.query(
        "select subject from registry_state where kind = 1 and $1 <= area and area < $2"
        " and known_to = $3 and until = $4 order by area limit $5",
        low, high, kForever, kNever, kHouseholdsMax);
    while (q.next()) {
      if (answer.households.size() == static_cast<std::size_t>(kHouseholdsMax)) return;
      const Ulid household = q.ulid(0);
      answer.households.push_back({directory.household_card(context, household),
                                   static_cast<int>(members(context.db, household).size())});
    }
  }
}

// What somebody who may see figures and nobody finds: places, with what they hold. Nothing smaller
// than a building: who lives in a dwelling is no figure.
SearchAnswer search_places(store::Session& db, const std::vector<std::string>& words,
                           const std::vector<std::string>& under) {
  SearchAnswer answer;
  std::vector<std::string> codes;
  for (auto& code : read_address(db, words, under, true).areas) {
    if (area::level_of(code) > Level::kBuilding) code = area::at_level(code, Level::kBuilding);
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  for (const auto& code : codes) {
    const auto [low, high] = area::range(code);
    const auto count = [&, l = low, h = high](Subject kind) {
      return db
          .integer(
              "select count(*) from registry_state where kind = $1 and $2 <= area and area < $3"
              " and known_to = $4 and until = $5",
              static_cast<int>(kind), l, h, kForever, kNever)
          .value_or(0);
    };
    answer.places.push_back(
        {code, area::address(db, code), count(Subject::kHousehold), count(Subject::kPerson)});
  }
  return answer;
}

Result<SearchAnswer> run_search(host::QueryContext& context, const Directory& directory,
                                const SearchParams& params) {
  using access::Permission;
  auto permission = Permission::see_people;
  auto areas = context.actor.areas(permission);
  if (areas.empty()) {
    permission = Permission::see_figures;
    areas = context.actor.areas(permission);
    if (areas.empty()) return access::require(context.actor, permission, "").error();
  }
  std::vector<std::string> under = areas;
  std::vector<std::string> within;
  if (params.area && !params.area->empty()) {
    if (!area::is_code(*params.area)) {
      return refuse(host::kNoSuchArea, "area", {{"area", *params.area}});
    }
    within.push_back(*params.area);
    under.clear();
    for (const auto& own : areas) {
      if (area::contains(own, *params.area)) {
        under = {*params.area};
        break;
      }
      if (area::contains(*params.area, own)) under.push_back(own);
    }
    if (under.empty()) return access::require(context.actor, permission, *params.area).error();
  }
  const int limit = std::clamp(params.limit.value_or(50), 1, 500);
  const std::string after = params.after.value_or("");
  const auto words = words_of(normalise(params.q.substr(0, kQueryMax)));
  if (permission == Permission::see_figures) return search_places(context.db, words, under);
  SearchAnswer answer;

  const Address address = read_address(context.db, words, under, false);
  if (!address.tried) {
    const auto terms = identity::parse_terms(params.q);
    if (!terms.empty()) {
      add_people(context, directory,
                 identity::search(context.db, terms, areas, within, limit, after), answer);
    }
    // Few or no people: the words may name a place.
    if (!answer.people.empty() || !after.empty()) return answer;
  }
  const Address place = address.tried ? address : read_address(context.db, words, under, true);
  if (place.areas.empty()) return answer;
  const auto rest = identity::parse_terms(place.rest);
  add_people(context, directory,
             identity::search(context.db, rest, areas, place.areas, limit, after), answer);
  if (rest.empty() && after.empty()) add_households(context, directory, place.areas, answer);
  return answer;
}

}  // namespace

void declare_search(host::Declaration& to, const Directory& directory) {
  to.question<SearchParams, SearchAnswer>(
      {"/api/search", std::nullopt, "查找人员和住户", "find people and households",
       [](store::Session&, const SearchParams&) -> Result<std::string> { return std::string(); },
       [&directory](host::QueryContext& context, const SearchParams& params) {
         return run_search(context, directory, params);
       }});
}

}  // namespace fx::registry
