#include "http/message.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"

namespace fx::http {
namespace {

constexpr std::array<std::string_view, kMethodCount> kMethods = {"GET",   "HEAD",   "POST",   "PUT",
                                                                 "PATCH", "DELETE", "OPTIONS"};
constexpr std::array<std::string_view, 7> kServersOwn = {
    "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive",
    "Date",           "Trailer",           "Upgrade"};
constexpr std::size_t kFileChunk = std::size_t{256} * 1024;
constexpr std::size_t kMaxFilename = 180;  // bytes; file systems end at 255, and "(1)" is added

void check_field(std::string_view name, std::string_view value) {
  const bool own = std::any_of(kServersOwn.begin(), kServersOwn.end(),
                               [&](auto mine) { return equal_ignoring_case(mine, name); });
  if (!is_token(name) || own) throw std::invalid_argument("not a response header to set");
  // The value is not repeated: it may hold what must not be logged.
  if (!is_field_value(value)) {
    throw std::invalid_argument("control character in response header " + std::string(name));
  }
}

Response typed(Response::Body body, std::string_view content_type, int status) {
  Response out(status);
  out.set("Content-Type", content_type);
  out.body() = std::move(body);
  return out;
}

class File {
 public:
  explicit File(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat info {};
    if (fd_ < 0 || ::fstat(fd_, &info) != 0 || !S_ISREG(info.st_mode)) {
      const int error = fd_ >= 0 && errno == 0 ? EINVAL : errno;
      if (fd_ >= 0) ::close(fd_);
      throw std::system_error(error, std::generic_category(), "open a file to send");
    }
    size_ = static_cast<std::uint64_t>(info.st_size);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(fd_); }

  [[nodiscard]] std::uint64_t size() const { return size_; }
  bool read(std::string& chunk) {
    chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kFileChunk, size_ - sent_)));
    if (chunk.empty()) return false;
    const auto got = ::pread(fd_, chunk.data(), chunk.size(), static_cast<off_t>(sent_));
    if (got < 0) throw std::system_error(errno, std::generic_category(), "read a file to send");
    chunk.resize(static_cast<std::size_t>(got));
    sent_ += chunk.size();
    return got > 0;  // 0: the file shrank; the server sees the length missed
  }

 private:
  int fd_;
  std::uint64_t size_ = 0;
  std::uint64_t sent_ = 0;
};

}  // namespace

std::string_view name(Method method) { return kMethods.at(static_cast<std::size_t>(method)); }

std::optional<Method> parse_method(std::string_view text) {
  const auto* const found = std::find(kMethods.begin(), kMethods.end(), text);
  if (found == kMethods.end()) return std::nullopt;
  return static_cast<Method>(found - kMethods.begin());
}

// Request

const std::string& Request::param(std::string_view wanted) const {
  FX_CHECK(param_names_ != nullptr);
  const auto found = std::find(param_names_->begin(), param_names_->end(), wanted);
  FX_CHECK(found != param_names_->end());
  return param_values_[static_cast<std::size_t>(found - param_names_->begin())];
}

std::optional<std::string_view> Request::query(std::string_view wanted) const {
  for (const auto& [key, value] : parts_.target.query) {
    if (key == wanted) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view wanted) const {
  for (std::size_t i = 0; i < parts_.headers.size(); ++i) {
    if (!equal_ignoring_case(parts_.headers.name(i), "Cookie")) continue;
    for (const auto& [key, value] : parse_cookies(parts_.headers.value(i))) {
      if (key == wanted) return value;
    }
  }
  return std::nullopt;
}

Language Request::language() const {
  if (context_.language) return *context_.language;
  return preferred_language(header("Accept-Language").value_or(""));
}

void Request::set_route(std::string_view pattern, const std::vector<std::string>* names,
                        std::vector<std::string> values) {
  route_ = pattern;
  param_names_ = names;
  param_values_ = std::move(values);
}

Language preferred_language(std::string_view accept) {
  // Browsers list by preference; the first of the two that is not ruled out by q=0 decides.
  while (!accept.empty()) {
    const auto comma = accept.find(',');
    const auto entry = trim(accept.substr(0, comma));
    accept.remove_prefix(comma == std::string_view::npos ? accept.size() : comma + 1);
    const auto range = trim(entry.substr(0, entry.find(';')));
    const auto primary = range.substr(0, range.find('-'));
    if (entry.find("q=0") != std::string_view::npos &&
        entry.find_first_of("123456789", entry.find("q=0")) == std::string_view::npos) {
      continue;
    }
    if (equal_ignoring_case(primary, "zh")) return Language::kZh;
    if (equal_ignoring_case(primary, "en")) return Language::kEn;
  }
  return Language::kZh;
}

// Response

Response Response::json(const boost::json::value& value, int status) {
  return json_text(boost::json::serialize(value), status);
}

Response Response::json_text(std::string text, int status) {
  return typed(std::move(text), "application/json", status);
}

Response Response::text(std::string text, int status) {
  return typed(std::move(text), "text/plain; charset=utf-8", status);
}

Response Response::html(std::string text, int status) {
  return typed(std::move(text), "text/html; charset=utf-8", status);
}

Response Response::bytes(std::string bytes, std::string_view content_type, int status) {
  return typed(std::move(bytes), content_type, status);
}

Response Response::shared(Shared bytes, std::string_view content_type, int status) {
  return typed(std::move(bytes), content_type, status);
}

Response Response::stream(Stream stream, std::string_view content_type) {
  return typed(std::move(stream), content_type, 200);
}

Response Response::file(const std::string& path, std::string_view content_type) {
  auto file = std::make_shared<File>(path);
  Stream out;
  out.length = file->size();
  out.next = [file = std::move(file)](std::string& chunk) { return file->read(chunk); };
  return stream(std::move(out), content_type);
}

Response Response::live(std::shared_ptr<LiveBody> body) {
  return typed(std::move(body), "text/event-stream", 200);
}

Response Response::redirect(std::string_view location, int status) {
  Response out(status);
  out.set("Location", location);
  return out;
}

Response& Response::set(std::string_view name, std::string_view value) {
  check_field(name, value);
  if (headers_.find(name)) headers_.remove(name);
  headers_.add(name, value);
  return *this;
}

Response& Response::add(std::string_view name, std::string_view value) {
  check_field(name, value);
  headers_.add(name, value);
  return *this;
}

Response& Response::set_cookie(const Cookie& cookie) {
  const std::string pair = cookie.name + "=" + cookie.value;
  const auto parsed = parse_cookies(pair);
  if (parsed.size() != 1 || parsed[0].first != cookie.name || parsed[0].second != cookie.value ||
      cookie.path.find(';') != std::string::npos) {
    throw std::invalid_argument("not a cookie that a browser would give back");
  }
  std::string value = pair + "; Path=" + cookie.path;
  if (cookie.max_age) value += "; Max-Age=" + std::to_string(cookie.max_age->count());
  if (cookie.http_only) value += "; HttpOnly";
  if (cookie.secure) value += "; Secure";
  value += cookie.same_site == Cookie::SameSite::kStrict ? "; SameSite=Strict" : "; SameSite=Lax";
  return add("Set-Cookie", value);
}

Response& Response::attach(std::string_view filename) {
  std::string clean;
  for (const char c : filename.substr(filename.find_last_of("/\\") + 1)) {
    const auto u = static_cast<unsigned char>(c);
    if (u >= 0x20 && u != 0x7F) clean.push_back(c);
  }
  if (clean.size() > kMaxFilename) {
    // Cut the stem, keep the extension, and do not cut a character in two.
    const auto dot = clean.rfind('.');
    const std::string extension =
        dot != std::string::npos && clean.size() - dot <= 16 ? clean.substr(dot) : "";
    clean.resize(kMaxFilename - extension.size());
    while (!clean.empty() && !is_utf8(clean)) clean.pop_back();
    clean += extension;
  }
  if (clean.empty() || !is_utf8(clean)) clean = "download";
  std::string ascii;
  for (const char c : clean) {
    const auto u = static_cast<unsigned char>(c);
    if (u >= 0x80) {
      if ((u & 0xC0U) != 0x80) ascii.push_back('_');  // one for each character
    } else {
      ascii.push_back(c == '"' || c == '\\' || c == '%' ? '_' : c);
    }
  }
  return set("Content-Disposition",
             "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + percent_encode(clean));
}

std::string_view Response::bytes() const {
  if (const auto* own = std::get_if<std::string>(&body_)) return *own;
  if (const auto* common = std::get_if<Shared>(&body_)) return **common;
  return {};
}

Response refused(const Refusal& refusal, Language language) {
  boost::json::object params;
  for (const auto& [key, value] : refusal.params) params[key] = value;
  boost::json::object error;
  error["code"] = refusal.code();
  error["message"] = refusal.message(language);
  error["remedy"] = refusal.remedy(language);
  error["field"] = refusal.field;
  error["params"] = std::move(params);
  boost::json::object body;
  body["error"] = std::move(error);
  Response out = Response::json_text(boost::json::serialize(body), refusal.kind->http_status);
  if (out.status == 503) out.set("Retry-After", "2");
  return out;
}

// Responder

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    if (sink_) sink_->dropped();
    sink_ = std::move(other.sink_);
    changes_ = std::move(other.changes_);
  }
  return *this;
}

Responder::~Responder() {
  if (sink_) sink_->dropped();
}

void Responder::before_send(std::function<void(const Request&, Response&)> change) {
  FX_CHECK(sink_ != nullptr);
  changes_.push_back(std::move(change));
}

void Responder::send(Response response) {
  FX_CHECK(sink_ != nullptr);
  for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
    (*change)(sink_->request(), response);
  }
  changes_.clear();
  const auto sink = std::move(sink_);
  sink->answer(std::move(response));
}

}  // namespace fx::http
