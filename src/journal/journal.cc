#include "journal/journal.h"

#include <algorithm>
#include <cstring>
#include <map>

#include <sodium.h>

namespace fx::journal {
namespace {

constexpr std::string_view kColumns =
    "position, id, kind, version, chain, seq, subject, area, occurred_at, recorded_at, actor,"
    " device, amends, payload, previous, hash";

class Hasher {
 public:
  Hasher() { crypto_hash_sha256_init(&state_); }
  void number(std::int64_t value) {
    std::array<unsigned char, 8> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
      bytes[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> (8 * i));
    }
    put(bytes.data(), bytes.size());
  }
  void bytes(const void* data, std::size_t size) {
    number(static_cast<std::int64_t>(size));
    put(static_cast<const unsigned char*>(data), size);
  }
  void text(std::string_view text) { bytes(text.data(), text.size()); }
  void id(const Ulid& id) { bytes(id.bytes().data(), id.is_nil() ? 0 : 16); }
  Hash finish() {
    flush();
    Hash out{};
    crypto_hash_sha256_final(&state_, out.data());
    return out;
  }

 private:
  // Gathers small fields: one call of the hash function an entry, not one a field.
  void put(const unsigned char* data, std::size_t size) {
    if (used_ + size > buffer_.size()) flush();
    if (size > buffer_.size()) {
      crypto_hash_sha256_update(&state_, data, size);
      return;
    }
    if (size != 0) std::memcpy(buffer_.data() + used_, data, size);
    used_ += size;
  }
  void flush() {
    crypto_hash_sha256_update(&state_, buffer_.data(), used_);
    used_ = 0;
  }
  crypto_hash_sha256_state state_{};
  std::array<unsigned char, 1024> buffer_{};
  std::size_t used_ = 0;
};

store::Blob blob(const Hash& hash) {
  return {{reinterpret_cast<const char*>(hash.data()), hash.size()}};
}

// False: the stored bytes cannot be an entry (a damaged file).
bool read_hash(Hash& out, std::string_view bytes) {
  if (bytes.size() != out.size()) return false;
  std::memcpy(out.data(), bytes.data(), out.size());
  return true;
}

bool sound_id(std::string_view bytes) { return bytes.empty() || bytes.size() == 16; }

std::optional<Entry> read_entry(const store::Query& q) {
  if (!sound_id(q.text(1)) || !sound_id(q.text(6)) || !sound_id(q.text(10)) ||
      !sound_id(q.text(12))) {
    return std::nullopt;
  }
  Entry e;
  e.position = q.integer(0);
  e.id = q.ulid(1);
  e.kind = q.text(2);
  e.version = q.number(3);
  e.chain = q.text(4);
  e.seq = q.integer(5);
  e.subject = q.ulid(6);
  e.area = q.text(7);
  e.occurred_at = q.instant(8);
  e.recorded_at = q.instant(9);
  e.actor = q.ulid(10);
  e.device = q.text(11);
  e.amends = q.ulid(12);
  e.payload = q.text(13);
  if (!read_hash(e.previous, q.text(14)) || !read_hash(e.hash, q.text(15))) return std::nullopt;
  return e;
}

std::string select(std::string_view tail) {
  return "select " + std::string(kColumns) + " from journal_entry " + std::string(tail);
}

std::vector<Entry> read_all(store::Query q) {
  std::vector<Entry> out;
  while (q.next()) {
    auto entry = read_entry(q);
    if (!entry) throw store::StoreError("a damaged journal entry: run verify");
    out.push_back(std::move(*entry));
  }
  return out;
}

}  // namespace

Hash hash_of(const Entry& e) {
  Hasher h;
  h.bytes(e.previous.data(), e.previous.size());
  h.id(e.id);
  h.text(e.kind);
  h.number(e.version);
  h.text(e.chain);
  h.number(e.seq);
  h.id(e.subject);
  h.text(e.area);
  h.number(e.occurred_at.millis);
  h.number(e.recorded_at.millis);
  h.id(e.actor);
  h.text(e.device);
  h.id(e.amends);
  h.text(e.payload);
  return h.finish();
}

std::string hex(const Hash& hash) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const auto byte : hash) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

store::Schema schema() {
  return {"journal",
          {"create table journal_entry("
           " position integer primary key, id blob not null unique, kind text not null,"
           " version integer not null, chain text not null, seq integer not null, subject blob,"
           " area text not null, occurred_at integer not null, recorded_at integer not null,"
           " actor blob, device text not null, amends blob, payload text not null,"
           " previous blob not null, hash blob not null) strict;"
           "create index journal_subject on journal_entry(subject) where subject is not null;"
           "create index journal_amends on journal_entry(amends) where amends is not null;"
           // The head is kept apart so that a journal cut off at its end is noticed.
           "create table journal_head(chain text primary key, seq integer not null,"
           " recorded_at integer not null, hash blob not null) strict, without rowid;"}};
}

Journal::Journal(store::Database& database) {
  database.on_forget([this](store::Database::Undone) {
    heads_.clear();
    moved_.clear();
  });
  database.on_keep([this](store::Session& session) { write_heads(session); });
}

Journal::Head& Journal::head_of(store::Session& session, const std::string& chain) {
  const auto it = heads_.find(chain);
  if (it != heads_.end()) return it->second;
  Head head;
  auto q = session.query("select seq, recorded_at, hash from journal_head where chain = $1", chain);
  if (q.next()) {
    head.seq = q.integer(0);
    head.recorded_at = q.instant(1);
    FX_CHECK(read_hash(head.hash, q.text(2)));
  }
  return heads_.emplace(chain, head).first->second;
}

void Journal::append(store::Session& session, Entry& e, Instant now) {
  FX_CHECK(!e.id.is_nil() && !e.kind.empty() && !e.chain.empty());
  Head& head = head_of(session, e.chain);
  e.seq = head.seq + 1;
  // A clock set back must not make a later entry look earlier: as-of views cut by recorded_at.
  e.recorded_at = std::max(now, head.recorded_at);
  e.previous = head.hash;
  e.hash = hash_of(e);
  session.run(
      "insert into journal_entry(id, kind, version, chain, seq, subject, area, occurred_at,"
      " recorded_at, actor, device, amends, payload, previous, hash)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      e.id, e.kind, e.version, e.chain, e.seq, e.subject, e.area, e.occurred_at, e.recorded_at,
      e.actor, e.device, e.amends, e.payload, blob(e.previous), blob(e.hash));
  e.position = session.last_insert_id();
  head.seq = e.seq;
  head.recorded_at = e.recorded_at;
  head.hash = e.hash;
  if (!head.moved) moved_.push_back(e.chain);
  head.moved = true;
}

// Once for all entries that a group has added to a chain.
void Journal::write_heads(store::Session& session) {
  for (const auto& chain : moved_) {
    Head& head = heads_.at(chain);
    session.run(
        "insert into journal_head(chain, seq, recorded_at, hash) values ($1, $2, $3, $4)"
        " on conflict(chain) do update set seq = excluded.seq, recorded_at = excluded.recorded_at,"
        " hash = excluded.hash",
        chain, head.seq, head.recorded_at, blob(head.hash));
    head.moved = false;
  }
  moved_.clear();
}

std::optional<Entry> Journal::find(store::Session& session, const Ulid& id) {
  static const std::string sql = select("where id = $1");
  auto all = read_all(session.query(sql, id));
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

bool Journal::contains(store::Session& session, const Ulid& id) {
  return session.integer("select 1 from journal_entry where id = $1", id).has_value();
}

void Journal::each(store::Session& session, std::int64_t from,
                   const std::function<void(const Entry&)>& visit) {
  auto q = session.query(select("where position >= $1 order by position"), from);
  while (q.next()) {
    const auto entry = read_entry(q);
    if (!entry) throw store::StoreError("a damaged journal entry: run verify");
    visit(*entry);
  }
}

std::vector<Entry> Journal::history(store::Session& session, const Ulid& subject) {
  return read_all(session.query(select("where subject = $1 order by position"), subject));
}

std::vector<Entry> Journal::amendments_of(store::Session& session, const Ulid& id) {
  return read_all(session.query(select("where amends = $1 order by position"), id));
}

Verification Journal::verify(store::Session& session) {
  struct State {
    ChainHead head;
    bool faulty = false;
  };
  std::map<std::string, State> chains;
  Verification out;
  const auto fault = [&](State& state, const Fault& found) {
    if (!state.faulty) out.faults.push_back(found);
    state.faulty = true;
  };
  auto q = session.query(select("order by position"));
  while (q.next()) {
    ++out.entries;
    const std::string chain = q.string(4);
    State& state = chains[chain];
    state.head.chain = chain;
    const auto e = read_entry(q);
    if (!e) {
      fault(state, {chain, q.integer(5), q.integer(0), Ulid(), "unreadable"});
      continue;
    }
    ++state.head.entries;
    if (hash_of(*e) != e->hash) {
      fault(state, {chain, e->seq, e->position, e->id, "changed"});
    } else if (e->seq != state.head.entries || e->previous != state.head.hash) {
      fault(state, {chain, e->seq, e->position, e->id, "out of order"});
    }
    state.head.hash = e->hash;
  }
  auto heads = session.query("select chain, seq, hash from journal_head order by chain");
  while (heads.next()) {
    State& state = chains[heads.string(0)];
    state.head.chain = heads.string(0);
    Hash hash{};
    if (!read_hash(hash, heads.text(2)) || heads.integer(1) != state.head.entries ||
        hash != state.head.hash) {
      fault(state, {heads.string(0), heads.integer(1), 0, Ulid(), "cut off"});
    }
  }
  for (auto& [chain, state] : chains) out.chains.push_back(state.head);
  return out;
}

}  // namespace fx::journal
