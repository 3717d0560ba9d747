// Live updates to browsers: server-sent events (HTML standard, section 9.2).
//
//   LiveHub hub;
//   router.add(Method::kGet, "/api/live", [&](const Request& r) {
//     return hub.subscribe(r, [](const LiveEvent& e) { return e.topic == "..."; });
//   });
//   hub.publish({"area/320602", "worklist", "{\"due\":3}"});
//
// Each event has an id "epoch-number". A browser that reconnects sends the last one it saw, and
// gets what it missed if the hub still has it, else one event named "resync": load everything anew.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace fx::http {

struct LiveEvent {
  std::string topic;  // for the predicates; not sent
  std::string name;   // what the browser listens to; a token
  std::string data;   // JSON text
};

struct LiveOptions {
  std::size_t kept_events = 1024;  // for those that reconnect
  std::size_t kept_bytes = std::size_t{4} << 20U;
  // What may wait for one subscriber. One who falls further behind is dropped; the browser
  // reconnects by itself and resumes.
  std::size_t queued_events = 256;
  std::size_t queued_bytes = std::size_t{256} << 10U;
  std::size_t max_subscribers = 4096;  // beyond, subscribe() answers 503
  std::chrono::milliseconds heartbeat{15'000};
  std::chrono::milliseconds retry{3'000};  // how long a browser waits before it reconnects
};

// Thread-safe.
class LiveHub {
 public:
  // Whether the subscriber may see the event. Called by publish() and subscribe(), under a lock:
  // quick, and without calling the hub.
  using Sees = std::function<bool(const LiveEvent&)>;

  explicit LiveHub(LiveOptions options = {});
  // Ends all streams.
  ~LiveHub();
  LiveHub(const LiveHub&) = delete;
  LiveHub& operator=(const LiveHub&) = delete;

  // The response that turns the request's connection into a stream. `owner` is the application's
  // (a session id), for close().
  Response subscribe(const Request& request, Sees sees, std::string owner = {});
  // The event's number. Throws std::invalid_argument if the name is no token.
  std::uint64_t publish(const LiveEvent& event);
  // Ends the streams of this owner (at sign-out).
  void close(std::string_view owner);

  struct Counts {
    std::size_t subscribers = 0;
    std::uint64_t published = 0;
    std::uint64_t delivered = 0;  // put into a subscriber's queue
    std::uint64_t dropped = 0;    // subscribers who were too slow
  };
  [[nodiscard]] Counts counts() const;

 private:
  struct State;
  class Subscriber;
  std::shared_ptr<State> state_;
};

}  // namespace fx::http
