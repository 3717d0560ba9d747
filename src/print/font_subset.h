// Inside fx::print: fonts cut down to the glyphs one document uses, before Cairo embeds them.
//
// Cairo cuts OpenType/CFF fonts down by itself, but keeps the whole table of subroutines, emptied
// at best and in full where one glyph's program is beyond its parser: 50 to 500 KB a face with the
// Noto CJK fonts. HarfBuzz writes the subroutines out where they are called and leaves the table
// behind, which makes files some ten times smaller and quicker to write.
//
// One thread. The faces live as long as Cairo's caches hold them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>

#include <cairo.h>
#include <hb.h>
#include <pango/pango.h>

namespace fx::print {

class FontSubsets {
 public:
  FontSubsets();
  ~FontSubsets();
  FontSubsets(const FontSubsets&) = delete;
  FontSubsets& operator=(const FontSubsets&) = delete;

  // First, for all text of the document.
  void use(PangoFont* font, PangoGlyph glyph);
  // Then, once.
  void build();

  class Subset;
  // The cut-down face of a font; null if it is of another kind or could not be cut: then the font
  // itself is to be used.
  [[nodiscard]] const Subset* find(PangoFont* font) const;

 private:
  std::map<hb_face_t*, std::set<hb_codepoint_t>> used_;
  std::map<hb_face_t*, std::unique_ptr<Subset>> subsets_;
};

class FontSubsets::Subset {
 public:
  Subset(cairo_font_face_t* face, hb_map_t* glyphs) : face_(face), glyphs_(glyphs) {}
  ~Subset();
  Subset(const Subset&) = delete;
  Subset& operator=(const Subset&) = delete;

  [[nodiscard]] cairo_font_face_t* face() const { return face_; }
  // The number of a glyph in the face; nothing if it was not named in use().
  [[nodiscard]] std::optional<unsigned long> glyph(PangoGlyph glyph) const;

 private:
  cairo_font_face_t* face_;
  hb_map_t* glyphs_;
};

}  // namespace fx::print
