// Runs modules over one database: carries out commands, answers questions, replays the journal,
// makes views anew, tells listeners what changed. Knows no module. Thread-safe after construction.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "host/module.h"
#include "journal/journal.h"
#include "store/database.h"

namespace fx::host {

inline constexpr RefusalKind kUnknownCommand{
    "host.unknown-command",       404,          "没有名为 {name} 的命令",
    "there is no command {name}", "见接口说明", "see the API page"};
inline constexpr RefusalKind kIdTaken{
    "host.id-taken",          409,
    "该编号已用于另一条命令", "this id belongs to another command",
    "每条命令使用新的编号",   "use a new id for each command"};
inline constexpr RefusalKind kInTheFuture{
    "host.in-the-future",   400,
    "发生时间 {at} 在将来", "the time of occurrence {at} is in the future",
    "检查设备时钟",         "check the device's clock"};

// {"id": ULID, "command": name, "occurred_at"?: time, "device"?: text, "body": {...}}
struct Envelope {
  Ulid id;
  std::string command;
  std::optional<Instant> occurred_at;
  std::optional<std::string> device;
  json::Value body;
};
BOOST_DESCRIBE_STRUCT(Envelope, (), (id, command, occurred_at, device, body))

enum class Outcome { done, already_done };
BOOST_DESCRIBE_ENUM(Outcome, done, already_done)

// The same command sent again is answered with the same subject, entries and result, without the
// fields of the result that are told once only (Done::told_once).
struct CommandAnswer {
  Ulid id;
  Outcome status = Outcome::done;
  Ulid subject;
  std::int64_t entries = 0;  // how many entries the command made; 0: nothing needed to change
  json::Value result;
};
BOOST_DESCRIBE_STRUCT(CommandAnswer, (), (id, status, subject, entries, result))

// What changed by one commit, for open pages: areas of entries and their kinds.
struct Event {
  std::string kind;
  std::string area;
  Ulid subject;
};

struct RebuildReport {
  std::int64_t entries = 0;
  struct Table {
    std::string name;
    std::string before;  // SHA-256 of all rows in key order
    std::string after;
  };
  std::vector<Table> tables;
  [[nodiscard]] bool same() const;
};

class Host {
 public:
  // `below` are the schemas of the parts under the modules. Opens, migrates, makes the views.
  Host(store::Database& database, const Clock& clock, std::vector<store::Schema> below,
       const std::vector<std::unique_ptr<Module>>& modules);
  ~Host();

  // Why the database could not be opened (a newer version wrote it), if so; then nothing else
  // works.
  [[nodiscard]] const Status& status() const { return status_; }

  // Carries out a command. `done` runs on the writer thread once the command is durable or refused.
  // Failures of the world come as an exception.
  using Answered = std::function<void(Result<CommandAnswer>, std::exception_ptr)>;
  void submit(std::shared_ptr<const access::Actor> actor, Envelope envelope, Answered done);
  // The same, waiting. Throws failures of the world.
  Result<CommandAnswer> execute(const access::Actor& actor, Envelope envelope);
  // A command that is code rather than an envelope (imports). Idempotent by id as well.
  using Act = std::function<Result<Done>(CommandContext&)>;
  Result<CommandAnswer> act(const access::Actor& actor, const Ulid& id, const std::string& device,
                            const Act& run);

  // Forgets the answers kept for commands that were named before that moment: sent once more, they
  // are answered from the journal alone, without the result.
  void forget_answers(Instant before);

  // Asks a declared route in one read transaction and records the looks before it returns.
  Result<std::string> ask(const access::Actor& actor, const RouteInfo& route, const RawParams& raw,
                          Language language);
  Result<File> make_file(const access::Actor& actor, const RouteInfo& route, const RawParams& raw,
                         Language language);

  // Drops every view, replays the journal into new ones, compares. Waits; commands wait meanwhile.
  RebuildReport rebuild();

  [[nodiscard]] store::Database& database() const { return database_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] const std::map<std::string, EntryKind, std::less<>>& kinds() const {
    return declared_.kinds_;
  }
  [[nodiscard]] const std::map<std::string, CommandInfo, std::less<>>& commands() const {
    return declared_.commands_;
  }
  [[nodiscard]] const std::vector<RouteInfo>& routes() const { return declared_.routes_; }
  [[nodiscard]] const std::vector<Indicator>& indicators() const { return declared_.indicators_; }
  [[nodiscard]] const std::vector<Job>& jobs() const { return declared_.jobs_; }
  [[nodiscard]] std::string listing() const { return declared_.listing(); }

  // Listeners run on the writer thread after a commit; short and without blocking.
  void on_events(std::function<void(const std::vector<Event>&)> listener);
  // Who writes looks down (access::kRecordLooks); set once before questions come.
  using LookWriter = std::function<void(store::Session&, const access::Actor&, Instant,
                                        std::string_view route, const std::vector<Look>&)>;
  void set_look_writer(LookWriter writer) { look_writer_ = std::move(writer); }

 private:
  friend class CommandContext;
  journal::Entry append(CommandContext& context, journal::Entry entry, const void* payload);
  template <class Answer, class Run>
  Result<Answer> answer(const access::Actor& actor, const RouteInfo& route, Language language,
                        const Run& run);
  void make_views();
  static void keep_answer(store::Session& db, const CommandContext& context,
                          const CommandAnswer& answer,
                          const std::vector<std::string_view>& told_once);
  static CommandAnswer kept_answer(store::Session& db, const journal::Entry& first);
  Result<CommandAnswer> run_command(store::Session& db, const access::Actor& actor, const Ulid& id,
                                    std::optional<Instant> occurred_at, const std::string& device,
                                    const std::function<Status(store::Session&)>& allowed,
                                    const Act& run);

  store::Database& database_;
  const Clock& clock_;
  journal::Journal journal_;
  Declaration declared_;
  Status status_;
  LookWriter look_writer_;
  // Writer thread only.
  std::vector<Event> events_;
  std::vector<std::function<void(const std::vector<Event>&)>> listeners_;
};

}  // namespace fx::host
