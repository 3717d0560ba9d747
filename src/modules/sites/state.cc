#include "modules/sites/state.h"

#include <algorithm>

#include "base/phone.h"
#include "base/text.h"
#include "identity/person.h"

namespace fx::sites {

std::vector<Step> steps_of(store::Session& db, const Ulid& site) {
  std::vector<Step> out;
  auto q = db.query(
      "select entry, what, area, payload, known_from, known_to, actor from sites_step"
      " where site = $1 order by n",
      site);
  while (q.next()) {
    Step step;
    step.entry = q.ulid(0);
    step.site = site;
    step.what = static_cast<Step::What>(q.number(1));
    step.area = q.string(2);
    step.recorded = q.instant(4);
    step.known_to = q.instant(5);
    step.actor = q.ulid(6);
    const auto taken = [](auto&& payload) {
      FX_CHECK(payload.has_value());
      return std::move(*payload);
    };
    switch (step.what) {
      case Step::What::kAdded: {
        auto payload = taken(json::read_text<Added>(q.text(3)));
        step.facts = std::move(payload.facts);
        step.day = payload.opened;
        break;
      }
      case Step::What::kChanged:
        step.facts = taken(json::read_text<Changed>(q.text(3))).facts;
        break;
      case Step::What::kClosed: {
        auto payload = taken(json::read_text<Closed>(q.text(3)));
        step.day = payload.on;
        step.document = std::move(payload.document);
        break;
      }
      case Step::What::kReopened: {
        auto payload = taken(json::read_text<Reopened>(q.text(3)));
        step.day = payload.on;
        step.document = std::move(payload.document);
        break;
      }
    }
    out.push_back(std::move(step));
  }
  return out;
}

std::vector<Step> standing(std::vector<Step> steps, Instant known) {
  steps.erase(std::remove_if(steps.begin(), steps.end(),
                             [&](const Step& step) {
                               return step.recorded > known || step.known_to <= known;
                             }),
              steps.end());
  return steps;
}

std::vector<Stretch> open_stretches(const std::vector<Step>& steps) {
  std::vector<Stretch> out;
  std::optional<Stretch> open;
  for (const auto& step : steps) {
    if (step.what == Step::What::kClosed && open) {
      open->until = *step.day;
      if (open->since < open->until) out.push_back(*open);
      open.reset();
    } else if (step.what == Step::What::kAdded || step.what == Step::What::kReopened) {
      open = Stretch{step.day.value_or(kAlways), kNever};
    }
  }
  if (open) out.push_back(*open);
  return out;
}

std::pair<State, std::optional<Day>> state_on(const std::vector<Step>& steps, Day day) {
  State state = State::coming;
  std::optional<Day> since;
  for (const auto& step : steps) {
    if (step.what == Step::What::kChanged) continue;
    if (step.day && *step.day > day) {
      // It opens, for the first time.
      if (step.what == Step::What::kAdded) since = step.day;
      break;
    }
    state = step.what == Step::What::kClosed ? State::closed : State::open;
    since = step.day;
  }
  return {state, since};
}

std::optional<Standing> standing_now(store::Session& db, const Ulid& site) {
  Standing out;
  out.steps = standing(steps_of(db, site), kAsNow);
  if (out.steps.empty()) return std::nullopt;
  for (const auto& step : out.steps) {
    out.area = step.area;
    if (!step.facts) continue;
    out.facts = *step.facts;
    out.facts_entry = step.entry;
  }
  return out;
}

Contact contact_of(store::Session& db, const Ulid& entry) {
  return {identity::text_of(db, entry, kContact), identity::text_of(db, entry, kContactPhone)};
}
void keep_contact(store::Session& db, const Ulid& entry, const Contact& contact) {
  identity::set_text(db, entry, kContact, Ulid(), contact.name);
  identity::set_text(db, entry, kContactPhone, Ulid(), contact.phone);
}

Result<std::string> clean_name(std::string_view text, const char* field) {
  auto out = normalise(text);
  if (out.empty() || code_point_count(out) > kMostCharacters) return refuse(kBadName, field);
  return out;
}

Result<std::optional<std::string>> clean_words(const std::optional<std::string>& text,
                                               std::size_t most, const char* field) {
  if (!text) return std::optional<std::string>();
  auto out = normalise(*text);
  if (code_point_count(out) > most) {
    return refuse(kTooLong, field, {{"max", std::to_string(most)}});
  }
  return out.empty() ? std::optional<std::string>() : std::optional(std::move(out));
}

Result<std::optional<std::string>> clean_phone(const std::optional<std::string>& text,
                                               bool of_person, const char* field) {
  if (!text || normalise(*text).empty()) return std::optional<std::string>();
  const auto phone = parse_phone(*text);
  if (phone.verdict != PhoneVerdict::kValid) return refuse(kBadPhone, field);
  if (!of_person && phone.kind == PhoneKind::kMobile) return refuse(kPersonsPhone, field);
  return std::optional(phone.extension.empty() ? phone.number
                                               : phone.number + "-" + phone.extension);
}

Result<std::optional<int>> clean_count(const std::optional<int>& count, const char* field) {
  if (!count || *count == 0) return std::optional<int>();
  if (*count < 0 || *count > kMostCount) return refuse(kBadCount, field);
  return count;
}

Result<std::string> area_of_site(store::Session& db, const Ulid& site) {
  auto q = db.query(
      "select area from sites_step where site = $1 order by known_to desc, n desc limit 1", site);
  if (!q.next()) return refuse(kNoSite, "site");
  return q.string(0);
}

}  // namespace fx::sites
