// A host over a new database, in a folder of its own that is gone in the end, with a clock that
// stands still: what tests, benchmarks and fuzz targets of modules are built on. Knows no test
// framework; what must not happen throws.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "area/tree.h"
#include "base/check.h"
#include "host/host.h"
#include "journal/journal.h"

namespace fx::testing {

// The area tree's entries and views, as the organisation module declares them.
class AreaModule : public host::Module {
 public:
  [[nodiscard]] std::string_view name() const override { return "area"; }
  void declare(host::Declaration& to) override {
    to.entry<area::AreaAdded>("新增区域", "area added");
    to.entry<area::AreaRenamed>("区域更名", "area renamed");
    to.entry<area::AreaMoved>("区域调整", "area moved");
    to.view(std::string(area::kNodeTable), std::string(area::kNodeDdl));
    to.view(std::string(area::kFormerTable), std::string(area::kFormerDdl));
    to.on<area::AreaAdded>([](store::Session& db, const journal::Entry&, const area::AreaAdded& p) {
      area::apply(db, p);
    });
    to.on<area::AreaRenamed>([](store::Session& db, const journal::Entry&,
                                const area::AreaRenamed& p) { area::apply(db, p); });
    to.on<area::AreaMoved>([](store::Session& db, const journal::Entry&, const area::AreaMoved& p) {
      area::apply(db, p);
    });
  }
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("no file " + path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class TestHost {
 public:
  // `name`: one of its own among those that live at once in the process.
  explicit TestHost(const std::string& name, std::string_view now = "2020-02-10T09:00:00+08:00")
      : clock_(*parse_instant(now)),
        dir_((std::filesystem::temp_directory_path() /
              ("fx_host_" + std::to_string(::getpid()) + "_" + name))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {}
  virtual ~TestHost() {
    host_.reset();
    std::filesystem::remove_all(dir_);
  }
  TestHost(const TestHost&) = delete;
  TestHost& operator=(const TestHost&) = delete;

  // The program with these modules on the data there is; `below` as for host::Host.
  void open(std::vector<std::unique_ptr<host::Module>> modules, std::vector<store::Schema> below) {
    host_.reset();
    modules_ = std::move(modules);
    host_ = std::make_unique<host::Host>(database_, clock_, std::move(below), modules_);
    FX_CHECK(host_->status().has_value());
  }

  // "2020-02-10T09:00:00", local time.
  void clock(std::string_view text) { clock_.set(*parse_instant(std::string(text) + "+08:00")); }
  void pass(std::int64_t millis) { clock_.set(Instant{clock_.now().millis + millis}); }

  // Without a command: for hosts that have the area tree and no organisation.
  void add_area(const std::string& code, const std::string& name) {
    const auto run = [&](host::CommandContext& context) -> Result<host::Done> {
      context.append({{}, code}, area::AreaAdded{{{code, name}}});
      return host::Done{};
    };
    FX_CHECK(host_->act(access::Actor::system(), Ulid::make(clock_.now()), "", run).has_value());
  }

  Result<host::CommandAnswer> send(const std::string& command, json::Object body,
                                   const access::Actor& actor,
                                   std::optional<Instant> occurred = {}) {
    host::Envelope envelope;
    envelope.id = Ulid::make(clock_.now());
    envelope.command = command;
    envelope.occurred_at = occurred;
    envelope.body = std::move(body);
    return host_->execute(actor, std::move(envelope));
  }
  Result<host::CommandAnswer> send(const std::string& command, json::Object body,
                                   std::optional<Instant> occurred = {}) {
    return send(command, std::move(body), actor_, occurred);
  }
  // Throws if it is refused.
  host::CommandAnswer ok(const std::string& command, json::Object body,
                         std::optional<Instant> occurred = {}) {
    auto answer = send(command, std::move(body), occurred);
    if (!answer) throw std::logic_error(command + ": " + said(answer.error()));
    return *answer;
  }
  // "done", or the code of the refusal.
  std::string refused(const std::string& command, json::Object body, const access::Actor& actor,
                      std::optional<Instant> occurred = {}) {
    const auto answer = send(command, std::move(body), actor, occurred);
    return answer ? "done" : std::string(answer.error().code());
  }
  std::string refused(const std::string& command, json::Object body,
                      std::optional<Instant> occurred = {}) {
    return refused(command, std::move(body), actor_, occurred);
  }

  // Throws if there is none.
  const host::RouteInfo& route(
      const std::string& path,
      host::RouteInfo::Kind kind = host::RouteInfo::Kind::kQuestion) const {
    for (const auto& route : host_->routes()) {
      if (route.path == path && route.kind == kind) return route;
    }
    throw std::logic_error("no route " + path);
  }
  // The answer's JSON.
  Result<std::string> asked(const std::string& path, const host::RawParams& params,
                            const access::Actor& actor) {
    return host_->ask(actor, route(path), params, language_);
  }
  // The answer, or {"refused": code}.
  json::Value ask(const std::string& path, const host::RawParams& params,
                  const access::Actor& actor) {
    const auto answer = asked(path, params, actor);
    if (!answer) return json::Object{{"refused", answer.error().code()}};
    return *json::parse(*answer);
  }
  json::Value ask(const std::string& path, const host::RawParams& params) {
    return ask(path, params, actor_);
  }
  // Throws if it is refused.
  host::File file(const std::string& path, const host::RawParams& params) {
    auto made =
        host_->make_file(actor_, route(path, host::RouteInfo::Kind::kDocument), params, language_);
    if (!made) throw std::logic_error(path + ": " + said(made.error()));
    return std::move(*made);
  }

  // All figures of an area, by id; as known now if not said otherwise.
  std::map<std::string, std::int64_t> figures_of(const std::string& area, Day day,
                                                 std::optional<Instant> known = {},
                                                 area::Level level = area::Level::kCommunity) {
    std::map<std::string, std::int64_t> out;
    database_.read([&](store::Session& db) {
      const auto frame = host::Frame::make(area, day, known.value_or(clock_.now()));
      for (const auto& indicator : host_->indicators()) {
        for (const auto& f : host::evaluate(db, indicator, frame, level)) out[f.id] = f.value;
      }
    });
    return out;
  }

  template <class F>
  auto read(F&& f) {
    return database_.read(std::forward<F>(f));
  }
  std::int64_t count(const std::string& sql) {
    return read([&](store::Session& db) { return db.integer(sql).value_or(0); });
  }

  // What must hold whatever was done: the views are those that the journal makes, and its chains
  // hold. Names what does not; nothing: all is sound.
  std::vector<std::string> faults() {
    std::vector<std::string> out;
    for (const auto& table : host_->rebuild().tables) {
      if (table.before != table.after) out.push_back(table.name);
    }
    if (!read([](store::Session& db) { return journal::Journal::verify(db); }).faults.empty()) {
      out.emplace_back("journal");
    }
    return out;
  }
  bool sound() { return faults().empty(); }

  ManualClock clock_;
  std::string dir_;
  store::Database database_;
  std::vector<std::unique_ptr<host::Module>> modules_;
  std::unique_ptr<host::Host> host_;
  access::Actor actor_ = access::Actor::system();  // who asks and sends where nobody is named
  Language language_ = Language::kEn;

 private:
  static std::string said(const Refusal& refusal) {
    return std::string(refusal.code()) + " " + refusal.field + " " + refusal.message(Language::kEn);
  }
};

}  // namespace fx::testing
