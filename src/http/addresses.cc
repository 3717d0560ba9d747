#include "http/addresses.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>

namespace fx::http {
namespace {

constexpr std::array<std::uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr int kMaxForwarders = 32;

// "[::1]:443" and "1.2.3.4:5678" as some proxies write them.
std::string_view without_port(std::string_view text) {
  if (!text.empty() && text.front() == '[') {
    const auto close = text.find(']');
    return close == std::string_view::npos ? text : text.substr(1, close - 1);
  }
  const auto colon = text.find(':');
  if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    return text.substr(0, colon);
  }
  return text;
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  if (text.size() >= INET6_ADDRSTRLEN) return std::nullopt;
  const std::string copy(text);
  Address out;
  in6_addr v6{};
  in_addr v4{};
  if (inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
    std::copy(kV4Prefix.begin(), kV4Prefix.end(), out.bytes_.begin());
    std::memcpy(out.bytes_.data() + kV4Prefix.size(), &v4, 4);
  } else if (inet_pton(AF_INET6, copy.c_str(), &v6) == 1) {
    std::memcpy(out.bytes_.data(), &v6, 16);
  } else {
    return std::nullopt;
  }
  return out;
}

bool Address::is_v4() const {
  return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes_.begin());
}

std::string Address::text() const {
  char out[INET6_ADDRSTRLEN] = {};
  if (is_v4()) {
    inet_ntop(AF_INET, bytes_.data() + kV4Prefix.size(), out, sizeof(out));
  } else {
    inet_ntop(AF_INET6, bytes_.data(), out, sizeof(out));
  }
  return out;
}

AddressRanges::AddressRanges(const std::vector<std::string>& ranges) {
  for (const std::string& text : ranges) {
    const auto slash = text.find('/');
    const auto base = Address::parse(std::string_view(text).substr(0, slash));
    if (!base) throw std::invalid_argument("not an address range: " + text);
    const unsigned most = base->is_v4() ? 32 : 128;
    unsigned bits = most;
    if (slash != std::string::npos) {
      const char* end = text.data() + text.size();
      const auto parsed = std::from_chars(text.data() + slash + 1, end, bits);
      if (parsed.ec != std::errc() || parsed.ptr != end || bits > most) {
        throw std::invalid_argument("not an address range: " + text);
      }
    }
    ranges_.push_back({*base, bits + (128 - most)});
  }
}

bool AddressRanges::contains(const Address& address) const {
  return std::any_of(ranges_.begin(), ranges_.end(), [&](const Range& range) {
    unsigned bits = range.bits;
    for (std::size_t i = 0; i < 16 && bits > 0; ++i) {
      const unsigned here = std::min(bits, 8U);
      const unsigned mask = (0xFFU << (8 - here)) & 0xFFU;
      if ((address.bytes()[i] & mask) != (range.base.bytes()[i] & mask)) return false;
      bits -= here;
    }
    return true;
  });
}

Address client_address(const Address& peer, const Fields& headers, const AddressRanges& trusted) {
  Address client = peer;
  int left = kMaxForwarders;
  for (std::size_t i = headers.size(); i-- > 0;) {
    if (!equal_ignoring_case(headers.name(i), "X-Forwarded-For")) continue;
    auto list = headers.value(i);
    while (!list.empty()) {
      if (left-- == 0 || !trusted.contains(client)) return client;
      const auto comma = list.rfind(',');
      const auto entry = trim(list.substr(comma == std::string_view::npos ? 0 : comma + 1));
      list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
      const auto next = Address::parse(without_port(entry));
      if (!next) return client;
      client = *next;
    }
  }
  return client;
}

}  // namespace fx::http
