// QR codes as a grid of modules, drawn by document.h.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace fx::print {

// How much of a code may be dirty or torn: kMedium 15 %, kQuartile 25 % (for paper on a door).
enum class QrLevel { kMedium, kQuartile };

inline constexpr std::size_t kMaxQrBytes = 1000;

struct QrMatrix {
  int side = 0;                    // modules a side, without the quiet zone of 4
  std::vector<std::uint8_t> dark;  // side * side, row by row, 1 = dark
  [[nodiscard]] bool at(int x, int y) const {
    return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) +
                static_cast<std::size_t>(x)] != 0;
  }
};

// The smallest code of that level. Requires 1 <= text.size() <= kMaxQrBytes.
QrMatrix make_qr(std::string_view text, QrLevel level);

}  // namespace fx::print
