// XLSX: ECMA-376 part 1 (SpreadsheetML), transitional and strict, as much of it as says what is in
// the cells, and as tolerant as the programs that people's files come from make necessary.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sheet/builder.h"
#include "sheet/formats.h"
#include "sheet/number_format.h"
#include "sheet/refusals.h"
#include "sheet/xml.h"
#include "sheet/zip.h"

namespace fx::sheet::internal {
namespace {

constexpr std::uint32_t kMaxRow = 1'048'576;
constexpr std::uint32_t kMaxColumn = 16'384;

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

bool is_true(std::string_view text) { return text == "1" || text == "true" || text == "on"; }

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

template <class Integer>
std::optional<Integer> to_integer(std::string_view text) {
  Integer value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

struct Reference {
  std::uint32_t row = 0;     // 1-based; 0 if the reference has none
  std::uint32_t column = 0;  // 1-based, at most one more than a sheet can have; 0 likewise
};

// "AB12". Nothing if it is not a reference at all.
std::optional<Reference> parse_reference(std::string_view text) {
  Reference at;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    std::uint32_t letter = 0;
    if (c >= 'A' && c <= 'Z') {
      letter = static_cast<std::uint32_t>(c - 'A' + 1);
    } else if (c >= 'a' && c <= 'z') {
      letter = static_cast<std::uint32_t>(c - 'a' + 1);
    } else if (c == '$') {
      continue;
    } else {
      break;
    }
    at.column = std::min(at.column * 26 + letter, kMaxColumn + 1);
  }
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '$') continue;
    if (c < '0' || c > '9') return std::nullopt;
    at.row = std::min(at.row * 10 + static_cast<std::uint32_t>(c - '0'), kMaxRow + 1);
  }
  return at;
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// ST_Xstring (22.9.2.19): _xHHHH_ stands for a character that XML cannot hold, or for itself.
void undo_escapes(std::string& text) {
  auto from = text.find("_x");
  if (from == std::string::npos) return;
  std::string out;
  std::size_t done = 0;
  for (; from != std::string::npos; from = text.find("_x", from)) {
    unsigned code = 0;
    bool escape = from + 6 < text.size() && text[from + 6] == '_';
    for (std::size_t i = 0; escape && i < 4; ++i) {
      const int digit = hex(text[from + 2 + i]);
      escape = digit >= 0;
      code = code * 16 + static_cast<unsigned>(std::max(digit, 0));
    }
    if (!escape || code == 0 || (code >= 0xD800 && code <= 0xDFFF)) {
      from += 2;
      continue;
    }
    out.append(text, done, from - done);
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0U | (code >> 6));
      out += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
      out += static_cast<char>(0xE0U | (code >> 12));
      out += static_cast<char>(0x80U | ((code >> 6) & 0x3FU));
      out += static_cast<char>(0x80U | (code & 0x3FU));
    }
    from += 7;
    done = from;
  }
  out.append(text, done, std::string::npos);
  text = std::move(out);
}

struct Relationship {
  std::string type;
  std::string target;  // a part name
};

class RelationshipHandler final : public XmlHandler {
 public:
  explicit RelationshipHandler(std::string folder) : folder_(std::move(folder)) {}

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
    const std::string_view target = attributes.get("Target");
    const bool absolute = !target.empty() && (target.front() == '/' || target.front() == '\\');
    std::string path = absolute ? std::string(target) : folder_ + "/" + std::string(target);
    found.emplace(attributes.get("Id"),
                  Relationship{std::string(attributes.get("Type")), part_name(path)});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::map<std::string, Relationship, std::less<>> found;

 private:
  std::string folder_;
};

struct SheetEntry {
  std::string name;
  std::string relationship;
  bool hidden = false;
};

class WorkbookHandler final : public XmlHandler {
 public:
  explicit WorkbookHandler(const Limits& limits) : limits_(limits) {}

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheet") {
      if (sheets.size() == limits_.sheets) {
        stop(refuse(kTooManySheets, {}, {{"limit", std::to_string(limits_.sheets)}}));
        return;
      }
      const auto state = attributes.get("state");
      sheets.push_back({std::string(attributes.get("name")),
                        std::string(attributes.get_prefixed("id")),
                        state == "hidden" || state == "veryHidden"});
    } else if (name == "workbookPr") {
      from_1904 = is_true(attributes.get("date1904"));
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::vector<SheetEntry> sheets;
  bool from_1904 = false;

 private:
  const Limits& limits_;
};

class StylesHandler final : public XmlHandler {
 public:
  explicit StylesHandler(const Limits& limits) : limits_(limits) {}

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      const auto id = to_integer<int>(attributes.get("numFmtId"));
      if (id) codes_[*id] = parse_format(attributes.get("formatCode"));
      if (codes_.size() > limits_.styles) too_many();
    } else if (name == "cellXfs") {
      inside_ = true;
    } else if (name == "xf" && inside_) {
      ids_.push_back(to_integer<int>(attributes.get("numFmtId")).value_or(0));
      if (ids_.size() > limits_.styles) too_many();
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }
  void text(std::string_view) override {}

  // The number format of every cell style, in order.
  [[nodiscard]] std::vector<NumberFormat> formats() const {
    std::vector<NumberFormat> out;
    out.reserve(ids_.size());
    for (const int id : ids_) {
      const auto own = codes_.find(id);
      out.push_back(own != codes_.end() ? own->second : built_in_format(id));
    }
    return out;
  }

 private:
  void too_many() { stop(refuse(kTooManyStyles, {}, {{"limit", std::to_string(limits_.styles)}})); }

  const Limits& limits_;
  std::map<int, NumberFormat> codes_;
  std::vector<int> ids_;
  bool inside_ = false;
};

class SharedStringsHandler final : public XmlHandler {
 public:
  explicit SharedStringsHandler(Building& building) : building_(building) {}

  void start(std::string_view name, const XmlAttributes&) override {
    if (name == "si") {
      current_.clear();
    } else if (name == "t") {
      reading_ = phonetic_ == 0;
    } else if (name == "rPh") {
      ++phonetic_;  // how the text is read aloud: not part of it
    }
  }
  void end(std::string_view name) override {
    if (name == "si") {
      undo_escapes(current_);
      const auto kept = keep_text(building_, current_, strings.size() + 1);
      if (!kept) {
        stop(kept.error());
        return;
      }
      strings.push_back(*kept);
      if (strings.size() > building_.limits.shared_strings) {
        stop(refuse(kTooManySharedStrings, {},
                    {{"limit", std::to_string(building_.limits.shared_strings)}}));
      }
    } else if (name == "t") {
      reading_ = false;
    } else if (name == "rPh" && phonetic_ > 0) {
      --phonetic_;
    }
  }
  void text(std::string_view piece) override {
    if (!reading_) return;
    current_.append(piece);
    if (current_.size() > building_.limits.cell_characters * 16) {
      stop(refuse(kCellTooLong, {},
                  {{"row", std::to_string(strings.size() + 1)},
                   {"limit", std::to_string(building_.limits.cell_characters)}}));
    }
  }

  std::vector<TextRef> strings;

 private:
  Building& building_;
  std::string current_;
  bool reading_ = false;
  int phonetic_ = 0;
};

// What a sheet's cells refer to.
struct Context {
  std::vector<TextRef> strings;
  std::vector<NumberFormat> formats;
  bool from_1904 = false;
};

class SheetHandler final : public XmlHandler {
 public:
  SheetHandler(Building& building, const Context& context, SheetBuilder& builder)
      : building_(building), context_(context), builder_(builder) {}

  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "c") {
      start_cell(attributes);
    } else if (name == "v") {
      reading_ = in_cell_;
      has_value_ = true;
    } else if (name == "t") {
      reading_ = in_cell_ && phonetic_ == 0;
    } else if (name == "f") {
      formula_ = true;
    } else if (name == "row") {
      start_row(attributes);
    } else if (name == "rPh") {
      ++phonetic_;
    } else if (name == "mergeCell") {
      merge(attributes.get("ref"));
    } else if (name == "chartsheet" || name == "dialogsheet") {
      not_cells = true;
    }
  }

  void end(std::string_view name) override {
    if (name == "v" || name == "t") {
      reading_ = false;
    } else if (name == "c") {
      end_cell();
    } else if (name == "rPh" && phonetic_ > 0) {
      --phonetic_;
    }
  }

  void text(std::string_view piece) override {
    if (!reading_) return;
    value_.append(piece);
    if (value_.size() > building_.limits.cell_characters * 16) {
      stop(refuse(kCellTooLong, {},
                  {{"row", std::to_string(row_)},
                   {"limit", std::to_string(building_.limits.cell_characters)}}));
    }
  }

  std::size_t formulas_without_value = 0;
  bool not_cells = false;

 private:
  enum class Type { kNumber, kShared, kText, kBoolean, kError, kDate };

  // The limit that a reference breaks is the reader's or, as here, the format's own.
  void too_many_columns() {
    stop(refuse(
        kTooManyColumns, {},
        {{"row", std::to_string(row_)}, {"limit", std::to_string(building_.limits.columns)}}));
  }

  void start_row(const XmlAttributes& attributes) {
    std::size_t number = std::size_t{row_} + 1;
    if (const auto r = attributes.get("r"); !r.empty()) {
      const auto given = to_integer<std::size_t>(trim(r));
      if (!given || *given == 0) {
        stop(refuse(kDamaged, {}, {{"part", "row"}}));
        return;
      }
      number = *given;
    }
    if (!builder_.begin_row(number, is_true(attributes.get("hidden")))) {
      stop(builder_.refusal());
      return;
    }
    row_ = static_cast<std::uint32_t>(number);
    column_ = 0;
    in_row_ = true;
  }

  void start_cell(const XmlAttributes& attributes) {
    if (!in_row_) return;
    in_cell_ = true;
    formula_ = false;
    has_value_ = false;
    value_.clear();
    style_ = 0;
    std::uint32_t column = column_ + 1;
    if (const auto r = attributes.get("r"); !r.empty()) {
      const auto at = parse_reference(r);
      if (!at) {
        stop(refuse(kDamaged, {}, {{"part", "cell"}}));
        return;
      }
      if (at->column != 0) column = at->column;
    }
    if (column > building_.limits.columns) {
      too_many_columns();
      return;
    }
    column_ = column;
    const auto t = attributes.get("t");
    if (t.empty() || t == "n") {
      type_ = Type::kNumber;
    } else if (t == "s") {
      type_ = Type::kShared;
    } else if (t == "b") {
      type_ = Type::kBoolean;
    } else if (t == "e") {
      type_ = Type::kError;
    } else if (t == "d") {
      type_ = Type::kDate;
    } else {
      type_ = Type::kText;  // inlineStr, str
    }
    if (const auto s = attributes.get("s"); !s.empty()) {
      style_ = to_integer<std::size_t>(s).value_or(0);
    }
  }

  void end_cell() {
    if (!in_cell_) return;
    in_cell_ = false;
    if (value_.empty()) {
      if (formula_ && !has_value_) ++formulas_without_value;
      return;
    }
    const std::size_t column = column_ - 1;
    bool ok = true;
    switch (type_) {
      case Type::kNumber:
        ok = add_number(column, trim(value_));
        break;
      case Type::kShared: {
        const auto index = to_integer<std::size_t>(trim(value_));
        if (!index || *index >= context_.strings.size()) {
          stop(refuse(kDamaged, {}, {{"part", "sharedStrings"}}));
          return;
        }
        ok = builder_.add_shared(column, context_.strings[*index], formula_);
        break;
      }
      case Type::kText:
        undo_escapes(value_);
        ok = builder_.add(column, CellKind::kText, value_, {}, formula_);
        break;
      case Type::kBoolean:
        ok = builder_.add(column, CellKind::kBoolean, is_true(trim(value_)) ? "TRUE" : "FALSE", {},
                          formula_);
        break;
      case Type::kError:
        ok = builder_.add(column, CellKind::kError, value_, {}, formula_);
        break;
      case Type::kDate:
        ok = add_iso_date(column, trim(value_));
        break;
    }
    if (!ok) stop(builder_.refusal());
  }

  bool add_number(std::size_t column, std::string_view raw) {
    if (raw.size() > 64) return builder_.add(column, CellKind::kText, raw, {}, formula_);
    static const NumberFormat general;
    const NumberFormat& format =
        style_ < context_.formats.size() ? context_.formats[style_] : general;
    if (format.date || format.time || format.duration) {
      double serial = 0;
      const auto read = std::from_chars(raw.data(), raw.data() + raw.size(), serial);
      if (read.ec == std::errc() && read.ptr == raw.data() + raw.size() && std::isfinite(serial)) {
        if (!format.duration) {
          if (const auto date = serial_date(serial, format, context_.from_1904)) {
            if (!date->real) {
              return builder_.add(column, CellKind::kText, date->text, raw, formula_);
            }
            return builder_.add(column, CellKind::kDate, date->text, raw, formula_, &date->value);
          }
        } else if (serial >= 0 && serial < 1e6) {
          const auto minutes = std::llround(serial * 1440);
          std::string text = std::to_string(minutes / 60) + ":";
          if (minutes % 60 < 10) text += '0';
          text += std::to_string(minutes % 60);
          return builder_.add(column, CellKind::kNumber, text, raw, formula_);
        }
      }
      if (!format_number(raw, general, shown_)) {
        return builder_.add(column, CellKind::kText, raw, {}, formula_);
      }
      return builder_.add(column, CellKind::kNumber, shown_, raw, formula_);
    }
    if (!format_number(raw, format, shown_)) {
      return builder_.add(column, CellKind::kText, raw, {}, formula_);
    }
    return builder_.add(column, CellKind::kNumber, shown_, raw, formula_);
  }

  // 18.18.11, t="d": 2020-02-28, 2020-02-28T17:05:00.000 (with or without Z), 17:05:00.
  bool add_iso_date(std::size_t column, std::string_view raw) {
    DateValue value;
    std::string_view clock = raw;
    std::string text;
    if (raw.size() >= 10 && (value.day = parse_day(raw.substr(0, 10)))) {
      text = raw.substr(0, 10);
      clock = raw.substr(10);
      if (!clock.empty() && clock.front() == 'T') clock.remove_prefix(1);
    }
    if (clock.size() >= 5) {
      const auto minute = parse_minute(clock.substr(0, 5));
      if (minute && *minute < 1440) {
        value.minute = *minute;
        if (*minute != 0 || !value.day) {
          if (!text.empty()) text += ' ';
          text += clock.substr(0, 5);
        }
      }
    }
    if (text.empty() || raw.size() > 64) {
      return builder_.add(column, CellKind::kText, value_, {}, formula_);
    }
    return builder_.add(column, CellKind::kDate, text, raw, formula_, &value);
  }

  void merge(std::string_view ref) {
    const auto colon = ref.find(':');
    if (colon == std::string_view::npos) return;
    const auto from = parse_reference(ref.substr(0, colon));
    const auto to = parse_reference(ref.substr(colon + 1));
    if (!from || !to || from->row == 0 || from->column == 0 || to->row < from->row ||
        to->column < from->column) {
      return;
    }
    if (to->column > kMaxColumn || to->row > kMaxRow) {
      row_ = from->row;
      too_many_columns();
      return;
    }
    if (!builder_.merge({from->row, to->row, static_cast<std::uint16_t>(from->column - 1),
                         static_cast<std::uint16_t>(to->column - 1)})) {
      stop(builder_.refusal());
    }
  }

  Building& building_;
  const Context& context_;
  SheetBuilder& builder_;
  std::uint32_t row_ = 0;
  std::uint32_t column_ = 0;  // 1-based; of the last cell
  std::size_t style_ = 0;
  Type type_ = Type::kNumber;
  bool in_row_ = false;
  bool in_cell_ = false;
  bool formula_ = false;
  bool has_value_ = false;
  bool reading_ = false;
  int phonetic_ = 0;
  std::string value_;
  std::string shown_;
};

class XlsxReader {
 public:
  XlsxReader(ZipArchive& zip, const Limits& limits)
      : zip_(zip), limits_(limits), building_(limits) {}

  Result<Workbook> read() {
    if (auto status = find_workbook(); !status) return status.error();
    WorkbookHandler workbook(limits_);
    if (auto status = parse(workbook_part_, workbook); !status) return status.error();
    if (workbook.sheets.empty()) return refuse(kNoSheets);
    context_.from_1904 = workbook.from_1904;
    if (auto status = read_shared(); !status) return status.error();

    Workbook out;
    std::size_t without_value = 0;
    for (std::size_t i = 0; i < workbook.sheets.size(); ++i) {
      const SheetEntry& entry = workbook.sheets[i];
      std::string part;
      if (const auto it = relationships_.find(entry.relationship); it != relationships_.end()) {
        if (ends_with(it->second.type, "/chartsheet") ||
            ends_with(it->second.type, "/dialogsheet")) {
          continue;
        }
        part = it->second.target;
      }
      if (!zip_.has(part)) part = folder_ + "/worksheets/sheet" + std::to_string(i + 1) + ".xml";
      if (!zip_.has(part)) {
        out.warnings.push_back(refuse(kSheetMissing, {}, {{"number", std::to_string(i + 1)}}));
        continue;
      }
      SheetBuilder builder(building_, entry.name, entry.hidden);
      SheetHandler handler(building_, context_, builder);
      if (auto status = parse(part, handler); !status) return status.error();
      if (handler.not_cells) continue;
      without_value += handler.formulas_without_value;
      auto sheet = builder.finish();
      if (!sheet) return sheet.error();
      out.sheets.push_back(*std::move(sheet));
    }
    if (out.sheets.empty()) return refuse(kNoSheets);
    if (without_value > 0) {
      out.warnings.push_back(
          refuse(kFormulaWithoutValue, {}, {{"count", std::to_string(without_value)}}));
    }
    return out;
  }

 private:
  Status parse(const std::string& part, XmlHandler& handler) {
    return parse_xml([&](const Sink& sink) { return zip_.read(part, sink); }, handler, limits_,
                     part);
  }

  Status find_workbook() {
    if (zip_.has("_rels/.rels")) {
      RelationshipHandler root("");
      if (auto status = parse("_rels/.rels", root); !status) return status;
      for (const auto& [id, relationship] : root.found) {
        if (ends_with(relationship.type, "/officeDocument")) workbook_part_ = relationship.target;
      }
    }
    if (!zip_.has(workbook_part_)) workbook_part_ = "xl/workbook.xml";
    if (!zip_.has(workbook_part_)) workbook_part_ = zip_.find_ending("/workbook.xml");
    if (!zip_.has(workbook_part_)) return refuse(kDamaged, {}, {{"part", "workbook.xml"}});
    const auto slash = workbook_part_.rfind('/');
    folder_ = slash == std::string::npos ? "" : workbook_part_.substr(0, slash);
    const std::string file =
        slash == std::string::npos ? workbook_part_ : workbook_part_.substr(slash + 1);
    const std::string rels = part_name(folder_ + "/_rels/" + file + ".rels");
    if (zip_.has(rels)) {
      RelationshipHandler handler(folder_);
      if (auto status = parse(rels, handler); !status) return status;
      relationships_ = std::move(handler.found);
    }
    return {};
  }

  // The part of that type, or where it usually is; "" if the file has none.
  std::string related(std::string_view type, std::string_view usual) {
    for (const auto& [id, relationship] : relationships_) {
      if (ends_with(relationship.type, type) && zip_.has(relationship.target)) {
        return relationship.target;
      }
    }
    std::string part = part_name(folder_ + "/" + std::string(usual));
    return zip_.has(part) ? part : "";
  }

  Status read_shared() {
    if (const auto part = related("/styles", "styles.xml"); !part.empty()) {
      StylesHandler styles(limits_);
      if (auto status = parse(part, styles); !status) return status;
      context_.formats = styles.formats();
    }
    if (const auto part = related("/sharedStrings", "sharedStrings.xml"); !part.empty()) {
      SharedStringsHandler strings(building_);
      if (auto status = parse(part, strings); !status) return status;
      context_.strings = std::move(strings.strings);
    }
    return {};
  }

  ZipArchive& zip_;
  const Limits& limits_;
  Building building_;
  Context context_;
  std::string workbook_part_;
  std::string folder_;
  std::map<std::string, Relationship, std::less<>> relationships_;
};

}  // namespace

Result<Workbook> read_xlsx(std::string_view bytes, const Limits& limits) {
  auto zip = ZipArchive::open(bytes, limits);
  if (!zip) return zip.error();
  if (zip->has("xl/workbook.bin")) return refuse(kBinaryWorkbook);
  if (zip->has("content.xml") && zip->has("mimetype")) return refuse(kOpenDocument);
  if (zip->has_folder("word/")) {
    return refuse(kNotASheet, {}, {{"format", "a Word document"}, {"format_zh", "Word 文档"}});
  }
  if (zip->has_folder("ppt/")) {
    return refuse(kNotASheet, {}, {{"format", "a presentation"}, {"format_zh", "演示文稿"}});
  }
  if (!zip->has("[content_types].xml") && zip->find_ending("workbook.xml").empty()) {
    return refuse(kNotASheet, {}, {{"format", "a ZIP archive"}, {"format_zh", "压缩包"}});
  }
  return XlsxReader(*zip, limits).read();
}

}  // namespace fx::sheet::internal
