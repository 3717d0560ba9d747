// Inside the module: each file declares its share.
#pragma once

#include <string>
#include <string_view>

#include "access/accounts.h"
#include "host/module.h"

namespace fx::organisation {

void declare_areas(host::Declaration& to);
void declare_area_questions(host::Declaration& to);
void declare_contacts(host::Declaration& to);
void declare_accounts(host::Declaration& to, access::PasswordCost cost);
void declare_tokens(host::Declaration& to);
void declare_account_questions(host::Declaration& to);
void declare_looks(host::Declaration& to);

// The code in its plain form, if there is such an area.
Result<std::string> known_area(store::Session& db, std::string_view code, const char* field);

// Whether the actor may manage this account: everything it may do, they may, where it may.
Status may_manage(const access::Actor& actor, const access::Account& account);
Result<access::Account> account_or_refusal(store::Session& db, const Ulid& account);
Status may_give(const access::Actor& actor, const access::Grant& grant, const char* field);

inline constexpr int kLimitDefault = 50;
inline constexpr int kLimitMax = 500;
std::size_t limit_of(const std::optional<int>& limit);

}  // namespace fx::organisation
