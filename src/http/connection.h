// Inside the server: an I/O thread, its connections, and a request on its way through them.
#pragma once

#include <array>

#include "http/request_parser.h"
#include "http/server_core.h"

namespace fx::http::internal {

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

}  // namespace fx::http::internal
