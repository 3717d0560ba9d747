// Signed codes: a short text for a QR code that anyone holding the public key can check without a
// network (docs/formats/signed-code.md).
//
//   FX1.<base64url of the payload>.<base64url of the Ed25519 signature>
//
// The payload is deterministic CBOR (RFC 8949 section 4.2) of the fields below; the signature
// covers the ASCII text before the second dot, so that the format's name and version are signed
// too. No field is meant for a name in clear or a full ID number: whoever photographs the code
// reads it.
//
// All functions may be called from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace fx::print {

// Longest text sign() makes and verify() reads: 57 to 69 modules a side at error level M, which
// survives a poor print at 4 cm.
inline constexpr std::size_t kMaxSignedText = 300;

struct Payload {
  std::string kind{};  // what the paper is: 1..16 of [a-z0-9-], first a letter ("release", "pass")
  std::string number{};                 // document number, 1..64 bytes of UTF-8
  Instant issued_at{};                  // kept to the second, not before 1970
  std::optional<Instant> expires_at{};  // the first instant at which it no longer holds; kept to
                                        // the second; none: it does not expire
  // What else the reader shall see: keys 1..8 of [a-z0-9], values 1..96 bytes of UTF-8, at most 16.
  std::map<std::string, std::string> fields{};

  bool operator==(const Payload&) const = default;
};

// The first four bytes of the SHA-256 of the public key, in hexadecimal ("8f3a02c1"). It only finds
// the key; what proves the signer is the signature.
using KeyId = std::string;

class PublicKey {
 public:
  static constexpr std::size_t kBytes = 32;
  explicit PublicKey(const std::array<std::uint8_t, kBytes>& bytes);

  // "fxpub1.<key id>.<base64url of 32 bytes>", for printing, sending and storing.
  [[nodiscard]] std::string text() const;
  static Result<PublicKey> parse(std::string_view text);

  [[nodiscard]] const KeyId& id() const { return id_; }
  [[nodiscard]] const std::array<std::uint8_t, kBytes>& bytes() const { return bytes_; }
  bool operator==(const PublicKey&) const = default;

 private:
  std::array<std::uint8_t, kBytes> bytes_;
  KeyId id_;
};

// The secret half. Made once for an office and kept by the caller's storage; wiped from memory when
// it goes.
class SigningKey {
 public:
  static SigningKey generate();
  // "fxsec1.<key id>.<base64url of the 32-byte seed>". Secret: for encrypted storage only.
  [[nodiscard]] std::string serialise() const;
  static Result<SigningKey> parse(std::string_view text);

  SigningKey(SigningKey&& other) noexcept;
  SigningKey& operator=(SigningKey&& other) noexcept;
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
  ~SigningKey();

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }

 private:
  friend Result<std::string> sign(const Payload& payload, const SigningKey& key);
  explicit SigningKey(const std::array<std::uint8_t, 32>& seed);

  std::array<std::uint8_t, 64> secret_{};  // seed, then public key, as libsodium keeps it
  PublicKey public_key_;
};

// Refusals, in descending precedence.
inline constexpr RefusalKind kNotOurs{
    "signature.not-ours",           422,
    "这不是本系统签发的二维码",     "this code was not issued by this system",
    "请扫描证明或通行证上的二维码", "scan the code printed on the certificate or the pass"};
inline constexpr RefusalKind kDamaged{
    "signature.damaged",
    422,
    "二维码内容不完整或已损坏",
    "the code is incomplete or damaged",
    "请擦净后重扫；仍不行的，请持证人联系发证单位补打",
    "clean it and scan again; if that fails, ask the issuer for a new print"};
inline constexpr RefusalKind kUnknownKey{
    "signature.unknown-key",
    422,
    "不认识签发此码的密钥 {key}",
    "the key {key} that signed this code is not known here",
    "请联网更新公钥后重扫；仍不行的，按未持证处理并向发证单位核实",
    "go online to update the public keys and scan again; if that fails, treat it as no certificate "
    "and ask the issuer"};
inline constexpr RefusalKind kBadSignature{
    "signature.bad-signature",
    422,
    "签名不符，内容可能被改动",
    "the signature does not match: the content may have been altered",
    "不予认可；请向发证单位核实并报告",
    "do not accept it; check with the issuer and report it"};
inline constexpr RefusalKind kExpired{
    "signature.expired",          422,
    "此码已于 {at} 失效",         "this code ceased to hold at {at}",
    "请持证人向发证单位重新申领", "ask the issuer for a new one"};

// Refusals of sign() and of reading keys.
inline constexpr RefusalKind kBadField{"signature.bad-field",
                                       422,
                                       "二维码字段 {field} 为空、过长或含不允许的字符",
                                       "code field {field} is empty, too long or has characters "
                                       "that are not allowed",
                                       "缩短或改正后再签发",
                                       "shorten or correct it, then sign again"};
inline constexpr RefusalKind kTooLong{
    "signature.too-long",
    422,
    "二维码内容共 {size} 字符，超过 {limit}，打印后难以识读",
    "the code would be {size} characters long, over {limit}: too dense to read from paper",
    "减少字段或缩短内容",
    "use fewer or shorter fields"};
inline constexpr RefusalKind kBadKey{
    "signature.bad-key",      422,
    "密钥文本不完整或已损坏", "the key text is incomplete or damaged",
    "请重新复制密钥文本",     "copy the key text again"};

// The signed text; refuses kBadField (field: "kind", "number", "issued_at", "expires_at" or
// "fields.<key>") and kTooLong. The same payload and key always give the same text.
Result<std::string> sign(const Payload& payload, const SigningKey& key);

// The payload if one of the keys signed the text; refuses kNotOurs, kDamaged, kUnknownKey,
// kBadSignature in this order. White space around the text is ignored. Says nothing about expiry.
Result<Payload> verify(std::string_view text, std::span<const PublicKey> keys);
// The same, and refuses kExpired once `now` has reached expires_at.
Result<Payload> verify(std::string_view text, std::span<const PublicKey> keys, Instant now);

}  // namespace fx::print
