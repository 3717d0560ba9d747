// The browser application, served from memory: read once, compressed once.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.h"

namespace fx::http {

struct StaticOptions {
  std::size_t max_files = 10'000;
  std::size_t max_bytes = std::size_t{256} << 20U;
  // Paths whose first segment is this never get a file or the index: a wrong API address must not
  // answer 200 with a page.
  std::string api_segment = "api";
};

std::string_view mime_type(std::string_view file_name);  // by extension; octet-stream if unknown

// Immutable, so thread-safe. Answers GET and HEAD, made for Router::set_fallback:
// - the file of that name, gzip if that is smaller and accepted, strong ETags, 304;
// - for a path without a dot in its last segment, index.html (the application routes it);
// - else 404.
// Files under assets/ with a content hash in the name (app-3f9a1c2b.js) may be cached for ever,
// the rest is revalidated each time.
class StaticFiles {
 public:
  // Reads every regular file below `folder`, except dot files; symbolic links are followed only to
  // targets inside. Throws std::runtime_error if the folder cannot be read or is over a limit.
  explicit StaticFiles(const std::string& folder, StaticOptions options = {});

  [[nodiscard]] Response serve(const Request& request) const;
  Response operator()(const Request& request) const { return serve(request); }
  [[nodiscard]] std::size_t size() const { return files_->size(); }

 private:
  struct File {
    Response::Shared bytes;
    Response::Shared gzip;  // null if no smaller
    std::string etag;       // without quotes
    std::string_view type;
    bool immutable = false;
  };
  [[nodiscard]] Response respond(const File& file, const Request& request) const;

  StaticOptions options_;
  std::shared_ptr<const std::map<std::string, File, std::less<>>> files_;  // "assets/app.js"
};

}  // namespace fx::http
