// Tables: columns as wide as their contents ask for, headings again on every page.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/check.h"
#include "print/blocks.h"

namespace fx::print {
namespace {

constexpr double kMinColumn = 9;     // millimetres
constexpr double kWholeTitle = 4.1;  // characters of a heading that are not broken without need
constexpr std::size_t kMeasuredRows = 200;
constexpr int kHalvings = 40;      // of a page's width: far below a pixel
constexpr double kSmallTable = 7;  // points; smaller ones have narrower cells

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

}  // namespace

std::unique_ptr<Block> table_block(Table table) {
  auto block = std::make_unique<TableBlock>();
  block->table = std::move(table);
  return block;
}

}  // namespace fx::print
