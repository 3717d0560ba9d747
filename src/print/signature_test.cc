#include "print/signature.h"

#include <array>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "print/samples.h"

namespace fx::print {
namespace {

using samples::payload;

// A key and a text that any other implementation must agree with: the key is test 1 of RFC 8032
// section 7.1, the same as in docs/formats/signed-code.md.
constexpr std::string_view kKnownKey =
    "fxsec1.21fe31df.nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

SigningKey known_key() {
  auto key = SigningKey::parse(kKnownKey);
  EXPECT_TRUE(key.has_value());
  return std::move(key).value();
}

std::string refusal(const Result<Payload>& result) {
  return result ? "accepted" : std::string(result.error().code());
}

TEST(Signature, VerifiesWhatItSigned) {
  const SigningKey key = SigningKey::generate();
  const std::vector<PublicKey> keys{SigningKey::generate().public_key(), key.public_key()};
  const auto text = sign(payload(), key);
  ASSERT_TRUE(text.has_value());
  EXPECT_LE(text->size(), kMaxSignedText);
  const auto back = verify("  " + *text + "\r\n", keys);
  ASSERT_TRUE(back.has_value()) << back.error().code();
  EXPECT_EQ(*back, payload());
}

TEST(Signature, IsTheTextGivenInTheFormatDescription) {
  const Payload example{.kind = "release",
                        .number = "A-12",
                        .issued_at = *parse_instant("2020-02-24T09:00:00+08:00"),
                        .expires_at = *parse_instant("2020-03-24T00:00:00+08:00"),
                        .fields = {{"n", "张*明"}, {"to", "2020-02-23"}}};
  EXPECT_EQ(
      *sign(example, known_key()),
      "FX1.pgFncmVsZWFzZQJEIf4x3wNkQS0xMgQaXlMgEAUaXnjdAAaiYW5n5bygKuaYjmJ0b2oyMDIwLTAyLTIz."
      "KwmHGxtPj5gN2exe15yjlr1MU0nH-RoIBes5EvETY9tsG8-68_3Dtrkxj2pZawOpfqgNM6loi9O0v1lqUvjWBA");
}

TEST(Signature, AKeyReadBackSignsTheSame) {
  const SigningKey key = SigningKey::generate();
  const auto again = SigningKey::parse(key.serialise());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(*sign(payload(), *again), *sign(payload(), key));
  const auto open = PublicKey::parse(key.public_key().text());
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(*open, key.public_key());
}

TEST(Signature, KeyTextThatWasMistypedIsRefused) {
  const std::string text = SigningKey::generate().public_key().text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string wrong = text;
    wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(PublicKey::parse(wrong).has_value()) << i;
    EXPECT_FALSE(PublicKey::parse(text.substr(0, i)).has_value()) << i;
  }
  EXPECT_FALSE(SigningKey::parse(text).has_value());
}

TEST(Signature, EveryChangedCharacterIsNoticed) {
  const SigningKey key = known_key();
  const std::vector<PublicKey> keys{key.public_key()};
  const std::string text = *sign(payload(), key);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'A', 'z', '0', '_', '.', '\n', '\xe5'}) {
      if (text[i] == c) continue;
      std::string wrong = text;
      wrong[i] = c;
      EXPECT_FALSE(verify(wrong, keys).has_value()) << i << " " << c;
    }
    EXPECT_FALSE(verify(text.substr(0, i), keys).has_value()) << i;
    EXPECT_FALSE(verify(text + text.substr(0, i + 1), keys).has_value()) << i;
  }
}

// libsodium takes every byte beyond ASCII for '_'.
TEST(Signature, BytesBeyondAsciiAreNoLetters) {
  const SigningKey key = known_key();
  const std::vector<PublicKey> keys{key.public_key()};
  int tried = 0;
  for (int number = 0; number < 20; ++number) {
    Payload numbered = payload();
    numbered.number = std::to_string(number);
    const std::string text = *sign(numbered, key);
    for (std::size_t at = text.find('_'); at != std::string::npos; at = text.find('_', at + 1)) {
      std::string changed = text;
      changed[at] = '\xff';
      EXPECT_FALSE(verify(changed, keys).has_value()) << text << " " << at;
      ++tried;
    }
  }
  EXPECT_GT(tried, 10);
}

TEST(Signature, RefusalsAreToldApart) {
  const SigningKey key = known_key();
  const std::vector<PublicKey> keys{key.public_key()};
  const std::vector<PublicKey> others{SigningKey::generate().public_key()};
  const std::string text = *sign(payload(), key);
  const auto second_dot = text.rfind('.');

  EXPECT_EQ(refusal(verify("https://example.org/", keys)), "signature.not-ours");
  EXPECT_EQ(refusal(verify("", keys)), "signature.not-ours");
  EXPECT_EQ(refusal(verify("FX2." + text.substr(4), keys)), "signature.not-ours");
  EXPECT_EQ(refusal(verify(text.substr(0, text.size() - 3), keys)), "signature.damaged");
  EXPECT_EQ(refusal(verify(text.substr(0, second_dot), keys)), "signature.damaged");
  EXPECT_EQ(refusal(verify("FX1." + std::string(1000, 'A'), keys)), "signature.damaged");
  EXPECT_EQ(refusal(verify(text, others)), "signature.unknown-key");
  EXPECT_EQ(verify(text, others).error().params[0].second, "21fe31df");

  Payload forged = payload();
  forged.fields["to"] = "2020-02-20";
  const std::string other = *sign(forged, key);
  EXPECT_EQ(refusal(verify(other.substr(0, other.rfind('.')) + text.substr(second_dot), keys)),
            "signature.bad-signature");
}

TEST(Signature, ExpiresAtItsInstantAndNotBefore) {
  const SigningKey key = known_key();
  const std::vector<PublicKey> keys{key.public_key()};
  const std::string text = *sign(payload(), key);
  const Instant end = *payload().expires_at;
  EXPECT_EQ(refusal(verify(text, keys, Instant{end.millis - 1})), "accepted");
  EXPECT_EQ(refusal(verify(text, keys, end)), "signature.expired");
  EXPECT_EQ(refusal(verify(text, keys)), "accepted");
  Payload lasting = payload();
  lasting.expires_at.reset();
  EXPECT_EQ(refusal(verify(*sign(lasting, key), keys, kForever)), "accepted");
}

TEST(Signature, FieldsThatCannotBeSignedAreNamed) {
  const SigningKey key = known_key();
  const auto refused = [&](auto change) {
    Payload p = payload();
    change(p);
    const auto text = sign(p, key);
    return text ? "signed" : std::string(text.error().code()) + " " + text.error().field;
  };
  EXPECT_EQ(refused([](Payload& p) { p.kind = "Release"; }), "signature.bad-field kind");
  EXPECT_EQ(refused([](Payload& p) { p.number = "\xff"; }), "signature.bad-field number");
  EXPECT_EQ(refused([](Payload& p) { p.number = ""; }), "signature.bad-field number");
  EXPECT_EQ(refused([](Payload& p) { p.issued_at.millis = -1; }), "signature.bad-field issued_at");
  EXPECT_EQ(refused([](Payload& p) { p.expires_at = kForever; }), "signature.bad-field expires_at");
  EXPECT_EQ(refused([](Payload& p) { p.fields["n"] = "a\nb"; }), "signature.bad-field fields.n");
  EXPECT_EQ(refused([](Payload& p) { p.fields["姓名"] = "x"; }), "signature.bad-field fields");
  EXPECT_EQ(refused([](Payload& p) {
              p.fields["a"] = std::string(96, 'x');
              p.fields["b"] = std::string(96, 'x');
            }),
            "signature.too-long ");
}

// A second spelling of the same content would let one paper pass for two.
TEST(Signature, OnlyTheCanonicalEncodingIsRead) {
  const SigningKey key = known_key();
  const std::vector<PublicKey> keys{key.public_key()};
  std::string text = *sign(payload(), key);
  // 64 bytes leave 4 unused bits in the last base64 character.
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const auto last = alphabet.find(text.back());
  ASSERT_EQ(last % 16, 0U);
  text.back() = alphabet[last + 1];
  EXPECT_EQ(refusal(verify(text, keys)), "signature.damaged");
  EXPECT_EQ(refusal(verify(*sign(payload(), key) + "==", keys)), "signature.damaged");
}

}  // namespace
}  // namespace fx::print
