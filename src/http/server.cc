#include "http/server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <unordered_map>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/logger.h>
#include <spdlog/spdlog.h>

#include "base/check.h"
#include "base/time.h"
#include "http/addresses.h"
#include "http/refusals.h"
#include "http/request_parser.h"
#include "http/response_head.h"
#include "http/worker_pool.h"

namespace fx::http {
namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
using TimePoint = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kSmallBuffer = 4 * 1024;
constexpr std::size_t kLargeBuffer = 64 * 1024;
constexpr std::size_t kJoinedBody = 16 * 1024;  // up to here one buffer is cheaper than two
constexpr milliseconds kLingerTime{2'000};
constexpr std::size_t kLingerBytes = std::size_t{1} << 20U;
constexpr std::size_t kMaxRejecting = 128;
constexpr std::size_t kChargedBody = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

TimePoint now() { return std::chrono::steady_clock::now(); }

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

// Work for an I/O thread from other threads. Outlives the thread's io_context: what arrives
// later is forgotten.
class Inbox {
 public:
  explicit Inbox(asio::io_context& context) : context_(&context) {}

  void push(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (context_ == nullptr) return;
    tasks_.push_back(std::move(task));
    if (scheduled_) return;
    scheduled_ = true;
    asio::post(*context_, [this] { run(); });
  }
  void close() {
    std::vector<std::function<void()>> forgotten;  // destroyed outside the lock
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
    forgotten.swap(tasks_);
  }
  void set_thread(std::thread::id thread) { thread_.store(thread); }
  [[nodiscard]] bool is_here() const { return thread_.load() == std::this_thread::get_id(); }

 private:
  void run() {
    std::vector<std::function<void()>> tasks;
    {
      const std::lock_guard lock(mutex_);
      tasks.swap(tasks_);
      scheduled_ = false;
    }
    for (auto& task : tasks) task();
  }

  std::mutex mutex_;
  asio::io_context* context_;
  std::vector<std::function<void()>> tasks_;
  bool scheduled_ = false;
  std::atomic<std::thread::id> thread_{};
};

// Bytes of large bodies, counted as long as they are held. The total outlives the server, because
// a late Responder does.
class Charge {
 public:
  explicit Charge(std::shared_ptr<std::atomic<std::size_t>> total) : total_(std::move(total)) {}
  Charge(Charge&& other) noexcept : total_(other.total_), bytes_(std::exchange(other.bytes_, 0)) {}
  Charge& operator=(Charge&&) = delete;
  ~Charge() { set(0); }
  // The new total.
  std::size_t set(std::size_t bytes) {
    const std::size_t change = bytes - bytes_;  // wraps when it shrinks, and so does the sum
    bytes_ = bytes;
    return total_->fetch_add(change, std::memory_order_relaxed) + change;
  }

 private:
  std::shared_ptr<std::atomic<std::size_t>> total_;
  std::size_t bytes_ = 0;
};

struct Handlers {
  Router router;
  std::vector<AsyncHandler> wrapped;  // by route index
};

struct IoThread;
class Session;

}  // namespace

// What all connections share. Sessions live in I/O threads only, and those end before this does.
class ServerCore {
 public:
  ServerCore(ServerOptions options_in, Router router);

  void start();
  void accept();
  void log_failure(std::string_view event, const std::string& id, std::string_view route,
                   std::string_view what) const;
  void session_ended();

  ServerOptions options;
  std::shared_ptr<Handlers> handlers;
  AddressRanges trusted;
  std::unique_ptr<Metrics> own_metrics;
  Metrics& metrics;
  std::shared_ptr<spdlog::logger> log;
  Gauge& open_connections;
  Gauge& in_flight;
  Gauge& queue_length;
  Counter& refused_connections;
  std::string id_prefix;
  std::vector<Histogram*> durations;  // by route index, then static, then none
  std::shared_ptr<std::atomic<std::size_t>> body_memory =
      std::make_shared<std::atomic<std::size_t>>(0);

  std::unique_ptr<WorkerPool> pool;
  std::vector<std::unique_ptr<IoThread>> io;
  std::optional<Acceptor> acceptor;
  std::optional<Timer> accept_again;
  std::size_t next_io = 0;
  std::uint16_t port = 0;

  std::atomic<std::size_t> connections{0};
  std::atomic<bool> draining{false};
  std::mutex addresses_mutex;
  std::unordered_map<std::string, std::size_t> addresses;

  std::mutex mutex;  // of what follows
  std::condition_variable changed;
  bool started = false;
  bool stop_requested = false;
  bool force_requested = false;
  std::mutex teardown;
};

namespace {

struct IoThread {
  explicit IoThread(ServerCore& s, std::size_t index)
      : shared(s), id_prefix(s.id_prefix + std::to_string(index) + "-") {}

  void run();
  void tick();
  std::string_view date();
  std::string next_id();
  Counter& count_for(std::size_t slot, std::string_view route, Method method, bool known,
                     int status);

  ServerCore& shared;
  asio::io_context context{1};
  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>(context);
  Timer timer{context};
  asio::executor_work_guard<Executor> work{context.get_executor()};
  std::unordered_map<Session*, std::shared_ptr<Session>> sessions;
  std::unordered_map<std::uint64_t, Counter*> counters;
  std::int64_t date_second = -1;
  std::string date_text;
  std::string id_prefix;
  std::uint64_t ids = 0;
  milliseconds tick_interval{250};
  std::thread thread;
};

// One request from the end of its head to its answer.
class Exchange final : public Job,
                       public ResponseSink,
                       public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(Request request, std::shared_ptr<Handlers> handlers, std::shared_ptr<Inbox> inbox,
           std::weak_ptr<Session> session, const std::shared_ptr<spdlog::logger>& log,
           Charge charge)
      : request_(std::move(request)),
        handlers_(std::move(handlers)),
        inbox_(std::move(inbox)),
        session_(std::move(session)),
        log_(log),
        charge_(std::move(charge)) {}

  // Job
  void run() noexcept override;
  // ResponseSink
  [[nodiscard]] const Request& request() const override { return request_; }
  void answer(Response response) override { deliver(std::move(response)); }
  void dropped() noexcept override;

  // For the session, which answers in the handler's place. False if there is an answer already.
  bool claim() { return !answered_.exchange(true); }
  Request& mutable_request() { return request_; }
  Charge& charge() { return charge_; }

  Response result{500};
  std::optional<std::size_t> route;
  std::string allow;

 private:
  void deliver(Response&& answer);
  void fail(const RefusalKind& kind, std::string_view what) noexcept;

  Request request_;
  std::shared_ptr<Handlers> handlers_;
  std::shared_ptr<Inbox> inbox_;
  std::weak_ptr<Session> session_;
  std::shared_ptr<spdlog::logger> log_;
  Charge charge_;
  std::atomic<bool> answered_{false};
  // A Responder that dies while the handler is unwinding must not hide the exception: dropped()
  // leaves the answer to run() then. Whichever of the two looks last sees what the other wrote.
  std::atomic<bool> running_{true};
  std::atomic<bool> dropped_{false};
};

// The next piece of a streamed body.
class Pull final : public Job, public std::enable_shared_from_this<Pull> {
 public:
  Pull(std::shared_ptr<Stream> stream, std::shared_ptr<Inbox> inbox, std::weak_ptr<Session> session)
      : stream_(std::move(stream)), inbox_(std::move(inbox)), session_(std::move(session)) {}
  void run() noexcept override;

  std::string chunk;
  bool more = false;
  bool failed = false;
  std::string what;

 private:
  std::shared_ptr<Stream> stream_;
  std::shared_ptr<Inbox> inbox_;
  std::weak_ptr<Session> session_;
};

// One connection. All members are touched by its I/O thread only.
class Session final : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(IoThread& io) : io_(io), shared_(io.shared), socket_(io.context) {}

  Socket& socket() { return socket_; }
  void start(bool reject);
  void tick(TimePoint time);
  void drain();
  void close();
  void on_answer(const std::shared_ptr<Exchange>& exchange);
  void on_pulled(Pull& pull);
  void on_live_wake();

 private:
  enum class Phase { kIdle, kHead, kBody, kHandling, kResponding, kLive, kLingering, kClosed };
  enum class AfterWrite { kReadBody, kPull, kLive, kFinish, kClose };

  void read();
  void on_read(const ErrorCode& error, std::size_t bytes);
  void parse();
  bool head_done();  // false: something else goes on
  void dispatch();
  void fail(const Refusal& refusal);
  void respond(Response response);
  void write(AfterWrite after);
  void write_some();
  void on_written(const ErrorCode& error, std::size_t bytes);
  void pull_next();
  void live_pump();
  void finish_response();
  void record();
  void linger();
  [[nodiscard]] std::string_view unread() const { return {in_.data() + begin_, end_ - begin_}; }
  [[nodiscard]] bool too_slow(TimePoint time, std::size_t bytes) const;

  IoThread& io_;
  ServerCore& shared_;
  Socket socket_;
  std::optional<Address> peer_;
  std::string counted_address_;
  Phase phase_ = Phase::kIdle;

  std::vector<char> in_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool reading_ = false;
  RequestParser parser_{shared_.options.header_limit};

  // The request in work, if its head could be read.
  std::shared_ptr<Exchange> exchange_;
  Method method_ = Method::kGet;
  bool method_known_ = false;
  bool close_after_ = false;
  // Else the handler may still be running and writing to the request's context.
  bool answered_by_handler_ = false;
  TimePoint request_done_;

  // The response.
  int status_ = 0;
  std::string head_;
  Response::Body body_;
  std::shared_ptr<Stream> stream_;
  std::optional<std::uint64_t> stream_left_;
  bool stream_chunked_ = false;
  std::shared_ptr<LiveBody> live_;
  TimePoint last_live_write_;
  std::array<asio::const_buffer, 2> out_;
  std::size_t body_bytes_ = 0;
  bool writing_ = false;
  AfterWrite after_write_ = AfterWrite::kFinish;

  TimePoint phase_start_;    // of the head, body or response
  TimePoint last_progress_;  // bytes went in or out
  std::size_t phase_bytes_ = 0;
};

// Exchange

void Exchange::run() noexcept {
  const RefusalKind* failed = nullptr;
  try {
    handlers_->wrapped[*route](request_, Responder(shared_from_this()));
  } catch (const std::logic_error& e) {
    failed = &kFault;
    fail(kFault, e.what());
  } catch (const std::exception& e) {
    failed = &kUnavailable;
    fail(kUnavailable, e.what());
  } catch (...) {
    failed = &kFault;
    fail(kFault, "an exception of no standard type");
  }
  running_.store(false);
  if (failed == nullptr && dropped_.load()) fail(kFault, "the handler dropped its responder");
}

void Exchange::dropped() noexcept {
  dropped_.store(true);
  if (!running_.load()) fail(kFault, "a responder was dropped without an answer");
}

void Exchange::fail(const RefusalKind& kind, std::string_view what) noexcept {
  try {
    std::string line = R"({"event":"request-failed","id":)";
    append_json_string(line, request_.id());
    line += R"(,"route":)";
    append_json_string(line, request_.route());
    line += R"(,"what":)";
    append_json_string(line, what.substr(0, 500));
    line += '}';
    log_->error(line);
    deliver(refused(refuse(kind, {}, {{"request", request_.id()}}), request_));
  } catch (...) {
    // Out of memory while saying so: the session's answer_timeout closes the request.
  }
}

void Exchange::deliver(Response&& answer) {
  if (!claim()) return;  // the session or an exception came first
  result = std::move(answer);
  const auto self = shared_from_this();
  if (inbox_->is_here()) {
    if (const auto session = session_.lock()) session->on_answer(self);
  } else {
    inbox_->push([self] {
      if (const auto session = self->session_.lock()) session->on_answer(self);
    });
  }
}

// Pull

void Pull::run() noexcept {
  try {
    more = stream_->next(chunk);
  } catch (const std::exception& e) {
    failed = true;
    what = e.what();
  } catch (...) {
    failed = true;
  }
  inbox_->push([pull = shared_from_this(), session = session_] {
    if (const auto alive = session.lock()) alive->on_pulled(*pull);
  });
}

// IoThread

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

// Session

void Session::start(bool reject) {
  io_.sessions.emplace(this, shared_from_this());
  shared_.open_connections.add(1);
  ErrorCode error;
  socket_.set_option(asio::ip::tcp::no_delay(true), error);
  const auto endpoint = socket_.remote_endpoint(error);
  if (error) return close();
  peer_ = Address::parse(endpoint.address().to_string());
  if (!peer_) peer_ = Address::parse("::");  // a link-local address with a zone

  const std::size_t most = shared_.options.max_connections_per_address;
  if (most > 0 && !shared_.trusted.contains(*peer_)) {
    const std::lock_guard lock(shared_.addresses_mutex);
    counted_address_ = peer_->text();
    if (++shared_.addresses[counted_address_] > most) reject = true;
  }
  in_.resize(kSmallBuffer);
  phase_start_ = last_progress_ = now();
  if (reject || shared_.draining.load()) {
    shared_.refused_connections.add();
    return fail(refuse(kBusy));
  }
  read();
}

void Session::close() {
  if (phase_ == Phase::kClosed) return;
  const auto self = shared_from_this();
  if (exchange_ || phase_ == Phase::kResponding || phase_ == Phase::kLive) record();
  phase_ = Phase::kClosed;
  if (live_) std::exchange(live_, nullptr)->detach();
  ErrorCode ignored;
  socket_.close(ignored);
  if (!counted_address_.empty()) {
    const std::lock_guard lock(shared_.addresses_mutex);
    const auto entry = shared_.addresses.find(counted_address_);
    if (entry != shared_.addresses.end() && --entry->second == 0) shared_.addresses.erase(entry);
  }
  exchange_.reset();
  stream_.reset();
  io_.sessions.erase(this);
  shared_.open_connections.add(-1);
  shared_.session_ended();
}

void Session::drain() {
  close_after_ = true;
  switch (phase_) {
    case Phase::kIdle:
    case Phase::kLive:
      close();
      break;
    default:
      break;  // what was begun may finish
  }
}

bool Session::too_slow(TimePoint time, std::size_t bytes) const {
  if (time - last_progress_ > shared_.options.idle_timeout) return true;
  const auto elapsed = time - phase_start_;
  if (elapsed <= shared_.options.idle_timeout) return false;
  const double seconds = std::chrono::duration<double>(elapsed).count();
  return static_cast<double>(bytes) <
         seconds * static_cast<double>(shared_.options.min_bytes_per_second);
}

void Session::tick(TimePoint time) {
  const ServerOptions& options = shared_.options;
  if (writing_) {
    // The pauses of a live body are the server's own, so its rate says nothing of the client.
    const bool slow =
        live_ ? time - last_progress_ > options.idle_timeout : too_slow(time, phase_bytes_);
    if (slow) close();
    return;
  }
  switch (phase_) {
    case Phase::kIdle:
      if (time - phase_start_ > options.keep_alive_timeout) close();
      break;
    case Phase::kHead:
      if (time - phase_start_ > options.header_timeout) fail(refuse(kTooSlow));
      break;
    case Phase::kBody:
      if (too_slow(time, phase_bytes_)) fail(refuse(kTooSlow));
      break;
    case Phase::kHandling:
      if (time - phase_start_ > options.answer_timeout && exchange_->claim()) {
        shared_.log_failure("no-answer", exchange_->request().id(), exchange_->request().route(),
                            "no answer within answer_timeout");
        close_after_ = true;
        respond(refused(refuse(kUnavailable, {}, {{"request", exchange_->request().id()}}),
                        Language::kZh));
      }
      break;
    case Phase::kLive:
      if (time - last_live_write_ >= live_->heartbeat_interval()) {
        head_ = live_->heartbeat();
        out_ = {asio::buffer(head_), asio::const_buffer()};
        write(AfterWrite::kLive);
      }
      break;
    case Phase::kLingering:
      if (time - phase_start_ > kLingerTime) close();
      break;
    case Phase::kResponding:
      // A pull is bounded like a handler; without one there is nothing left to wait for.
      if (time - last_progress_ > options.answer_timeout) close();
      break;
    case Phase::kClosed:
      break;
  }
}

void Session::read() {
  if (reading_) return;
  if (begin_ == end_) {
    begin_ = end_ = 0;
  } else if (end_ == in_.size() && begin_ > 0) {
    std::copy(in_.begin() + static_cast<std::ptrdiff_t>(begin_),
              in_.begin() + static_cast<std::ptrdiff_t>(end_), in_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == in_.size()) in_.resize(std::min(in_.size() * 2, kLargeBuffer));
  reading_ = true;
  socket_.async_read_some(asio::buffer(in_.data() + end_, in_.size() - end_),
                          [self = shared_from_this()](const ErrorCode& error, std::size_t bytes) {
                            self->on_read(error, bytes);
                          });
}

void Session::on_read(const ErrorCode& error, std::size_t bytes) {
  reading_ = false;
  if (phase_ == Phase::kClosed) return;
  // A request that was refused while this read was waiting: the answer is on its way.
  if (phase_ == Phase::kResponding) return;
  if (error) return close();
  phase_bytes_ += bytes;
  if (phase_ == Phase::kLive || phase_ == Phase::kLingering) {
    // Nothing a client says now means anything; it is read only to see it leave.
    if (phase_ == Phase::kLingering && phase_bytes_ > kLingerBytes) return close();
    return read();
  }
  last_progress_ = now();
  end_ += bytes;
  parse();
}

void Session::parse() {
  for (;;) {
    if (unread().empty()) return read();
    if (phase_ == Phase::kIdle) {
      phase_ = Phase::kHead;
      phase_start_ = now();
    }
    const auto before = parser_.stage();
    const std::size_t used = parser_.feed(unread());
    begin_ += used;
    if (parser_.error() != nullptr) {
      Params params;
      if (parser_.error() == &kBodyTooLarge) {
        std::size_t limit = shared_.options.body_limit;
        if (exchange_ && exchange_->route) {
          const auto own = shared_.handlers->router.routes()[*exchange_->route].options.body_limit;
          if (own > 0) limit = own;
        }
        params.emplace_back("limit_bytes", std::to_string(limit));
      }
      return fail(refuse(*parser_.error(), {}, std::move(params)));
    }
    const auto stage = parser_.stage();
    if (before == RequestParser::Stage::kHead && stage != RequestParser::Stage::kHead &&
        !head_done()) {
      return;
    }
    if (stage == RequestParser::Stage::kDone) return dispatch();
    if (stage == RequestParser::Stage::kBody) {
      const std::size_t held = parser_.body().capacity();
      if (held > kChargedBody && exchange_->charge().set(held) > shared_.options.body_memory) {
        return fail(refuse(kBusy));
      }
    }
    if (used == 0) {
      // Neither a head (its limit is smaller) nor a sensible chunk line fills the buffer.
      if (unread().size() >= kLargeBuffer) return fail(refuse(kBadRequest));
      return read();
    }
  }
}

bool Session::head_done() {
  phase_ = Phase::kBody;
  phase_start_ = last_progress_ = now();
  phase_bytes_ = 0;
  const auto method = parse_method(parser_.method());
  if (!method) {
    fail(refuse(kNotImplemented));
    return false;
  }
  method_ = *method;
  method_known_ = true;

  RequestParts parts;
  parts.method = method_;
  parts.headers = std::move(parser_.headers());
  if (shared_.trusted.contains(*peer_)) {
    const auto id = parts.headers.find("X-Request-Id");
    if (id && id->size() <= 64 && is_token(*id)) parts.id = *id;
    parts.secure =
        equal_ignoring_case(parts.headers.find("X-Forwarded-Proto").value_or(""), "https");
  }
  if (parts.id.empty()) parts.id = io_.next_id();
  parts.remote_address = client_address(*peer_, parts.headers, shared_.trusted).text();
  auto target = parse_target(parser_.target());
  if (target) parts.target = std::move(*target);

  exchange_ =
      std::make_shared<Exchange>(Request(std::move(parts)), shared_.handlers, io_.inbox,
                                 weak_from_this(), shared_.log, Charge(shared_.body_memory));
  Request& request = exchange_->mutable_request();
  request.set_route("(none)", nullptr, {});
  if (!target) {
    fail(target.error());
    return false;
  }

  std::size_t limit = shared_.options.body_limit;
  const Router& router = shared_.handlers->router;
  auto match = router.match(method_, request.segments());
  if (request.path() == "*") match.route.reset();
  exchange_->route = match.route;
  exchange_->allow = std::move(match.allow);
  if (match.route) {
    const Route& route = router.routes()[*match.route];
    request.set_route(route.pattern, &route.param_names, std::move(match.values));
    if (route.options.body_limit > 0) limit = route.options.body_limit;
    if (route.options.before_body) {
      std::optional<Response> refusal;
      try {
        refusal = route.options.before_body(request);
      } catch (const std::exception& e) {
        shared_.log_failure("before-body-failed", request.id(), request.route(), e.what());
        fail(refuse(kUnavailable, {}, {{"request", request.id()}}));
        return false;
      }
      if (refusal) {
        if (parser_.stage() != RequestParser::Stage::kDone) close_after_ = true;
        request_done_ = now();
        respond(std::move(*refusal));
        return false;
      }
    }
  }
  if (parser_.stage() == RequestParser::Stage::kDone) return true;
  if (!parser_.limit_body(limit)) {
    fail(refuse(kBodyTooLarge, {}, {{"limit_bytes", std::to_string(limit)}}));
    return false;
  }
  if (parser_.content_length().value_or(kLargeBuffer) > kSmallBuffer && begin_ == end_) {
    in_.resize(kLargeBuffer);
  }
  if (parser_.expects_continue() && unread().empty()) {
    out_ = {asio::buffer(kContinue.data(), kContinue.size()), asio::const_buffer()};
    write(AfterWrite::kReadBody);
    return false;
  }
  return true;
}

void Session::dispatch() {
  phase_ = Phase::kHandling;
  request_done_ = phase_start_ = now();
  shared_.in_flight.add(1);
  Request& request = exchange_->mutable_request();
  request.set_body(std::move(parser_.body()));
  const Router& router = shared_.handlers->router;
  if (exchange_->route) {
    if (router.routes()[*exchange_->route].options.on_io_thread) {
      exchange_->run();
    } else if (!shared_.pool->try_post(exchange_) && exchange_->claim()) {
      respond(refused(refuse(kBusy), request));
    }
    return;
  }
  exchange_->claim();
  const bool asterisk = request.path() == "*";
  if (method_ == Method::kOptions && (asterisk || !exchange_->allow.empty())) {
    Response response(204);
    if (asterisk) {
      response.set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    } else {
      response.set("Allow", exchange_->allow);
    }
    return respond(std::move(response));
  }
  if (!exchange_->allow.empty()) {
    Response response = refused(refuse(kMethodNotAllowed), request);
    response.set("Allow", exchange_->allow);
    return respond(std::move(response));
  }
  const bool reads = method_ == Method::kGet || method_ == Method::kHead;
  if (reads && router.fallback()) {
    request.set_route("(static)", nullptr, {});
    try {
      return respond(router.fallback()(request));
    } catch (const std::exception& e) {
      shared_.log_failure("fallback-failed", request.id(), request.route(), e.what());
      return respond(refused(refuse(kFault, {}, {{"request", request.id()}}), request));
    }
  }
  respond(refused(refuse(kNotFound), request));
}

// Refuses what is not (fully) read: the connection cannot be used afterwards.
void Session::fail(const Refusal& refusal) {
  close_after_ = true;
  request_done_ = now();
  if (exchange_) {
    exchange_->claim();
    return respond(refused(refusal, exchange_->request()));
  }
  respond(refused(refusal, Language::kZh));
}

void Session::on_answer(const std::shared_ptr<Exchange>& exchange) {
  if (exchange != exchange_ || phase_ != Phase::kHandling) return;
  answered_by_handler_ = true;
  respond(std::move(exchange->result));
}

void Session::respond(Response response) {
  if (phase_ == Phase::kHandling) shared_.in_flight.add(-1);
  phase_ = Phase::kResponding;
  phase_start_ = last_progress_ = now();
  phase_bytes_ = 0;
  body_bytes_ = 0;
  if (response.status < 200 || response.status > 599) {
    shared_.log_failure("bad-status", "", "", std::to_string(response.status));
    response = refused(refuse(kFault), Language::kZh);
  }
  status_ = response.status;
  if (shared_.draining.load(std::memory_order_relaxed)) close_after_ = true;

  const bool head_only = method_known_ && method_ == Method::kHead;
  const bool bodiless = response.status == 204 || response.status == 304;
  body_ = std::move(response.body());
  HeadFacts facts;
  const bool parsed = parser_.stage() != RequestParser::Stage::kHead && !parser_.error();
  facts.version = parsed ? parser_.version() : 11;
  facts.date = io_.date();
  if (exchange_) facts.request_id = exchange_->request().id();
  auto* const stream = std::get_if<Stream>(&body_);
  auto* const live = std::get_if<std::shared_ptr<LiveBody>>(&body_);
  std::string_view bytes;
  if (const auto* own = std::get_if<std::string>(&body_)) bytes = *own;
  if (const auto* common = std::get_if<Response::Shared>(&body_)) bytes = **common;
  if (bodiless) {
    bytes = {};
  } else if (stream != nullptr) {
    facts.content_length = stream->length;
    facts.chunked = !stream->length && facts.version >= 11;
    if (!stream->length && !facts.chunked) close_after_ = true;  // ends with the connection
  } else if (live != nullptr) {
    close_after_ = true;
    response.set("X-Accel-Buffering", "no");  // nginx would hold events back
  } else {
    facts.content_length = bytes.size();
  }
  if (!parsed || !parser_.keep_alive()) close_after_ = true;
  facts.keep_alive = !close_after_;
  head_.clear();
  append_head(head_, response, facts, shared_.options.headers);

  AfterWrite after = AfterWrite::kFinish;
  out_ = {};
  if (!head_only && !bodiless) {
    if (stream != nullptr) {
      stream_ = std::make_shared<Stream>(std::move(*stream));
      stream_left_ = stream_->length;
      stream_chunked_ = facts.chunked;
      after = AfterWrite::kPull;
    } else if (live != nullptr) {
      live_ = std::move(*live);
      last_live_write_ = now();
      live_->attach([inbox = io_.inbox, session = weak_from_this()] {
        inbox->push([session] {
          if (const auto alive = session.lock()) alive->on_live_wake();
        });
      });
      after = AfterWrite::kLive;
    } else if (bytes.size() <= kJoinedBody) {
      head_ += bytes;
      body_bytes_ = bytes.size();
    } else {
      out_[1] = asio::buffer(bytes.data(), bytes.size());
      body_bytes_ = bytes.size();
    }
  }
  out_[0] = asio::buffer(head_);
  write(after);
}

void Session::write(AfterWrite after) {
  after_write_ = after;
  writing_ = true;
  last_progress_ = now();
  write_some();
}

void Session::write_some() {
  socket_.async_write_some(out_,
                           [self = shared_from_this()](const ErrorCode& error, std::size_t bytes) {
                             self->on_written(error, bytes);
                           });
}

void Session::on_written(const ErrorCode& error, std::size_t bytes) {
  if (phase_ == Phase::kClosed) return;
  if (error) return close();
  last_progress_ = now();
  phase_bytes_ += bytes;
  for (auto& buffer : out_) {
    const std::size_t here = std::min(bytes, buffer.size());
    buffer += here;
    bytes -= here;
  }
  if (out_[0].size() + out_[1].size() > 0) return write_some();
  writing_ = false;
  switch (after_write_) {
    case AfterWrite::kReadBody:
      return parse();
    case AfterWrite::kPull:
      return pull_next();
    case AfterWrite::kLive:
      if (phase_ != Phase::kLive) {
        phase_ = Phase::kLive;
        begin_ = end_ = 0;
        read();
      }
      last_live_write_ = now();
      if (shared_.draining.load()) return close();
      return live_pump();
    case AfterWrite::kFinish:
      return finish_response();
    case AfterWrite::kClose:
      record();
      return linger();
  }
}

void Session::pull_next() {
  auto pull = std::make_shared<Pull>(stream_, io_.inbox, weak_from_this());
  if (!shared_.pool->post_next_step(std::move(pull))) close();
}

void Session::on_pulled(Pull& pull) {
  if (phase_ != Phase::kResponding || !stream_) return;
  const std::string id = exchange_ ? exchange_->request().id() : std::string();
  const std::string_view route = exchange_ ? exchange_->request().route() : std::string_view();
  if (pull.failed) {
    shared_.log_failure("stream-failed", id, route, pull.what);
    return close();
  }
  if (stream_left_) {
    const bool missed = pull.more ? pull.chunk.size() > *stream_left_ : *stream_left_ > 0;
    if (missed) {
      shared_.log_failure("stream-failed", id, route, "not as long as was said");
      return close();
    }
    *stream_left_ -= pull.chunk.size();
  }
  body_bytes_ += pull.chunk.size();
  phase_start_ += now() - last_progress_;  // the pause was ours, not the client's
  head_.clear();
  std::string chunk = std::move(pull.chunk);
  const bool more = pull.more && (!stream_left_ || *stream_left_ > 0);
  if (stream_chunked_) {
    if (pull.more && !chunk.empty()) {
      std::array<char, 20> size{};
      char* const end = std::to_chars(size.data(), size.data() + size.size(), chunk.size(), 16).ptr;
      head_.assign(size.data(), end);
      head_ += "\r\n";
      chunk += "\r\n";
    }
    if (!pull.more) chunk = "0\r\n\r\n";
  }
  if (chunk.empty() && !more) return finish_response();
  body_ = std::move(chunk);
  out_ = {asio::buffer(head_), asio::buffer(std::get<std::string>(body_))};
  write(more ? AfterWrite::kPull : AfterWrite::kFinish);
}

void Session::on_live_wake() {
  if (phase_ == Phase::kLive && !writing_) live_pump();
}

void Session::live_pump() {
  head_.clear();
  const bool more = live_->take(head_);
  if (head_.empty()) {
    if (!more) close();
    return;
  }
  body_bytes_ += head_.size();
  last_live_write_ = now();
  out_ = {asio::buffer(head_), asio::const_buffer()};
  write(more ? AfterWrite::kLive : AfterWrite::kClose);
}

// Counts and logs the request once.
void Session::record() {
  const TimePoint time = now();
  if (phase_ == Phase::kHandling) {  // closed without an answer: by force, at the server's end
    shared_.in_flight.add(-1);
    exchange_->claim();
    status_ = 503;
  }
  if (status_ == 0) return;
  const std::string_view route =
      exchange_ ? exchange_->request().route() : std::string_view("(none)");
  const std::size_t routes = shared_.handlers->wrapped.size();
  const std::size_t slot = exchange_ && exchange_->route ? *exchange_->route
                           : route == "(static)"         ? routes
                                                         : routes + 1;
  const auto elapsed = time - request_done_;
  io_.count_for(slot, route, method_, method_known_, status_).add();
  if (!live_) {
    shared_.durations[slot]->observe(std::chrono::duration<double>(elapsed).count());
  }
  if (shared_.options.access_log) {
    std::string line = R"({"time":")" + iso(SystemClock().now()) + R"(","id":)";
    append_json_string(line, exchange_ ? std::string_view(exchange_->request().id()) : "");
    line += R"(,"method":)";
    append_json_string(line, method_known_ ? name(method_) : "other");
    line += R"(,"route":)";
    append_json_string(line, route);
    line += ",\"status\":" + std::to_string(status_);
    line += ",\"bytes\":" + std::to_string(body_bytes_);
    line += ",\"micros\":" +
            std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count());
    if (answered_by_handler_ && !exchange_->request().context().account_id.empty()) {
      line += ",\"account\":";
      append_json_string(line, exchange_->request().context().account_id);
    }
    line += '}';
    shared_.options.access_log->info(line);
  }
  status_ = 0;
}

void Session::finish_response() {
  record();
  exchange_.reset();
  stream_.reset();
  body_ = std::monostate();
  if (close_after_) return linger();
  method_known_ = false;
  answered_by_handler_ = false;
  parser_.reset();
  phase_ = Phase::kIdle;
  phase_start_ = now();
  phase_bytes_ = 0;
  if (begin_ == end_ && in_.size() > kSmallBuffer) {
    in_.resize(kSmallBuffer);
    in_.shrink_to_fit();
    begin_ = end_ = 0;
  }
  if (shared_.draining.load() && unread().empty()) return close();
  parse();
}

// Closing with bytes unread would reset the connection and could take the answer with it
// (RFC 9112 section 9.6): stop sending, and read what still comes for a while.
void Session::linger() {
  exchange_.reset();
  if (live_) std::exchange(live_, nullptr)->detach();
  phase_ = Phase::kLingering;
  phase_start_ = now();
  phase_bytes_ = 0;
  begin_ = end_ = 0;
  ErrorCode error;
  socket_.shutdown(Socket::shutdown_send, error);
  if (error) return close();
  read();
}

}  // namespace

// ServerCore

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

// Server

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
