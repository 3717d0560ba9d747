#include "modules/returnees/made/files.h"

#include <iconv.h>

#include "base/check.h"
#include "base/text.h"
#include "sheet/test_package.h"

namespace fx::made {
namespace {

std::string convert(const std::string& text, const char* to) {
  iconv_t cd = iconv_open(to, "UTF-8");
  FX_CHECK(cd != reinterpret_cast<iconv_t>(-1));
  std::string out(text.size() * 4 + 16, '\0');
  std::string in = text;
  char* from = in.data();
  std::size_t left = in.size();
  char* at = out.data();
  std::size_t room = out.size();
  FX_CHECK(iconv(cd, &from, &left, &at, &room) != static_cast<std::size_t>(-1));
  iconv_close(cd);
  out.resize(out.size() - room);
  return out;
}

std::string escape_xml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string cell_name(std::size_t column, std::size_t row) {
  std::string name(1, static_cast<char>('A' + column % 26));
  if (column >= 26) name.insert(name.begin(), static_cast<char>('A' + column / 26 - 1));
  return name + std::to_string(row + 1);
}

std::string xlsx(const std::vector<Tab>& tabs) {
  using namespace sheet::test;
  std::string entries;
  std::string relations;
  std::vector<std::pair<std::string, std::string>> parts;
  for (std::size_t i = 0; i < tabs.size(); ++i) {
    const std::string n = std::to_string(i + 1);
    std::string data;
    std::string merges;
    for (std::size_t r = 0; r < tabs[i].lines.size(); ++r) {
      data += "<row r=\"" + std::to_string(r + 1) + "\">";
      const Line& line = tabs[i].lines[r];
      for (std::size_t c = 0; c < line.size(); ++c) {
        const Cell& cell = line[c];
        if (cell.text.empty()) continue;
        const std::string at = cell_name(c, r);
        if (cell.as == Cell::As::kText) {
          data += "<c r=\"" + at + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" +
                  escape_xml(cell.text) + "</t></is></c>";
        } else {
          data += "<c r=\"" + at + (cell.as == Cell::As::kDate ? "\" s=\"1\"><v>" : "\"><v>") +
                  cell.text + "</v></c>";
        }
        if (cell.merge_down > 0) {
          merges += "<mergeCell ref=\"" + at + ":" +
                    cell_name(c, r + static_cast<std::size_t>(cell.merge_down)) + "\"/>";
        }
      }
      data += "</row>";
    }
    if (!merges.empty()) merges = "<mergeCells>" + merges + "</mergeCells>";
    entries += "<sheet name=\"" + escape_xml(tabs[i].name) + "\" sheetId=\"" + n + "\" r:id=\"rId" +
               n + "\"/>";
    relations += join({"<Relationship Id=\"rId", n, "\" Type=\"", kRelations,
                       "/worksheet\" Target=\"worksheets/sheet", n, ".xml\"/>"});
    parts.emplace_back("xl/worksheets/sheet" + n + ".xml", worksheet(data, merges));
  }
  relations +=
      join({"<Relationship Id=\"st\" Type=\"", kRelations, "/styles\" Target=\"styles.xml\"/>"});
  parts.emplace_back("xl/styles.xml",
                     join({kXml, "<styleSheet xmlns=\"", kMain,
                           "\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" "
                           "applyNumberFormat=\"1\"/></cellXfs></styleSheet>"}));
  parts.emplace_back("[Content_Types].xml", join({kXml, "<Types/>"}));
  parts.emplace_back("_rels/.rels",
                     join({kXml, "<Relationships><Relationship Id=\"r\" Type=\"", kRelations,
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"}));
  parts.emplace_back("xl/workbook.xml",
                     join({kXml, "<workbook xmlns=\"", kMain, "\" xmlns:r=\"", kRelations,
                           "\"><sheets>", entries, "</sheets></workbook>"}));
  parts.emplace_back("xl/_rels/workbook.xml.rels",
                     join({kXml, "<Relationships>", relations, "</Relationships>"}));
  return sheet::write_zip(parts);
}

std::string delimited(const Tab& tab, char separator) {
  std::string out;
  for (const Line& line : tab.lines) {
    for (std::size_t c = 0; c < line.size(); ++c) {
      if (c > 0) out += separator;
      std::string text = line[c].text;
      // What a spreadsheet writes of a date when it saves as text.
      if (line[c].as == Cell::As::kDate) {
        const auto [y, m, d] = civil(*parse_day("1899-12-30") + std::stoi(text));
        text = std::to_string(y) + "/" + std::to_string(m) + "/" + std::to_string(d);
      }
      if (text.find_first_of("\",\n;") != std::string::npos) {
        std::string quoted = "\"";
        for (const char ch : text) quoted += ch == '"' ? std::string("\"\"") : std::string(1, ch);
        text = quoted + "\"";
      }
      out += text;
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace

File make_file(const std::string& name, const std::vector<Tab>& tabs, Form form) {
  if (form == Form::kXlsx) return {name + ".xlsx", xlsx(tabs)};
  FX_CHECK(tabs.size() == 1);
  if (form == Form::kTabUtf16) {
    return {name + ".txt", "\xFF\xFE" + convert(delimited(tabs[0], '\t'), "UTF-16LE")};
  }
  const std::string text = delimited(tabs[0], ',');
  if (form == Form::kCsvGb18030) return {name + ".csv", convert(text, "GB18030")};
  return {name + ".csv", (form == Form::kCsvBom ? "\xEF\xBB\xBF" : "") + text};
}

}  // namespace fx::made
