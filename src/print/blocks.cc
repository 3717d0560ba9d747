#include "print/blocks.h"

#include <algorithm>
#include <span>

namespace fx::print {
namespace {

constexpr double kSealRadius =
    20;  // millimetres: the seals of offices of this level are 40 to 42 mm

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

}  // namespace

std::unique_ptr<Block> text_block(std::string text, const TextStyle& style, double keep) {
  return std::make_unique<TextBlock>(std::move(text), style, keep);
}

std::unique_ptr<Block> numbered_block(std::vector<std::string> items, const TextStyle& style) {
  return std::make_unique<NumberedBlock>(std::move(items), style);
}

std::unique_ptr<Block> pairs_block(std::vector<Pair> pairs, int across, double size,
                                   double label_width) {
  auto block = std::make_unique<PairsBlock>();
  block->items = std::move(pairs);
  block->across = across;
  block->size = size;
  block->label_width = label_width;
  return block;
}

std::unique_ptr<Block> banner_block(std::vector<std::pair<std::string, TextStyle>> lines) {
  auto block = std::make_unique<BannerBlock>();
  block->lines = std::move(lines);
  return block;
}

std::unique_ptr<Block> code_block(const QrMatrix& code, std::string caption, std::string beside,
                                  double size) {
  auto block = std::make_unique<CodeBlock>();
  block->code = code;
  block->caption = std::move(caption);
  block->beside = std::move(beside);
  block->size = size;
  return block;
}

std::unique_ptr<Block> closing_block(Closing closing, std::optional<QrMatrix> code) {
  auto block = std::make_unique<ClosingBlock>();
  block->closing = std::move(closing);
  block->code = std::move(code);
  return block;
}

std::unique_ptr<Block> signatures_block(std::vector<std::string> labels) {
  auto block = std::make_unique<SignaturesBlock>();
  block->labels = std::move(labels);
  return block;
}

std::unique_ptr<Block> rule_block(bool dashed, std::string label) {
  auto block = std::make_unique<RuleBlock>();
  block->dashed = dashed;
  block->label = std::move(label);
  return block;
}

std::unique_ptr<Block> space_block(double points) { return std::make_unique<SpaceBlock>(points); }

std::unique_ptr<Block> break_block() { return std::make_unique<BreakBlock>(); }

}  // namespace fx::print
