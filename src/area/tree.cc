#include "area/tree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "area/divisions.h"
#include "base/check.h"
#include "base/id_number.h"
#include "base/text.h"

namespace fx::area {

const std::string_view kNodeDdl =
    "create table area_node("
    "  code text primary key, parent text not null, level integer not null,"
    "  name text not null, name_key text not null) strict, without rowid;"
    "create index area_node_child on area_node(parent, length(code), code);"
    "create index area_node_name on area_node(parent, name_key);"
    "create index area_node_level on area_node(level, code);";

// Follows an area through any number of moves: `now` is always a code of today.
const std::string_view kFormerDdl =
    "create table area_former(code text primary key, now text not null) strict, without rowid;"
    "create index area_former_now on area_former(now);";

namespace {

constexpr int kOfficialLevels = static_cast<int>(Level::kCommunity);
// The longest local part that counts as a number when the next one is sought.
constexpr std::size_t kNumberDigits = 9;

Level next_level(Level level) { return static_cast<Level>(static_cast<int>(level) + 1); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view local_of(std::string_view code) {
  const auto dash = code.rfind('-');
  return dash == std::string_view::npos ? std::string_view() : code.substr(dash + 1);
}

bool is_unlisted(std::string_view code, Level level) {
  return level >= Level::kStreet && level <= Level::kCommunity &&
         (!is_official(at_level(code, Level::kStreet)) ||
          !is_official(at_level(code, Level::kCounty)));
}

Node make_node(std::string_view code, Level level, std::string_view name) {
  Node out;
  out.code = code;
  out.level = level;
  out.name = name;
  out.official = level <= Level::kCommunity && is_official(code);
  out.unlisted = !out.official && is_unlisted(code, level);
  return out;
}

void insert(store::Session& db, std::string_view code, std::string_view name) {
  const auto level = level_of(code);
  FX_CHECK(level);
  const std::string above = parent(code);
  const std::string key = name_key(*level, name);
  db.run(
      "insert into area_node(code, parent, level, name, name_key) values ($1, $2, $3, $4, $5)"
      " on conflict(code) do nothing",
      code, above, static_cast<int>(*level), name, key);
  // A code that belonged to an area which has moved away is in use again.
  db.run("delete from area_former where code = $1", code);
}

bool is_added(store::Session& db, std::string_view code) {
  return db.integer("select 1 from area_node where code = $1", code).has_value();
}

// Counties that have been dissolved since: communities were filed under their codes, and people
// carry them in their identity numbers.
std::string retired_county(std::string_view code) {
  if (level_of(code) != Level::kCounty) return {};
  int number = 0;
  std::from_chars(code.data(), code.data() + code.size(), number);
  if (area_status(number) != AreaStatus::kRetired) return {};
  std::string name = area_name(number);
  for (const auto level : {Level::kProvince, Level::kCity}) {
    const auto above = official_name(at_level(code, level));
    if (above && name.size() > above->size() && name.compare(0, above->size(), *above) == 0) {
      name.erase(0, above->size());
    }
  }
  return name;
}

}  // namespace

void apply(store::Session& db, const AreaAdded& added) {
  for (const auto& area : added.areas) insert(db, area.code, area.name);
}

void apply(store::Session& db, const AreaRenamed& renamed) {
  insert(db, renamed.code, renamed.name);
  const std::string key = name_key(*level_of(renamed.code), renamed.name);
  db.run("update area_node set name = $2, name_key = $3 where code = $1", renamed.code,
         renamed.name, key);
}

void apply(store::Session& db, const AreaMoved& moved) {
  // The rows are few enough (one building, one compound) to be read before they are written.
  std::vector<Node> rows;
  const auto [low, high] = range(moved.from);
  {
    auto q = db.query("select code, name from area_node where code >= $1 and code < $2", low, high);
    while (q.next()) rows.push_back({q.string(0), Level::kCountry, q.string(1)});
  }
  db.run("delete from area_node where code >= $1 and code < $2", low, high);
  for (const auto& row : rows) {
    const std::string now = moved_code(row.code, moved);
    insert(db, now, row.name);
    db.run("update area_former set now = $2 where now = $1", row.code, now);
    db.run(
        "insert into area_former(code, now) values ($1, $2)"
        " on conflict(code) do update set now = excluded.now",
        row.code, now);
  }
  db.run("delete from area_former where code = now");
}

std::string moved_code(std::string_view code, const AreaMoved& moved) {
  if (!contains(moved.from, code)) return std::string(code);
  return moved.to + std::string(code.substr(moved.from.size()));
}

void move_codes(store::Session& db, std::string_view table, std::string_view column,
                const AreaMoved& moved) {
  const auto [low, high] = range(moved.from);
  std::string sql = "update ";
  sql.append(table).append(" set ").append(column).append(" = $1 || substr(").append(column);
  sql.append(", $2) where ").append(column).append(" >= $3 and ").append(column).append(" < $4");
  db.run(sql, moved.to, static_cast<int>(moved.from.size()) + 1, low, high);
}

std::optional<Node> find(store::Session& db, std::string_view code) {
  const auto level = level_of(code);
  if (!level) return std::nullopt;
  {
    auto q = db.query("select name from area_node where code = $1", code);
    if (q.next()) return make_node(code, *level, q.text(0));
  }
  const auto official = official_name(code);
  if (!official) return std::nullopt;
  return make_node(code, *level, *official);
}

bool exists(store::Session& db, std::string_view code) {
  return is_official(code) || is_added(db, code);
}

std::string name(store::Session& db, std::string_view code) {
  auto node = find(db, code);
  return node ? std::move(node->name) : std::string();
}

std::string current_code(store::Session& db, std::string_view code) {
  auto q = db.query("select now from area_former where code = $1", code);
  return q.next() ? q.string(0) : std::string(code);
}

std::vector<Node> path(store::Session& db, std::string_view code, Level from) {
  std::vector<Node> out;
  const auto own = level_of(code);
  if (!own) return out;
  for (int i = static_cast<int>(from); i <= static_cast<int>(*own); ++i) {
    const auto level = static_cast<Level>(i);
    const std::string at = at_level(code, level);
    if (auto node = find(db, at)) {
      out.push_back(std::move(*node));
    } else {
      const std::string given =
          level > Level::kCommunity ? default_name(level, local_of(at)) : retired_county(at);
      out.push_back(make_node(at, level, given));
    }
  }
  return out;
}

std::string full_name(store::Session& db, std::string_view code) {
  if (code == kCountry) return name(db, code);
  std::string out;
  std::string last;
  for (const auto& node : path(db, code)) {
    if (!has_own_name(node.name) || node.name == last) continue;
    out += node.name;
    last = node.name;
  }
  return out;
}

std::string address(store::Session& db, std::string_view code) {
  const auto level = level_of(code);
  if (!level) return {};
  if (*level <= Level::kGrid) return name(db, code);
  std::string out;
  for (const auto& node : path(db, code, Level::kCompound)) {
    if (node.name.empty()) continue;
    if (!out.empty()) out += ' ';
    out += node.name;
  }
  return out;
}

namespace {

// The official divisions after a code join the rows of the database, whose names come first: a
// division may have been renamed. Both lists ascend, so `limit` of each are enough.
void merge_official(std::vector<Node>& nodes, Level level, std::string_view under,
                    std::size_t limit, std::string_view after) {
  if (level > Level::kCommunity) return;
  std::set<std::string, std::less<>> have;
  for (const auto& node : nodes) have.insert(node.code);
  std::size_t taken = 0;
  each_official(level, under, [&](std::string_view code, std::string_view name) {
    if (taken == limit || code <= after || have.find(code) != have.end()) return;
    nodes.push_back(make_node(code, level, name));
    ++taken;
  });
  std::sort(nodes.begin(), nodes.end(),
            [](const Node& a, const Node& b) { return a.code < b.code; });
  if (nodes.size() > limit) nodes.resize(limit);
}

}  // namespace

std::vector<Node> children(store::Session& db, std::string_view code, std::size_t limit,
                           std::string_view after) {
  std::vector<Node> out;
  const auto own = level_of(code);
  if (!own || *own == Level::kDwelling) return out;
  const Level level = next_level(*own);
  auto q = db.query(
      "select code, name from area_node where parent = $1 and"
      " (length(code) > $2 or (length(code) = $2 and code > $3))"
      " order by length(code), code limit $4",
      code, static_cast<int>(after.size()), after, static_cast<std::int64_t>(limit));
  while (q.next()) out.push_back(make_node(q.text(0), level, q.text(1)));
  merge_official(out, level, code, limit, after);
  return out;
}

std::int64_t count_children(store::Session& db, std::string_view code) {
  const auto own = level_of(code);
  if (!own || *own == Level::kDwelling) return 0;
  if (next_level(*own) > Level::kCommunity) {
    return db.integer("select count(*) from area_node where parent = $1", code).value_or(0);
  }
  return count(db, code, next_level(*own));
}

std::int64_t count(store::Session& db, std::string_view under, Level level) {
  if (!is_code(under)) return 0;
  const auto [low, high] = range(under);
  constexpr std::string_view kWhere =
      " from area_node where level = $1 and code >= $2 and code < $3";
  if (level > Level::kCommunity) {
    return db.integer("select count(*)" + std::string(kWhere), static_cast<int>(level), low, high)
        .value_or(0);
  }
  std::int64_t total = count_official(level, under);
  auto q = db.query("select code" + std::string(kWhere), static_cast<int>(level), low, high);
  while (q.next()) total += is_official(q.text(0)) ? 0 : 1;
  return total;
}

std::vector<Node> of_level(store::Session& db, std::string_view under, Level level,
                           std::size_t limit, std::string_view after) {
  std::vector<Node> out;
  if (!is_code(under)) return out;
  const auto [low, high] = range(under);
  auto q = db.query(
      "select code, name from area_node where level = $1 and code >= $2 and code < $3 and"
      " code > $4 order by code limit $5",
      static_cast<int>(level), low, high, after, static_cast<std::int64_t>(limit));
  while (q.next()) out.push_back(make_node(q.text(0), level, q.text(1)));
  merge_official(out, level, under, limit, after);
  return out;
}

std::vector<Node> search(store::Session& db, std::string_view text, std::string_view under,
                         std::size_t limit) {
  std::vector<Node> out;
  const std::string key = place_key(text);
  if (key.empty() || !is_code(under)) return out;
  const auto [low, high] = range(under);
  std::string pattern = "%";
  for (const char c : key) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  pattern += '%';
  for (int i = static_cast<int>(Level::kProvince); i <= static_cast<int>(Level::kBuilding); ++i) {
    if (out.size() >= limit) break;
    const auto level = static_cast<Level>(i);
    std::vector<Node> found;
    auto q = db.query(
        "select code, name from area_node where level = $1 and code >= $2 and code < $3 and"
        " (name like $4 escape '\\' or name_key like $4 escape '\\') order by code limit $5",
        i, low, high, pattern, static_cast<std::int64_t>(limit));
    while (q.next()) found.push_back(make_node(q.text(0), level, q.text(1)));
    if (i <= kOfficialLevels) {
      const std::size_t own = found.size();
      each_official(level, under, [&](std::string_view code, std::string_view name) {
        if (found.size() >= limit || name.find(key) == std::string_view::npos) return;
        if (!has_own_name(name)) return;
        const auto end = found.begin() + static_cast<std::ptrdiff_t>(own);
        const bool have =
            std::any_of(found.begin(), end, [&](const Node& node) { return node.code == code; });
        if (!have) found.push_back(make_node(code, level, name));
      });
    }
    const auto take = std::min(found.size(), limit - out.size());
    out.insert(out.end(), std::make_move_iterator(found.begin()),
               std::make_move_iterator(found.begin() + static_cast<std::ptrdiff_t>(take)));
  }
  return out;
}

std::optional<Node> child_by_name(store::Session& db, std::string_view parent,
                                  std::string_view name) {
  const auto own = level_of(parent);
  if (!own || *own == Level::kDwelling) return std::nullopt;
  const Level level = next_level(*own);
  const std::string key = name_key(level, name);
  {
    auto q = db.query(
        "select code, name from area_node where parent = $1 and name_key = $2"
        " order by length(code), code limit 1",
        parent, key);
    if (q.next()) return make_node(q.text(0), level, q.text(1));
  }
  std::optional<Node> out;
  each_official_child(parent, [&](std::string_view code, std::string_view official) {
    if (!out && name_key(level, official) == key) out = find(db, code);
  });
  // Renamed since: it no longer answers to the official name.
  if (out && name_key(level, out->name) != key) return std::nullopt;
  return out;
}

std::string next_code(store::Session& db, std::string_view parent, std::string_view name) {
  const auto own = level_of(parent);
  FX_CHECK(own && *own >= Level::kCommunity && *own < Level::kDwelling);
  const std::string prefix = std::string(parent) + "-";
  if (const auto local = local_part(next_level(*own), name)) {
    if (std::string code = prefix + *local; !is_added(db, code)) return code;
  }
  std::int64_t next = 1;
  {
    auto q = db.query(
        "select code from area_node where parent = $1 order by length(code) desc, code desc",
        parent);
    while (q.next()) {
      const auto local = local_of(q.text(0));
      if (!all_digits(local) || local.size() > kNumberDigits) continue;
      std::from_chars(local.data(), local.data() + local.size(), next);
      ++next;
      break;
    }
  }
  std::string code = prefix + std::to_string(next);
  while (is_added(db, code)) code = prefix + std::to_string(++next);
  return code;
}

Result<std::string> clean_name(Level level, std::string_view code, std::string_view name) {
  std::string clean = normalise(name);
  if (clean.empty() && level > Level::kCommunity) clean = default_name(level, local_of(code));
  const bool may_be_empty = level > Level::kCommunity && local_of(code) == "0";
  if ((clean.empty() && !may_be_empty) || code_point_count(clean) > kNameMax) {
    return refuse(kBadName, "name");
  }
  return clean;
}

Result<Addition> plan_addition(store::Session& db, std::string_view code, std::string_view name,
                               std::string_view parent_code) {
  Addition out;
  if (code.empty()) {
    const auto level = level_of(parent_code);
    if (!level) return refuse(kNotACode, "parent", {{"code", std::string(parent_code)}});
    if (*level < Level::kCommunity || *level == Level::kDwelling) {
      return refuse(kNotACode, "code", {{"code", ""}});
    }
    if (!exists(db, parent_code)) {
      return refuse(kNoParent, "parent", {{"parent", std::string(parent_code)}});
    }
    if (const auto same = child_by_name(db, parent_code, name)) {
      out.area = {same->code, same->name};
      out.exists = true;
      return out;
    }
    out.area.code = next_code(db, parent_code, name);
  } else {
    const auto read = read_code(code);
    if (!read) return refuse(kNotACode, "code", {{"code", std::string(code)}});
    out.area.code = *read;
  }
  const Level level = *level_of(out.area.code);
  const std::string above = parent(out.area.code);
  if (!parent_code.empty()) {
    const auto read = read_code(parent_code);
    if (!read || *read != above) {
      return refuse(kWrongParent, "parent",
                    {{"code", out.area.code}, {"parent", std::string(parent_code)}});
    }
  }
  // Streets come and go; the community under an unlisted one is taken if the county is known.
  const std::string needed =
      level == Level::kCommunity ? at_level(out.area.code, Level::kCounty) : above;
  if (!is_official(out.area.code) && !exists(db, needed) && retired_county(needed).empty()) {
    return refuse(kNoParent, "code", {{"parent", needed}});
  }
  auto clean = clean_name(level, out.area.code, name);
  if (!clean) return clean.error();
  out.area.name = std::move(*clean);

  const std::string key = name_key(level, out.area.name);
  if (const auto there = find(db, out.area.code)) {
    const bool same_name = name_key(level, there->name) == key;
    // An official street or community that nobody has used yet may be taken under the name its
    // people use ("…社区" for "…社区居委会").
    const bool adopts = level >= Level::kStreet && there->official && !is_added(db, there->code);
    if (!same_name && !adopts) return refuse(kCodeTaken, "code", {{"code", out.area.code}});
    if (same_name) {
      out.area.name = there->name;
      out.exists = true;
      return out;
    }
  }
  if (!out.area.name.empty()) {
    const auto same = child_by_name(db, above, out.area.name);
    if (same && same->code != out.area.code) {
      return refuse(kNameTaken, "name", {{"code", same->code}});
    }
  }
  return out;
}

}  // namespace fx::area
