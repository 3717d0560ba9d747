// A running server for tests.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <spdlog/logger.h>

#include "http/server.h"
#include "http/test_client.h"

namespace fx::http::testing {

inline ServerOptions quick_options() {
  ServerOptions options;
  options.port = 0;
  options.io_threads = 2;
  options.worker_threads = 2;
  options.log = std::make_shared<spdlog::logger>("quiet");
  return options;
}

// A server with the routes that the tests ask.
class ServerFixture {
 public:
  explicit ServerFixture(ServerOptions options = quick_options(), Router extra = Router()) {
    Router router = std::move(extra);
    router.add(Method::kPost, "/echo", [](const Request& r) {
      return Response::bytes(std::string(r.body()), "application/octet-stream");
    });
    RouteOptions on_io;
    on_io.on_io_thread = true;
    router.add(
        Method::kPost, "/echo-io",
        [](const Request& r) { return Response::json_text(std::string(r.body())); }, on_io);
    RouteOptions large;
    large.body_limit = std::size_t{8} << 20U;
    router.add(
        Method::kPost, "/import",
        [](const Request& r) { return Response::text(std::to_string(r.body().size())); }, large);
    router.add(Method::kGet, "/people/{id}", [](const Request& r) {
      return Response::text(r.param("id") + "|" + std::string(r.query("q").value_or("-")));
    });
    router.add(Method::kGet, "/late", [this](const Request& /*r*/, Responder responder) {
      const std::lock_guard lock(mutex);
      late.push_back(std::move(responder));
    });
    server.emplace(std::move(options), std::move(router));
    server->start();
  }
  ~ServerFixture() {
    late.clear();
    if (server) server->stop();
  }
  [[nodiscard]] Client client() const { return Client(server->port()); }
  bool wait_for_late(std::size_t n) {
    for (int i = 0; i < 2000; ++i) {
      {
        const std::lock_guard lock(mutex);
        if (late.size() >= n) return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  std::mutex mutex;
  std::vector<Responder> late;
  std::optional<Server> server;
};

// Of a refusal.
inline std::string error_code(const Reply& reply) {
  const auto value = boost::json::parse(reply.body);
  return std::string(value.at("error").at("code").as_string());
}

}  // namespace fx::http::testing
