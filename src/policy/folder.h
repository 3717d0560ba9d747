// A pack as files: which names are allowed, and how large it may be.
#pragma once

#include <cstddef>
#include <string_view>

namespace fx::policy {

inline constexpr std::size_t kMostFileBytes = std::size_t{2} << 20;
inline constexpr std::size_t kMostPackBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMostFiles = 200;

// A relative path inside the folder: lower-case letters, digits, - _ . and /, without "..".
bool is_pack_path(std::string_view text);

}  // namespace fx::policy
