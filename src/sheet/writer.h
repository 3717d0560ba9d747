// Writes tables for office programs: XLSX through libxlsxwriter in constant memory, and CSV. Texts
// are only ever written as texts, never as formulas, so that a name beginning with "=" stays a
// name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace fx::sheet {

// One cell to write. Texts are views: they must live until row() returns.
class OutCell {
 public:
  enum class Kind : std::uint8_t { kEmpty, kText, kNumber, kDay, kMoment };

  OutCell() = default;  // empty
  static OutCell text(std::string_view text);
  // Whole numbers of more than fifteen digits become texts: spreadsheets would round them.
  static OutCell number(std::int64_t value);
  // Infinities and NaN become empty cells.
  static OutCell number(double value);
  static OutCell day(Day day);
  static OutCell moment(Instant instant);  // local date and time to the minute

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] std::string_view as_text() const { return text_; }
  [[nodiscard]] double as_number() const { return number_; }
  // The cell as plain text: "2020-02-28", "2020-02-28 17:05", "36.8".
  [[nodiscard]] std::string plain() const;
  // Serial number in the 1900 system.
  [[nodiscard]] double serial() const;

 private:
  Kind kind_ = Kind::kEmpty;
  bool whole_ = false;
  std::int64_t integer_ = 0;
  double number_ = 0;
  Instant instant_;
  Day day_;
  std::string_view text_;
};

struct OutColumn {
  std::string heading;
  double width = 12;  // in characters of the normal font; a Chinese character takes two
};

struct SheetSetup {
  std::string name;   // made legal for a tab: 31 characters, without []:*?/\, unique in the file
  std::string title;  // a line above the headings; none if empty
  std::vector<OutColumn> columns;
  std::size_t frozen_columns = 0;  // the headings always stay in view
  bool filter = true;              // a filter on the headings
};

// Printed on A4 across, as wide as the page, the headings on every page. One thread at a time.
// Throws std::runtime_error if the library or the disk fails, std::length_error beyond the rows
// and columns that a sheet can have.
class XlsxWriter {
 public:
  XlsxWriter();
  ~XlsxWriter();
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  // Ends the sheet before it. Sheets and rows are written in order, once.
  void begin_sheet(const SheetSetup& setup);
  void row(const std::vector<OutCell>& cells);

  // The whole file; nothing may be written afterwards.
  std::string finish();
  void finish_to(const std::string& path);

  // Texts that were cut because a cell holds at most 32,767 characters.
  [[nodiscard]] std::size_t texts_cut() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// RFC 4180 with a UTF-8 byte order mark, by which Excel knows the encoding. A text that begins with
// = + - @, a tab or a carriage return gets an apostrophe before it, so that no program takes it for
// a formula; reader.h takes it away again.
class CsvWriter {
 public:
  CsvWriter();
  void row(const std::vector<OutCell>& cells);
  [[nodiscard]] const std::string& bytes() const { return out_; }
  std::string finish() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace fx::sheet
