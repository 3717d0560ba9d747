#include "print/font_subset.h"

#include <array>
#include <utility>

#include <cairo-ft.h>
#include <ft2build.h>
#include <hb-subset.h>
#include FT_FREETYPE_H

namespace fx::print {
namespace {

// What Cairo and FreeType need to draw and embed a CFF face. Without the character map and the
// layout tables, which are used up once the text is shaped, cutting takes a third of the time.
constexpr std::array kTables{HB_TAG('C', 'F', 'F', ' '), HB_TAG('h', 'e', 'a', 'd'),
                             HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
                             HB_TAG('m', 'a', 'x', 'p'), HB_TAG('n', 'a', 'm', 'e'),
                             HB_TAG('O', 'S', '/', '2'), HB_TAG('p', 'o', 's', 't')};

using HbFace = std::unique_ptr<hb_face_t, decltype(&hb_face_destroy)>;
using HbBlob = std::unique_ptr<hb_blob_t, decltype(&hb_blob_destroy)>;
using HbInput = std::unique_ptr<hb_subset_input_t, decltype(&hb_subset_input_destroy)>;
using HbPlan = std::unique_ptr<hb_subset_plan_t, decltype(&hb_subset_plan_destroy)>;

hb_face_t* face_of(PangoFont* font) { return hb_font_get_face(pango_font_get_hb_font(font)); }

bool has_table(hb_face_t* face, hb_tag_t tag) {
  const HbBlob blob(hb_face_reference_table(face, tag), &hb_blob_destroy);
  return hb_blob_get_length(blob.get()) > 0;
}

// A FreeType face with the bytes it reads from. It has a library of its own: Cairo's caches may
// let go of it in another thread, and one library may not be used by two.
struct OwnedFace {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  HbBlob blob;

  explicit OwnedFace(HbBlob bytes) : blob(std::move(bytes)) {
    unsigned size = 0;
    const char* data = hb_blob_get_data(blob.get(), &size);
    if (FT_Init_FreeType(&library) != 0) {
      library = nullptr;
    } else if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(data),
                                  static_cast<FT_Long>(size), 0, &face) != 0) {
      face = nullptr;
    }
  }
  ~OwnedFace() {
    if (face != nullptr) FT_Done_Face(face);
    if (library != nullptr) FT_Done_FreeType(library);
  }
  OwnedFace(const OwnedFace&) = delete;
  OwnedFace& operator=(const OwnedFace&) = delete;
};

constexpr cairo_user_data_key_t kOwnedFaceKey{};

cairo_font_face_t* cairo_face(HbBlob bytes) {
  auto owned = std::make_unique<OwnedFace>(std::move(bytes));
  if (owned->face == nullptr) return nullptr;
  cairo_font_face_t* face =
      cairo_ft_font_face_create_for_ft_face(owned->face, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
  if (cairo_font_face_status(face) != CAIRO_STATUS_SUCCESS ||
      cairo_font_face_set_user_data(face, &kOwnedFaceKey, owned.get(), [](void* data) {
        delete static_cast<OwnedFace*>(data);
      }) != CAIRO_STATUS_SUCCESS) {
    cairo_font_face_destroy(face);
    return nullptr;
  }
  static_cast<void>(owned.release());
  return face;
}

std::unique_ptr<FontSubsets::Subset> cut(hb_face_t* face, const std::set<hb_codepoint_t>& glyphs) {
  const HbFace lean(hb_face_builder_create(), &hb_face_destroy);
  for (const hb_tag_t tag : kTables) {
    const HbBlob table(hb_face_reference_table(face, tag), &hb_blob_destroy);
    hb_face_builder_add_table(lean.get(), tag, table.get());
  }
  const HbInput input(hb_subset_input_create_or_fail(), &hb_subset_input_destroy);
  if (!input) return nullptr;
  hb_subset_input_set_flags(input.get(),
                            HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NO_HINTING);
  for (const auto glyph : glyphs) hb_set_add(hb_subset_input_glyph_set(input.get()), glyph);
  const HbPlan plan(hb_subset_plan_create_or_fail(lean.get(), input.get()),
                    &hb_subset_plan_destroy);
  if (!plan) return nullptr;
  const HbFace subset(hb_subset_plan_execute_or_fail(plan.get()), &hb_face_destroy);
  if (!subset) return nullptr;
  cairo_font_face_t* drawn = cairo_face({hb_face_reference_blob(subset.get()), &hb_blob_destroy});
  if (drawn == nullptr) return nullptr;
  hb_map_t* numbers = hb_map_create();
  const hb_map_t* old_to_new = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
  for (const auto glyph : glyphs) hb_map_set(numbers, glyph, hb_map_get(old_to_new, glyph));
  return std::make_unique<FontSubsets::Subset>(drawn, numbers);
}

}  // namespace

FontSubsets::FontSubsets() = default;

FontSubsets::~FontSubsets() {
  for (const auto& [face, glyphs] : used_) hb_face_destroy(face);
}

void FontSubsets::use(PangoFont* font, PangoGlyph glyph) {
  hb_face_t* face = face_of(font);
  const auto [at, added] = used_.try_emplace(face);
  if (added) hb_face_reference(face);  // or its address might come to mean another face
  if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) {
    at->second.insert(glyph);
  }
}

void FontSubsets::build() {
  for (const auto& [face, glyphs] : used_) {
    if (!has_table(face, HB_TAG('C', 'F', 'F', ' '))) continue;
    if (auto subset = cut(face, glyphs)) subsets_.emplace(face, std::move(subset));
  }
}

const FontSubsets::Subset* FontSubsets::find(PangoFont* font) const {
  const auto found = subsets_.find(face_of(font));
  return found == subsets_.end() ? nullptr : found->second.get();
}

FontSubsets::Subset::~Subset() {
  cairo_font_face_destroy(face_);
  hb_map_destroy(glyphs_);
}

std::optional<unsigned long> FontSubsets::Subset::glyph(PangoGlyph glyph) const {
  const hb_codepoint_t number = hb_map_get(glyphs_, glyph);
  if (number == HB_MAP_VALUE_INVALID) return std::nullopt;
  return number;
}

}  // namespace fx::print
