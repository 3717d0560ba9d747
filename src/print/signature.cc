#include "print/signature.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include <sodium.h>

#include "base/text.h"

namespace fx::print {
namespace {

constexpr std::string_view kPrefix = "FX1.";
constexpr std::string_view kPublicPrefix = "fxpub1.";
constexpr std::string_view kSecretPrefix = "fxsec1.";
constexpr std::size_t kKeyIdBytes = 4;
constexpr std::size_t kMaxKind = 16;
constexpr std::size_t kMaxNumber = 64;
constexpr std::size_t kMaxFieldKey = 8;
constexpr std::size_t kMaxFieldValue = 96;
constexpr std::size_t kMaxFields = 16;

// Numbers of the payload's fields in its CBOR map.
constexpr std::uint64_t kKindField = 1;
constexpr std::uint64_t kKeyField = 2;
constexpr std::uint64_t kNumberField = 3;
constexpr std::uint64_t kIssuedField = 4;
constexpr std::uint64_t kExpiresField = 5;
constexpr std::uint64_t kFieldsField = 6;

// CBOR major types (RFC 8949 section 3.1): the only ones a payload uses.
enum class Major : std::uint8_t { kUnsigned = 0, kBytes = 2, kText = 3, kMap = 5 };

using Bytes = std::basic_string<unsigned char>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void init_sodium() {
  static const bool ready = sodium_init() >= 0;
  FX_CHECK(ready);
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_kind(std::string_view s) {
  return !s.empty() && s.size() <= kMaxKind && s[0] >= 'a' && s[0] <= 'z' &&
         std::all_of(s.begin(), s.end(), [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_field_key(std::string_view s) {
  return !s.empty() && s.size() <= kMaxFieldKey &&
         std::all_of(s.begin(), s.end(), is_lower_or_digit);
}

// UTF-8 without control characters: it is shown on a guard's screen.
bool is_text(std::string_view s, std::size_t limit) {
  return !s.empty() && s.size() <= limit && std::none_of(s.begin(), s.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  }) && is_utf8(s);
}

// Seconds that fit the range of Instant, so that reading cannot overflow.
bool is_time(Instant at) { return at.millis >= 0 && at.millis < kForever.millis; }

std::string base64(const unsigned char* data, std::size_t size) {
  std::string out(sodium_base64_encoded_len(size, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), data, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();  // the terminating zero
  return out;
}

// Nothing unless the text is the one canonical spelling of its bytes and they fit `limit`.
std::optional<Bytes> unbase64(std::string_view text, std::size_t limit) {
  Bytes out(limit, 0);
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  out.resize(size);
  // The library takes some bytes beyond ASCII for letters.
  if (base64(out.data(), out.size()) != text) return std::nullopt;
  return out;
}

void put_head(Bytes& out, Major major, std::uint64_t value) {
  const auto high = static_cast<unsigned char>(static_cast<unsigned>(major) << 5U);
  int extra = 0;
  if (value < 24) {
    out.push_back(static_cast<unsigned char>(high | value));
    return;
  }
  if (value <= 0xff) {
    out.push_back(static_cast<unsigned char>(high | 24U));
    extra = 1;
  } else if (value <= 0xffff) {
    out.push_back(static_cast<unsigned char>(high | 25U));
    extra = 2;
  } else if (value <= 0xffffffff) {
    out.push_back(static_cast<unsigned char>(high | 26U));
    extra = 4;
  } else {
    out.push_back(static_cast<unsigned char>(high | 27U));
    extra = 8;
  }
  while (extra-- > 0) out.push_back(static_cast<unsigned char>(value >> (8 * extra)));
}

void put_text(Bytes& out, std::string_view text) {
  put_head(out, Major::kText, text.size());
  out.append(bytes_of(text), text.size());
}

std::uint64_t seconds(Instant at) { return static_cast<std::uint64_t>(at.millis / 1000); }

Bytes encode(const Payload& payload, const KeyId& key) {
  Bytes out;
  put_head(out, Major::kMap,
           4U + (payload.expires_at ? 1U : 0U) + (payload.fields.empty() ? 0U : 1U));
  put_head(out, Major::kUnsigned, kKindField);
  put_text(out, payload.kind);
  put_head(out, Major::kUnsigned, kKeyField);
  std::array<unsigned char, kKeyIdBytes> id{};
  FX_CHECK(
      sodium_hex2bin(id.data(), id.size(), key.data(), key.size(), nullptr, nullptr, nullptr) == 0);
  put_head(out, Major::kBytes, id.size());
  out.append(id.data(), id.size());
  put_head(out, Major::kUnsigned, kNumberField);
  put_text(out, payload.number);
  put_head(out, Major::kUnsigned, kIssuedField);
  put_head(out, Major::kUnsigned, seconds(payload.issued_at));
  if (payload.expires_at) {
    put_head(out, Major::kUnsigned, kExpiresField);
    put_head(out, Major::kUnsigned, seconds(*payload.expires_at));
  }
  if (!payload.fields.empty()) {
    // Deterministic CBOR orders keys by their encoding: shorter first, then by bytes.
    std::vector<std::pair<std::string, std::string>> fields(payload.fields.begin(),
                                                            payload.fields.end());
    std::stable_sort(fields.begin(), fields.end(),
                     [](const auto& a, const auto& b) { return a.first.size() < b.first.size(); });
    put_head(out, Major::kUnsigned, kFieldsField);
    put_head(out, Major::kMap, fields.size());
    for (const auto& [name, value] : fields) {
      put_text(out, name);
      put_text(out, value);
    }
  }
  return out;
}

// Reads one CBOR item after the other; every method gives nothing on bytes that are not there or
// not of that type. Whether the encoding was the canonical one is checked by encoding again.
class Reader {
 public:
  explicit Reader(const Bytes& bytes) : at_(bytes.data()), left_(bytes.size()) {}

  std::optional<std::uint64_t> head(Major major) {
    if (left_ == 0 || (*at_ >> 5U) != static_cast<unsigned>(major)) return std::nullopt;
    const unsigned low = *at_ & 0x1fU;
    skip(1);
    if (low < 24) return low;
    if (low > 27) return std::nullopt;
    const std::size_t width = std::size_t{1} << (low - 24U);
    if (left_ < width) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = (value << 8U) | at_[i];
    skip(width);
    return value;
  }

  std::optional<std::string> string(Major major) {
    const auto size = head(major);
    if (!size || *size > left_) return std::nullopt;
    std::string out(reinterpret_cast<const char*>(at_), static_cast<std::size_t>(*size));
    skip(out.size());
    return out;
  }

  std::optional<Instant> time() {
    const auto value = head(Major::kUnsigned);
    if (!value || *value >= static_cast<std::uint64_t>(kForever.millis / 1000)) {
      return std::nullopt;
    }
    return Instant{static_cast<std::int64_t>(*value) * 1000};
  }

  bool field(std::uint64_t number) { return head(Major::kUnsigned) == number; }
  [[nodiscard]] bool at_end() const { return left_ == 0; }

 private:
  void skip(std::size_t n) {
    at_ += n;
    left_ -= n;
  }
  const unsigned char* at_;
  std::size_t left_;
};

struct Decoded {
  Payload payload;
  KeyId key;
};

std::optional<Decoded> decode(const Bytes& bytes) {
  Reader in(bytes);
  const auto count = in.head(Major::kMap);
  if (!count || *count < 4 || *count > 6) return std::nullopt;

  Decoded out;
  if (!in.field(kKindField)) return std::nullopt;
  auto kind = in.string(Major::kText);
  if (!kind || !is_kind(*kind)) return std::nullopt;
  out.payload.kind = std::move(*kind);

  if (!in.field(kKeyField)) return std::nullopt;
  const auto key = in.string(Major::kBytes);
  if (!key || key->size() != kKeyIdBytes) return std::nullopt;
  std::array<char, 2 * kKeyIdBytes + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes_of(*key), key->size());
  out.key = hex.data();

  if (!in.field(kNumberField)) return std::nullopt;
  auto number = in.string(Major::kText);
  if (!number || !is_text(*number, kMaxNumber)) return std::nullopt;
  out.payload.number = std::move(*number);

  if (!in.field(kIssuedField)) return std::nullopt;
  const auto issued = in.time();
  if (!issued) return std::nullopt;
  out.payload.issued_at = *issued;

  std::uint64_t read = 4;
  while (read < *count) {
    const auto field = in.head(Major::kUnsigned);
    ++read;
    if (field == kExpiresField && !out.payload.expires_at) {
      out.payload.expires_at = in.time();
      if (!out.payload.expires_at) return std::nullopt;
    } else if (field == kFieldsField && out.payload.fields.empty()) {
      const auto size = in.head(Major::kMap);
      if (!size || *size == 0 || *size > kMaxFields) return std::nullopt;
      for (std::uint64_t i = 0; i < *size; ++i) {
        auto name = in.string(Major::kText);
        if (!name || !is_field_key(*name)) return std::nullopt;
        auto value = in.string(Major::kText);
        if (!value || !is_text(*value, kMaxFieldValue)) return std::nullopt;
        out.payload.fields.emplace(std::move(*name), std::move(*value));
      }
    } else {
      return std::nullopt;
    }
  }
  if (!in.at_end()) return std::nullopt;
  // One payload, one encoding: overlong numbers, repeated or unordered keys are not accepted, so
  // two different texts never say the same thing.
  if (encode(out.payload, out.key) != bytes) return std::nullopt;
  return out;
}

KeyId key_id(const std::array<std::uint8_t, PublicKey::kBytes>& bytes) {
  init_sodium();
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
  std::array<char, 2 * kKeyIdBytes + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), kKeyIdBytes);
  return hex.data();
}

struct KeyText {
  std::string_view id;
  std::array<std::uint8_t, 32> bytes{};
};

// "<prefix><key id>.<base64url of 32 bytes>"
std::optional<KeyText> parse_key(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  const auto dot = text.find('.');
  if (dot != 2 * kKeyIdBytes) return std::nullopt;
  KeyText out;
  out.id = text.substr(0, dot);
  text.remove_prefix(dot + 1);
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(out.bytes.data(), out.bytes.size(), text.data(), text.size(), nullptr,
                        &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size() || size != out.bytes.size()) {
    return std::nullopt;
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

}  // namespace

PublicKey::PublicKey(const std::array<std::uint8_t, kBytes>& bytes)
    : bytes_(bytes), id_(key_id(bytes)) {}

std::string PublicKey::text() const {
  return std::string(kPublicPrefix) + id_ + '.' + base64(bytes_.data(), bytes_.size());
}

Result<PublicKey> PublicKey::parse(std::string_view text) {
  const auto parts = parse_key(trim(text), kPublicPrefix);
  if (!parts) return refuse(kBadKey);
  PublicKey key(parts->bytes);
  if (key.id() != parts->id) return refuse(kBadKey);
  return key;
}

SigningKey::SigningKey(const std::array<std::uint8_t, 32>& seed)
    : public_key_([&] {
        init_sodium();
        std::array<std::uint8_t, PublicKey::kBytes> bytes{};
        crypto_sign_seed_keypair(bytes.data(), secret_.data(), seed.data());
        return PublicKey(bytes);
      }()) {}

SigningKey SigningKey::generate() {
  init_sodium();
  std::array<std::uint8_t, 32> seed{};
  randombytes_buf(seed.data(), seed.size());
  SigningKey key(seed);
  sodium_memzero(seed.data(), seed.size());
  return key;
}

std::string SigningKey::serialise() const {
  return std::string(kSecretPrefix) + public_key_.id() + '.' + base64(secret_.data(), 32);
}

Result<SigningKey> SigningKey::parse(std::string_view text) {
  auto parts = parse_key(trim(text), kSecretPrefix);
  if (!parts) return refuse(kBadKey);
  SigningKey key(parts->bytes);
  sodium_memzero(parts->bytes.data(), parts->bytes.size());
  if (key.public_key().id() != parts->id) return refuse(kBadKey);
  return key;
}

SigningKey::SigningKey(SigningKey&& other) noexcept
    : secret_(other.secret_), public_key_(other.public_key_) {
  sodium_memzero(other.secret_.data(), other.secret_.size());
}

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
  if (this != &other) {
    secret_ = other.secret_;
    public_key_ = other.public_key_;
    sodium_memzero(other.secret_.data(), other.secret_.size());
  }
  return *this;
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

Result<std::string> sign(const Payload& payload, const SigningKey& key) {
  if (!is_kind(payload.kind)) return refuse(kBadField, "kind");
  if (!is_text(payload.number, kMaxNumber)) return refuse(kBadField, "number");
  if (!is_time(payload.issued_at)) return refuse(kBadField, "issued_at");
  if (payload.expires_at && !is_time(*payload.expires_at)) return refuse(kBadField, "expires_at");
  if (payload.fields.size() > kMaxFields) return refuse(kBadField, "fields");
  for (const auto& [name, value] : payload.fields) {
    if (!is_field_key(name)) return refuse(kBadField, "fields");
    if (!is_text(value, kMaxFieldValue)) return refuse(kBadField, "fields." + name);
  }
  const Bytes bytes = encode(payload, key.public_key().id());
  std::string text(kPrefix);
  text += base64(bytes.data(), bytes.size());
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(text), text.size(), key.secret_.data());
  text += '.';
  text += base64(signature.data(), signature.size());
  if (text.size() > kMaxSignedText) {
    return refuse(
        kTooLong, {},
        {{"size", std::to_string(text.size())}, {"limit", std::to_string(kMaxSignedText)}});
  }
  return text;
}

Result<Payload> verify(std::string_view text, std::span<const PublicKey> keys) {
  init_sodium();
  text = trim(text);
  if (!text.starts_with(kPrefix)) return refuse(kNotOurs);
  if (text.size() > kMaxSignedText) return refuse(kDamaged);
  const auto dot = text.find('.', kPrefix.size());
  if (dot == std::string_view::npos) return refuse(kDamaged);
  const auto bytes = unbase64(text.substr(kPrefix.size(), dot - kPrefix.size()), kMaxSignedText);
  const auto signature = unbase64(text.substr(dot + 1), crypto_sign_BYTES);
  if (!bytes || !signature || signature->size() != crypto_sign_BYTES) return refuse(kDamaged);
  auto decoded = decode(*bytes);
  if (!decoded) return refuse(kDamaged);

  bool known = false;
  for (const auto& key : keys) {
    if (key.id() != decoded->key) continue;  // two keys may share a short id: try each
    known = true;
    if (crypto_sign_verify_detached(signature->data(), bytes_of(text), dot, key.bytes().data()) ==
        0) {
      return std::move(decoded->payload);
    }
  }
  if (!known) return refuse(kUnknownKey, {}, {{"key", decoded->key}});
  return refuse(kBadSignature);
}

Result<Payload> verify(std::string_view text, std::span<const PublicKey> keys, Instant now) {
  auto payload = verify(text, keys);
  if (payload && payload->expires_at && now >= *payload->expires_at) {
    return refuse(kExpired, {}, {{"at", iso(*payload->expires_at)}});
  }
  return payload;
}

}  // namespace fx::print
