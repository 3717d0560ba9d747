// Sorting the rows below the headings into data and everything else that people put there.
#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "base/text.h"
#include "sheet/heading.h"
#include "sheet/table.h"

namespace fx::sheet {
namespace {

using internal::code_points;
using internal::heading_forms;

constexpr std::uint32_t kDittoFlag = 1U << 31;
constexpr std::uint32_t kUnresolvedFlag = 1U << 30;
constexpr std::uint32_t kPlaceMask = kUnresolvedFlag - 1;

std::string_view trim(std::string_view text) {
  const auto is_blank = [](std::string_view t, bool front) -> std::size_t {
    if (t.empty()) return 0;
    const auto byte = static_cast<unsigned char>(front ? t.front() : t.back());
    if (byte > 0x20 && byte < 0x80) return 0;  // nearly always
    static constexpr std::array<std::string_view, 6> kBlanks{" ",  "\t",     "\r",
                                                             "\n", "\u3000", "\u00a0"};
    for (const auto blank : kBlanks) {
      if (t.size() < blank.size()) continue;
      if ((front ? t.substr(0, blank.size()) : t.substr(t.size() - blank.size())) == blank) {
        return blank.size();
      }
    }
    return 0;
  };
  while (const auto n = is_blank(text, true)) text.remove_prefix(n);
  while (const auto n = is_blank(text, false)) text.remove_suffix(n);
  return text;
}

bool is_ditto(std::string_view text) {
  if (text.empty() || text.size() > 16) return false;
  // Nearly every cell: a digit, or a Chinese character other than 同.
  const auto byte = static_cast<unsigned char>(text.front());
  if ((byte >= '0' && byte <= '9') || (byte >= 0xE4 && text.substr(0, 3) != "同" && byte < 0xEF)) {
    return false;
  }
  // Dashes drawn around the mark belong to it: -〃-, —″—.
  static constexpr std::array<std::string_view, 6> kDashes{"-", "—", "－", "–", "─", " "};
  bool changed = true;
  while (changed) {
    changed = false;
    for (const auto dash : kDashes) {
      if (text.substr(0, dash.size()) == dash) {
        text.remove_prefix(dash.size());
        changed = true;
      }
      if (text.size() >= dash.size() && text.substr(text.size() - dash.size()) == dash) {
        text.remove_suffix(dash.size());
        changed = true;
      }
    }
  }
  static constexpr std::array<std::string_view, 22> kMarks{
      "〃", "″",  "\"",   "〞",   "”",    "“",     "〝", "\"\"",  "''",    "′′",    "‘‘",
      "’’", ",,", "，，", "〃〃", "同上", "同 上", "↑",  "ditto", "Ditto", "DITTO", "do."};
  return std::find(kMarks.begin(), kMarks.end(), text) != kMarks.end();
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool starts(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}
bool ends(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

constexpr std::array<std::string_view, 8> kTotals{"合计",   "小计",   "总计", "共计",
                                                  "总合计", "总人数", "累计", "total"};

// "合计", "总 计：", "合计32160人", "小计（第1网格）", "本页小计".
bool is_total_label(std::string_view text) {
  if (text.size() > 60) return false;
  if (text.find("计") == std::string_view::npos && text.find("总人数") == std::string_view::npos &&
      text.find("otal") == std::string_view::npos && text.find("OTAL") == std::string_view::npos) {
    return false;
  }
  const auto forms = heading_forms(text);
  const std::string& key = forms.base;
  if (key == "本页小计" || key == "本页合计" || key == "grandtotal" || key == "subtotal") {
    return true;
  }
  for (const auto total : kTotals) {
    if (!starts(key, total)) continue;
    std::string_view rest = std::string_view(key).substr(total.size());
    bool counts_only = true;
    while (!rest.empty() && counts_only) {
      counts_only = false;
      if (rest.front() >= '0' && rest.front() <= '9') {
        rest.remove_prefix(1);
        counts_only = true;
        continue;
      }
      for (const std::string_view unit : {"人", "户", "数", "个", "名", "次"}) {
        if (starts(rest, unit)) {
          rest.remove_prefix(unit.size());
          counts_only = true;
          break;
        }
      }
    }
    if (rest.empty()) return true;
  }
  return false;
}

// The whole number in "32160人", "共计35人", "1,024"; nothing if there is none or several.
std::optional<std::int64_t> count_in(std::string_view text) {
  std::string digits;
  bool ended = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (ended) return std::nullopt;
      digits += c;
    } else if (!digits.empty() && c == '.') {
      return std::nullopt;
    } else if (!digits.empty() && c != ',') {
      ended = true;
    }
  }
  std::int64_t value = 0;
  if (digits.empty() || digits.size() > 15) return std::nullopt;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// "填报单位：", "填表人:张三": a short label that a colon ends.
bool is_labelled(std::string_view text) {
  std::size_t at = 0;
  std::size_t length = 0;
  while (at < text.size() && length <= 8) {
    const auto c = next_code_point(text, at);
    if (!c) return false;
    if (*c == ':' || *c == 0xFF1A) return length >= 2;
    if (*c == ' ' || *c == 0x3000) continue;
    if (!is_han(*c)) return false;
    ++length;
  }
  return false;
}

bool is_note(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kStarts{
      "说明", "注:", "注：", "备注:", "备注：", "填表说明", "填报说明", "注意", "填表要求"};
  for (const auto start : kStarts) {
    if (starts(text, start)) return true;
  }
  return code_points(text) > 40;
}

bool is_title(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kEnds{
      "表", "台账", "台帐", "名单", "名册", "花名册", "清单", "汇总", "明细", "登记簿"};
  const auto forms = heading_forms(text);
  for (const auto end : kEnds) {
    if (ends(forms.base, end)) return true;
  }
  return false;
}

}  // namespace

class TableReader {
 public:
  TableReader(const Sheet& sheet, const std::vector<ColumnSpec>& specs, Layout layout)
      : sheet_(sheet),
        specs_(specs),
        keys_(internal::spec_keys(specs)),
        table_(sheet, std::move(layout)) {
    FX_CHECK(table_.layout_.columns.size() == specs.size());
    use_columns(table_.layout_.columns);
    above_.assign(specs.size(), 0);
    for (const auto& problem : sheet.problems()) unreadable_.insert(problem.first);
  }

  Table read() {
    const std::size_t first = table_.layout_.first_data;
    for (std::size_t i = 0; i < first; ++i) read_above(i);
    if (table_.layout_.has_headings) {
      for (std::size_t i = 0; i < first; ++i) {
        if (sheet_.row(i).number() >= table_.layout_.first_heading_row) remember_headings(i);
      }
    }
    for (const auto& synonyms : keys_.synonyms) known_.insert(synonyms.begin(), synonyms.end());
    table_.values_.reserve((sheet_.row_count() - first) * specs_.size());
    table_.rows_.reserve(sheet_.row_count() - first);
    for (std::size_t i = first; i < sheet_.row_count(); ++i) {
      note_gap(i);
      read_row(i);
    }
    return std::move(table_);
  }

 private:
  using ColumnOfSpec = std::vector<ColumnMatch>;

  void use_columns(const ColumnOfSpec& columns) {
    columns_.clear();
    for (const auto& match : columns) columns_.push_back(match.column);
    spec_of_.assign(sheet_.column_count(), kNoColumn);
    for (std::size_t spec = 0; spec < columns_.size(); ++spec) {
      if (columns_[spec] != kNoColumn) spec_of_[columns_[spec]] = spec;
    }
  }

  // Titles and the like above the headings.
  void read_above(std::size_t index) {
    const Row row = sheet_.row(index);
    if (table_.layout_.has_headings && row.number() >= table_.layout_.first_heading_row) return;
    skip(row, RowKind::kTitle, joined_text(row));
  }

  void remember_headings(std::size_t index) {
    const Row row = sheet_.row(index);
    auto& keys = heading_rows_.emplace_back(sheet_.column_count());
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell cell = row[i];
      keys[cell.column] = heading_key(cell.text);
      if (!keys[cell.column].empty()) known_.insert(keys[cell.column]);
    }
  }

  // Blank rows are gaps in the numbers, unless a row was there that could not be read.
  void note_gap(std::size_t index) {
    const std::uint32_t number = sheet_.row(index).number();
    if (index > 0) {
      std::uint32_t from = sheet_.row(index - 1).number() + 1;
      if (sheet_.problems().empty()) {
        if (from < number) blank(from, number - 1);
      } else {
        for (; from < number; ++from) {
          if (unreadable_.count(from) == 0) blank(from, from);
        }
      }
    }
  }

  void blank(std::uint32_t first, std::uint32_t last) {
    auto& skipped = table_.skipped_;
    if (!skipped.empty() && skipped.back().kind == RowKind::kBlank &&
        skipped.back().last_row + 1 == first) {
      skipped.back().last_row = last;
      return;
    }
    skipped.push_back({first, last, RowKind::kBlank, {}});
  }

  void skip(const Row& row, RowKind kind, std::string text) {
    if (kind == RowKind::kBlank) {
      blank(row.number(), row.number());
      return;
    }
    table_.skipped_.push_back({row.number(), row.number(), kind, std::move(text)});
  }

  static std::string joined_text(const Row& row) {
    std::string out;
    std::string_view left;
    for (std::size_t i = 0; i < row.size() && out.size() < 500; ++i) {
      const Cell cell = row[i];
      if (cell.merged && cell.text == left) continue;
      left = cell.text;
      if (!out.empty()) out += "  ";
      out += trim(cell.text);
    }
    return out;
  }

  // What a glance at the row says.
  struct Glance {
    std::size_t filled = 0;  // cells with more than blanks in them
    std::size_t own = 0;     // of these, not merged from elsewhere
    std::size_t mapped = 0;  // of these, in a column that we know
    bool one_text = true;    // all cells say the same
    bool has_merged = false;
    Cell first;
    Cell second;
  };

  Glance glance(const Row& row) const {
    Glance g;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell cell = row[i];
      if (trim(cell.text).empty()) continue;
      ++g.filled;
      if (cell.merged) {
        g.has_merged = true;
      } else {
        ++g.own;
        if (spec_of_[cell.column] != kNoColumn) ++g.mapped;
      }
      if (g.filled == 1) {
        g.first = cell;
      } else {
        if (g.filled == 2) g.second = cell;
        if (cell.text != g.first.text) g.one_text = false;
      }
    }
    return g;
  }

  void read_row(std::size_t index) {
    const Row row = sheet_.row(index);
    const Glance g = glance(row);
    if (sheet_.row(0).number() == 0) {  // JSON: nobody decorates it
      data(index);
      return;
    }
    if (g.own == 0) {
      skip(row, RowKind::kBlank, {});
    } else if (is_total_label(g.first.text) || (g.filled > 1 && is_total_label(g.second.text))) {
      total(row, is_total_label(g.first.text) ? g.first : g.second);
    } else if (maybe_headings(row) && read_headings(row)) {
      // done
    } else if (g.one_text && !is_lone_value(g)) {
      one_text(row, trim(g.first.text));
    } else if (is_remark(row, g)) {
      skip(row, RowKind::kNote, joined_text(row));
    } else if (g.mapped == 0 && !has_mapped_merged(row)) {
      // Mostly a running number without anything beside it, as forms are printed.
      const bool numbers = all_digits(trim(g.first.text)) && g.one_text;
      skip(row, numbers ? RowKind::kBlank : RowKind::kNote, joined_text(row));
    } else {
      data(index);
    }
  }

  bool has_mapped_merged(const Row& row) const {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (spec_of_[row[i].column] != kNoColumn) return true;
    }
    return false;
  }

  // One cell on the row, and it is somebody's: a list of nothing but names has such rows.
  bool is_lone_value(const Glance& g) const {
    if (g.filled > 1) return false;
    const std::size_t spec = spec_of_[g.first.column];
    const auto text = trim(g.first.text);
    if (spec == kNoColumn) return all_digits(text);
    if (is_note(text) || is_labelled(text)) return false;
    if (specs_[spec].content) return specs_[spec].content(g.first.text);
    if (all_digits(text)) return true;
    return g.first.column != leftmost() || single_column();
  }
  std::size_t leftmost() const {
    for (std::size_t column = 0; column < table_.layout_.headings.size(); ++column) {
      if (!table_.layout_.headings[column].empty()) return column;
    }
    return 0;
  }
  bool single_column() const { return sheet_.column_count() == 1; }

  void one_text(const Row& row, std::string_view text) {
    if (is_note(text) || is_labelled(text)) {
      skip(row, RowKind::kNote, std::string(text));
    } else if (is_title(text)) {
      skip(row, RowKind::kTitle, std::string(text));
    } else {
      table_.sections_.push_back({row.number(), std::string(text)});
      skip(row, RowKind::kSection, std::string(text));
    }
  }

  // Few cells, all of them labels ("填表人：…  审核人：…"), or an explanation that begins the row.
  bool is_remark(const Row& row, const Glance& g) const {
    if (g.filled > 6) return false;
    if (starts(trim(g.first.text), "填表说明") || starts(trim(g.first.text), "填报说明") ||
        starts(trim(g.first.text), "说明：") || starts(trim(g.first.text), "说明:")) {
      return true;
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell cell = row[i];
      if (!cell.merged && !is_labelled(trim(cell.text))) return false;
    }
    return true;
  }

  void total(const Row& row, const Cell& label) {
    TotalRow total;
    total.row = row.number();
    total.label = std::string(trim(label.text));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell cell = row[i];
      if (cell.merged) continue;
      if (const auto count = count_in(cell.text)) total.counts.emplace_back(cell.column, *count);
    }
    table_.totals_.push_back(std::move(total));
    skip(row, RowKind::kTotal, joined_text(row));
  }

  // Cheap: whether one of the first texts of the row is a heading that we know.
  bool maybe_headings(const Row& row) const {
    std::size_t looked = 0;
    for (std::size_t i = 0; i < row.size() && looked < 4; ++i) {
      const Cell cell = row[i];
      if (cell.kind != CellKind::kText || cell.text.size() > 60 || all_digits(cell.text)) continue;
      ++looked;
      if (known_.count(heading_key(cell.text)) != 0) return true;
    }
    return false;
  }

  bool read_headings(const Row& row) {
    std::vector<std::string> keys(sheet_.column_count());
    std::size_t filled = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Cell cell = row[i];
      keys[cell.column] = heading_key(cell.text);
      if (!keys[cell.column].empty()) ++filled;
    }
    for (const auto& headings : heading_rows_) {
      std::size_t same = 0;
      for (std::size_t column = 0; column < keys.size(); ++column) {
        if (!keys[column].empty() && keys[column] == headings[column]) ++same;
      }
      if (same >= 2 && same * 2 > filled) {
        skip(row, RowKind::kRepeatedHeading, joined_text(row));
        return true;
      }
    }
    // Headings of a second list pasted below the first, with its own columns.
    const auto labels = internal::row_labels(row);
    const auto assigned = internal::assign(labels, keys_);
    std::size_t exact = 0;
    for (const auto& one : assigned) {
      if (one.score >= internal::kExactScore) ++exact;
    }
    if (exact < 3 || exact * 2 <= filled) return false;
    ColumnOfSpec columns(specs_.size());
    bool same_columns = true;
    for (std::size_t spec = 0; spec < specs_.size(); ++spec) {
      if (assigned[spec].score >= 0.5) columns[spec].column = assigned[spec].column;
      if (assigned[spec].score >= internal::kExactScore &&
          columns_[spec] != assigned[spec].column) {
        same_columns = false;
      }
    }
    if (same_columns) {
      skip(row, RowKind::kRepeatedHeading, joined_text(row));
      return true;
    }
    use_columns(columns);
    auto& latest = heading_rows_.emplace_back(sheet_.column_count());
    latest = std::move(keys);
    any_data_ = false;
    skip(row, RowKind::kOtherHeading, joined_text(row));
    return true;
  }

  void data(std::size_t index) {
    const Row row = sheet_.row(index);
    table_.rows_.push_back(
        {row.number(), static_cast<std::int32_t>(table_.sections_.size()) - 1, row.hidden()});
    for (std::size_t spec = 0; spec < columns_.size(); ++spec) {
      std::uint32_t value = 0;
      if (columns_[spec] != kNoColumn) {
        if (const auto at = row.find(columns_[spec])) {
          const std::size_t place = sheet_.place(index, *at) + 1;
          FX_CHECK(place <= kPlaceMask);
          value = static_cast<std::uint32_t>(place);
          if (is_ditto(row[*at].text)) {
            // The mark repeats what is above it, which may be nothing; in the first row of a list
            // there is nothing that it could repeat.
            const bool nothing = !any_data_ || (above_[spec] & kUnresolvedFlag) != 0;
            value = nothing ? value | kUnresolvedFlag : (above_[spec] & kPlaceMask) | kDittoFlag;
          }
        }
      }
      above_[spec] = value;
      table_.values_.push_back(value);
    }
    any_data_ = true;
  }
  Sheet sheet_;
  const std::vector<ColumnSpec>& specs_;
  internal::SpecKeys keys_;
  Table table_;
  std::vector<std::size_t> columns_;  // by spec
  std::vector<std::size_t> spec_of_;  // by column
  std::vector<std::vector<std::string>> heading_rows_;
  std::unordered_set<std::string> known_;  // keys of headings
  std::unordered_set<std::uint32_t> unreadable_;
  std::vector<std::uint32_t> above_;  // by spec: the value of the last data row
  bool any_data_ = false;
};

Value Table::value(std::size_t row, std::size_t spec) const {
  const std::uint32_t packed = values_[row * layout_.columns.size() + spec];
  Value value;
  value.ditto = (packed & (kDittoFlag | kUnresolvedFlag)) != 0;
  value.ditto_unresolved = (packed & kUnresolvedFlag) != 0;
  const std::uint32_t place = packed & kPlaceMask;
  if (place != 0) value.cell = sheet_.cell(place - 1);
  return value;
}

Table read_table(const Sheet& sheet, const std::vector<ColumnSpec>& specs, Layout layout) {
  return TableReader(sheet, specs, std::move(layout)).read();
}

}  // namespace fx::sheet
