#include "access/sessions.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <unordered_map>

#include <arpa/inet.h>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <sodium.h>

#include "access/changes.h"
#include "access/throttle.h"
#include "base/check.h"
#include "base/json.h"
#include "base/text.h"

namespace fx::access {
namespace {

constexpr std::string_view kProgramPrefix = "fxt_";
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenLetters = 43;
constexpr std::size_t kCacheMax = 100'000;
constexpr std::size_t kAddressMax = 64;
// Hashing takes 64 MiB each: so many at a time, and so many waiting.
constexpr int kHashersMax = 2;
constexpr int kHashersWaiting = 30;
constexpr ThrottleRule kPerAccount{5, 2'000, 60'000, 3'600'000};
// Many clerks sit behind one address.
constexpr ThrottleRule kPerAddress{30, 2'000, 900'000, 3'600'000};
constexpr std::size_t kThrottleKeys = 20'000;

using Digest = std::array<std::uint8_t, crypto_hash_sha256_BYTES>;
struct DigestHash {
  std::size_t operator()(const Digest& digest) const {
    std::size_t out = 0;
    std::copy_n(digest.begin(), sizeof out, reinterpret_cast<std::uint8_t*>(&out));
    return out;
  }
};

Digest digest_of(std::string_view token) {
  Digest out{};
  crypto_hash_sha256(out.data(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size());
  return out;
}
store::Blob blob(const Digest& digest) {
  return {{reinterpret_cast<const char*>(digest.data()), digest.size()}};
}

std::string base64(const unsigned char* bytes, std::size_t size) {
  std::string out(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();  // the terminating zero
  return out;
}

std::string new_token() {
  std::array<unsigned char, kTokenBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return base64(bytes.data(), bytes.size());
}

bool looks_like_token(std::string_view token) {
  return token.size() == kTokenLetters ||
         (token.size() == kProgramPrefix.size() + kTokenLetters &&
          token.substr(0, kProgramPrefix.size()) == kProgramPrefix);
}

// One household's IPv6 network has more addresses than could ever be counted: its first half
// counts.
std::string address_key(std::string_view address) {
  std::string text(address.substr(0, kAddressMax));
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) return text;
  return std::string(reinterpret_cast<const char*>(v6.s6_addr), 8);
}

struct Cached {
  SignedIn who;
  Instant loaded_at;
  Instant expires_at;
  Instant created_at;
  bool idles = false;  // a session, not a program's token
  std::atomic<std::int64_t> used_at{0};
  std::atomic<std::int64_t> touched_at{0};

  [[nodiscard]] bool alive(Instant now) const {
    return now < expires_at && (!idles || now.millis - used_at.load() < kSessionIdleMillis);
  }
};

}  // namespace

struct Sessions::State {
  State(store::Database& db, const Clock& time, PasswordCost hash_cost)
      : database(db), clock(time), cost(hash_cost) {}

  store::Database& database;
  const Clock& clock;
  const PasswordCost cost;
  Throttle accounts{kPerAccount, kThrottleKeys};
  Throttle addresses{kPerAddress, kThrottleKeys};
  std::counting_semaphore<kHashersMax> hashers{kHashersMax};
  std::atomic<int> waiting{0};

  std::shared_mutex mutex;
  std::unordered_map<Digest, std::shared_ptr<Cached>, DigestHash> cache;
  std::uint64_t generation = 0;  // under mutex; what was read before it changed is not kept
  // changes_noted() at the last commit: when there are more, one is being written.
  std::atomic<std::uint64_t> settled{changes_noted()};

  [[nodiscard]] bool unsettled() const { return settled.load() != changes_noted(); }
  void forget() {
    const std::unique_lock lock(mutex);
    cache.clear();
    ++generation;
  }

  std::shared_ptr<Cached> load(const Digest& digest, Instant now);
  std::shared_ptr<Cached> load_session(store::Session& db, const Digest& digest);
  std::shared_ptr<Cached> load_token(store::Session& db, const Digest& digest);
  void touch(const Digest& digest, Cached& cached, Instant now);
};

std::shared_ptr<Cached> Sessions::State::load_session(store::Session& db, const Digest& digest) {
  Ulid account;
  auto out = std::make_shared<Cached>();
  {
    auto q = db.query("select account, created_at, used_at from access_session where digest = $1",
                      blob(digest));
    if (!q.next()) return nullptr;
    account = q.ulid(0);
    out->created_at = q.instant(1);
    out->used_at = q.integer(2);
  }
  const auto found = find_account(db, account);
  if (!found || found->disabled) return nullptr;
  auto actor = std::make_shared<Actor>();
  actor->account = account;
  if (!found->must_change) actor->grants = found->grants;
  out->who = {std::move(actor), found->must_change, false};
  out->idles = true;
  out->touched_at = out->used_at.load();
  out->expires_at = Instant{out->created_at.millis + kSessionMaxMillis};
  return out;
}

std::shared_ptr<Cached> Sessions::State::load_token(store::Session& db, const Digest& digest) {
  Ulid id;
  {
    auto q = db.query("select id from access_token where digest = $1 and revoked_at is null",
                      blob(digest));
    if (!q.next()) return nullptr;
    id = q.ulid(0);
  }
  auto token = find_token(db, id);
  if (!token) return nullptr;
  token->scope.area = area::current_code(db, token->scope.area);
  const auto owner = find_account(db, token->account);
  if (!owner || owner->disabled || owner->must_change) return nullptr;
  auto actor = std::make_shared<Actor>();
  actor->account = token->account;
  if (covers({owner->account, owner->grants}, token->scope)) actor->grants = {token->scope};
  auto out = std::make_shared<Cached>();
  out->who = {std::move(actor), false, true};
  out->created_at = token->created_at;
  out->expires_at = token->expires_at;
  return out;
}

std::shared_ptr<Cached> Sessions::State::load(const Digest& digest, Instant now) {
  std::uint64_t before = 0;
  {
    const std::shared_lock lock(mutex);
    before = generation;
  }
  auto out = database.read([&](store::Session& db) {
    auto session = load_session(db, digest);
    return session ? session : load_token(db, digest);
  });
  if (!out) return nullptr;
  out->loaded_at = now;
  const std::unique_lock lock(mutex);
  if (generation == before && !unsettled()) {
    if (cache.size() >= kCacheMax) cache.clear();
    auto& slot = cache[digest];
    // Use that has not been written yet is not lost when the rest is read anew.
    if (slot && slot->used_at > out->used_at) {
      out->used_at = slot->used_at.load();
      out->touched_at = slot->touched_at.load();
    }
    slot = out;
  }
  return out;
}

void Sessions::State::touch(const Digest& digest, Cached& cached, Instant now) {
  if (!cached.idles) return;
  cached.used_at = now.millis;
  std::int64_t last = cached.touched_at.load();
  if (now.millis - last < kTouchMillis) return;
  if (!cached.touched_at.compare_exchange_strong(last, now.millis)) return;
  database.write_async(
      [digest, now](store::Session& db) {
        db.run("update access_session set used_at = $2 where digest = $1", blob(digest), now);
        return true;
      },
      [](const std::exception_ptr&) {}, store::Database::Run::kMayRepeat);
}

Sessions::Sessions(store::Database& database, const Clock& clock, PasswordCost cost)
    : state_(std::make_shared<State>(database, clock, cost)) {
  FX_CHECK(sodium_init() >= 0);
  // The listeners may outlive this object.
  const std::weak_ptr<State> weak = state_;
  database.on_forget([weak](store::Database::Undone) {
    if (const auto state = weak.lock()) state->forget();
  });
  database.on_commit([weak] {
    const auto state = weak.lock();
    const auto noted = changes_noted();
    if (!state || state->settled.load() == noted) return;
    state->forget();
    state->settled = noted;
  });
}

Sessions::~Sessions() = default;

std::optional<SignedIn> Sessions::find(std::string_view token) {
  if (!looks_like_token(token)) return std::nullopt;
  State& s = *state_;
  const Digest digest = digest_of(token);
  const Instant now = s.clock.now();
  std::shared_ptr<Cached> cached;
  if (!s.unsettled()) {
    const std::shared_lock lock(s.mutex);
    const auto it = s.cache.find(digest);
    if (it != s.cache.end()) cached = it->second;
  }
  if (!cached || now.millis - cached->loaded_at.millis >= kCacheMillis) {
    cached = s.load(digest, now);
    if (!cached) return std::nullopt;
  }
  if (!cached->alive(now)) return std::nullopt;
  s.touch(digest, *cached, now);
  return cached->who;
}

Result<SignIn> Sessions::sign_in(std::string_view login, std::string_view password,
                                 std::string_view address) {
  State& s = *state_;
  const Instant now = s.clock.now();
  const auto key = login_key(login);
  const std::string name = key ? *key : std::string(login.substr(0, kAddressMax));
  const std::string from = address_key(address);
  const auto delayed = [](std::int64_t millis) {
    return refuse(kTooManyTries, "", {{"seconds", std::to_string((millis + 999) / 1000)}});
  };
  if (const auto wait = s.addresses.begin(from, now)) return delayed(wait);
  if (const auto wait = s.accounts.begin(name, now)) return delayed(wait);
  if (++s.waiting > kHashersMax + kHashersWaiting) {
    --s.waiting;
    s.addresses.take_back(from);
    s.accounts.take_back(name);
    return refuse(kSignInBusy);
  }

  Ulid account;
  std::string hash;
  bool must_change = false;
  bool disabled = false;
  if (key) {
    s.database.read([&](store::Session& db) {
      auto q = db.query(
          "select s.account, s.hash, s.must_change, a.disabled from access_secret s"
          " join access_account a on a.account = s.account where s.login_key = $1",
          *key);
      if (!q.next()) return;
      account = q.ulid(0);
      hash = q.string(1);
      must_change = q.flag(2);
      disabled = q.flag(3);
    });
  }
  s.hashers.acquire();
  const bool right = password_matches(hash, password, s.cost);
  s.hashers.release();
  --s.waiting;

  if (!right || disabled) {
    s.database.write(
        [&](store::Session& db) { record_event(db, now, "sign-in-failed", account, address); });
    if (right) return refuse(kDisabled);
    return refuse(kWrongLogin);
  }
  s.accounts.succeeded(name);
  s.addresses.take_back(from);

  SignIn out;
  out.token = new_token();
  out.csrf = csrf_token(out.token);
  out.account = account;
  out.must_change_password = must_change;
  const Digest digest = digest_of(out.token);
  auto kept = s.database.write([&](store::Session& db) -> Status {
    // The password or the account may have changed while we compared.
    if (!db.integer("select 1 from access_secret s join access_account a on a.account = s.account"
                    " where s.account = $1 and s.hash = $2 and a.disabled = 0",
                    account, hash)) {
      return refuse(kWrongLogin);
    }
    db.run(
        "insert into access_session(digest, account, created_at, used_at) values ($1, $2, $3, $3)",
        blob(digest), account, now);
    db.run("update access_secret set last_login = $2 where account = $1", account, now);
    db.run(
        "delete from access_session where account = $1 and digest not in (select digest from"
        " access_session where account = $1 order by created_at desc, digest limit $2)",
        account, kSessionsPerAccount);
    record_event(db, now, "signed-in", account, address);
    return {};
  });
  if (!kept) return kept.error();
  return out;
}

void Sessions::sign_out(std::string_view token, std::string_view address) {
  const Digest digest = digest_of(token);
  const Instant now = state_->clock.now();
  state_->database.write([&](store::Session& db) {
    Ulid account;
    {
      auto q = db.query("select account from access_session where digest = $1", blob(digest));
      if (!q.next()) return;
      account = q.ulid(0);
    }
    note_change();
    db.run("delete from access_session where digest = $1", blob(digest));
    record_event(db, now, "signed-out", account, address);
  });
}

Status Sessions::change_password(std::string_view token, std::string_view old_password,
                                 std::string_view new_password, std::string_view address) {
  State& s = *state_;
  const auto who = find(token);
  if (!who || who->is_program) return refuse(kNotSignedIn);
  const Instant now = s.clock.now();
  const Ulid account = who->actor->account;
  std::string hash;
  std::string login;
  std::string key;
  s.database.read([&](store::Session& db) {
    auto q =
        db.query("select hash, login, login_key from access_secret where account = $1", account);
    if (!q.next()) return;
    hash = q.string(0);
    login = q.string(1);
    key = q.string(2);
  });
  if (auto status = check_password(new_password, login); !status) return status;
  if (const auto wait = s.accounts.begin(key, now)) {
    return refuse(kTooManyTries, "", {{"seconds", std::to_string((wait + 999) / 1000)}});
  }
  if (++s.waiting > kHashersMax + kHashersWaiting) {
    --s.waiting;
    s.accounts.take_back(key);
    return refuse(kSignInBusy);
  }
  s.hashers.acquire();
  const bool right = password_matches(hash, old_password, s.cost);
  const std::string fresh = right ? hash_password(new_password, s.cost) : "";
  s.hashers.release();
  --s.waiting;
  if (!right) {
    s.database.write(
        [&](store::Session& db) { record_event(db, now, "sign-in-failed", account, address); });
    return refuse(kWrongLogin, "old_password");
  }
  s.accounts.succeeded(key);
  if (old_password == new_password) return refuse(kSamePassword, "password");
  const Digest digest = digest_of(token);
  s.database.write([&](store::Session& db) {
    set_password(db, account, fresh, false, now);
    db.run("delete from access_session where account = $1 and digest <> $2", account, blob(digest));
    record_event(db, now, "password-changed", account, address);
  });
  return {};
}

std::string Sessions::csrf_token(std::string_view token) {
  static constexpr std::string_view kPurpose = "fangxian csrf";
  std::array<unsigned char, 32> out{};
  crypto_generichash(out.data(), out.size(),
                     reinterpret_cast<const unsigned char*>(kPurpose.data()), kPurpose.size(),
                     reinterpret_cast<const unsigned char*>(token.data()),
                     std::min<std::size_t>(token.size(), crypto_generichash_KEYBYTES_MAX));
  return base64(out.data(), out.size());
}

bool Sessions::csrf_matches(std::string_view token, std::string_view given) {
  const std::string right = csrf_token(token);
  return given.size() == right.size() &&
         sodium_memcmp(given.data(), right.data(), right.size()) == 0;
}

void Sessions::sweep() {
  const Instant now = state_->clock.now();
  state_->database.write([&](store::Session& db) {
    // Idle ones a little later than find() ends them: their last use may not have been written.
    db.run("delete from access_session where created_at <= $1 or used_at <= $2",
           Instant{now.millis - kSessionMaxMillis},
           Instant{now.millis - kSessionIdleMillis - kTouchMillis});
  });
  const std::unique_lock lock(state_->mutex);
  for (auto it = state_->cache.begin(); it != state_->cache.end();) {
    it = it->second->alive(now) ? std::next(it) : state_->cache.erase(it);
  }
}

void end_sessions(store::Session& db, const Ulid& account) {
  note_change();
  db.run("delete from access_session where account = $1", account);
}

// --- API tokens ---------------------------------------------------------------------------------

namespace {

constexpr std::string_view kTokenColumns =
    "select id, account, name, role, area, created_at, expires_at, revoked_at from access_token";

std::optional<ApiToken> read_token(const store::Query& q) {
  ApiToken out;
  const auto role = json::enum_value<Role>(q.text(3));
  if (!role) return std::nullopt;
  out.id = q.ulid(0);
  out.account = q.ulid(1);
  out.name = q.string(2);
  out.scope = {*role, q.string(4)};
  out.created_at = q.instant(5);
  out.expires_at = q.instant(6);
  if (!q.is_null(7)) out.revoked_at = q.instant(7);
  return out;
}

}  // namespace

Result<std::string> make_token(store::Session& db, const Ulid& id, const Ulid& account,
                               std::string_view name, const Grant& scope, Instant expires_at,
                               Instant now) {
  const auto have = db.integer(
      "select count(*) from access_token where account = $1 and revoked_at is null and"
      " expires_at > $2",
      account, now);
  if (have.value_or(0) >= kTokensPerAccount) {
    return refuse(kTooManyTokens, "", {{"max", std::to_string(kTokensPerAccount)}});
  }
  const std::string token = std::string(kProgramPrefix) + new_token();
  const Digest digest = digest_of(token);
  db.run(
      "insert into access_token(id, digest, account, name, role, area, created_at, expires_at)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8)",
      id, blob(digest), account, name, json::enum_name(scope.role), scope.area, now, expires_at);
  return token;
}

std::optional<ApiToken> find_token(store::Session& db, const Ulid& id) {
  auto q = db.query(std::string(kTokenColumns) + " where id = $1", id);
  if (!q.next()) return std::nullopt;
  return read_token(q);
}

std::vector<ApiToken> tokens_of(store::Session& db, const Ulid& account) {
  std::vector<ApiToken> out;
  auto q = db.query(std::string(kTokenColumns) + " where account = $1 order by id desc", account);
  while (q.next()) {
    if (auto token = read_token(q)) out.push_back(std::move(*token));
  }
  return out;
}

void revoke_token(store::Session& db, const Ulid& id, Instant now) {
  note_change();
  db.run("update access_token set revoked_at = $2 where id = $1 and revoked_at is null", id, now);
}

bool covers(const Actor& actor, const Grant& grant) {
  bool all = true;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Permission>>([&](auto d) {
    if (allows(grant.role, d.value) && !actor.may(d.value, grant.area)) all = false;
  });
  return all;
}

void record_event(store::Session& db, Instant now, std::string_view kind, const Ulid& account,
                  std::string_view address) {
  const std::string_view from = address.substr(0, kAddressMax);
  db.run("insert into access_event(at, kind, account, address) values ($1, $2, $3, $4)", now, kind,
         account, from);
  db.run("delete from access_event where id <= (select max(id) from access_event) - $1",
         kEventsKept);
}

}  // namespace fx::access
