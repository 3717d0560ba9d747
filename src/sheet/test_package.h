// Building XLSX files by hand, for forms that no writer makes. For tests and fuzzers only.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <minizip/zip.h>

namespace fx::sheet::test {

// minizip writes through callbacks: here into a vector.
struct Buffer {
  std::string bytes;
  std::size_t at = 0;
};
inline Buffer& buffer(voidpf stream) { return *static_cast<Buffer*>(stream); }

inline voidpf buf_open(voidpf opaque, const void*, int) { return opaque; }
inline uLong buf_read(voidpf, voidpf stream, void* out, uLong size) {
  Buffer& b = buffer(stream);
  const auto count = std::min<std::size_t>(size, b.bytes.size() - b.at);
  std::memcpy(out, b.bytes.data() + b.at, count);
  b.at += count;
  return count;
}
inline uLong buf_write(voidpf, voidpf stream, const void* data, uLong size) {
  Buffer& b = buffer(stream);
  if (b.bytes.size() < b.at + size) b.bytes.resize(b.at + size);
  std::memcpy(b.bytes.data() + b.at, data, size);
  b.at += size;
  return size;
}
inline ZPOS64_T buf_tell(voidpf, voidpf stream) { return buffer(stream).at; }
inline long buf_seek(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  Buffer& b = buffer(stream);
  const std::size_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? b.at
                           : origin == ZLIB_FILEFUNC_SEEK_END ? b.bytes.size()
                                                              : 0;
  b.at = base + static_cast<std::size_t>(offset);
  return 0;
}
inline int buf_close(voidpf, voidpf) { return 0; }
inline int buf_error(voidpf, voidpf) { return 0; }

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

// A ZIP archive of the parts, in this order; deflated.
inline std::string zip(const std::vector<std::pair<std::string, std::string>>& parts) {
  Buffer out;
  zlib_filefunc64_def functions{};
  functions.zopen64_file = buf_open;
  functions.zread_file = buf_read;
  functions.zwrite_file = buf_write;
  functions.ztell64_file = buf_tell;
  functions.zseek64_file = buf_seek;
  functions.zclose_file = buf_close;
  functions.zerror_file = buf_error;
  functions.opaque = &out;
  zipFile file = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &functions);
  if (file == nullptr) std::abort();
  for (const auto& [name, bytes] : parts) {
    const zip_fileinfo info{};
    if (zipOpenNewFileInZip64(file, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                              Z_DEFLATED, 6, 1) != ZIP_OK ||
        zipWriteInFileInZip(file, bytes.data(), static_cast<unsigned>(bytes.size())) != ZIP_OK ||
        zipCloseFileInZip(file) != ZIP_OK) {
      std::abort();
    }
  }
  if (zipClose(file, nullptr) != ZIP_OK) std::abort();
  return std::move(out.bytes);
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
  return zip(parts);
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
