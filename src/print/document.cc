#include "print/document.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>

#include <cairo-pdf.h>
#include <cairo.h>

#include "base/check.h"
#include "print/canvas.h"

namespace fx::print {
namespace {

constexpr double kA4Short = 210, kA4Long = 297;  // millimetres
constexpr double kHairline = 0.5, kThinLine = 0.8, kThickLine = 1.4;
constexpr double kShade = 0.93;
constexpr double kCellPitch = 1.35;
constexpr double kCellPadX = 1.4, kCellPadY = 0.9;  // millimetres
constexpr double kMinColumn = 9;                    // millimetres
constexpr double kWholeTitle = 4.1;  // characters of a heading that are not broken without need
constexpr std::size_t kMeasuredRows = 200;
constexpr int kHalvings = 40;      // of a page's width: far below a pixel
constexpr double kSmallTable = 7;  // points; smaller ones have narrower cells
constexpr double kSealRadius =
    20;  // millimetres: the seals of offices of this level are 40 to 42 mm
constexpr double kRounding = 0.01;

TextStyle footer_style() {
  return {.face = Face::kSans, .size = 8.5, .pitch = 1.3, .align = Align::kLeft, .gray = 0.35};
}

TextStyle cell_style(double size, Align align) {
  return {.face = Face::kSans, .size = size, .pitch = kCellPitch, .align = align};
}

std::string zh_minute(Instant at) { return iso(at).substr(0, 10) + " " + iso(at).substr(11, 5); }

// Where the next block goes.
class Flow {
 public:
  Flow(Canvas& canvas, const PageSetup& setup, int total_pages)
      : canvas_(canvas), setup_(setup), total_(total_pages) {
    const bool wide = setup.orientation == Orientation::kLandscape;
    page_width_ = mm(wide ? kA4Long : kA4Short);
    page_height_ = mm(wide ? kA4Short : kA4Long);
    y_ = top();
  }

  // Draws only this page (0: all), each started by the callback's surface.
  void draw_on(cairo_t* cr, int only_page) {
    cr_ = cr;
    only_page_ = only_page;
    canvas_.target(visible() ? cr_ : nullptr);
  }

  [[nodiscard]] Canvas& canvas() { return canvas_; }
  [[nodiscard]] double left() const { return mm(setup_.margins.left); }
  [[nodiscard]] double right() const { return page_width_ - mm(setup_.margins.right); }
  [[nodiscard]] double width() const { return right() - left(); }
  [[nodiscard]] double top() const { return mm(setup_.margins.top); }
  [[nodiscard]] double bottom() const { return page_height_ - mm(setup_.margins.bottom); }
  [[nodiscard]] double y() const { return y_; }
  [[nodiscard]] double room() const { return bottom() - y_; }
  [[nodiscard]] bool at_top() const { return y_ <= top() + kRounding; }
  [[nodiscard]] bool fits(double height) const { return height <= room() + kRounding; }
  [[nodiscard]] int page() const { return page_; }
  [[nodiscard]] double page_width() const { return page_width_; }
  [[nodiscard]] double page_height() const { return page_height_; }

  void advance(double height) { y_ += height; }
  void gap(double height) {
    if (!at_top()) y_ += height;
  }
  // Starts a new page unless this much room is left (or nothing is on this page yet).
  void need(double height) {
    if (!fits(height) && !at_top()) new_page();
  }
  void new_page() {
    finish_page();
    ++page_;
    y_ = top();
    canvas_.target(visible() ? cr_ : nullptr);
  }
  void finish_page() {
    footer();
    if (canvas_.drawing() && only_page_ == 0) cairo_show_page(cr_);
  }

 private:
  [[nodiscard]] bool visible() const {
    return cr_ != nullptr && (only_page_ == 0 || only_page_ == page_);
  }

  void footer() {
    const double y = bottom() + mm(6);
    canvas_.line(left(), y, right(), y, kHairline, 0.6);
    const auto number =
        canvas_.layout("第 " + std::to_string(page_) + " 页  共 " + std::to_string(total_) + " 页",
                       footer_style(), -1);
    const double number_width = number->natural_width();
    canvas_.draw(*number, right() - number_width, y + mm(1.2));
    std::string text;
    const auto add = [&](const std::string& part) {
      if (!part.empty()) text += (text.empty() ? "" : "    ") + part;
    };
    add(setup_.footer.place);
    if (!setup_.footer.number.empty()) add("编号：" + setup_.footer.number);
    if (setup_.footer.printed_at.millis != 0) {
      add("打印时间：" + zh_minute(setup_.footer.printed_at));
    }
    const auto left_part = canvas_.layout(text, footer_style(), width() - number_width - mm(8));
    canvas_.draw(*left_part, left(), y + mm(1.2), 0, std::min(left_part->lines(), 2));
  }

  Canvas& canvas_;
  const PageSetup& setup_;
  int total_;
  cairo_t* cr_ = nullptr;
  int only_page_ = 0;
  int page_ = 1;
  double page_width_ = 0, page_height_ = 0, y_ = 0;
};

struct Block {
  Block() = default;
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  virtual ~Block() = default;
  virtual void flow(Flow& flow) const = 0;
};

void flow_lines(Flow& flow, const Layout& layout, double x) {
  const int count = layout.lines();
  int from = 0;
  while (from < count) {
    const int left = count - from;
    int take = std::min(left, static_cast<int>((flow.room() + kRounding) / layout.pitch()));
    if (take < left) {
      // No single line of a paragraph stands alone at the foot or the head of a page.
      if (left - take == 1 && take > 2) --take;
      if (take < 2 && from == 0) take = 0;
      if (take <= 0 && flow.at_top()) take = 1;
    }
    if (take > 0) {
      flow.canvas().draw(layout, x, flow.y(), from, from + take);
      flow.advance(layout.pitch() * take);
      from += take;
    }
    if (from < count) flow.new_page();
  }
}

struct TextBlock final : Block {
  TextBlock(std::string t, TextStyle s, double k) : text(std::move(t)), style(s), keep(k) {}
  std::string text;
  TextStyle style;
  double keep;  // room that must follow on the same page
  void flow(Flow& flow) const override {
    const auto layout = flow.canvas().layout(text, style, flow.width());
    flow.gap(mm(style.before));
    if (keep > 0) flow.need(layout->height() + keep);
    flow_lines(flow, *layout, flow.left());
    flow.advance(mm(style.after));
  }
};

struct NumberedBlock final : Block {
  NumberedBlock(std::vector<std::string> i, TextStyle s) : items(std::move(i)), style(s) {}
  std::vector<std::string> items;
  TextStyle style;
  void flow(Flow& flow) const override {
    TextStyle item_style = style;
    item_style.indent = 0;
    TextStyle mark_style = item_style;
    mark_style.align = Align::kLeft;
    const double hang = style.size * (items.size() > 9 ? 2.2 : 1.6);
    flow.gap(mm(style.before));
    for (std::size_t i = 0; i < items.size(); ++i) {
      const double inset = style.indent * style.size;
      const auto mark = flow.canvas().layout(std::to_string(i + 1) + ".", mark_style, -1);
      const auto layout = flow.canvas().layout(items[i], item_style, flow.width() - hang - inset);
      flow.need(layout->pitch() * std::min(2, layout->lines()));
      flow.canvas().draw(*mark, flow.left() + inset, flow.y());
      flow_lines(flow, *layout, flow.left() + inset + hang);
    }
    flow.advance(mm(style.after));
  }
};

using Cells = std::vector<std::shared_ptr<const Layout>>;

double row_height(const Cells& cells) {
  double height = 0;
  for (const auto& cell : cells) height = std::max(height, cell->height());
  return height + 2 * mm(kCellPadY);
}

struct PairsBlock final : Block {
  std::vector<Pair> items;
  int across = 1;
  double size = 11, label_width = 28;

  void flow(Flow& flow) const override {
    flow.gap(mm(2));
    for (std::size_t i = 0; i < items.size();) {
      std::size_t count = 1;
      if (across == 2 && !items[i].wide && i + 1 < items.size() && !items[i + 1].wide) count = 2;
      const std::span<const Pair> row(items.data() + i, count);
      draw_row(flow, row);
      i += count;
    }
    flow.advance(mm(2));
  }

 private:
  void draw_row(Flow& flow, std::span<const Pair> row) const {
    Canvas& canvas = flow.canvas();
    const double label = mm(label_width);
    const double pad = mm(kCellPadX) + mm(0.6);
    const double unit = flow.width() / static_cast<double>(row.size());
    Cells labels;
    Cells values;
    for (const auto& pair : row) {
      labels.push_back(canvas.layout(pair.label, cell_style(size, Align::kCenter), label - mm(1)));
      values.push_back(
          canvas.layout(pair.value, cell_style(size, Align::kLeft), unit - label - 2 * pad));
    }
    const double extra = 2 * mm(0.7);
    const double height = std::max(row_height(labels), row_height(values)) + extra;
    // A value longer than a page is the one thing that is let to run over row by row of lines.
    if (!flow.fits(height) && !flow.at_top() && height <= flow.bottom() - flow.top()) {
      flow.new_page();
    }
    if (height > flow.room() + kRounding) {
      draw_long(flow, row);
      return;
    }
    const double y = flow.y();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const double x = flow.left() + unit * static_cast<double>(i);
      canvas.fill(x, y, label, height, kShade);
      canvas.draw(*labels[i], x + mm(0.5), y + (height - labels[i]->height()) / 2);
      canvas.draw(*values[i], x + label + pad, y + (height - values[i]->height()) / 2);
      canvas.line(x, y, x, y + height, kThinLine);
      canvas.line(x + label, y, x + label, y + height, kHairline);
    }
    canvas.line(flow.right(), y, flow.right(), y + height, kThinLine);
    // Again the line above: the shading has covered half of it.
    canvas.line(flow.left(), y, flow.right(), y, kThinLine);
    canvas.line(flow.left(), y + height, flow.right(), y + height, kThinLine);
    flow.advance(height);
  }

  void draw_long(Flow& flow, std::span<const Pair> row) const {
    for (const auto& pair : row) {
      const auto layout = flow.canvas().layout(pair.label + "：" + pair.value,
                                               cell_style(size, Align::kLeft), flow.width());
      flow_lines(flow, *layout, flow.left());
    }
  }
};

struct TableBlock final : Block {
  Table table;

  void flow(Flow& flow) const override {
    flow.gap(mm(2));
    const auto widths = column_widths(flow);
    double head = header_height(flow, widths);
    if (!table.rows.empty()) head += std::min(height_of(flow, widths, table.rows[0]), mm(30));
    flow.need(head);
    draw_header(flow, widths, false);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      const Row& row = table.rows[i];
      if (row.kind == RowKind::kGroup && i + 1 < table.rows.size()) {
        // A group's heading is not left alone at the foot of a page.
        const double both =
            height_of(flow, widths, row) + height_of(flow, widths, table.rows[i + 1]);
        if (!flow.fits(both) && both < body_height(flow, widths)) next_page(flow, widths);
      }
      draw_row(flow, widths, row);
    }
    flow.advance(mm(2));
  }

 private:
  using Widths = std::vector<double>;

  // Beside the text of a cell. Many narrow columns have no room to give away.
  [[nodiscard]] double pad() const { return mm(table.size < kSmallTable ? 0.5 : kCellPadX); }

  [[nodiscard]] bool has_groups() const {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const Column& c) { return !c.group.empty(); });
  }

  [[nodiscard]] TextStyle style_of(const Row& row, std::size_t column) const {
    TextStyle style = cell_style(table.size, table.columns[column].align);
    style.bold = row.kind != RowKind::kData;
    if (row.kind == RowKind::kGroup) style.align = Align::kLeft;
    return style;
  }

  [[nodiscard]] TextStyle header_style() const {
    TextStyle style = cell_style(table.size, Align::kCenter);
    style.bold = true;
    return style;
  }

  // Columns without a width get what their contents ask for; if that is too much together, the
  // narrow ones keep it and the wide ones share the rest evenly, but none gets less than its
  // numbers need on one line: a number on two lines is misread.
  Widths column_widths(Flow& flow) const {
    const std::size_t count = table.columns.size();
    Widths widths(count);
    std::vector<double> wish(count, 0);
    std::vector<double> least(count, 0);
    double fixed = 0;
    for (std::size_t c = 0; c < count; ++c) {
      if (table.columns[c].width > 0) {
        widths[c] = mm(table.columns[c].width);
        fixed += widths[c];
        continue;
      }
      // A long heading may take two lines.
      const auto title = flow.canvas().layout(table.columns[c].title, header_style(), -1);
      const double whole = title->natural_width();
      const double wanted = std::min(whole, std::max(whole / 2, kWholeTitle * table.size));
      const double around = 2 * pad() + 1;
      wish[c] = std::max(mm(kMinColumn), wanted + around);
      // "（人）" stays together.
      least[c] = std::min(whole, 3 * table.size) + around;
      const auto measure = [&](const Row& row) {
        if (row.kind == RowKind::kGroup || c >= row.cells.size()) return;
        const auto cell = flow.canvas().layout(row.cells[c], style_of(row, c), -1);
        wish[c] = std::max(wish[c], cell->natural_width() + around);
        if (table.columns[c].align == Align::kRight) {
          least[c] = std::max(least[c], cell->natural_width() + around);
        }
      };
      for (std::size_t r = 0; r < std::min(table.rows.size(), kMeasuredRows); ++r) {
        measure(table.rows[r]);
      }
      // The total has the widest numbers.
      if (table.rows.size() > kMeasuredRows) measure(table.rows.back());
    }
    if (fixed > flow.width() || std::accumulate(wish.begin(), wish.end(), 0.0) == 0) {
      const double scale = flow.width() / std::max(fixed, 1.0);
      for (std::size_t c = 0; c < count; ++c) {
        widths[c] = table.columns[c].width > 0 ? widths[c] * scale : 0;
      }
      return widths;
    }
    share(flow.width() - fixed, wish, least, widths);
    return widths;
  }

  static void share(double room, const std::vector<double>& wish, const std::vector<double>& least,
                    Widths& widths) {
    std::vector<std::size_t> order;
    for (std::size_t c = 0; c < wish.size(); ++c) {
      if (wish[c] > 0) order.push_back(c);
    }
    const double asked = std::accumulate(wish.begin(), wish.end(), 0.0);
    if (asked <= room) {
      for (const auto c : order) widths[c] = wish[c] * room / asked;
      return;
    }
    const double needed = std::accumulate(least.begin(), least.end(), 0.0);
    if (needed >= room) {
      for (const auto c : order) widths[c] = least[c] * room / needed;
      return;
    }
    // The width at which those that are cut short fill the room.
    const auto width_at = [&](std::size_t c, double cut) {
      return std::clamp(cut, least[c], std::max(least[c], wish[c]));
    };
    double low = 0;
    double high = room;
    for (int i = 0; i < kHalvings; ++i) {
      const double cut = (low + high) / 2;
      double taken = 0;
      for (const auto c : order) taken += width_at(c, cut);
      (taken > room ? high : low) = cut;
    }
    for (const auto c : order) widths[c] = width_at(c, low);
  }

  Cells lay_row(Flow& flow, const Widths& widths, const Row& row) const {
    Cells cells;
    if (row.kind == RowKind::kGroup) {
      cells.push_back(flow.canvas().layout(row.cells.empty() ? std::string() : row.cells[0],
                                           style_of(row, 0), flow.width() - 2 * pad()));
      return cells;
    }
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      cells.push_back(flow.canvas().layout(row.cells[c], style_of(row, c),
                                           std::max(1.0, widths[c] - 2 * pad())));
    }
    return cells;
  }

  double height_of(Flow& flow, const Widths& widths, const Row& row) const {
    return row_height_of(lay_row(flow, widths, row));
  }
  [[nodiscard]] double row_height_of(const Cells& cells) const {
    return std::max(table.size * kCellPitch + 2 * mm(kCellPadY), row_height(cells));
  }

  // Height of the tier of group headings and of the tier of column headings.
  struct Header {
    double upper = 0, lower = 0;
  };
  Header header(Flow& flow, const Widths& widths) const {
    Header out;
    for_each_group(widths, [&](std::size_t c, std::size_t, double, double width) {
      if (table.columns[c].group.empty()) return;
      const auto cell = flow.canvas().layout(table.columns[c].group, header_style(),
                                             std::max(1.0, width - 2 * pad()));
      out.upper = std::max(out.upper, row_height({cell}));
    });
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const double height = row_height({title(flow, widths, c)});
      const double above = table.columns[c].group.empty() ? out.upper : 0;
      out.lower = std::max(out.lower, height - above);
    }
    return out;
  }
  double header_height(Flow& flow, const Widths& widths) const {
    const Header h = header(flow, widths);
    return h.upper + h.lower;
  }
  double body_height(Flow& flow, const Widths& widths) const {
    return flow.bottom() - flow.top() - header_height(flow, widths) - continued_height();
  }
  [[nodiscard]] double continued_height() const { return table.size * 1.5; }

  std::shared_ptr<const Layout> title(Flow& flow, const Widths& widths, std::size_t c) const {
    return flow.canvas().layout(table.columns[c].title, header_style(),
                                std::max(1.0, widths[c] - 2 * pad()));
  }

  // f(first column, one past the last, x from the left edge, width) for each run of one group.
  template <class F>
  void for_each_group(const Widths& widths, F f) const {
    double x = 0;
    for (std::size_t c = 0; c < table.columns.size();) {
      std::size_t end = c + 1;
      double width = widths[c];
      while (end < table.columns.size() && !table.columns[c].group.empty() &&
             table.columns[end].group == table.columns[c].group) {
        width += widths[end++];
      }
      f(c, end, x, width);
      x += width;
      c = end;
    }
  }

  void draw_header(Flow& flow, const Widths& widths, bool continued) const {
    Canvas& canvas = flow.canvas();
    if (continued) {
      TextStyle style = cell_style(table.size, Align::kRight);
      style.gray = 0.3;
      const auto mark = canvas.layout("（续表）", style, flow.width());
      canvas.draw(*mark, flow.left(), flow.y());
      flow.advance(continued_height());
    }
    const Header h = header(flow, widths);
    const double y = flow.y();
    const double height = h.upper + h.lower;
    canvas.fill(flow.left(), y, flow.width(), height, kShade);
    for_each_group(widths, [&](std::size_t begin, std::size_t end, double x, double width) {
      const std::string& group = table.columns[begin].group;
      double at = flow.left() + x;
      double top = y;
      if (!group.empty()) {
        const auto cell = canvas.layout(group, header_style(), std::max(1.0, width - 2 * pad()));
        canvas.draw(*cell, at + pad(), y + (h.upper - cell->height()) / 2);
        canvas.line(at, y + h.upper, at + width, y + h.upper, kHairline);
        top += h.upper;
      }
      for (std::size_t c = begin; c < end; ++c) {
        const auto cell = title(flow, widths, c);
        canvas.draw(*cell, at + pad(), top + (y + height - top - cell->height()) / 2);
        if (c > begin) canvas.line(at, top, at, y + height, kHairline);
        at += widths[c];
      }
      if (begin > 0) {
        canvas.line(flow.left() + x, y, flow.left() + x, y + height, kHairline);
      }
    });
    canvas.line(flow.left(), y, flow.right(), y, kThickLine);
    canvas.line(flow.left(), y + height, flow.right(), y + height, kThinLine);
    sides(flow, y, height);
    flow.advance(height);
  }

  static void sides(Flow& flow, double y, double height) {
    flow.canvas().line(flow.left(), y, flow.left(), y + height, kThinLine);
    flow.canvas().line(flow.right(), y, flow.right(), y + height, kThinLine);
  }

  void next_page(Flow& flow, const Widths& widths) const {
    flow.new_page();
    draw_header(flow, widths, true);
  }

  void draw_row(Flow& flow, const Widths& widths, const Row& whole) const {
    Row rest;  // of a row that was split
    const Row* row = &whole;
    for (;;) {
      const Cells cells = lay_row(flow, widths, *row);
      const double height = row_height_of(cells);
      if (flow.fits(height)) {
        draw_cells(flow, widths, row->kind, cells, height);
        return;
      }
      const double body = body_height(flow, widths);
      if (height <= body) {
        next_page(flow, widths);
        draw_cells(flow, widths, row->kind, cells, height);
        return;
      }
      // Higher than any page: as many lines as fit here, the rest on the next.
      const double pitch = table.size * kCellPitch;
      int lines = static_cast<int>((flow.room() - 2 * mm(kCellPadY)) / pitch);
      if (lines < 4 && flow.room() < body / 2) {
        next_page(flow, widths);
        continue;
      }
      lines = std::max(lines, 1);
      Row head{{}, row->kind};
      Row tail{{}, row->kind};
      for (const auto& cell : cells) {
        head.cells.push_back(cell->head(lines));
        tail.cells.push_back(cell->tail(lines));
      }
      const Cells head_cells = lay_row(flow, widths, head);
      draw_cells(flow, widths, row->kind, head_cells, row_height_of(head_cells));
      next_page(flow, widths);
      rest = std::move(tail);
      row = &rest;
    }
  }

  void draw_cells(Flow& flow, const Widths& widths, RowKind kind, const Cells& cells,
                  double height) const {
    Canvas& canvas = flow.canvas();
    const double y = flow.y();
    if (kind == RowKind::kGroup || kind == RowKind::kTotal) {
      canvas.fill(flow.left(), y, flow.width(), height, kind == RowKind::kTotal ? 0.9 : 0.96);
      canvas.line(flow.left(), y, flow.right(), y, kThinLine);
    }
    double x = flow.left();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (c < cells.size()) {
        canvas.draw(*cells[c], x + pad(), y + (height - cells[c]->height()) / 2);
      }
      if (c > 0 && kind != RowKind::kGroup) canvas.line(x, y, x, y + height, kHairline);
      x += widths[c];
    }
    canvas.line(flow.left(), y + height, flow.right(), y + height,
                kind == RowKind::kTotal ? kThickLine : kHairline);
    sides(flow, y, height);
    flow.advance(height);
  }
};

struct BannerBlock final : Block {
  std::vector<std::pair<std::string, TextStyle>> lines;
  void flow(Flow& flow) const override {
    const double pad = mm(6);
    Cells cells;
    double height = 2 * pad;
    for (const auto& [text, style] : lines) {
      cells.push_back(flow.canvas().layout(text, style, flow.width() - 2 * pad));
      height += cells.back()->height() + mm(style.before) + mm(style.after);
    }
    flow.gap(mm(3));
    flow.need(height);
    const double top = flow.y();
    double y = top + pad;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      y += mm(lines[i].second.before);
      flow.canvas().draw(*cells[i], flow.left() + pad, y);
      y += cells[i]->height() + mm(lines[i].second.after);
    }
    flow.canvas().frame(flow.left(), top, flow.width(), height, 2.2);
    flow.canvas().frame(flow.left() + mm(1.2), top + mm(1.2), flow.width() - mm(2.4),
                        height - mm(2.4), 0.6);
    flow.advance(height + mm(3));
  }
};

struct CodeBlock final : Block {
  std::optional<QrMatrix> code;
  std::string caption, beside;
  double size = 42;
  void flow(Flow& flow) const override {
    Canvas& canvas = flow.canvas();
    const double side = mm(size);
    const auto beside_layout = canvas.layout(beside, small_style(), flow.width() - side - mm(5));
    TextStyle style = cell_style(8.5, Align::kCenter);
    const auto caption_layout = canvas.layout(caption, style, side);
    const double height =
        std::max(side + mm(kQuietZone) + caption_layout->height(), beside_layout->height());
    flow.gap(mm(kQuietZone));
    flow.need(height);
    canvas.qr(*code, flow.left(), flow.y(), side);
    canvas.draw(*caption_layout, flow.left(), flow.y() + side + mm(kQuietZone));
    canvas.draw(*beside_layout, flow.left() + side + mm(5),
                flow.y() + std::max(0.0, (side - beside_layout->height()) / 2));
    flow.advance(height);
  }
};

struct ClosingBlock final : Block {
  Closing closing;
  std::optional<QrMatrix> code;
  void flow(Flow& flow) const override {
    Canvas& canvas = flow.canvas();
    const double side = code ? mm(closing.qr_size) : 0;
    const double field = std::min(mm(84), flow.width() - side - mm(6));
    TextStyle style = body_style();
    style.indent = 0;
    style.align = Align::kCenter;
    const auto issuer = canvas.layout(closing.issuer, style, field);
    const auto date = canvas.layout(closing.date, style, field);
    const auto caption =
        canvas.layout(closing.qr_caption, cell_style(8.5, Align::kCenter), std::max(side, 1.0));
    const double signed_height = issuer->height() + date->height();
    const double seal = closing.stamp ? 2 * mm(kSealRadius) : 0;
    const double right_height = std::max(signed_height, seal);
    const double height =
        std::max(right_height, code ? side + mm(kQuietZone) + caption->height() : 0);
    flow.gap(mm(kQuietZone));
    flow.need(height);
    if (code) {
      canvas.qr(*code, flow.left(), flow.y(), side);
      canvas.draw(*caption, flow.left(), flow.y() + side + mm(kQuietZone));
    }
    const double x = flow.right() - field;
    const double centre = flow.y() + right_height / 2;
    if (closing.stamp) {
      canvas.ring(x + field / 2, centre, mm(kSealRadius), 0.55);
      TextStyle mark = cell_style(8.5, Align::kCenter);
      mark.gray = 0.55;
      const auto text = canvas.layout("（盖章处）", mark, field);
      canvas.draw(*text, x, centre + mm(kSealRadius) - text->height() - mm(2));
    }
    canvas.draw(*issuer, x, centre - signed_height / 2);
    canvas.draw(*date, x, centre - signed_height / 2 + issuer->height());
    flow.advance(height);
  }
};

struct SignaturesBlock final : Block {
  std::vector<std::string> labels;
  void flow(Flow& flow) const override {
    if (labels.empty()) return;
    Canvas& canvas = flow.canvas();
    TextStyle style = cell_style(11, Align::kLeft);
    const double slot = flow.width() / static_cast<double>(labels.size());
    double height = 0;
    Cells cells;
    for (const auto& label : labels) {
      cells.push_back(canvas.layout(label + "：", style, -1));
      height = std::max(height, cells.back()->height());
    }
    flow.gap(mm(6));
    flow.need(height);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double x = flow.left() + slot * static_cast<double>(i);
      canvas.draw(*cells[i], x, flow.y());
      const double from = x + cells[i]->natural_width();
      const double to = x + slot - mm(6);
      if (to > from) canvas.line(from, flow.y() + height, to, flow.y() + height, kHairline);
    }
    flow.advance(height + mm(2));
  }
};

struct RuleBlock final : Block {
  bool dashed = false;
  std::string label;
  void flow(Flow& flow) const override {
    flow.gap(mm(4));
    const auto text = flow.canvas().layout(label, cell_style(9, Align::kCenter), -1);
    const double height = text->height();
    flow.need(height);
    const double y = flow.y() + height / 2;
    const double middle = (flow.left() + flow.right()) / 2;
    const double half = label.empty() ? 0 : text->natural_width() / 2 + mm(3);
    flow.canvas().line(flow.left(), y, middle - half, y, kHairline, 0.3, dashed);
    flow.canvas().line(middle + half, y, flow.right(), y, kHairline, 0.3, dashed);
    if (!label.empty()) flow.canvas().draw(*text, middle - text->natural_width() / 2, flow.y());
    flow.advance(height + mm(2));
  }
};

struct SpaceBlock final : Block {
  explicit SpaceBlock(double points) : height(points) {}
  double height;
  void flow(Flow& flow) const override {
    flow.need(height);
    flow.gap(height);
  }
};

struct BreakBlock final : Block {
  void flow(Flow& flow) const override {
    if (!flow.at_top()) flow.new_page();
  }
};

cairo_status_t append(void* to, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void require(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(std::string("cairo: ") + cairo_status_to_string(status));
  }
}

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

}  // namespace

TextStyle body_style() { return {.indent = 2}; }

TextStyle english_style() {
  return {.face = Face::kSans, .size = 9.5, .pitch = 1.45, .align = Align::kJustify, .gray = 0.3};
}

TextStyle small_style() {
  return {.face = Face::kSans, .size = 9.5, .pitch = 1.5, .align = Align::kJustify};
}

class Document::Impl {
 public:
  PageSetup setup;
  DocumentInfo info;
  std::vector<std::unique_ptr<Block>> blocks;

  [[nodiscard]] int run(Flow& flow) const {
    for (const auto& block : blocks) block->flow(flow);
    flow.finish_page();
    return flow.page();
  }
};

Document::Document(PageSetup setup, DocumentInfo info) : impl_(std::make_unique<Impl>()) {
  impl_->setup = std::move(setup);
  impl_->info = std::move(info);
}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

void Document::title(std::string text, std::string english, double size) {
  impl_->blocks.push_back(std::make_unique<TextBlock>(
      std::move(text), TextStyle{.size = size, .bold = true, .pitch = 1.5, .align = Align::kCenter},
      mm(30)));
  if (!english.empty()) {
    impl_->blocks.push_back(std::make_unique<TextBlock>(
        std::move(english),
        TextStyle{
            .face = Face::kSans, .size = 10.5, .pitch = 1.5, .align = Align::kCenter, .gray = 0.3},
        mm(20)));
  }
}

void Document::heading(std::string text, const std::string& english) {
  if (!english.empty()) text += "  " + english;
  impl_->blocks.push_back(std::make_unique<TextBlock>(std::move(text),
                                                      TextStyle{.face = Face::kSans,
                                                                .size = 12,
                                                                .bold = true,
                                                                .pitch = 1.6,
                                                                .align = Align::kLeft,
                                                                .before = 2.5},
                                                      mm(14)));
}

void Document::text(std::string text, const TextStyle& style) {
  impl_->blocks.push_back(std::make_unique<TextBlock>(std::move(text), style, 0));
}

void Document::numbered(const std::vector<std::string>& items, const TextStyle& style) {
  impl_->blocks.push_back(std::make_unique<NumberedBlock>(items, style));
}

void Document::pairs(std::vector<Pair> pairs, int across, double size, double label_width) {
  FX_CHECK(across == 1 || across == 2);
  auto block = std::make_unique<PairsBlock>();
  block->items = std::move(pairs);
  block->across = across;
  block->size = size;
  block->label_width = label_width;
  impl_->blocks.push_back(std::move(block));
}

void Document::table(Table table) {
  FX_CHECK(!table.columns.empty());
  for (const auto& row : table.rows) FX_CHECK(row.cells.size() <= table.columns.size());
  auto block = std::make_unique<TableBlock>();
  block->table = std::move(table);
  impl_->blocks.push_back(std::move(block));
}

void Document::banner(std::vector<std::pair<std::string, TextStyle>> lines) {
  auto block = std::make_unique<BannerBlock>();
  block->lines = std::move(lines);
  impl_->blocks.push_back(std::move(block));
}

void Document::code(const std::string& qr_text, std::string caption, std::string beside,
                    QrLevel level, double size) {
  auto block = std::make_unique<CodeBlock>();
  block->code = make_qr(qr_text, level);
  block->caption = std::move(caption);
  block->beside = std::move(beside);
  block->size = size;
  impl_->blocks.push_back(std::move(block));
}

void Document::closing(Closing closing) {
  auto block = std::make_unique<ClosingBlock>();
  if (!closing.qr_text.empty()) block->code = make_qr(closing.qr_text, closing.qr_level);
  block->closing = std::move(closing);
  impl_->blocks.push_back(std::move(block));
}

void Document::signatures(std::vector<std::string> labels) {
  auto block = std::make_unique<SignaturesBlock>();
  block->labels = std::move(labels);
  impl_->blocks.push_back(std::move(block));
}

void Document::rule(bool dashed, std::string label) {
  auto block = std::make_unique<RuleBlock>();
  block->dashed = dashed;
  block->label = std::move(label);
  impl_->blocks.push_back(std::move(block));
}

void Document::space(double millimetres) {
  impl_->blocks.push_back(std::make_unique<SpaceBlock>(mm(millimetres)));
}

void Document::page_break() { impl_->blocks.push_back(std::make_unique<BreakBlock>()); }

int Document::pages() const {
  Canvas canvas;
  Flow counting(canvas, impl_->setup, 0);
  return impl_->run(counting);
}

Printed Document::pdf() const {
  Canvas canvas;
  FontSubsets fonts;
  canvas.collect(&fonts);
  Flow counting(canvas, impl_->setup, 0);
  Printed out;
  out.pages = impl_->run(counting);
  fonts.build();

  Flow flow(canvas, impl_->setup, out.pages);
  const Surface surface(
      cairo_pdf_surface_create_for_stream(&append, &out.pdf, flow.page_width(), flow.page_height()),
      &cairo_surface_destroy);
  const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
    if (!text.empty()) cairo_pdf_surface_set_metadata(surface.get(), what, text.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, clean_text(impl_->info.title));
  set(CAIRO_PDF_METADATA_AUTHOR, clean_text(impl_->info.author));
  set(CAIRO_PDF_METADATA_CREATOR, "Fangxian");
  const Instant whole_second{impl_->info.created.millis / 1000 * 1000};
  set(CAIRO_PDF_METADATA_CREATE_DATE, iso(whole_second));
  const Context cr(cairo_create(surface.get()), &cairo_destroy);
  require(cairo_status(cr.get()));
  canvas.reset_missing();
  flow.draw_on(cr.get(), 0);
  FX_CHECK(impl_->run(flow) == out.pages);
  canvas.target(nullptr);
  require(cairo_status(cr.get()));
  cairo_surface_finish(surface.get());
  require(cairo_surface_status(surface.get()));
  out.missing_glyphs = canvas.missing_glyphs();
  return out;
}

Raster Document::raster(int page, double dpi) const {
  FX_CHECK(dpi >= 36 && dpi <= 600);
  Canvas canvas;
  Flow counting(canvas, impl_->setup, 0);
  const int pages = impl_->run(counting);
  if (page < 1 || page > pages) throw std::out_of_range("page");

  Flow flow(canvas, impl_->setup, pages);
  const double scale = dpi / 72;
  Raster out;
  out.width = static_cast<int>(std::lround(flow.page_width() * scale));
  out.height = static_cast<int>(std::lround(flow.page_height() * scale));
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, out.width, out.height),
                        &cairo_surface_destroy);
  const Context cr(cairo_create(surface.get()), &cairo_destroy);
  require(cairo_status(cr.get()));
  cairo_set_source_rgb(cr.get(), 1, 1, 1);
  cairo_paint(cr.get());
  cairo_scale(cr.get(), scale, scale);
  flow.draw_on(cr.get(), page);
  static_cast<void>(impl_->run(flow));
  canvas.target(nullptr);
  require(cairo_status(cr.get()));
  cairo_surface_flush(surface.get());
  const unsigned char* data = cairo_image_surface_get_data(surface.get());
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  out.pixels.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
  for (int y = 0; y < out.height; ++y) {
    const unsigned char* row = data + stride * static_cast<std::size_t>(y);
    // Everything here is drawn in gray, so one channel says it all.
    for (int x = 0; x < out.width; ++x) out.pixels.push_back(row[4 * x + 1]);
  }
  return out;
}

}  // namespace fx::print
