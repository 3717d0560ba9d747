// Inside the server: what all connections share. Nothing here is for users of server.h.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/logger.h>

#include "http/addresses.h"
#include "http/server.h"
#include "http/worker_pool.h"

namespace fx::http {
namespace internal {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
using TimePoint = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;
using ErrorCode = boost::system::error_code;

inline constexpr std::size_t kSmallBuffer = std::size_t{4} * 1024;
inline constexpr std::size_t kLargeBuffer = std::size_t{64} * 1024;
inline constexpr std::size_t kJoinedBody =
    std::size_t{16} * 1024;  // up to here one buffer is cheaper than two
inline constexpr milliseconds kLingerTime{2'000};
inline constexpr std::size_t kLingerBytes = std::size_t{1} << 20U;
inline constexpr std::size_t kMaxRejecting = 128;
inline constexpr std::size_t kChargedBody = std::size_t{64} * 1024;
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

inline TimePoint now() { return std::chrono::steady_clock::now(); }
void append_json_string(std::string& out, std::string_view text);

// Work for an I/O thread from other threads. Outlives the thread's io_context: what arrives
// later is forgotten.
class Inbox {
 public:
  explicit Inbox(asio::io_context& context) : context_(&context) {}

  void push(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (context_ == nullptr) return;
    tasks_.push_back(std::move(task));
    if (scheduled_) return;
    scheduled_ = true;
    asio::post(*context_, [this] { run(); });
  }
  void close() {
    std::vector<std::function<void()>> forgotten;  // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
    forgotten.swap(tasks_);
  }
  void set_thread(std::thread::id thread) { thread_.store(thread); }
  [[nodiscard]] bool is_here() const { return thread_.load() == std::this_thread::get_id(); }

 private:
  void run() {
    std::vector<std::function<void()>> tasks;
    {
      const std::lock_guard lock(mutex_);
      tasks.swap(tasks_);
      scheduled_ = false;
    }
    for (auto& task : tasks) task();
  }

  std::mutex mutex_;
  asio::io_context* context_;
  std::vector<std::function<void()>> tasks_;
  bool scheduled_ = false;
  std::atomic<std::thread::id> thread_{};
};

// Bytes of large bodies, counted as long as they are held. The total outlives the server, because
// a late Responder does.
class Charge {
 public:
  explicit Charge(std::shared_ptr<std::atomic<std::size_t>> total) : total_(std::move(total)) {}
  Charge(Charge&& other) noexcept : total_(other.total_), bytes_(std::exchange(other.bytes_, 0)) {}
  Charge& operator=(Charge&&) = delete;
  ~Charge() { set(0); }
  // The new total.
  std::size_t set(std::size_t bytes) {
    const std::size_t change = bytes - bytes_;  // wraps when it shrinks, and so does the sum
    bytes_ = bytes;
    return total_->fetch_add(change, std::memory_order_relaxed) + change;
  }

 private:
  std::shared_ptr<std::atomic<std::size_t>> total_;
  std::size_t bytes_ = 0;
};

struct Handlers {
  Router router;
  std::vector<AsyncHandler> wrapped;  // by route index
};

struct IoThread;
class Session;

}  // namespace internal

// What all connections share. Sessions live in I/O threads only, and those end before this does.
class ServerCore {
 public:
  ServerCore(ServerOptions options_in, Router router);

  void start();
  void accept();
  void log_failure(std::string_view event, const std::string& id, std::string_view route,
                   std::string_view what) const;
  void session_ended();

  ServerOptions options;
  std::shared_ptr<internal::Handlers> handlers;
  AddressRanges trusted;
  std::unique_ptr<Metrics> own_metrics;
  Metrics& metrics;
  std::shared_ptr<spdlog::logger> log;
  Gauge& open_connections;
  Gauge& in_flight;
  Gauge& queue_length;
  Counter& refused_connections;
  std::string id_prefix;
  std::vector<Histogram*> durations;  // by route index, then static, then none
  std::shared_ptr<std::atomic<std::size_t>> body_memory =
      std::make_shared<std::atomic<std::size_t>>(0);

  std::unique_ptr<WorkerPool> pool;
  std::vector<std::unique_ptr<internal::IoThread>> io;
  std::optional<internal::Acceptor> acceptor;
  std::optional<internal::Timer> accept_again;
  std::size_t next_io = 0;
  std::uint16_t port = 0;

  std::atomic<std::size_t> connections{0};
  std::atomic<bool> draining{false};
  std::mutex addresses_mutex;
  std::unordered_map<std::string, std::size_t> addresses;

  std::mutex mutex;  // of what follows
  std::condition_variable changed;
  bool started = false;
  bool stop_requested = false;
  bool force_requested = false;
  std::mutex teardown;
};

}  // namespace fx::http
