#include "host/host.h"

#include <algorithm>

#include <sodium.h>

#include "area/code.h"

namespace fx::host {
namespace {

constexpr std::int64_t kClockSlackMillis = 5 * kMillisPerMinute;
constexpr std::size_t kDeviceMax = 64;

// Rows of a table in the order of its key, each value with its type and length: equal digests mean
// equal tables, to the byte.
std::string digest(store::Session& db, const std::string& table) {
  std::string order;
  {
    auto q = db.query("select name from pragma_table_info($1) where pk > 0 order by pk", table);
    while (q.next()) order += (order.empty() ? "" : ", ") + q.string(0);
  }
  if (order.empty()) order = "rowid";
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  auto q = db.query("select * from " + table + " order by " + order);
  std::string row;
  while (q.next()) {
    row.clear();
    for (int i = 0; i < q.columns(); ++i) {
      const auto text = q.text(i);
      row += q.is_null(i) ? 'n' : 'v';
      row += std::to_string(text.size());
      row += ':';
      row += text;
    }
    row += '\n';
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(row.data()),
                              row.size());
  }
  journal::Hash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return journal::hex(hash);
}

bool table_exists(store::Session& db, const std::string& table) {
  return db.integer("select 1 from sqlite_master where type = 'table' and name = $1", table)
      .has_value();
}

}  // namespace

journal::Entry CommandContext::append_entry(const Target& target, std::string_view kind,
                                            int version, std::string payload_text,
                                            const void* payload) {
  FX_CHECK(area::is_code(target.area));
  journal::Entry entry;
  entry.id = appended_ == 0 ? id : id.derive(static_cast<std::uint64_t>(appended_));
  if (appended_ == 0) first_subject_ = target.subject;
  ++appended_;
  entry.kind = kind;
  entry.version = version;
  entry.chain = area::chain(target.area);
  entry.subject = target.subject;
  entry.area = target.area;
  entry.occurred_at = target.occurred_at.value_or(occurred_at);
  entry.actor = actor.account;
  entry.device = device;
  entry.amends = target.amends;
  entry.payload = std::move(payload_text);
  return host_.append(*this, std::move(entry), payload);
}

bool RebuildReport::same() const {
  return std::all_of(tables.begin(), tables.end(),
                     [](const Table& t) { return t.before == t.after; });
}

Host::Host(store::Database& database, const Clock& clock, std::vector<store::Schema> below,
           const std::vector<std::unique_ptr<Module>>& modules)
    : database_(database), clock_(clock), journal_(database) {
  for (const auto& module : modules) module->declare(declared_);
  for (const auto& [name, kind] : declared_.kinds_) {
    FX_CHECK(kind.replay);  // someone listens to an entry that nobody declared
  }
  auto schemas = std::move(below);
  schemas.push_back(journal::schema());
  schemas.push_back({"host",
                     {"create table host_view(name text primary key, ddl text not null) strict,"
                      " without rowid;",
                      "create table host_answer(command blob primary key, subject blob,"
                      " result text not null) strict, without rowid;"}});
  schemas.insert(schemas.end(), declared_.schemas_.begin(), declared_.schemas_.end());
  status_ = database_.migrate(schemas);
  if (!status_) return;
  make_views();
  database_.on_forget([this](store::Database::Undone undone) {
    if (undone == store::Database::Undone::kGroup) events_.clear();
  });
  database_.on_commit([this] {
    if (events_.empty()) return;
    std::vector<Event> events;
    events.swap(events_);
    for (const auto& listener : listeners_) listener(events);
  });
}

Host::~Host() {
  // The database may outlive us: nothing of ours may run after this.
  database_.clear_listeners();
}

// Views whose definition has changed since the database was last opened are filled from the
// journal.
void Host::make_views() {
  const bool changed = database_.write([&](store::Session& db) {
    bool stale = false;
    for (const auto& view : declared_.views_) {
      auto q = db.query("select ddl from host_view where name = $1", view.table);
      stale = stale || !q.next() || q.text(0) != view.ddl;
    }
    return stale;
  });
  if (changed) rebuild();
}

RebuildReport Host::rebuild() {
  return database_.write([&](store::Session& db) {
    RebuildReport report;
    for (const auto& view : declared_.views_) {
      const bool exists = table_exists(db, view.table);
      report.tables.push_back({view.table, exists ? digest(db, view.table) : "", ""});
      if (exists) db.run("drop table " + view.table);
    }
    for (const auto& view : declared_.views_) {
      db.script(view.ddl);
      db.run(
          "insert into host_view(name, ddl) values ($1, $2)"
          " on conflict(name) do update set ddl = excluded.ddl",
          view.table, view.ddl);
    }
    journal::Journal::each(db, 0, [&](const journal::Entry& entry) {
      ++report.entries;
      const auto it = declared_.kinds_.find(entry.kind);
      if (it == declared_.kinds_.end()) {
        throw store::StoreError("the journal holds an entry of unknown kind " + entry.kind);
      }
      if (auto status = it->second.replay(db, entry, it->second); !status) {
        throw store::StoreError("entry " + entry.id.text() + ": " +
                                status.error().message(Language::kEn));
      }
    });
    for (auto& table : report.tables) table.after = digest(db, table.name);
    return report;
  });
}

journal::Entry Host::append(CommandContext& context, journal::Entry entry, const void* payload) {
  const auto it = declared_.kinds_.find(entry.kind);
  FX_CHECK(it != declared_.kinds_.end());
  journal_.append(context.db, entry, context.now);
  for (const auto& apply : it->second.appliers) apply(context.db, entry, payload);
  events_.push_back({entry.kind, entry.area, entry.subject});
  return entry;
}

Result<CommandAnswer> Host::run_command(store::Session& db, const access::Actor& actor,
                                        const Ulid& id, std::optional<Instant> occurred_at,
                                        const std::string& device,
                                        const std::function<Status(store::Session&)>& allowed,
                                        const Act& run) {
  const Instant now = clock_.now();
  CommandAnswer answer;
  answer.id = id;
  // Sent before: say so with what was recorded then. Somebody else's id is not told anything.
  if (const auto before = journal::Journal::find(db, id)) {
    if (before->actor != actor.account) return refuse(kIdTaken, "id");
    return kept_answer(db, *before);
  }
  if (occurred_at && occurred_at->millis > now.millis + kClockSlackMillis) {
    return refuse(kInTheFuture, "occurred_at", {{"at", iso(*occurred_at)}});
  }
  if (auto status = allowed(db); !status) return status.error();
  CommandContext context(*this, db, actor, now, occurred_at.value_or(now), id,
                         device.substr(0, kDeviceMax));
  const auto events_before = events_.size();
  const auto take_back = [&] { events_.resize(events_before); };
  try {
    auto done = run(context);
    if (!done) {
      take_back();
      return done.error();
    }
    answer.subject = done->subject;
    answer.result = std::move(done->result);
    answer.entries = context.appended();
    keep_answer(db, context, answer, done->told_once);
  } catch (...) {
    take_back();
    throw;
  }
  return answer;
}

// What the journal cannot tell of an answer. Not a view: what a command answered is no function of
// its entries. A command without entries changed nothing and is simply carried out again.
void Host::keep_answer(store::Session& db, const CommandContext& context,
                       const CommandAnswer& answer,
                       const std::vector<std::string_view>& told_once) {
  if (context.appended() == 0) return;
  if (answer.subject == context.first_subject() && answer.result.is_null()) return;
  json::Value kept = answer.result;
  if (kept.is_object()) {
    for (const auto field : told_once) kept.as_object().erase(field);
  }
  db.run("insert into host_answer(command, subject, result) values ($1, $2, $3)", answer.id,
         answer.subject, json::serialise(kept));
}

CommandAnswer Host::kept_answer(store::Session& db, const journal::Entry& first) {
  CommandAnswer answer;
  answer.id = first.id;
  answer.status = Outcome::already_done;
  answer.subject = first.subject;
  answer.entries = 1;
  while (
      journal::Journal::contains(db, first.id.derive(static_cast<std::uint64_t>(answer.entries)))) {
    ++answer.entries;
  }
  auto q = db.query("select subject, result from host_answer where command = $1", first.id);
  if (q.next()) {
    answer.subject = q.ulid(0);
    auto result = json::parse(q.text(1));
    FX_CHECK(result.has_value());
    answer.result = std::move(*result);
  }
  return answer;
}

void Host::forget_answers(Instant before) {
  // An id begins with its moment.
  const Ulid bound = Ulid::make(std::max(before, Instant{0}));
  database_.write(
      [&](store::Session& db) { db.run("delete from host_answer where command < $1", bound); });
}

void Host::submit(std::shared_ptr<const access::Actor> actor, Envelope envelope, Answered done) {
  const auto it = declared_.commands_.find(envelope.command);
  if (it == declared_.commands_.end()) {
    done(refuse(kUnknownCommand, "command", {{"name", envelope.command}}), nullptr);
    return;
  }
  // Whoever holds the permission nowhere is refused before the body is looked at.
  const CommandInfo& info = it->second;
  if (actor->areas(info.permission).empty()) {
    done(access::require(*actor, info.permission, "").error(), nullptr);
    return;
  }
  auto prepared = info.prepare(envelope.body);
  if (!prepared) {
    done(prepared.error(), nullptr);
    return;
  }
  struct Running {
    std::shared_ptr<const access::Actor> actor;
    PreparedCommand command;
    Envelope envelope;
    Answered done;
    std::optional<Result<CommandAnswer>> answer;
  };
  auto running = std::make_shared<Running>(
      Running{std::move(actor), std::move(*prepared), std::move(envelope), std::move(done), {}});
  running->envelope.body = nullptr;
  database_.write_async(
      [this, running, permission = info.permission](store::Session& db) {
        running->answer.emplace(run_command(
            db, *running->actor, running->envelope.id, running->envelope.occurred_at,
            running->envelope.device.value_or(""),
            [&](store::Session& session) -> Status {
              auto area = running->command.area(session);
              if (!area) return area.error();
              return access::require(*running->actor, permission, *area);
            },
            running->command.run));
        return running->answer->has_value();
      },
      [running](const std::exception_ptr& failure) {
        if (failure) {
          running->done(refuse(kNotFound), failure);
        } else {
          running->done(std::move(*running->answer), nullptr);
        }
      },
      store::Database::Run::kMayRepeat);
}

Result<CommandAnswer> Host::execute(const access::Actor& actor, Envelope envelope) {
  std::promise<Result<CommandAnswer>> promise;
  submit(std::make_shared<const access::Actor>(actor), std::move(envelope),
         [&](Result<CommandAnswer> answer, const std::exception_ptr& failure) {
           if (failure) {
             promise.set_exception(failure);
           } else {
             promise.set_value(std::move(answer));
           }
         });
  return promise.get_future().get();
}

Result<CommandAnswer> Host::act(const access::Actor& actor, const Ulid& id,
                                const std::string& device, const Act& run) {
  return database_.write([&](store::Session& db) {
    return run_command(
        db, actor, id, std::nullopt, device, [](store::Session&) { return Status(); }, run);
  });
}

// Answers in one read transaction; the looks it took are on record before it is given away.
template <class Answer, class Run>
Result<Answer> Host::answer(const access::Actor& actor, const RouteInfo& route, Language language,
                            const Run& run) {
  const Instant now = clock_.now();
  std::vector<Look> looks;
  auto out = database_.read([&](store::Session& db) -> Result<Answer> {
    QueryContext context{db, actor, now, language, {}, &declared_.indicators_};
    auto result = run(context);
    looks = std::move(context.looks);
    return result;
  });
  if (out && !looks.empty() && look_writer_) {
    database_.write([&](store::Session& db) { look_writer_(db, actor, now, route.path, looks); },
                    store::Database::Run::kMayRepeat);
  }
  return out;
}

Result<std::string> Host::ask(const access::Actor& actor, const RouteInfo& route,
                              const RawParams& raw, Language language) {
  return answer<std::string>(actor, route, language,
                             [&](QueryContext& context) { return route.ask(context, raw); });
}

Result<File> Host::make_file(const access::Actor& actor, const RouteInfo& route,
                             const RawParams& raw, Language language) {
  return answer<File>(actor, route, language,
                      [&](QueryContext& context) { return route.make_file(context, raw); });
}

void Host::on_events(std::function<void(const std::vector<Event>&)> listener) {
  database_.write([&](store::Session&) { listeners_.push_back(std::move(listener)); });
}

}  // namespace fx::host
