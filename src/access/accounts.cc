#include "access/accounts.h"

#include <algorithm>

#include "access/changes.h"
#include "base/json.h"
#include "base/text.h"

namespace fx::access {

const std::string_view kAccountDdl =
    "create table access_account("
    "  account blob primary key, home text not null, disabled integer not null)"
    " strict, without rowid;";

const std::string_view kGrantDdl =
    "create table access_grant("
    "  account blob not null, area text not null, role text not null,"
    "  primary key(account, area, role)) strict, without rowid;"
    "create index access_grant_area on access_grant(area, account);";

namespace {

// Tokens are stored as their SHA-256 only; a copy of the database signs nobody in.
constexpr const char* kTables =
    "create table access_secret("
    "  account blob primary key, login text not null, login_key text not null unique,"
    "  display text not null, hash text not null, must_change integer not null,"
    "  changed_at integer not null, last_login integer) strict, without rowid;"
    "create table access_session("
    "  digest blob primary key, account blob not null, created_at integer not null,"
    "  used_at integer not null) strict, without rowid;"
    "create index access_session_account on access_session(account);"
    "create table access_token("
    "  id blob primary key, digest blob not null unique, account blob not null,"
    "  name text not null, role text not null, area text not null, created_at integer not null,"
    "  expires_at integer not null, revoked_at integer) strict, without rowid;"
    "create index access_token_account on access_token(account);"
    "create table access_event("
    "  id integer primary key, at integer not null, kind text not null, account blob,"
    "  address text not null) strict;"
    "create index access_event_account on access_event(account, id);"
    "create table access_look("
    "  id integer primary key, at integer not null, account blob, route text not null,"
    "  person blob not null, sight integer not null, area text not null) strict;"
    "create index access_look_person on access_look(person, id);"
    "create index access_look_account on access_look(account, id);"
    "create index access_look_at on access_look(at);";

constexpr std::size_t kLoginMin = 2;
constexpr std::size_t kLoginMax = 40;
constexpr std::size_t kDisplayMax = 40;

std::string display_form(std::string_view display) {
  auto letters = to_code_points(normalise(display));
  if (letters.size() > kDisplayMax) letters.resize(kDisplayMax);
  return to_utf8(letters);
}

void replace_grants(store::Session& db, const Ulid& account, std::string_view home,
                    const std::vector<Grant>& grants) {
  note_change();
  db.run("update access_account set home = $2 where account = $1", account, home);
  db.run("delete from access_grant where account = $1", account);
  for (const auto& grant : grants) {
    db.run(
        "insert into access_grant(account, area, role) values ($1, $2, $3)"
        " on conflict(account, area, role) do nothing",
        account, grant.area, json::enum_name(grant.role));
  }
}

void set_disabled(store::Session& db, const Ulid& account, bool disabled) {
  note_change();
  db.run("update access_account set disabled = $2 where account = $1", account, disabled);
}

}  // namespace

void apply(store::Session& db, const Ulid& account, std::string_view home, const AccountAdded& e) {
  db.run(
      "insert into access_account(account, home, disabled) values ($1, $2, 0)"
      " on conflict(account) do nothing",
      account, home);
  replace_grants(db, account, home, e.grants);
}
void apply(store::Session& db, const Ulid& account, std::string_view home, const GrantsChanged& e) {
  replace_grants(db, account, home, e.grants);
}
void apply(store::Session& db, const Ulid& account, std::string_view, const AccountDisabled&) {
  set_disabled(db, account, true);
}
void apply(store::Session& db, const Ulid& account, std::string_view, const AccountEnabled&) {
  set_disabled(db, account, false);
}

void apply(store::Session& db, const area::AreaMoved& moved) {
  note_change();
  area::move_codes(db, "access_grant", "area", moved);
  area::move_codes(db, "access_account", "home", moved);
}

store::Schema schema() { return {"access", {kTables}}; }

std::vector<Grant> grants_of(store::Session& db, const Ulid& account) {
  std::vector<Grant> out;
  auto q = db.query("select role, area from access_grant where account = $1 order by area, role",
                    account);
  while (q.next()) {
    // A role that this version does not know grants nothing.
    if (const auto role = json::enum_value<Role>(q.text(0))) out.push_back({*role, q.string(1)});
  }
  return out;
}

std::optional<Account> find_account(store::Session& db, const Ulid& account) {
  Account out;
  {
    auto q = db.query(
        "select a.home, a.disabled, s.login, s.display, s.must_change, s.last_login"
        " from access_account a left join access_secret s on s.account = a.account"
        " where a.account = $1",
        account);
    if (!q.next()) return std::nullopt;
    out.account = account;
    out.home = q.string(0);
    out.disabled = q.flag(1);
    out.login = q.string(2);
    out.display = q.string(3);
    out.must_change = q.flag(4);
    if (!q.is_null(5)) out.last_login = q.instant(5);
  }
  out.grants = grants_of(db, account);
  return out;
}

std::optional<Ulid> account_of_login(store::Session& db, std::string_view login) {
  const auto key = login_key(login);
  if (!key) return std::nullopt;
  auto q = db.query("select account from access_secret where login_key = $1", *key);
  if (!q.next()) return std::nullopt;
  return q.ulid(0);
}

std::string display_name(store::Session& db, const Ulid& account, Language language) {
  if (account.is_nil()) return language == Language::kZh ? "系统" : "system";
  auto q = db.query("select display, login from access_secret where account = $1", account);
  if (!q.next()) return {};
  return q.text(0).empty() ? q.string(1) : q.string(0);
}

std::vector<Ulid> accounts_in(store::Session& db, std::string_view area, std::size_t limit,
                              const Ulid& after) {
  std::vector<Ulid> out;
  const auto [low, high] = area::range(area);
  const std::string_view bytes(reinterpret_cast<const char*>(after.bytes().data()), 16);
  auto q = db.query(
      "select distinct account from access_grant where area >= $1 and area < $2 and account > $3"
      " order by account limit $4",
      low, high, store::Blob{bytes}, static_cast<std::int64_t>(limit));
  while (q.next()) out.push_back(q.ulid(0));
  return out;
}

std::int64_t count_accounts_in(store::Session& db, std::string_view area) {
  const auto [low, high] = area::range(area);
  return db
      .integer("select count(distinct account) from access_grant where area >= $1 and area < $2",
               low, high)
      .value_or(0);
}

bool any_account(store::Session& db) {
  return db.integer("select 1 from access_account limit 1").has_value();
}

std::vector<Responsible> responsible_for(store::Session& db, std::string_view area,
                                         area::Level top) {
  std::vector<Responsible> out;
  const auto level = area::level_of(area);
  if (!level) return out;
  // The nearest first.
  for (int i = static_cast<int>(*level); i >= static_cast<int>(std::min(top, *level)); --i) {
    const std::string at = area::at_level(area, static_cast<area::Level>(i));
    auto q = db.query(
        "select g.account, g.role from access_grant g"
        " join access_account a on a.account = g.account and a.disabled = 0"
        " where g.area = $1 order by g.role, g.account",
        at);
    while (q.next()) {
      if (const auto role = json::enum_value<Role>(q.text(1)))
        out.push_back({q.ulid(0), *role, at});
    }
  }
  return out;
}

std::int64_t count_responsible(store::Session& db, std::string_view area) {
  const auto [low, high] = area::range(area);
  return db
      .integer(
          "select count(distinct g.account) from access_grant g"
          " join access_account a on a.account = g.account and a.disabled = 0"
          " where g.area >= $1 and g.area < $2",
          low, high)
      .value_or(0);
}

Result<std::string> login_key(std::string_view login) {
  const std::string clean = normalise(login);
  const auto letters = to_code_points(clean);
  const bool good = letters.size() >= kLoginMin && letters.size() <= kLoginMax &&
                    std::all_of(letters.begin(), letters.end(), [](char32_t c) {
                      return is_han(c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                             (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_' || c == '@';
                    });
  if (!good) return refuse(kBadLogin, "login");
  return ascii_lower(clean);
}

Status add_secret(store::Session& db, const Ulid& account, std::string_view login,
                  std::string_view display, const std::string& hash, bool must_change,
                  Instant now) {
  const auto key = login_key(login);
  if (!key) return key.error();
  if (db.integer("select 1 from access_secret where login_key = $1", *key)) {
    return refuse(kLoginTaken, "login");
  }
  const std::string shown = normalise(login);
  const std::string name = display_form(display);
  db.run(
      "insert into access_secret(account, login, login_key, display, hash, must_change, changed_at)"
      " values ($1, $2, $3, $4, $5, $6, $7)",
      account, shown, *key, name, hash, must_change, now);
  return {};
}

void set_password(store::Session& db, const Ulid& account, const std::string& hash,
                  bool must_change, Instant now) {
  note_change();
  db.run("update access_secret set hash = $2, must_change = $3, changed_at = $4 where account = $1",
         account, hash, must_change, now);
}

void set_display(store::Session& db, const Ulid& account, std::string_view display) {
  const std::string name = display_form(display);
  db.run("update access_secret set display = $2 where account = $1", account, name);
}

}  // namespace fx::access
