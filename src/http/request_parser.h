// One HTTP/1.x request from bytes as they arrive. Boost.Beast parses; what it lets pass and a
// proxy in front of us might read otherwise is refused here: a transfer coding other than
// "chunked", a missing or second Host, more than kMaxFields fields. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/refusal.h"
#include "http/fields.h"

namespace fx::http {

inline constexpr std::size_t kMaxFields = 100;

class RequestParser {
 public:
  enum class Stage { kHead, kBody, kDone };

  explicit RequestParser(std::size_t header_limit);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;
  // Ready for the next request of the connection.
  void reset();

  // Takes what it can from the front of `bytes` and returns how much that was; the rest must be
  // given again with more behind it. Stops at the end of the head, so that the caller can set the
  // body's limit, and at the end of the request. Must not be called after an error or kDone.
  std::size_t feed(std::string_view bytes);
  [[nodiscard]] Stage stage() const;
  [[nodiscard]] const RefusalKind* error() const;
  // No byte of this request has been seen.
  [[nodiscard]] bool untouched() const;

  // Valid from kBody on.
  [[nodiscard]] const std::string& method() const;
  [[nodiscard]] const std::string& target() const;
  [[nodiscard]] Fields& headers();
  [[nodiscard]] int version() const;  // 10 or 11
  [[nodiscard]] bool keep_alive() const;
  [[nodiscard]] bool expects_continue() const;
  [[nodiscard]] std::optional<std::uint64_t> content_length() const;
  // To be called in stage kBody before more is fed. False if Content-Length is already over it.
  bool limit_body(std::uint64_t bytes);
  [[nodiscard]] std::string& body();

 private:
  class Impl;
  std::size_t header_limit_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fx::http
