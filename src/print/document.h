// Paper documents: blocks set one below the other on A4 pages, rendered to PDF with Pango and
// Cairo.
//
//   Document doc({.orientation = Orientation::kPortrait, .footer = {...}}, {.title = "…"});
//   doc.title("解除隔离医学观察告知书", "Notice of Release");
//   doc.paragraph("……");
//   const Printed out = doc.pdf();
//
// Text is plain UTF-8, never markup. What is not UTF-8, control characters and bidirectional
// overrides are taken out, so that a name cannot reorder a document. A line break starts a new
// paragraph. Chinese glyph forms are used throughout (language zh-CN). Lengths are in millimetres,
// type sizes in points.
//
// The same calls give the same bytes on one machine: the only date in a file is
// DocumentInfo.created. A Document is used by one thread; different Documents by any number of
// threads at once.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "print/qr.h"

namespace fx::print {

// No installed font has Chinese characters. The remedy is a package, not a retry.
class FontsMissing : public std::runtime_error {
 public:
  FontsMissing()
      : std::runtime_error(
            "no font with Chinese characters is installed; install the package fonts-noto-cjk") {}
};

enum class Orientation { kPortrait, kLandscape };
enum class Align { kLeft, kCenter, kRight, kJustify };
enum class Face { kSerif, kSans };  // 宋 for letters, 黑 for tables and signs

struct Margins {
  double top = 24, right = 22, bottom = 22, left = 24;
};

// Printed at the foot of every page, left of "第 1 页 共 3 页". Empty parts are left out.
struct Footer {
  std::string place{};
  std::string number{};  // document number
  Instant printed_at{};  // shown to the minute; the epoch: not shown
};

struct PageSetup {
  Orientation orientation = Orientation::kPortrait;
  Margins margins{};
  Footer footer{};
};

// Goes into the file's properties, which anyone can read: no personal data here.
struct DocumentInfo {
  std::string title{};
  std::string author{};  // the office
  Instant created{};
};

struct TextStyle {
  Face face = Face::kSerif;
  double size = 14;  // points
  bool bold = false;
  double pitch = 1.7;  // line height in multiples of the size
  Align align = Align::kJustify;
  double indent = 0;             // first line, in characters
  double gray = 0;               // 0 black .. 1 white
  double before = 0, after = 0;  // millimetres; `before` is dropped at the top of a page
};

TextStyle body_style();     // 2 characters of indent, justified
TextStyle english_style();  // the smaller second line
TextStyle small_style();    // notes and conditions

struct Pair {
  std::string label{};
  std::string value{};
  bool wide = false;  // takes a row of its own where there are two pairs to a row
};

struct Column {
  std::string title{};
  std::string group{};  // neighbouring columns of one group share a heading above theirs
  double width = 0;     // millimetres; 0: from its contents and the room there is
  Align align = Align::kLeft;
};

enum class RowKind {
  kData,
  kGroup,  // a heading over the rows that follow; the first cell goes right across
  kSubtotal,
  kTotal,
};

struct Row {
  std::vector<std::string> cells{};  // not more than columns; missing ones are empty
  RowKind kind = RowKind::kData;
};

struct Table {
  std::vector<Column> columns{};  // at least one
  std::vector<Row> rows{};
  double size = 9.5;  // points
};

// The end of an official letter: who issued it and when, room for the seal over both, and a code to
// check it beside them. Never split over pages.
struct Closing {
  std::string issuer{};
  std::string date{};
  std::string qr_text{};  // empty: no code
  std::string qr_caption{};
  bool stamp = true;  // the dotted ring 盖章处
  QrLevel qr_level = QrLevel::kMedium;
  double qr_size = 44;  // millimetres, 20 to 60
};

struct Printed {
  std::string pdf{};
  int pages = 0;
  // Characters no installed font has, shown as boxes with their code: tell the clerk.
  int missing_glyphs = 0;
};

// One page as gray pixels (0 black .. 255 white), row by row: previews, and reading codes back.
struct Raster {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels{};
};

class Document {
 public:
  Document(PageSetup setup, DocumentInfo info);
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  ~Document();

  void title(std::string text, std::string english = {}, double size = 22);
  void heading(std::string text, const std::string& english = {});  // keeps with what follows
  void text(std::string text, const TextStyle& style);
  void paragraph(std::string text) { this->text(std::move(text), body_style()); }
  // "1. …", hanging, in the given style.
  void numbered(const std::vector<std::string>& items, const TextStyle& style);
  // A ruled grid of label and value, `across` (1 or 2) pairs to a row.
  void pairs(std::vector<Pair> pairs, int across, double size = 11, double label_width = 28);
  // A ruled table; headings repeat on every page; a row higher than a page is split.
  void table(Table table);
  // A frame around lines of large centred type, for signs.
  void banner(std::vector<std::pair<std::string, TextStyle>> lines);
  // Left of the code: text, so that a sign needs no second column of its own.
  void code(const std::string& qr_text, std::string caption, std::string beside, QrLevel level,
            double size);
  void closing(Closing closing);
  // "填报人：________" side by side over the full width.
  void signatures(std::vector<std::string> labels);
  void rule(bool dashed = false, std::string label = {});
  void space(double millimetres);
  void page_break();

  // How many pages it takes. Throws as pdf().
  [[nodiscard]] int pages() const;
  // Lays out twice (first to count the pages), so it costs about as much for page n as for page 1.
  // Throws FontsMissing; std::runtime_error if Cairo fails.
  [[nodiscard]] Printed pdf() const;
  // Page from 1; resolution 36..600 dpi. Throws as pdf(); std::out_of_range if there is no such
  // page.
  [[nodiscard]] Raster raster(int page, double dpi) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fx::print
