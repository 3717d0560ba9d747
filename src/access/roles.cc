#include "access/roles.h"

#include <cstdint>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include "area/code.h"

namespace fx::access {
namespace {

using P = Permission;

constexpr std::uint32_t bit(P permission) {
  return std::uint32_t{1} << static_cast<unsigned>(permission);
}
template <class... Ps>
constexpr std::uint32_t set(Ps... permissions) {
  return (0U | ... | bit(permissions));
}

constexpr std::uint32_t kFieldWork =
    set(P::see_figures, P::see_records, P::see_people, P::screen, P::record_reading);
constexpr std::uint32_t kClerk =
    kFieldWork | set(P::see_full_identity, P::edit_register, P::import_lists, P::record_case,
                     P::place, P::escalate, P::report, P::carry_out, P::manage_areas);

std::uint32_t permissions_of(Role role) {
  switch (role) {
    case Role::administrator:
      return ~std::uint32_t{0};
    case Role::community_director:
      return kClerk | set(P::decide_release, P::manage_accounts, P::choose_policy, P::see_looks);
    case Role::community_clerk:
      return kClerk;
    case Role::grid_worker:
      return kFieldWork | set(P::edit_register, P::escalate);
    case Role::building_head:
      return kFieldWork;
    case Role::doctor:
      return kFieldWork | set(P::escalate, P::record_case, P::carry_out);
    case Role::township_office:
      return set(P::see_figures, P::see_records, P::report, P::decide_response, P::draw_zone,
                 P::carry_out, P::choose_policy);
    case Role::command:
      return set(P::see_figures, P::decide_response, P::draw_zone, P::carry_out, P::choose_policy);
    case Role::inspector:
      return set(P::see_figures, P::see_records, P::see_looks);
  }
  return 0;
}

std::string_view name_of(Permission permission) {
  std::string_view out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Permission>>([&](auto d) {
    if (d.value == permission) out = d.name;
  });
  return out;
}

}  // namespace

bool allows(Role role, Permission permission) {
  return (permissions_of(role) & bit(permission)) != 0;
}

std::string_view zh(Role role) {
  switch (role) {
    case Role::administrator:
      return "系统管理员";
    case Role::community_director:
      return "社区书记/主任";
    case Role::community_clerk:
      return "社区工作人员";
    case Role::grid_worker:
      return "网格员";
    case Role::building_head:
      return "楼栋长";
    case Role::doctor:
      return "社区医生";
    case Role::township_office:
      return "街道（乡镇）办";
    case Role::command:
      return "指挥部";
    case Role::inspector:
      return "督查组";
  }
  return "";
}

std::string_view zh(Permission permission) {
  switch (permission) {
    case P::see_figures:
      return "查看数字";
    case P::see_records:
      return "查看台账（脱敏）";
    case P::see_people:
      return "查看姓名电话";
    case P::see_full_identity:
      return "查看完整证件号";
    case P::edit_register:
      return "修改人房底数";
    case P::import_lists:
      return "导入名单";
    case P::screen:
      return "登记排查结果";
    case P::record_case:
      return "登记病例";
    case P::place:
      return "判定与管控";
    case P::decide_release:
      return "解除、延期、转换";
    case P::record_reading:
      return "登记体温症状";
    case P::escalate:
      return "处置异常";
    case P::report:
      return "日报";
    case P::decide_response:
      return "启动、调整、终止响应";
    case P::draw_zone:
      return "划定、解除管控区域";
    case P::carry_out:
      return "落实响应措施";
    case P::choose_policy:
      return "编写、选用规则包";
    case P::manage_areas:
      return "维护区划";
    case P::manage_accounts:
      return "管理账号";
    case P::see_looks:
      return "查看查阅记录";
    case P::operate:
      return "系统运维";
  }
  return "";
}

Actor Actor::system() { return {Ulid(), {{Role::administrator, std::string(area::kCountry)}}}; }

bool Actor::may(Permission permission, std::string_view area) const {
  for (const auto& grant : grants) {
    if (allows(grant.role, permission) && area::contains(grant.area, area)) return true;
  }
  return false;
}

std::vector<std::string> Actor::areas(Permission permission) const {
  std::vector<std::string> out;
  for (const auto& grant : grants) {
    if (!allows(grant.role, permission)) continue;
    bool covered = false;
    for (const auto& other : grants) {
      covered = covered || (&other != &grant && allows(other.role, permission) &&
                            area::contains(other.area, grant.area) &&
                            (other.area != grant.area || &other < &grant));
    }
    if (!covered) out.push_back(grant.area);
  }
  return out;
}

Status require(const Actor& actor, Permission permission, std::string_view area) {
  if (actor.may(permission, area)) return {};
  if (actor.grants.empty()) return refuse(kNotSignedIn);
  return refuse(kNotAllowed, "",
                {{"permission", std::string(name_of(permission))},
                 {"permission_zh", std::string(zh(permission))}});
}

Sight sight(const Actor& actor, std::string_view area) {
  if (actor.may(P::see_full_identity, area)) return Sight::kFull;
  if (actor.may(P::see_people, area)) return Sight::kNames;
  if (actor.may(P::see_records, area)) return Sight::kMasked;
  return Sight::kNothing;
}

}  // namespace fx::access
