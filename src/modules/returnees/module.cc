#include <algorithm>
#include <map>

#include "area/place.h"
#include "area/tree.h"
#include "identity/person.h"
#include "modules/registry/entries.h"
#include "modules/returnees/classes.h"
#include "modules/returnees/import.h"
#include "modules/returnees/refusals.h"
#include "modules/returnees/returnees.h"
#include "modules/returnees/views.h"

namespace fx::returnees {
namespace {

using access::Permission;

constexpr std::size_t kMaxUpload = std::size_t{64} << 20U;
constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

constexpr std::string_view kSelect =
    "select arrival, person, household, area, origin, abroad, arrived, symptoms"
    " from returnees_arrival where ";

Arrival read_arrival(const store::Query& q) {
  Arrival out;
  out.id = q.ulid(0);
  out.person = q.ulid(1);
  out.household = q.ulid(2);
  out.area = q.text(3);
  out.origin = q.text(4);
  out.abroad = q.flag(5);
  out.arrived = q.day(6);
  out.symptoms = q.flag(7);
  return out;
}

// --- what is asked -------------------------------------------------------------------------------

enum class Show { all, to_be_found, disputed, undated };
BOOST_DESCRIBE_ENUM(Show, all, to_be_found, disputed, undated)

struct ListParams {
  std::string area;
  std::optional<Day> on;
  std::optional<Show> show;
  std::optional<std::string> person_class;
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListParams, (), (area, on, show, person_class, limit, after))

struct ListItem {
  Ulid arrival;
  registry::PersonCard person;
  std::string area;
  std::string address;
  std::string origin;
  std::string origin_name;
  bool abroad = false;
  Day arrived;
  bool dated = true;
  int claims = 0;
  bool disputed = false;
  bool found = true;
  bool symptoms = false;
  std::string person_class;
  std::string class_zh;
  std::string class_en;
};
BOOST_DESCRIBE_STRUCT(ListItem, (),
                      (arrival, person, area, address, origin, origin_name, abroad, arrived, dated,
                       claims, disputed, found, symptoms, person_class, class_zh, class_en))

struct ListAnswer {
  std::int64_t total = 0;
  std::vector<ListItem> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(ListAnswer, (), (total, items, next))

struct PersonParams {
  Ulid person;
};
BOOST_DESCRIBE_STRUCT(PersonParams, (), (person))

struct ClaimAnswer {
  Ulid entry;
  SourceKind source = SourceKind::own_list;
  std::string source_name;  // of the file
  int row = 0;
  Instant recorded_at;
  std::string origin;
  std::string origin_name;
  std::optional<Day> arrived;
  Transport transport = Transport::unknown;
  std::optional<int> tenths;
  bool symptoms = false;
  std::optional<std::string> address;  // as written; only for who may see people
  std::optional<std::string> origin_text;
  std::optional<std::string> vehicle;
  std::optional<std::string> note;
};
BOOST_DESCRIBE_STRUCT(ClaimAnswer, (),
                      (entry, source, source_name, row, recorded_at, origin, origin_name, arrived,
                       transport, tenths, symptoms, address, origin_text, vehicle, note))

struct ArrivalAnswer {
  ListItem arrival;
  std::vector<ClaimAnswer> claims;
};
BOOST_DESCRIBE_STRUCT(ArrivalAnswer, (), (arrival, claims))
struct PersonAnswer {
  std::vector<ArrivalAnswer> arrivals;  // the latest first
};
BOOST_DESCRIBE_STRUCT(PersonAnswer, (), (arrivals))

struct UploadParams {
  std::string area;
  std::string file_name;
  std::optional<bool> dry_run;
  std::optional<SourceKind> source;
  std::optional<Ulid> id;
};
BOOST_DESCRIBE_STRUCT(UploadParams, (), (area, file_name, dry_run, source, id))

// --- commands ------------------------------------------------------------------------------------

struct Add {
  static constexpr std::string_view kName = "returnees.add";
  Ulid person;
  std::string origin;  // as people write it, or a division code
  Day arrived;
  std::optional<Transport> transport;
  std::optional<int> tenths;
  std::optional<bool> symptoms;
};
BOOST_DESCRIBE_STRUCT(Add, (), (person, origin, arrived, transport, tenths, symptoms))

struct Settle {
  static constexpr std::string_view kName = "returnees.settle";
  Ulid arrival;
  std::optional<std::string> origin;
  std::optional<Day> arrived;
};
BOOST_DESCRIBE_STRUCT(Settle, (), (arrival, origin, arrived))

enum class WithdrawReason { no_such_person, did_not_come, entered_twice };
BOOST_DESCRIBE_ENUM(WithdrawReason, no_such_person, did_not_come, entered_twice)

struct Withdraw {
  static constexpr std::string_view kName = "returnees.withdraw";
  Ulid arrival;
  WithdrawReason reason = WithdrawReason::did_not_come;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (arrival, reason))

area::Place place_of_text(const std::string& text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (digits && area::is_code(text) && text.size() <= 6) {
    area::Place place;
    place.code = text;
    place.certain = true;
    return place;
  }
  return area::resolve_place(text);
}

class Impl final : public Returnees, private Arrivals {
 public:
  Impl(const registry::Directory& people, const rules::Rulebook& rules)
      : people_(people), rules_(rules) {}
  [[nodiscard]] std::string_view name() const override { return "returnees"; }
  [[nodiscard]] const Arrivals& arrivals() const override { return *this; }

  void declare(host::Declaration& to) override {
    to.entry<ListImported>("导入返乡人员名单", "list of returnees imported");
    to.entry<Claimed>("登记返乡", "coming back registered");
    to.entry<ConflictSettled>("核定返乡信息", "coming back settled");
    to.entry<Withdrawn>("撤销返乡登记", "coming back withdrawn");
    to.view(std::string(kClaimTable), std::string(kClaimDdl));
    to.view(std::string(kArrivalTable), std::string(kArrivalDdl));
    to.view(std::string(kSettledTable), std::string(kSettledDdl));
    take<Claimed>(to);
    take<ConflictSettled>(to);
    take<Withdrawn>(to);
    follow_subject<registry::PersonMoved>(to);
    follow_subject<registry::PersonLeft>(to);
    follow_subject<registry::ChangeUndone>(to);
    follow_both<registry::PeopleMerged>(to);
    follow_both<registry::MergeUndone>(to);
    to.on<area::AreaMoved>(
        [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
          area::move_codes(db, kArrivalTable, "area", moved);
        });
    declare_commands(to);
    declare_questions(to);
    declare_indicators(to);
  }

 private:
  template <class P>
  void take(host::Declaration& to) {
    to.on<P>([this](store::Session& db, const journal::Entry& entry, const P& payload) {
      apply(db, people_, entry, payload);
    });
  }
  template <class P>
  void follow_subject(host::Declaration& to) {
    to.on<P>([this](store::Session& db, const journal::Entry& entry, const P&) {
      follow(db, people_, entry.subject, entry.recorded_at);
    });
  }
  template <class P>
  void follow_both(host::Declaration& to) {
    to.on<P>([this](store::Session& db, const journal::Entry& entry, const P& payload) {
      follow(db, people_, entry.subject, entry.recorded_at);
      follow(db, people_, payload.merged, entry.recorded_at);
    });
  }

  // --- Arrivals

  void each(store::Session& db, const host::Frame& frame,
            const std::function<void(const Arrival&)>& visit) const override {
    const auto [low, high] = area::range(frame.area);
    auto q = db.query(std::string(kSelect) +
                          "$1 <= area and area < $2 and arrived <= $3 and known_from <= $4"
                          " and $4 < known_to order by person, arrived, arrival",
                      low, high, frame.day, frame.known);
    std::optional<Arrival> last;
    while (q.next()) {
      auto arrival = read_arrival(q);
      if (last && last->person != arrival.person) visit(*last);
      last = std::move(arrival);
    }
    if (last) visit(*last);
  }

  [[nodiscard]] std::optional<Arrival> latest_of(store::Session& db, const Ulid& person,
                                                 const host::Frame& frame) const override {
    auto q = db.query(std::string(kSelect) +
                          "person = $1 and arrived <= $2 and known_from <= $3 and $3 < known_to"
                          " order by arrived desc, arrival desc limit 1",
                      person, frame.day, frame.known);
    if (!q.next()) return std::nullopt;
    return read_arrival(q);
  }

  // --- commands

  static Result<std::string> area_of_arrival(store::Session& db, const Ulid& arrival) {
    auto q = db.query("select area from returnees_arrival where arrival = $1 and known_to = $2",
                      arrival, kForever);
    if (!q.next()) return refuse(kNoSuchArrival, "arrival");
    return q.string(0);
  }
  [[nodiscard]] Result<std::string> area_of_person(store::Session& db, const Ulid& person) const {
    const auto place = people_.place_of(db, people_.canonical(db, person));
    if (!place) return refuse(host::kNotFound, "person");
    return place->area;
  }
  static Ulid person_of_arrival(store::Session& db, const Ulid& arrival) {
    auto q = db.query("select claimant from returnees_arrival where arrival = $1 and known_to = $2",
                      arrival, kForever);
    return q.next() ? q.ulid(0) : Ulid();
  }

  Result<host::Done> add(host::CommandContext& context, const Add& command) const {
    if (command.arrived > context.today()) return refuse(kFutureArrival, "arrived");
    const auto origin = place_of_text(command.origin);
    if (!origin.known()) return refuse(kUnknownOrigin, "origin");
    if (command.tenths && (*command.tenths < 340 || *command.tenths > 430)) {
      return refuse(kBadTemperature, "tenths");
    }
    const Ulid person = people_.canonical(context.db, command.person);
    const auto place = people_.place_of(context.db, person);
    if (!place) return refuse(host::kNotFound, "person");
    Claimed claimed;
    claimed.arrival = joins(context.db, person, command.arrived).value_or(context.new_id());
    if (!place->household.is_nil()) claimed.household = place->household;
    claimed.source = SourceKind::hand;
    claimed.import = context.id;
    claimed.origin = origin.code;
    claimed.abroad = origin.abroad;
    claimed.arrived = command.arrived;
    claimed.transport = command.transport.value_or(Transport::unknown);
    claimed.tenths = command.tenths;
    claimed.symptoms = command.symptoms.value_or(false);
    claimed.found = claimed.household.has_value();
    const auto entry = context.append({person, place->area}, claimed);
    identity::set_text(context.db, entry.id, "origin", person, command.origin);
    return host::Done{claimed.arrival};
  }

  static Result<host::Done> settle(host::CommandContext& context, const Settle& command) {
    if (command.arrived && *command.arrived > context.today()) {
      return refuse(kFutureArrival, "arrived");
    }
    ConflictSettled settled;
    settled.arrival = command.arrival;
    settled.arrived = command.arrived;
    if (command.origin) {
      const auto origin = place_of_text(*command.origin);
      if (origin.code.empty()) return refuse(kUnknownOrigin, "origin");
      settled.origin = origin.code;
    }
    const auto area = area_of_arrival(context.db, command.arrival);
    if (!area) return area.error();
    context.append({person_of_arrival(context.db, command.arrival), *area}, settled);
    return host::Done{command.arrival};
  }

  static Result<host::Done> withdraw(host::CommandContext& context, const Withdraw& command) {
    const auto area = area_of_arrival(context.db, command.arrival);
    if (!area) return area.error();
    context.append({person_of_arrival(context.db, command.arrival), *area},
                   Withdrawn{command.arrival, std::string(json::enum_name(command.reason))});
    return host::Done{command.arrival};
  }

  void declare_commands(host::Declaration& to) {
    to.command<Add>(
        {Permission::screen, "登记一名返乡人员", "register a returnee",
         [this](store::Session& db, const Add& c) { return area_of_person(db, c.person); },
         [this](host::CommandContext& context, const Add& c) { return add(context, c); }});
    to.command<Settle>(
        {Permission::edit_register, "核定来源地或返回日期", "settle where from and when",
         [](store::Session& db, const Settle& c) { return area_of_arrival(db, c.arrival); },
         settle});
    to.command<Withdraw>(
        {Permission::edit_register, "撤销返乡登记", "withdraw a coming back",
         [](store::Session& db, const Withdraw& c) { return area_of_arrival(db, c.arrival); },
         withdraw});
  }

  // --- questions

  ListItem item(host::QueryContext& context, const Arrival& arrival, Classifier& classes) const {
    ListItem out;
    out.arrival = arrival.id;
    out.person = people_.card(context, arrival.person);
    out.area = arrival.area;
    out.address = area::address(context.db, arrival.area);
    out.origin = arrival.origin;
    out.origin_name = area::full_name(context.db, arrival.origin);
    out.abroad = arrival.abroad;
    out.arrived = arrival.arrived;
    out.symptoms = arrival.symptoms;
    const auto& label = classes.class_of(arrival);
    out.person_class = label.id;
    out.class_zh = label.zh;
    out.class_en = label.en;
    auto q = context.db.query(
        "select dated, claims, disputed, found from returnees_arrival where arrival = $1"
        " and known_to = $2",
        arrival.id, kForever);
    if (q.next()) {
      out.dated = q.flag(0);
      out.claims = q.number(1);
      out.disputed = q.flag(2);
      out.found = q.flag(3);
    }
    return out;
  }

  static std::string_view filter(Show show) {
    switch (show) {
      case Show::to_be_found:
        return " and found = 0";
      case Show::disputed:
        return " and disputed = 1";
      case Show::undated:
        return " and dated = 0";
      case Show::all:
        break;
    }
    return "";
  }

  Result<ListAnswer> list(host::QueryContext& context, const ListParams& params) const {
    const Day on = params.on.value_or(context.today());
    const auto limit =
        static_cast<std::size_t>(std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit));
    const auto [low, high] = area::range(params.area);
    Classifier classes(rules_, context.db, on);
    std::vector<Arrival> found;
    {
      auto q = context.db.query(
          std::string(kSelect) + "$1 <= area and area < $2 and arrived <= $3 and known_to = $4" +
              std::string(filter(params.show.value_or(Show::all))) + " order by area, arrival",
          low, high, on, kForever);
      while (q.next()) {
        auto arrival = read_arrival(q);
        if (!params.person_class || classes.class_of(arrival).id == *params.person_class) {
          found.push_back(std::move(arrival));
        }
      }
    }
    ListAnswer out;
    out.total = static_cast<std::int64_t>(found.size());
    for (const auto& arrival : found) {
      const std::string key = arrival.area + "|" + arrival.id.text();
      if (params.after && key <= *params.after) continue;
      if (out.items.size() == limit) {
        out.next = out.items.back().area + "|" + out.items.back().arrival.text();
        break;
      }
      out.items.push_back(item(context, arrival, classes));
    }
    return out;
  }

  Result<PersonAnswer> person(host::QueryContext& context, const PersonParams& params) const {
    PersonAnswer out;
    Classifier classes(rules_, context.db, context.today());
    const Ulid canonical = people_.canonical(context.db, params.person);
    std::vector<Arrival> found;
    {
      auto q = context.db.query(
          std::string(kSelect) + "person = $1 and known_to = $2 order by arrived desc, arrival",
          canonical, kForever);
      while (q.next()) found.push_back(read_arrival(q));
    }
    for (const auto& arrival : found) {
      ArrivalAnswer answer;
      answer.arrival = item(context, arrival, classes);
      const bool words = access::sight(context.actor, arrival.area) >= access::Sight::kNames;
      answer.claims = claims(context, canonical, arrival.id, words);
      out.arrivals.push_back(std::move(answer));
    }
    return out;
  }

  static std::vector<ClaimAnswer> claims(host::QueryContext& context, const Ulid& person,
                                         const Ulid& arrival, bool words) {
    std::map<Ulid, std::string> files;
    for (const auto& statement : identity::statements(context.db, person)) {
      files[statement.source.id] = statement.source.name;
    }
    std::vector<ClaimAnswer> out;
    auto q = context.db.query(
        "select entry, source, import, row, recorded_at, origin, arrived, transport, tenths,"
        " symptoms from returnees_claim where arrival = $1 order by recorded_at, entry",
        arrival);
    while (q.next()) {
      ClaimAnswer claim;
      claim.entry = q.ulid(0);
      claim.source = json::enum_value<SourceKind>(q.text(1)).value_or(SourceKind::hand);
      claim.source_name = files[q.ulid(2)];
      claim.row = q.number(3);
      claim.recorded_at = q.instant(4);
      claim.origin = q.text(5);
      claim.origin_name = area::full_name(context.db, claim.origin);
      if (!q.is_null(6)) claim.arrived = q.day(6);
      claim.transport = json::enum_value<Transport>(q.text(7)).value_or(Transport::unknown);
      if (!q.is_null(8)) claim.tenths = q.number(8);
      claim.symptoms = q.flag(9);
      if (words) {
        claim.address = identity::text_of(context.db, claim.entry, "address");
        claim.origin_text = identity::text_of(context.db, claim.entry, "origin");
        claim.vehicle = identity::text_of(context.db, claim.entry, "vehicle");
        claim.note = identity::text_of(context.db, claim.entry, "note");
      }
      out.push_back(std::move(claim));
    }
    return out;
  }

  template <class Params>
  static Result<std::string> area_param(store::Session& db, const Params& params) {
    if (!area::exists(db, params.area)) {
      return refuse(host::kNoSuchArea, "area", {{"area", params.area.substr(0, 80)}});
    }
    return params.area;
  }

  void declare_questions(host::Declaration& to) {
    to.question<ListParams, ListAnswer>(
        {"/api/returnees", Permission::see_records, "返乡人员", "returnees", area_param<ListParams>,
         [this](host::QueryContext& context, const ListParams& params) {
           return list(context, params);
         }});
    to.question<PersonParams, PersonAnswer>(
        {"/api/returnees/{person}", Permission::see_records, "一个人的返乡记录",
         "a person's comings back",
         [this](store::Session& db, const PersonParams& params) {
           return area_of_person(db, params.person);
         },
         [this](host::QueryContext& context, const PersonParams& params) {
           return person(context, params);
         }});
    to.upload<UploadParams, ImportReport>(
        {"/api/returnees/imports", Permission::import_lists, "导入返乡人员名单",
         "import a list of returnees", kMaxUpload, area_param<UploadParams>,
         [this](host::UploadContext& context, const UploadParams& params, std::string_view bytes) {
           ImportOptions options;
           options.dry_run = params.dry_run.value_or(false);
           options.id = params.id.value_or(context.id);
           options.source = params.source;
           options.language = context.language;
           options.device = context.device;
           return import_lists(context.host, people_, context.actor, params.area,
                               {{params.file_name, bytes}}, options);
         }});
  }

  // --- indicators

  // A class is a dimension; somebody to whom the rules give none is in no figure by class.
  [[nodiscard]] host::Indicator by_class(std::string id, std::string zh, std::string en,
                                         host::Unit unit, bool new_only) const {
    host::Indicator out;
    out.id = std::move(id);
    out.zh = std::move(zh);
    out.en = std::move(en);
    out.unit = unit;
    out.select = [this, unit, new_only](store::Session& db, const host::Frame& frame,
                                        const host::Visit& visit) {
      Classifier classes(rules_, db, frame.day);
      each(db, frame, [&](const Arrival& arrival) {
        if (new_only && arrival.arrived != frame.day) return;
        const auto& label = classes.class_of(arrival);
        if (label.id.empty()) return;
        if (unit == host::Unit::kHouseholds) {
          if (!arrival.household.is_nil()) visit({arrival.household, arrival.area, label.id, 1});
        } else {
          visit({arrival.person, arrival.area, label.id, 1});
        }
      });
    };
    out.dims = [this](store::Session& db, const host::Frame& frame) {
      std::vector<std::string> ids;
      for (const auto& label : classes_in_force(db, rules_, frame.area, frame.day)) {
        ids.push_back(label.id);
      }
      return ids;
    };
    out.label = [this](store::Session& db, const host::Frame& frame, std::string_view dim) {
      for (const auto& label : classes_in_force(db, rules_, frame.area, frame.day)) {
        if (label.id == dim) return std::pair(label.zh, label.en);
      }
      return std::pair(std::string(dim), std::string(dim));
    };
    return out;
  }

  void declare_indicators(host::Declaration& to) {
    using host::Unit;
    host::Indicator all;
    all.id = "returnees";
    all.zh = "返乡人员";
    all.en = "returnees";
    all.unit = Unit::kPeople;
    all.select = [this](store::Session& db, const host::Frame& frame, const host::Visit& visit) {
      each(db, frame, [&](const Arrival& a) { visit({a.person, a.area, "", 1}); });
    };
    to.indicator(all);
    to.indicator(by_class("returnees.{}.people", "{}", "{}", Unit::kPeople, false));
    to.indicator(
        by_class("returnees.{}.households", "{}户数", "{}, households", Unit::kHouseholds, false));
    to.indicator(by_class("returnees.new.{}", "{}当日新增", "{}, new today", Unit::kPeople, true));
    to.indicator({"returnees.unmatched", "返乡人员待核实", "returnees to be found", Unit::kPeople,
                  where("found = 0")});
    to.indicator({"returnees.disputed", "返乡信息不一致", "returnees whose sources disagree",
                  Unit::kPeople, where("disputed = 1")});
  }

  static std::function<void(store::Session&, const host::Frame&, const host::Visit&)> where(
      const std::string& condition) {
    return host::select_sql("select person, area from returnees_arrival where " + condition +
                            " and $1 <= area and area < $2 and arrived <= $3"
                            " and known_from <= $4 and $4 < known_to");
  }

  const registry::Directory& people_;
  const rules::Rulebook& rules_;
};

}  // namespace

std::unique_ptr<Returnees> make_module(const registry::Directory& people,
                                       const rules::Rulebook& rules) {
  return std::make_unique<Impl>(people, rules);
}

}  // namespace fx::returnees
