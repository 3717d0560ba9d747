// Internet addresses, just enough to know who is a trusted proxy and who the client behind it is.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/fields.h"

namespace fx::http {

// IPv6, or IPv4 in its mapped form (::ffff:a.b.c.d), so that both compare alike.
class Address {
 public:
  static std::optional<Address> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  [[nodiscard]] const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  [[nodiscard]] bool is_v4() const;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

// A list of networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8".
class AddressRanges {
 public:
  // Throws std::invalid_argument naming the entry that is none.
  explicit AddressRanges(const std::vector<std::string>& ranges);
  [[nodiscard]] bool contains(const Address& address) const;

 private:
  struct Range {
    Address base;
    unsigned bits;
  };
  std::vector<Range> ranges_;
};

// The address that the nearest untrusted party has: the peer itself unless it is a trusted proxy,
// else the rightmost entry of X-Forwarded-For that no trusted proxy has. What stands further left
// was written by that party and proves nothing. At most 32 entries are looked at.
Address client_address(const Address& peer, const Fields& headers, const AddressRanges& trusted);

}  // namespace fx::http
