// Ulid: the 128-bit identifier of everything that is recorded (github.com/ulid/spec): 48 bits of
// milliseconds since 1970, 80 random bits; 26 characters of Crockford base 32 as text. Ids are
// given by the sender, so that sending a command twice is harmless.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace fx {

class Ulid {
 public:
  Ulid() = default;  // the nil id, all zero: "none"
  explicit Ulid(const std::array<std::uint8_t, 16>& bytes) : bytes_(bytes) {}

  // A new id for this instant; ids made by one process in one millisecond ascend. Thread-safe.
  static Ulid make(Instant now);
  // 26 characters, either case; nothing else is accepted.
  static std::optional<Ulid> parse(std::string_view text);
  // The n-th id belonging to this one: same time, random part from a hash of (this, n). A command
  // that makes several records names them so, and a second sending makes the same names.
  [[nodiscard]] Ulid derive(std::uint64_t n) const;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  [[nodiscard]] bool is_nil() const { return *this == Ulid(); }
  [[nodiscard]] Instant time() const;

  auto operator<=>(const Ulid&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

struct UlidHash {
  std::size_t operator()(const Ulid& id) const;
};

}  // namespace fx
