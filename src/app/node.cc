#include "app/node.h"

#include <filesystem>

#include <sodium.h>

#include "access/accounts.h"
#include "access/looks.h"
#include "app/share.h"
#include "identity/person.h"

namespace fx::app {
namespace {

constexpr const char* kRehearsal = "rehearsal";
constexpr const char* kClockSetting = "clock";

}  // namespace

Result<std::unique_ptr<Node>> Node::open(const NodeOptions& options) {
  FX_CHECK(sodium_init() >= 0);
  const auto file = std::filesystem::path(options.data) / "fangxian.db";
  if (options.must_exist && !std::filesystem::exists(file)) {
    return refuse(kNoData, "data", {{"path", options.data}});
  }
  const std::string packs = shared_folder("policies");
  if (packs.empty()) return refuse(kNoPacks);
  auto modules = make_modules(packs);
  if (!modules) return modules.error();

  std::unique_ptr<Node> node(new Node());
  node->modules_ = std::move(*modules);
  node->database_ = std::make_unique<store::Database>(options.data);
  // Whether it is a rehearsal is known only once the database is open, and the clock is needed to
  // open the rest: the settings are read first.
  const store::Schema own{
      "app",
      {"create table app_setting(name text primary key, value text not null) strict,"
       " without rowid;"}};
  if (auto status = node->database_->migrate({own}); !status) return status.error();
  std::optional<Instant> stands = options.rehearsal_clock;
  if (!stands && node->kind() == kRehearsal) stands = parse_instant(node->setting(kClockSetting));
  if (stands) {
    auto clock = std::make_unique<ManualClock>(*stands);
    node->rehearsal_clock_ = clock.get();
    node->clock_ = std::move(clock);
  } else {
    node->clock_ = std::make_unique<SystemClock>();
  }
  node->host_ = std::make_unique<host::Host>(
      *node->database_, *node->clock_,
      std::vector<store::Schema>{own, access::schema(), identity::schema()}, node->modules_.all);
  if (!node->host_->status()) return node->host_->status().error();
  node->database().read([&](store::Session& db) { node->modules_.open(db); });
  node->host_->set_look_writer(access::kRecordLooks);
  node->sessions_ = std::make_unique<access::Sessions>(*node->database_, *node->clock_);
  if (options.rehearsal_clock) {
    const bool used = node->database_->read([](store::Session& db) {
      return db.integer("select 1 from journal_entry limit 1").has_value();
    });
    if (used && node->kind() != kRehearsal) return refuse(kNotARehearsal, "data");
    node->mark(kRehearsal);
    node->set_rehearsal_clock(*options.rehearsal_clock);
  }
  return node;
}

Node::~Node() {
  // Listeners before the database they listen to.
  sessions_.reset();
  host_.reset();
}

std::string Node::kind() {
  auto kind = setting("kind");
  return kind.empty() ? "real" : kind;
}

void Node::mark(const std::string& kind) { set("kind", kind); }

void Node::set_rehearsal_clock(Instant now) {
  FX_CHECK(rehearsal_clock_ != nullptr);
  set(kClockSetting, iso(now));
  rehearsal_clock_->set(now);
}

std::string Node::setting(const std::string& name) {
  return database_->read([&](store::Session& db) {
    auto q = db.query("select value from app_setting where name = $1", name);
    return q.next() ? q.string(0) : std::string();
  });
}

void Node::set(const std::string& name, const std::string& value) {
  database_->write([&](store::Session& db) {
    db.run(
        "insert into app_setting(name, value) values ($1, $2)"
        " on conflict(name) do update set value = excluded.value",
        name, value);
  });
}

}  // namespace fx::app
