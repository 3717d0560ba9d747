// Any bytes a camera may hand over. What the fuzzer finds to be readable must read the same again;
// a second lane signs arbitrary bytes, so that the decoder behind the signature is reached too.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sodium.h>

#include "print/signature.h"

namespace {

using fx::print::PublicKey;
using fx::print::SigningKey;

std::string base64(const unsigned char* data, std::size_t size) {
  std::string out(sodium_base64_encoded_len(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), data, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();
  return out;
}

// The key of RFC 8032 section 7.1, test 1.
const SigningKey& key() {
  static const auto parsed =
      SigningKey::parse("fxsec1.21fe31df.nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
  return *parsed;
}

std::string signed_bytes(const std::uint8_t* data, std::size_t size) {
  static const std::array<unsigned char, 64> secret = [] {
    std::array<unsigned char, 64> out{};
    std::array<unsigned char, 32> seed{};
    const std::string text = key().serialise();
    const auto from = text.rfind('.') + 1;
    std::size_t length = 0;
    FX_CHECK(sodium_base642bin(seed.data(), seed.size(), text.data() + from, text.size() - from,
                               nullptr, &length, nullptr,
                               sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0);
    std::array<unsigned char, 32> open{};
    crypto_sign_seed_keypair(open.data(), out.data(), seed.data());
    return out;
  }();
  const std::string text = "FX1." + base64(data, size);
  std::array<unsigned char, 64> signature{};
  crypto_sign_detached(signature.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       secret.data());
  return text + "." + base64(signature.data(), signature.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<PublicKey> keys{key().public_key()};
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  for (const std::string& text : {std::string(raw), signed_bytes(data, size)}) {
    const auto read = fx::print::verify(text, keys);
    if (!read) continue;
    const auto again = fx::print::sign(*read, key());
    FX_CHECK(again.has_value());
    FX_CHECK(fx::print::verify(*again, keys).has_value());
    FX_CHECK(text.find(*again) != std::string::npos);  // but for white space around it
  }
  static_cast<void>(PublicKey::parse(raw));
  static_cast<void>(SigningKey::parse(raw));
  return 0;
}
