#include "http/request_parser.h"

// GCC 12 with sanitizers takes Beast's `return boost::none` for a read of what is not set.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include "base/check.h"
#include "http/refusals.h"

namespace fx::http {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

class RequestParser::Impl final : public bhttp::basic_parser<true> {
 public:
  explicit Impl(std::size_t limit) : header_limit_bytes(limit) {
    header_limit(static_cast<std::uint32_t>(limit));
    body_limit(boost::none);  // set by limit_body
    eager(false);
  }

  std::size_t header_limit_bytes;
  std::size_t header_bytes = 0;
  const RefusalKind* refusal = nullptr;
  std::string method;
  std::string target;
  Fields headers;
  int version = 11;
  std::string body;
  bool blank_line_seen = false;
  bool in_head = true;
  bool chunked = false;
  bool expect_continue = false;

 private:
  void fail(const RefusalKind& kind, beast::error_code& ec) {
    refusal = &kind;
    ec = bhttp::error::bad_value;
  }

  void on_request_impl(bhttp::verb /*verb*/, beast::string_view method_text,
                       beast::string_view target_text, int http_version,
                       beast::error_code& /*ec*/) override {
    method.assign(method_text.data(), method_text.size());
    target.assign(target_text.data(), target_text.size());
    version = http_version;
  }
  void on_response_impl(int /*code*/, beast::string_view /*reason*/, int /*version*/,
                        beast::error_code& /*ec*/) override {}

  void on_field_impl(bhttp::field field, beast::string_view name, beast::string_view value,
                     beast::error_code& ec) override {
    if (!in_head) return;  // trailers are read and forgotten: nothing here may depend on them
    if (headers.size() == kMaxFields) return fail(kHeadersTooLarge, ec);
    const std::string_view text(value.data(), value.size());
    if (field == bhttp::field::transfer_encoding) {
      // "gzip, chunked" would leave the body compressed, "identity" would be skipped: both invite
      // another reading by a proxy. HTTP/1.0 has no such field.
      if (version < 11) return fail(kBadRequest, ec);
      if (!equal_ignoring_case(text, "chunked")) return fail(kNotImplemented, ec);
      chunked = true;
    } else if (field == bhttp::field::expect && version >= 11) {
      if (!equal_ignoring_case(text, "100-continue")) return fail(kExpectation, ec);
      expect_continue = true;
    }
    headers.add(std::string_view(name.data(), name.size()), text);
  }

  void on_header_impl(beast::error_code& ec) override {
    in_head = false;
    const auto hosts = headers.count("Host");
    if (hosts > 1 || (hosts == 0 && version >= 11)) return fail(kBadRequest, ec);
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                         beast::error_code& /*ec*/) override {}
  std::size_t on_body_impl(beast::string_view bytes, beast::error_code& /*ec*/) override {
    body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t /*size*/, beast::string_view /*extensions*/,
                            beast::error_code& /*ec*/) override {}
  std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, beast::string_view bytes,
                                 beast::error_code& /*ec*/) override {
    body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_finish_impl(beast::error_code& /*ec*/) override {}
};

namespace {

const RefusalKind& kind_of(const beast::error_code& error) {
  if (error == bhttp::error::body_limit) return kBodyTooLarge;
  if (error == bhttp::error::header_limit) return kHeadersTooLarge;
  if (error == bhttp::error::bad_version) return kVersion;
  return kBadRequest;
}

}  // namespace

RequestParser::RequestParser(std::size_t header_limit)
    : header_limit_(header_limit), impl_(std::make_unique<Impl>(header_limit)) {}
RequestParser::~RequestParser() = default;

void RequestParser::reset() { impl_ = std::make_unique<Impl>(header_limit_); }

std::size_t RequestParser::feed(std::string_view bytes) {
  FX_CHECK(impl_->refusal == nullptr && !impl_->is_done());
  std::size_t taken = 0;
  if (!impl_->got_some() && !impl_->blank_line_seen && !bytes.empty() && bytes[0] == '\r') {
    // RFC 9112 section 2.2: one empty line before the request line should be ignored.
    if (bytes.size() < 2) return 0;
    if (bytes[1] == '\n') {
      impl_->blank_line_seen = true;
      taken = 2;
    }
  }
  while (taken < bytes.size() && !impl_->is_done()) {
    const bool in_head = impl_->in_head;
    // Beast 1.81 asserts that the last chunk ("0 CRLF CRLF") does not arrive in pieces smaller than
    // itself. Nowhere inside a chunked body are fewer bytes than these still to come.
    if (!in_head && impl_->chunked && bytes.size() - taken < 5) break;
    beast::error_code error;
    const std::size_t used =
        impl_->put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), error);
    taken += used;
    if (in_head) {
      // Beast measures the limit from the last field it has taken; this is the whole head.
      impl_->header_bytes += used;
      const std::size_t pending = impl_->in_head ? bytes.size() - taken : 0;
      if (!error || error == bhttp::error::need_more) {
        if (impl_->header_bytes + pending > impl_->header_limit_bytes) {
          error = bhttp::error::header_limit;
        }
      }
    }
    if (error == bhttp::error::need_more) break;
    if (error) {
      if (impl_->refusal == nullptr) impl_->refusal = &kind_of(error);
      break;
    }
    if (in_head && !impl_->in_head) break;  // the caller decides about the body first
  }
  return taken;
}

RequestParser::Stage RequestParser::stage() const {
  if (impl_->is_done()) return Stage::kDone;
  return impl_->in_head ? Stage::kHead : Stage::kBody;
}

const RefusalKind* RequestParser::error() const { return impl_->refusal; }
bool RequestParser::untouched() const { return !impl_->got_some(); }
const std::string& RequestParser::method() const { return impl_->method; }
const std::string& RequestParser::target() const { return impl_->target; }
Fields& RequestParser::headers() { return impl_->headers; }
int RequestParser::version() const { return impl_->version; }
bool RequestParser::keep_alive() const { return impl_->keep_alive(); }
bool RequestParser::expects_continue() const { return impl_->expect_continue; }

std::optional<std::uint64_t> RequestParser::content_length() const {
  const auto length = impl_->content_length();
  if (!length) return std::nullopt;
  return *length;
}

bool RequestParser::limit_body(std::uint64_t bytes) {
  const auto length = content_length();
  if (length && *length > bytes) return false;
  impl_->body_limit(bytes);
  return true;
}

std::string& RequestParser::body() { return impl_->body; }

}  // namespace fx::http
