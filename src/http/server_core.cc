// Listening, accepting, counting.
#include "http/server_core.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <random>
#include <stdexcept>
#include <system_error>

#include <spdlog/spdlog.h>

#include "base/check.h"
#include "http/connection.h"

namespace fx::http {
namespace internal {

void append_json_string(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (u < 0x20) {
      out += "\\u00";
      out += kDigits[u >> 4U];
      out += kDigits[u & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace internal

using internal::Acceptor;
using internal::append_json_string;
using internal::ErrorCode;
using internal::Handlers;
using internal::IoThread;
using internal::kLargeBuffer;
using internal::kMaxRejecting;
using internal::milliseconds;
using internal::Session;
using internal::Socket;
namespace asio = boost::asio;

ServerCore::ServerCore(ServerOptions options_in, Router router)
    : options(std::move(options_in)),
      handlers(std::make_shared<Handlers>()),
      trusted(options.trusted_proxies),
      own_metrics(options.metrics == nullptr ? std::make_unique<Metrics>() : nullptr),
      metrics(options.metrics == nullptr ? *own_metrics : *options.metrics),
      log(options.log ? options.log : spdlog::default_logger()),
      open_connections(metrics.gauge("http_connections", "Open connections.")),
      in_flight(metrics.gauge("http_requests_in_flight", "Requests received and not answered.")),
      queue_length(metrics.gauge("http_queue_length", "Requests waiting for a worker.")),
      refused_connections(
          metrics.counter("http_connections_refused_total",
                          "Connections answered 503 because there were too many.")) {
  if (options.header_limit < 256 || options.header_limit > kLargeBuffer / 2) {
    throw std::invalid_argument("header_limit must be from 256 to 32768 bytes");
  }
  for (const auto& [field_name, value] : options.headers) {
    Response(200).set(field_name, value);  // throws if malformed
  }
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  if (options.io_threads == 0) options.io_threads = std::max<std::size_t>(1, processors / 2);
  if (options.worker_threads == 0) {
    options.worker_threads = std::max<std::size_t>(4, processors * 2);
  }
  handlers->router = std::move(router);
  const auto duration = [&](std::string_view route, std::string_view method) {
    durations.push_back(&metrics.histogram(
        "http_request_seconds", "From the request's last byte to the answer's.", duration_bounds(),
        {{"route", std::string(route)}, {"method", std::string(method)}}));
  };
  for (const Route& route : handlers->router.routes()) {
    handlers->wrapped.push_back(handlers->router.wrapped(route));
    duration(route.pattern, name(route.method));
  }
  duration("(static)", "GET");
  duration("(none)", "other");

  std::random_device random;
  std::array<char, 16> prefix{};
  char* const end = std::to_chars(prefix.data(), prefix.data() + prefix.size(), random(), 16).ptr;
  id_prefix.assign(prefix.data(), end);
  id_prefix += '-';
}

void ServerCore::start() {
  FX_CHECK(!started);
  for (std::size_t i = 0; i < options.io_threads; ++i) {
    io.push_back(std::make_unique<IoThread>(*this, i));
  }
  const milliseconds shortest =
      std::min({options.header_timeout, options.idle_timeout, options.keep_alive_timeout,
                options.answer_timeout, milliseconds(1'000)});
  for (auto& thread : io) thread->tick_interval = std::max(shortest / 4, milliseconds(10));

  ErrorCode malformed;
  const auto address = asio::ip::make_address(options.address, malformed);
  if (malformed) throw std::system_error(malformed, "not a numeric address: " + options.address);
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor.emplace(io[0]->context);
  accept_again.emplace(io[0]->context);
  try {
    acceptor->open(endpoint.protocol());
    acceptor->set_option(Acceptor::reuse_address(true));
    acceptor->bind(endpoint);
    acceptor->listen(Acceptor::max_listen_connections);
    port = acceptor->local_endpoint().port();
  } catch (const boost::system::system_error& e) {
    throw std::system_error(
        e.code(), "cannot listen on " + options.address + " port " + std::to_string(options.port));
  }

  pool = std::make_unique<WorkerPool>(options.worker_threads, options.queue_bound);
  started = true;
  accept();
  for (auto& thread : io) thread->thread = std::thread([t = thread.get()] { t->run(); });
}

void ServerCore::accept() {
  IoThread& target = *io[next_io];
  next_io = (next_io + 1) % io.size();
  auto session = std::make_shared<Session>(target);
  Socket& socket = session->socket();
  acceptor->async_accept(socket, [this, &target,
                                  session = std::move(session)](const ErrorCode& error) mutable {
    if (error == asio::error::operation_aborted || !acceptor->is_open()) return;
    if (error) {
      // Out of descriptors, most likely: to try again at once would spin.
      accept_again->expires_after(milliseconds(100));
      accept_again->async_wait([this](const ErrorCode& cancelled) {
        if (!cancelled && acceptor->is_open()) accept();
      });
      return;
    }
    const std::size_t before = connections.fetch_add(1);
    if (before >= options.max_connections + kMaxRejecting) {
      refused_connections.add();
      session.reset();
      session_ended();
    } else {
      target.inbox->push([session = std::move(session),
                          reject = before >= options.max_connections] { session->start(reject); });
    }
    accept();
  });
}

void ServerCore::session_ended() {
  if (connections.fetch_sub(1) == 1 && draining.load()) {
    const std::lock_guard lock(mutex);
    changed.notify_all();
  }
}

void ServerCore::log_failure(std::string_view event, const std::string& id, std::string_view route,
                             std::string_view what) const {
  std::string line = R"({"event":)";
  append_json_string(line, event);
  line += R"(,"id":)";
  append_json_string(line, id);
  line += R"(,"route":)";
  append_json_string(line, route);
  line += R"(,"what":)";
  append_json_string(line, what.substr(0, 500));
  line += '}';
  log->error(line);
}

}  // namespace fx::http
