#include "modules/risk/counting.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "area/code.h"

namespace fx::risk {
namespace {

using casework::PlaceKind;
using casework::PlaceRole;
using casework::Status;

bool counted(Status status, const Counting& how) {
  switch (status) {
    case Status::confirmed:
      return true;
    case Status::suspected:
      return how.suspected;
    case Status::asymptomatic:
      return how.asymptomatic;
    default:
      return false;
  }
}

// One representative for each set of cases that share a place.
class Sets {
 public:
  explicit Sets(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t find(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

// The kinds of place that a code of residence is in, with the part of the code that is the place.
std::vector<std::pair<PlaceKind, std::string>> places_of_residence(const std::string& code) {
  std::vector<std::pair<PlaceKind, std::string>> out;
  const auto add = [&](PlaceKind kind, area::Level level) {
    auto part = area::at_level(code, level);
    // A local part "0" stands for "none" and is no place that people share.
    if (!part.empty() && part.substr(part.rfind('-') + 1) != "0") {
      out.emplace_back(kind, std::move(part));
    }
  };
  add(PlaceKind::household, area::Level::kDwelling);
  add(PlaceKind::unit, area::Level::kUnit);
  add(PlaceKind::building, area::Level::kBuilding);
  // A compound or a village group: which of them, the code does not tell.
  add(PlaceKind::compound, area::Level::kCompound);
  add(PlaceKind::natural_village, area::Level::kCompound);
  return out;
}

// The longest run of sorted days that lie within `span` days of each other and end on `from` or
// later, as [first, last); the one that ends latest among the longest.
std::pair<std::size_t, std::size_t> densest(const std::vector<Day>& days, int span, Day from) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  std::size_t first = 0;
  for (std::size_t last = 0; last < days.size(); ++last) {
    while (days[last] - days[first] >= span) ++first;
    if (days[last] >= from && last + 1 - first >= best.second - best.first) {
      best = {first, last + 1};
    }
  }
  return best;
}

}  // namespace

std::optional<Day> counts_from(const casework::Case& one, const Counting& how, Day day) {
  if (!how.imported && one.facts.origin == casework::Origin::abroad) return std::nullopt;
  std::optional<Day> since;
  for (const auto& status : one.statuses) {
    if (status.day > day) break;
    if (status.status == Status::recovered || status.status == Status::died) continue;
    if (!counted(status.status, how)) {
      since.reset();
    } else if (!since) {
      since = status.day;
    }
  }
  return since;
}

Counter::Counter(std::vector<casework::Case> cases)
    : cases_(std::move(cases)), keys_(cases_.size()), joins_(cases_.size()) {
  std::map<Ulid, int> index;
  for (std::size_t i = 0; i < cases_.size(); ++i) index.emplace(cases_[i].id, static_cast<int>(i));
  std::map<std::pair<PlaceKind, std::string>, int> places;
  const auto intern = [&](PlaceKind kind, const std::string& key, const std::string& area) {
    const auto [it, fresh] = places.emplace(std::pair{kind, key}, static_cast<int>(places.size()));
    if (fresh) place_area_.push_back(area);
    return it->second;
  };
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    for (const auto& place : cases_[i].facts.places) {
      if (place.area && place.role == PlaceRole::residence) {
        for (const auto& [kind, code] : places_of_residence(*place.area)) {
          keys_[i].push_back({kind, intern(kind, code, code)});
        }
      } else if (place.kind != PlaceKind::other && (place.area || place.name)) {
        // Two companies may be in one building: a name says more than the area.
        const auto key = place.name ? "#" + std::to_string(*place.name) : *place.area;
        keys_[i].push_back({place.kind, intern(place.kind, key, place.area.value_or(""))});
      }
    }
    for (const auto& link : cases_[i].facts.links) {
      const auto it = index.find(link.with);
      if (it != index.end() && link.setting != PlaceKind::other) {
        joins_[i].push_back({link.setting, it->second});
      }
    }
  }
}

Counts Counter::on(Day day, const Counting& how) const {
  Counts out;
  const Day window_first = day - how.window + 1;
  const int span = how.cluster_days > 0 ? how.cluster_days : how.window;
  const Day cluster_first = day - std::max(how.window, span) + 1;
  struct Counted {
    std::size_t at;
    Day from;
  };
  std::vector<Counted> recent;  // that could be in a cluster
  std::optional<Day> latest;
  std::size_t known = 0;  // reported by the day
  for (; known < cases_.size() && cases_[known].facts.reported <= day; ++known) {
    const auto from = counts_from(cases_[known], how, day);
    if (!from) continue;
    ++out.total;
    if (!latest || *from > *latest) latest = from;
    if (*from >= cluster_first) recent.push_back({known, *from});
    if (*from < window_first) continue;
    ++out.in_window;
    if (cases_[known].facts.source_known == false) ++out.unknown_source;
  }
  if (latest) out.days_without_case = day - *latest;
  std::sort(recent.begin(), recent.end(), [&](const Counted& a, const Counted& b) {
    return a.from != b.from ? a.from < b.from : cases_[a.at].id < cases_[b.at].id;
  });
  std::optional<Day> last_local;
  for (const auto& one : recent) {
    if (one.from < window_first) continue;
    out.cases.push_back(cases_[one.at].id);
    const auto origin = cases_[one.at].facts.origin;
    if (origin == casework::Origin::abroad || origin == casework::Origin::domestic) continue;
    if (last_local != one.from) ++out.case_days;
    last_local = one.from;
  }
  out.sustained_spread = how.spread_days > 0 && out.case_days >= how.spread_days;
  if (recent.empty()) return out;

  // The recent cases of each place of a kind.
  const auto groups = [&](PlaceKind kind) {
    Sets sets(known);
    std::vector<int> first(place_area_.size(), -1);
    for (std::size_t i = 0; i < known; ++i) {
      for (const auto& key : keys_[i]) {
        if (key.kind != kind) continue;
        int& at = first[static_cast<std::size_t>(key.place)];
        if (at < 0) {
          at = static_cast<int>(i);
        } else {
          sets.join(i, static_cast<std::size_t>(at));
        }
      }
      for (const auto& join : joins_[i]) {
        const auto other = static_cast<std::size_t>(join.other);
        if (join.kind == kind && other < known) sets.join(i, other);
      }
    }
    std::map<std::size_t, std::vector<Counted>> out_groups;
    for (const auto& one : recent) out_groups[sets.find(one.at)].push_back(one);
    return out_groups;
  };

  for (const auto kind : {PlaceKind::household, PlaceKind::unit, PlaceKind::workplace}) {
    for (const auto& [root, members] : groups(kind)) {
      const auto in_window = std::count_if(members.begin(), members.end(), [&](const Counted& one) {
        return one.from >= window_first;
      });
      out.household = std::max(out.household, static_cast<std::int64_t>(in_window));
    }
  }

  if (how.cluster_cases <= 0) return out;
  for (const auto kind : how.cluster_in) {
    for (const auto& [root, members] : groups(kind)) {
      if (members.size() < static_cast<std::size_t>(how.cluster_cases)) continue;
      std::vector<Day> days;
      for (const auto& one : members) days.push_back(one.from);
      const auto [first, last] = densest(days, span, window_first);
      if (last - first < static_cast<std::size_t>(how.cluster_cases)) continue;
      Cluster cluster;
      cluster.kind = kind;
      cluster.first = days[first];
      cluster.last = days[last - 1];
      for (std::size_t i = first; i < last; ++i) cluster.cases.push_back(cases_[members[i].at].id);
      // The place itself, where every one of them has the same code.
      std::map<std::string, std::size_t> codes;
      for (std::size_t i = first; i < last; ++i) {
        std::set<std::string> own;
        for (const auto& key : keys_[members[i].at]) {
          const auto& code = place_area_[static_cast<std::size_t>(key.place)];
          if (key.kind == kind && !code.empty()) own.insert(code);
        }
        for (const auto& code : own) ++codes[code];
      }
      for (const auto& [code, n] : codes) {
        if (n == last - first) cluster.area = code;
      }
      out.clusters.push_back(std::move(cluster));
    }
  }
  // A cluster inside another, or the same one by another kind of place, is none of its own.
  const auto inside = [](const Cluster& a, const Cluster& b) {
    return std::all_of(a.cases.begin(), a.cases.end(), [&](const Ulid& id) {
      return std::find(b.cases.begin(), b.cases.end(), id) != b.cases.end();
    });
  };
  std::vector<Cluster> own;
  for (std::size_t i = 0; i < out.clusters.size(); ++i) {
    bool covered = false;
    for (std::size_t j = 0; j < out.clusters.size() && !covered; ++j) {
      if (i == j || !inside(out.clusters[i], out.clusters[j])) continue;
      // Of equal ones the first stays.
      covered = !inside(out.clusters[j], out.clusters[i]) || j < i;
    }
    if (!covered) own.push_back(out.clusters[i]);
  }
  out.clusters = std::move(own);
  return out;
}

}  // namespace fx::risk
