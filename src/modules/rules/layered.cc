#include "modules/rules/layered.h"

#include <algorithm>
#include <array>

#include "area/code.h"
#include "modules/rules/entries.h"
#include "modules/rules/published.h"
#include "policy/refusals.h"

namespace fx::rules {
namespace {

std::size_t rank(const policy::Pack& pack) {
  const auto it = std::find(policy::kLevels.begin(), policy::kLevels.end(), pack.level());
  return static_cast<std::size_t>(it - policy::kLevels.begin());
}

// Marks what counts, from the nearest choice up.
void judge(std::vector<UsedPack>& packs) {
  std::vector<const policy::Pack*> counted;
  for (auto it = packs.rbegin(); it != packs.rend(); ++it) {
    const auto& choice = it->choice;
    if (choice.pack == nullptr) {
      it->standing = Standing::kNotShipped;
    } else if (choice.edition == nullptr) {
      it->standing = Standing::kNoEdition;
    } else if (!counted.empty() && choice.pack->disease().id != counted.front()->disease().id) {
      it->standing = Standing::kOtherDisease;
    } else if (std::any_of(counted.begin(), counted.end(), [&](const policy::Pack* pack) {
                 return rank(*pack) == rank(*choice.pack);
               })) {
      it->standing = Standing::kNearer;
    } else {
      counted.push_back(choice.pack.get());
    }
  }
}

// Adds the packs that those which count are written under.
Status add_upper(const std::vector<policy::PackPtr>& shipped, std::vector<UsedPack>& packs,
                 Day day) {
  std::vector<policy::PackPtr> wanting;
  for (const auto& each : packs) {
    if (each.standing != Standing::kCounts || each.choice.pack->under().empty()) continue;
    wanting.push_back(each.choice.pack);
  }
  for (const auto& pack : wanting) {
    const auto chain = policy::layers_under(shipped, pack->id());
    if (!chain) return chain.error();
    for (const auto& upper : *chain) {
      const bool there = std::any_of(packs.begin(), packs.end(), [&](const UsedPack& each) {
        const bool counts =
            each.standing == Standing::kCounts || each.standing == Standing::kWrittenUnder;
        // By id: what is chosen may be an earlier publication of it.
        return counts && each.choice.pack->id() == upper->id();
      });
      if (there) continue;
      const auto edition = upper->edition_on(day);
      packs.insert(packs.begin(), {{"", upper->id(), upper, edition ? *edition : nullptr,
                                    upper->editions().front().from()},
                                   Standing::kWrittenUnder});
    }
  }
  return {};
}

}  // namespace

policy::PackPtr find_pack(const std::vector<policy::PackPtr>& packs, std::string_view id) {
  const auto it = std::find_if(packs.begin(), packs.end(),
                               [&](const policy::PackPtr& pack) { return pack->id() == id; });
  return it == packs.end() ? nullptr : *it;
}

std::string_view id(Standing standing) {
  switch (standing) {
    case Standing::kCounts:
      return "counts";
    case Standing::kWrittenUnder:
      return "written_under";
    case Standing::kNearer:
      return "nearer_choice";
    case Standing::kOtherDisease:
      return "other_disease";
    case Standing::kNoEdition:
      return "no_edition";
    case Standing::kNotShipped:
      return "not_shipped";
  }
  return "";
}

std::string_view words(Standing standing, Language language) {
  const bool zh = language == Language::kZh;
  switch (standing) {
    case Standing::kCounts:
      return zh ? "采用" : "counts";
    case Standing::kWrittenUnder:
      return zh ? "采用（下级规则包写明在其之下）" : "counts: a lower pack is written under it";
    case Standing::kNearer:
      return zh ? "不计：更近的区域选用了同一层级的规则包"
                : "does not count: an area nearer has chosen a pack of the same level";
    case Standing::kOtherDisease:
      return zh ? "不计：针对另一种疾病" : "does not count: it is for another disease";
    case Standing::kNoEdition:
      return zh ? "不计：当日没有生效的版次" : "does not count: no edition in force on the day";
    case Standing::kNotShipped:
      return zh ? "不计：本程序已不附带" : "does not count: it is not shipped any more";
  }
  return "";
}

std::vector<Chosen> chosen(const std::vector<policy::PackPtr>& packs, store::Session& db,
                           std::string_view area, Day day) {
  // The places that can choose, from the community up; one statement for all of them.
  std::array<std::string, 6> places;
  auto community = area::at_level(area, area::Level::kCommunity);
  std::string at = community.empty() ? std::string(area) : std::move(community);
  for (auto& place : places) {
    place = at;
    at = area::parent(at);
  }
  auto q = db.query(
      "select area, pack, from_day, digest from rules_choice where area in ($1, $2, $3, $4, $5,"
      " $6) and from_day <= $7 and known_to = $8",
      places[0], places[1], places[2], places[3], places[4], places[5], day, kForever);
  std::vector<Chosen> out;
  while (q.next()) {
    const Day from = q.day(2);
    auto it = std::find_if(out.begin(), out.end(),
                           [&](const Chosen& each) { return each.area == q.text(0); });
    if (it == out.end()) it = out.insert(it, {q.string(0), {}, nullptr, nullptr, from});
    if (from >= it->from) {
      it->id = q.text(1);
      it->pack = exactly(packs, q.text(1), q.text(3));
      it->from = from;
    }
  }
  // A code sorts before those under it.
  std::sort(out.begin(), out.end(),
            [](const Chosen& a, const Chosen& b) { return a.area < b.area; });
  for (auto& choice : out) {
    if (choice.pack == nullptr) continue;
    if (const auto edition = choice.pack->edition_on(day)) choice.edition = *edition;
  }
  return out;
}

void sort_by_level(std::vector<policy::Layer>& layers) {
  std::stable_sort(
      layers.begin(), layers.end(),
      [](const policy::Layer& a, const policy::Layer& b) { return rank(*a.pack) < rank(*b.pack); });
}

Result<std::vector<UsedPack>> used_packs(const std::vector<policy::PackPtr>& packs,
                                         std::vector<Chosen> choices, Day day) {
  std::vector<UsedPack> out;
  out.reserve(choices.size());
  for (auto& choice : choices) out.push_back({std::move(choice), Standing::kCounts});
  judge(out);
  if (auto status = add_upper(packs, out, day); !status) return status.error();
  return out;
}

std::vector<policy::Layer> layers_of(const std::vector<UsedPack>& used) {
  std::vector<policy::Layer> out;
  for (const auto& each : used) {
    if (each.standing != Standing::kCounts && each.standing != Standing::kWrittenUnder) continue;
    out.push_back({each.choice.pack, each.choice.edition});
  }
  sort_by_level(out);
  return out;
}

Result<LayeredRule> layered_rule(const std::vector<policy::PackPtr>& packs, store::Session& db,
                                 std::string_view area, Day day) {
  auto used = used_packs(packs, chosen(packs, db, area, day), day);
  if (!used) return used.error();
  std::vector<policy::PackPtr> layers;
  for (auto& layer : layers_of(*used)) layers.push_back(std::move(layer.pack));
  if (layers.empty()) {
    return refuse(kNothingInForce, "area", {{"area", std::string(area)}, {"day", iso(day)}});
  }
  auto resolved = policy::resolve(layers, day);
  if (!resolved) return resolved.error();
  return LayeredRule{std::move(*used), std::move(*resolved)};
}

Result<Candidate> named_edition(const std::vector<policy::PackPtr>& packs, std::string_view name,
                                Day day) {
  const auto slash = name.find('/');
  const auto pack_id = name.substr(0, slash);
  const auto pack = find_pack(packs, pack_id);
  if (pack == nullptr) {
    std::string known;
    for (const auto& each : packs) known += (known.empty() ? "" : ", ") + each->id();
    return refuse(kUnknownPack, "pack",
                  {{"pack", std::string(pack_id)}, {"known", std::move(known)}});
  }
  if (slash == std::string_view::npos) {
    const auto on = pack->edition_on(day);
    if (!on) return on.error();
    return Candidate{pack, *on};
  }
  const auto edition_id = name.substr(slash + 1);
  const auto* edition = pack->edition(edition_id);
  if (edition != nullptr) return Candidate{pack, edition};
  std::string known;
  for (const auto& each : pack->editions()) known += (known.empty() ? "" : ", ") + each.id();
  return refuse(
      kUnknownEdition, "pack",
      {{"pack", pack->id()}, {"edition", std::string(edition_id)}, {"known", std::move(known)}});
}

Result<NamedRule> by_itself(const std::vector<policy::PackPtr>& packs, const Candidate& candidate,
                            Day day) {
  const auto& [pack, edition] = candidate;
  if (pack->under().empty()) return NamedRule{pack, edition, {}};
  const auto layers = policy::layers_under(packs, pack->id());
  if (!layers) return layers.error();
  const auto on = pack->edition_on(day);
  auto resolved = policy::resolve(*layers, on && *on == edition ? day : edition->from());
  if (!resolved) return resolved.error();
  return NamedRule{resolved->pack, resolved->edition, std::move(resolved->findings)};
}

}  // namespace fx::rules
