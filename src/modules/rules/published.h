// Policy packs that were written in the product and published: each publication is an entry with
// all files of the pack, kept for ever. And the shelf on which they and the shipped packs stand.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "host/module.h"
#include "policy/pack.h"
#include "store/session.h"

namespace fx::rules {

struct PackFile {
  std::string path;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(PackFile, (), (path, text))

// A later one for the same pack adds editions, and leaves those before as they were
// (check_published).
struct PackPublished {
  static constexpr std::string_view kKind = "rules.pack-published";
  static constexpr int kVersion = 1;
  std::string area;  // whose pack it is
  std::string pack;
  std::string digest;
  std::vector<std::string> editions;  // all of them
  std::vector<PackFile> files;
};
BOOST_DESCRIBE_STRUCT(PackPublished, (), (area, pack, digest, editions, files))

// All packs that can be chosen, in memory. A pack once on it stays: pointers into it are good as
// long as the shelf.
class Shelf {
 public:
  explicit Shelf(std::vector<policy::PackPtr> shipped);
  Shelf(const Shelf&) = delete;
  Shelf& operator=(const Shelf&) = delete;

  // By id; of the publications of one pack the newest first. From any thread; the list itself never
  // changes.
  [[nodiscard]] const std::vector<policy::PackPtr>& packs() const { return *now_.load(); }
  // A pack with the same id and digest is there only once. From any thread.
  void add(policy::PackPtr pack);

 private:
  std::mutex adding_;
  std::deque<std::vector<policy::PackPtr>> lists_;  // none is ever removed
  std::atomic<const std::vector<policy::PackPtr>*> now_;
};

// The pack of exactly these files, or, as shipped packs may be mended, the newest with this id.
policy::PackPtr exactly(const std::vector<policy::PackPtr>& packs, std::string_view id,
                        std::string_view digest);

// The entry and its view rules_published; what is published from then on comes on the shelf.
void declare_published(host::Declaration& to, Shelf& shelf);
// What has been published so far.
void put_on_shelf(store::Session& db, Shelf& shelf);

class Rules;
// Once, after the host has opened the database and before anything else is asked: until then the
// rulebook knows the shipped packs only.
void open(Rules& rules, store::Session& db);

// What is known of the newest publication of a pack.
struct Published {
  std::string area;
  std::string digest;
  int number = 0;  // from 1
  Instant at;
  policy::Files files;
};
std::optional<Published> published(store::Session& db, std::string_view pack);

// Whether `pack` may be published after `before`: every edition of it is still there, from the same
// day and with the same rules in the same words. Refuses kEditionGone, kEditionChanged.
Status check_published(const policy::Pack& before, const policy::Pack& pack);

}  // namespace fx::rules
