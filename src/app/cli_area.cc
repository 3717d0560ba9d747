// area add | list | show, user add.
#include <cstdio>
#include <fstream>

#include "app/cli.h"
#include "area/tree.h"
#include "modules/organisation/organisation.h"

namespace fx::app {
namespace {

constexpr std::size_t kMaxListed = 100'000;

json::Object object_of(const area::Node& node) {
  return json::Object{{"code", node.code},
                      {"level", area::en(node.level)},
                      {"name", node.name},
                      {"official", node.official}};
}

// Of a directory that may not be there yet; nothing (and said so) if the time cannot be read.
std::optional<NodeOptions> first_opening(const std::string& data, const std::string& rehearsal) {
  NodeOptions out{data, false, std::nullopt};
  if (rehearsal.empty()) return out;
  out.rehearsal_clock = parse_instant(rehearsal);
  if (out.rehearsal_clock) return out;
  std::fprintf(stderr, "--rehearsal: write it like 2020-02-20T08:00:00+08:00\n");
  return std::nullopt;
}

}  // namespace

int area_add(const AreaOptions& options) {
  // The first area may be added before anything else: this makes the directory.
  const auto opening = first_opening(options.data, options.rehearsal);
  if (!opening) return kUsage;
  auto node = open_or_say(*opening);
  if (!node) return kRefusedStatus;
  organisation::AddArea body;
  body.code = options.code;
  body.name = options.name;
  if (!options.parent.empty()) body.parent = options.parent;
  const auto done = organisation::add_area(node->host(), body);
  if (!done) return say_refused(done.error());
  print(json::serialise(done->result));
  return kDone;
}

int area_list(const AreaOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  std::string under = options.code;
  if (under.empty() && options.official) under = area::kCountry;
  const auto deepest = organisation::level_named(options.level);
  if (!deepest) {
    return say_refused(refuse(json::kBadValue, "level", {{"expected", "street ... dwelling"}}));
  }
  const auto nodes = node->database().read([&](store::Session& db) {
    return under.empty() ? organisation::areas_in_use(db, *deepest)
                         : area::children(db, under, kMaxListed);
  });
  if (options.format == Format::json) {
    json::Array out;
    for (const auto& one : nodes) out.push_back(object_of(one));
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  for (const auto& one : nodes) print(one.code + "  " + one.name);
  return kDone;
}

int area_show(const AreaOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto found =
      node->database().read([&](store::Session& db) { return area::find(db, options.code); });
  if (!found) return say_refused(refuse(host::kNoSuchArea, "code", {{"area", options.code}}));
  const auto [full_name, children] = node->database().read([&](store::Session& db) {
    return std::pair(area::full_name(db, options.code), area::count_children(db, options.code));
  });
  if (options.format == Format::json) {
    auto out = object_of(*found);
    out["full_name"] = full_name;
    out["children"] = children;
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  print(found->code + "  " + full_name + "  (" + std::string(area::zh(found->level)) + ", " +
        std::to_string(children) + ")");
  return kDone;
}

int user_add(const UserOptions& options) {
  organisation::NewUser user;
  user.login = options.name;
  user.display = options.display;
  user.role = options.role;
  user.area = options.area;
  if (!options.password.empty()) {
    std::ifstream in(options.password);
    std::string password;
    if (!in || !std::getline(in, password)) {
      std::fprintf(stderr, "%s: cannot be read\n", options.password.c_str());
      return kUsage;
    }
    user.password = password;
  }
  const auto opening = first_opening(options.data, options.rehearsal);
  if (!opening) return kUsage;
  auto node = open_or_say(*opening);
  if (!node) return kRefusedStatus;
  const auto added = organisation::add_user(node->host(), user);
  if (!added) return say_refused(added.error());
  if (options.format == Format::json) {
    json::Object out{{"account", added->account.text()},
                     {"login", added->login},
                     {"role", json::enum_name(added->role)},
                     {"area", added->area}};
    if (!added->password.empty()) out["password"] = added->password;
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  print(added->login);
  if (!added->password.empty()) {
    print("初始密码 / first password: " + added->password);
    print("首次登录时须修改 / to be changed at the first sign-in");
  }
  return kDone;
}

}  // namespace fx::app
