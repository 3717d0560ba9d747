// A connection from its first byte to a request at its handler.
#include <algorithm>

#include "base/check.h"
#include "http/connection.h"
#include "http/refusals.h"

namespace fx::http::internal {

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

}  // namespace fx::http::internal
