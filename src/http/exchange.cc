// A request at its handler: the answer, or why there is none.
#include <stdexcept>

#include "http/connection.h"
#include "http/refusals.h"

namespace fx::http::internal {

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

}  // namespace fx::http::internal
