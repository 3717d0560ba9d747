// The journal: everything that happens, appended once, never updated, never deleted
// (docs/formats/journal.md). A correction is a new entry that amends an older one. Entries of one
// community form a hash chain; entries name people by id only.
//
// Knows no kinds of entries: payloads are JSON texts to it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/ulid.h"
#include "store/database.h"

namespace fx::journal {

using Hash = std::array<std::uint8_t, 32>;

struct Entry {
  std::int64_t position = 0;  // order of recording on this node, from 1, ascending, may have holes
  Ulid id;                    // given by the sender
  std::string kind;           // "part.what-happened"
  int version = 1;            // of the payload's shape
  std::string chain;          // area code of the community (or of the higher area it concerns)
  std::int64_t seq = 0;       // place in the chain, from 1, without holes
  Ulid subject;               // person, household, order ... or nil
  std::string area;           // code of the smallest area it concerns
  Instant occurred_at;        // when it happened, as the sender says
  Instant recorded_at;        // when this node wrote it; never before an earlier entry of the chain
  Ulid actor;                 // account, or nil for the system itself
  std::string device;
  Ulid amends;          // the entry this one corrects, or nil
  std::string payload;  // JSON
  Hash previous{};      // hash of seq - 1; zero for the first
  Hash hash{};
};

// SHA-256 over the fields in order (all but position and hash), each preceded by its length.
Hash hash_of(const Entry& entry);
std::string hex(const Hash& hash);

// What verify() found wrong first in one chain.
struct Fault {
  std::string chain;
  std::int64_t seq = 0;
  std::int64_t position = 0;
  Ulid id;
  std::string what;  // "changed" | "out of order" | "cut off" | "unreadable"
};
struct ChainHead {
  std::string chain;
  std::int64_t entries = 0;
  Hash hash{};
};
struct Verification {
  std::int64_t entries = 0;
  std::vector<ChainHead> chains;
  std::vector<Fault> faults;  // at most one a chain
};

store::Schema schema();

class Journal {
 public:
  explicit Journal(store::Database& database);

  // Fills position, seq, recorded_at (now, but never before the chain's last), previous and hash,
  // and writes the entry. On the writer thread, inside write work, only. The id must be new.
  void append(store::Session& session, Entry& entry, Instant now);

  static std::optional<Entry> find(store::Session& session, const Ulid& id);
  static bool contains(store::Session& session, const Ulid& id);
  // Entries in the order of recording, from a position on.
  static void each(store::Session& session, std::int64_t from,
                   const std::function<void(const Entry&)>& visit);
  // A subject's history, oldest first, with what amends what.
  static std::vector<Entry> history(store::Session& session, const Ulid& subject);
  static std::vector<Entry> amendments_of(store::Session& session, const Ulid& id);
  static Verification verify(store::Session& session);

 private:
  struct Head {
    std::int64_t seq = 0;
    Instant recorded_at;
    Hash hash{};
    bool moved = false;  // since it was written
  };
  Head& head_of(store::Session& session, const std::string& chain);
  void write_heads(store::Session& session);

  // Only touched on the writer thread.
  std::unordered_map<std::string, Head> heads_;
  std::vector<std::string> moved_;
};

}  // namespace fx::journal
