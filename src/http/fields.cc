#include "http/fields.h"

#include <algorithm>

namespace fx::http {
namespace {

constexpr std::size_t kMaxCookies = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// RFC 6265 cookie-octet.
bool is_cookie_octet(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u > 0x20 && u < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return c == '\t' || (u >= 0x20 && u != 0x7F);
  });
}

void Fields::add(std::string_view name, std::string_view value) {
  entries_.push_back({static_cast<std::uint32_t>(text_.size()),
                      static_cast<std::uint32_t>(name.size()),
                      static_cast<std::uint32_t>(value.size())});
  text_.append(name);
  text_.append(value);
}

void Fields::remove(std::string_view name_to_remove) {
  // The bytes stay behind: responses are short-lived and rarely replace a field.
  const auto gone = [&](const Entry& e) {
    return equal_ignoring_case(std::string_view(text_).substr(e.begin, e.name_size),
                               name_to_remove);
  };
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(), gone), entries_.end());
}

void Fields::clear() {
  text_.clear();
  entries_.clear();
}

std::string_view Fields::name(std::size_t i) const {
  return std::string_view(text_).substr(entries_[i].begin, entries_[i].name_size);
}

std::string_view Fields::value(std::size_t i) const {
  const Entry& e = entries_[i];
  return std::string_view(text_).substr(e.begin + e.name_size, e.value_size);
}

std::optional<std::string_view> Fields::find(std::string_view wanted) const {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (equal_ignoring_case(name(i), wanted)) return value(i);
  }
  return std::nullopt;
}

std::size_t Fields::count(std::string_view wanted) const {
  std::size_t n = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) n += equal_ignoring_case(name(i), wanted);
  return n;
}

std::vector<std::pair<std::string_view, std::string_view>> parse_cookies(std::string_view header) {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  while (!header.empty() && out.size() < kMaxCookies) {
    const auto end = header.find(';');
    const auto pair = trim(header.substr(0, end));
    header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto name = trim(pair.substr(0, equals));
    auto value = trim(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (!is_token(name) || !std::all_of(value.begin(), value.end(), is_cookie_octet)) continue;
    out.emplace_back(name, value);
  }
  return out;
}

}  // namespace fx::http
