// What code of a module is given while it answers a question or carries out a command.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "access/roles.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "base/ulid.h"
#include "host/indicator.h"
#include "journal/journal.h"
#include "store/database.h"

namespace fx::host {

// One person whose data was shown to the actor, for the log of looks.
struct Look {
  Ulid person;
  access::Sight sight = access::Sight::kMasked;
  std::string area{};  // where the person belongs: looks are listed by area
};

// A question: one reader, one moment. Nothing is written.
struct QueryContext {
  store::Session& db;
  const access::Actor& actor;
  Instant now;
  Language language = Language::kZh;
  std::vector<Look> looks;  // filled by whoever presents people; written before the answer leaves
  const std::vector<Indicator>* indicators = nullptr;  // all that the modules have declared

  [[nodiscard]] Day today() const { return day_of(now); }
};

// Whom and what an entry concerns.
struct Target {
  Ulid subject;
  std::string area;
  Ulid amends{};
  std::optional<Instant> occurred_at{};  // default: the command's
};

class Host;

// A command, on the writer thread, inside its own savepoint: a refusal or an exception undoes all
// that it wrote.
class CommandContext {
 public:
  CommandContext(Host& host, store::Session& session, const access::Actor& who, Instant at,
                 Instant occurred, const Ulid& command, std::string from_device)
      : db(session),
        actor(who),
        now(at),
        occurred_at(occurred),
        id(command),
        device(std::move(from_device)),
        host_(host) {}

  store::Session& db;
  const access::Actor& actor;
  Instant now;
  Instant occurred_at;
  Ulid id;             // of the command, from its sender
  std::string device;  // as the sender names it, or ""

  [[nodiscard]] Day today() const { return day_of(now); }

  // Appends to the journal and lets every view take the entry. The first entry of a command bears
  // the command's own id, the following ones ids derived from it.
  template <class Payload>
  journal::Entry append(const Target& target, const Payload& payload) {
    return append_entry(target, Payload::kKind, Payload::kVersion, json::text(payload), &payload);
  }

  // An id for something new; the same command sent again would make the same one.
  Ulid new_id() { return id.derive((std::uint64_t{1} << 32U) + ids_made_++); }

  [[nodiscard]] std::int64_t appended() const { return appended_; }
  // Of the first entry; nil while there is none.
  [[nodiscard]] const Ulid& first_subject() const { return first_subject_; }

 private:
  journal::Entry append_entry(const Target& target, std::string_view kind, int version,
                              std::string payload_text, const void* payload);

  Host& host_;
  std::uint64_t ids_made_ = 0;
  std::int64_t appended_ = 0;
  Ulid first_subject_;
};

// What a command answers.
struct Done {
  Ulid subject;          // what was made or changed, or nil
  json::Value result{};  // an object with more, or null
  // Fields of `result` that are shown once only (a password that was made): not kept for an answer
  // to the same command sent again.
  std::vector<std::string_view> told_once{};
};

// A document to download.
struct File {
  std::string name;
  std::string content_type;
  std::string bytes;
};

inline constexpr RefusalKind kNoSuchArea{"host.no-such-area",
                                         404,
                                         "没有代码为 {area} 的区域",
                                         "there is no area {area}",
                                         "检查区划代码",
                                         "check the area code"};
inline constexpr RefusalKind kNotFound{
    "host.not-found",         404,
    "没有这条记录",           "there is no such record",
    "可能已被合并或编号有误", "it may have been merged, or the id is wrong"};

}  // namespace fx::host
