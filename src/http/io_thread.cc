#include "base/time.h"
#include "http/connection.h"
#include "http/response_head.h"

namespace fx::http::internal {

void IoThread::run() {
  inbox->set_thread(std::this_thread::get_id());
  tick();
  for (;;) {
    try {
      context.run();
      return;
    } catch (const std::exception& e) {
      // Memory, in practice. The connection it happened to is left to its timeout.
      shared.log_failure("io-failed", "", "", e.what());
    }
  }
}

void IoThread::tick() {
  timer.expires_after(tick_interval);
  timer.async_wait([this](const ErrorCode& error) {
    if (error) return;
    shared.queue_length.set(static_cast<std::int64_t>(shared.pool->queued()));
    const TimePoint time = now();
    std::vector<std::shared_ptr<Session>> all;
    all.reserve(sessions.size());
    for (const auto& entry : sessions) all.push_back(entry.second);
    for (const auto& session : all) session->tick(time);
    tick();
  });
}

std::string_view IoThread::date() {
  const std::int64_t second = SystemClock().now().millis / 1000;
  if (second != date_second) {
    date_second = second;
    date_text = http_date(second);
  }
  return date_text;
}

std::string IoThread::next_id() { return id_prefix + std::to_string(++ids); }

Counter& IoThread::count_for(std::size_t slot, std::string_view route, Method method, bool known,
                             int status) {
  const auto method_slot = known ? static_cast<std::uint64_t>(method) : kMethodCount;
  const std::uint64_t key =
      (slot << 16U) | (method_slot << 10U) | static_cast<std::uint64_t>(status);
  Counter*& cached = counters[key];
  if (cached == nullptr) {
    cached = &shared.metrics.counter("http_requests_total", "Requests answered.",
                                     {{"route", std::string(route)},
                                      {"method", known ? std::string(name(method)) : "other"},
                                      {"status", std::to_string(status)}});
  }
  return *cached;
}

}  // namespace fx::http::internal
