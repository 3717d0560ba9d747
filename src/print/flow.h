// Blocks set one below the other on pages. For the documents of this folder only.
#pragma once

#include <memory>
#include <vector>

#include <cairo.h>

#include "print/canvas.h"
#include "print/document.h"

namespace fx::print {

inline constexpr double kA4Short = 210, kA4Long = 297;  // millimetres
inline constexpr double kHairline = 0.5, kThinLine = 0.8, kThickLine = 1.4;
inline constexpr double kShade = 0.93;
inline constexpr double kCellPadX = 1.4, kCellPadY = 0.9;  // millimetres
inline constexpr double kRounding = 0.01;
inline constexpr double kCellPitch = 1.35;

TextStyle cell_style(double size, Align align);

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

  void footer();

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

// A paragraph, over as many pages as it takes.
void flow_lines(Flow& flow, const Layout& layout, double x);

using Cells = std::vector<std::shared_ptr<const Layout>>;
double row_height(const Cells& cells);

}  // namespace fx::print
