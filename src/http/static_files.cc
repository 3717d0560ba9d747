#include "http/static_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <sodium.h>
#include <zlib.h>

#include "http/refusals.h"

namespace fx::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kTypes = {{
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"geojson", "application/geo+json"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"woff", "font/woff"},
    {"ttf", "font/ttf"},
    {"otf", "font/otf"},
    {"wasm", "application/wasm"},
    {"txt", "text/plain; charset=utf-8"},
    {"md", "text/markdown; charset=utf-8"},
    {"xml", "application/xml"},
    {"pdf", "application/pdf"},
    {"csv", "text/csv; charset=utf-8"},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}};

bool worth_compressing(std::string_view type) {
  return type.substr(0, 5) == "text/" || type.find("json") != std::string_view::npos ||
         type.find("xml") != std::string_view::npos || type == "application/wasm" ||
         type == "font/ttf" || type == "font/otf";
}

Response::Shared gzip(const std::string& bytes) {
  z_stream z{};
  // 15 + 16: the largest window, with a gzip header (which carries no time: the output is a
  // function of the input, and so is its ETag).
  if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib");
  }
  std::string out;
  out.resize(deflateBound(&z, static_cast<uLong>(bytes.size())));
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  if (done != Z_STREAM_END) throw std::runtime_error("zlib");
  return std::make_shared<const std::string>(std::move(out));
}

std::string digest(const std::string& bytes) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

// Vite's "name-hash.ext": eight or more of the base64url alphabet, at least one of them not a
// lower-case letter (or "assets/service-definition.css" would be cached for ever).
bool has_content_hash(std::string_view path) {
  if (path.substr(0, 7) != "assets/") return false;
  const auto file = path.substr(path.rfind('/') + 1);
  const auto stem = file.substr(0, file.find('.'));
  const auto part_end = stem.size();
  if (part_end < 9) return false;
  const auto hash = stem.substr(part_end - 8);
  const char before = stem[part_end - 9];
  const bool alphabet = std::all_of(hash.begin(), hash.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  const bool word =
      std::all_of(hash.begin(), hash.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return alphabet && !word && (before == '-' || before == '.');
}

// The whole list of If-None-Match, weakly compared (RFC 9110 section 13.1.2).
bool matches(std::string_view if_none_match, std::string_view quoted) {
  while (!if_none_match.empty()) {
    const auto comma = if_none_match.find(',');
    auto entry = trim(if_none_match.substr(0, comma));
    if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size() : comma + 1);
    if (entry == "*") return true;
    if (entry.substr(0, 2) == "W/") entry.remove_prefix(2);
    if (entry == quoted) return true;
  }
  return false;
}

bool accepts_gzip(std::string_view accept) {
  while (!accept.empty()) {
    const auto comma = accept.find(',');
    const auto entry = trim(accept.substr(0, comma));
    accept.remove_prefix(comma == std::string_view::npos ? accept.size() : comma + 1);
    const auto semicolon = entry.find(';');
    if (!equal_ignoring_case(trim(entry.substr(0, semicolon)), "gzip")) continue;
    if (semicolon == std::string_view::npos) return true;
    const auto q = entry.find("q=", semicolon);
    return q == std::string_view::npos ||
           entry.find_first_of("123456789", q) != std::string_view::npos;
  }
  return false;
}

}  // namespace

std::string_view mime_type(std::string_view file_name) {
  const auto extension = file_name.substr(file_name.rfind('.') + 1);
  for (const auto& [known, type] : kTypes) {
    if (equal_ignoring_case(known, extension)) return type;
  }
  return "application/octet-stream";
}

StaticFiles::StaticFiles(const std::string& folder, StaticOptions options)
    : options_(std::move(options)) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error || !fs::is_directory(root)) {
    throw std::runtime_error("no folder of static files at " + folder);
  }
  auto files = std::make_shared<std::map<std::string, File, std::less<>>>();
  std::size_t total = 0;
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->path().filename().string().front() == '.') {
      if (entry->is_directory()) entry.disable_recursion_pending();
      continue;
    }
    const fs::path real = fs::canonical(entry->path(), error);
    if (error || !fs::is_regular_file(real)) continue;
    if (std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first != root.end()) {
      continue;
    }
    total += fs::file_size(real);
    if (files->size() == options_.max_files || total > options_.max_bytes) {
      throw std::runtime_error("too many or too large static files in " + folder);
    }
    std::ifstream in(real, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    if (!in.good() && !in.eof()) throw std::runtime_error("cannot read " + real.string());

    const std::string path = entry->path().lexically_relative(root).generic_string();
    File file;
    file.type = mime_type(path);
    file.etag = digest(bytes);
    file.immutable = has_content_hash(path);
    if (worth_compressing(file.type) && bytes.size() > 256) {
      file.gzip = gzip(bytes);
      if (file.gzip->size() >= bytes.size()) file.gzip = nullptr;
    }
    file.bytes = std::make_shared<const std::string>(std::move(bytes));
    files->emplace(path, std::move(file));
  }
  files_ = std::move(files);
}

Response StaticFiles::respond(const File& file, const Request& request) const {
  const bool zipped =
      file.gzip != nullptr && accepts_gzip(request.header("Accept-Encoding").value_or(""));
  // Two representations, two strong tags.
  const std::string tag = '"' + file.etag + (zipped ? "-gz\"" : "\"");
  const bool same = matches(request.header("If-None-Match").value_or(""), tag);
  Response out =
      same ? Response(304) : Response::shared(zipped ? file.gzip : file.bytes, file.type);
  out.set("ETag", tag);
  out.set("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.gzip != nullptr) out.set("Vary", "Accept-Encoding");
  if (zipped && !same) out.set("Content-Encoding", "gzip");
  return out;
}

Response StaticFiles::serve(const Request& request) const {
  // Names were fixed when the folder was read, so no request can name another file: "..", encoded
  // slashes and backslashes are just names that are not in the map.
  const auto& segments = request.segments();
  const bool api = !segments.empty() && segments.front() == options_.api_segment;
  if (!api) {
    std::string path;
    for (const auto& segment : segments) {
      if (segment.find('/') != std::string::npos) return refused(refuse(kNotFound), request);
      if (!path.empty()) path += '/';
      path += segment;
    }
    auto found = files_->find(path);
    const bool page = segments.empty() || segments.back().find('.') == std::string::npos;
    if (found == files_->end() && page) found = files_->find("index.html");
    if (found != files_->end()) return respond(found->second, request);
  }
  return refused(refuse(kNotFound), request);
}

}  // namespace fx::http
