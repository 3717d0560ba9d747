// What the command line does as the system itself.
#include <array>

#include "base/text.h"
#include "modules/organisation/organisation.h"

namespace fx::organisation {
namespace {

using access::Role;

struct Word {
  std::string_view text;
  Role role;
};
// What offices call them, beside the names in roles.h.
constexpr std::array<Word, 21> kWords = {{{"管理员", Role::administrator},
                                          {"admin", Role::administrator},
                                          {"社区书记", Role::community_director},
                                          {"社区主任", Role::community_director},
                                          {"书记", Role::community_director},
                                          {"主任", Role::community_director},
                                          {"村支书", Role::community_director},
                                          {"director", Role::community_director},
                                          {"社区干部", Role::community_clerk},
                                          {"工作人员", Role::community_clerk},
                                          {"clerk", Role::community_clerk},
                                          {"楼长", Role::building_head},
                                          {"医生", Role::doctor},
                                          {"村医", Role::doctor},
                                          {"街道", Role::township_office},
                                          {"街道办", Role::township_office},
                                          {"乡镇", Role::township_office},
                                          {"党政办", Role::township_office},
                                          {"township", Role::township_office},
                                          {"督查", Role::inspector},
                                          {"督查员", Role::inspector}}};

Result<host::CommandAnswer> command(host::Host& host, std::string_view name, json::Object body) {
  host::Envelope envelope;
  envelope.id = Ulid::make(host.clock().now());
  envelope.command = std::string(name);
  envelope.device = "command line";
  envelope.body = std::move(body);
  return host.execute(access::Actor::system(), std::move(envelope));
}

}  // namespace

std::optional<Role> read_role(std::string_view text) {
  std::string clean = ascii_lower(normalise(text));
  for (auto& c : clean) {
    if (c == '-' || c == ' ') c = '_';
  }
  if (const auto role = json::enum_value<Role>(clean)) return role;
  std::optional<Role> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    if (clean == normalise(access::zh(d.value))) out = d.value;
  });
  for (const auto& word : kWords) {
    if (clean == word.text) out = word.role;
  }
  return out;
}

std::string role_names() {
  std::string out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Role>>([&](auto d) {
    if (!out.empty()) out += ", ";
    out += d.name;
    out += ' ';
    out += access::zh(d.value);
  });
  return out;
}

Result<AddedUser> add_user(host::Host& host, const NewUser& user) {
  const auto role = read_role(user.role);
  if (!role) {
    return refuse(kNoSuchRole, "role", {{"role", user.role}, {"known", role_names()}});
  }
  json::Object body{{"login", user.login}, {"role", json::enum_name(*role)}, {"area", user.area}};
  if (!user.display.empty()) body["display"] = user.display;
  if (user.password) {
    body["password"] = *user.password;
    body["must_change"] = false;
  }
  auto answer = command(host, AddAccount::kName, std::move(body));
  if (!answer) return answer.error();
  AddedUser out;
  out.account = answer->subject;
  out.login = user.login;
  out.role = *role;
  out.area = user.area;
  const auto& result = answer->result.as_object();
  if (const auto* password = result.if_contains("password")) {
    out.password = std::string(password->as_string());
  }
  return out;
}

Result<host::CommandAnswer> add_area(host::Host& host, const AddArea& area) {
  json::Object body;
  if (area.code) body["code"] = *area.code;
  if (area.name) body["name"] = *area.name;
  if (area.parent) body["parent"] = *area.parent;
  return command(host, AddArea::kName, std::move(body));
}

}  // namespace fx::organisation
