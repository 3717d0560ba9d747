// The HTTP/1.1 server. Plain HTTP: TLS is the business of a proxy in front.
//
// I/O threads, each with its own connections, read, parse and write; handlers run on a bounded
// pool of workers (or, if the route says so, on the I/O thread). A request that finds the queue
// full is answered 503 with Retry-After. One connection has one request in work at a time;
// pipelined ones wait unread, so a client can never make the server hold more than it accepted.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "http/metrics.h"
#include "http/router.h"

namespace spdlog {
class logger;
}

namespace fx::http {

// Sent with every response that does not set the field itself.
std::vector<std::pair<std::string, std::string>> default_headers();

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric
  std::uint16_t port = 8080;          // 0: any free one, see Server::port()

  std::size_t io_threads = 0;      // 0: half the processors, at least one
  std::size_t worker_threads = 0;  // 0: twice the processors, at least four
  std::size_t queue_bound = 1024;  // requests waiting for a worker

  std::size_t header_limit = std::size_t{16} << 10U;  // request line and fields together
  std::size_t body_limit = std::size_t{1} << 20U;     // a route may allow more
  // All bodies over 64 KB that are held at a time; beyond, 503.
  std::size_t body_memory = std::size_t{512} << 20U;

  std::chrono::milliseconds header_timeout{10'000};      // first byte to end of head, in all
  std::chrono::milliseconds idle_timeout{20'000};        // no progress in a body, either way
  std::chrono::milliseconds keep_alive_timeout{60'000};  // between requests
  std::chrono::milliseconds answer_timeout{120'000};     // a handler that never answers: 503
  std::chrono::milliseconds drain_timeout{15'000};       // for requests in flight at stop
  // A body, either way, that after idle_timeout is slower on average is cut off.
  std::size_t min_bytes_per_second = 1024;

  std::size_t max_connections = 4096;           // beyond: 503 and close
  std::size_t max_connections_per_address = 0;  // 0: no limit; trusted proxies have none
  // Whose X-Forwarded-For, X-Forwarded-Proto and X-Request-Id are believed.
  std::vector<std::string> trusted_proxies;

  std::vector<std::pair<std::string, std::string>> headers = default_headers();

  // One JSON object a line: time, id, method, route (the pattern), status, bytes, micros (from the
  // request's last byte to the answer's), account. Never path, query, body or address. Null: none.
  std::shared_ptr<spdlog::logger> access_log;
  // Failures of handlers with the exception's what(), which therefore must not hold personal data.
  // Null: spdlog's default logger.
  std::shared_ptr<spdlog::logger> log;
  // Null: an own one. Must outlive the server.
  Metrics* metrics = nullptr;
};

class ServerCore;

// Exceptions from handlers: std::logic_error answers 500 (a bug), any other 503 (the world).
class Server {
 public:
  Server(ServerOptions options, Router router);
  ~Server();  // stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Listens when it returns. Throws std::system_error (the address is taken).
  void start();
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] const Router& router() const;
  [[nodiscard]] Metrics& metrics() const;

  // Begins a graceful stop and returns: no new connections, idle and live ones are closed,
  // requests in flight may finish within drain_timeout. Any thread, handlers too.
  void request_stop();
  // As request_stop, and what is in flight is broken off.
  void request_forced_stop();
  // Returns when the server was told to stop and has: no handler runs any more. A handler that
  // runs on is waited for, whatever the timeout. Not to be called by a handler.
  void wait();
  void stop() {
    request_stop();
    wait();
  }

 private:
  std::unique_ptr<ServerCore> core_;
};

// wait(), stopping at the first SIGTERM or SIGINT, forced at the second. Returns the signal's
// number, 0 if the server was stopped otherwise.
int wait_for_signal(Server& server);

}  // namespace fx::http
