#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "print/signature.h"

namespace fx::print {
namespace {

rc::Gen<std::string> text_of(const std::vector<std::string>& letters, int longest) {
  return rc::gen::mapcat(rc::gen::inRange(1, longest + 1), [letters](int size) {
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(static_cast<std::size_t>(size),
                                                                     rc::gen::elementOf(letters)),
                        [](const std::vector<std::string>& parts) {
                          std::string out;
                          for (const auto& part : parts) out += part;
                          return out;
                        });
  });
}

const std::vector<std::string> letters_plain{"a", "b", "z", "0", "9"};
const std::vector<std::string> letters_any{"a", "张", "𠮷", "〇", "-", "*", " ", "~", "号"};

Payload any_payload() {
  Payload out;
  out.kind = "k" + *text_of(letters_plain, 15);
  out.number = *text_of(letters_any, 10);
  out.issued_at = Instant{*rc::gen::inRange<std::int64_t>(0, kForever.millis / 1000) * 1000};
  if (*rc::gen::arbitrary<bool>()) {
    out.expires_at = Instant{*rc::gen::inRange<std::int64_t>(0, kForever.millis / 1000) * 1000};
  }
  const int fields = *rc::gen::inRange(0, 5);
  for (int i = 0; i < fields; ++i)
    out.fields[*text_of(letters_plain, 8)] = *text_of(letters_any, 6);
  return out;
}

RC_GTEST_PROP(SignatureProperty, WhatIsSignedIsReadBackOrRefusedForItsLength, ()) {
  static const SigningKey key = SigningKey::generate();
  static const std::vector<PublicKey> keys{key.public_key()};
  const Payload payload = any_payload();
  const auto text = sign(payload, key);
  if (!text) {
    RC_ASSERT(text.error().code() == kTooLong.code);
    return;
  }
  const auto back = verify(*text, keys);
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == payload);
  RC_ASSERT(*sign(*back, key) == *text);
}

RC_GTEST_PROP(SignatureProperty, NoOtherKeyAndNoOtherTextIsAccepted, ()) {
  static const SigningKey key = SigningKey::generate();
  static const std::vector<PublicKey> keys{key.public_key()};
  static const std::vector<PublicKey> others{SigningKey::generate().public_key()};
  const auto text = sign(any_payload(), key);
  RC_PRE(text.has_value());
  RC_ASSERT(!verify(*text, others).has_value());
  std::string changed = *text;
  const auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
  changed[at] = *rc::gen::distinctFrom(rc::gen::arbitrary<char>(), changed[at]);
  const auto read = verify(changed, keys);
  // White space at the ends is not part of the text; elsewhere it is.
  RC_ASSERT(!read.has_value());
}

}  // namespace
}  // namespace fx::print
