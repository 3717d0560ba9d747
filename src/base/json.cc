#include "base/json.h"

#include <charconv>
#include <cmath>

#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>

namespace fx::json {

Result<Value> parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 32;
  boost::json::error_code error;
  Value value = boost::json::parse(text, error, {}, options);
  if (!error) return value;
  // Only a refusal needs to know where: read it once more in the slower way that tells.
  boost::json::stream_parser parser({}, options);
  boost::json::error_code again;
  const std::size_t offset = parser.write_some(text.data(), text.size(), again);
  return refuse(kSyntax, "", {{"offset", std::to_string(offset)}});
}

void write_string(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(start, i - start));
    start = i + 1;
    out += '\\';
    switch (c) {
      case '"':
      case '\\':
        out += static_cast<char>(c);
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out += "u00";
        out += kHex[c >> 4U];
        out += kHex[c & 15U];
    }
  }
  out.append(text.substr(start));
  out += '"';
}

void write_integer(std::string& out, std::int64_t value) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
  out.append(buffer, end.ptr);
}

void write_value(std::string& out, const Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      out += "null";
      break;
    case boost::json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case boost::json::kind::int64:
      write_integer(out, value.get_int64());
      break;
    case boost::json::kind::uint64:
      out += std::to_string(value.get_uint64());
      break;
    case boost::json::kind::double_: {
      // Boost.JSON 1.81 writes 3.02E1, which people and some parsers stumble over.
      const double number = value.get_double();
      if (!std::isfinite(number)) {
        out += "null";
        break;
      }
      char buffer[40];
      const auto end = std::to_chars(buffer, buffer + sizeof buffer, number);
      out.append(buffer, end.ptr);
      break;
    }
    case boost::json::kind::string:
      write_string(out, value.get_string());
      break;
    case boost::json::kind::array: {
      out += '[';
      bool first = true;
      for (const auto& item : value.get_array()) {
        if (!first) out += ',';
        first = false;
        write_value(out, item);
      }
      out += ']';
      break;
    }
    case boost::json::kind::object: {
      out += '{';
      bool first = true;
      for (const auto& item : value.get_object()) {
        if (!first) out += ',';
        first = false;
        write_string(out, item.key());
        out += ':';
        write_value(out, item.value());
      }
      out += '}';
      break;
    }
  }
}

std::string serialise(const Value& value) {
  std::string out;
  write_value(out, value);
  return out;
}

namespace internal {

std::string join(const std::string& path, std::string_view member) {
  return path.empty() ? std::string(member) : path + "." + std::string(member);
}

std::string join(const std::string& path, std::size_t index) {
  return path + "[" + std::to_string(index) + "]";
}

Refusal wrong_type(const std::string& path, std::string expected) {
  return refuse(kWrongType, path, {{"expected", std::move(expected)}});
}

Refusal bad_value(const std::string& path, std::string expected) {
  return refuse(kBadValue, path, {{"expected", std::move(expected)}});
}

Status read_string(std::string& out, const Value& value, const std::string& path) {
  const auto* text = value.if_string();
  if (text == nullptr) return wrong_type(path, "string");
  if (text->size() > kMaxStringBytes) {
    return refuse(kTooLong, path, {{"max", std::to_string(kMaxStringBytes)}});
  }
  out.assign(text->data(), text->size());
  return {};
}

Status read_integer(std::int64_t& out, std::int64_t low, std::int64_t high, const Value& value,
                    const std::string& path) {
  const auto* number = value.if_int64();
  if (number == nullptr) return wrong_type(path, "integer");
  if (*number < low || *number > high) {
    return bad_value(path, std::to_string(low) + ".." + std::to_string(high));
  }
  out = *number;
  return {};
}

Status read_bool(bool& out, const Value& value, const std::string& path) {
  const auto* flag = value.if_bool();
  if (flag == nullptr) return wrong_type(path, "true or false");
  out = *flag;
  return {};
}

Status read_ulid(Ulid& out, const Value& value, const std::string& path) {
  const auto* text = value.if_string();
  if (text == nullptr) return wrong_type(path, "id (26 characters)");
  const auto id = Ulid::parse(*text);
  if (!id) return bad_value(path, "id (26 characters, ULID)");
  out = *id;
  return {};
}

Status read_day(Day& out, const Value& value, const std::string& path) {
  const auto* text = value.if_string();
  if (text == nullptr) return wrong_type(path, "date (YYYY-MM-DD)");
  const auto day = parse_day(*text);
  if (!day) return bad_value(path, "date (YYYY-MM-DD)");
  out = *day;
  return {};
}

Status read_instant(Instant& out, const Value& value, const std::string& path) {
  const auto* text = value.if_string();
  if (text == nullptr) return wrong_type(path, "date and time (RFC 3339)");
  const auto instant = parse_instant(*text);
  if (!instant) return bad_value(path, "date and time (RFC 3339)");
  out = *instant;
  return {};
}

}  // namespace internal
}  // namespace fx::json
