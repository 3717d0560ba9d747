// Organisation (C1): the area tree below the official divisions, accounts, who is responsible for
// what, the log of looks. Declares the entries and views of src/area/tree.h and
// src/access/accounts.h; everything else of other modules stands on these, so it is the first in
// the list of modules. All that others see of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "area/tree.h"
#include "host/host.h"

namespace fx::organisation {

// `cost` is that of passwords somebody else knows and that must be changed at the first sign-in.
std::unique_ptr<host::Module> make_module(
    access::PasswordCost cost = access::PasswordCost::kOneTime);

// --- commands -----------------------------------------------------------------------------------

// With a code, or with a parent below which the next code is taken. There already under this name:
// nothing changes. Result: {"code", "name", "full_name", "existed"}.
struct AddArea {
  static constexpr std::string_view kName = "organisation.add-area";
  std::optional<std::string> code;
  std::optional<std::string> name;  // default: what the code says (第3网格, 6栋)
  std::optional<std::string> parent;
};
BOOST_DESCRIBE_STRUCT(AddArea, (), (code, name, parent))

struct RenameArea {
  static constexpr std::string_view kName = "organisation.rename-area";
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(RenameArea, (), (code, name))

// Gives an area below a community another parent in the same community, and so another code, with
// everything under it and all who are responsible for it. Result: {"code"}, the new one.
struct MoveArea {
  static constexpr std::string_view kName = "organisation.move-area";
  std::string code;
  std::string parent;
};
BOOST_DESCRIBE_STRUCT(MoveArea, (), (code, parent))

// Nobody gives more than they may themselves. Result: {"account", "login", "password"}; the
// password only if none was given, and only this once.
struct AddAccount {
  static constexpr std::string_view kName = "organisation.add-account";
  std::string login;
  std::optional<std::string> display;
  access::Role role = access::Role::command;
  std::string area;
  std::optional<std::string> password;
  // False: the password given is meant to last. On the machine only (user add).
  std::optional<bool> must_change;
};
BOOST_DESCRIBE_STRUCT(AddAccount, (), (login, display, role, area, password, must_change))

struct ChangeGrants {
  static constexpr std::string_view kName = "organisation.change-grants";
  Ulid account;
  std::vector<access::Grant> grants;  // all that it has from now on
};
BOOST_DESCRIBE_STRUCT(ChangeGrants, (), (account, grants))

struct RenameAccount {
  static constexpr std::string_view kName = "organisation.rename-account";
  Ulid account;
  std::string display;
};
BOOST_DESCRIBE_STRUCT(RenameAccount, (), (account, display))

struct DisableAccount {
  static constexpr std::string_view kName = "organisation.disable-account";
  Ulid account;
};
BOOST_DESCRIBE_STRUCT(DisableAccount, (), (account))

struct EnableAccount {
  static constexpr std::string_view kName = "organisation.enable-account";
  Ulid account;
};
BOOST_DESCRIBE_STRUCT(EnableAccount, (), (account))

// Result as of AddAccount. Not in the journal: sent twice, the later answer holds.
struct ResetPassword {
  static constexpr std::string_view kName = "organisation.reset-password";
  Ulid account;
  std::optional<std::string> password;
};
BOOST_DESCRIBE_STRUCT(ResetPassword, (), (account, password))

// For a program. Acts for its account, with this role in this area only. Result: {"id", "token"}.
struct NewToken {
  static constexpr std::string_view kName = "organisation.new-token";
  std::string name;
  access::Role role = access::Role::command;
  std::string area;
  int days = 0;
  std::optional<Ulid> account;  // default: the one who asks
};
BOOST_DESCRIBE_STRUCT(NewToken, (), (name, role, area, days, account))

struct RevokeToken {
  static constexpr std::string_view kName = "organisation.revoke-token";
  Ulid token;
};
BOOST_DESCRIBE_STRUCT(RevokeToken, (), (token))

// --- for the command line -----------------------------------------------------------------------

// Names of roles.h in either language: grid_worker, 网格员, and the words people use for them.
std::optional<access::Role> read_role(std::string_view text);
std::string role_names();  // for help texts: "administrator 系统管理员, ..."

inline constexpr RefusalKind kNoSuchRole{"organisation.no-such-role", 400,
                                         "没有名为“{role}”的角色",    "there is no role {role}",
                                         "可用的角色：{known}",       "roles are: {known}"};

struct NewUser {
  std::string login;
  std::string display;  // "" for the same as the login
  std::string role;
  std::string area;
  std::optional<std::string> password;  // lasts; without one, a one-time password is made
};
struct AddedUser {
  Ulid account;
  std::string login;
  access::Role role = access::Role::command;
  std::string area;
  std::string password;  // the one-time password, or ""
};
// As the system itself: also the first administrator of an empty database.
Result<AddedUser> add_user(host::Host& host, const NewUser& user);
Result<host::CommandAnswer> add_area(host::Host& host, const AddArea& area);

// What this installation uses, in reading order: every street and community about which anything
// has been recorded, what is under it down to `deepest`, and above it its official ancestors.
std::vector<area::Node> areas_in_use(store::Session& db, area::Level deepest);
// "building" or "楼栋"; nothing for other words.
std::optional<area::Level> level_named(std::string_view name);

}  // namespace fx::organisation
