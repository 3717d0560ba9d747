// What pages ask about areas.
#include <algorithm>
#include <set>

#include "modules/organisation/contact.h"
#include "modules/organisation/organisation.h"
#include "modules/organisation/parts.h"

namespace fx::organisation {

struct AreaParams {
  std::string code;
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(AreaParams, (), (code, limit, after))

struct AreaItem {
  std::string code;
  std::string name;
  std::string level;
  std::string level_zh;
  bool official = false;
  bool unlisted = false;  // its street or county is not in the official table: check the code
  std::optional<std::int64_t> children;
  std::optional<std::int64_t> responsible;  // accounts with a grant on it or inside it
};
BOOST_DESCRIBE_STRUCT(AreaItem, (),
                      (code, name, level, level_zh, official, unlisted, children, responsible))

struct ResponsibleItem {
  Ulid account;
  std::string display;
  access::Role role = access::Role::command;
  std::string role_zh;
  std::string area;
  std::string area_name;
};
BOOST_DESCRIBE_STRUCT(ResponsibleItem, (), (account, display, role, role_zh, area, area_name))

struct AreaAnswer {
  AreaItem area;
  std::string full_name;
  std::vector<AreaItem> path;  // from the province down, without the area itself
  std::vector<AreaItem> children;
  std::int64_t children_total = 0;
  std::vector<ResponsibleItem> responsible;  // the nearest first
  std::optional<Contact> contact;            // its own or the nearest above
};
BOOST_DESCRIBE_STRUCT(AreaAnswer, (),
                      (area, full_name, path, children, children_total, responsible, contact))

struct AreasParams {
  std::string under;
  std::optional<std::string> level;  // all of this level inside; default: direct children
  std::optional<int> limit;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(AreasParams, (), (under, level, limit, after))

struct AreasAnswer {
  std::vector<AreaItem> areas;
  std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(AreasAnswer, (), (areas, total))

struct SearchParams {
  std::string q;
  std::optional<std::string> under;
  std::optional<int> limit;
};
BOOST_DESCRIBE_STRUCT(SearchParams, (), (q, under, limit))

struct Found {
  std::string code;
  std::string name;
  std::string level;
  std::string full_name;
};
BOOST_DESCRIBE_STRUCT(Found, (), (code, name, level, full_name))
struct SearchAnswer {
  std::vector<Found> areas;
};
BOOST_DESCRIBE_STRUCT(SearchAnswer, (), (areas))

namespace {

using access::Permission;
using host::QueryContext;
using store::Session;

AreaItem item(const area::Node& node) {
  AreaItem out;
  out.code = node.code;
  out.name = node.name;
  out.level = area::en(node.level);
  out.level_zh = area::zh(node.level);
  out.official = node.official;
  out.unlisted = node.unlisted;
  return out;
}

AreaItem item_with_counts(Session& db, const area::Node& node) {
  AreaItem out = item(node);
  out.children = area::count_children(db, node.code);
  out.responsible = access::count_responsible(db, node.code);
  return out;
}

Result<AreaAnswer> show(QueryContext& context, const AreaParams& params) {
  Session& db = context.db;
  const auto code = known_area(db, params.code, "code");
  if (!code) return code.error();
  AreaAnswer out;
  out.area = item_with_counts(db, *area::find(db, *code));
  out.full_name = area::full_name(db, *code);
  for (const auto& node : area::path(db, *code)) {
    if (node.code != *code) out.path.push_back(item(node));
  }
  for (const auto& node :
       area::children(db, *code, limit_of(params.limit), params.after.value_or(""))) {
    out.children.push_back(item_with_counts(db, node));
  }
  out.children_total = area::count_children(db, *code);
  out.contact = contact_of(db, *code);
  for (const auto& one : access::responsible_for(db, *code)) {
    out.responsible.push_back({one.account, access::display_name(db, one.account, context.language),
                               one.role, std::string(access::zh(one.role)), one.area,
                               area::name(db, one.area)});
  }
  return out;
}

Result<AreasAnswer> list(QueryContext& context, const AreasParams& params) {
  Session& db = context.db;
  const auto under = known_area(db, params.under, "under");
  if (!under) return under.error();
  AreasAnswer out;
  std::vector<area::Node> nodes;
  const auto limit = limit_of(params.limit);
  const auto after = params.after.value_or("");
  if (params.level) {
    const auto level = level_named(*params.level);
    if (!level) return refuse(json::kBadValue, "level", {{"expected", "province ... dwelling"}});
    nodes = area::of_level(db, *under, *level, limit, after);
    out.total = area::count(db, *under, *level);
  } else {
    nodes = area::children(db, *under, limit, after);
    out.total = area::count_children(db, *under);
  }
  for (const auto& node : nodes) out.areas.push_back(item_with_counts(db, node));
  return out;
}

// Names of areas are not secret; the search is inside what the asker has to do with, so that the
// first results are of use.
Result<SearchAnswer> search(QueryContext& context, const SearchParams& params) {
  Session& db = context.db;
  std::vector<std::string> roots;
  if (params.under) {
    auto under = known_area(db, *params.under, "under");
    if (!under) return under.error();
    if (auto status = access::require(context.actor, Permission::see_figures, *under); !status) {
      return status.error();
    }
    roots.push_back(std::move(*under));
  } else {
    roots = context.actor.areas(Permission::see_figures);
  }
  SearchAnswer out;
  const auto limit = limit_of(params.limit);
  const std::string_view text = std::string_view(params.q).substr(0, area::kNameMax * 3);
  for (const auto& root : roots) {
    if (out.areas.size() >= limit) break;
    for (const auto& node : area::search(db, text, root, limit - out.areas.size())) {
      out.areas.push_back({node.code, node.name, std::string(area::en(node.level)),
                           area::full_name(db, node.code)});
    }
  }
  return out;
}

constexpr std::size_t kChildrenMax = 100'000;

void add_below(Session& db, const std::string& code, area::Level deepest,
               std::vector<area::Node>& out) {
  for (auto& child : area::children(db, code, kChildrenMax)) {
    const std::string below = child.code;
    if (child.level > deepest) return;
    out.push_back(std::move(child));
    if (out.back().level < area::Level::kDwelling) add_below(db, below, deepest, out);
  }
}

}  // namespace

std::optional<area::Level> level_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(area::Level::kDwelling); ++i) {
    const auto level = static_cast<area::Level>(i);
    if (area::en(level) == name || area::zh(level) == name) return level;
  }
  return std::nullopt;
}

std::vector<area::Node> areas_in_use(Session& db, area::Level deepest) {
  std::set<std::string> used;  // with those above them; codes sort an area before what is under it
  {
    auto q = db.query(
        "select chain from journal_head union select code from area_node where level <= $1",
        static_cast<int>(area::Level::kCommunity));
    while (q.next()) {
      for (const auto& node : area::path(db, q.text(0))) used.insert(node.code);
    }
  }
  std::vector<area::Node> out;
  for (const auto& code : used) {
    auto node = area::find(db, code);
    if (!node || node->level > deepest) continue;
    out.push_back(std::move(*node));
    if (out.back().level == area::Level::kCommunity) add_below(db, code, deepest, out);
  }
  return out;
}

std::size_t limit_of(const std::optional<int>& limit) {
  return static_cast<std::size_t>(std::clamp(limit.value_or(kLimitDefault), 1, kLimitMax));
}

void declare_area_questions(host::Declaration& to) {
  const auto p = Permission::see_figures;
  to.question<AreaParams, AreaAnswer>(
      {"/api/areas/{code}", p, "区域、下级与责任人",
       "an area, what is under it, who is responsible",
       [](Session& db, const AreaParams& params) { return known_area(db, params.code, "code"); },
       show});
  to.question<AreasParams, AreasAnswer>(
      {"/api/areas", p, "下级区域", "areas inside an area",
       [](Session& db, const AreasParams& params) { return known_area(db, params.under, "under"); },
       list});
  to.question<SearchParams, SearchAnswer>(
      {"/api/areas/search", std::nullopt, "按名称查找区域", "find areas by name", nullptr, search});
}

}  // namespace fx::organisation
