// Who may do what, in one table (docs/roles.md is made from it). A grant is a role in an area; it
// holds for the area and all under it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/enum.hpp>

#include "base/result.h"
#include "base/ulid.h"

namespace fx::access {

enum class Permission {
  see_figures,        // counts by area
  see_records,        // the records behind a figure, people masked
  see_people,         // names and phones
  see_full_identity,  // ID numbers unmasked
  edit_register,      // households and people, doubts, merges
  import_lists,       // registers, returnee lists
  screen,             // results of calls, visits, notices
  record_case,        // cases, their course, rounds of tests
  place,              // decide class and measure, serve orders, assign teams
  decide_release,     // release, extend, convert, transfer
  record_reading,     // temperatures and symptoms
  escalate,           // steps of an escalation
  report,             // daily reports
  decide_response,    // situation and level of response, and their end
  draw_zone,          // zones: draw, change, lift
  carry_out,          // measures of the response: who does them, what was done
  choose_policy,      // which pack is in force; writing packs of one's own
  manage_areas,       // add and rename areas
  manage_accounts,    // accounts and grants within the own area
  see_looks,          // who looked at whom
  operate             // verify, backup, rebuild, metrics
};
BOOST_DESCRIBE_ENUM(Permission, see_figures, see_records, see_people, see_full_identity,
                    edit_register, import_lists, screen, record_case, place, decide_release,
                    record_reading, escalate, report, decide_response, draw_zone, carry_out,
                    choose_policy, manage_areas, manage_accounts, see_looks, operate)

enum class Role {
  administrator,       // runs the system for an area, all permissions
  community_director,  // secretary or director of a community or village
  community_clerk,     // the office's clerk
  grid_worker,         // a grid or several
  building_head,       // a building or several
  doctor,              // community or village doctor
  township_office,     // street or township: records, masked
  command,             // district, county or city command: counts only
  inspector            // counts, masked records, the log of looks
};
BOOST_DESCRIBE_ENUM(Role, administrator, community_director, community_clerk, grid_worker,
                    building_head, doctor, township_office, command, inspector)

bool allows(Role role, Permission permission);
std::string_view zh(Role role);
std::string_view zh(Permission permission);

struct Grant {
  Role role = Role::command;
  std::string area;
};

// Who acts. The system itself (jobs, the command line on the machine) is `system()`.
struct Actor {
  Ulid account;  // nil for the system
  std::vector<Grant> grants;

  static Actor system();
  [[nodiscard]] bool may(Permission permission, std::string_view area) const;
  // The areas in which the actor holds the permission, outermost first.
  [[nodiscard]] std::vector<std::string> areas(Permission permission) const;
};

inline constexpr RefusalKind kNotSignedIn{
    "access.not-signed-in", 401,          "请先登录",
    "sign in first",        "登录后再试", "sign in and try again"};
inline constexpr RefusalKind kNotAllowed{"access.not-allowed",
                                         403,
                                         "您的角色在该区域没有“{permission_zh}”权限",
                                         "your role does not allow {permission} in this area",
                                         "请由有权限的人办理，或向管理员申请",
                                         "ask someone who may, or the administrator"};

// The one place where a permission is checked.
Status require(const Actor& actor, Permission permission, std::string_view area);

// How much of a person in this area the actor sees.
enum class Sight { kNothing, kMasked, kNames, kFull };
Sight sight(const Actor& actor, std::string_view area);

}  // namespace fx::access
