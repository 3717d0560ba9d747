// All that a row says, in a number: the same row again says nothing new. The numbers are kept with
// the identities: this may not change.
#pragma once

#include <cstdint>
#include <string_view>

namespace fx::imports {

// FNV-1a over the parts, each ended by a byte that no text has.
class RowDigest {
 public:
  void add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0xFF);
  }
  void add(std::int64_t number) {
    add(std::string_view(reinterpret_cast<const char*>(&number), sizeof number));
  }
  // Positive, and never 0.
  [[nodiscard]] std::int64_t value() const {
    return static_cast<std::int64_t>((hash_ ^ (hash_ >> 29U)) >> 1U) | 1;
  }

 private:
  void mix(unsigned char byte) {
    hash_ ^= byte;
    hash_ *= 0x100000001b3U;
  }
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

}  // namespace fx::imports
