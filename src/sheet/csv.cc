// Delimited text: RFC 4180 as far as people's programs keep to it. Nothing is dropped: a quote that
// is never closed is a character like any other.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sheet/builder.h"
#include "sheet/formats.h"
#include "sheet/refusals.h"

namespace fx::sheet::internal {
namespace {

constexpr std::array<char, 4> kDelimiters{',', '\t', ';', '|'};

class Cursor {
 public:
  Cursor(std::string_view text, char delimiter, std::size_t longest_quoted)
      : text_(text), delimiter_(delimiter), longest_quoted_(longest_quoted) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }

  // Reads one field and what ends it. False in `more` means that the record ends with it.
  std::string_view next(bool& more) {
    std::string_view field;
    const std::size_t start = at_;
    if (!quoted(start, field) && !excel_idiom(start, field)) {
      at_ = end_of_plain(start);
      field = text_.substr(start, at_ - start);
    }
    more = false;
    if (at_ < text_.size()) {
      if (text_[at_] == delimiter_) {
        more = true;
        ++at_;
      } else {
        at_ += text_.substr(at_, 2) == "\r\n" ? 2U : 1U;
      }
    }
    return field;
  }

 private:
  [[nodiscard]] bool is_end(std::size_t at) const {
    return at >= text_.size() || text_[at] == delimiter_ || text_[at] == '\n' || text_[at] == '\r';
  }
  [[nodiscard]] std::size_t end_of_plain(std::size_t at) const {
    while (!is_end(at)) ++at;
    return at;
  }

  // A quoted field from its opening quote; what stands behind the closing one is taken as it is.
  bool quoted(std::size_t start, std::string_view& field) {
    if (start >= text_.size() || text_[start] != '"') return false;
    std::size_t from = start + 1;
    buffer_.clear();
    for (;;) {
      const auto quote =
          text_.substr(0, std::min(text_.size(), start + longest_quoted_)).find('"', from);
      if (quote == std::string_view::npos) return false;
      const bool doubled = quote + 1 < text_.size() && text_[quote + 1] == '"';
      if (!doubled && buffer_.empty()) {
        field = text_.substr(from, quote - from);
        at_ = quote + 1;
        break;
      }
      buffer_.append(text_, from, quote - from);
      if (!doubled) {
        field = buffer_;
        at_ = quote + 1;
        break;
      }
      buffer_ += '"';
      from = quote + 2;
    }
    if (!is_end(at_)) {
      const auto end = end_of_plain(at_);
      std::string whole(field);
      whole.append(text_, at_, end - at_);
      buffer_ = std::move(whole);
      field = buffer_;
      at_ = end;
    }
    return true;
  }

  // ="0123": how people keep Excel from eating the zero.
  bool excel_idiom(std::size_t start, std::string_view& field) {
    if (text_.substr(start, 2) != "=\"") return false;
    if (quoted(start + 1, field)) return true;
    return false;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t longest_quoted_;
  std::size_t at_ = 0;
  std::string buffer_;
};

// Takes back what writers do to keep a text a text: ="0123", and the apostrophe that our own writer
// puts before a leading = + - @ (writer.h).
std::string_view unwrap(std::string_view field) {
  if (field.size() >= 3 && field.substr(0, 2) == "=\"" && field.back() == '"') {
    return field.substr(2, field.size() - 3);
  }
  const auto first = field.find_first_not_of('\'');
  if (first != 0 && first != std::string_view::npos &&
      std::string_view("=+-@\t\r").find(field[first]) != std::string_view::npos) {
    return field.substr(1);
  }
  return field;
}

// The delimiter by which the first records have the same number of fields, more than one. What
// comes up only below the first record that another delimiter divides (the headings, as a rule)
// stands inside texts: commas and semicolons do, nobody types a tab into a cell.
char guess_delimiter(std::string_view text, std::size_t longest_quoted) {
  std::string_view head = text.substr(0, std::size_t{64} << 10);
  if (head.size() < text.size()) {
    const auto end = head.find_last_of("\r\n");
    if (end != std::string_view::npos) head = head.substr(0, end + 1);
  }
  struct Counted {
    double score = 0;
    std::size_t first = SIZE_MAX;  // record that it divides first
  };
  std::array<Counted, kDelimiters.size()> counted{};
  std::size_t earliest = SIZE_MAX;
  for (std::size_t d = 0; d < kDelimiters.size(); ++d) {
    Cursor cursor(head, kDelimiters[d], longest_quoted);
    std::map<std::size_t, std::size_t> records_by_fields;
    std::size_t records = 0;
    while (!cursor.done() && records < 50) {
      std::size_t fields = 0;
      bool more = true;
      bool blank = true;
      for (; more; ++fields) blank = cursor.next(more).empty() && blank;
      if (fields == 1 && blank) continue;
      ++records;
      ++records_by_fields[fields];
      if (fields > 1) counted[d].first = std::min(counted[d].first, records);
    }
    std::size_t agreeing = 0;
    for (const auto& [fields, count] : records_by_fields) {
      if (fields > 1) agreeing = std::max(agreeing, count);
    }
    if (agreeing == 0) continue;
    counted[d].score = static_cast<double>(agreeing) / static_cast<double>(records);
    if (kDelimiters[d] == '\t') counted[d].score += 0.3;
    earliest = std::min(earliest, counted[d].first);
  }
  std::size_t best = 0;
  for (std::size_t d = 0; d < kDelimiters.size(); ++d) {
    if (counted[d].first > earliest) counted[d].score *= 0.4;
    if (counted[d].score > counted[best].score) best = d;
  }
  return kDelimiters[best];
}

}  // namespace

Result<Workbook> read_delimited(std::string_view text, std::string_view name,
                                const Limits& limits) {
  Building building(limits);
  SheetBuilder builder(building, std::string(name), false);
  const std::size_t longest_quoted = limits.cell_characters * 4;
  std::size_t number = 0;
  char delimiter = '\0';
  // Excel's own way of saying it: a first line "sep=;".
  if (text.size() >= 6 && text.substr(0, 4) == "sep=" && (text[5] == '\r' || text[5] == '\n')) {
    delimiter = text[4];
    const auto end = text.find('\n');
    text.remove_prefix(end == std::string_view::npos ? 6 : end + 1);
    ++number;
  } else {
    delimiter = guess_delimiter(text, longest_quoted);
  }
  Cursor cursor(text, delimiter, longest_quoted);
  while (!cursor.done()) {
    if (!builder.begin_row(++number)) return builder.refusal();
    bool more = true;
    for (std::size_t column = 0; more; ++column) {
      if (column >= limits.columns) {
        return refuse(kTooManyColumns, {},
                      {{"row", std::to_string(number)}, {"limit", std::to_string(limits.columns)}});
      }
      const auto field = unwrap(cursor.next(more));
      if (!builder.add(column, CellKind::kText, field)) return builder.refusal();
    }
  }
  auto sheet = builder.finish();
  if (!sheet) return sheet.error();
  Workbook out;
  out.format = FileFormat::kDelimited;
  out.sheets.push_back(*std::move(sheet));
  return out;
}

}  // namespace fx::sheet::internal
