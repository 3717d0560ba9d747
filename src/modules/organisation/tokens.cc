// API tokens: what a program signs in with.
#include "access/sessions.h"
#include "base/text.h"
#include "modules/organisation/organisation.h"
#include "modules/organisation/parts.h"
#include "modules/organisation/refusals.h"

namespace fx::organisation {
namespace {

using access::Permission;
using host::CommandContext;
using host::Done;
using store::Session;

constexpr std::size_t kTokenNameMax = 40;

Result<Done> make(CommandContext& context, const NewToken& c) {
  const Ulid owner = c.account.value_or(context.actor.account);
  const auto account = account_or_refusal(context.db, owner);
  if (!account) return account.error();
  if (owner != context.actor.account) {
    if (auto status = may_manage(context.actor, *account); !status) return status.error();
  }
  const auto area = known_area(context.db, c.area, "area");
  if (!area) return area.error();
  const access::Grant scope{c.role, *area};
  // Neither more than the one who makes it may, nor more than its account may.
  if (auto status = may_give(context.actor, scope, "role"); !status) return status.error();
  if (!access::covers({account->account, account->grants}, scope)) {
    return refuse(kAboveYou, "role",
                  {{"role", std::string(json::enum_name(c.role))}, {"area", *area}});
  }
  const std::string name = normalise(c.name);
  if (name.empty() || code_point_count(name) > kTokenNameMax) return refuse(kBadTokenName, "name");
  if (c.days < 1 || c.days > access::kTokenMaxDays) {
    return refuse(kBadDays, "days", {{"max", std::to_string(access::kTokenMaxDays)}});
  }
  const Ulid id = context.new_id();
  if (access::find_token(context.db, id)) return refuse(kTokenShown);
  const Instant until{context.now.millis + c.days * kMillisPerDay};
  auto token = access::make_token(context.db, id, owner, name, scope, until, context.now);
  if (!token) return token.error();
  access::record_event(context.db, context.now, "token-made", owner, "");
  Done done{id};
  done.result =
      json::Object{{"id", id.text()}, {"token", std::move(*token)}, {"expires_at", iso(until)}};
  done.told_once = {"token"};
  return done;
}

Result<std::string> home_of_token(Session& db, const RevokeToken& c) {
  const auto token = access::find_token(db, c.token);
  if (!token) return refuse(kNoSuchToken, "token");
  return area::current_code(db, token->scope.area);
}

Result<Done> revoke(CommandContext& context, const RevokeToken& c) {
  const auto token = access::find_token(context.db, c.token);
  if (!token) return refuse(kNoSuchToken, "token");
  if (token->account != context.actor.account) {
    const auto owner = account_or_refusal(context.db, token->account);
    if (!owner) return owner.error();
    if (auto status = may_manage(context.actor, *owner); !status) return status.error();
  }
  if (!token->revoked_at) {
    access::revoke_token(context.db, c.token, context.now);
    access::record_event(context.db, context.now, "token-revoked", token->account, "");
  }
  return Done{c.token};
}

}  // namespace

void declare_tokens(host::Declaration& to) {
  to.command<NewToken>(
      {Permission::manage_accounts, "生成接口令牌", "make an API token",
       [](Session& db, const NewToken& c) { return known_area(db, c.area, "area"); }, make});
  to.command<RevokeToken>(
      {Permission::manage_accounts, "吊销接口令牌", "revoke an API token", home_of_token, revoke});
}

}  // namespace fx::organisation
