// Requests, responses and the promise to answer.
//
// A handler gets `const Request&` and a Responder. The Request lives as long as the Responder made
// for it, so a handler may return at once, keep the Responder with whatever it waits for (a group
// commit), and answer later from any thread.
#pragma once

#include <any>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/refusal.h"
#include "http/fields.h"
#include "http/target.h"

namespace fx::http {

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };
inline constexpr int kMethodCount = 7;
std::string_view name(Method method);  // "GET"
std::optional<Method> parse_method(std::string_view text);

// What the application's middle layer writes down about a request. Touched by one thread at a
// time: whoever runs the handler or holds the Responder.
struct Context {
  std::string account_id;            // goes to the access log; an id, never a name
  std::optional<Language> language;  // overrides Accept-Language
  std::any slot;                     // the application's own
};

struct RequestParts {
  Method method = Method::kGet;
  Target target;
  Fields headers;
  std::string body;
  std::string remote_address;  // of the client, see Options::trusted_proxies
  std::string id;              // of this request, unique in this deployment: safe to log
  bool secure = false;         // came over TLS, says a trusted proxy
};

class Request {
 public:
  explicit Request(RequestParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Method method() const { return parts_.method; }
  [[nodiscard]] const std::string& path() const { return parts_.target.path; }
  [[nodiscard]] const std::vector<std::string>& segments() const { return parts_.target.segments; }
  // The pattern of the route ("/api/people/{id}"): what logs and metrics may say instead of the
  // path. "" before routing, "(static)" for the fallback, "(none)" when nothing matched.
  [[nodiscard]] std::string_view route() const { return route_; }
  // The decoded segment that stands for {name}; the route must have it.
  [[nodiscard]] const std::string& param(std::string_view name) const;
  // The first of that name.
  [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const;
  [[nodiscard]] const Query& query_parameters() const { return parts_.target.query; }
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const {
    return parts_.headers.find(name);
  }
  [[nodiscard]] const Fields& headers() const { return parts_.headers; }
  [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
  [[nodiscard]] std::string_view body() const { return parts_.body; }
  [[nodiscard]] const std::string& remote_address() const { return parts_.remote_address; }
  [[nodiscard]] const std::string& id() const { return parts_.id; }
  [[nodiscard]] bool secure() const { return parts_.secure; }
  // Context::language if set, else what Accept-Language prefers of zh and en, else zh.
  [[nodiscard]] Language language() const;
  // Mutable on purpose: middle layers annotate a request they otherwise may not change.
  [[nodiscard]] Context& context() const { return context_; }

  // For the server, which routes a request before its body is there.
  void set_route(std::string_view pattern, const std::vector<std::string>* names,
                 std::vector<std::string> values);
  void set_body(std::string body) { parts_.body = std::move(body); }

 private:
  RequestParts parts_;
  std::string_view route_;
  const std::vector<std::string>* param_names_ = nullptr;
  std::vector<std::string> param_values_;
  mutable Context context_;
};

Language preferred_language(std::string_view accept_language);

struct Cookie {
  std::string name;
  std::string value;
  std::string path = "/";
  std::optional<std::chrono::seconds> max_age;  // none: until the browser closes; 0: delete now
  bool http_only = true;
  bool secure = false;
  enum class SameSite { kStrict, kLax } same_site = SameSite::kStrict;
};

// A body made bit by bit. `next` fills `chunk` (empty on entry; not left empty) and returns true,
// or returns false at the end. It runs on the worker pool, one call at a time. If it throws, or a
// known length is not met, the connection is broken off so that the client sees a torn download.
struct Stream {
  std::function<bool(std::string& chunk)> next;
  std::optional<std::uint64_t> length;  // unknown: sent chunked
};

// A body that has no end: server-sent events. See live.h for the one implementation.
class LiveBody {
 public:
  virtual ~LiveBody() = default;
  // Called once, on the connection's thread, before all others. `wake` says that take() has
  // something; callable from any thread at any time, also after detach().
  virtual void attach(std::function<void()> wake) = 0;
  // Appends what there is to send. False: no more will come, close.
  virtual bool take(std::string& out) = 0;
  // Sent when nothing else was for heartbeat_interval().
  [[nodiscard]] virtual std::string_view heartbeat() const = 0;
  [[nodiscard]] virtual std::chrono::milliseconds heartbeat_interval() const = 0;
  virtual void detach() noexcept = 0;  // the connection is gone
};

class Response {
 public:
  using Shared = std::shared_ptr<const std::string>;
  using Body = std::variant<std::monostate, std::string, Shared, Stream, std::shared_ptr<LiveBody>>;

  explicit Response(int status_code = 204) : status(status_code) {}
  static Response json(const boost::json::value& value, int status = 200);
  static Response json_text(std::string text, int status = 200);
  static Response text(std::string text, int status = 200);
  static Response html(std::string text, int status = 200);
  static Response bytes(std::string bytes, std::string_view content_type, int status = 200);
  static Response shared(Shared bytes, std::string_view content_type, int status = 200);
  static Response stream(Stream stream, std::string_view content_type);
  // Opens the file now (throws std::system_error) and reads it as it is sent.
  static Response file(const std::string& path, std::string_view content_type);
  static Response live(std::shared_ptr<LiveBody> body);
  static Response redirect(std::string_view location, int status = 303);

  // Both throw std::invalid_argument if the name is no token, if the value has CR, LF, NUL or
  // another control character, or if the field is the server's own (Content-Length,
  // Transfer-Encoding, Connection, Keep-Alive, Date, Trailer, Upgrade).
  Response& set(std::string_view name, std::string_view value);  // replaces
  Response& add(std::string_view name, std::string_view value);
  Response& set_cookie(const Cookie& cookie);
  // "Save as": RFC 6266, the name in UTF-8 and an ASCII stand-in for old clients. The name may be
  // any text; directories and control characters are taken out.
  Response& attach(std::string_view filename);
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const {
    return headers_.find(name);
  }
  [[nodiscard]] const Fields& headers() const { return headers_; }
  [[nodiscard]] const Body& body() const { return body_; }
  [[nodiscard]] Body& body() { return body_; }
  // The body's bytes; "" for streams and live bodies.
  [[nodiscard]] std::string_view bytes() const;

  int status;

 private:
  Fields headers_;
  Body body_;
};

// {"error":{"code","message","remedy","field","params":{}}} in the language, with the kind's
// status.
Response refused(const Refusal& refusal, Language language);
inline Response refused(const Refusal& refusal, const Request& request) {
  return refused(refusal, request.language());
}

// Where a response goes. The server has one; tests of handlers write their own.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  [[nodiscard]] virtual const Request& request() const = 0;
  virtual void answer(Response response) = 0;  // at most once
  virtual void dropped() noexcept = 0;         // the Responder died without an answer
};

// The duty to answer one request: exactly once, from any thread. Dropped without an answer it
// answers 500. Outliving the server is harmless.
class Responder {
 public:
  explicit Responder(std::shared_ptr<ResponseSink> sink) : sink_(std::move(sink)) {}
  Responder(Responder&&) noexcept = default;
  Responder& operator=(Responder&& other) noexcept;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  ~Responder();

  // Valid until send().
  [[nodiscard]] const Request& request() const { return sink_->request(); }
  // For middle layers: runs in the thread that sends, the last added first.
  void before_send(std::function<void(const Request&, Response&)> change);
  void send(Response response);

 private:
  std::shared_ptr<ResponseSink> sink_;
  std::vector<std::function<void(const Request&, Response&)>> changes_;
};

}  // namespace fx::http
