#include "modules/registry/place_index.h"

#include <algorithm>

#include "area/tree.h"
#include "base/text.h"

namespace fx::registry {
namespace {

using store::Session;

constexpr const char* kDdl =
    "create table registry_place("
    " pair text not null, area text not null, name text not null, primary key(pair, area)) strict,"
    " without rowid;"
    "create index registry_place_area on registry_place(area);";

// Every two neighbouring characters, each once.
std::vector<std::string> pairs_of(std::string_view key) {
  const auto text = to_code_points(key);
  std::vector<std::string> out;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    auto pair = to_utf8(std::u32string_view(text).substr(i, 2));
    if (std::find(out.begin(), out.end(), pair) == out.end()) out.push_back(std::move(pair));
  }
  return out;
}

void add(Session& db, const std::string& code, const std::string& name) {
  if (name.empty() || area::level_of(code) != area::Level::kCompound) return;
  const std::string key = place_key(name);
  for (const auto& pair : pairs_of(key)) {
    db.run("insert or ignore into registry_place(pair, area, name) values ($1, $2, $3)", pair, code,
           key);
  }
}

}  // namespace

void declare_place_index(host::Declaration& to) {
  to.view("registry_place", kDdl);
  to.on<area::AreaAdded>([](Session& db, const journal::Entry&, const area::AreaAdded& added) {
    for (const auto& area : added.areas) add(db, area.code, area.name);
  });
  to.on<area::AreaRenamed>(
      [](Session& db, const journal::Entry&, const area::AreaRenamed& renamed) {
        db.run("delete from registry_place where area = $1", renamed.code);
        add(db, renamed.code, renamed.name);
      });
  to.on<area::AreaMoved>([](Session& db, const journal::Entry&, const area::AreaMoved& moved) {
    area::move_codes(db, "registry_place", "area", moved);
  });
}

std::vector<std::string> find_places(Session& db, std::string_view text, std::string_view under,
                                     std::size_t limit) {
  const std::string key = place_key(text);
  const auto [low, high] = area::range(under);
  // The rarest pair decides what is read; a common one ("花园") is given up early.
  constexpr std::int64_t kEnough = 2000;
  std::string rarest;
  std::int64_t fewest = kEnough + 1;
  for (const auto& pair : pairs_of(key)) {
    const auto count = db.integer(
        "select count(*) from (select 1 from registry_place where pair = $1 and $2 <= area"
        " and area < $3 limit $4)",
        pair, low, high, std::min(fewest, kEnough));
    if (count.value_or(0) < fewest) {
      fewest = count.value_or(0);
      rarest = pair;
    }
  }
  std::vector<std::string> exact;
  std::vector<std::string> others;
  if (rarest.empty() || fewest == 0) return exact;
  auto q = db.query(
      "select area, name from registry_place where pair = $1 and $2 <= area and area < $3"
      " order by area limit $4",
      rarest, low, high, kEnough);
  while (q.next()) {
    if (q.text(1) == key) {
      exact.push_back(q.string(0));
    } else if (q.text(1).find(key) != std::string_view::npos && others.size() < limit) {
      others.push_back(q.string(0));
    }
  }
  exact.insert(exact.end(), others.begin(), others.end());
  if (exact.size() > limit) exact.resize(limit);
  return exact;
}

}  // namespace fx::registry
