#include <algorithm>
#include <sstream>

#include <sodium.h>

#include "access/accounts.h"
#include "area/code.h"
#include "area/tree.h"
#include "base/text.h"
#include "identity/person.h"
#include "journal/journal.h"
#include "modules/imports/imports.h"

namespace fx::imports {
namespace {

constexpr int kDefaultLimit = 50;
constexpr int kMaxLimit = 500;

std::string ddl(const Records& records) {
  const std::string table(records.table);
  return "create table " + table +
         "(\n"
         "  id blob primary key, area text not null, at integer not null, actor blob,\n  " +
         (records.digests == nullptr ? "digest text not null, " : "") +
         "payload text not null) strict, without rowid;\n"
         "create index " +
         table + "_area on " + table + "(area, id);\n";
}

// The latest record of just this file.
std::optional<Ulid> earlier_file(store::Session& db, const Records& records,
                                 const std::string& area, const std::string& digest) {
  auto q = db.query("select id from " + std::string(records.table) +
                        " where area = $1 and digest = $2 order by id desc limit 1",
                    area, digest);
  if (!q.next()) return std::nullopt;
  return q.ulid(0);
}

constexpr std::string_view kNames = "files";  // of a record, one a line
constexpr std::size_t kNameMax = 200;

std::vector<std::string> file_names(store::Session& db, const Ulid& record) {
  std::vector<std::string> out;
  std::istringstream names(identity::text_of(db, record, kNames));
  for (std::string name; std::getline(names, name);) out.push_back(std::move(name));
  return out;
}

}  // namespace

void keep_file_names(store::Session& db, const Ulid& record, const std::vector<ImportFile>& files) {
  std::string names;
  for (const auto& file : files) {
    if (!names.empty()) names += '\n';
    names += shorten(normalise(file.name), kNameMax);
  }
  if (!names.empty()) identity::set_text(db, record, kNames, {}, names);
}

std::string digest_of(std::string_view bytes) {
  journal::Hash hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return journal::hex(hash);
}

void declare_records(host::Declaration& to, const Records& records) {
  to.view(std::string(records.table), ddl(records));
  to.on<area::AreaMoved>(
      [records](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        area::move_codes(db, records.table, "area", moved);
      });
}

void add_record(store::Session& db, const Records& records, const journal::Entry& entry,
                std::string_view digest) {
  const std::string table(records.table);
  if (records.digests != nullptr) {
    db.run("insert into " + table + "(id, area, at, actor, payload) values ($1, $2, $3, $4, $5)",
           entry.subject, entry.area, entry.recorded_at, entry.actor, entry.payload);
  } else {
    db.run("insert into " + table +
               "(id, area, at, actor, digest, payload) values ($1, $2, $3, $4, $5, $6)",
           entry.subject, entry.area, entry.recorded_at, entry.actor, digest, entry.payload);
  }
}

std::optional<Ulid> earlier(store::Session& db, const Records& records, const std::string& area,
                            const std::vector<ImportFile>& files) {
  std::vector<std::string> wanted;
  wanted.reserve(files.size());
  for (const auto& file : files) wanted.push_back(digest_of(file.bytes));
  if (records.digests == nullptr) {
    std::optional<Ulid> first;
    for (const auto& digest : wanted) {
      const auto known = earlier_file(db, records, area, digest);
      if (!known) return std::nullopt;
      if (!first) first = known;
    }
    return first;
  }
  std::sort(wanted.begin(), wanted.end());
  auto q = db.query(
      "select id, payload from " + std::string(records.table) + " where area = $1 order by id desc",
      area);
  while (q.next()) {
    auto had = records.digests(q.text(1));
    std::sort(had.begin(), had.end());
    if (had == wanted) return q.ulid(0);
  }
  return std::nullopt;
}

PastPage past(host::QueryContext& context, const Records& records, const PastParams& params) {
  auto& db = context.db;
  const auto [low, high] = area::range(params.area);
  const std::string from =
      " from " + std::string(records.table) + " where $1 <= area and area < $2";
  PastPage out;
  out.total = db.integer("select count(*)" + from, low, high).value_or(0);
  const int limit = std::clamp(params.limit.value_or(kDefaultLimit), 1, kMaxLimit);
  auto q =
      db.query("select id, area, at, actor, payload, (select count(*) from identity_problem p" +
                   std::string(" where p.import = id)") + from +
                   " and ($3 is null or id < $3) order by id desc limit $4",
               low, high, params.after, limit + 1);
  while (q.next()) {
    if (out.imports.size() == static_cast<std::size_t>(limit)) {
      out.next = out.imports.back().import;
      break;
    }
    const Ulid record = q.ulid(0);
    const Ulid actor = q.ulid(3);
    out.imports.push_back({record, q.string(1), q.instant(2), actor,
                           access::display_name(db, actor, context.language),
                           file_names(db, record), q.string(4), q.integer(5)});
  }
  return out;
}

}  // namespace fx::imports
