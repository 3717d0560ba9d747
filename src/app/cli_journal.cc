// record, verify, rebuild, backup, restore.
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>

#include "app/cli.h"

namespace fx::app {
namespace {

constexpr RefusalKind kFileExists{"app.file-exists",        409,
                                  "{path} 已存在",          "{path} exists already",
                                  "换一个文件名，或先移走", "choose another name, or move it away"};
constexpr RefusalKind kHoldsData{"app.holds-data",    409,
                                 "{path} 里已有数据", "{path} holds data already",
                                 "恢复到一个空目录",  "restore into an empty directory"};
constexpr std::size_t kInFlight = 512;  // commands waiting for the disk at a time
constexpr std::size_t kLineMax = std::size_t{1} << 20U;

// Answers in the order of the lines, each as soon as it and all before it are durable.
class Answers {
 public:
  std::size_t open() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return waiting_.size() < kInFlight; });
    waiting_.emplace_back();
    return first_ + waiting_.size() - 1;
  }
  void fill(std::size_t at, std::string text, bool refused) {
    const std::lock_guard lock(mutex_);
    waiting_[at - first_] = std::move(text);
    refused_ = refused_ || refused;
    while (!waiting_.empty() && !waiting_.front().empty()) {
      print(waiting_.front());
      waiting_.pop_front();
      ++first_;
    }
    std::fflush(stdout);
    room_.notify_all();
  }
  bool finish() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return waiting_.empty(); });
    return refused_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_;
  std::deque<std::string> waiting_;
  std::size_t first_ = 0;
  bool refused_ = false;
};

std::string refused_line(const Ulid& id, std::size_t line, const Refusal& refusal) {
  auto object = json::parse(refusal_json(refusal))->as_object();
  json::Object out{{"id", id.is_nil() ? json::Value(nullptr) : json::Value(id.text())},
                   {"line", line}};
  out["error"] = std::move(object["error"]);
  return json::serialise(json::Value(std::move(out)));
}

}  // namespace

int record(const RecordOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) {
      std::fprintf(stderr, "%s: cannot be read\n", options.file.c_str());
      return kUsage;
    }
  }
  std::istream& in = options.file == "-" ? std::cin : file;
  const auto actor = std::make_shared<const access::Actor>(access::Actor::system());
  Answers answers;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto at = answers.open();
    if (line.size() > kLineMax) {
      const auto why = refuse(json::kTooLong, "", {{"max", std::to_string(kLineMax)}});
      answers.fill(at, refused_line(Ulid(), number, why), true);
      continue;
    }
    auto envelope = json::read_text<host::Envelope>(line);
    if (!envelope) {
      answers.fill(at, refused_line(Ulid(), number, envelope.error()), true);
      continue;
    }
    const Ulid id = envelope->id;
    node->host().submit(actor, std::move(*envelope),
                        [&answers, at, id, number](const Result<host::CommandAnswer>& answer,
                                                   const std::exception_ptr& failure) {
                          if (failure) {
                            answers.fill(at, refused_line(id, number, refuse(kFailed)), true);
                          } else if (!answer) {
                            answers.fill(at, refused_line(id, number, answer.error()), true);
                          } else {
                            answers.fill(at, json::text(*answer), false);
                          }
                        });
  }
  return answers.finish() ? kRefusedStatus : kDone;
}

int verify(const std::string& data) {
  auto node = open_or_say({data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto found =
      node->database().read([](store::Session& db) { return journal::Journal::verify(db); });
  for (const auto& fault : found.faults) {
    print("FAULT chain " + fault.chain + " entry " + std::to_string(fault.seq) + " " +
          (fault.id.is_nil() ? std::string("-") : fault.id.text()) + ": " + fault.what);
  }
  print(std::to_string(found.entries) + " entries in " + std::to_string(found.chains.size()) +
        " chains, " +
        (found.faults.empty() ? std::string("all sound")
                              : std::to_string(found.faults.size()) + " chains with faults"));
  for (const auto& head : found.chains) {
    print("  " + head.chain + "  " + std::to_string(head.entries) + "  " + journal::hex(head.hash));
  }
  return found.faults.empty() ? kDone : kRefusedStatus;
}

int rebuild(const std::string& data) {
  auto node = open_or_say({data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto report = node->host().rebuild();
  for (const auto& table : report.tables) {
    print((table.before == table.after ? "same     " : "DIFFERS  ") + table.name + "  " +
          table.after);
  }
  print(std::to_string(report.entries) + " entries replayed into " +
        std::to_string(report.tables.size()) + " tables, " +
        (report.same() ? "all equal to before" : "some differed and are mended"));
  return report.same() ? kDone : kRefusedStatus;
}

int backup(const std::string& data, const std::string& to) {
  auto node = open_or_say({data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  if (std::filesystem::exists(to)) return say_refused(refuse(kFileExists, "to", {{"path", to}}));
  node->database().backup_to(to);
  print(to);
  return kDone;
}

int restore(const std::string& data, const std::string& from) {
  if (std::filesystem::exists(std::filesystem::path(data) / "fangxian.db")) {
    return say_refused(refuse(kHoldsData, "data", {{"path", data}}));
  }
  if (auto status = store::restore(from, data); !status) return say_refused(status.error());
  return verify(data);
}

}  // namespace fx::app
