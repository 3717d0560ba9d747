// A pack as files: which names are allowed, and how large it may be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fx::policy {

inline constexpr std::size_t kMostFileBytes = std::size_t{2} << 20;
inline constexpr std::size_t kMostPackBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMostFiles = 200;

// A relative path inside the folder: lower-case letters, digits, - _ . and /, without "..".
bool is_pack_path(std::string_view text);

struct YamlNode;
// Paths of the files that a pack.yaml names, as it names them; for whoever gathers them, so nothing
// is reported.
std::vector<std::string> named_files(const YamlNode& root);

}  // namespace fx::policy
