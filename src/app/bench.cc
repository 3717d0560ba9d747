// What docs/benchmarks.md claims, measured again by anybody. Every part has its baseline in the
// same run, and checks its result.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include "app/bench_load.h"
#include "app/cli.h"
#include "app/demo_people.h"
#include "app/web_server.h"
#include "area/code.h"
#include "modules/organisation/organisation.h"
#include "modules/registry/registry.h"
#include "modules/returnees/import.h"
#include "sheet/reader.h"
#include "sheet/writer.h"

namespace fx::app {
namespace {

constexpr int kPeoplePerCommunity = 36'000;
constexpr int kClients = 64;
constexpr int kCommandsEach = 1000;
constexpr int kSearches = 300;
constexpr int kReturnees = 10'000;
const Day kDay = *make_day(2020, 2, 10);
constexpr int kMorning = 10 * 60;  // minutes of the day
constexpr int kEvening = 20 * 60;
constexpr const char* kPassword = "bench-only-2020";

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double cpu_now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Line {
  std::string id;
  double value = 0;
  std::string unit;
  std::string what;
};

std::string community_code(int i) {
  std::array<char, 32> code{};
  std::snprintf(code.data(), code.size(), "532601003%03d", i + 1);
  return code.data();
}

class Bench {
 public:
  Bench(Node& node, const BenchOptions& options)
      : node_(node), people_(options.people), only_(options.only), beside_(options.beside) {}

  // The import always, as the others measure what it brought in.
  Status run() {
    if (auto status = imports(); !status) return status;
    const std::array<std::pair<std::string_view, Status (Bench::*)()>, 5> parts{
        {{"placement", &Bench::placement},
         {"bulk-edit", &Bench::bulk_edit},
         {"search", &Bench::search},
         {"table", &Bench::table},
         {"commands", &Bench::commands}}};
    const bool edits = wanted("bulk-edit");
    for (const auto& [name, part] : parts) {
      // What is edited in bulk are the orders of the placement.
      if (!wanted(name) && !(edits && name == "placement")) continue;
      if (auto status = (this->*part)(); !status) return status;
    }
    return {};
  }
  std::vector<Line> lines;

 private:
  [[nodiscard]] bool wanted(std::string_view part) const {
    return only_.empty() || std::find(only_.begin(), only_.end(), part) != only_.end();
  }
  void say(std::string id, double value, std::string unit, std::string what) {
    std::fprintf(stderr, "%-34s %12.3f %-10s %s\n", id.c_str(), value, unit.c_str(), what.c_str());
    lines.push_back({std::move(id), value, std::move(unit), std::move(what)});
  }

  // --- register import: everything from the bytes of the file to the durable register

  Status imports() {
    const int communities =
        static_cast<int>((people_ + kPeoplePerCommunity - 1) / kPeoplePerCommunity);
    double cpu = 0;
    double wall = 0;
    double reading = 0;
    double raw = 0;
    std::int64_t taken = 0;
    DemoPeople maker(1, node_.clock().today());  // one for all: nobody shares an ID number
    for (int i = 0; i < communities; ++i) {
      const auto size = std::min<std::int64_t>(kPeoplePerCommunity, people_ - taken);
      std::vector<DemoHousehold> households;
      const int grids = 10;
      for (int g = 0; g < grids; ++g) {
        const int part = static_cast<int>(size / grids + (g < size % grids ? 1 : 0));
        if (part == 0) continue;
        auto more = maker.compound("第" + std::to_string(g + 1) + "网格",
                                   "小区" + std::to_string(g + 1) + "号院",
                                   std::max(1, part * 10 / 37), part);
        for (auto& one : more) households.push_back(std::move(one));
      }
      const std::string file = demo_register_xlsx("测试社区", households);
      const std::string code = community_code(i);
      auto added = command(node_, "organisation.add-area",
                           json::Object{{"code", code}, {"name", "测试社区" + std::to_string(i)}});
      if (!added) return added.error();

      auto start = cpu_now();
      const auto workbook = sheet::read_workbook(file, "register.xlsx");
      FX_CHECK(workbook.has_value());
      reading += cpu_now() - start;
      raw += raw_rows(size);

      start = cpu_now();
      const double began = seconds_now();
      const auto report =
          registry::import_register(node_.host(), access::Actor::system(), code,
                                    {{"register.xlsx", file}}, registry::RegisterImportOptions{});
      if (!report) return report.error();
      cpu += cpu_now() - start;
      wall += seconds_now() - began;
      FX_CHECK(report->people_new == size);
      taken += size;
      for (std::size_t k = 0; k < households.size() && travellers_.size() < kReturnees; k += 2) {
        travellers_.push_back({code, households[k]});
      }
    }
    const auto per = 100'000.0 / static_cast<double>(taken);
    say("import.cpu_per_100k", cpu * per, "s", "register from XLSX, matched and durable; CPU");
    say("import.wall_per_100k", wall * per, "s", "the same by the clock");
    say("import.baseline.read", reading * per, "s", "reading the same XLSX alone; CPU");
    say("import.baseline.sqlite", raw * per, "s",
        "raw SQLite inserting as many rows of 120 bytes with one index, one transaction; CPU");
    return {};
  }

  double raw_rows(std::int64_t rows) {
    const std::string dir = node_.database().path() + ".raw";
    std::filesystem::remove_all(dir);
    double cpu = 0;
    {
      store::Database raw(dir);
      raw.write([](store::Session& db) {
        db.script(
            "create table t(id integer primary key, k integer, x text) strict;"
            "create index t_k on t(k);");
      });
      const std::string text(100, 'x');
      const double start = cpu_now();
      raw.write([&](store::Session& db) {
        for (std::int64_t i = 0; i < rows; ++i) {
          db.run("insert into t(k, x) values ($1, $2)", (i * 7919) % 1'000'003, text);
        }
      });
      cpu = cpu_now() - start;
    }
    std::filesystem::remove_all(dir);
    return cpu;
  }

  // --- bulk placement

  Status placement() {
    const Day today = node_.clock().today();
    auto used = command(
        node_, "rules.use",
        json::Object{{"area", "532601003"}, {"pack", "xinping-2020"}, {"from", iso(today - 14)}});
    if (!used) return used.error();
    std::map<std::string, std::string> files;
    std::map<std::string, sheet::CsvWriter> writers;
    using sheet::OutCell;
    for (const auto& [code, household] : travellers_) {
      auto& writer = writers[code];
      if (writer.bytes().size() < 10) {
        writer.row({OutCell::text("姓名"), OutCell::text("身份证号"), OutCell::text("现住址"),
                    OutCell::text("从何处返回"), OutCell::text("返回时间")});
      }
      const auto& person = household.people.front();
      writer.row(
          {OutCell::text(person.name), OutCell::text(person.id_number),
           OutCell::text(household.compound + household.building + household.unit + household.room),
           OutCell::text("四川成都"), OutCell::day(today - 1)});
    }
    for (auto& [code, writer] : writers) {
      const std::string file = writer.finish();
      const auto report =
          returnees::import_lists(node_.host(), *node_.modules().people, access::Actor::system(),
                                  code, {{"list.csv", file}}, returnees::ImportOptions{});
      if (!report) return report.error();
    }
    const double start = cpu_now();
    const double began = seconds_now();
    auto placed = command(node_, "observation.place-all",
                          json::Object{{"area", "532601003"}, {"on", iso(today)}});
    if (!placed) return placed.error();
    const double cpu = cpu_now() - start;
    FX_CHECK(placed->result.at("ordered").as_int64() ==
             static_cast<std::int64_t>(travellers_.size()));
    const auto count = static_cast<double>(travellers_.size());
    say("placement.people", count, "people", "returnees placed in one command");
    say("placement.cpu", cpu, "s", "decided, ordered, durable; CPU");
    say("placement.wall", seconds_now() - began, "s", "the same by the clock");
    say("placement.baseline.sqlite", raw_rows(static_cast<std::int64_t>(count)), "s",
        "raw SQLite inserting as many rows; CPU");
    return {};
  }

  Status bulk_edit() {
    const auto answer =
        ask(node_, "/api/observation/orders", {{"area", "532601003"}, {"limit", "300"}});
    if (!answer) return answer.error();
    json::Array rows;
    const auto page = json::parse(*answer);
    for (const auto& order : page->at("orders").as_array()) {
      rows.push_back(json::Object{{"order", order.at("order")}, {"action", "serve"}});
    }
    const auto count = rows.size();
    const double start = cpu_now();
    const double began = seconds_now();
    auto done = command(node_, "observation.edit-many",
                        json::Object{{"area", "532601003"}, {"rows", std::move(rows)}});
    if (!done) return done.error();
    const double cpu = cpu_now() - start;
    say("bulk_edit.rows", static_cast<double>(count), "rows", "notices served in one command");
    say("bulk_edit.cpu", cpu * 1000, "ms", "CPU");
    say("bulk_edit.wall", (seconds_now() - began) * 1000, "ms", "by the clock");
    say("bulk_edit.baseline.sqlite", raw_rows(static_cast<std::int64_t>(count)) * 1000, "ms",
        "raw SQLite inserting as many rows; CPU");
    return {};
  }

  // --- directory search, in the process: what the page waits for less the network

  Status search() {
    const host::RouteInfo* route = nullptr;
    for (const auto& one : node_.host().routes()) {
      if (one.path == "/api/search") route = &one;
    }
    FX_CHECK(route != nullptr);
    const std::string grid = community_code(0) + "-1";
    const access::Actor worker{Ulid::make(node_.clock().now()),
                               {{access::Role::grid_worker, grid}}};
    const auto admin = access::Actor::system();
    struct Asked {
      double millis = 0;
      std::size_t people = 0;
    };
    const auto quantile = [](std::vector<double> times, std::size_t percent) {
      std::sort(times.begin(), times.end());
      return times[times.size() * percent / 100];
    };
    std::map<std::string, std::vector<Asked>> all;
    for (const auto& [who, actor, area] :
         {std::tuple<std::string, const access::Actor*, std::string>{"grid_worker", &worker, grid},
          {"administrator", &admin, std::string(area::kCountry)}}) {
      auto& asked = all[who];
      for (int i = 0; i < kSearches; ++i) {
        const auto& household = travellers_[static_cast<std::size_t>(i * 13) %
                                            std::min<std::size_t>(travellers_.size(), 400)]
                                    .household;
        const auto& person = household.people.front();
        const std::array<std::string, 4> queries = {person.name.substr(0, 3), "zw",
                                                    person.phone.substr(7),
                                                    household.compound + household.building};
        const double start = seconds_now();
        auto found = node_.host().ask(
            *actor, *route,
            {{"q", queries[static_cast<std::size_t>(i) % 4]}, {"area", area}, {"limit", "20"}},
            Language::kZh);
        const double millis = (seconds_now() - start) * 1000;
        if (!found) return found.error();
        asked.push_back({millis, json::parse(*found)->at("people").as_array().size()});
      }
      std::vector<double> times;
      double people = 0;
      for (const auto& one : asked) {
        times.push_back(one.millis);
        people += static_cast<double>(one.people) / kSearches;
      }
      say("search." + who + ".p50", quantile(times, 50), "ms",
          "surname, initials, phone tail, address in turn; a page of 20, looks recorded");
      say("search." + who + ".p95", quantile(times, 95), "ms", "");
      say("search." + who + ".people", people, "people", "found by a search, on average");
    }
    // Like with like: the searches that show both the same number of people.
    std::vector<double> restricted;
    std::vector<double> unrestricted;
    for (std::size_t i = 0; i < kSearches; ++i) {
      const auto& a = all["grid_worker"][i];
      const auto& b = all["administrator"][i];
      if (a.people != b.people) continue;
      restricted.push_back(a.millis);
      unrestricted.push_back(b.millis);
    }
    FX_CHECK(!restricted.empty());
    say("search.same_page", static_cast<double>(restricted.size()), "searches",
        "show both roles the same number of people");
    say("search.same_page.ratio", quantile(restricted, 50) / quantile(unrestricted, 50), "",
        "p50 of the restricted role to that of the administrator, for these");
    // The same question to SQL without an index that knows the area.
    const double start = seconds_now();
    node_.database().read([](store::Session& db) {
      db.integer("select count(*) from identity_person where name like '%伟%'");
    });
    say("search.baseline.like", (seconds_now() - start) * 1000, "ms", "one scan with LIKE");
    return {};
  }

  // --- the evening table

  Status table() {
    node_.rehearsal_clock()->set(instant_of(kDay, kEvening));
    std::string path = "/api/reports/daily";
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
      const double start = seconds_now();
      auto answer = ask(node_, path, {{"area", "532601003"}});
      if (!answer) return answer.error();
      times.push_back((seconds_now() - start) * 1000);
    }
    std::sort(times.begin(), times.end());
    say("table.evening", times[2], "ms",
        "the day's table of a township, both versions compared; median of 5");
    const double start = seconds_now();
    node_.database().read([](store::Session& db) {
      db.integer("select count(distinct subject) from registry_state where kind = 0");
    });
    say("table.baseline.count", (seconds_now() - start) * 1000, "ms",
        "counting the people once in SQL");
    return {};
  }

  // --- single commands through HTTP

  Status commands() {
    const auto user = organisation::add_user(
        node_.host(), {"bench", "bench", "administrator", std::string(area::kCountry), kPassword});
    if (!user) return user.error();
    WebOptions options;
    options.port = 0;
    options.access_log = false;
    WebServer server(node_, options);
    const auto signed_in = node_.sessions().sign_in("bench", kPassword, "127.0.0.1");
    if (!signed_in) return signed_in.error();

    std::vector<Ulid> households;
    node_.database().read([&](store::Session& db) {
      node_.modules().people->each_household(
          db, community_code(0),
          [&](const Ulid& household, std::string_view) { households.push_back(household); });
    });
    auto started = command(node_, "screening.start",
                           json::Object{{"area", community_code(0)}, {"name", "bench"}});
    if (!started) return started.error();

    const std::string session =
        "Cookie: fx_session=" + signed_in->token + "\r\nX-CSRF-Token: " + signed_in->csrf + "\r\n";
    const double start = cpu_now();
    const double rate = drive(server.port(), session, households);
    const double cpu = cpu_now() - start;
    server.stop();

    // The same rows, group-committed by as many producers, without anything in front.
    const double raw_start = cpu_now();
    const double raw = raw_group_commit();
    const double raw_cpu = cpu_now() - raw_start;
    constexpr double kMicrosEach = 1e6 / (kClients * kCommandsEach);
    say("commands.http", rate, "1/s",
        "64 clients, each command durable before it is answered, client and server on this "
        "machine");
    say("commands.baseline.sqlite", raw, "1/s",
        "raw SQLite, 64 producers, the same rows group-committed");
    say("commands.ratio", rate / raw, "", "aim: 0.5");
    say("commands.cpu", cpu * kMicrosEach, "us", "CPU for each, clients and server together");
    say("commands.baseline.cpu", raw_cpu * kMicrosEach, "us",
        "the same of raw SQLite, producers and writer");
    if (beside_ == 0) return {};
    const double other = drive(beside_, "", households);
    say("commands.baseline.beside", other, "1/s",
        "the same load on the program beside (bench/node-postgres: Node and PostgreSQL, the same "
        "rows group-committed)");
    say("commands.ratio_beside", rate / other, "", "aim: 3");
    return {};
  }

  // Commands answered a second by the server on the port.
  double drive(std::uint16_t port, const std::string& headers,
               const std::vector<Ulid>& households) {
    Load load;
    load.port = port;
    load.clients = kClients;
    load.requests_each = kCommandsEach;
    load.request = [&](int client, int number) {
      const auto& household =
          households[static_cast<std::size_t>(client * kCommandsEach + number) % households.size()];
      const std::string body = "{\"id\":\"" + Ulid::make(node_.clock().now()).text() +
                               "\",\"body\":{\"household\":\"" + household.text() +
                               "\",\"rung\":\"phone\",\"outcome\":\"reached\"}}";
      return "POST /api/commands/screening.record HTTP/1.1\r\nHost: bench\r\n" + headers +
             "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
             "\r\n\r\n" + body;
    };
    const auto result = run_load(load);
    FX_CHECK(result.not_ok == 0);
    return result.answered / result.seconds;
  }

  double raw_group_commit() {
    const std::string dir = node_.database().path() + ".group";
    std::filesystem::remove_all(dir);
    double rate = 0;
    {
      store::Database raw(dir);
      raw.write([](store::Session& db) {
        db.script(
            "create table entry(position integer primary key, id blob unique, subject blob,"
            " payload text) strict; create index entry_subject on entry(subject);"
            "create table head(chain text primary key, seq integer) strict, without rowid;"
            "create table result(id blob primary key, household blob, area text) strict, without"
            " rowid; create index result_household on result(household);"
            "create index result_area on result(area);");
      });
      const std::string payload(420, 'x');  // an entry's columns and hashes
      const double start = seconds_now();
      std::vector<std::thread> threads;
      threads.reserve(kClients);
      for (int c = 0; c < kClients; ++c) {
        threads.emplace_back([&] {
          for (int i = 0; i < kCommandsEach; ++i) {
            const Ulid id = Ulid::make(SystemClock().now());
            const Ulid subject = id.derive(1);
            raw.write([&](store::Session& db) {
              db.run("insert into entry(id, subject, payload) values ($1, $2, $3)", id, subject,
                     payload);
              db.run(
                  "insert into head(chain, seq) values ('532601003001', 1)"
                  " on conflict(chain) do update set seq = seq + 1");
              db.run("insert into result(id, household, area) values ($1, $2, $3)", id, subject,
                     "532601003001-1-1-1-1-101");
            });
          }
        });
      }
      for (auto& thread : threads) thread.join();
      rate = kClients * kCommandsEach / (seconds_now() - start);
    }
    std::filesystem::remove_all(dir);
    return rate;
  }

  struct Traveller {
    std::string community;
    DemoHousehold household;
  };
  Node& node_;
  std::int64_t people_;
  const std::vector<std::string>& only_;
  std::uint16_t beside_;
  std::vector<Traveller> travellers_;
};

}  // namespace

int bench(const BenchOptions& options) {
  const auto dir =
      std::filesystem::temp_directory_path() / ("fangxian-bench-" + std::to_string(::getpid()));
  std::filesystem::remove_all(dir);
  int status = kDone;
  {
    // The same day whenever it is run: recorded in the morning, its table read after the cut-off.
    auto node = open_or_say({dir.string(), false, instant_of(kDay, kMorning)});
    if (!node) return kRefusedStatus;
    Bench run(*node, options);
    if (auto done = run.run(); !done) status = say_refused(done.error());
    if (options.format == Format::json) {
      json::Object out{{"people", options.people}};
      for (const auto& line : run.lines) {
        out[line.id] =
            json::Object{{"value", line.value}, {"unit", line.unit}, {"what", line.what}};
      }
      print(json::serialise(json::Value(std::move(out))));
    }
  }
  std::filesystem::remove_all(dir);
  return status;
}

}  // namespace fx::app
