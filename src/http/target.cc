#include "http/target.h"

#include "http/fields.h"
#include "http/refusals.h"

namespace fx::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view strip_authority(std::string_view raw) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (raw.size() > scheme.size() && equal_ignoring_case(raw.substr(0, scheme.size()), scheme)) {
      const auto rest = raw.substr(scheme.size());
      const auto path = rest.find_first_of("/?");
      return path == std::string_view::npos ? std::string_view() : rest.substr(path);
    }
  }
  return raw;
}

}  // namespace

bool is_utf8(std::string_view text) {
  std::size_t i = 0;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  while (i < text.size()) {
    const unsigned char c = byte(i);
    if (c < 0x80) {
      ++i;
      continue;
    }
    std::size_t size = 0;
    unsigned char low = 0x80;  // the bounds of the second byte (Unicode table 3-7)
    unsigned char high = 0xBF;
    if (c >= 0xC2 && c <= 0xDF) {
      size = 2;
    } else if (c >= 0xE0 && c <= 0xEF) {
      size = 3;
      if (c == 0xE0) low = 0xA0;
      if (c == 0xED) high = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
      size = 4;
      if (c == 0xF0) low = 0x90;
      if (c == 0xF4) high = 0x8F;
    } else {
      return false;
    }
    if (text.size() - i < size || byte(i + 1) < low || byte(i + 1) > high) return false;
    for (std::size_t k = 2; k < size; ++k) {
      if ((byte(i + k) & 0xC0U) != 0x80) return false;
    }
    i += size;
  }
  return true;
}

std::optional<std::string> percent_decode(std::string_view text, Part part) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && part == Part::kQuery) {
      c = ' ';
    }
    const auto u = static_cast<unsigned char>(c);
    const bool space = part == Part::kQuery && (c == '\t' || c == '\n' || c == '\r');
    if ((u < 0x20 && !space) || u == 0x7F) return std::nullopt;
    out.push_back(c);
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
        c == '.' || c == '_' || c == '~') {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(kDigits[u >> 4U]);
      out.push_back(kDigits[u & 15U]);
    }
  }
  return out;
}

Result<Target> parse_target(std::string_view raw) {
  if (raw.size() > kMaxTargetBytes) return refuse(kTargetTooLong);
  Target target;
  if (raw == "*") {
    target.path = raw;
    return target;
  }
  const auto origin = strip_authority(raw);
  const bool absolute = origin.size() != raw.size();
  raw = origin;
  raw = raw.substr(0, raw.find('#'));  // a fragment is never sent by a correct client
  const auto question = raw.find('?');
  auto path = raw.substr(0, question);
  auto query = question == std::string_view::npos ? std::string_view() : raw.substr(question + 1);
  if (path.empty() && absolute) path = "/";
  if (path.empty() || path.front() != '/') return refuse(kBadTarget);
  target.path = path;

  path.remove_prefix(1);
  while (!path.empty()) {
    const auto slash = path.find('/');
    auto segment = percent_decode(path.substr(0, slash), Part::kPath);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (!segment || segment->empty() || *segment == "." || *segment == ".." ||
        target.segments.size() == kMaxSegments) {
      return refuse(kBadTarget);
    }
    target.segments.push_back(std::move(*segment));
  }

  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), Part::kQuery);
    auto value = equals == std::string_view::npos
                     ? std::string()
                     : percent_decode(pair.substr(equals + 1), Part::kQuery);
    if (!name || !value || target.query.size() == kMaxQueryParameters) return refuse(kBadTarget);
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return target;
}

}  // namespace fx::http
