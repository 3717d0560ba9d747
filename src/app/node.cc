#include "app/node.h"

#include <filesystem>

#include <sodium.h>

#include "access/accounts.h"
#include "access/looks.h"
#include "app/share.h"
#include "identity/person.h"

namespace fx::app {

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
  if (options.rehearsal_clock) {
    auto clock = std::make_unique<ManualClock>(*options.rehearsal_clock);
    node->rehearsal_clock_ = clock.get();
    node->clock_ = std::move(clock);
  } else {
    node->clock_ = std::make_unique<SystemClock>();
  }
  node->database_ = std::make_unique<store::Database>(options.data);
  const store::Schema own{
      "app",
      {"create table app_setting(name text primary key, value text not null) strict,"
       " without rowid;"}};
  node->host_ = std::make_unique<host::Host>(
      *node->database_, *node->clock_,
      std::vector<store::Schema>{own, access::schema(), identity::schema()}, node->modules_.all);
  if (!node->host_->status()) return node->host_->status().error();
  node->host_->set_look_writer(access::record_looks);
  node->sessions_ = std::make_unique<access::Sessions>(*node->database_, *node->clock_);
  if (options.rehearsal_clock) {
    const bool used = node->database_->read([](store::Session& db) {
      return db.integer("select 1 from journal_entry limit 1").has_value();
    });
    if (used && node->kind() != "rehearsal") return refuse(kNotARehearsal, "data");
    node->mark("rehearsal");
  }
  return node;
}

Node::~Node() {
  // Listeners before the database they listen to.
  sessions_.reset();
  host_.reset();
}

std::string Node::kind() {
  return database_->read([](store::Session& db) {
    auto q = db.query("select value from app_setting where name = 'kind'");
    return q.next() ? q.string(0) : std::string("real");
  });
}

void Node::mark(const std::string& kind) {
  database_->write([&](store::Session& db) {
    db.run(
        "insert into app_setting(name, value) values ('kind', $1)"
        " on conflict(name) do update set value = excluded.value",
        kind);
  });
}

}  // namespace fx::app
