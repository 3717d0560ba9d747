#include "print/flow.h"

#include <algorithm>
#include <string>

namespace fx::print {
namespace {

TextStyle footer_style() {
  return {.face = Face::kSans, .size = 8.5, .pitch = 1.3, .align = Align::kLeft, .gray = 0.35};
}

std::string zh_minute(Instant at) { return iso(at).substr(0, 10) + " " + iso(at).substr(11, 5); }

}  // namespace

TextStyle cell_style(double size, Align align) {
  return {.face = Face::kSans, .size = size, .pitch = kCellPitch, .align = align};
}

void Flow::footer() {
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

double row_height(const Cells& cells) {
  double height = 0;
  for (const auto& cell : cells) height = std::max(height, cell->height());
  return height + 2 * mm(kCellPadY);
}

}  // namespace fx::print
