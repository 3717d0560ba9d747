// Header fields and cookies, and the checks that keep a value from becoming two headers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fx::http {

bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII only
std::string_view trim(std::string_view text);                      // spaces and tabs

// An RFC 9110 token: letters, digits and !#$%&'*+-.^_`|~; not empty.
bool is_token(std::string_view text);
// A field value without CR, LF, NUL or any other control character except tab. Bytes above 0x7F
// are allowed.
bool is_field_value(std::string_view text);

// Header fields in order of arrival, in one piece of memory. Does not check what it is given: the
// parser and Response::set do.
class Fields {
 public:
  void add(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  void clear();

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  // Views are valid until the next change.
  [[nodiscard]] std::string_view name(std::size_t i) const;
  [[nodiscard]] std::string_view value(std::size_t i) const;
  // The first of that name, ignoring case.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;

 private:
  struct Entry {
    std::uint32_t begin;
    std::uint32_t name_size;
    std::uint32_t value_size;
  };
  std::string text_;
  std::vector<Entry> entries_;
};

// The pairs of a Cookie header (RFC 6265), quotes stripped; what is malformed is left out, and so
// is everything after the first 64 pairs. Views into `header`.
std::vector<std::pair<std::string_view, std::string_view>> parse_cookies(std::string_view header);

}  // namespace fx::http
