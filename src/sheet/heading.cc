#include "sheet/heading.h"

#include <algorithm>

#include "base/text.h"

namespace fx::sheet::internal {
namespace {

constexpr std::size_t kLongestHeading = 40;  // code points; longer texts are no headings

// Half width, lower case; 0 for what headings are compared without.
char32_t fold(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c < 0x80) {
    if (c >= 'A' && c <= 'Z') return c - 'A' + 'a';
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
  }
  const bool dropped =
      c < 0xC0 ||                      // Latin-1 signs, no-break space
      c == 0xD7 || c == 0xF7 ||        //
      (c >= 0x2000 && c <= 0x206F) ||  // general punctuation, zero width
      (c >= 0x2100 && c <= 0x214F) ||  // letterlike signs such as the one for Celsius
      (c >= 0x2500 && c <= 0x27BF) ||  // boxes, stars, ticks
      (c >= 0x3000 && c <= 0x3004) ||  // CJK punctuation
      (c >= 0x3008 && c <= 0x3020) ||  //
      (c >= 0xFE00 && c <= 0xFE6F) ||  // variation selectors, small forms
      (c >= 0xFF5F && c <= 0xFF65) || c == 0xFEFF;
  return dropped ? 0 : c;
}

bool opens(char32_t c) {
  return c == '(' || c == '[' || c == '{' || c == 0xFF08 || c == 0xFF3B || c == 0x3010 ||
         c == 0x3014 || c == 0xFF5B;
}
bool closes(char32_t c) {
  return c == ')' || c == ']' || c == '}' || c == 0xFF09 || c == 0xFF3D || c == 0x3011 ||
         c == 0x3015 || c == 0xFF5D;
}

double contained_score(const std::string& heading, const std::string& synonym) {
  const auto long_in = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const auto heading_length = static_cast<double>(code_points(heading));
  const auto synonym_length = static_cast<double>(code_points(synonym));
  if (synonym_length >= 2 && synonym_length < heading_length && long_in(heading, synonym)) {
    // The noun a Chinese heading is about stands last: 户主姓名 is a name.
    const bool last =
        heading.compare(heading.size() - synonym.size(), synonym.size(), synonym) == 0;
    return 0.42 + 0.44 * synonym_length / heading_length + (last ? 0.04 : 0.0);
  }
  if (heading_length >= 2 && heading_length < synonym_length && long_in(synonym, heading)) {
    return 0.35 + 0.35 * heading_length / synonym_length;
  }
  return 0;
}

}  // namespace

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

HeadingForms heading_forms(std::string_view heading) {
  HeadingForms forms;
  std::size_t depth = 0;
  std::size_t at = 0;
  std::size_t length = 0;
  while (at < heading.size()) {
    const auto c = next_code_point(heading, at);
    if (!c) continue;
    if (opens(*c)) {
      ++depth;
      continue;
    }
    if (closes(*c)) {
      if (depth > 0) --depth;
      continue;
    }
    const char32_t folded = fold(*c);
    if (folded == 0) continue;
    if (++length > kLongestHeading) return {};
    append_utf8(forms.whole, folded);
    append_utf8(depth > 0 ? forms.inner : forms.base, folded);
  }
  return forms;
}

double heading_score(const HeadingForms& heading, const std::vector<std::string>& synonym_keys) {
  double best = 0;
  for (const auto& synonym : synonym_keys) {
    if (synonym.empty()) continue;
    if (synonym == heading.base || synonym == heading.whole) return 1;
    if (synonym == heading.inner) best = std::max(best, 0.75);
    if (!heading.base.empty()) best = std::max(best, contained_score(heading.base, synonym));
  }
  return best;
}

SpecKeys spec_keys(const std::vector<ColumnSpec>& specs) {
  SpecKeys keys;
  for (const auto& spec : specs) {
    auto& list = keys.synonyms.emplace_back();
    for (const auto& synonym : spec.synonyms) {
      const auto forms = heading_forms(synonym);
      list.push_back(forms.base);
      if (forms.whole != forms.base) list.push_back(forms.whole);
    }
  }
  return keys;
}

std::vector<Assigned> assign(const std::vector<ColumnLabels>& columns, const SpecKeys& keys) {
  struct Pair {
    std::size_t spec;
    std::size_t column;
    double score;
  };
  std::vector<Pair> pairs;
  for (const auto& column : columns) {
    for (std::size_t spec = 0; spec < keys.synonyms.size(); ++spec) {
      double score = 0;
      for (const auto& label : column.labels) {
        score = std::max(score, label.weight * heading_score(label.forms, keys.synonyms[spec]));
      }
      if (score > 0) pairs.push_back({spec, column.column, score});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.score > b.score; });
  std::vector<Assigned> out(keys.synonyms.size());
  std::vector<std::size_t> taken;
  for (const auto& pair : pairs) {
    if (out[pair.spec].column != kNoColumn) continue;
    if (std::find(taken.begin(), taken.end(), pair.column) != taken.end()) continue;
    out[pair.spec] = {pair.column, pair.score};
    taken.push_back(pair.column);
  }
  return out;
}

std::vector<ColumnLabels> row_labels(const Row& row) {
  std::vector<ColumnLabels> out;
  std::string_view left;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Cell cell = row[i];
    const bool continued = cell.merged && i > 0 && cell.text == left;
    left = cell.text;
    if (continued || cell.kind != CellKind::kText) continue;
    auto forms = heading_forms(cell.text);
    if (forms.whole.empty()) continue;
    ColumnLabels labels;
    labels.column = cell.column;
    labels.shown = std::string(cell.text);
    labels.labels.push_back({std::move(forms), 1});
    out.push_back(std::move(labels));
  }
  return out;
}

}  // namespace fx::sheet::internal

namespace fx::sheet {

std::string heading_key(std::string_view heading) {
  auto forms = internal::heading_forms(heading);
  return forms.base.empty() ? std::move(forms.whole) : std::move(forms.base);
}

}  // namespace fx::sheet
