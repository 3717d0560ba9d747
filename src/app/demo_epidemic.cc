#include "app/demo_epidemic.h"

#include <algorithm>
#include <string_view>

#include "app/cli.h"
#include "app/demo_places.h"
#include "modules/organisation/organisation.h"
#include "modules/registry/registry.h"
#include "policy/document.h"
#include "policy/pack.h"

namespace fx::embedded {
std::string_view demo_plan_pack_yaml();
std::string_view demo_plan_case_counting_csv();
std::string_view demo_plan_examples_csv();
std::string_view demo_plan_placement_csv();
std::string_view demo_plan_response_csv();
std::string_view demo_plan_risk_csv();
std::string_view demo_plan_situation_csv();
std::string_view demo_plan_termination_csv();
std::string_view demo_plan_zone_release_csv();
std::string_view demo_plan_zones_csv();
}  // namespace fx::embedded

namespace fx::app {
namespace {

constexpr const char* kName = "桂湖社区";
constexpr const char* kStreet = "532601003";
constexpr const char* kCity = "532601";
constexpr int kDays = 24;
constexpr std::uint64_t kOtherSeed = 0x9E3779B97F4A7C15U;  // its people are not Libuga's
constexpr const char* kSystem = "";
constexpr const char* kDirector = "guihu";
constexpr const char* kDoctor = "guihuyisheng";
constexpr const char* kTownship = "jiedao";

policy::Files plan_files() {
  using namespace embedded;
  return {{"pack.yaml", std::string(demo_plan_pack_yaml())},
          {"case-counting.csv", std::string(demo_plan_case_counting_csv())},
          {"examples.csv", std::string(demo_plan_examples_csv())},
          {"placement.csv", std::string(demo_plan_placement_csv())},
          {"response.csv", std::string(demo_plan_response_csv())},
          {"risk.csv", std::string(demo_plan_risk_csv())},
          {"situation.csv", std::string(demo_plan_situation_csv())},
          {"termination.csv", std::string(demo_plan_termination_csv())},
          {"zone-release.csv", std::string(demo_plan_zone_release_csv())},
          {"zones.csv", std::string(demo_plan_zones_csv())}};
}

json::Object at_work(const char* place) {
  return json::Object{{"role", "work"}, {"kind", "workplace"}, {"text", place}};
}

}  // namespace

DemoEpidemic::DemoEpidemic(Node& node, ManualClock& clock, std::uint64_t seed, Instant now,
                           std::string password, std::string libuga, Day libuga_from)
    : node_(node),
      clock_(clock),
      now_(now),
      today_(day_of(now)),
      seed_(seed),
      password_(std::move(password)),
      libuga_(std::move(libuga)),
      libuga_from_(libuga_from),
      people_(seed ^ kOtherSeed, today_, "532622", 60'000) {
  garden_ = people_.compound("第1网格", "桂湖花园", 144, 512);
  dormitory_ = people_.compound("第2网格", "木器厂宿舍", 96, 268);
  village_ = people_.village("第3网格", "桂湖村", 82, 331);
  plan();
}

Status DemoEpidemic::until(Instant moment) {
  moment = std::min(moment, now_);
  while (next_ < steps_.size() && steps_[next_].at <= moment) {
    const auto& step = steps_[next_++];
    clock_.set(step.at);
    if (auto status = step.run(); !status) return status;
  }
  clock_.set(moment);
  return {};
}

void DemoEpidemic::on(int days_ago, const char* time, std::function<Status()> run) {
  const int minute =
      (time[0] - '0') * 600 + (time[1] - '0') * 60 + (time[3] - '0') * 10 + (time[4] - '0');
  steps_.push_back({instant_of(today_ - days_ago, minute), std::move(run)});
}

void DemoEpidemic::plan() {
  on(kDays, "08:30", [this] { return found(); });
  on(kDays, "09:00", [this] { return publish_rules(); });
  on(kDays, "09:30", [this] { return take_register(); });
  on(kDays, "10:30", [this] { return demo_quarter(node_, kGuihu, seed_, today_ - kDays); });
  on(kDays, "16:00", [this] { return done("organise", {{"document", "桂社〔演〕1号"}}); });
  for (int ago = kDays - 1; ago >= 0; --ago) {
    const Day day = today_ - ago;
    on(ago, "08:40", [this, day] { return measure(day, "morning"); });
    on(ago, "09:10", [this] { return place_and_serve(); });
    on(ago, "09:40", [this, day] { return release(day); });
    on(ago, "16:40", [this, day] { return measure(day, "evening"); });
    on(ago, "17:20", [this, day] { return daily_report(day); });
    if (ago >= kDays - 6) on(ago, "14:30", [this, ago] { return screen(kDays - ago); });
  }
  // Some come back from elsewhere, as everywhere.
  const std::vector<std::pair<int, const char*>> arrivals = {{20, "四川成都"}, {17, "云南昆明"},
                                                             {13, "广西百色"}, {9, "云南玉溪"},
                                                             {6, "广东深圳"},  {3, "云南昆明"}};
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const auto [ago, origin] = arrivals[i];
    on(ago, "08:00", [this, i, ago = ago, origin = origin] {
      return act(kDirector, "returnees.add",
                 {{"person", person(village_, 10 + i * 7, 0).id.text()},
                  {"origin", origin},
                  {"arrived", iso(today_ - ago - 1)}});
    });
  }
  plan_first_cases();
  plan_last_case();
  std::stable_sort(steps_.begin(), steps_.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
}

// Somebody brings it from a journey to their family and to the workshop: three cases, a suspicion
// that comes to nothing, two closed buildings. One is open again; the other may be.
void DemoEpidemic::plan_first_cases() {
  const auto home = with_people(garden_, 4, 4);
  on(21, "09:20", [this, home] {
    const auto who = person(garden_, home, 0);
    return record_case("a", {{"person", who.id.text()},
                             {"onset", iso(today_ - 23)},
                             {"sampled", iso(today_ - 22)},
                             {"isolated", iso(today_ - 21)},
                             {"origin", "domestic"},
                             {"source_known", true},
                             {"number", "GH1"},
                             {"places", json::Array{at_work(kDemoFactory)}},
                             {"note", "外出返回后发病"}});
  });
  on(21, "10:40", [this] { return decide("cases", "桂湖花园发现1例确诊病例", "文指办〔演〕1号"); });
  on(21, "11:10", [this] { return draw_as_proposed("a", "文指办〔演〕1号"); });
  on(21, "11:30", [this, home]() -> Status {
    if (auto status = household_contacts("a", garden_, home, 21); !status) return status;
    for (std::size_t i = 0; i < 5; ++i) {
      const auto who = person(dormitory_, 2 + i * 9, 0);
      if (auto status = name_contact("a", who, "close_contact", 22, "workplace"); !status) {
        return status;
      }
    }
    for (std::size_t i = 0; i < 3; ++i) {
      const auto who = person(garden_, home + 1 + i, 0);
      if (auto status = name_contact("a", who, "secondary_contact", 21, "unit"); !status) {
        return status;
      }
    }
    return place_and_serve();
  });
  on(21, "14:10", [this] { return done("close_site", {{"evidence", "卡口照片存值班室"}}); });
  on(20, "10:00", [this] {
    return done("final_disinfection", {{"evidence", "消毒记录、照片存值班室"}});
  });
  on(20, "18:30", [this]() -> Status {
    if (auto status = act(kDoctor, "risk.record-round",
                          {{"area", std::string(kGuihu) + "-1-1"}, {"negative", true}});
        !status) {
      return status;
    }
    return done("test_round", {{"count", 512}});
  });
  on(19, "10:10", [this, home]() -> Status {
    const auto who = person(garden_, home, 1);
    if (auto status =
            record_case("b", {{"person", who.id.text()},
                              {"classification", "asymptomatic"},
                              {"sampled", iso(today_ - 20)},
                              {"isolated", iso(today_ - 19)},
                              {"origin", "local"},
                              {"source_known", true},
                              {"number", "GH2"},
                              {"links", json::Array{json::Object{{"with", cases_.at("a").text()},
                                                                 {"setting", "household"}}}}});
        !status) {
      return status;
    }
    return transfer(who);
  });
  on(19, "11:50", [this] { return decide("spread", "同一户2例，7天内关联", "文指办〔演〕2号"); });
  on(19, "12:30", [this] { return done("report", {{"document", "桂社〔演〕2号"}}); });
  on(19, "17:50", [this] { return close_site(kDemoCardRoom, "桂社〔演〕3号"); });
  on(19, "18:00", [this] { return done("suspend", {{"document", "桂社〔演〕3号"}}); });
  // A fever that is another illness.
  on(18, "16:30", [this]() -> Status {
    fevers_[person(dormitory_, 11, 0).id] = 382;
    return {};
  });
  on(18, "16:55", [this] { return escalation_step(person(dormitory_, 11, 0), "reported"); });
  on(18, "17:30", [this] { return escalation_step(person(dormitory_, 11, 0), "transport"); });
  on(18, "18:10", [this] { return escalation_step(person(dormitory_, 11, 0), "arrived"); });
  on(18, "18:30", [this] {
    return record_case("s", {{"person", person(dormitory_, 11, 0).id.text()},
                             {"classification", "suspected"},
                             {"onset", iso(today_ - 18)},
                             {"isolated", iso(today_ - 18)},
                             {"origin", "local"},
                             {"number", "GH3"},
                             {"places", json::Array{at_work(kDemoFactory)}}});
  });
  on(17, "15:00", [this]() -> Status {
    const auto who = person(dormitory_, 11, 0);
    if (auto status = escalation_step(who, "result", "cleared"); !status) return status;
    if (auto status = set_status("s", "excluded"); !status) return status;
    return escalation_step(who, "closed");
  });
  on(16, "09:00", [this]() -> Status {
    const auto who = person(dormitory_, 2, 0);
    if (auto status =
            record_case("c", {{"person", who.id.text()},
                              {"onset", iso(today_ - 17)},
                              {"sampled", iso(today_ - 16)},
                              {"isolated", iso(today_ - 16)},
                              {"origin", "local"},
                              {"source_known", true},
                              {"number", "GH4"},
                              {"places", json::Array{at_work(kDemoFactory)}},
                              {"links", json::Array{json::Object{{"with", cases_.at("a").text()},
                                                                 {"setting", "workplace"}}}}});
        !status) {
      return status;
    }
    return transfer(who);
  });
  on(16, "10:20", [this] { return draw_as_proposed("c", "文指办〔演〕3号"); });
  on(16, "10:50", [this]() -> Status {
    if (auto status = household_contacts("c", dormitory_, 2, 16); !status) return status;
    for (std::size_t i = 0; i < 2; ++i) {
      if (auto status =
              name_contact("c", person(dormitory_, 3 + i, 0), "secondary_contact", 16, "unit");
          !status) {
        return status;
      }
    }
    return place_and_serve();
  });
  on(15, "09:50", [this]() -> Status {
    if (auto status = act(
            kDirector, "response.reopen",
            {{"area", kGuihu}, {"task", "final_disinfection"}, {"reason", "宿舍新增病例，须再做"}});
        !status) {
      return status;
    }
    return done("final_disinfection", {{"evidence", "宿舍1栋消毒记录、照片存值班室"}});
  });
  on(9, "15:00", [this] { return set_status("a", "recovered"); });
  on(7, "15:00", [this] { return set_status("b", "recovered"); });
  on(5, "15:00", [this] { return set_status("c", "recovered"); });
  on(4, "10:30", [this] {
    return lift(std::string(kGuihu) + "-1-1-1", "14天无新增，接触者观察期满，已消毒",
                "文指办〔演〕5号");
  });
}

// Weeks later one whose source is not known: contacts are under observation, and one of them has a
// fever that is being looked into.
void DemoEpidemic::plan_last_case() {
  const auto home = with_people(garden_, 100, 4);
  on(5, "08:50", [this, home] {
    const auto who = person(garden_, home, 0);
    return record_case("e", {{"person", who.id.text()},
                             {"onset", iso(today_ - 7)},
                             {"sampled", iso(today_ - 6)},
                             {"isolated", iso(today_ - 5)},
                             {"origin", "local"},
                             {"source_known", false},
                             {"number", "GH5"},
                             {"places", json::Array{at_work(kDemoMarket)}}});
  });
  on(5, "10:20", [this] { return draw_as_proposed("e", "文指办〔演〕4号"); });
  on(5, "10:50", [this, home]() -> Status {
    if (auto status = household_contacts("e", garden_, home, 5); !status) return status;
    for (std::size_t i = 0; i < 3; ++i) {
      if (auto status =
              name_contact("e", person(village_, 3 + i * 2, 0), "close_contact", 6, "workplace");
          !status) {
        return status;
      }
    }
    for (std::size_t i = 0; i < 2; ++i) {
      if (auto status =
              name_contact("e", person(garden_, home + 1 + i, 0), "secondary_contact", 5, "unit");
          !status) {
        return status;
      }
    }
    return place_and_serve();
  });
  on(4, "09:50", [this]() -> Status {
    if (auto status = act(kDirector, "response.reopen",
                          {{"area", kGuihu},
                           {"task", "final_disinfection"},
                           {"reason", "桂湖花园3栋新增病例，须再做"}});
        !status) {
      return status;
    }
    return done("final_disinfection", {{"evidence", "3栋消毒记录、照片存值班室"}});
  });
  on(3, "09:00", [this] {
    return act(kDirector, "response.assign",
               {{"area", kGuihu}, {"task", "supply"}, {"role", "grid_worker"}});
  });
  on(1, "16:30", [this, home]() -> Status {
    fevers_[person(garden_, home, 1).id] = 379;
    return {};
  });
  on(1, "16:58", [this, home] { return escalation_step(person(garden_, home, 1), "reported"); });
  on(1, "17:35", [this, home] { return escalation_step(person(garden_, home, 1), "transport"); });
  on(1, "18:15", [this, home] { return escalation_step(person(garden_, home, 1), "arrived"); });
}

// --- asking and telling --------------------------------------------------------------------------

Status DemoEpidemic::act(const char* login, const std::string& name, json::Object body,
                         host::CommandAnswer* out) {
  host::Envelope envelope;
  envelope.id = Ulid::make(clock_.now());
  envelope.command = name;
  envelope.device = "demonstration";
  envelope.body = std::move(body);
  const auto it = actors_.find(login);
  auto answer = node_.host().execute(it == actors_.end() ? access::Actor::system() : it->second,
                                     std::move(envelope));
  if (!answer) return answer.error();
  if (out != nullptr) *out = std::move(*answer);
  return {};
}

json::Value DemoEpidemic::look(const char* login, const std::string& path,
                               const host::RawParams& params) {
  const auto it = actors_.find(login);
  const auto actor = it == actors_.end() ? access::Actor::system() : it->second;
  for (const auto& route : node_.host().routes()) {
    if (route.kind != host::RouteInfo::Kind::kQuestion || route.path != path) continue;
    const auto answer = node_.host().ask(actor, route, params, Language::kZh);
    FX_CHECK(answer.has_value());
    return *json::parse(*answer);
  }
  FX_CHECK(false);
  return nullptr;
}

// --- the community -------------------------------------------------------------------------------

Status DemoEpidemic::found() {
  if (auto status = act(kSystem, "organisation.add-area", {{"code", kGuihu}, {"name", kName}});
      !status) {
    return status;
  }
  return act(kSystem, "rules.use",
             {{"area", kStreet}, {"pack", "xinping-2020"}, {"from", iso(today_ - kDays)}});
}

// The city's office writes its plan on the page, publishes it and puts it in force.
Status DemoEpidemic::publish_rules() {
  host::CommandAnswer draft;
  if (auto status =
          act(kSystem, "rules.start-draft", {{"area", kCity}, {"disease", "covid-19"}}, &draft);
      !status) {
    return status;
  }
  const auto id = draft.subject.text();
  const auto begun = look(kSystem, "/api/rules/drafts/{draft}", {{"draft", id}});
  auto document = policy::to_document(plan_files());
  FX_CHECK(document.has_value());
  const std::string pack(begun.at("document").at("pack").at("id").as_string());
  document->at("pack").as_object()["id"] = pack;
  if (auto status = act(
          kSystem, "rules.save-draft",
          {{"draft", id}, {"revision", begun.at("revision")}, {"document", std::move(*document)}});
      !status) {
    return status;
  }
  const auto saved = look(kSystem, "/api/rules/drafts/{draft}", {{"draft", id}});
  if (auto status =
          act(kSystem, "rules.publish-draft", {{"draft", id}, {"revision", saved.at("revision")}});
      !status) {
    return status;
  }
  return act(kSystem, "rules.use",
             {{"area", kCity}, {"pack", pack}, {"from", iso(today_ - kDays)}});
}

Status DemoEpidemic::take_register() {
  std::vector<DemoHousehold> all = garden_;
  for (const auto* more : {&dormitory_, &village_})
    all.insert(all.end(), more->begin(), more->end());
  const std::string file = demo_register_xlsx(kName, all);
  const auto report = registry::import_register(node_.host(), access::Actor::system(), kGuihu,
                                                {{"桂湖社区居民信息登记表.xlsx", file}}, {});
  if (!report) return report.error();
  for (const auto& user : kEpidemicUsers) {
    const auto added = organisation::add_user(
        node_.host(), {user.login, user.display, user.role, user.area, password_});
    if (!added) return added.error();
    actors_.emplace(user.login, access::Actor{added->account, {{added->role, user.area}}});
  }
  return {};
}

std::size_t DemoEpidemic::with_people(const std::vector<DemoHousehold>& place, std::size_t from,
                                      std::size_t people) {
  while (from < place.size() && place[from].people.size() < people) ++from;
  FX_CHECK(from < place.size());
  return from;
}

DemoEpidemic::Person DemoEpidemic::person(const std::vector<DemoHousehold>& place,
                                          std::size_t household, std::size_t k) {
  const auto& house = place.at(household);
  const auto number = [](const std::string& name) {
    return name.substr(0, name.find_first_not_of("0123456789"));
  };
  const std::string grid = &place == &garden_ ? "1" : &place == &dormitory_ ? "2" : "3";
  const std::string inside = house.building.empty() ? "-0-0-" + house.room
                                                    : "-" + number(house.building) + "-" +
                                                          number(house.unit) + "-" + house.room;
  const std::string dwelling = std::string(kGuihu) + "-" + grid + "-1" + inside;
  const auto id = node_.database().read(
      [&](store::Session& db) { return node_.modules().people->household_at(db, dwelling); });
  FX_CHECK(!id.is_nil());
  const auto page = look(kSystem, "/api/households/{household}", {{"household", id.text()}});
  const auto& wanted = house.people.at(k).name;
  for (const auto& member : page.at("members").as_array()) {
    const auto& card = member.at("person");
    if (std::string_view(card.at("name").as_string()) != wanted) continue;
    return {*Ulid::parse(std::string_view(card.at("person").as_string())), wanted};
  }
  FX_CHECK(false);
  return {};
}

// --- cases and those they met --------------------------------------------------------------------

Status DemoEpidemic::record_case(const char* key, json::Object body) {
  body["area"] = kGuihu;
  if (!body.contains("classification")) body["classification"] = "confirmed";
  host::CommandAnswer answer;
  if (auto status = act(kDoctor, "casework.record", std::move(body), &answer); !status) {
    return status;
  }
  cases_[key] = answer.subject;
  return {};
}

Status DemoEpidemic::set_status(const char* key, const char* status) {
  return act(kDoctor, "casework.set-status", {{"id", cases_.at(key).text()}, {"status", status}});
}

Status DemoEpidemic::name_contact(const char* key, const Person& who, const char* kind,
                                  int met_days_ago, const char* setting) {
  return act(kDoctor, "casework.name-contact",
             {{"case_id", cases_.at(key).text()},
              {"person", who.id.text()},
              {"kind", kind},
              {"last_met", iso(today_ - met_days_ago)},
              {"setting", setting}});
}

Status DemoEpidemic::household_contacts(const char* key, const std::vector<DemoHousehold>& place,
                                        std::size_t household, int met_days_ago) {
  for (std::size_t k = 1; k < place.at(household).people.size(); ++k) {
    if (auto status = name_contact(key, person(place, household, k), "close_contact", met_days_ago,
                                   "household");
        !status) {
      return status;
    }
  }
  return {};
}

std::vector<DemoEpidemic::Order> DemoEpidemic::orders(const char* state) {
  std::vector<Order> out;
  const auto page = look(kSystem, "/api/observation/orders",
                         {{"area", kGuihu}, {"limit", "500"}, {"state", state}});
  for (const auto& item : page.at("orders").as_array()) {
    const auto* last = item.as_object().if_contains("last");
    if (last == nullptr || !last->is_string()) continue;
    out.push_back({*Ulid::parse(std::string_view(item.at("order").as_string())),
                   *Ulid::parse(std::string_view(item.at("person").at("person").as_string())),
                   *parse_day(std::string_view(last->as_string()))});
  }
  return out;
}

Status DemoEpidemic::place_and_serve() {
  if (auto status = act(kDirector, "observation.place-all", {{"area", kGuihu}}); !status) {
    return status;
  }
  json::Array rows;
  for (const auto& order : orders("issued")) {
    rows.push_back(json::Object{{"order", order.order.text()}, {"action", "serve"}});
  }
  if (rows.empty()) return {};
  return act(kDirector, "observation.edit-many", {{"area", kGuihu}, {"rows", std::move(rows)}});
}

Status DemoEpidemic::transfer(const Person& who) {
  for (const auto& order : orders("in_force")) {
    if (order.person != who.id) continue;
    return act(kDirector, "observation.transfer", {{"order", order.order.text()}});
  }
  return {};
}

Status DemoEpidemic::release(Day day) {
  json::Array rows;
  for (const auto& order : orders("awaiting_decision")) {
    if (order.last >= day) continue;
    // What the rules do not ask for is refused, and nothing comes of it.
    rows.push_back(
        json::Object{{"order", order.order.text()}, {"action", "check_up"}, {"clean", true}});
    rows.push_back(json::Object{{"order", order.order.text()}, {"action", "release"}});
  }
  if (rows.empty()) return {};
  return act(kDirector, "observation.edit-many", {{"area", kGuihu}, {"rows", std::move(rows)}});
}

Status DemoEpidemic::measure(Day day, const char* slot) {
  json::Array rows;
  for (const auto& order : orders("in_force")) {
    const auto it = fevers_.find(order.person);
    // Nobody is missed in the last days, on which the release depends, nor who has a fever.
    if (it == fevers_.end() && order.last - day > 4 && people_.chance(4)) continue;
    int tenths = 361 + static_cast<int>(people_.below(8));
    json::Array symptoms;
    if (it != fevers_.end()) {
      tenths = it->second;
      symptoms.emplace_back("dry_cough");
      fevers_.erase(it);
    }
    rows.push_back(json::Object{
        {"person", order.person.text()}, {"tenths", tenths}, {"symptoms", std::move(symptoms)}});
  }
  if (rows.empty()) return {};
  return act(kDoctor, "monitoring.record-many",
             {{"area", kGuihu}, {"day", iso(day)}, {"slot", slot}, {"rows", std::move(rows)}});
}

Status DemoEpidemic::escalation_step(const Person& who, const char* step, const char* outcome) {
  const auto page = look(kSystem, "/api/monitoring/escalations", {{"area", kGuihu}});
  for (const auto& item : page.at("escalations").as_array()) {
    if (std::string_view(item.at("person").at("person").as_string()) != who.id.text()) continue;
    json::Object body{{"escalation", item.at("escalation")}, {"step", step}};
    if (outcome != nullptr) body["outcome"] = outcome;
    return act(kDoctor, "monitoring.escalation-step", std::move(body));
  }
  FX_CHECK(false);
  return {};
}

// --- the response --------------------------------------------------------------------------------

Status DemoEpidemic::decide(const char* value, const char* reason, const char* document) {
  return act(kTownship, "response.decide",
             {{"area", kGuihu},
              {"axis", "situation"},
              {"value", value},
              {"reason", reason},
              {"document", document}});
}

Status DemoEpidemic::draw_as_proposed(const char* key, const char* document) {
  const auto proposal =
      look(kTownship, "/api/zones/proposal/{case_id}", {{"case_id", cases_.at(key).text()}});
  for (const auto& zone : proposal.at("zones").as_array()) {
    json::Array areas;
    for (const auto& area : zone.at("areas").as_array()) {
      if (!area.as_object().contains("zone")) areas.push_back(area.at("area"));
    }
    if (areas.empty()) continue;
    if (auto status = act(kTownship, "zones.draw",
                          {{"kind", zone.at("kind")},
                           {"areas", std::move(areas)},
                           {"reason", "发现确诊病例，按方案划定"},
                           {"document", document},
                           {"case_id", cases_.at(key).text()}});
        !status) {
      return status;
    }
  }
  return {};
}

Status DemoEpidemic::close_site(const char* name, const char* document) {
  const auto list = look(kDirector, "/api/sites", {{"area", kGuihu}, {"q", name}});
  const auto& found = list.at("sites").as_array();
  FX_CHECK(found.size() == 1);
  return act(
      kDirector, "sites.close",
      {{"site", found.front().at("site")}, {"reason", "暂停聚集活动"}, {"document", document}});
}

Status DemoEpidemic::lift(const std::string& area, const char* reason, const char* document) {
  const auto list = look(kTownship, "/api/zones", {{"area", area}});
  for (const auto& zone : list.at("zones").as_array()) {
    if (std::string_view(zone.at("kind").as_string()) != "lockdown") continue;
    return act(kTownship, "zones.lift",
               {{"zone", zone.at("zone")}, {"reason", reason}, {"document", document}});
  }
  FX_CHECK(false);
  return {};
}

Status DemoEpidemic::done(const char* task, json::Object evidence, const std::string& area) {
  evidence["area"] = area;
  evidence["task"] = task;
  return act(area == kGuihu ? kDirector : kSystem, "response.report-done", std::move(evidence));
}

// What is asked for again and again; the last of it is still to come today.
Status DemoEpidemic::daily_report(Day day) {
  const bool libuga = day >= libuga_from_ && !libuga_.empty();
  const int since = day - (today_ - kDays);
  for (const auto& area : {std::string(kGuihu), libuga_}) {
    if (area == libuga_ && !libuga) continue;
    if (area == libuga_ && day == libuga_from_) {
      if (auto status = done("organise", {{"document", "里社〔演〕1号"}}, area); !status) {
        return status;
      }
    }
    if (since % 7 == 1 || (area == libuga_ && day == libuga_from_)) {
      if (auto status = done("publicity", {{"evidence", "公告栏照片存值班室"}}, area); !status) {
        return status;
      }
    }
    if (auto status = done("patrol", {{"evidence", "巡查记录本"}}, area); !status) return status;
  }
  if (day < today_ - 21) return {};
  if (auto status = done("contacts", {{"evidence", "接触者台账"}}); !status) return status;
  // Nobody has said how the closed building was supplied the day before yesterday and since.
  if (day >= today_ - 2) return {};
  return done("supply", {{"evidence", "配送签收单"}});
}

// Everybody is asked in the first days.
Status DemoEpidemic::screen(int part) {
  if (part == 1) {
    if (auto status = act(kDirector, "screening.start", {{"area", kGuihu}, {"name", "入户排查"}});
        !status) {
      return status;
    }
  }
  std::vector<Ulid> households;
  node_.database().read([&](store::Session& db) {
    int i = 0;
    node_.modules().people->each_household(db, kGuihu,
                                           [&](const Ulid& household, std::string_view) {
                                             if (i++ % 6 == part - 1)
                                               households.push_back(household);
                                           });
  });
  json::Array rows;
  const auto add = [&](const Ulid& household, const char* rung, const char* outcome) {
    rows.push_back(
        json::Object{{"household", household.text()}, {"rung", rung}, {"outcome", outcome}});
  };
  for (const auto& household : households) {
    if (people_.chance(86)) {
      add(household, "phone", "reached");
    } else {
      add(household, "phone", "not_reached");
      add(household, "door", people_.chance(75) ? "reached" : "not_reached");
    }
  }
  return act(kDirector, "screening.record-many", {{"area", kGuihu}, {"rows", std::move(rows)}});
}

}  // namespace fx::app
