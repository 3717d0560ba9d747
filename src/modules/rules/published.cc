#include "modules/rules/published.h"

#include <algorithm>
#include <stdexcept>

#include "modules/rules/drafts.h"
#include "modules/rules/layered.h"
#include "modules/rules/questions.h"

namespace fx::rules {
namespace {

constexpr const char* kTable = R"(
create table rules_published(
  pack text not null,
  number integer not null,
  entry blob not null,
  area text not null,
  digest text not null,
  files text not null,
  actor blob,
  known_from integer not null,
  primary key (pack, number)
) strict, without rowid;
)";

Result<policy::Files> files_of(std::string_view text) {
  const auto list = json::read_text<std::vector<PackFile>>(text);
  if (!list) return list.error();
  policy::Files files;
  for (const auto& file : *list) files.emplace(file.path, file.text);
  return files;
}

// What was published was checked; what does not load any more is a fault of this program, which
// must not decide anything without it.
policy::PackPtr load(const policy::Files& files, std::string_view name) {
  auto pack = policy::load_pack(files);
  if (!pack) {
    throw std::runtime_error("the published pack " + std::string(name) +
                             " does not load: " + pack.error().message(Language::kEn));
  }
  return *std::move(pack);
}

}  // namespace

Shelf::Shelf(std::vector<policy::PackPtr> shipped) {
  std::stable_sort(
      shipped.begin(), shipped.end(),
      [](const policy::PackPtr& a, const policy::PackPtr& b) { return a->id() < b->id(); });
  lists_.push_back(std::move(shipped));
  now_ = &lists_.back();
}

void Shelf::add(policy::PackPtr pack) {
  const std::lock_guard lock(adding_);
  auto list = packs();
  const auto same = [&](const policy::PackPtr& each) {
    return each->id() == pack->id() && each->digest() == pack->digest();
  };
  if (std::any_of(list.begin(), list.end(), same)) return;
  const auto before = std::lower_bound(
      list.begin(), list.end(), pack,
      [](const policy::PackPtr& a, const policy::PackPtr& b) { return a->id() < b->id(); });
  list.insert(before, std::move(pack));
  lists_.push_back(std::move(list));
  now_ = &lists_.back();
}

policy::PackPtr exactly(const std::vector<policy::PackPtr>& packs, std::string_view id,
                        std::string_view digest) {
  const auto it = std::find_if(packs.begin(), packs.end(), [&](const policy::PackPtr& pack) {
    return pack->id() == id && pack->digest() == digest;
  });
  return it == packs.end() ? find_pack(packs, id) : *it;
}

void declare_published(host::Declaration& to, Shelf& shelf) {
  to.entry<PackPublished>("发布规则包", "policy pack published");
  to.view("rules_published", kTable);
  to.on<PackPublished>([&shelf](store::Session& db, const journal::Entry& entry,
                                const PackPublished& p) {
    const auto number =
        1 +
        db.integer("select max(number) from rules_published where pack = $1", p.pack).value_or(0);
    const auto text = json::text(p.files);
    db.run(
        "insert into rules_published(pack, number, entry, area, digest, files, actor, known_from)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8)",
        p.pack, number, entry.id, p.area, p.digest, text, entry.actor, entry.recorded_at);
    policy::Files files;
    for (const auto& file : p.files) files.emplace(file.path, file.text);
    shelf.add(load(files, p.pack));
  });
}

void put_on_shelf(store::Session& db, Shelf& shelf) {
  auto q = db.query("select pack, files from rules_published order by pack, number");
  while (q.next()) {
    const auto files = files_of(q.text(1));
    FX_CHECK(files.has_value());  // as this program wrote it
    shelf.add(load(*files, q.text(0)));
  }
}

std::optional<Published> published(store::Session& db, std::string_view pack) {
  auto q = db.query(
      "select area, digest, number, known_from, files from rules_published where pack = $1"
      " order by number desc limit 1",
      pack);
  if (!q.next()) return std::nullopt;
  auto files = files_of(q.text(4));
  FX_CHECK(files.has_value());
  return Published{q.string(0), q.string(1), q.number(2), q.instant(3), *std::move(files)};
}

Status check_published(const policy::Pack& before, const policy::Pack& pack) {
  for (const auto& edition : before.editions()) {
    const auto* now = pack.edition(edition.id());
    const Params params{{"edition", edition.name().zh.empty() ? edition.id() : edition.name().zh}};
    if (now == nullptr) return refuse(kEditionGone, "document", params);
    const auto in_words = [](const policy::Pack& of, const policy::Edition& one) {
      auto out = json::text(describe(of, one, Language::kZh)) +
                 json::text(describe(of, one, Language::kEn));
      // And what it says of those who are under an older one, and of lower levels.
      out += one.running() == policy::Running::kMove ? " move" : " keep";
      for (const auto& table : one.tables())
        out += " " + std::string(id(one.lower(table.topic->id)));
      return out;
    };
    if (now->from() != edition.from() || in_words(pack, *now) != in_words(before, edition)) {
      return refuse(kEditionChanged, "document", params);
    }
  }
  return {};
}

}  // namespace fx::rules
