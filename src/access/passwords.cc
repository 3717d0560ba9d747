#include "access/passwords.h"

#include <algorithm>
#include <array>
#include <new>

#include <sodium.h>

#include "base/check.h"
#include "base/text.h"

namespace fx::access {
namespace {

struct Limits {
  unsigned long long passes;
  std::size_t memory;
};
Limits limits(PasswordCost cost) {
  switch (cost) {
    case PasswordCost::kFull:
      return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
    case PasswordCost::kOneTime:
      return {2, std::size_t{19} * 1024 * 1024};  // OWASP Password Storage Cheat Sheet, 2023
    case PasswordCost::kTest:
      return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN};
  }
  return {};
}

std::string hash_with(std::string_view password, Limits limit) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str(out.data(), password.data(), password.size(), limit.passes, limit.memory) !=
      0) {
    throw std::bad_alloc();
  }
  return out.data();
}

// From public lists of the passwords used most, those of eight characters and more; lower case.
constexpr std::array<std::string_view, 54> kCommon = {
    "password",  "password1",  "password123", "passw0rd",      "p@ssw0rd",   "p@ssword",
    "qwertyui",  "qwerty123",  "qwertyuiop",  "asdfghjk",      "asdfghjkl",  "asdf1234",
    "zxcvbnm1",  "1q2w3e4r",   "1q2w3e4r5t",  "1qaz2wsx",      "zaq12wsx",   "q1w2e3r4",
    "qwe123456", "123qweasd",  "abc12345",    "abc123456",     "abcd1234",   "a1234567",
    "a12345678", "a123456789", "aa123456",    "aa12345678",    "woaini1314", "woaini520",
    "woaini521", "5201314520", "1314520520",  "52013140",      "147258369",  "159357456",
    "741852963", "789456123",  "iloveyou",    "sunshine",      "princess",   "football",
    "baseball",  "superman",   "trustno1",    "welcome1",      "letmein1",   "changeme",
    "admin123",  "admin888",   "admin1234",   "administrator", "fangxian",   "fangxian123"};

// 11111111, 12345678, 87654321, abcdefgh.
bool is_plain_row(std::string_view text) {
  for (const int step : {0, 1, -1}) {
    bool row = true;
    for (std::size_t i = 1; i < text.size() && row; ++i) {
      row = text[i] - text[i - 1] == step || (step == 1 && text[i - 1] == '9' && text[i] == '0');
    }
    if (row) return true;
  }
  return false;
}

}  // namespace

std::string hash_password(std::string_view password, PasswordCost cost) {
  FX_CHECK(sodium_init() >= 0);
  return hash_with(password, limits(cost));
}

bool password_matches(const std::string& hash, std::string_view password, PasswordCost cost) {
  FX_CHECK(sodium_init() >= 0);
  const auto spend = [&](Limits limit) {
    (void)hash_with(password.substr(0, kPasswordMax), limit);
  };
  if (hash.empty() || password.size() > kPasswordMax) {
    spend(limits(cost));
    return false;
  }
  const bool right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  // The time is that of memory times passes: a cheaper hash leaves a rest.
  const Limits full = limits(cost);
  const Limits cheap = limits(PasswordCost::kOneTime);
  if (cost == PasswordCost::kFull &&
      crypto_pwhash_str_needs_rehash(hash.c_str(), full.passes, full.memory) != 0) {
    spend({full.passes, full.memory - cheap.memory});
  }
  return right;
}

std::string one_time_password() {
  FX_CHECK(sodium_init() >= 0);
  static constexpr std::string_view kLetters = "23456789abcdefghjkmnpqrstuvwxyz";
  std::string out;
  for (int i = 0; i < 12; ++i) {
    if (i == 4 || i == 8) out += '-';
    out += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
  }
  return out;
}

Status check_password(std::string_view password, std::string_view login) {
  if (password.size() > kPasswordMax || code_point_count(password) < kPasswordMin) {
    return refuse(kPasswordTooShort, "password");
  }
  const std::string lower = ascii_lower(password);
  if (lower == ascii_lower(login)) return refuse(kPasswordIsLogin, "password");
  if (is_plain_row(lower) || std::find(kCommon.begin(), kCommon.end(), lower) != kCommon.end()) {
    return refuse(kPasswordCommon, "password");
  }
  return {};
}

}  // namespace fx::access
