// Where the headings are and what each column is.
#include <algorithm>
#include <map>
#include <numeric>

#include "sheet/heading.h"
#include "sheet/table.h"

namespace fx::sheet {
namespace {

using internal::Assigned;
using internal::ColumnLabels;
using internal::heading_forms;
using internal::kExactScore;
using internal::SpecKeys;

constexpr std::size_t kHeadingSearchRows = 50;
constexpr std::size_t kContentSampleRows = 200;
constexpr double kContentAlone = 0.8;  // share of cells that must pass where no heading helps
constexpr double kLeastScore = 0.3;

struct Candidate {
  std::size_t first = 0;  // row indices
  std::size_t last = 0;
  std::vector<ColumnLabels> labels;
  std::vector<Assigned> assigned;
  double score = 0;
  std::size_t exact = 0;
  std::size_t matched = 0;

  void evaluate(const SpecKeys& keys) {
    assigned = internal::assign(labels, keys);
    for (const auto& one : assigned) {
      if (one.column == kNoColumn || one.score < 0.5) continue;
      score += one.score;
      ++matched;
      if (one.score >= kExactScore) ++exact;
    }
  }
  [[nodiscard]] bool plausible(std::size_t specs) const {
    if (specs == 1) return exact >= 1;
    return exact >= 2 || (exact == 1 && matched >= 2) || matched >= 3;
  }
};

// Two rows of headings as one: where the upper cell spans several columns, the lower says which.
std::vector<ColumnLabels> joined_labels(const Row& upper, const Row& lower, std::size_t columns) {
  std::vector<ColumnLabels> out;
  for (std::size_t column = 0; column < columns; ++column) {
    const Cell above = upper.at(column);
    const Cell below = lower.at(column);
    const bool use_above = above.kind == CellKind::kText;
    const bool use_below = below.kind == CellKind::kText;
    if (!use_above && !use_below) continue;
    ColumnLabels labels;
    labels.column = column;
    if (use_above && use_below && above.text != below.text) {
      labels.shown = std::string(above.text) + "/" + std::string(below.text);
      labels.labels.push_back(
          {heading_forms(std::string(above.text) + std::string(below.text)), 1});
      labels.labels.push_back({heading_forms(below.text), 0.96});
    } else {
      const Cell& only = use_below ? below : above;
      labels.shown = std::string(only.text);
      labels.labels.push_back({heading_forms(only.text), 1});
    }
    out.push_back(std::move(labels));
  }
  return out;
}

// A row of headings above another: several texts, one of which spans columns or reaches down.
bool may_be_upper(const Row& upper, const Row& lower) {
  std::size_t texts = 0;
  bool reaches = false;
  std::string_view left;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    const Cell cell = upper[i];
    if (cell.kind != CellKind::kText) return false;
    if (cell.text != left) ++texts;
    if (cell.merged && i > 0 && cell.text == left) reaches = true;
    left = cell.text;
    const Cell below = lower.at(cell.column);
    if (below.merged && below.text == cell.text) reaches = true;
    if (below.empty()) reaches = true;
  }
  return texts >= 2 && reaches;
}

Candidate best_headings(const Sheet& sheet, const SpecKeys& keys) {
  Candidate best;
  std::vector<Candidate> earlier;  // bests that something better displaced
  const auto consider = [&](Candidate candidate, double margin) {
    candidate.evaluate(keys);
    if (candidate.score <= best.score + margin) return;
    if (best.exact >= 2) earlier.push_back(std::move(best));
    best = std::move(candidate);
  };
  const std::size_t search = std::min(sheet.row_count(), kHeadingSearchRows);
  for (std::size_t i = 0; i < search; ++i) {
    const Row row = sheet.row(i);
    Candidate single;
    single.first = single.last = i;
    single.labels = internal::row_labels(row);
    consider(std::move(single), 1e-9);
    if (i + 1 == sheet.row_count()) break;
    const Row next = sheet.row(i + 1);
    if (next.number() != row.number() + 1 || !may_be_upper(row, next)) continue;
    Candidate pair;
    pair.first = i;
    pair.last = i + 1;
    pair.labels = joined_labels(row, next, sheet.column_count());
    // Data below a heading must not pass for a second row of headings.
    consider(std::move(pair), 0.5);
  }
  // Where merged cells reach down, the lower row alone has all the headings. The upper row still
  // belongs to them, and says whose name "姓名" under "户主" is.
  if (best.first == best.last && best.first > 0) {
    const Row upper = sheet.row(best.first - 1);
    const Row lower = sheet.row(best.first);
    bool reaches = false;
    for (std::size_t i = 0; i < lower.size(); ++i) {
      const Cell cell = lower[i];
      if (cell.merged && cell.text == upper.at(cell.column).text) reaches = true;
    }
    if (reaches && upper.number() + 1 == lower.number() && may_be_upper(upper, lower)) {
      Candidate pair;
      pair.first = best.first - 1;
      pair.last = best.first;
      pair.labels = joined_labels(upper, lower, sheet.column_count());
      consider(std::move(pair), -0.5);
    }
  }
  // Headings a little better further down are those of a second list; the first list counts too.
  for (auto candidate = earlier.rbegin(); candidate != earlier.rend(); ++candidate) {
    if (candidate->last + 1 < best.first && candidate->score >= 0.7 * best.score) {
      best = std::move(*candidate);
    }
  }
  return best;
}

// The share of a column's cells that pass a spec's test; nothing without test or cells.
class Contents {
 public:
  Contents(const Sheet& sheet, const std::vector<ColumnSpec>& specs, std::size_t first)
      : sheet_(sheet),
        specs_(specs),
        first_(first),
        last_(std::min(sheet.row_count(), first + kContentSampleRows)) {}

  std::optional<double> share(std::size_t spec, std::size_t column) const {
    if (!specs_[spec].content) return std::nullopt;
    std::size_t cells = 0;
    std::size_t passed = 0;
    for (std::size_t i = first_; i < last_; ++i) {
      const Cell cell = sheet_.row(i).at(column);
      if (cell.empty()) continue;
      ++cells;
      if (specs_[spec].content(cell.text)) ++passed;
    }
    if (cells == 0) return std::nullopt;
    return static_cast<double>(passed) / static_cast<double>(cells);
  }
  // A column with one lone cell tells nothing about itself.
  [[nodiscard]] bool enough(std::size_t column) const {
    std::size_t cells = 0;
    for (std::size_t i = first_; i < last_; ++i) {
      if (!sheet_.row(i).at(column).empty()) ++cells;
    }
    return cells * 5 >= last_ - first_ && cells > 0;
  }

 private:
  const Sheet& sheet_;
  const std::vector<ColumnSpec>& specs_;
  std::size_t first_;
  std::size_t last_;
};

struct Choice {
  std::size_t spec;
  std::size_t column;
  double score;
  double confidence;
  MatchedBy how;
};

// Headings and contents together, the surest pair first, each column and spec once.
void choose_columns(const Sheet& sheet, const std::vector<ColumnSpec>& specs, const SpecKeys& keys,
                    const std::vector<ColumnLabels>& labels, Layout& layout) {
  const Contents contents(sheet, specs, layout.first_data);
  std::vector<const ColumnLabels*> by_column(sheet.column_count(), nullptr);
  for (const auto& one : labels) by_column[one.column] = &one;
  std::vector<Choice> choices;
  for (std::size_t column = 0; column < sheet.column_count(); ++column) {
    for (std::size_t spec = 0; spec < specs.size(); ++spec) {
      double heading = 0;
      if (by_column[column] != nullptr) {
        for (const auto& label : by_column[column]->labels) {
          heading = std::max(
              heading, label.weight * internal::heading_score(label.forms, keys.synonyms[spec]));
        }
      }
      if (heading == 0 && !specs[spec].by_content) continue;
      const auto share = contents.share(spec, column);
      Choice choice{spec, column, 0, 0, MatchedBy::kNothing};
      if (heading >= kExactScore) {
        choice.score = heading + (share ? 0.5 * *share : 0.25);
        choice.confidence = share ? 0.5 + 0.5 * *share : 0.95;
        choice.how = MatchedBy::kExact;
      } else if (heading > 0) {
        choice.score =
            share ? (*share < 0.2 ? 0.3 * heading : heading + 0.4 * *share) : heading + 0.1;
        choice.confidence = heading * (share ? 0.3 + 0.7 * *share : 0.8);
        choice.how = MatchedBy::kContained;
      } else if (share && *share >= kContentAlone && contents.enough(column)) {
        choice.score = 0.6 * *share;
        choice.confidence = 0.6 * *share;
        choice.how = MatchedBy::kContent;
      }
      if (choice.score >= kLeastScore) choices.push_back(choice);
    }
  }
  std::stable_sort(choices.begin(), choices.end(),
                   [](const Choice& a, const Choice& b) { return a.score > b.score; });
  std::vector<bool> taken(sheet.column_count());
  for (const auto& choice : choices) {
    ColumnMatch& match = layout.columns[choice.spec];
    if (match.found() || taken[choice.column]) continue;
    taken[choice.column] = true;
    match.column = choice.column;
    match.confidence = choice.confidence;
    match.how = choice.how;
    if (by_column[choice.column] != nullptr) match.heading = by_column[choice.column]->shown;
  }
}

void note_missing(const std::vector<ColumnSpec>& specs, Layout& layout) {
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].required && !layout.columns[i].found()) layout.missing.push_back(specs[i].id);
  }
}

std::string usual_name(const ColumnSpec& spec) {
  return spec.synonyms.empty() ? spec.id : spec.synonyms.front();
}

// A heading as it may stand in a message: one line, not long.
std::string printable(std::string_view heading) {
  std::string out;
  std::size_t length = 0;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U && ++length > 20) return out + "…";
    out += byte < 0x20 ? ' ' : c;
  }
  return out;
}

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += "、";
    out += item;
  }
  return out.empty() ? "—" : out;
}

Refusal no_header(const Sheet& sheet, const std::vector<ColumnSpec>& specs, const Candidate& best) {
  std::vector<std::string> wanted;
  wanted.reserve(specs.size());
  for (const auto& spec : specs) wanted.push_back(usual_name(spec));
  // Only what was recognised: the rest of the row may be somebody's data.
  std::vector<std::string> found;
  for (std::size_t i = 0; i < best.assigned.size(); ++i) {
    if (best.assigned[i].score >= kExactScore) found.push_back(usual_name(specs[i]));
  }
  return refuse(kNoHeader, {},
                {{"wanted", list(wanted)},
                 {"found", list(found)},
                 {"rows", std::to_string(std::min(sheet.row_count(), kHeadingSearchRows))}});
}

}  // namespace

Result<Layout> recognise(const Sheet& sheet, const std::vector<ColumnSpec>& specs) {
  if (sheet.row_count() == 0) return refuse(kSheetIsEmpty);
  const SpecKeys keys = internal::spec_keys(specs);
  const Candidate best = best_headings(sheet, keys);
  Layout layout;
  layout.columns.resize(specs.size());
  layout.headings.resize(sheet.column_count());
  if (best.plausible(specs.size())) {
    layout.first_heading_row = sheet.row(best.first).number();
    layout.last_heading_row = sheet.row(best.last).number();
    layout.first_data = best.last + 1;
    for (const auto& labels : best.labels) layout.headings[labels.column] = labels.shown;
    choose_columns(sheet, specs, keys, best.labels, layout);
  } else {
    layout.has_headings = false;
    choose_columns(sheet, specs, keys, {}, layout);
    const auto could = static_cast<std::size_t>(
        std::count_if(specs.begin(), specs.end(), [](const auto& s) { return s.by_content; }));
    const auto found =
        static_cast<std::size_t>(std::count_if(layout.columns.begin(), layout.columns.end(),
                                               [](const auto& match) { return match.found(); }));
    if (found == 0 || found < std::min<std::size_t>(2, could)) {
      return no_header(sheet, specs, best);
    }
  }
  note_missing(specs, layout);
  return layout;
}

Result<Layout> layout_from(const Sheet& sheet, const std::vector<ColumnSpec>& specs,
                           const GivenLayout& given) {
  const auto wrong = [](std::string reason) {
    return refuse(kBadMapping, {}, {{"reason", std::move(reason)}});
  };
  if (sheet.row_count() == 0) return refuse(kSheetIsEmpty);
  Layout layout;
  layout.columns.resize(specs.size());
  layout.headings.resize(sheet.column_count());
  layout.has_headings = given.heading_row.has_value();
  if (given.heading_row) {
    std::size_t row = 0;
    while (row < sheet.row_count() && sheet.row(row).number() < *given.heading_row) ++row;
    if (row == sheet.row_count() || sheet.row(row).number() != *given.heading_row) {
      return wrong("row " + std::to_string(*given.heading_row));
    }
    layout.first_heading_row = layout.last_heading_row = *given.heading_row;
    layout.first_data = row + 1;
    const Row headings = sheet.row(row);
    for (std::size_t i = 0; i < headings.size(); ++i) {
      layout.headings[headings[i].column] = std::string(headings[i].text);
    }
  }
  std::vector<bool> taken(sheet.column_count());
  for (const auto& [id, column] : given.columns) {
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [&wanted = id](const auto& s) { return s.id == wanted; });
    if (spec == specs.end()) return wrong("unknown id");
    ColumnMatch& match = layout.columns[static_cast<std::size_t>(spec - specs.begin())];
    if (match.found()) return wrong(id + " twice");
    if (column >= sheet.column_count()) return wrong("no column " + column_name(column));
    if (taken[column]) return wrong("column " + column_name(column) + " twice");
    taken[column] = true;
    match = {column, layout.headings[column], 1, MatchedBy::kGiven};
  }
  note_missing(specs, layout);
  return layout;
}

Result<Table> find_table(const Sheet& sheet, const std::vector<ColumnSpec>& specs) {
  auto layout = recognise(sheet, specs);
  if (!layout) return layout.error();
  if (!layout->missing.empty()) {
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < specs.size(); ++i) {
      if (specs[i].required && !layout->columns[i].found()) missing.push_back(usual_name(specs[i]));
    }
    std::vector<std::string> found;
    for (const auto& heading : layout->headings) {
      if (!heading.empty() && found.size() < 40) found.push_back(printable(heading));
    }
    return refuse(kColumnsMissing, {},
                  {{"missing", list(missing)},
                   {"found", list(found)},
                   {"row", std::to_string(layout->last_heading_row)}});
  }
  return read_table(sheet, specs, *std::move(layout));
}

}  // namespace fx::sheet
