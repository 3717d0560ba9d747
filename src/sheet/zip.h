// The parts of a ZIP archive held in memory, each read in pieces within the limits. For the readers
// of this folder, and of policy packs.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sheet/reader.h"
#include "sheet/xml.h"

namespace fx::sheet::internal {

// A part's name as we compare it: forward slashes, no leading one, "." and ".." resolved, ASCII in
// lower case (OPC compares part names so).
std::string part_name(std::string_view path);

class ZipArchive {
 public:
  // The bytes must outlive the archive.
  static Result<ZipArchive> open(std::string_view bytes, const Limits& limits);
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;
  ~ZipArchive();

  [[nodiscard]] bool has(std::string_view name) const;
  // The first part whose name ends so, or "".
  [[nodiscard]] std::string find_ending(std::string_view ending) const;
  [[nodiscard]] bool has_folder(std::string_view prefix) const;
  // Unpacks one part into the sink until the sink says no (which is no failure). Counts towards
  // the limit of unpacked bytes of the whole archive.
  Status read(std::string_view name, const Sink& sink);

 private:
  struct State;
  explicit ZipArchive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fx::sheet::internal
