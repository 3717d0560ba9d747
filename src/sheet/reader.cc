#include "sheet/reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "sheet/encoding.h"
#include "sheet/formats.h"

namespace fx::sheet {
namespace {

bool starts(std::string_view bytes, std::string_view magic) {
  return bytes.substr(0, magic.size()) == magic;
}

// Names inside an OLE2 file are UTF-16LE.
bool has_wide(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) {
    wide += c;
    wide += '\0';
  }
  return bytes.find(wide) != std::string_view::npos;
}

Refusal not_a_sheet(std::string_view zh, std::string_view en) {
  return refuse(kNotASheet, {}, {{"format_zh", std::string(zh)}, {"format", std::string(en)}});
}

Refusal refuse_ole2(std::string_view bytes) {
  if (has_wide(bytes, "EncryptedPackage")) return refuse(kEncrypted);
  if (has_wide(bytes, "WordDocument")) return not_a_sheet("Word 文档", "a Word document");
  if (has_wide(bytes, "PowerPoint Document")) return not_a_sheet("演示文稿", "a presentation");
  return refuse(kOldExcel);
}

struct Magic {
  std::string_view bytes;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array<Magic, 13> kOthers{{
    {"%PDF", "PDF 文件", "a PDF file"},
    {"\x89PNG", "图片", "a picture"},
    {"\xFF\xD8\xFF", "图片", "a picture"},
    {"GIF8", "图片", "a picture"},
    {"BM", "图片", "a picture"},
    {"II*", "图片", "a picture"},
    {"MM", "图片", "a picture"},
    {"{\\rtf", "RTF 文档", "an RTF document"},
    {"Rar!", "压缩包", "an archive"},
    {"7z\xBC\xAF", "压缩包", "an archive"},
    {"\x1F\x8B", "压缩包", "an archive"},
    {"MZ", "程序", "a program"},
    {"SQLite format 3", "数据库", "a database"},
}};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Markup in place of a table; nothing if the text is none.
std::optional<Refusal> refuse_markup(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '<') return std::nullopt;
  const std::string head = lower(text.substr(first, 4096));
  for (const std::string_view tag :
       {"<!doctype html", "<html", "<table", "<head", "<meta", "<style"}) {
    if (head.find(tag) != std::string::npos) return refuse(kHtmlAsExcel);
  }
  if (starts(head, "<?xml") || head.find("urn:schemas-microsoft-com:office") != std::string::npos) {
    return refuse(kXmlSpreadsheet);
  }
  return std::nullopt;
}

struct NameParts {
  std::string stem;
  std::string extension;  // lower case, without the dot
};

NameParts split_name(std::string_view file_name) {
  const auto slash = file_name.find_last_of("/\\");
  if (slash != std::string_view::npos) file_name.remove_prefix(slash + 1);
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {std::string(file_name), ""};
  return {std::string(file_name.substr(0, dot)), lower(file_name.substr(dot + 1))};
}

void warn_of_extension(Workbook& book, const std::string& extension) {
  struct Expected {
    FileFormat format;
    std::string_view name;
    std::array<std::string_view, 5> extensions;
  };
  static constexpr std::array<Expected, 3> kExpected{{
      {FileFormat::kXlsx, "XLSX", {"xlsx", "xlsm", "xltx", "xltm", ""}},
      {FileFormat::kDelimited, "CSV", {"csv", "tsv", "txt", "tab", ""}},
      {FileFormat::kJson, "JSON", {"json", "jsonl", "ndjson", "txt", ""}},
  }};
  for (const auto& expected : kExpected) {
    if (expected.format != book.format) continue;
    if (std::find(expected.extensions.begin(), expected.extensions.end(), extension) !=
        expected.extensions.end()) {
      return;
    }
    // An extension is a few letters; anything else in that place is part of a name.
    const bool plain =
        extension.size() <= 5 && std::all_of(extension.begin(), extension.end(), [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        });
    book.warnings.push_back(
        refuse(kWrongExtension, {},
               {{"extension", plain ? extension : "?"}, {"format", std::string(expected.name)}}));
  }
}

Result<Workbook> read_text(std::string_view bytes, const NameParts& name, const Limits& limits) {
  internal::DecodedText decoded;
  if (!internal::decode(bytes, decoded)) return refuse(kUnknownEncoding);
  if (auto markup = refuse_markup(decoded.text)) return *std::move(markup);
  if (decoded.text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refuse(kEmptyFile);
  }
  auto book = internal::looks_like_json(decoded.text)
                  ? internal::read_json(decoded.text, name.stem, limits)
                  : internal::read_delimited(decoded.text, name.stem, limits);
  if (book && decoded.encoding == internal::Encoding::kGb18030) {
    book->warnings.push_back(refuse(kReadAsGb18030));
  }
  return book;
}

}  // namespace

Result<Workbook> read_workbook(std::string_view bytes, std::string_view file_name,
                               const Limits& limits) {
  if (bytes.empty()) return refuse(kEmptyFile);
  if (bytes.size() > limits.file_bytes) {
    return refuse(kFileTooLarge, {},
                  {{"size", std::to_string((bytes.size() >> 20) + 1)},
                   {"limit", std::to_string(limits.file_bytes >> 20)}});
  }
  const NameParts name = split_name(file_name);
  if (starts(bytes, "\xD0\xCF\x11\xE0")) return refuse_ole2(bytes);
  // The worksheets of Excel 2 to 4 without a container.
  if (starts(bytes, "\x09\x08") || starts(bytes, "\x09\x04") || starts(bytes, "\x09\x02")) {
    return refuse(kOldExcel);
  }
  for (const Magic& magic : kOthers) {
    // "BM" and "MZ" may begin a text as well; the zero bytes of their headers do not.
    const bool sure =
        magic.bytes.size() > 2 || bytes.substr(0, 64).find('\0') != std::string_view::npos;
    if (starts(bytes, magic.bytes) && sure) return not_a_sheet(magic.zh, magic.en);
  }
  if (bytes.size() > 12 && starts(bytes, "RIFF") && bytes.substr(8, 4) == "WEBP") {
    return not_a_sheet("图片", "a picture");
  }
  if (bytes.size() > 12 && bytes.substr(4, 4) == "ftyp") return not_a_sheet("图片", "a picture");
  auto book =
      starts(bytes, "PK") ? internal::read_xlsx(bytes, limits) : read_text(bytes, name, limits);
  if (book) warn_of_extension(*book, name.extension);
  return book;
}

}  // namespace fx::sheet
