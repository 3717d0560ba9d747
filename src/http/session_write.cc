// A connection from the answer to the next request, or to its end.
#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/time.h"
#include "http/connection.h"
#include "http/refusals.h"
#include "http/response_head.h"

namespace fx::http::internal {

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

}  // namespace fx::http::internal
