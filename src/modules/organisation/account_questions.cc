// What pages ask about accounts, and the log of looks.
#include "access/looks.h"
#include "access/sessions.h"
#include "modules/organisation/organisation.h"
#include "modules/organisation/parts.h"
#include "modules/organisation/refusals.h"

namespace fx::organisation {

struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

struct GrantItem {
  access::Role role = access::Role::command;
  std::string role_zh;
  std::string area;
  std::string area_name;
  std::string full_name;
};
BOOST_DESCRIBE_STRUCT(GrantItem, (), (role, role_zh, area, area_name, full_name))

struct PermissionItem {
  access::Permission permission = access::Permission::see_figures;
  std::vector<std::string> areas;
};
BOOST_DESCRIBE_STRUCT(PermissionItem, (), (permission, areas))

struct MeAnswer {
  Ulid account;
  std::string login;
  std::string display;
  std::string home;  // the area to begin with
  std::string home_name;
  std::vector<GrantItem> grants;
  std::vector<PermissionItem> permissions;
};
BOOST_DESCRIBE_STRUCT(MeAnswer, (), (account, login, display, home, home_name, grants, permissions))

struct TokenItem {
  Ulid id;
  std::string name;
  access::Role role = access::Role::command;
  std::string area;
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> revoked_at;
};
BOOST_DESCRIBE_STRUCT(TokenItem, (), (id, name, role, area, created_at, expires_at, revoked_at))

struct AccountItem {
  Ulid account;
  std::string login;
  std::string display;
  std::string home;
  bool disabled = false;
  bool must_change = false;
  std::optional<Instant> last_login;
  std::vector<GrantItem> grants;
  bool manageable = false;  // by the one who asks
};
BOOST_DESCRIBE_STRUCT(AccountItem, (),
                      (account, login, display, home, disabled, must_change, last_login, grants,
                       manageable))

struct AccountsParams {
  std::string area;
  std::optional<int> limit;
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(AccountsParams, (), (area, limit, after))
struct AccountsAnswer {
  std::vector<AccountItem> accounts;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(AccountsAnswer, (), (accounts, total))

struct AccountParams {
  Ulid account;
};
BOOST_DESCRIBE_STRUCT(AccountParams, (), (account))
struct AccountAnswer {
  AccountItem account;
  std::vector<TokenItem> tokens;
};
BOOST_DESCRIBE_STRUCT(AccountAnswer, (), (account, tokens))

enum class Seen { masked, names, full };
BOOST_DESCRIBE_ENUM(Seen, masked, names, full)

struct LooksParams {
  std::string area;
  std::optional<Ulid> person;
  std::optional<Ulid> account;
  std::optional<Day> from;
  std::optional<Day> to;  // this day included
  std::optional<int> limit;
  std::optional<std::int64_t> before;
};
BOOST_DESCRIBE_STRUCT(LooksParams, (), (area, person, account, from, to, limit, before))
struct LookItem {
  std::int64_t id = 0;
  Instant at;
  Ulid account;
  std::string display;
  std::string route;
  Ulid person;
  Seen seen = Seen::masked;
  std::string area;
};
BOOST_DESCRIBE_STRUCT(LookItem, (), (id, at, account, display, route, person, seen, area))
struct LooksAnswer {
  std::vector<LookItem> looks;  // the newest first; `before` the last id gives the next page
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(LooksAnswer, (), (looks, total))

namespace {

using access::Permission;
using host::QueryContext;
using store::Session;

constexpr int kLooksDays = 30;  // when nobody says from when

std::vector<GrantItem> grant_items(Session& db, const std::vector<access::Grant>& grants) {
  std::vector<GrantItem> out;
  out.reserve(grants.size());
  for (const auto& grant : grants) {
    out.push_back({grant.role, std::string(access::zh(grant.role)), grant.area,
                   area::name(db, grant.area), area::full_name(db, grant.area)});
  }
  return out;
}

AccountItem account_item(QueryContext& context, const access::Account& account) {
  AccountItem out;
  out.account = account.account;
  out.login = account.login;
  out.display = access::display_name(context.db, account.account, context.language);
  out.home = account.home;
  out.disabled = account.disabled;
  out.must_change = account.must_change;
  out.last_login = account.last_login;
  out.grants = grant_items(context.db, account.grants);
  out.manageable =
      account.account != context.actor.account && may_manage(context.actor, account).has_value();
  return out;
}

Result<MeAnswer> me(QueryContext& context, const Nothing&) {
  MeAnswer out;
  out.account = context.actor.account;
  out.home = context.actor.grants.front().area;
  if (const auto account = access::find_account(context.db, out.account)) {
    out.login = account->login;
    // A program's token may be for another area than its account's home.
    if (context.actor.may(Permission::see_figures, account->home)) out.home = account->home;
  }
  out.display = access::display_name(context.db, out.account, context.language);
  out.home_name = area::name(context.db, out.home);
  out.grants = grant_items(context.db, context.actor.grants);
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Permission>>([&](auto d) {
    auto areas = context.actor.areas(d.value);
    if (!areas.empty()) out.permissions.push_back({d.value, std::move(areas)});
  });
  return out;
}

Result<AccountsAnswer> accounts(QueryContext& context, const AccountsParams& params) {
  const auto area = known_area(context.db, params.area, "area");
  if (!area) return area.error();
  AccountsAnswer out;
  for (const auto& id : access::accounts_in(context.db, *area, limit_of(params.limit),
                                            params.after.value_or(Ulid()))) {
    if (const auto account = access::find_account(context.db, id)) {
      out.accounts.push_back(account_item(context, *account));
    }
  }
  out.total = access::count_accounts_in(context.db, *area);
  return out;
}

Result<AccountAnswer> account(QueryContext& context, const AccountParams& params) {
  const auto found = account_or_refusal(context.db, params.account);
  if (!found) return found.error();
  AccountAnswer out;
  out.account = account_item(context, *found);
  for (const auto& token : access::tokens_of(context.db, params.account)) {
    out.tokens.push_back({token.id, token.name, token.scope.role, token.scope.area,
                          token.created_at, token.expires_at, token.revoked_at});
  }
  return out;
}

Result<LooksAnswer> looks(QueryContext& context, const LooksParams& params) {
  const auto area = known_area(context.db, params.area, "area");
  if (!area) return area.error();
  access::LookFilter filter;
  filter.area = *area;
  filter.person = params.person;
  filter.account = params.account;
  filter.from = instant_of(params.from.value_or(context.today() - kLooksDays));
  if (params.to) filter.until = instant_of(*params.to + 1);
  if (params.before) filter.before = *params.before;
  filter.limit = limit_of(params.limit);
  LooksAnswer out;
  for (const auto& row : access::find_looks(context.db, filter)) {
    const Seen seen = row.sight == access::Sight::kFull    ? Seen::full
                      : row.sight == access::Sight::kNames ? Seen::names
                                                           : Seen::masked;
    out.looks.push_back({row.id, row.at, row.account,
                         access::display_name(context.db, row.account, context.language), row.route,
                         row.person, seen, row.area});
  }
  filter.before = access::LookFilter().before;
  out.total = access::count_looks(context.db, filter);
  return out;
}

}  // namespace

void declare_account_questions(host::Declaration& to) {
  to.question<Nothing, MeAnswer>(
      {"/api/me", std::nullopt, "当前账号", "the account that asks", nullptr, me});
  to.question<AccountsParams, AccountsAnswer>({"/api/accounts", Permission::manage_accounts,
                                               "账号列表", "accounts of an area",
                                               [](Session& db, const AccountsParams& params) {
                                                 return known_area(db, params.area, "area");
                                               },
                                               accounts});
  to.question<AccountParams, AccountAnswer>(
      {"/api/accounts/{account}", Permission::manage_accounts, "账号与令牌",
       "an account and its tokens",
       [](Session& db, const AccountParams& params) -> Result<std::string> {
         auto found = account_or_refusal(db, params.account);
         if (!found) return found.error();
         return std::move(found->home);
       },
       account});
}

void declare_looks(host::Declaration& to) {
  to.question<LooksParams, LooksAnswer>(
      {"/api/looks", Permission::see_looks, "查阅记录", "who looked at whose data",
       [](Session& db, const LooksParams& params) { return known_area(db, params.area, "area"); },
       looks});
}

}  // namespace fx::organisation
