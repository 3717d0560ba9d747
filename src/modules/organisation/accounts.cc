// Accounts: adding them, what they may do, their first passwords.
#include <algorithm>

#include "access/sessions.h"
#include "modules/organisation/organisation.h"
#include "modules/organisation/parts.h"
#include "modules/organisation/refusals.h"

namespace fx::organisation {
namespace {

using access::Account;
using access::Grant;
using access::PasswordCost;
using access::Permission;
using host::CommandContext;
using host::Done;
using store::Session;

constexpr std::size_t kGrantsMax = 50;

template <class C>
Result<std::string> home_of(Session& db, const C& command) {
  auto account = account_or_refusal(db, command.account);
  if (!account) return account.error();
  return std::move(account->home);
}

// The account, if it is another one than the actor's and the actor may manage it.
Result<Account> managed(CommandContext& context, const Ulid& id) {
  auto account = account_or_refusal(context.db, id);
  if (!account) return account;
  if (id == context.actor.account) return refuse(kOwnAccount, "account");
  if (auto status = may_manage(context.actor, *account); !status) return status.error();
  return account;
}

struct FirstPassword {
  std::string text;
  bool made = false;
};
Result<FirstPassword> first_password(const std::optional<std::string>& given,
                                     std::string_view login) {
  if (!given) return FirstPassword{access::one_time_password(), true};
  if (auto status = access::check_password(*given, login); !status) return status.error();
  return FirstPassword{*given, false};
}

Result<Done> add(CommandContext& context, const AddAccount& c, PasswordCost cost) {
  const bool lasting = c.password && c.must_change == false;
  if (c.must_change == false && (!lasting || !context.actor.account.is_nil())) {
    return refuse(kLastingPassword, "must_change");
  }
  const auto area = known_area(context.db, c.area, "area");
  if (!area) return area.error();
  const Grant grant{c.role, *area};
  if (auto status = may_give(context.actor, grant, "role"); !status) return status.error();
  if (const auto key = access::login_key(c.login); !key) return key.error();
  if (access::account_of_login(context.db, c.login)) return refuse(access::kLoginTaken, "login");
  const auto password = first_password(c.password, c.login);
  if (!password) return password.error();

  Done done;
  done.subject = context.new_id();
  const auto hash = access::hash_password(
      password->text, lasting && cost != PasswordCost::kTest ? PasswordCost::kFull : cost);
  if (auto status = access::add_secret(context.db, done.subject, c.login, c.display.value_or(""),
                                       hash, !lasting, context.now);
      !status) {
    return status.error();
  }
  context.append({done.subject, *area}, access::AccountAdded{{grant}});
  json::Object result{{"account", done.subject.text()}, {"login", c.login}};
  if (password->made) result["password"] = password->text;
  done.result = std::move(result);
  done.told_once = {"password"};
  return done;
}

Result<Done> change_grants(CommandContext& context, const ChangeGrants& c) {
  auto account = managed(context, c.account);
  if (!account) return account.error();
  if (c.grants.empty() || c.grants.size() > kGrantsMax) return refuse(kNoGrants, "grants");
  std::vector<Grant> wanted;
  for (const auto& grant : c.grants) {
    auto area = known_area(context.db, grant.area, "grants");
    if (!area) return area.error();
    const Grant plain{grant.role, std::move(*area)};
    if (auto status = may_give(context.actor, plain, "grants"); !status) return status.error();
    if (std::find(wanted.begin(), wanted.end(), plain) == wanted.end()) wanted.push_back(plain);
  }
  const auto have = [](const std::vector<Grant>& all, const Grant& grant) {
    return std::find(all.begin(), all.end(), grant) != all.end();
  };
  const bool same = wanted.size() == account->grants.size() &&
                    wanted.front().area == account->home &&
                    std::all_of(wanted.begin(), wanted.end(),
                                [&](const Grant& g) { return have(account->grants, g); });
  if (same) return Done{c.account};
  context.append({c.account, wanted.front().area}, access::GrantsChanged{wanted});
  return Done{c.account};
}

Result<Done> rename(CommandContext& context, const RenameAccount& c) {
  auto account = account_or_refusal(context.db, c.account);
  if (!account) return account.error();
  if (auto status = may_manage(context.actor, *account); !status) return status.error();
  access::set_display(context.db, c.account, c.display);
  return Done{c.account};
}

Result<Done> disable(CommandContext& context, const DisableAccount& c) {
  auto account = managed(context, c.account);
  if (!account) return account.error();
  if (account->disabled) return Done{c.account};
  context.append({c.account, account->home}, access::AccountDisabled{});
  access::end_sessions(context.db, c.account);
  return Done{c.account};
}

Result<Done> enable(CommandContext& context, const EnableAccount& c) {
  auto account = managed(context, c.account);
  if (!account) return account.error();
  if (!account->disabled) return Done{c.account};
  context.append({c.account, account->home}, access::AccountEnabled{});
  return Done{c.account};
}

Result<Done> reset(CommandContext& context, const ResetPassword& c, PasswordCost cost) {
  auto account = managed(context, c.account);
  if (!account) return account.error();
  if (account->login.empty()) return refuse(kNoSuchAccount, "account");
  const auto password = first_password(c.password, account->login);
  if (!password) return password.error();
  access::set_password(context.db, c.account, access::hash_password(password->text, cost), true,
                       context.now);
  access::end_sessions(context.db, c.account);
  access::record_event(context.db, context.now, "password-reset", c.account, "");
  Done done{c.account};
  json::Object result{{"account", c.account.text()}, {"login", account->login}};
  if (password->made) result["password"] = password->text;
  done.result = std::move(result);
  done.told_once = {"password"};
  return done;
}

// All four kinds of entries, in the views.
template <class E>
void declare_entry(host::Declaration& to, std::string zh, std::string en) {
  to.entry<E>(std::move(zh), std::move(en));
  to.on<E>([](Session& db, const journal::Entry& entry, const E& e) {
    access::apply(db, entry.subject, entry.area, e);
  });
}

}  // namespace

Result<Account> account_or_refusal(Session& db, const Ulid& account) {
  auto found = access::find_account(db, account);
  if (!found) return refuse(kNoSuchAccount, "account");
  return std::move(*found);
}

Status may_give(const access::Actor& actor, const Grant& grant, const char* field) {
  if (auto status = access::require(actor, Permission::manage_accounts, grant.area); !status) {
    return status;
  }
  if (access::covers(actor, grant)) return {};
  return refuse(kAboveYou, field,
                {{"role", std::string(json::enum_name(grant.role))}, {"area", grant.area}});
}

Status may_manage(const access::Actor& actor, const Account& account) {
  for (const auto& grant : account.grants) {
    if (actor.may(Permission::manage_accounts, grant.area) && access::covers(actor, grant)) {
      continue;
    }
    return refuse(kAboveYou, "account",
                  {{"role", std::string(json::enum_name(grant.role))}, {"area", grant.area}});
  }
  return {};
}

void declare_accounts(host::Declaration& to, PasswordCost cost) {
  declare_entry<access::AccountAdded>(to, "新增账号", "account added");
  declare_entry<access::GrantsChanged>(to, "变更权限", "grants changed");
  declare_entry<access::AccountDisabled>(to, "停用账号", "account disabled");
  declare_entry<access::AccountEnabled>(to, "启用账号", "account enabled");
  to.view(std::string(access::kAccountTable), std::string(access::kAccountDdl));
  to.view(std::string(access::kGrantTable), std::string(access::kGrantDdl));
  // Whoever is responsible for an area goes with it.
  to.on<area::AreaMoved>([](Session& db, const journal::Entry&, const area::AreaMoved& moved) {
    access::apply(db, moved);
  });

  const auto p = Permission::manage_accounts;
  to.command<AddAccount>(
      {p, "新增账号", "add an account",
       [](Session& db, const AddAccount& c) { return known_area(db, c.area, "area"); },
       [cost](CommandContext& context, const AddAccount& c) { return add(context, c, cost); }});
  to.command<ChangeGrants>(
      {p, "变更账号权限", "change an account's grants", home_of<ChangeGrants>, change_grants});
  to.command<RenameAccount>(
      {p, "修改账号姓名", "change an account's display name", home_of<RenameAccount>, rename});
  to.command<DisableAccount>(
      {p, "停用账号", "disable an account", home_of<DisableAccount>, disable});
  to.command<EnableAccount>({p, "启用账号", "enable an account", home_of<EnableAccount>, enable});
  to.command<ResetPassword>({p, "重置密码", "reset a password", home_of<ResetPassword>,
                             [cost](CommandContext& context, const ResetPassword& c) {
                               return reset(context, c, cost);
                             }});
}

}  // namespace fx::organisation
