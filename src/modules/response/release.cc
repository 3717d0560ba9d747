// When a zone may be released: the conditions of the rules, zone by zone, and what the records
// propose.
#include <algorithm>

#include "access/accounts.h"
#include "identity/person.h"
#include "modules/response/conditions.h"
#include "modules/response/texts.h"

namespace fx::response {
namespace {

using access::Permission;

constexpr std::string_view kTopic = "zone_release";
constexpr std::size_t kMostNamed = 3;      // areas of a zone in its name
constexpr std::size_t kMostChanges = 100;  // of what was known, looked back through

// The level that a zone of such a kind stands for; "" of the others.
std::string_view level_of_kind(zones::Kind kind) {
  switch (kind) {
    case zones::Kind::high_risk:
      return "high";
    case zones::Kind::medium_risk:
      return "medium";
    case zones::Kind::low_risk:
      return "low";
    default:
      return "";
  }
}

std::string names_of(Book& book, const std::vector<std::string>& areas) {
  std::string out;
  for (std::size_t i = 0; i < std::min(areas.size(), kMostNamed); ++i) {
    out += (i > 0 ? book.say("、", ", ") : "") + place_name(book.db(), areas[i]);
  }
  if (areas.size() <= kMostNamed) return out;
  const auto more = std::to_string(areas.size() - kMostNamed);
  return out + (book.language() == Language::kZh ? "等 " + std::to_string(areas.size()) + " 处"
                                                 : " and " + more + " more");
}

class Judge {
 public:
  Judge(Book& book, zones::Zone zone) : book_(book), zone_(std::move(zone)) {}

  // Nothing is proposed where no rule says when such a zone is released.
  ZoneEnd make() {
    ZoneEnd out;
    out.zone = zone_.zone;
    out.area = zone_.area;
    out.kind = zone_.kind;
    out.kind_name = zones::name(zone_.kind, book_.language());
    out.areas_name = names_of(book_, zone_.areas);
    judge(book_, out);
    if (!proposed(out)) return out;
    out.release = release(out);
    if (out.release->kept) out.kept = kept(*out.release->kept);
    return out;
  }

 private:
  // The conditions as the book's moment knows them.
  void judge(Book& book, ZoneEnd& out) {
    minutes_.reset();
    const auto& frame = book.frame();
    const auto regime = book.regime(zone_.area, kTopic);
    if (!regime) return;
    const auto& table = *regime->edition->table(kTopic);
    const auto& vocabulary = regime->pack->vocabulary();
    auto facts = regime->pack->facts();
    const bool levels =
        looks_at(table, vocabulary, "risk_level") ||
        (looks_at(table, vocabulary, "previous_level") && level_of_kind(zone_.kind).empty());
    book.risk().facts(zone_.area, frame.day, frame.known, levels).set(facts);
    facts.choose("zone", json::enum_name(zone_.kind));
    if (!level_of_kind(zone_.kind).empty()) {
      // Of a zone that stands for a level: what it was itself before.
      const auto before = zone_.before ? level_of_kind(*zone_.before) : "";
      facts.choose("previous_level", before.empty() ? "none" : before);
    }
    auto decision = policy::decide(*regime->pack, *regime->edition, kTopic, facts);
    if (!decision) return;
    Conditions conditions(book, {zone_.area, zone_.areas, zone_, day_of(zone_.kind_since)});
    const auto rows = decision->rows;
    for (const auto* row : rows) {
      decision->rows = {row};
      auto one = criterion_of(*decision, book.language());
      conditions.judge(one);
      out.conditions.push_back(std::move(one));
      const auto minutes = rules::outcome_number(table, *row, "minutes");
      if (minutes && (!minutes_ || *minutes < *minutes_)) minutes_ = minutes;
      const auto becomes = rules::outcome_id(table, *row, "becomes");
      if (const auto kind = json::enum_value<zones::Kind>(becomes)) out.becomes = *kind;
    }
    if (out.becomes) out.becomes_name = zones::name(*out.becomes, book.language());
    out.may_end = std::all_of(out.conditions.begin(), out.conditions.end(),
                              [](const Criterion& one) { return one.holds; });
  }

  // All that records tell holds, and they tell something.
  static bool proposed(const ZoneEnd& end) {
    bool any = false;
    for (const auto& one : end.conditions) {
      if (one.told != Told::records) continue;
      if (!one.holds) return false;
      any = true;
    }
    return any;
  }

  Release release(const ZoneEnd& end) {
    const auto& frame = book_.frame();
    Release out;
    out.zone = zone_.zone;
    out.kind = zone_.kind;
    out.kind_name = end.kind_name;
    out.area = zone_.area;
    out.area_name = place_name(book_.db(), zone_.area);
    out.areas_name = end.areas_name;
    out.becomes = end.becomes;
    out.becomes_name = end.becomes_name;
    out.minutes = minutes_;
    out.since = day_of(zone_.kind_since);
    for (const auto& one : end.conditions) {
      if (one.told == Told::records && one.since) out.since = std::max(out.since, *one.since);
      if (one.told != Told::records && !one.holds) out.to_confirm.push_back(one.condition);
    }
    out.since = std::min(out.since, frame.day);
    out.waiting_since = std::max(instant_of(out.since), zone_.kind_since);
    for (const auto& one : end.conditions) {
      if (one.met) out.waiting_since = std::max(out.waiting_since, *one.met);
    }
    if (const auto known = known_since(out.waiting_since)) {
      out.waiting_since = std::max(out.waiting_since, *known);
    }
    out.waiting_since = std::min(out.waiting_since, frame.moment);
    out.waited_minutes = (frame.moment.millis - out.waiting_since.millis) / kMillisPerMinute;
    auto q = book_.db().query(
        "select entry from response_zone_kept where zone = $1 and at >= $2 and at <= $3"
        " and known_from <= $4 order by at desc, entry desc limit 1",
        zone_.zone, instant_of(out.since), frame.moment, frame.known);
    if (q.next()) {
      out.state = Answered::declined;
      out.kept = q.ulid(0);
    }
    if (out.minutes) {
      out.due = Instant{out.waiting_since.millis + *out.minutes * kMillisPerMinute};
      out.overdue = out.state == Answered::waiting && frame.moment > *out.due;
    }
    return out;
  }

  // The instant from which this node knew it: nobody is late for what was recorded late.
  std::optional<Instant> known_since(Instant begun) {
    const auto& frame = book_.frame();
    std::vector<Instant> changes;
    for (const auto& area : zone_.areas) {
      for (const auto change : book_.risk().changes(area)) changes.push_back(change);
      if (const auto round = book_.risk().last_round(area, frame.day, frame.known)) {
        changes.push_back(round->recorded);
      }
    }
    std::sort(changes.rbegin(), changes.rend());
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    std::size_t looked = 0;
    for (const auto change : changes) {
      if (change > frame.known) continue;
      if (change <= begun || ++looked > kMostChanges) break;
      const Instant before{change.millis - 1};
      Book then(book_.db(), book_.parts(),
                host::Frame::make(zone_.area, std::min(frame.day, day_of(before)), before),
                book_.language());
      const auto minutes = minutes_;
      ZoneEnd end;
      judge(then, end);
      minutes_ = minutes;
      if (!proposed(end)) return change;
    }
    return std::nullopt;
  }

  Kept kept(const Ulid& entry) {
    auto& db = book_.db();
    auto q = db.query("select at, actor, document from response_zone_kept where entry = $1", entry);
    FX_CHECK(q.next());
    Kept out;
    out.entry = entry;
    out.at = q.instant(0);
    out.actor = q.ulid(1);
    if (!q.is_null(2)) out.document = q.string(2);
    out.actor_name = access::display_name(db, out.actor, book_.language());
    out.reason = identity::text_of(db, entry, kReason);
    return out;
  }

  Book& book_;
  const zones::Zone zone_;
  std::optional<int> minutes_;
};

struct KeepZone {
  static constexpr std::string_view kName = "response.keep-zone";
  Ulid zone;
  std::string reason;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(KeepZone, (), (zone, reason, document))

Result<host::Done> keep(host::CommandContext& context, const Parts& parts, const KeepZone& given) {
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  const auto area = area_of_zone(context.db, parts, given.zone);
  if (!area) return area.error();
  Book book(context.db, parts, frame_at(*area, context.occurred_at, context.now), Language::kZh);
  const auto end = zone_end(book, given.zone);
  if (!end || !end->release || end->release->state != Answered::waiting) {
    return refuse(kNoProposal, "zone");
  }
  const auto made = context.append({given.zone, *area},
                                   ZoneKept{context.occurred_at, end->release->since, *document});
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{given.zone};
}

struct ZoneParams {
  Ulid zone;
  std::optional<std::string> area;  // as one sees it who sees this part of it
  std::optional<Day> on;
  std::optional<Instant> as_of;
};
BOOST_DESCRIBE_STRUCT(ZoneParams, (), (zone, area, on, as_of))

struct ZoneAnswer {
  Day on;
  std::optional<ZoneEnd> end;  // nothing: it was not in force
};
BOOST_DESCRIBE_STRUCT(ZoneAnswer, (), (on, end))

}  // namespace

Result<std::string> area_of_zone(store::Session& db, const Parts& parts, const Ulid& zone) {
  const auto found = parts.zones.find(db, zone, kAsNow, kAsNow);
  if (!found) return refuse(kNoZone, "zone");
  return found->area;
}

std::optional<ZoneEnd> zone_end(Book& book, const Ulid& zone) {
  const auto& frame = book.frame();
  auto found = book.parts().zones.find(book.db(), zone, frame.moment, frame.known);
  if (!found || found->lifted || found->areas.empty()) return std::nullopt;
  if (area::contains(frame.area, found->area)) return Judge(book, std::move(*found)).make();
  // It reaches beyond what this book is about.
  Book around(book.db(), book.parts(), book.frame_of(found->area), book.language());
  return Judge(around, std::move(*found)).make();
}

std::vector<Release> releases(Book& book) {
  const auto& frame = book.frame();
  std::vector<Ulid> zones;
  for (const auto* part : book.zones(frame.moment).parts()) {
    if (area::contains(frame.area, part->area)) zones.push_back(part->zone);
  }
  std::sort(zones.begin(), zones.end());
  zones.erase(std::unique(zones.begin(), zones.end()), zones.end());
  std::vector<Release> out;
  for (const auto& zone : zones) {
    auto end = zone_end(book, zone);
    // One that reaches beyond the area is a matter of those above.
    if (!end || !end->release || !area::contains(frame.area, end->release->area)) continue;
    out.push_back(std::move(*end->release));
  }
  std::sort(out.begin(), out.end(), [](const Release& a, const Release& b) {
    if (a.overdue != b.overdue) return a.overdue;
    return a.waiting_since != b.waiting_since ? a.waiting_since < b.waiting_since : a.zone < b.zone;
  });
  return out;
}

void declare_releases(host::Declaration& to, const Parts& parts) {
  to.command<KeepZone>(
      {kDrawZone, "暂不解除管控区域", "keep a zone that may be released",
       [&parts](store::Session& db, const KeepZone& c) { return area_of_zone(db, parts, c.zone); },
       [&parts](host::CommandContext& context, const KeepZone& c) {
         return keep(context, parts, c);
       }});
  to.question<ZoneParams, ZoneAnswer>(
      {"/api/response/zone/{zone}", Permission::see_figures, "管控区域的解除条件",
       "when a zone may be released",
       [&parts](store::Session& db, const ZoneParams& p) -> Result<std::string> {
         auto home = area_of_zone(db, parts, p.zone);
         if (!home || !p.area) return home;
         return host::area_in_tree(db, *p.area);
       },
       [&parts](host::QueryContext& context, const ZoneParams& p) -> Result<ZoneAnswer> {
         ZoneAnswer out;
         out.on = p.on.value_or(context.today());
         const auto home = area_of_zone(context.db, parts, p.zone);
         if (!home) return home.error();
         const auto frame = host::Frame::make(*home, out.on, p.as_of.value_or(context.now));
         Book book(context.db, parts, frame, context.language);
         out.end = zone_end(book, p.zone);
         if (out.end) cut(context, *home, *out.end);
         return out;
       }});
}

void cut(host::QueryContext& context, std::string_view area, ZoneEnd& end) {
  if (context.actor.may(Permission::see_records, area)) return;
  for (auto& one : end.conditions) one.ids.clear();
}

}  // namespace fx::response
