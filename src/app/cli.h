// The subcommands of the program. Names, options and exit statuses are a contract
// (docs/command-line.md): 0 done, 1 refused, 2 wrong usage.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/node.h"

namespace fx::app {

inline constexpr int kDone = 0;
inline constexpr int kRefusedStatus = 1;
inline constexpr int kUsage = 2;

enum class Format { text, json };

struct ServeOptions {
  std::string data;
  std::string listen = "127.0.0.1:8420";
  std::string web;  // folder; "" for the one that was shipped
  std::string rehearsal;
  std::vector<std::string> trusted_proxies;
  bool quiet = false;
};
int serve(const ServeOptions& options);

struct DemoOptions {
  std::string data;
  std::uint64_t seed = 1;
  std::string as_of;  // the moment it is lived up to; empty: now
};
int demo(const DemoOptions& options);

struct AreaOptions {
  std::string data, code, name, parent, rehearsal;
  bool official = false;
  std::string level = "building";  // the deepest that is listed
  Format format = Format::text;
};
int area_add(const AreaOptions& options);
int area_list(const AreaOptions& options);
int area_show(const AreaOptions& options);

// GeoJSON in, out, or both.
struct OutlineOptions {
  std::string data;
  std::string area = "0";  // whose outlines these are; of the whole country by code only
  std::vector<std::string> files;
  std::string coordinates;  // "wgs84", "gcj02", "bd09"; "": as the file says
  std::string property;
  bool dry_run = false;
  std::string errors;
  std::string out;
  Format format = Format::text;
};
int area_outline(const OutlineOptions& options);

struct UserOptions {
  std::string data, name, display, role, area, password, rehearsal;
  Format format = Format::text;
};
int user_add(const UserOptions& options);

struct ImportOptions {
  std::string data, area, as;
  std::vector<std::string> files;
  bool dry_run = false;
  std::string errors;    // file for the rows that need a person
  std::string map;       // of cases: what the columns and values mean
  std::string save_map;  // write that down, to use it again
  Format format = Format::text;
};
int import_files(const ImportOptions& options);

struct PolicyUseOptions {
  std::string data, area, pack, from;
};
int policy_use(const PolicyUseOptions& options);
int policy_check(const std::vector<std::string>& packs, Format format);
int policy_test(const std::vector<std::string>& packs, Format format);

// A pack is named by the id of a shipped one or by its folder, with "/EDITION" for another edition
// than the one in force on the day.
struct PolicyExplainOptions {
  std::string pack, topic, facts, on;
  Format format = Format::text;
};
int policy_explain(const PolicyExplainOptions& options);

struct PolicyShowOptions {
  std::string data, area, on, topic;
  Format format = Format::text;
};
int policy_show(const PolicyShowOptions& options);

// Without `after`, `before` is the pack that one thinks of choosing, against what is in force.
struct PolicyDiffOptions {
  std::string data, area, on, before, after;
  std::string format = "text";  // "text", "json" or "xlsx"
  std::string out;              // of xlsx, and only of it
};
int policy_diff(const PolicyDiffOptions& options);

struct PolicyMovesOptions {
  std::string data, area, on;
  bool apply = false;
  std::vector<std::string> effects;  // with apply: these alone
  Format format = Format::text;
};
int policy_moves(const PolicyMovesOptions& options);

struct PlaceOptions {
  std::string data, area, on;
  bool dry_run = false;
  Format format = Format::text;
};
int place(const PlaceOptions& options);

struct RecordOptions {
  std::string data;
  std::string file = "-";
};
int record(const RecordOptions& options);

struct FiguresOptions {
  std::string data, area, on, as_of;
  Format format = Format::text;
};
int figures(const FiguresOptions& options);

struct RiskOptions {
  std::string data, area, from, to, as_of, under;
  Format format = Format::text;
};
int risk(const RiskOptions& options);

struct ReportOptions {
  std::string data, area, on, out;
  bool at_cutoff = false;
};
int report_daily(const ReportOptions& options);

int verify(const std::string& data);
int rebuild(const std::string& data);
int backup(const std::string& data, const std::string& to);
int restore(const std::string& data, const std::string& from);

struct BenchOptions {
  std::int64_t people = 100'000;
  std::vector<std::string> only;  // parts to measure; empty: all
  std::uint16_t beside = 0;       // a port here on which another server takes the same commands
  Format format = Format::text;
};
// Measures on a directory of its own, which it removes; each part against a baseline in the run.
int bench(const BenchOptions& options);

// --- shared by the subcommands -------------------------------------------------------------------

// What people read, to stderr, in the language of LC_ALL, LC_MESSAGES or LANG (Chinese unless it
// says English).
Language terminal_language();
int say_refused(const Refusal& refusal);
int say_refused(const Refusal& refusal, Format format);  // also as JSON where that is asked for
// {"error": {code, message, remedy, field}}
std::string refusal_json(const Refusal& refusal);
// Opens the node or says why not; null then.
std::unique_ptr<Node> open_or_say(const NodeOptions& options);
// Carries out a command as the system itself.
Result<host::CommandAnswer> command(Node& node, const std::string& name, json::Object body,
                                    std::optional<Instant> occurred_at = std::nullopt);
// Asks a declared question as the system itself; JSON text.
Result<std::string> ask(Node& node, const std::string& path, const host::RawParams& params);
// Every page of a list: its rows. `rows` as the question names them; `first` takes the first page
// without them.
Result<json::Array> all_pages(Node& node, const std::string& path, host::RawParams params,
                              const std::string& rows, json::Object* first = nullptr);
// The day written like 2020-02-28; today for "".
Result<Day> day_or_today(const std::string& text, const Clock& clock);
// Of --as-of; a day means its end.
Result<Instant> instant_or_day(const std::string& text);
Status area_exists(Node& node, const std::string& area);
void print(const std::string& text);  // a line to stdout

}  // namespace fx::app
