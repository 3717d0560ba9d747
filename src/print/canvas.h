// Inside fx::print: laid-out text and strokes on a Cairo surface, or on nothing while pages are
// being counted. All lengths here are points, y down. One thread.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <cairo.h>
#include <pango/pango.h>

#include "print/document.h"
#include "print/font_subset.h"

namespace fx::print {

// Millimetres of white around a code: 4 modules of the coarsest code that is printed 60 mm wide.
inline constexpr double kQuietZone = 4;
inline constexpr double kPointsPerMm = 72.0 / 25.4;
inline double mm(double millimetres) { return millimetres * kPointsPerMm; }

// Text broken into lines of a fixed pitch. Chinese lines of one paragraph stand at equal distances
// even where a fallback font is taller.
class Layout {
 public:
  [[nodiscard]] int lines() const { return static_cast<int>(lines_.size()); }
  [[nodiscard]] double pitch() const { return pitch_; }
  [[nodiscard]] double height() const { return pitch_ * lines(); }
  [[nodiscard]] double natural_width() const { return natural_width_; }  // of the longest line
  [[nodiscard]] int missing() const { return missing_; }
  // The text from the start of a line; "" if there is no such line.
  [[nodiscard]] std::string tail(int line) const;
  [[nodiscard]] std::string head(int line) const;

 private:
  friend class Canvas;
  struct Line {
    PangoLayoutLine* line;  // owned by layout_
    double x;
  };
  std::shared_ptr<PangoLayout> layout_;
  std::vector<Line> lines_;
  std::string text_;
  double size_ = 0, pitch_ = 0, gray_ = 0, natural_width_ = 0;
  int missing_ = 0;
};

class Canvas {
 public:
  Canvas();  // throws FontsMissing
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  // Null: nothing is drawn.
  void target(cairo_t* cr) { cr_ = cr; }
  [[nodiscard]] bool drawing() const { return cr_ != nullptr; }
  // While nothing is drawn: note the glyphs of all text, then cut the fonts down to them for what
  // is drawn from then on. Null: fonts as they are.
  void collect(FontSubsets* fonts) { fonts_ = fonts; }

  // width < 0: one line per paragraph, unbroken.
  std::shared_ptr<const Layout> layout(const std::string& text, const TextStyle& style,
                                       double width);
  void draw(const Layout& layout, double x, double y) { draw(layout, x, y, 0, layout.lines()); }
  // Lines [from, to) with the first at y.
  void draw(const Layout& layout, double x, double y, int from, int to);
  void line(double x1, double y1, double x2, double y2, double width, double gray = 0,
            bool dashed = false);
  void fill(double x, double y, double width, double height, double gray);
  void frame(double x, double y, double width, double height, double line_width);
  void ring(double x, double y, double radius, double gray);
  // A square of that size; the caller keeps kQuietZone around it free.
  void qr(const QrMatrix& code, double x, double y, double size);

  [[nodiscard]] int missing_glyphs() const { return missing_; }
  void reset_missing() { missing_ = 0; }

 private:
  void show(PangoLayoutLine* line, double x, double baseline);
  bool show_subset(const PangoGlyphItem& run, const char* text, double x, double baseline);

  PangoContext* context_;
  cairo_t* cr_ = nullptr;
  FontSubsets* fonts_ = nullptr;
  int missing_ = 0;
  // Tables repeat short figures thousands of times, and every page is laid out twice.
  std::unordered_map<std::string, std::shared_ptr<const Layout>> cache_;
};

// UTF-8 that is safe to set: see document.h.
std::string clean_text(const std::string& text);

}  // namespace fx::print
