// Random cases, places and rules against a model that counts by looking at every pair.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "modules/risk/counting.h"

namespace fx::risk {
namespace {

using casework::Case;
using casework::CasePlace;
using casework::Origin;
using casework::PlaceKind;
using casework::PlaceRole;
using casework::Status;

constexpr int kFirst = 18'300;

Ulid id_of(int n) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[14] = static_cast<std::uint8_t>(n / 256);
  bytes[15] = static_cast<std::uint8_t>(n % 256);
  bytes[0] = 1;
  return Ulid(bytes);
}

std::vector<Case> random_cases() {
  const int size = *rc::gen::inRange(0, 20);
  std::vector<Case> out;
  for (int i = 0; i < size; ++i) {
    Case one;
    one.id = id_of(i);
    one.area = "532601003005";
    one.facts.reported = Day{kFirst + *rc::gen::inRange(0, 20)};
    one.facts.origin = *rc::gen::element(Origin::local, Origin::abroad, Origin::unknown);
    const int source = *rc::gen::inRange(0, 3);
    if (source > 0) one.facts.source_known = source == 1;
    const auto statuses = *rc::gen::inRange(1, 4);
    Day day = one.facts.reported;
    for (int s = 0; s < statuses; ++s) {
      one.statuses.push_back(
          {day, *rc::gen::element(Status::confirmed, Status::suspected, Status::asymptomatic)});
      if (s > 0) {
        one.statuses.back().status = *rc::gen::element(Status::confirmed, Status::asymptomatic,
                                                       Status::excluded, Status::recovered);
      }
      day = day + *rc::gen::inRange(1, 6);
    }
    if (*rc::gen::inRange(0, 3) > 0) {
      const auto digit = [] { return "-" + std::to_string(*rc::gen::inRange(1, 3)); };
      one.facts.places.push_back({PlaceRole::residence, PlaceKind::household,
                                  one.area + "-1" + digit() + digit() + digit() + digit(),
                                  std::nullopt});
    }
    if (*rc::gen::inRange(0, 2) > 0) {
      one.facts.places.push_back({PlaceRole::work,
                                  *rc::gen::element(PlaceKind::workplace, PlaceKind::school),
                                  std::nullopt, std::int64_t{*rc::gen::inRange(1, 3)}});
    }
    if (i > 0 && *rc::gen::inRange(0, 4) == 0) {
      one.facts.links.push_back(
          {id_of(*rc::gen::inRange(0, i)),
           *rc::gen::element(PlaceKind::household, PlaceKind::workplace, PlaceKind::other)});
    }
    out.push_back(std::move(one));
  }
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) {
    return a.facts.reported != b.facts.reported ? a.facts.reported < b.facts.reported : a.id < b.id;
  });
  return out;
}

Counting random_rule() {
  Counting how;
  how.window = *rc::gen::inRange(1, 15);
  how.imported = *rc::gen::arbitrary<bool>();
  how.asymptomatic = *rc::gen::arbitrary<bool>();
  how.suspected = *rc::gen::arbitrary<bool>();
  how.cluster_cases = *rc::gen::inRange(2, 4);
  how.cluster_days = *rc::gen::inRange(0, 15);
  for (const auto kind : {PlaceKind::household, PlaceKind::unit, PlaceKind::compound,
                          PlaceKind::workplace, PlaceKind::school}) {
    if (*rc::gen::arbitrary<bool>()) how.cluster_in.push_back(kind);
  }
  return how;
}

// --- the model -----------------------------------------------------------------------------------

// Day by day from the report: the first day of the last unbroken run of days that count.
std::optional<Day> model_from(const Case& one, const Counting& how, Day day) {
  if (one.facts.origin == Origin::abroad && !how.imported) return std::nullopt;
  std::optional<Day> from;
  for (Day d = one.facts.reported; d <= day; d = d + 1) {
    Status status = Status::excluded;
    for (const auto& s : one.statuses) {
      const bool ending = s.status == Status::recovered || s.status == Status::died;
      if (s.day <= d && !ending) status = s.status;
    }
    const bool counts = status == Status::confirmed ||
                        (status == Status::suspected && how.suspected) ||
                        (status == Status::asymptomatic && how.asymptomatic);
    if (!counts) {
      from.reset();
    } else if (!from) {
      from = d;
    }
  }
  return from;
}

// The first so many parts of a code: "532601003005-1-2".
std::string part(const std::string& code, int parts) {
  std::size_t at = 0;
  for (int i = 0; i < parts; ++i) at = code.find('-', at + 1);
  return code.substr(0, at);
}

bool model_share(const Case& a, const Case& b, PlaceKind kind) {
  for (const auto& p : a.facts.places) {
    for (const auto& q : b.facts.places) {
      if (p.role == PlaceRole::residence && q.role == PlaceRole::residence) {
        const int parts = kind == PlaceKind::household  ? 6
                          : kind == PlaceKind::unit     ? 5
                          : kind == PlaceKind::compound ? 3
                                                        : 0;
        if (parts > 0 && part(*p.area, parts) == part(*q.area, parts)) return true;
      }
      if (p.role == PlaceRole::work && q.role == PlaceRole::work && p.kind == kind &&
          q.kind == kind && p.name == q.name) {
        return true;
      }
    }
  }
  const auto linked = [&](const Case& x, const Case& y) {
    return std::any_of(x.facts.links.begin(), x.facts.links.end(),
                       [&](const auto& link) { return link.with == y.id && link.setting == kind; });
  };
  return linked(a, b) || linked(b, a);
}

std::vector<std::vector<const Case*>> model_groups(const std::vector<const Case*>& known,
                                                   PlaceKind kind) {
  // Grow until nothing changes.
  std::vector<int> label(known.size());
  for (std::size_t i = 0; i < known.size(); ++i) label[i] = static_cast<int>(i);
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < known.size(); ++i) {
      for (std::size_t j = 0; j < known.size(); ++j) {
        if (label[j] < label[i] && model_share(*known[i], *known[j], kind)) {
          label[i] = label[j];
          again = true;
        } else if (label[i] < label[j] && model_share(*known[i], *known[j], kind)) {
          label[j] = label[i];
          again = true;
        }
      }
    }
  }
  std::map<int, std::vector<const Case*>> out;
  for (std::size_t i = 0; i < known.size(); ++i) out[label[i]].push_back(known[i]);
  std::vector<std::vector<const Case*>> groups;
  for (auto& [at, group] : out) groups.push_back(std::move(group));
  return groups;
}

void compare(const std::vector<Case>& cases, const Counting& how, Day day) {
  const Counts got = Counter(cases).on(day, how);

  std::vector<const Case*> known;
  for (const auto& one : cases) {
    if (one.facts.reported <= day) known.push_back(&one);
  }
  std::int64_t total = 0;
  std::int64_t in_window = 0;
  std::int64_t unknown = 0;
  std::optional<Day> last;
  for (const auto* one : known) {
    const auto from = model_from(*one, how, day);
    if (!from) continue;
    ++total;
    if (!last || *last < *from) last = from;
    if (day - *from >= how.window) continue;
    ++in_window;
    unknown += one->facts.source_known.has_value() && !*one->facts.source_known ? 1 : 0;
  }
  RC_ASSERT(got.total == total);
  RC_ASSERT(got.in_window == in_window);
  RC_ASSERT(got.unknown_source == unknown);
  RC_ASSERT(static_cast<std::int64_t>(got.cases.size()) == in_window);
  RC_ASSERT(got.days_without_case.has_value() == last.has_value());
  if (last) RC_ASSERT(*got.days_without_case == day - *last);

  std::int64_t household = 0;
  for (const auto kind : {PlaceKind::household, PlaceKind::unit, PlaceKind::workplace}) {
    for (const auto& group : model_groups(known, kind)) {
      std::int64_t n = 0;
      for (const auto* one : group) {
        const auto from = model_from(*one, how, day);
        n += from && day - *from < how.window ? 1 : 0;
      }
      household = std::max(household, n);
    }
  }
  RC_ASSERT(got.household == household);

  // Every set of cases that is a cluster by its definition, the largest run of each place.
  const int span = how.cluster_days == 0 ? how.window : how.cluster_days;
  std::vector<std::set<Ulid>> clusters;
  for (const auto kind : how.cluster_in) {
    for (const auto& group : model_groups(known, kind)) {
      std::set<Ulid> best;
      Day best_last{0};
      for (int end = day.number; end > day.number - std::max(how.window, span); --end) {
        std::set<Ulid> run;
        Day run_last{0};
        for (const auto* one : group) {
          const auto from = model_from(*one, how, day);
          if (!from || from->number > end || from->number <= end - span) continue;
          if (from->number <= day.number - std::max(how.window, span)) continue;
          run.insert(one->id);
          run_last = std::max(run_last, *from);
        }
        if (day - run_last >= how.window) continue;
        if (run.size() > best.size() || (run.size() == best.size() && run_last > best_last)) {
          best = run;
          best_last = run_last;
        }
      }
      if (best.size() >= static_cast<std::size_t>(how.cluster_cases)) clusters.push_back(best);
    }
  }
  std::set<std::set<Ulid>> expected(clusters.begin(), clusters.end());
  for (auto it = expected.begin(); it != expected.end();) {
    const bool covered = std::any_of(expected.begin(), expected.end(), [&](const auto& other) {
      return other.size() > it->size() &&
             std::includes(other.begin(), other.end(), it->begin(), it->end());
    });
    it = covered ? expected.erase(it) : std::next(it);
  }
  std::set<std::set<Ulid>> found;
  for (const auto& cluster : got.clusters) {
    found.insert(std::set<Ulid>(cluster.cases.begin(), cluster.cases.end()));
    RC_ASSERT(cluster.last - cluster.first < span);
  }
  RC_ASSERT(found.size() == got.clusters.size());
  RC_ASSERT(found == expected);
}

RC_GTEST_PROP(CountingProperty, AgreesWithAModelThatLooksAtEveryPair, ()) {
  const auto cases = random_cases();
  for (int i = 0; i < 10; ++i) {
    const auto how = random_rule();
    compare(cases, how, Day{kFirst + *rc::gen::inRange(-1, 30)});
  }
}

}  // namespace
}  // namespace fx::risk
