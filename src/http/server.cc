#include "http/server.h"

#include <boost/asio/signal_set.hpp>

#include "base/check.h"
#include "http/connection.h"

namespace fx::http {

using internal::ErrorCode;
using internal::Session;
namespace asio = boost::asio;

std::vector<std::pair<std::string, std::string>> default_headers() {
  return {
      {"Cache-Control", "no-store"},
      {"Content-Security-Policy",
       "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
       "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      // The camera reads codes at checkpoints, the position goes with a visit.
      {"Permissions-Policy",
       "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
  };
}

Server::Server(ServerOptions options, Router router)
    : core_(std::make_unique<ServerCore>(std::move(options), std::move(router))) {}

Server::~Server() { stop(); }

void Server::start() { core_->start(); }
std::uint16_t Server::port() const { return core_->port; }
const Router& Server::router() const { return core_->handlers->router; }
Metrics& Server::metrics() const { return core_->metrics; }

void Server::request_stop() {
  const std::lock_guard lock(core_->mutex);
  core_->stop_requested = true;
  core_->changed.notify_all();
}

void Server::request_forced_stop() {
  const std::lock_guard lock(core_->mutex);
  core_->stop_requested = true;
  core_->force_requested = true;
  core_->changed.notify_all();
}

void Server::wait() {
  const std::lock_guard only_one(core_->teardown);
  ServerCore& s = *core_;
  {
    std::unique_lock lock(s.mutex);
    s.changed.wait(lock, [&] { return s.stop_requested; });
    if (!s.started) return;
    s.started = false;
  }
  s.draining.store(true);
  s.io[0]->inbox->push([&s] {
    ErrorCode ignored;
    s.acceptor->close(ignored);
    s.accept_again->cancel();
  });
  const auto for_all_sessions = [&s](void (Session::*action)()) {
    for (auto& io : s.io) {
      io->inbox->push([thread = io.get(), action] {
        std::vector<std::shared_ptr<Session>> all;
        for (const auto& entry : thread->sessions) all.push_back(entry.second);
        for (const auto& session : all) (session.get()->*action)();
      });
    }
  };
  for_all_sessions(&Session::drain);
  {
    std::unique_lock lock(s.mutex);
    s.changed.wait_for(lock, s.options.drain_timeout,
                       [&] { return s.force_requested || s.connections.load() == 0; });
  }
  // Close on the sessions' own threads, then end those.
  for_all_sessions(&Session::close);
  for (auto& io : s.io) {
    io->inbox->push([thread = io.get()] { thread->context.stop(); });
  }
  for (auto& io : s.io) {
    if (io->thread.joinable()) io->thread.join();
    io->inbox->close();
  }
  s.pool->stop();
  s.acceptor.reset();
  s.accept_again.reset();
  s.io.clear();
}

int wait_for_signal(Server& server) {
  asio::io_context context{1};
  asio::signal_set signals(context, SIGTERM, SIGINT);
  int caught = 0;
  signals.async_wait([&](const ErrorCode& error, int number) {
    if (error) return;
    caught = number;
    server.request_stop();
    signals.async_wait([&](const ErrorCode& again, int) {
      if (!again) server.request_forced_stop();
    });
  });
  std::thread waiter([&] {
    server.wait();
    asio::post(context, [&] { signals.cancel(); });
  });
  context.run();
  waiter.join();
  return caught;
}

}  // namespace fx::http