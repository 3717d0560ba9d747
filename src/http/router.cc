#include "http/router.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

namespace fx::http {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
using ByMethod = std::array<std::size_t, kMethodCount>;

ByMethod no_methods() {
  ByMethod out{};
  out.fill(kNone);
  return out;
}

bool any(const ByMethod& methods) {
  return std::any_of(methods.begin(), methods.end(), [](std::size_t r) { return r != kNone; });
}

std::size_t route_for(const ByMethod& methods, Method method) {
  const std::size_t route = methods[static_cast<std::size_t>(method)];
  if (route == kNone && method == Method::kHead) {
    return methods[static_cast<std::size_t>(Method::kGet)];
  }
  return route;
}

std::string allowed(const ByMethod& methods) {
  std::string out;
  for (int m = 0; m < kMethodCount; ++m) {
    const auto method = static_cast<Method>(m);
    if (route_for(methods, method) == kNone && method != Method::kOptions) continue;
    if (!out.empty()) out += ", ";
    out += name(method);
  }
  return out;
}

[[noreturn]] void bad_pattern(std::string_view why, std::string_view pattern) {
  throw std::invalid_argument(std::string(why) + ": " + std::string(pattern));
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> param;
  ByMethod here = no_methods();
  ByMethod tail = no_methods();

  // The routes of the best pattern that matches from segment `at` on and has the method; `allow`
  // collects what the patterns that match but lack it have.
  std::size_t find(Method method, const std::vector<std::string>& segments, std::size_t at,
                   std::vector<std::string>& values, ByMethod& seen) const {
    const auto look = [&](const ByMethod& methods) {
      for (std::size_t m = 0; m < methods.size(); ++m) {
        if (seen[m] == kNone) seen[m] = methods[m];
      }
      return route_for(methods, method);
    };
    if (at == segments.size()) return look(here);
    if (const auto child = literals.find(segments[at]); child != literals.end()) {
      const auto found = child->second->find(method, segments, at + 1, values, seen);
      if (found != kNone) return found;
    }
    if (param) {
      values.push_back(segments[at]);
      const auto found = param->find(method, segments, at + 1, values, seen);
      if (found != kNone) return found;
      values.pop_back();
    }
    if (any(tail)) {
      const auto found = look(tail);
      if (found != kNone) {
        std::string rest;
        for (std::size_t i = at; i < segments.size(); ++i) {
          if (i > at) rest += '/';
          rest += segments[i];
        }
        values.push_back(std::move(rest));
        return found;
      }
    }
    return kNone;
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, AsyncHandler handler,
                 RouteOptions options) {
  if (pattern.empty() || pattern.front() != '/') bad_pattern("a pattern starts with /", pattern);
  if (!handler) bad_pattern("no handler", pattern);
  Route route;
  route.method = method;
  route.pattern = pattern;
  route.options = std::move(options);
  route.handler = std::move(handler);

  Node* node = root_.get();
  ByMethod* slot = nullptr;
  auto rest = pattern.substr(1);
  while (!rest.empty()) {
    const auto slash = rest.find('/');
    auto segment = rest.substr(0, slash);
    rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
    if (segment.empty() || (slash != std::string_view::npos && rest.empty())) {
      bad_pattern("an empty segment", pattern);
    }
    if (segment.front() != '{') {
      if (segment.find_first_of("{}%") != std::string_view::npos) {
        bad_pattern("a segment is all literal or all parameter", pattern);
      }
      auto& child = node->literals[std::string(segment)];
      if (!child) child = std::make_unique<Node>();
      node = child.get();
      continue;
    }
    if (segment.back() != '}') bad_pattern("} is missing", pattern);
    segment = segment.substr(1, segment.size() - 2);
    const bool is_tail = segment.size() > 3 && segment.substr(segment.size() - 3) == "...";
    if (is_tail) segment.remove_suffix(3);
    const bool twice = std::find(route.param_names.begin(), route.param_names.end(), segment) !=
                       route.param_names.end();
    if (!is_token(segment) || twice) bad_pattern("a bad parameter name", pattern);
    route.param_names.emplace_back(segment);
    if (is_tail) {
      if (!rest.empty()) bad_pattern("{...} must be last", pattern);
      slot = &node->tail;
      break;
    }
    if (!node->param) node->param = std::make_unique<Node>();
    node = node->param.get();
  }
  if (slot == nullptr) slot = &node->here;
  std::size_t& taken = (*slot)[static_cast<std::size_t>(method)];
  if (taken != kNone)
    bad_pattern("registered twice", std::string(name(method)) + " " + route.pattern);
  taken = routes_.size();
  routes_.push_back(std::move(route));
}

void Router::add(Method method, std::string_view pattern, SyncHandler handler,
                 RouteOptions options) {
  if (!handler) bad_pattern("no handler", pattern);
  AsyncHandler async = [handler = std::move(handler)](const Request& request, Responder responder) {
    responder.send(handler(request));
  };
  add(method, pattern, std::move(async), std::move(options));
}

void Router::wrap(Middleware middleware) { middleware_.push_back(std::move(middleware)); }

void Router::set_fallback(SyncHandler handler) { fallback_ = std::move(handler); }

AsyncHandler Router::wrapped(const Route& route) const {
  AsyncHandler handler = route.handler;
  for (auto layer = middleware_.rbegin(); layer != middleware_.rend(); ++layer) {
    handler = (*layer)(std::move(handler));
  }
  return handler;
}

std::size_t Router::largest_body_limit() const {
  std::size_t most = 0;
  for (const Route& route : routes_) most = std::max(most, route.options.body_limit);
  return most;
}

Router::Match Router::match(Method method, const std::vector<std::string>& segments) const {
  Match out;
  ByMethod seen = no_methods();
  const auto found = root_->find(method, segments, 0, out.values, seen);
  if (found != kNone) {
    out.route = found;
  } else {
    out.values.clear();
    if (any(seen)) out.allow = allowed(seen);
  }
  return out;
}

}  // namespace fx::http
