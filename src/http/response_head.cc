#include "http/response_head.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace fx::http {
namespace {

void field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 423:
      return "Locked";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

std::string http_date(std::int64_t unix_seconds) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto time = static_cast<std::time_t>(unix_seconds);
  std::tm tm{};
  gmtime_r(&time, &tm);  // not strftime: its names follow the locale
  std::array<char, 80> out{};
  const int size = std::snprintf(out.data(), out.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                 kDays.at(static_cast<std::size_t>(tm.tm_wday)), tm.tm_mday,
                                 kMonths.at(static_cast<std::size_t>(tm.tm_mon)), tm.tm_year + 1900,
                                 tm.tm_hour, tm.tm_min, tm.tm_sec);
  return {out.data(), static_cast<std::size_t>(size)};
}

void append_head(std::string& out, const Response& response, const HeadFacts& facts,
                 const std::vector<std::pair<std::string, std::string>>& defaults) {
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += reason(response.status);
  out += "\r\n";
  field(out, "Date", facts.date);
  const Fields& headers = response.headers();
  for (std::size_t i = 0; i < headers.size(); ++i) field(out, headers.name(i), headers.value(i));
  for (const auto& [name, value] : defaults) {
    if (!headers.find(name)) field(out, name, value);
  }
  if (!facts.request_id.empty()) field(out, "X-Request-Id", facts.request_id);
  if (facts.chunked) field(out, "Transfer-Encoding", "chunked");
  if (facts.content_length) field(out, "Content-Length", std::to_string(*facts.content_length));
  if (!facts.keep_alive) {
    field(out, "Connection", "close");
  } else if (facts.version < 11) {
    field(out, "Connection", "keep-alive");
  }
  out += "\r\n";
}

}  // namespace fx::http
