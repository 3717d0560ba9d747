#include <algorithm>

#include "area/code.h"
#include "base/text.h"
#include "geo/geometry.h"
#include "identity/person.h"
#include "modules/sites/state.h"

namespace fx::sites {
namespace {

struct Add {
  static constexpr std::string_view kName = "sites.add";
  std::string area;
  Kind kind = Kind::institution;
  std::string name;
  std::optional<std::string> number;
  std::optional<std::string> address;
  std::optional<std::string> phone;
  std::optional<std::string> contact;  // who answers for it; with the identities
  std::optional<std::string> contact_phone;
  std::optional<int> places;
  std::optional<int> staff;
  std::optional<geo::Shape> shape;
  std::optional<Day> opened;
};
BOOST_DESCRIBE_STRUCT(Add, (),
                      (area, kind, name, number, address, phone, contact, contact_phone, places,
                       staff, shape, opened))

// What is left out stays. "", 0 and an empty shape: no longer said.
struct Change {
  static constexpr std::string_view kName = "sites.change";
  Ulid site;
  std::optional<std::string> area;
  std::optional<Kind> kind;
  std::optional<std::string> name;
  std::optional<std::string> number;
  std::optional<std::string> address;
  std::optional<std::string> phone;
  std::optional<std::string> contact;
  std::optional<std::string> contact_phone;
  std::optional<int> places;
  std::optional<int> staff;
  std::optional<geo::Shape> shape;
};
BOOST_DESCRIBE_STRUCT(Change, (),
                      (site, area, kind, name, number, address, phone, contact, contact_phone,
                       places, staff, shape))

struct Close {
  static constexpr std::string_view kName = "sites.close";
  Ulid site;
  std::optional<Day> on;  // default: today
  std::optional<std::string> reason;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Close, (), (site, on, reason, document))

struct Reopen {
  static constexpr std::string_view kName = "sites.reopen";
  Ulid site;
  std::optional<Day> on;
  std::optional<std::string> reason;
  std::optional<std::string> document;
};
BOOST_DESCRIBE_STRUCT(Reopen, (), (site, on, reason, document))

// Takes back the last thing that stands.
struct Undo {
  static constexpr std::string_view kName = "sites.undo";
  Ulid site;
};
BOOST_DESCRIBE_STRUCT(Undo, (), (site))

Result<std::string> clean_area(store::Session& db, const std::string& given) {
  auto area = host::area_in_tree(db, area::current_code(db, given));
  if (area && *area::level_of(*area) < area::Level::kCommunity) {
    return refuse(kAboveCommunity, "area", {{"area", *area}});
  }
  return area;
}

Result<std::optional<geo::Shape>> clean_shape(const std::optional<geo::Shape>& shape) {
  if (!shape || shape->empty()) return std::optional<geo::Shape>();
  if (auto status = geo::check(*shape); !status) {
    auto why = status.error();
    why.field = "shape";
    return why;
  }
  return std::optional(geo::tidied(*shape));
}

Status check_ahead(host::CommandContext& context, const std::optional<Day>& day,
                   const char* field) {
  if (day && *day > context.today() + kMostDaysAhead) {
    return refuse(kTooFarAhead, field, {{"day", iso(*day)}});
  }
  return {};
}

// Of its kind there is one of a name in a place.
Status check_name(store::Session& db, const Ulid& site, const std::string& area,
                  const SiteFacts& facts) {
  const std::string key = place_key(facts.name);
  auto q = db.query(
      "select site from sites_site where area = $1 and known_to = $2 and kind = $3 and name_key = "
      "$4",
      area, kForever, json::enum_name(facts.kind), key);
  while (q.next()) {
    if (q.ulid(0) != site) return refuse(kExists, "name", {{"area", area}});
  }
  return {};
}

// Reads one member after the other; the first that is wrong is the answer.
class Cleaner {
 public:
  template <class T>
  void take(Result<T> read, T& to) {
    if (refusal_) return;
    if (!read) {
      refusal_ = read.error();
    } else {
      to = std::move(*read);
    }
  }
  void check(const Status& status) {
    if (!refusal_ && !status) refusal_ = status.error();
  }
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  std::optional<Refusal> refusal_;
};

Result<host::Done> add(host::CommandContext& context, const Add& given) {
  auto& db = context.db;
  std::string area;
  Added entry;
  entry.facts.kind = given.kind;
  entry.opened = given.opened;
  std::optional<std::string> contact;
  std::optional<std::string> contact_phone;
  Cleaner cleaner;
  cleaner.take(clean_area(db, given.area), area);
  cleaner.take(clean_name(given.name, "name"), entry.facts.name);
  cleaner.take(clean_words(given.number, kMostCharacters, "number"), entry.facts.number);
  cleaner.take(clean_words(given.address, kMostCharacters, "address"), entry.facts.address);
  cleaner.take(clean_phone(given.phone, false, "phone"), entry.facts.phone);
  cleaner.take(clean_words(given.contact, kMostCharacters, "contact"), contact);
  cleaner.take(clean_phone(given.contact_phone, true, "contact_phone"), contact_phone);
  cleaner.take(clean_count(given.places, "places"), entry.facts.places);
  cleaner.take(clean_count(given.staff, "staff"), entry.facts.staff);
  cleaner.take(clean_shape(given.shape), entry.facts.shape);
  cleaner.check(check_ahead(context, given.opened, "opened"));
  if (cleaner.refusal()) return *cleaner.refusal();
  const Ulid site = context.new_id();
  if (auto status = check_name(db, site, area, entry.facts); !status) return status.error();
  const auto made = context.append({site, area}, entry);
  keep_contact(db, made.id, {contact.value_or(""), contact_phone.value_or("")});
  return host::Done{site};
}

Result<host::Done> change(host::CommandContext& context, const Change& given) {
  auto& db = context.db;
  const auto before = standing_now(db, given.site);
  if (!before) return refuse(kNoSite, "site");
  auto area = before->area;
  auto facts = before->facts;
  auto contact = contact_of(db, before->facts_entry);
  Cleaner cleaner;
  const auto take = [&](const auto& said, auto read, auto& to) {
    if (said) cleaner.take(std::move(read), to);
  };
  take(given.area, clean_area(db, given.area.value_or("")), area);
  if (given.kind) facts.kind = *given.kind;
  take(given.name, clean_name(given.name.value_or(""), "name"), facts.name);
  take(given.number, clean_words(given.number, kMostCharacters, "number"), facts.number);
  take(given.address, clean_words(given.address, kMostCharacters, "address"), facts.address);
  take(given.phone, clean_phone(given.phone, false, "phone"), facts.phone);
  std::optional<std::string> words = contact.name;
  take(given.contact, clean_words(given.contact, kMostCharacters, "contact"), words);
  contact.name = words.value_or("");
  words = contact.phone;
  take(given.contact_phone, clean_phone(given.contact_phone, true, "contact_phone"), words);
  contact.phone = words.value_or("");
  take(given.places, clean_count(given.places, "places"), facts.places);
  take(given.staff, clean_count(given.staff, "staff"), facts.staff);
  take(given.shape, clean_shape(given.shape), facts.shape);
  if (cleaner.refusal()) return *cleaner.refusal();
  const bool same = area == before->area && json::text(facts) == json::text(before->facts) &&
                    contact == contact_of(db, before->facts_entry);
  if (same) return refuse(kNoChange);
  if (auto status = check_name(db, given.site, area, facts); !status) return status.error();
  const auto made = context.append({given.site, area}, Changed{facts, {}, {}, {}});
  keep_contact(db, made.id, contact);
  return host::Done{given.site};
}

// Closing and opening again are one thing with two names.
template <class Entry, class Given>
Result<host::Done> turn(host::CommandContext& context, const Given& given, State from,
                        const RefusalKind& already) {
  const auto before = standing_now(context.db, given.site);
  if (!before) return refuse(kNoSite, "site");
  const auto reason = clean_words(given.reason, kMostWords, "reason");
  if (!reason) return reason.error();
  const auto document = clean_words(given.document, kMostCharacters, "document");
  if (!document) return document.error();
  const Day on = given.on.value_or(day_of(context.occurred_at));
  if (auto status = check_ahead(context, on, "on"); !status) return status.error();
  const Step* last = nullptr;
  for (const auto& step : before->steps) {
    if (step.what != Step::What::kChanged) last = &step;
  }
  FX_CHECK(last != nullptr);
  const State now = last->what == Step::What::kClosed ? State::closed : State::open;
  if (now != from) return refuse(already, "site");
  if (last->day && on < *last->day) {
    return refuse(kBeforeLast, "on", {{"day", iso(on)}, {"last", iso(*last->day)}});
  }
  Entry entry;
  entry.on = on;
  entry.document = *document;
  const auto made = context.append({given.site, before->area}, entry);
  identity::set_text(context.db, made.id, kReason, Ulid(), reason->value_or(""));
  return host::Done{given.site};
}

Result<host::Done> undo(host::CommandContext& context, const Undo& given) {
  auto before = standing_now(context.db, given.site);
  if (!before) return refuse(kNoSite, "site");
  const auto last = before->steps.back();
  before->steps.pop_back();
  std::string area = last.area;
  for (const auto& step : before->steps) {
    area = step.area;
    if (!step.facts) continue;
    before->facts = *step.facts;
  }
  if (!before->steps.empty()) {
    // Another may have taken its name meanwhile.
    if (auto status = check_name(context.db, given.site, area, before->facts); !status) {
      return status.error();
    }
  }
  context.append({given.site, area, last.entry}, Undone{});
  return host::Done{given.site};
}

template <class C>
Result<std::string> area_of(store::Session& db, const C& c) {
  return area_of_site(db, c.site);
}

}  // namespace

void declare_commands(host::Declaration& to) {
  to.command<Add>({kManage, "登记场所或出入口", "add a site", host::known_area<Add>, add});
  to.command<Change>({kManage, "修改场所或出入口", "change a site",
                      [](store::Session& db, const Change& c) -> Result<std::string> {
                        auto area = area_of_site(db, c.site);
                        if (!area || !c.area) return area;
                        // To another place: both must be one's own.
                        const auto there = host::area_in_tree(db, area::current_code(db, *c.area));
                        if (!there) return there;
                        auto both = *area;
                        while (!area::contains(both, *there)) both = area::parent(both);
                        return both;
                      },
                      change});
  to.command<Close>({kManage, "关闭场所或出入口", "close a site", area_of<Close>,
                     [](host::CommandContext& context, const Close& c) {
                       return turn<Closed>(context, c, State::open, kIsClosed);
                     }});
  to.command<Reopen>({kManage, "恢复开放场所或出入口", "reopen a site", area_of<Reopen>,
                      [](host::CommandContext& context, const Reopen& c) {
                        return turn<Reopened>(context, c, State::closed, kIsOpen);
                      }});
  to.command<Undo>(
      {kManage, "撤销场所最近一次变动", "undo the last change of a site", area_of<Undo>, undo});
}

}  // namespace fx::sites
