// JSON objects as rows: JSON Lines, one array, or objects one after the other. Each object is
// parsed by itself, so that a broken one costs only its row and memory stays small.
#include <array>
#include <charconv>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "sheet/builder.h"
#include "sheet/formats.h"
#include "sheet/number_format.h"
#include "sheet/refusals.h"

namespace fx::sheet::internal {
namespace {

namespace json = boost::json;

std::string_view to_view(const json::string& text) { return {text.data(), text.size()}; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Where the object or array at `from` ends: behind its last bracket; the end of text if it does
// not.
std::size_t end_of_value(std::string_view text, std::size_t from) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth <= 1) return i + 1;
      --depth;
    }
  }
  return text.size();
}

class JsonRows {
 public:
  JsonRows(std::string_view name, const Limits& limits)
      : limits_(limits), building_(limits), builder_(building_, std::string(name), false) {}

  // False once the file is refused.
  bool lines(std::string_view text) {
    std::size_t number = 0;
    while (!text.empty()) {
      const auto end = text.find_first_of("\r\n");
      auto line = trim(text.substr(0, end));
      ++number;
      if (!line.empty() && line.back() == ',') line.remove_suffix(1);
      if (!line.empty() && !object(line, number)) return false;
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
    }
    return true;
  }

  // Objects of an array, or one after the other; numbered in their order.
  bool sequence(std::string_view text) {
    std::size_t number = 0;
    std::size_t at = 0;
    if (!text.empty() && text.front() == '[') ++at;
    while (at < text.size()) {
      const char c = text[at];
      if (is_space(c) || c == ',') {
        ++at;
        continue;
      }
      if (c == ']') break;
      // Something that is no object, up to the next comma, is one row that cannot be read.
      const std::size_t end = c == '{' || c == '['
                                  ? end_of_value(text, at)
                                  : std::min(text.find_first_of(",]", at), text.size());
      if (!object(text.substr(at, end - at), ++number)) return false;
      at = std::max(end, at + 1);
    }
    return true;
  }

  Result<Workbook> finish() {
    if (!builder_.begin_row(0)) return builder_.refusal();
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (!builder_.add(i, CellKind::kText, keys_[i])) return builder_.refusal();
    }
    auto sheet = builder_.finish();
    if (!sheet) return sheet.error();
    Workbook out;
    out.format = FileFormat::kJson;
    out.sheets.push_back(*std::move(sheet));
    return out;
  }
  [[nodiscard]] const Refusal& refusal() const { return builder_.refusal(); }

 private:
  bool object(std::string_view text, std::size_t number) {
    if (number > limits_.rows) return builder_.begin_row(number);
    json::monotonic_resource memory(buffer_.data(), buffer_.size());
    json::parse_options options;
    options.max_depth = limits_.json_depth;
    json::error_code error;
    const json::value value = json::parse({text.data(), text.size()}, error, &memory, options);
    if (error || !value.is_object()) {
      return builder_.problem(static_cast<std::uint32_t>(number),
                              refuse(kBadJson, {}, {{"row", std::to_string(number)}}));
    }
    if (!builder_.begin_row(number)) return false;
    path_.clear();
    return members(value.get_object());
  }

  bool members(const json::object& object) {
    for (const auto& member : object) {
      const std::size_t length = path_.size();
      if (length > 0) path_ += '.';
      path_.append(member.key().data(), member.key().size());
      const bool ok = put(member.value());
      path_.resize(length);
      if (!ok) return false;
    }
    return true;
  }

  bool put(const json::value& value) {
    if (value.is_object()) return members(value.get_object());
    // A key counts as a column from the first time it is seen, even with nothing in it.
    std::size_t column = 0;
    if (const auto known = columns_.find(path_); known != columns_.end()) {
      column = known->second;
    } else {
      column = keys_.size();
      if (column >= limits_.used_columns) {
        return builder_.refuse_with(
            refuse(kTooManyUsedColumns, {}, {{"limit", std::to_string(limits_.used_columns)}}));
      }
      keys_.push_back(path_);
      columns_.emplace(path_, column);
    }
    if (value.is_null()) return true;
    if (value.is_array()) {
      std::string joined;
      for (const auto& item : value.get_array()) {
        if (item.is_null()) continue;
        if (!joined.empty()) joined += "、";
        if (item.is_object() || item.is_array()) {
          joined += json::serialize(item);
        } else {
          scalar(item);
          joined += text_;
        }
      }
      return builder_.add(column, CellKind::kText, joined);
    }
    const CellKind kind = scalar(value);
    return builder_.add(column, kind, text_, kind == CellKind::kNumber ? raw_ : std::string_view());
  }

  // Leaves what is shown in text_, and for numbers what the file has in raw_.
  CellKind scalar(const json::value& value) {
    if (value.is_string()) {
      text_ = to_view(value.get_string());
      return CellKind::kText;
    }
    if (value.is_bool()) {
      text_ = value.get_bool() ? "TRUE" : "FALSE";
      return CellKind::kBoolean;
    }
    std::array<char, 40> digits{};
    char* const begin = digits.data();
    char* const end = begin + digits.size();
    const auto written = value.is_int64()    ? std::to_chars(begin, end, value.get_int64())
                         : value.is_uint64() ? std::to_chars(begin, end, value.get_uint64())
                                             : std::to_chars(begin, end, value.get_double());
    raw_.assign(begin, written.ptr);
    if (!format_number(raw_, NumberFormat(), text_)) text_ = raw_;
    return CellKind::kNumber;
  }

  const Limits& limits_;
  Building building_;
  SheetBuilder builder_;
  std::vector<std::string> keys_;
  std::unordered_map<std::string, std::size_t> columns_;
  std::string path_;
  std::string text_;
  std::string raw_;
  std::array<unsigned char, 16'384> buffer_{};
};

// Whether the first line is a whole object, or the second begins one: then a line is a row.
bool one_object_a_line(std::string_view text) {
  const auto end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return true;
  if (end_of_value(text, 0) <= end) return true;
  const auto rest = trim(text.substr(end));
  return !rest.empty() && rest.front() == '{';
}

}  // namespace

bool looks_like_json(std::string_view text) {
  text = trim(text.substr(0, 4096));
  if (text.empty()) return false;
  const char first = text.front();
  if (first != '{' && first != '[') return false;
  text = trim(text.substr(1));
  if (text.empty()) return true;
  return first == '{' ? text.front() == '"' || text.front() == '}'
                      : text.front() == '{' || text.front() == ']';
}

Result<Workbook> read_json(std::string_view text, std::string_view name, const Limits& limits) {
  JsonRows rows(name, limits);
  const auto body = trim(text);
  const bool by_line = !body.empty() && body.front() == '{' && one_object_a_line(body);
  // The lines are counted from the start of the file.
  if (!(by_line ? rows.lines(text) : rows.sequence(body))) return rows.refusal();
  return rows.finish();
}

}  // namespace fx::sheet::internal
