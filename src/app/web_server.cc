#include "app/web_server.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "app/live_changes.h"
#include "app/openapi.h"
#include "base/check.h"
#include "http/live.h"
#include "http/rate_limit.h"
#include "http/refusals.h"
#include "http/server.h"
#include "http/static_files.h"

namespace fx::app {
namespace {

using http::Method;
using http::Request;
using http::Responder;
using http::Response;

constexpr std::string_view kCookie = "fx_session";
constexpr std::string_view kCsrfHeader = "X-CSRF-Token";
constexpr std::size_t kCommandLimit = std::size_t{1} << 20U;
constexpr int kFlushMillis = 250;  // live events of so long go out together
constexpr int kTickSeconds = 30;   // pages look again whether a deadline has passed
constexpr int kSweepSeconds = 300;
constexpr int kAnswersKeptDays = 90;  // a telephone may have been off for some weeks
// Questions that anyone may ask, by address: a gate of guards behind one router, and no more.
constexpr http::RateRule kOpenRate{60, 2, 10'000};

constexpr RefusalKind kCsrf{
    "app.csrf",       403, "页面已过期，请刷新后再试", "the page is out of date", "刷新页面",
    "reload the page"};
constexpr RefusalKind kMustChange{
    "app.must-change-password", 403,
    "请先修改初始密码",         "change the initial password first",
    "在“修改密码”里设置新密码", "set a new one under Change password"};
constexpr RefusalKind kNoRehearsal{"app.no-rehearsal",
                                   409,
                                   "这不是演练，时钟不能拨",
                                   "this is no rehearsal: its clock cannot be set",
                                   "演练请用 fangxian serve --rehearsal 另开一个数据目录",
                                   "rehearse on other data, with fangxian serve --rehearsal"};

struct LoginBody {
  std::string login;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(LoginBody, (), (login, password))
struct PasswordBody {
  std::string old_password;
  std::string new_password;
};
BOOST_DESCRIBE_STRUCT(PasswordBody, (), (old_password, new_password))
struct SessionAnswer {
  std::string csrf;
  bool must_change_password = false;
  std::string kind;  // real, rehearsal, demonstration
  Instant now;
};
BOOST_DESCRIBE_STRUCT(SessionAnswer, (), (csrf, must_change_password, kind, now))
struct ClockBody {
  Instant now;
};
BOOST_DESCRIBE_STRUCT(ClockBody, (), (now))
struct CommandBody {
  Ulid id;
  std::optional<Instant> occurred_at;
  std::optional<std::string> device;
  json::Value body;
};
BOOST_DESCRIBE_STRUCT(CommandBody, (), (id, occurred_at, device, body))

// Who asks, once it is settled that they may.
struct Caller {
  access::SignedIn who;
  std::string token;
};

std::string_view token_of(const Request& request, bool& from_cookie) {
  from_cookie = false;
  if (const auto header = request.header("Authorization")) {
    constexpr std::string_view kBearer = "Bearer ";
    if (header->substr(0, kBearer.size()) == kBearer) return header->substr(kBearer.size());
  }
  from_cookie = true;
  return request.cookie(kCookie).value_or("");
}

host::RawParams params_of(const Request& request, const std::vector<std::string>& names) {
  host::RawParams out;
  for (const auto& name : names) out.emplace_back(name, request.param(name));
  for (const auto& [name, value] : request.query_parameters()) out.emplace_back(name, value);
  return out;
}

}  // namespace

struct WebServer::Impl {
  Impl(Node& served, const WebOptions& options)
      : node(served),
        host(served.host()),
        sessions(served.sessions()),
        openapi_text(openapi(host)) {
    kind = node.kind();
    http::ServerOptions server_options;
    server_options.address = options.address;
    server_options.port = options.port;
    server_options.trusted_proxies = options.trusted_proxies;
    server_options.io_threads = options.io_threads;
    server_options.metrics = &metrics;
    if (options.access_log) {
      auto log = std::make_shared<spdlog::logger>(
          "access", std::make_shared<spdlog::sinks::stderr_sink_mt>());
      log->set_pattern("%v");
      server_options.access_log = log;
    }
    http::Router router;
    add_own_routes(router);
    add_commands(router);
    for (const auto& route : host.routes()) add_route(router, route);
    if (!options.web_folder.empty()) {
      auto files = std::make_shared<const http::StaticFiles>(options.web_folder);
      router.set_fallback([files](const Request& request) { return files->serve(request); });
    }
    server = std::make_unique<http::Server>(std::move(server_options), std::move(router));
    const auto collect = [changes = changes](const std::vector<host::Event>& events) {
      changes->collect(events);
    };
    host.on_events(collect);
    // Nobody wrote anything when a deadline passes, yet pages are out of date.
    node.modules().on_overdue(collect);
    server->start();
    background = std::thread([this] { run_background(); });
  }

  ~Impl() {
    server->stop();
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    wake.notify_all();
    background.join();
    node.modules().on_overdue({});
  }

  // --- who asks

  Result<Caller> caller(const Request& request, bool writes) const {
    bool from_cookie = false;
    const auto token = token_of(request, from_cookie);
    if (token.empty()) return refuse(access::kNotSignedIn);
    auto who = sessions.find(token);
    if (!who) return refuse(access::kNotSignedIn);
    if (writes && !who->is_program &&
        !access::Sessions::csrf_matches(token, request.header(kCsrfHeader).value_or(""))) {
      return refuse(kCsrf);
    }
    // The cookie is the browser's, the header a program's: neither may pass for the other.
    if (who->is_program == from_cookie) return refuse(access::kNotSignedIn);
    request.context().account_id = who->actor->account.text();
    return Caller{std::move(*who), std::string(token)};
  }
  // As above, with the initial password changed.
  Result<Caller> settled_caller(const Request& request, bool writes) const {
    auto out = caller(request, writes);
    if (out && out->who.must_change_password) return refuse(kMustChange);
    return out;
  }

  static Response answer(const Request& request, const Result<std::string>& json_text) {
    if (!json_text) return http::refused(json_text.error(), request);
    return Response::json_text(*json_text);
  }

  // --- signing in, and what is about the server itself

  void add_own_routes(http::Router& router) {
    router.add(Method::kPost, "/api/login", [this](const Request& r) { return sign_in(r); });
    router.add(Method::kPost, "/api/logout", [this](const Request& r) { return sign_out(r); });
    router.add(Method::kPost, "/api/password",
               [this](const Request& r) { return change_password(r); });
    router.add(Method::kGet, "/api/session", [this](const Request& request) {
      const auto who = caller(request, false);
      if (!who) return http::refused(who.error(), request);
      return Response::json_text(
          json::text(SessionAnswer{access::Sessions::csrf_token(who->token),
                                   who->who.must_change_password, kind, node.clock().now()}));
    });
    router.add(Method::kGet, "/api/openapi.json", [this](const Request& request) {
      const auto who = caller(request, false);
      if (!who) return http::refused(who.error(), request);
      return Response::json_text(openapi_text);
    });
    router.add(Method::kGet, "/api/live", [this](const Request& request) {
      const auto who = settled_caller(request, false);
      if (!who) return http::refused(who.error(), request);
      const auto actor = who->who.actor;
      return hub.subscribe(
          request,
          [actor](const http::LiveEvent& event) {
            return event.topic.empty() || concerns(*actor, event.topic);
          },
          actor->account.text());
    });
    router.add(Method::kGet, "/healthz", [this](const Request&) {
      node.database().read([](store::Session& db) { db.run("select 1"); });
      return Response::json_text(R"({"status":"ok"})");
    });
    router.add(Method::kGet, "/metrics", [this](const Request& request) {
      // For the machine itself and for whoever may operate it. What a proxy on this machine passes
      // on comes from elsewhere, also if nobody has told us to trust the proxy.
      const auto& from = request.remote_address();
      const bool passed_on = request.header("X-Forwarded-For") || request.header("Forwarded");
      if (passed_on || (from != "127.0.0.1" && from != "::1")) {
        const auto who = settled_caller(request, false);
        if (!who) return http::refused(who.error(), request);
        if (auto status =
                access::require(*who->who.actor, access::Permission::operate, area::kCountry);
            !status) {
          return http::refused(status.error(), request);
        }
      }
      return Response::bytes(metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
    });
    router.add(Method::kPost, "/api/rehearsal/clock",
               [this](const Request& r) { return set_clock(r); });
    metrics.gauge_from("fangxian_database_bytes", "Size of the database file",
                       [this] { return static_cast<double>(node.database().size_bytes()); });
    metrics.gauge_from("fangxian_live_subscribers", "Open pages that get live updates",
                       [this] { return static_cast<double>(hub.counts().subscribers); });
  }

  Response sign_in(const Request& request) {
    const auto body = json::read_text<LoginBody>(request.body());
    if (!body) return http::refused(body.error(), request);
    auto done = sessions.sign_in(body->login, body->password, request.remote_address());
    if (!done) {
      signed_in_failed.add();
      return http::refused(done.error(), request);
    }
    signed_in.add();
    request.context().account_id = done->account.text();
    auto response = Response::json_text(json::text(
        SessionAnswer{done->csrf, done->must_change_password, kind, node.clock().now()}));
    http::Cookie cookie;
    cookie.name = kCookie;
    cookie.value = done->token;
    cookie.secure = request.secure();
    response.set_cookie(cookie);
    return response;
  }

  Response sign_out(const Request& request) {
    const auto who = caller(request, true);
    if (!who) return http::refused(who.error(), request);
    sessions.sign_out(who->token, request.remote_address());
    hub.close(who->who.actor->account.text());
    Response response;
    http::Cookie cookie;
    cookie.name = kCookie;
    cookie.max_age = std::chrono::seconds(0);
    response.set_cookie(cookie);
    return response;
  }

  Response change_password(const Request& request) {
    const auto who = caller(request, true);
    if (!who) return http::refused(who.error(), request);
    const auto body = json::read_text<PasswordBody>(request.body());
    if (!body) return http::refused(body.error(), request);
    const auto status = sessions.change_password(who->token, body->old_password, body->new_password,
                                                 request.remote_address());
    if (!status) return http::refused(status.error(), request);
    return Response();
  }

  Response set_clock(const Request& request) {
    const auto who = settled_caller(request, true);
    if (!who) return http::refused(who.error(), request);
    if (auto status = access::require(*who->who.actor, access::Permission::operate, area::kCountry);
        !status) {
      return http::refused(status.error(), request);
    }
    if (node.rehearsal_clock() == nullptr) return http::refused(refuse(kNoRehearsal), request);
    const auto body = json::read_text<ClockBody>(request.body());
    if (!body) return http::refused(body.error(), request);
    node.set_rehearsal_clock(body->now);
    hub.publish({"", "tick", "{}"});
    {
      const std::lock_guard lock(mutex);
      clock_was_set = true;
    }
    wake.notify_all();
    return Response();
  }

  // --- commands

  void add_commands(http::Router& router) {
    http::RouteOptions options;
    options.on_io_thread = true;  // decodes some hundred bytes and hands them to the writer
    options.body_limit = kCommandLimit;
    options.before_body = [this](const Request& request) -> std::optional<Response> {
      auto who = settled_caller(request, true);
      if (!who) return http::refused(who.error(), request);
      // Asked for once: who signs out while the rest of a command arrives sent it before.
      request.context().slot = std::move(who->who.actor);
      return std::nullopt;
    };
    router.add(
        Method::kPost, "/api/commands/{name}",
        [this](const Request& request, Responder responder) {
          take_command(request, std::move(responder));
        },
        options);
  }

  void take_command(const Request& request, Responder responder) {
    auto body = json::read_text<CommandBody>(request.body());
    if (!body) return responder.send(http::refused(body.error(), request));
    host::Envelope envelope{body->id, request.param("name"), body->occurred_at,
                            std::move(body->device), std::move(body->body)};
    auto actor = std::any_cast<std::shared_ptr<const access::Actor>>(&request.context().slot);
    FX_CHECK(actor != nullptr);
    // The responder is kept by the host until the command is durable.
    auto waiting = std::make_shared<Responder>(std::move(responder));
    host.submit(
        *actor, std::move(envelope),
        [waiting](const Result<host::CommandAnswer>& done, const std::exception_ptr& failure) {
          const Request& asked = waiting->request();
          if (failure) {
            log_failure(failure);
            waiting->send(http::refused(refuse(kFailed), asked));
          } else if (!done) {
            waiting->send(http::refused(done.error(), asked));
          } else {
            waiting->send(Response::json_text(json::text(*done)));
          }
        });
  }

  static void log_failure(const std::exception_ptr& failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      spdlog::error("{}", error.what());
    } catch (...) {
      spdlog::error("unknown failure");
    }
  }

  // --- what the modules declared

  // An open question: no account is asked for, and so no address may ask without end.
  Response answer_anyone(const Request& request, const host::RouteInfo& info) {
    const int wait = open_rate.take(request.remote_address(), std::chrono::steady_clock::now());
    if (wait > 0) {
      auto response =
          http::refused(refuse(http::kTooOften, {}, {{"seconds", std::to_string(wait)}}), request);
      response.set("Retry-After", std::to_string(wait));
      return response;
    }
    return answer(request,
                  host.ask(access::Actor(), info, params_of(request, {}), request.language()));
  }

  void add_route(http::Router& router, const host::RouteInfo& info) {
    if (info.open) {
      router.add(Method::kGet, info.path,
                 [this, &info](const Request& request) { return answer_anyone(request, info); });
      return;
    }
    const bool upload = info.kind == host::RouteInfo::Kind::kUpload;
    http::RouteOptions options;
    if (upload) {
      options.body_limit = info.max_bytes;
      options.before_body = [this](const Request& request) -> std::optional<Response> {
        const auto who = settled_caller(request, true);
        if (!who) return http::refused(who.error(), request);
        return std::nullopt;
      };
    }
    // Path parameters by name, in the order of the pattern.
    std::vector<std::string> names;
    for (std::size_t at = info.path.find('{'); at != std::string::npos;
         at = info.path.find('{', at + 1)) {
      names.push_back(info.path.substr(at + 1, info.path.find('}', at) - at - 1));
    }
    router.add(
        upload ? Method::kPost : Method::kGet, info.path,
        [this, &info, upload, names](const Request& request) -> Response {
          auto who = settled_caller(request, upload);
          if (!who) return http::refused(who.error(), request);
          const auto params = params_of(request, names);
          const auto& actor = *who->who.actor;
          switch (info.kind) {
            case host::RouteInfo::Kind::kQuestion:
              return answer(request, host.ask(actor, info, params, request.language()));
            case host::RouteInfo::Kind::kDocument: {
              auto file = host.make_file(actor, info, params, request.language());
              if (!file) return http::refused(file.error(), request);
              auto response = Response::bytes(std::move(file->bytes), file->content_type);
              response.attach(file->name);
              return response;
            }
            case host::RouteInfo::Kind::kUpload: {
              host::UploadContext context{host, actor, request.language(),
                                          Ulid::make(node.clock().now()), "web"};
              return answer(request, info.take(context, params, request.body()));
            }
          }
          return Response(500);
        },
        options);
  }

  // --- live updates and jobs

  void flush() {
    // Their pages connect anew by themselves, as who they are now, or are refused.
    for (const auto& account : changes->take_accounts()) hub.close(account);
    const auto events = changes->take();
    if (hub.counts().subscribers == 0) return;
    for (const auto& [what, area] : events) {
      hub.publish({area, "change", json::serialise(json::Object{{"kind", what}, {"area", area}})});
    }
  }

  void run_background() {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::int64_t> job_runs(host.jobs().size(), -1);  // each runs at the start
    std::int64_t ticks = 0;
    std::int64_t sweeps = 0;
    for (;;) {
      {
        std::unique_lock lock(mutex);
        wake.wait_for(lock, std::chrono::milliseconds(kFlushMillis),
                      [this] { return stopping || clock_was_set; });
        if (stopping) return;
        // Under a clock set by hand, what the time brings comes at once.
        if (std::exchange(clock_was_set, false)) job_runs.assign(job_runs.size(), -1);
      }
      try {
        flush();
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
                                 std::chrono::steady_clock::now() - start)
                                 .count();
        if (seconds / kTickSeconds > ticks) {
          ticks = seconds / kTickSeconds;
          hub.publish({"", "tick", "{}"});
        }
        if (seconds / kSweepSeconds > sweeps) {
          sweeps = seconds / kSweepSeconds;
          sessions.sweep();
          host.forget_answers(
              Instant{node.clock().now().millis - kAnswersKeptDays * kMillisPerDay});
        }
        for (std::size_t i = 0; i < job_runs.size(); ++i) {
          const auto& job = host.jobs()[i];
          if (seconds / job.every_seconds <= job_runs[i]) continue;
          job_runs[i] = seconds / job.every_seconds;
          job.run(host);
        }
      } catch (const std::exception& error) {
        spdlog::error("background: {}", error.what());
      }
    }
  }

  Node& node;
  host::Host& host;
  access::Sessions& sessions;
  const std::string openapi_text;
  std::string kind;
  http::Metrics metrics;
  http::Counter& signed_in =
      metrics.counter("fangxian_sign_ins_total", "Sign-ins", {{"outcome", "done"}});
  http::Counter& signed_in_failed =
      metrics.counter("fangxian_sign_ins_total", "Sign-ins", {{"outcome", "refused"}});
  http::LiveHub hub;
  http::RateLimit open_rate{kOpenRate};
  std::unique_ptr<http::Server> server;

  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  bool clock_was_set = false;
  std::shared_ptr<LiveChanges> changes = std::make_shared<LiveChanges>();
  std::thread background;
};

WebServer::WebServer(Node& node, const WebOptions& options)
    : impl_(std::make_unique<Impl>(node, options)) {}
WebServer::~WebServer() = default;

std::uint16_t WebServer::port() const { return impl_->server->port(); }
void WebServer::run_until_signal() { http::wait_for_signal(*impl_->server); }
void WebServer::stop() { impl_->server->stop(); }

}  // namespace fx::app
