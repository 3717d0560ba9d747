// Which handler answers which method and path.
//
// Patterns are literal segments and {name} segments; a last {name...} takes all that remains
// (joined by "/", at least one segment). A literal wins over a {name}, which wins over {name...};
// the choice is made segment by segment and taken back if it leads nowhere.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace fx::http {

using AsyncHandler = std::function<void(const Request&, Responder)>;
using SyncHandler = std::function<Response(const Request&)>;
// Takes the handler it stands before and returns the one that stands in its place.
using Middleware = std::function<AsyncHandler(AsyncHandler next)>;

struct RouteOptions {
  // The handler runs on the connection's own I/O thread: only for what takes microseconds and
  // never waits (reads memory, hands a command to a queue). All other connections of that thread
  // wait meanwhile.
  bool on_io_thread = false;
  // Bytes; 0 means the server's default.
  std::size_t body_limit = 0;
  // Looks at the headers before the body is received, on the I/O thread (so: memory only). A
  // response refuses: the body is not read. Routes with a large body_limit should have one.
  std::function<std::optional<Response>(const Request&)> before_body;
};

struct Route {
  Method method = Method::kGet;
  std::string pattern;
  RouteOptions options;
  AsyncHandler handler;
  std::vector<std::string> param_names;
};

// Filled while the program starts, then constant; matching is thread-safe.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;

  // Throws std::invalid_argument if the pattern is malformed or the method and path are taken
  // (a pattern that differs only in the names of its parameters is the same path).
  void add(Method method, std::string_view pattern, AsyncHandler handler,
           RouteOptions options = {});
  void add(Method method, std::string_view pattern, SyncHandler handler, RouteOptions options = {});
  // Stands before every route, whenever that is added; the first added is outermost. It runs where
  // the handler runs. The fallback is not wrapped.
  void wrap(Middleware middleware);
  // GET and HEAD of whatever no pattern matches; runs on the I/O thread.
  void set_fallback(SyncHandler handler);

  // In order of registration; the handlers without middleware.
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }
  [[nodiscard]] const SyncHandler& fallback() const { return fallback_; }
  // The route's handler inside the middleware.
  [[nodiscard]] AsyncHandler wrapped(const Route& route) const;
  [[nodiscard]] std::size_t largest_body_limit() const;

  struct Match {
    std::optional<std::size_t> route;  // index in routes()
    std::vector<std::string> values;   // one for each of the route's param_names
    std::string allow;  // if no route: the methods this path does have, for 405; "" for 404
  };
  // HEAD is answered by the GET route if there is no other. `allow` is filled for OPTIONS too.
  [[nodiscard]] Match match(Method method, const std::vector<std::string>& segments) const;

 private:
  struct Node;
  std::vector<Route> routes_;
  std::vector<Middleware> middleware_;
  SyncHandler fallback_;
  std::unique_ptr<Node> root_;
};

}  // namespace fx::http
