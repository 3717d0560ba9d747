#include "sheet/writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <unordered_set>

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/check.h"
#include "base/text.h"

namespace fx::sheet {
namespace {

constexpr std::int64_t kWholeNumberLimit = 1'000'000'000'000'000;  // fifteen digits
constexpr int kUnixEpochSerial = 25'569;                           // 1970-01-01
constexpr int kFirstSafeSerial = 61;  // 1900-03-01: before it the programs' calendars differ
constexpr std::size_t kLongestText = 32'767;
constexpr std::size_t kLongestTab = 31;

// Valid UTF-8 without what XML cannot hold, of at most `longest` UTF-16 units.
std::string clean(std::string_view text, std::size_t longest, bool& cut) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  std::size_t units = 0;
  while (at < text.size()) {
    char32_t c = next_code_point(text, at).value_or(kReplacement);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF) {
      c = kReplacement;
    }
    units += c > 0xFFFF ? 2 : 1;
    if (units > longest) {
      cut = true;
      break;
    }
    append_utf8(out, c);
  }
  return out;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// ST_Xstring (ECMA-376 part 1, 22.9.2.19): a text that looks like an escape is escaped itself, and
// a carriage return, which XML readers turn into a line feed, is one. In constant memory the
// library writes texts as they are.
std::string escape(std::string text) {
  if (text.find("_x") == std::string::npos && text.find('\r') == std::string::npos) return text;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool looks_escaped = text.compare(i, 2, "_x") == 0 && i + 6 < text.size() &&
                               is_hex(text[i + 2]) && is_hex(text[i + 3]) && is_hex(text[i + 4]) &&
                               is_hex(text[i + 5]) && text[i + 6] == '_';
    if (looks_escaped) {
      out += "_x005F_";
    } else if (text[i] == '\r') {
      out += "_x000D_";
    } else {
      out += text[i];
    }
  }
  return out;
}

void check(lxw_error error) {
  if (error != LXW_NO_ERROR) throw std::runtime_error(std::string("xlsx: ") + lxw_strerror(error));
}

// A file in memory that has a name, which is what the library wants.
class MemoryFile {
 public:
  MemoryFile() : fd_(memfd_create("sheet", MFD_CLOEXEC)) {
    if (fd_ < 0) throw std::runtime_error("memfd_create failed");
  }
  ~MemoryFile() { close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }
  [[nodiscard]] std::string read() const {
    const auto size = lseek(fd_, 0, SEEK_END);
    if (size < 0) throw std::runtime_error("cannot read the workbook");
    std::string out(static_cast<std::size_t>(size), '\0');
    std::size_t done = 0;
    while (done < out.size()) {
      const auto got = pread(fd_, out.data() + done, out.size() - done, static_cast<off_t>(done));
      if (got <= 0) throw std::runtime_error("cannot read the workbook");
      done += static_cast<std::size_t>(got);
    }
    return out;
  }

 private:
  int fd_;
};

}  // namespace

OutCell OutCell::text(std::string_view text) {
  OutCell cell;
  cell.kind_ = text.empty() ? Kind::kEmpty : Kind::kText;
  cell.text_ = text;
  return cell;
}

OutCell OutCell::number(std::int64_t value) {
  OutCell cell;
  cell.kind_ = Kind::kNumber;
  cell.whole_ = true;
  cell.integer_ = value;
  cell.number_ = static_cast<double>(value);
  return cell;
}

OutCell OutCell::number(double value) {
  OutCell cell;
  if (!std::isfinite(value)) return cell;
  cell.kind_ = Kind::kNumber;
  cell.number_ = value;
  return cell;
}

OutCell OutCell::day(Day day) {
  OutCell cell;
  cell.kind_ = Kind::kDay;
  cell.day_ = day;
  return cell;
}

OutCell OutCell::moment(Instant instant) {
  OutCell cell;
  cell.kind_ = Kind::kMoment;
  cell.instant_ = instant;
  return cell;
}

double OutCell::serial() const {
  if (kind_ == Kind::kDay) return day_.number + kUnixEpochSerial;
  return day_of(instant_).number + kUnixEpochSerial + minute_of_day(instant_) / 1440.0;
}

std::string OutCell::plain() const {
  switch (kind_) {
    case Kind::kEmpty:
      return {};
    case Kind::kText:
      return std::string(text_);
    case Kind::kDay:
      return iso(day_);
    case Kind::kMoment: {
      const int minute = minute_of_day(instant_);
      std::array<char, 16> clock{};
      std::snprintf(clock.data(), clock.size(), " %02d:%02d", minute / 60, minute % 60);
      return iso(day_of(instant_)) + clock.data();
    }
    case Kind::kNumber:
      break;
  }
  std::array<char, 400> digits{};
  char* const end = digits.data() + digits.size();
  const auto written = whole_
                           ? std::to_chars(digits.data(), end, integer_)
                           : std::to_chars(digits.data(), end, number_, std::chars_format::fixed);
  return {digits.data(), written.ptr};
}

struct XlsxWriter::State {
  MemoryFile file;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* title = nullptr;
  lxw_format* heading = nullptr;
  lxw_format* text = nullptr;
  lxw_format* number = nullptr;
  lxw_format* day = nullptr;
  lxw_format* moment = nullptr;
  std::unordered_set<std::string> tabs;
  SheetSetup setup;
  lxw_row_t heading_row = 0;
  lxw_row_t next_row = 0;
  std::size_t cut = 0;

  std::string cleaned(std::string_view value) {
    bool was_cut = false;
    auto out = clean(value, kLongestText, was_cut);
    if (was_cut) ++cut;
    return escape(std::move(out));
  }

  lxw_format* bordered(const char* code) {
    lxw_format* format = workbook_add_format(book);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (code != nullptr) format_set_num_format(format, code);
    return format;
  }

  std::string tab_name(std::string_view wanted) {
    std::string legal;
    for (const char c : wanted) {
      legal += std::string_view("[]:*?/\\'").find(c) != std::string_view::npos ? '_' : c;
    }
    bool was_cut = false;
    legal = clean(legal, kLongestTab, was_cut);
    if (legal.empty()) legal = "Sheet" + std::to_string(tabs.size() + 1);
    std::string name = legal;
    // The programs compare tab names without case.
    for (int n = 2; !tabs.insert(ascii_lower(name)).second; ++n) {
      const std::string suffix = " (" + std::to_string(n) + ")";
      name = clean(legal, kLongestTab - suffix.size(), was_cut) + suffix;
    }
    return name;
  }

  void end_sheet() {
    if (sheet == nullptr) return;
    if (setup.filter && !setup.columns.empty()) {
      const auto last = next_row > heading_row + 1 ? next_row - 1 : heading_row;
      check(worksheet_autofilter(sheet, heading_row, 0, last,
                                 static_cast<lxw_col_t>(setup.columns.size() - 1)));
    }
    sheet = nullptr;
  }

  void close() {
    end_sheet();
    if (tabs.empty()) workbook_add_worksheet(book, nullptr);
    lxw_workbook* closing = book;
    book = nullptr;
    check(workbook_close(closing));
  }
};

XlsxWriter::XlsxWriter() : state_(std::make_unique<State>()) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  const std::string path = state_->file.path();
  State& s = *state_;
  s.book = workbook_new_opt(path.c_str(), &options);
  if (s.book == nullptr) throw std::runtime_error("xlsx: cannot create a workbook");
  s.title = workbook_add_format(s.book);
  format_set_bold(s.title);
  format_set_font_size(s.title, 16);
  format_set_align(s.title, LXW_ALIGN_CENTER);
  s.heading = s.bordered(nullptr);
  format_set_bold(s.heading);
  format_set_align(s.heading, LXW_ALIGN_CENTER);
  format_set_text_wrap(s.heading);
  format_set_bg_color(s.heading, 0xE8EEF4);
  s.text = s.bordered("@");
  s.number = s.bordered(nullptr);
  s.day = s.bordered("yyyy-mm-dd");
  s.moment = s.bordered("yyyy-mm-dd hh:mm");
}

XlsxWriter::~XlsxWriter() {
  // An unfinished workbook is thrown away; closing is the library's only way to free it.
  if (state_->book != nullptr) workbook_close(state_->book);
}

void XlsxWriter::begin_sheet(const SheetSetup& setup) {
  State& s = *state_;
  FX_CHECK(s.book != nullptr);
  if (setup.columns.size() > LXW_COL_MAX) throw std::length_error("too many columns for a sheet");
  s.end_sheet();
  s.setup = setup;
  const std::string tab = s.tab_name(setup.name);
  s.sheet = workbook_add_worksheet(s.book, tab.c_str());
  if (s.sheet == nullptr) throw std::runtime_error("xlsx: cannot add a sheet");
  for (std::size_t i = 0; i < setup.columns.size(); ++i) {
    const auto column = static_cast<lxw_col_t>(i);
    check(worksheet_set_column(s.sheet, column, column, setup.columns[i].width, nullptr));
  }
  s.next_row = 0;
  if (!setup.title.empty()) {
    const std::string title = s.cleaned(setup.title);
    if (setup.columns.size() > 1) {
      check(worksheet_merge_range(s.sheet, 0, 0, 0,
                                  static_cast<lxw_col_t>(setup.columns.size() - 1), title.c_str(),
                                  s.title));
    } else {
      check(worksheet_write_string(s.sheet, 0, 0, title.c_str(), s.title));
    }
    s.next_row = 1;
  }
  s.heading_row = s.next_row;
  if (!setup.columns.empty()) {
    for (std::size_t i = 0; i < setup.columns.size(); ++i) {
      const std::string heading = s.cleaned(setup.columns[i].heading);
      check(worksheet_write_string(s.sheet, s.heading_row, static_cast<lxw_col_t>(i),
                                   heading.c_str(), s.heading));
    }
    s.next_row = s.heading_row + 1;
    worksheet_freeze_panes(s.sheet, s.next_row, static_cast<lxw_col_t>(setup.frozen_columns));
    check(worksheet_repeat_rows(s.sheet, 0, s.heading_row));
  }
  worksheet_set_landscape(s.sheet);
  worksheet_set_paper(s.sheet, 9);  // A4
  worksheet_fit_to_pages(s.sheet, 1, 0);
  check(worksheet_set_footer(s.sheet, "&C&P / &N"));
}

void XlsxWriter::row(const std::vector<OutCell>& cells) {
  State& s = *state_;
  FX_CHECK(s.sheet != nullptr);
  if (s.next_row >= LXW_ROW_MAX) throw std::length_error("too many rows for a sheet");
  if (cells.size() > LXW_COL_MAX) throw std::length_error("too many columns for a sheet");
  const lxw_row_t row = s.next_row++;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const OutCell& cell = cells[i];
    const auto column = static_cast<lxw_col_t>(i);
    const auto write_text = [&](std::string_view text) {
      const std::string value = s.cleaned(text);
      check(worksheet_write_string(s.sheet, row, column, value.c_str(), s.text));
    };
    switch (cell.kind()) {
      case OutCell::Kind::kEmpty:
        check(worksheet_write_blank(s.sheet, row, column, s.text));
        break;
      case OutCell::Kind::kText:
        write_text(cell.as_text());
        break;
      case OutCell::Kind::kNumber:
        if (std::abs(cell.as_number()) >= static_cast<double>(kWholeNumberLimit)) {
          write_text(cell.plain());
        } else {
          check(worksheet_write_number(s.sheet, row, column, cell.as_number(), s.number));
        }
        break;
      case OutCell::Kind::kDay:
      case OutCell::Kind::kMoment:
        if (cell.serial() < kFirstSafeSerial) {
          write_text(cell.plain());
        } else {
          check(worksheet_write_number(s.sheet, row, column, cell.serial(),
                                       cell.kind() == OutCell::Kind::kDay ? s.day : s.moment));
        }
        break;
    }
  }
}

std::string XlsxWriter::finish() {
  FX_CHECK(state_->book != nullptr);
  state_->close();
  return state_->file.read();
}

void XlsxWriter::finish_to(const std::string& path) {
  const std::string bytes = finish();
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"),
                                                             &std::fclose);
  if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size() ||
      std::fflush(file.get()) != 0) {
    throw std::runtime_error("cannot write " + path);
  }
}

std::size_t XlsxWriter::texts_cut() const { return state_->cut; }

CsvWriter::CsvWriter() : out_("\xEF\xBB\xBF") {}

void CsvWriter::row(const std::vector<OutCell>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out_ += ',';
    std::string text = cells[i].plain();
    if (cells[i].kind() == OutCell::Kind::kText) {
      const auto first = text.find_first_not_of('\'');
      if (first != std::string::npos &&
          std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos) {
        text.insert(0, 1, '\'');
      }
    }
    if (text.find_first_of(",;|\t\"\r\n ") == std::string::npos) {
      out_ += text;
      continue;
    }
    out_ += '"';
    for (const char c : text) {
      if (c == '"') out_ += '"';
      out_ += c;
    }
    out_ += '"';
  }
  out_ += "\r\n";
}

}  // namespace fx::sheet
