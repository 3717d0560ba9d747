#include "print/document.h"

#include <cmath>
#include <optional>
#include <stdexcept>

#include <cairo-pdf.h>
#include <cairo.h>

#include "base/check.h"
#include "print/blocks.h"
#include "print/canvas.h"

namespace fx::print {
namespace {

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
  impl_->blocks.push_back(text_block(
      std::move(text), TextStyle{.size = size, .bold = true, .pitch = 1.5, .align = Align::kCenter},
      mm(30)));
  if (!english.empty()) {
    impl_->blocks.push_back(text_block(
        std::move(english),
        TextStyle{
            .face = Face::kSans, .size = 10.5, .pitch = 1.5, .align = Align::kCenter, .gray = 0.3},
        mm(20)));
  }
}

void Document::heading(std::string text, const std::string& english) {
  if (!english.empty()) text += "  " + english;
  impl_->blocks.push_back(text_block(std::move(text),
                                     TextStyle{.face = Face::kSans,
                                               .size = 12,
                                               .bold = true,
                                               .pitch = 1.6,
                                               .align = Align::kLeft,
                                               .before = 2.5},
                                     mm(14)));
}

void Document::text(std::string text, const TextStyle& style) {
  impl_->blocks.push_back(text_block(std::move(text), style, 0));
}

void Document::numbered(const std::vector<std::string>& items, const TextStyle& style) {
  impl_->blocks.push_back(numbered_block(items, style));
}

void Document::pairs(std::vector<Pair> pairs, int across, double size, double label_width) {
  FX_CHECK(across == 1 || across == 2);
  impl_->blocks.push_back(pairs_block(std::move(pairs), across, size, label_width));
}

void Document::table(Table table) {
  FX_CHECK(!table.columns.empty());
  for (const auto& row : table.rows) FX_CHECK(row.cells.size() <= table.columns.size());
  impl_->blocks.push_back(table_block(std::move(table)));
}

void Document::banner(std::vector<std::pair<std::string, TextStyle>> lines) {
  impl_->blocks.push_back(banner_block(std::move(lines)));
}

void Document::code(const std::string& qr_text, std::string caption, std::string beside,
                    QrLevel level, double size) {
  impl_->blocks.push_back(
      code_block(make_qr(qr_text, level), std::move(caption), std::move(beside), size));
}

void Document::closing(Closing closing) {
  std::optional<QrMatrix> code;
  if (!closing.qr_text.empty()) code = make_qr(closing.qr_text, closing.qr_level);
  impl_->blocks.push_back(closing_block(std::move(closing), std::move(code)));
}

void Document::signatures(std::vector<std::string> labels) {
  impl_->blocks.push_back(signatures_block(std::move(labels)));
}

void Document::rule(bool dashed, std::string label) {
  impl_->blocks.push_back(rule_block(dashed, std::move(label)));
}

void Document::space(double millimetres) { impl_->blocks.push_back(space_block(mm(millimetres))); }

void Document::page_break() { impl_->blocks.push_back(break_block()); }

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
