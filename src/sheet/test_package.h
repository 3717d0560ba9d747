// Building XLSX files by hand, for forms that no writer makes. For tests and fuzzers only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sheet/zip_writer.h"

namespace fx::sheet::test {

inline constexpr std::string_view kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
inline constexpr std::string_view kMain =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
inline constexpr std::string_view kRelations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

inline std::string join(const std::vector<std::string_view>& pieces) {
  std::string out;
  for (const auto piece : pieces) out += piece;
  return out;
}

// A sound package around the parts of a workbook; each may be replaced.
struct Package {
  std::vector<std::string> sheets;  // whole worksheet parts
  std::string shared_strings;       // content of <sst>, none if empty
  std::string styles;               // content of <styleSheet>, none if empty
  std::string workbook_attributes;  // of <workbookPr>
  [[nodiscard]] std::string bytes() const;
};

inline std::string Package::bytes() const {
  std::string entries;
  std::string relations;
  std::vector<std::pair<std::string, std::string>> parts;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    entries += join({"<sheet name=\"S", n, "\" sheetId=\"", n, "\" r:id=\"rId", n, "\"/>"});
    relations += join({"<Relationship Id=\"rId", n, "\" Type=\"", kRelations,
                       "/worksheet\" Target=\"worksheets/sheet", n, ".xml\"/>"});
    parts.emplace_back("xl/worksheets/sheet" + n + ".xml", sheets[i]);
  }
  const auto extra = [&](std::string_view name, std::string_view root, std::string_view content) {
    if (content.empty()) return;
    relations += join({"<Relationship Id=\"x", name, "\" Type=\"", kRelations, "/", name,
                       "\" Target=\"", name, ".xml\"/>"});
    parts.emplace_back(join({"xl/", name, ".xml"}), join({kXml, "<", root, " xmlns=\"", kMain,
                                                          "\">", content, "</", root, ">"}));
  };
  extra("sharedStrings", "sst", shared_strings);
  extra("styles", "styleSheet", styles);
  parts.emplace_back("[Content_Types].xml", join({kXml, "<Types/>"}));
  parts.emplace_back("_rels/.rels",
                     join({kXml, "<Relationships><Relationship Id=\"r\" Type=\"", kRelations,
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"}));
  parts.emplace_back("xl/workbook.xml", join({kXml, "<workbook xmlns=\"", kMain, "\" xmlns:r=\"",
                                              kRelations, "\"><workbookPr ", workbook_attributes,
                                              "/><sheets>", entries, "</sheets></workbook>"}));
  parts.emplace_back("xl/_rels/workbook.xml.rels",
                     join({kXml, "<Relationships>", relations, "</Relationships>"}));
  return write_zip(parts);
}

// A worksheet part around the content of <sheetData>; tail goes behind it.
inline std::string worksheet(std::string_view sheet_data, std::string_view tail = {}) {
  return join({kXml, "<worksheet xmlns=\"", kMain, "\"><sheetData>", sheet_data, "</sheetData>",
               tail, "</worksheet>"});
}

// A package of one such sheet.
inline std::string book(std::string_view sheet_data, std::string_view tail = {}) {
  Package package;
  package.sheets.push_back(worksheet(sheet_data, tail));
  return package.bytes();
}

}  // namespace fx::sheet::test
