// What every import of lists has in common, whatever the lists are of. An import is one command.
// What it leaves behind:
//   - entries of its module's own kind, one for each file or one for all files. An entry's subject
//     is its record; the first record has the command's id;
//   - for each entry a row in the module's own table of past imports;
//   - the rows that could not be used or are doubted, kept under the command's id.
// A module reads the files, knows what a row does and what its entry says; the rest is here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/host.h"
#include "modules/imports/report.h"

namespace fx::imports {

inline constexpr std::size_t kMaxUpload = std::size_t{64} << 20U;

// How an import is asked for, whatever the lists are.
struct Options {
  bool dry_run = false;
  Ulid id;                            // of the command; nil: a new one
  std::string device{};               // as in commands
  Language language = Language::kZh;  // of reasons and remedies
};
// Of a file that was sent; `id`: by which the sender will know the import.
Options options_of(const host::UploadContext& upload, std::optional<bool> dry_run,
                   const std::optional<Ulid>& id = {});

// SHA-256 of a file's bytes in hex: by it a file is known again.
std::string digest_of(std::string_view bytes);

// --- records: the table of past imports ----------------------------------------------------------

// The past imports of one kind of list. A view: a function of the entries.
struct Records {
  std::string_view table;  // "returnees_import"
  // Of an entry that is of several files: their digests, from its payload. Null where each file has
  // an entry of its own; its digest is then a column.
  std::vector<std::string> (*digests)(std::string_view payload) = nullptr;
};

// The table, and that it follows when areas are moved.
void declare_records(host::Declaration& to, const Records& records);
// The row of an entry, for the module's to.on<...>(). `digest`: of the file that the entry is of.
void add_record(store::Session& db, const Records& records, const journal::Entry& entry,
                std::string_view digest = {});
// What the files of a record were called. A name may tell of somebody, so it lies with the
// identities.
void keep_file_names(store::Session& db, const Ulid& record, const std::vector<ImportFile>& files);

// The latest record by which just these files came to this area; where they bring nothing more it
// stands for them. With an entry a file: every file has come before, and the record is the first
// file's.
std::optional<Ulid> earlier(store::Session& db, const Records& records, const std::string& area,
                            const std::vector<ImportFile>& files);

// --- the past, as pages ask for it ---------------------------------------------------------------

struct PastParams {
  std::string area;
  std::optional<int> limit;  // 1..500, else 50
  std::optional<Ulid> after;
};
BOOST_DESCRIBE_STRUCT(PastParams, (), (area, limit, after))

struct Past {
  Ulid import;
  std::string area;
  Instant at;
  Ulid actor;
  std::string actor_name;
  std::vector<std::string> files;  // their names; none: from before names were kept
  std::string payload;             // the entry's
  std::int64_t problems = 0;
};
struct PastPage {
  std::int64_t total = 0;     // in the area, on whatever page
  std::vector<Past> imports;  // the latest first
  std::optional<Ulid> next;   // `after` of the next page; nothing: this was the last
};
PastPage past(host::QueryContext& context, const Records& records, const PastParams& params);

// `Entry`: what the module writes down about an import.
template <class Entry>
struct PastLine {
  Ulid import;
  std::string area;
  Instant at;
  Ulid actor;
  std::string actor_name;
  std::vector<std::string> files;
  Entry done;
  std::int64_t problems = 0;
  BOOST_DESCRIBE_CLASS(PastLine, (), (import, area, at, actor, actor_name, files, done, problems),
                       (), ())
};
template <class Entry>
struct PastAnswer {
  std::int64_t total = 0;
  std::vector<PastLine<Entry>> imports;
  std::optional<Ulid> next;
  BOOST_DESCRIBE_CLASS(PastAnswer, (), (total, imports, next), (), ())
};

// How an answer about imports is asked for.
struct Route {
  std::string path;
  std::string zh;
  std::string en;
  access::Permission permission = access::Permission::import_lists;
};

template <class Entry>
void declare_past(host::Declaration& to, const Records& records, const Route& route) {
  to.question<PastParams, PastAnswer<Entry>>(
      {route.path, route.permission, route.zh, route.en, host::known_area<PastParams>,
       [records](host::QueryContext& context,
                 const PastParams& params) -> Result<PastAnswer<Entry>> {
         auto page = past(context, records, params);
         PastAnswer<Entry> out;
         out.total = page.total;
         out.next = page.next;
         for (auto& p : page.imports) {
           PastLine<Entry> line{p.import,
                                std::move(p.area),
                                p.at,
                                p.actor,
                                std::move(p.actor_name),
                                std::move(p.files),
                                {},
                                p.problems};
           if (auto done = json::read_text<Entry>(p.payload)) line.done = std::move(*done);
           out.imports.push_back(std::move(line));
         }
         return out;
       }});
}

// --- problem rows --------------------------------------------------------------------------------

// They may hold personal data, so they lie with the identities, until they are fetched.
void keep_problems(store::Session& db, const Ulid& import, const std::vector<RowProblem>& problems);
// In the order in which they were found; `after`: so many are left out.
std::vector<RowProblem> kept_problems(store::Session& db, const Ulid& import, int after, int limit);
// The file for the clerk: row, column, value, reason, remedy. XLSX.
std::string problems_workbook(const std::vector<RowProblem>& problems, Language language);

// A page of problem rows, and all of them as a workbook. `path` has {import}.
void declare_problem_pages(host::Declaration& to, const Records& records, const Route& route);
void declare_problem_file(host::Declaration& to, const Records& records, const Route& route);

// --- carrying out --------------------------------------------------------------------------------

// An import that has to be tried out on the tables themselves, row by row: all inside one command,
// which a dry run undoes. (One that can be planned on a snapshot needs none of this: a register.)
struct Trial {
  const Records& records;  // with an entry a file
  std::string area;        // where the entries are
  const std::vector<ImportFile>& files;
  const RefusalKind& already_done;  // the command's id was used before
  // Takes all rows of all files in; imports[i] will be the record of file i.
  std::function<void(host::CommandContext&, const std::vector<Ulid>& imports)> take;
  // Appends the entry of file i.
  std::function<void(host::CommandContext&, const host::Target&, std::size_t i,
                     const std::string& digest)>
      record;
  // What `take` fills.
  const std::vector<ImportFileReport>& reports;
  const std::vector<RowProblem>& problems;
};
// Answers the id under which the problem rows are found: that of an earlier import where the files
// bring nothing more, nil after a dry run. Nothing is recorded where nothing was accepted and there
// is no problem to keep.
Result<Ulid> carry_out(host::Host& host, const access::Actor& actor, const Options& options,
                       const Trial& trial);

}  // namespace fx::imports
