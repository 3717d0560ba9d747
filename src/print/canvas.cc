#include "print/canvas.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <pango/pangocairo.h>

#include "base/check.h"

namespace fx::print {
namespace {

// Pango tries the families in this order; the Noto ones come with Debian's fonts-noto-cjk.
constexpr const char* kSerif = "Noto Serif CJK SC,Noto Sans CJK SC,Source Han Serif SC,serif";
constexpr const char* kSans = "Noto Sans CJK SC,Noto Serif CJK SC,Source Han Sans SC,sans-serif";
// Where the middle of a Chinese character's square lies above the baseline, in ems: ascent 0.88 and
// descent 0.12 in every font made to the usual design.
constexpr double kMiddle = 0.38;
// A justified line is stretched by at most this much a gap (in ems): beyond it the line is one that
// an unbreakable word left short, and looks better ragged.
constexpr double kMaxStretch = 0.2;
constexpr std::size_t kMaxCached = 4096;
constexpr std::size_t kMaxCachedText = 48;

std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> describe(
    const TextStyle& style) {
  std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
      pango_font_description_new(), &pango_font_description_free);
  pango_font_description_set_family_static(font.get(), style.face == Face::kSerif ? kSerif : kSans);
  pango_font_description_set_weight(font.get(),
                                    style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
  return font;
}

bool has_chinese(PangoContext* context) {
  const auto font = describe({});
  PangoFontset* set =
      pango_context_load_fontset(context, font.get(), pango_language_from_string("zh-cn"));
  PangoFont* best = pango_fontset_get_font(set, 0x56fd);  // 国
  const bool found = best != nullptr && pango_font_has_char(best, 0x56fd) != 0;
  if (best != nullptr) g_object_unref(best);
  g_object_unref(set);
  return found;
}

bool is_wide(gunichar c) { return c >= 0x2e80; }  // Han, kana, full-width punctuation

// Spreads the room left on a line over its gaps beside Chinese characters and over its spaces.
// Pango's own justification gives everything to the spaces, which tears mixed lines apart.
void justify(PangoLayoutLine* line, const char* text, double room) {
  struct Gap {
    PangoGlyphInfo* glyph;
  };
  std::vector<Gap> gaps;
  PangoGlyphInfo* previous = nullptr;
  gunichar previous_char = 0;
  for (GSList* run = line->runs; run != nullptr; run = run->next) {
    auto* item = static_cast<PangoGlyphItem*>(run->data);
    const PangoGlyphString* glyphs = item->glyphs;
    int cluster = -1;
    for (int i = 0; i < glyphs->num_glyphs; ++i) {
      const int at = item->item->offset + glyphs->log_clusters[i];
      const gunichar here = g_utf8_get_char(text + at);
      if (at != cluster && previous != nullptr &&
          (is_wide(here) || is_wide(previous_char) || previous_char == ' ')) {
        gaps.push_back({previous});
      }
      cluster = at;
      previous = &glyphs->glyphs[i];
      previous_char = here;
    }
  }
  if (gaps.empty()) return;
  const double each = room / static_cast<double>(gaps.size());
  double given = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double upto = each * static_cast<double>(i + 1);
    const int add = static_cast<int>(upto - given);
    gaps[i].glyph->geometry.width += add;
    given += add;
  }
}

std::size_t gap_count(const std::string& text, int start, int length) {
  const char* from = text.data() + start;
  return static_cast<std::size_t>(std::max<glong>(1, g_utf8_strlen(from, length) - 1));
}

std::string cache_key(const std::string& text, const TextStyle& style, double width) {
  std::array<double, 7> numbers{style.size,
                                style.pitch,
                                style.indent,
                                style.gray,
                                width,
                                static_cast<double>(style.align),
                                (style.bold ? 2.0 : 0.0) + (style.face == Face::kSerif ? 1 : 0)};
  std::string key(sizeof numbers, '\0');
  std::memcpy(key.data(), numbers.data(), sizeof numbers);
  return key + text;
}

}  // namespace

std::string clean_text(const std::string& text) {
  gchar* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
  std::string out;
  out.reserve(text.size());
  for (const gchar* p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
    const gunichar c = g_utf8_get_char(p);
    const bool control = (c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0);
    const bool direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
                           c == 0x200e || c == 0x200f || c == 0x061c;
    const bool separator = c == 0x2028 || c == 0x2029;
    if (c == '\t' || separator) {
      out += ' ';
    } else if (!control && !direction && c != 0xfeff) {
      out.append(p, static_cast<std::size_t>(g_utf8_next_char(p) - p));
    }
  }
  g_free(valid);
  return out;
}

std::string Layout::tail(int line) const {
  if (line >= lines()) return {};
  const auto* at = lines_[static_cast<std::size_t>(line)].line;
  return text_.substr(static_cast<std::size_t>(at->start_index));
}

std::string Layout::head(int line) const {
  if (line >= lines()) return text_;
  const auto* at = lines_[static_cast<std::size_t>(line)].line;
  std::string out = text_.substr(0, static_cast<std::size_t>(at->start_index));
  if (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

Canvas::Canvas() {
  // The default map belongs to the thread, so nothing here is shared.
  context_ = pango_font_map_create_context(pango_cairo_font_map_get_default());
  pango_context_set_language(context_, pango_language_from_string("zh-cn"));
  pango_context_set_base_dir(context_, PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context_, FALSE);
  // Paper, not pixels: positions must not depend on the surface.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context_, options);
  cairo_font_options_destroy(options);
  if (!has_chinese(context_)) {
    g_object_unref(context_);
    throw FontsMissing();
  }
}

Canvas::~Canvas() {
  cache_.clear();
  g_object_unref(context_);
}

std::shared_ptr<const Layout> Canvas::layout(const std::string& raw, const TextStyle& style,
                                             double width) {
  const bool cacheable = raw.size() <= kMaxCachedText;
  std::string key;
  if (cacheable) {
    key = cache_key(raw, style, width);
    if (const auto found = cache_.find(key); found != cache_.end()) return found->second;
  }

  auto out = std::make_shared<Layout>();
  out->text_ = clean_text(raw);
  out->size_ = style.size;
  out->pitch_ = style.size * style.pitch;
  out->gray_ = style.gray;
  out->layout_ = std::shared_ptr<PangoLayout>(pango_layout_new(context_),
                                              [](PangoLayout* l) { g_object_unref(l); });
  PangoLayout* layout = out->layout_.get();
  pango_layout_set_font_description(layout, describe(style).get());
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(layout, width < 0 ? -1 : static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_indent(layout, static_cast<int>(style.indent * style.size * PANGO_SCALE));
  pango_layout_set_alignment(layout, style.align == Align::kCenter  ? PANGO_ALIGN_CENTER
                                     : style.align == Align::kRight ? PANGO_ALIGN_RIGHT
                                                                    : PANGO_ALIGN_LEFT);
  // A long number cut at the end of its column must not gain a hyphen it does not have.
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_text(layout, out->text_.data(), static_cast<int>(out->text_.size()));
  out->missing_ = pango_layout_get_unknown_glyphs_count(layout);

  PangoLayoutIter* iter = pango_layout_get_iter(layout);
  do {
    PangoRectangle extent;
    pango_layout_iter_get_line_extents(iter, nullptr, &extent);
    PangoLayoutLine* line = pango_layout_iter_get_line(iter);
    const double right = static_cast<double>(extent.x + extent.width);
    out->natural_width_ = std::max(out->natural_width_, right / PANGO_SCALE);
    out->lines_.push_back({line, static_cast<double>(extent.x) / PANGO_SCALE});
  } while (pango_layout_iter_next_line(iter) != 0);
  pango_layout_iter_free(iter);

  if (style.align == Align::kJustify && width > 0) {
    for (std::size_t i = 0; i + 1 < out->lines_.size(); ++i) {
      auto* line = out->lines_[i].line;
      if (out->lines_[i + 1].line->is_paragraph_start != 0) continue;
      PangoRectangle extent;
      pango_layout_line_get_extents(line, nullptr, &extent);
      const double room = (width - out->lines_[i].x) * PANGO_SCALE - extent.width;
      const double per_gap =
          room / static_cast<double>(gap_count(out->text_, line->start_index, line->length));
      if (room > 0 && per_gap < kMaxStretch * style.size * PANGO_SCALE) {
        justify(line, out->text_.data(), room);
      }
    }
  }
  if (cacheable) {
    if (cache_.size() >= kMaxCached) cache_.clear();
    cache_.emplace(std::move(key), out);
  }
  return out;
}

void Canvas::draw(const Layout& layout, double x, double y, int from, int to) {
  if (!drawing()) {
    if (fonts_ == nullptr) return;
    for (int i = from; i < to; ++i) {
      const auto* line = layout.lines_[static_cast<std::size_t>(i)].line;
      for (const GSList* at = line->runs; at != nullptr; at = at->next) {
        const auto* run = static_cast<const PangoGlyphItem*>(at->data);
        for (int g = 0; g < run->glyphs->num_glyphs; ++g) {
          fonts_->use(run->item->analysis.font, run->glyphs->glyphs[g].glyph);
        }
      }
    }
    return;
  }
  if (from == 0) missing_ += layout.missing_;
  cairo_set_source_rgb(cr_, layout.gray_, layout.gray_, layout.gray_);
  for (int i = from; i < to; ++i) {
    const auto& line = layout.lines_[static_cast<std::size_t>(i)];
    const double baseline =
        y + layout.pitch_ * (i - from) + layout.pitch_ / 2 + kMiddle * layout.size_;
    show(line.line, x + line.x, baseline);
  }
}

void Canvas::show(PangoLayoutLine* line, double x, double baseline) {
  if (fonts_ == nullptr) {
    cairo_move_to(cr_, x, baseline);
    pango_cairo_show_layout_line(cr_, line);
    return;
  }
  const char* text = pango_layout_get_text(line->layout);
  for (GSList* at = line->runs; at != nullptr; at = at->next) {
    auto* run = static_cast<PangoGlyphItem*>(at->data);
    if (!show_subset(*run, text, x, baseline)) {
      cairo_move_to(cr_, x, baseline);
      pango_cairo_show_glyph_item(cr_, text, run);
    }
    x += static_cast<double>(pango_glyph_string_get_width(run->glyphs)) / PANGO_SCALE;
  }
}

// One run of left-to-right text in a font that was cut down; false if it is not one, and nothing is
// drawn. The text goes with the glyphs, so that it can be copied and searched.
bool Canvas::show_subset(const PangoGlyphItem& run, const char* text, double x, double baseline) {
  const PangoItem& item = *run.item;
  const PangoGlyphString& string = *run.glyphs;
  const auto* subset = fonts_->find(item.analysis.font);
  if (subset == nullptr || item.analysis.level % 2 != 0) return false;
  std::vector<cairo_glyph_t> glyphs;
  std::vector<cairo_text_cluster_t> clusters;
  int cluster_start = -1;
  for (int i = 0; i < string.num_glyphs; ++i) {
    const PangoGlyphInfo& info = string.glyphs[i];
    if (string.log_clusters[i] != cluster_start) {
      if (!clusters.empty()) clusters.back().num_bytes = string.log_clusters[i] - cluster_start;
      cluster_start = string.log_clusters[i];
      clusters.push_back({item.length - cluster_start, 0});
    }
    if (info.glyph != PANGO_GLYPH_EMPTY) {
      const auto number = subset->glyph(info.glyph);
      if (!number) return false;
      glyphs.push_back({*number, x + static_cast<double>(info.geometry.x_offset) / PANGO_SCALE,
                        baseline + static_cast<double>(info.geometry.y_offset) / PANGO_SCALE});
      ++clusters.back().num_glyphs;
    }
    x += static_cast<double>(info.geometry.width) / PANGO_SCALE;
  }
  cairo_scaled_font_t* scaled =
      pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(item.analysis.font));
  cairo_matrix_t size;
  cairo_scaled_font_get_font_matrix(scaled, &size);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_scaled_font_get_font_options(scaled, options);
  cairo_set_font_face(cr_, subset->face());
  cairo_set_font_matrix(cr_, &size);
  cairo_set_font_options(cr_, options);
  cairo_font_options_destroy(options);
  cairo_show_text_glyphs(cr_, text + item.offset, item.length, glyphs.data(),
                         static_cast<int>(glyphs.size()), clusters.data(),
                         static_cast<int>(clusters.size()), {});
  return true;
}

void Canvas::line(double x1, double y1, double x2, double y2, double width, double gray,
                  bool dashed) {
  if (!drawing()) return;
  cairo_save(cr_);
  cairo_set_source_rgb(cr_, gray, gray, gray);
  cairo_set_line_width(cr_, width);
  if (dashed) {
    const std::array<double, 2> dashes{4, 3};
    cairo_set_dash(cr_, dashes.data(), dashes.size(), 0);
  }
  cairo_move_to(cr_, x1, y1);
  cairo_line_to(cr_, x2, y2);
  cairo_stroke(cr_);
  cairo_restore(cr_);
}

void Canvas::fill(double x, double y, double width, double height, double gray) {
  if (!drawing()) return;
  cairo_set_source_rgb(cr_, gray, gray, gray);
  cairo_rectangle(cr_, x, y, width, height);
  cairo_fill(cr_);
}

void Canvas::frame(double x, double y, double width, double height, double line_width) {
  if (!drawing()) return;
  cairo_set_source_rgb(cr_, 0, 0, 0);
  cairo_set_line_width(cr_, line_width);
  cairo_rectangle(cr_, x, y, width, height);
  cairo_stroke(cr_);
}

void Canvas::ring(double x, double y, double radius, double gray) {
  if (!drawing()) return;
  cairo_save(cr_);
  cairo_set_source_rgb(cr_, gray, gray, gray);
  cairo_set_line_width(cr_, 0.8);
  const std::array<double, 2> dashes{2, 3};
  cairo_set_dash(cr_, dashes.data(), dashes.size(), 0);
  cairo_new_sub_path(cr_);
  cairo_arc(cr_, x, y, radius, 0, 2 * 3.14159265358979);
  cairo_stroke(cr_);
  cairo_restore(cr_);
}

void Canvas::qr(const QrMatrix& code, double x, double y, double size) {
  if (!drawing()) return;
  const double module = size / code.side;
  cairo_set_source_rgb(cr_, 0, 0, 0);
  // One path for all, so that neighbouring modules show no hairline between them.
  for (int row = 0; row < code.side; ++row) {
    for (int from = 0; from < code.side;) {
      if (!code.at(from, row)) {
        ++from;
        continue;
      }
      int to = from;
      while (to < code.side && code.at(to, row)) ++to;
      cairo_rectangle(cr_, x + module * from, y + module * row, module * (to - from), module);
      from = to;
    }
  }
  cairo_fill(cr_);
}

}  // namespace fx::print
