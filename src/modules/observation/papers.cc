// Papers: the notice of an order, the notice on the door, the certificate of release, and how
// anyone checks one.
#include <algorithm>
#include <set>

#include "area/code.h"
#include "area/tree.h"
#include "modules/observation/ledger.h"
#include "print/door_notice.h"
#include "print/order_notice.h"
#include "print/release_certificate.h"
#include "print/signature.h"

namespace fx::observation {
namespace {

constexpr const char* kRelease = "release";
constexpr const char* kNotice = "notice";
constexpr std::size_t kMaxNotices = 300;

std::optional<print::SigningKey> signing_key(store::Session& db) {
  auto q = db.query("select secret from observation_key order by made_at, id limit 1");
  if (!q.next()) return std::nullopt;
  auto key = print::SigningKey::parse(q.text(0));
  FX_CHECK(key.has_value());
  return std::move(*key);
}

std::vector<print::PublicKey> public_keys(store::Session& db) {
  std::vector<print::PublicKey> out;
  auto q = db.query("select secret from observation_key order by made_at, id");
  while (q.next()) {
    if (const auto key = print::SigningKey::parse(q.text(0))) out.push_back(key->public_key());
  }
  return out;
}

print::Issue issue_of(host::QueryContext& context, const Decided& decided,
                      const std::optional<organisation::Contact>& contact, Day on) {
  print::Issue out;
  out.issued_on = on;
  out.printed_at = context.now;
  if (decided.legal) {
    out.issuer = decided.legal->issuer;
    out.legal_basis = {decided.legal->basis};
    // Objections go first to whoever decided; the pack says what may follow.
    out.appeal.office = decided.legal->issuer;
    out.appeal.review = decided.legal->appeal;
  }
  if (contact) {
    out.place = contact->office;
    out.appeal.phone = contact->objections;
  }
  return out;
}

std::string measure_zh(const std::string& measure) {
  const auto m = policy::parse_measure(measure);
  return m ? policy::label(*m).zh : measure;
}

std::string role_zh(TeamRole role) {
  switch (role) {
    case TeamRole::cadre:
      return "包保干部";
    case TeamRole::village_cadre:
      return "村（社区）干部";
    case TeamRole::grid_worker:
      return "网格员";
    case TeamRole::building_head:
      return "楼栋长";
    case TeamRole::doctor:
      return "社区医生";
    case TeamRole::police:
      return "民警";
    case TeamRole::volunteer:
      return "志愿者";
    case TeamRole::family:
      return "家属";
  }
  return "";
}

// The duty phone first: it is answered whoever of the team is out. The phones of its members are
// their own and are not printed.
std::vector<print::Contact> contacts_of(const OrderLine& line,
                                        const std::optional<organisation::Contact>& contact) {
  std::vector<print::Contact> out;
  if (contact) out.push_back({contact->office + "值班电话", contact->phone});
  for (const auto& member : line.team) {
    out.push_back({role_zh(member.role), contact ? "由值班电话转接" : ""});
  }
  return out;
}

std::string tenths_text(int tenths) {
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string reason_text(const Decided& decided) {
  if (decided.source != "arrival") return {};
  return "于" + zh_date(decided.anchor) + "来（返）本地";
}

// On paper the name of the community that numbers its documents stands in front; a code names it by
// its field "area".
std::string full_number(store::Session& db, const std::string& chain, const std::string& number) {
  return area::name(db, chain) + number;
}

Notice notice_of(store::Session& db, const Order& order) {
  auto notice = notice_by(db, order.notice_entry);
  FX_CHECK(notice.has_value());  // whoever is bound has been given one
  return std::move(*notice);
}

// "2020-12": for names of files.
std::string short_number(int year, int number) {
  return std::to_string(year) + "-" + std::to_string(number);
}

// For neighbours and whoever is asked to stay at home: that this office posted it, until when.
// Without a key yet: no code.
std::string notice_code(store::Session& db, const Order& order, const Notice& notice) {
  const auto key = signing_key(db);
  if (!key) return {};
  print::Payload payload{kNotice, notice_number(notice), order.decided_at, {}, {}};
  payload.fields["order"] = order.id.text();
  payload.fields["measure"] = order.measure;
  payload.fields["until"] = iso(order.last);
  payload.fields["area"] = area::chain(order.area);
  const auto code = print::sign(payload, *key);
  FX_CHECK(code.has_value());
  return *code;
}

Result<Order> running(store::Session& db, const Ulid& id, Instant now) {
  auto order = order_for(db, id);
  if (!order) return order.error();
  const auto state = order->state(now);
  if (state != State::issued && state != State::in_force) return refuse(kNoNotice, "order");
  return order;
}

// --- certificate

Result<host::File> certificate(host::QueryContext& context, const Parts& parts, const OrderId& p) {
  const auto order = order_for(context.db, p.order);
  if (!order) return order.error();
  if (order->standing != Standing::released) return refuse(kNotReleased, "order");
  const auto key = signing_key(context.db);
  const auto decided = decision_of(context.db, *order);
  FX_CHECK(key.has_value() && decided.has_value());
  const auto line = line_of(context, parts, *order, context.now);
  const auto contact = parts.contact_of(context.db, order->area);
  const Day released = day_of(*order->end_at);
  print::ReleaseCertificate out;
  out.issue = issue_of(context, *decided, contact, released);
  const auto number = certificate_number(order->year, order->number);
  const auto entry = journal::Journal::find(context.db, order->last_step);
  FX_CHECK(entry.has_value());  // the release
  out.issue.number = full_number(context.db, entry->chain, number);
  out.name = line.person.name;
  out.id_number = line.person.id_number;
  if (line.household) out.address = line.household->address;
  out.measure = measure_zh(order->measure);
  out.reason = reason_text(*decided);
  out.from = order->stretches.front().first;
  out.until = std::min(order->last, released);
  out.days = out.until - out.from + 1;
  monitoring::Tally sum;
  int highest = 0;
  bool symptoms = false;
  for (const auto& h :
       monitoring::health_of(context.db, watched_of(parts, *order), *order->end_at)) {
    sum.due += h.tally.due;
    sum.done += h.tally.done;
    highest = std::max(highest, h.highest);
    symptoms = symptoms || h.symptoms;
  }
  if (sum.due > 0) {
    out.readings = "应测" + std::to_string(sum.due) + "次，实测" + std::to_string(sum.done) + "次";
    if (highest > 0) out.readings += "，最高" + tenths_text(highest) + "℃";
    out.readings += symptoms ? "，曾出现症状，已排除" : "，未出现可疑症状";
  }
  for (const auto& t : tests_of(context.db, order->id)) {
    const char* result = t.result == TestResult::negative   ? "阴性"
                         : t.result == TestResult::positive ? "阳性"
                                                            : "待复核";
    out.tests.push_back({t.sampled, "核酸检测", result});
  }
  // What a guard reads: that, when and under which number, never who.
  print::Payload payload{kRelease, number, *order->end_at, {}, {}};
  payload.fields["order"] = order->id.text();
  payload.fields["until"] = iso(out.until);
  payload.fields["area"] = area::chain(order->area);
  const auto code = print::sign(payload, *key);
  if (!code) return code.error();
  out.issue.signed_code = *code;
  auto printed = print::render(out);
  return host::File{"解除观察证明-" + short_number(order->year, order->number) + ".pdf",
                    "application/pdf", std::move(printed.pdf)};
}

// --- notices

Result<host::File> order_notice(host::QueryContext& context, const Parts& parts, const OrderId& p) {
  const auto order = running(context.db, p.order, context.now);
  if (!order) return order.error();
  const auto decided = decision_of(context.db, *order);
  FX_CHECK(decided.has_value());
  const auto line = line_of(context, parts, *order, context.now);
  const auto contact = parts.contact_of(context.db, order->area);
  print::OrderNotice out;
  const auto notice = notice_of(context.db, *order);
  out.issue = issue_of(context, *decided, contact, notice.issued_on);
  out.issue.number = full_number(context.db, notice.chain, notice_number(notice));
  out.issue.signed_code = notice_code(context.db, *order, notice);
  out.name = line.person.name;
  out.id_number = line.person.id_number;
  if (line.household) out.address = line.household->address;
  out.measure = measure_zh(order->measure);
  out.reason = reason_text(*decided);
  out.from = order->first;
  out.until = order->last;
  out.days = order->last - order->first + 1;
  const bool home = order->measure == "home";
  const bool site = order->measure == "centralised";
  if (home) out.duties.emplace_back("在家中观察，不外出，谢绝探访；需要的物品由包保人员送到门口");
  if (site) out.duties.emplace_back("在指定的集中隔离点单人单间观察，不离开房间");
  if (!home && !site) out.duties.emplace_back("减少外出和聚集，外出佩戴口罩");
  const auto watched = watched_of(parts, *order);
  if (!watched.empty() && watched.back().rule != nullptr) {
    std::string slots;
    for (const auto& slot : watched.back().rule->slots) {
      slots += (slots.empty() ? "" : "、") + slot.name.label.zh;
    }
    out.duties.push_back("每日测量并报告体温（" + slots + "）");
  }
  out.duties.emplace_back("出现发热、干咳、乏力、气促等症状时立即报告，不自行乘坐公共交通就医");
  out.contacts = contacts_of(line, contact);
  auto printed = print::render(out);
  return host::File{"观察告知书-" + short_number(notice.year, notice.number) + ".pdf",
                    "application/pdf", std::move(printed.pdf)};
}

print::DoorNotice door_of(host::QueryContext& context, const Parts& parts, const Order& order) {
  const auto decided = decision_of(context.db, order);
  FX_CHECK(decided.has_value());
  const auto line = line_of(context, parts, order, context.now);
  const auto contact = parts.contact_of(context.db, order.area);
  print::DoorNotice out;
  const auto notice = notice_of(context.db, order);
  out.issue = issue_of(context, *decided, contact, notice.issued_on);
  out.issue.number = full_number(context.db, notice.chain, notice_number(notice));
  out.issue.signed_code = notice_code(context.db, order, notice);
  if (line.household) out.household = line.household->address;
  out.measure = measure_zh(order.measure);
  out.from = order.first;
  out.until = order.last;
  out.contacts = contacts_of(line, contact);
  return out;
}

bool belongs_on_a_door(const Order& order) {
  return order.measure == "home" || order.measure == "home_monitoring";
}

Result<host::File> door_notice(host::QueryContext& context, const Parts& parts, const OrderId& p) {
  const auto order = running(context.db, p.order, context.now);
  if (!order) return order.error();
  if (!belongs_on_a_door(*order)) {
    const auto measure = policy::parse_measure(order->measure);
    return refuse(kNotForDoors, "order",
                  {{"measure_zh", measure_zh(order->measure)},
                   {"measure", measure ? policy::label(*measure).en : order->measure}});
  }
  auto printed = print::render(door_of(context, parts, *order));
  const auto notice = notice_of(context.db, *order);
  return host::File{"门贴-" + short_number(notice.year, notice.number) + ".pdf", "application/pdf",
                    std::move(printed.pdf)};
}

struct AreaParams {
  std::string area;
};
BOOST_DESCRIBE_STRUCT(AreaParams, (), (area))

// One sheet a household: the notice of the member who is observed longest.
Result<host::File> door_notices(host::QueryContext& context, const Parts& parts,
                                const AreaParams& p) {
  const auto [low, high] = area::range(p.area);
  std::vector<Ulid> ids;
  {
    std::set<Ulid> households;
    auto q = context.db.query(
        "select order_id, household from observation_span where area >= $1 and area < $2 and"
        " measure in ('home', 'home_monitoring') and start_at <= $3 and last_day >= $4 and"
        " end_at > $3 and known_to = $5 order by last_day desc, order_id",
        low, high, context.now, context.today(), kForever);
    while (q.next()) {
      if (!q.is_null(1) && households.insert(q.ulid(1)).second) ids.push_back(q.ulid(0));
    }
  }
  if (ids.empty()) return refuse(kNoDoors, "area");
  if (ids.size() > kMaxNotices) {
    return refuse(kTooManyRows, "area", {{"max", std::to_string(kMaxNotices)}});
  }
  std::vector<Order> orders;
  for (const auto& id : ids) orders.push_back(*find_order(context.db, id));
  std::sort(orders.begin(), orders.end(), [](const Order& a, const Order& b) {
    return std::tie(a.area, a.id) < std::tie(b.area, b.id);
  });
  std::vector<print::DoorNotice> notices;
  notices.reserve(orders.size());
  for (const auto& order : orders) notices.push_back(door_of(context, parts, order));
  auto printed = print::render(notices);
  return host::File{"门贴-" + p.area + ".pdf", "application/pdf", std::move(printed.pdf)};
}

// --- checking: open to whoever stands at a gate, also of another place; what is told is what the
// code itself holds, and whether it still stands.

struct NoParams {};
BOOST_DESCRIBE_STRUCT(NoParams, (), ())
struct KeyLine {
  std::string id;
  std::string key;  // "fxpub1..."
};
BOOST_DESCRIBE_STRUCT(KeyLine, (), (id, key))
struct Keys {
  std::vector<KeyLine> keys;
  Instant now;  // for phones whose clock is wrong
};
BOOST_DESCRIBE_STRUCT(Keys, (), (keys, now))

struct VerifyParams {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(VerifyParams, (), (code))
struct Verified {
  bool genuine = false;  // signed by this office
  bool stands = false;   // and what it says still holds
  std::optional<std::string> problem;
  std::optional<std::string> kind;
  std::optional<std::string> number;
  std::optional<Instant> issued_at;
  std::optional<Day> until;
  std::optional<std::string> measure_name;
  std::optional<std::string> area;
  std::optional<std::string> area_name;
};
BOOST_DESCRIBE_STRUCT(Verified, (),
                      (genuine, stands, problem, kind, number, issued_at, until, measure_name, area,
                       area_name))

std::optional<std::string> field(const print::Payload& paper, const char* key) {
  const auto it = paper.fields.find(key);
  if (it == paper.fields.end()) return std::nullopt;
  return it->second;
}

std::string measure_of(const print::Payload& paper) { return field(paper, "measure").value_or(""); }

// Why what the paper says no longer holds, in Chinese and English; nothing if it does.
std::optional<std::pair<const char*, const char*>> fallen(const print::Payload& paper,
                                                          const std::optional<Order>& order,
                                                          std::optional<Day> until, Instant now) {
  if (paper.kind == kNotice) {
    if (order && (order->standing == Standing::released || order->standing == Standing::ended)) {
      return std::pair("观察已经结束，告知书不再有效", "the observation has ended since");
    }
    if (!order || !order->running()) {
      return std::pair("告知书开具后决定已被撤回", "the decision has been taken back since");
    }
    if (until != order->last || measure_of(paper) != order->measure) {
      return std::pair("期限或措施已经变更，以新的告知书为准",
                       "the period or the measure has changed: a newer notice holds");
    }
    if (day_of(now) > order->last) {
      return std::pair("观察期限已满", "the period of observation is over");
    }
    return std::nullopt;
  }
  if (order && order->standing == Standing::released &&
      certificate_number(order->year, order->number) == paper.number) {
    return std::nullopt;
  }
  return std::pair("证明开具后解除已被撤销", "the release has been taken back since");
}

Result<Verified> verify_code(host::QueryContext& context, const VerifyParams& p) {
  Verified out;
  const auto keys = public_keys(context.db);
  const auto payload = print::verify(p.code, keys, context.now);
  if (!payload) {
    out.problem = payload.error().message(context.language);
    return out;
  }
  out.genuine = true;
  out.kind = payload->kind;
  out.number = payload->number;
  out.issued_at = payload->issued_at;
  if (const auto until = field(*payload, "until")) out.until = parse_day(*until);
  if (const auto measure = policy::parse_measure(measure_of(*payload))) {
    out.measure_name = policy::label(*measure).in(context.language);
  }
  if (const auto place = field(*payload, "area")) {
    out.area = *place;
    if (area::exists(context.db, *place)) out.area_name = area::full_name(context.db, *place);
  }
  // A notice from before notices had numbers bears its order's id in the number's place.
  const auto id = Ulid::parse(field(*payload, "order").value_or(payload->number));
  const auto order = id ? find_order(context.db, *id) : std::nullopt;
  if (const auto why = fallen(*payload, order, out.until, context.now)) {
    out.problem = context.language == Language::kZh ? why->first : why->second;
  }
  out.stands = !out.problem;
  return out;
}

}  // namespace

void ensure_key(store::Session& db) {
  if (db.integer("select count(*) from observation_key").value_or(0) > 0) return;
  const auto key = print::SigningKey::generate();
  const auto secret = key.serialise();
  db.run("insert into observation_key(id, secret, made_at) values ($1, $2, 0)",
         key.public_key().id(), secret);
}

void declare_papers(host::Declaration& to, const Parts& parts) {
  to.schema({"observation",
             {"create table observation_key(id text primary key, secret text not null,"
              " made_at integer not null) strict, without rowid;"}});
  const auto area_of = [](store::Session& db, const OrderId& p) -> Result<std::string> {
    const auto order = order_for(db, p.order);
    if (!order) return order.error();
    return order->area;
  };
  to.document<OrderId>({"/api/observation/orders/{order}/certificate",
                        access::Permission::see_people, "解除观察证明", "certificate of release",
                        area_of, [&parts](host::QueryContext& context, const OrderId& p) {
                          return certificate(context, parts, p);
                        }});
  to.document<OrderId>({"/api/observation/orders/{order}/notice", access::Permission::see_people,
                        "观察告知书", "notice of the order", area_of,
                        [&parts](host::QueryContext& context, const OrderId& p) {
                          return order_notice(context, parts, p);
                        }});
  to.document<OrderId>({"/api/observation/orders/{order}/door-notice",
                        access::Permission::see_people, "门贴", "door notice", area_of,
                        [&parts](host::QueryContext& context, const OrderId& p) {
                          return door_notice(context, parts, p);
                        }});
  to.document<AreaParams>({"/api/observation/door-notices", access::Permission::see_people,
                           "整栋楼的门贴", "the door notices of a building",
                           host::named_area<AreaParams>,
                           [&parts](host::QueryContext& context, const AreaParams& p) {
                             return door_notices(context, parts, p);
                           }});
  to.question<NoParams, Keys>({"/api/observation/keys",
                               std::nullopt,
                               "核验公钥",
                               "public keys for checking codes",
                               {},
                               [](host::QueryContext& context, const NoParams&) -> Result<Keys> {
                                 Keys out;
                                 out.now = context.now;
                                 for (const auto& key : public_keys(context.db))
                                   out.keys.push_back({key.id(), key.text()});
                                 return out;
                               },
                               true});
  to.question<VerifyParams, Verified>({"/api/observation/verify",
                                       std::nullopt,
                                       "核验二维码",
                                       "check a code",
                                       {},
                                       verify_code,
                                       true});
}

}  // namespace fx::observation
