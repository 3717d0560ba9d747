// Accounts. What an account may do is a fact of the journal (entries below, views access_account
// and access_grant); its secrets (sign-in name, display name, password hash) are in tables of their
// own that no rebuild touches. The organisation module declares both to the host.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include "access/passwords.h"
#include "access/roles.h"
#include "area/code.h"
#include "area/tree.h"
#include "base/time.h"
#include "store/database.h"

namespace fx::access {

BOOST_DESCRIBE_STRUCT(Grant, (), (role, area))
inline bool operator==(const Grant& a, const Grant& b) {
  return a.role == b.role && a.area == b.area;
}

// --- entries: the subject is the account, the area its first grant's ---------------------------

struct AccountAdded {
  static constexpr std::string_view kKind = "access.account-added";
  static constexpr int kVersion = 1;
  std::vector<Grant> grants;
};
BOOST_DESCRIBE_STRUCT(AccountAdded, (), (grants))

struct GrantsChanged {
  static constexpr std::string_view kKind = "access.grants-changed";
  static constexpr int kVersion = 1;
  std::vector<Grant> grants;  // all that the account has from now on
};
BOOST_DESCRIBE_STRUCT(GrantsChanged, (), (grants))

struct AccountDisabled {
  static constexpr std::string_view kKind = "access.account-disabled";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(AccountDisabled, (), ())

struct AccountEnabled {
  static constexpr std::string_view kKind = "access.account-enabled";
  static constexpr int kVersion = 1;
};
BOOST_DESCRIBE_STRUCT(AccountEnabled, (), ())

// --- views --------------------------------------------------------------------------------------

inline constexpr std::string_view kAccountTable = "access_account";
extern const std::string_view kAccountDdl;
inline constexpr std::string_view kGrantTable = "access_grant";
extern const std::string_view kGrantDdl;

void apply(store::Session& db, const Ulid& account, std::string_view home, const AccountAdded& e);
void apply(store::Session& db, const Ulid& account, std::string_view home, const GrantsChanged& e);
void apply(store::Session& db, const Ulid& account, std::string_view home, const AccountDisabled&);
void apply(store::Session& db, const Ulid& account, std::string_view home, const AccountEnabled&);

// Grants go with the area they are on.
void apply(store::Session& db, const area::AreaMoved& moved);

// Tables that are not views: secrets, sessions, tokens, sign-in events, looks.
store::Schema schema();

// --- questions ----------------------------------------------------------------------------------

struct Account {
  Ulid account;
  std::string home;  // area
  bool disabled = false;
  std::vector<Grant> grants;  // by area, then role
  std::string login;          // "" if it has no secrets
  std::string display;
  bool must_change = false;  // has a password that somebody else knows
  std::optional<Instant> last_login;
};
std::optional<Account> find_account(store::Session& db, const Ulid& account);
std::optional<Ulid> account_of_login(store::Session& db, std::string_view login);
std::vector<Grant> grants_of(store::Session& db, const Ulid& account);
// The name to show for an account: display name, else sign-in name; 系统 / system for nil.
std::string display_name(store::Session& db, const Ulid& account, Language language);

// Enabled accounts with a grant inside this area, by home area and id, after that account.
std::vector<Ulid> accounts_in(store::Session& db, std::string_view area, std::size_t limit,
                              const Ulid& after = {});
std::int64_t count_accounts_in(store::Session& db, std::string_view area);
bool any_account(store::Session& db);

// Who is responsible for an area: enabled accounts with a grant on it or on what is above it, from
// `top` down (a grid worker for the grid's buildings, the director for all of the community).
struct Responsible {
  Ulid account;
  Role role = Role::command;
  std::string area;  // of the grant
};
std::vector<Responsible> responsible_for(store::Session& db, std::string_view area,
                                         area::Level top = area::Level::kCommunity);
// How many enabled accounts have a grant on the area or inside it.
std::int64_t count_responsible(store::Session& db, std::string_view area);

// --- secrets ------------------------------------------------------------------------------------

inline constexpr RefusalKind kBadLogin{"access.bad-login",
                                       400,
                                       "用户名为2至40个字，可用汉字、字母、数字和 . - _ @",
                                       "a sign-in name has 2 to 40 letters, digits or . - _ @",
                                       "换一个用户名",
                                       "choose another name"};
inline constexpr RefusalKind kLoginTaken{"access.login-taken", 409,
                                         "用户名已被使用",     "the sign-in name is taken",
                                         "换一个用户名",       "choose another name"};

// The form by which two sign-in names are the same (width, case), or why it is none.
Result<std::string> login_key(std::string_view login);

// On the writer thread. add_secret refuses a bad or taken name; the password must be changed at
// the first sign-in if `must_change`.
Status add_secret(store::Session& db, const Ulid& account, std::string_view login,
                  std::string_view display, const std::string& hash, bool must_change, Instant now);
void set_password(store::Session& db, const Ulid& account, const std::string& hash,
                  bool must_change, Instant now);

void set_display(store::Session& db, const Ulid& account, std::string_view display);

}  // namespace fx::access
