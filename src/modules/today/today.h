// What is due today for whoever asks: a list of kinds of work, each with its count and its first
// items. Each module brings its own kinds; nothing is stored.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/module.h"
#include "identity/identity.h"

namespace fx::today {

struct Item {
  Ulid subject;  // the order, arrival, escalation ... that the work is about
  std::optional<identity::PersonCard> person;
  std::string area;
  std::optional<std::string> address;
  std::optional<Instant> due;
  bool overdue = false;
  std::string text;  // in the asker's language
};
BOOST_DESCRIBE_STRUCT(Item, (), (subject, person, area, address, due, overdue, text))

struct Work {
  std::string kind;  // "measure", "place", "release", ...
  std::string title;
  std::int64_t count = 0;
  std::int64_t overdue = 0;
  std::vector<Item> items;  // the first, most urgent first
};
BOOST_DESCRIBE_STRUCT(Work, (), (kind, title, count, overdue, items))

inline constexpr std::size_t kItems = 5;

class Source {
 public:
  virtual ~Source() = default;
  // Adds its kinds of work in the area. Items only where `show_people` says so: they name people.
  virtual void add(host::QueryContext& context, const std::string& area, bool show_people,
                   std::vector<Work>& out) const = 0;
};

// Declares GET /api/today. The sources must outlive the module.
std::unique_ptr<host::Module> make_module(std::vector<const Source*> sources);

}  // namespace fx::today
