#include "base/ulid.h"

#include <cstring>
#include <mutex>

#include <sodium.h>

#include "base/check.h"

namespace fx {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int digit_value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const auto at = kAlphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

void put_time(std::array<std::uint8_t, 16>& bytes, std::int64_t millis) {
  FX_CHECK(millis >= 0 && millis < (std::int64_t{1} << 48));
  for (std::size_t i = 0; i < 6; ++i) {
    bytes[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
  }
}

}  // namespace

Ulid Ulid::make(Instant now) {
  static std::mutex mutex;
  static std::array<std::uint8_t, 16> last{};
  const std::lock_guard lock(mutex);
  std::array<std::uint8_t, 16> next{};
  put_time(next, now.millis);
  if (std::memcmp(next.data(), last.data(), 6) == 0) {
    next = last;
    for (std::size_t i = 16; i-- > 6;) {
      if (++next[i] != 0) break;
    }
  } else {
    randombytes_buf(next.data() + 6, 10);
    next[6] &= 0x7f;  // room to count upwards within the millisecond
  }
  last = next;
  return Ulid(next);
}

std::optional<Ulid> Ulid::parse(std::string_view text) {
  if (text.size() != 26) return std::nullopt;
  const int first = digit_value(text[0]);
  if (first < 0 || first > 7) return std::nullopt;  // 26 digits hold 130 bits
  std::array<std::uint8_t, 16> bytes{};
  unsigned buffer = static_cast<unsigned>(first);
  int bits = 3;
  std::size_t out = 0;
  for (const char c : text.substr(1)) {
    const int value = digit_value(c);
    if (value < 0) return std::nullopt;
    buffer = (buffer << 5U) | static_cast<unsigned>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[out++] = static_cast<std::uint8_t>(buffer >> bits);
      buffer &= (1U << bits) - 1U;
    }
  }
  return Ulid(bytes);
}

Ulid Ulid::derive(std::uint64_t n) const {
  std::array<std::uint8_t, 24> input{};
  std::memcpy(input.data(), bytes_.data(), 16);
  for (std::size_t i = 0; i < 8; ++i) input[16 + i] = static_cast<std::uint8_t>(n >> (8 * i));
  std::array<std::uint8_t, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), input.data(), input.size(), nullptr, 0);
  Ulid out = *this;
  std::memcpy(out.bytes_.data() + 6, hash.data(), 10);
  return out;
}

std::string Ulid::text() const {
  std::string out(26, '0');
  unsigned buffer = 0;
  int bits = 2;  // two leading zero bits make 130
  std::size_t at = 0;
  for (const auto byte : bytes_) {
    buffer = (buffer << 8U) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out[at++] = kAlphabet[(buffer >> bits) & 31U];
    }
    buffer &= (1U << bits) - 1U;
  }
  return out;
}

Instant Ulid::time() const {
  std::int64_t millis = 0;
  for (std::size_t i = 0; i < 6; ++i) millis = (millis << 8) | bytes_[i];
  return Instant{millis};
}

std::size_t UlidHash::operator()(const Ulid& id) const {
  std::uint64_t tail = 0;
  std::memcpy(&tail, id.bytes().data() + 8, 8);
  return static_cast<std::size_t>(tail);
}

}  // namespace fx
