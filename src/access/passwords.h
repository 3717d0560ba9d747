// Passwords: kept as argon2id only. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace fx::access {

// What one hash costs. kFull is libsodium's "interactive" (64 MiB; measured 82 ms); kOneTime
// (19 MiB) is for passwords that must be changed at the first sign-in and are hashed on the writer
// thread; kTest makes suites with hundreds of sign-ins bearable.
enum class PasswordCost { kFull, kOneTime, kTest };

std::string hash_password(std::string_view password, PasswordCost cost);
// Compares, and takes as long as with a hash of this cost whatever hash it is given: one of
// kOneTime, or none at all (a name that does not exist).
bool password_matches(const std::string& hash, std::string_view password, PasswordCost cost);

// "k7mq-x2vd-9hpt": 59 random bits without letters that look alike.
std::string one_time_password();

inline constexpr std::size_t kPasswordMin = 8;    // characters
inline constexpr std::size_t kPasswordMax = 256;  // bytes

inline constexpr RefusalKind kPasswordTooShort{"access.password-too-short",
                                               400,
                                               "密码至少8位，最长256字节",
                                               "a password has at least 8 characters and at most "
                                               "256 bytes",
                                               "换一个密码",
                                               "choose another one"};
inline constexpr RefusalKind kPasswordIsLogin{"access.password-is-login",
                                              400,
                                              "密码不能与用户名相同",
                                              "the password must differ from the sign-in name",
                                              "换一个密码",
                                              "choose another one"};
inline constexpr RefusalKind kPasswordCommon{
    "access.password-common",         400,
    "密码过于常见，容易被猜到",       "the password is a common one and easily guessed",
    "用几个不相关的词或字母数字混合", "use several unrelated words, or letters and digits"};

// Whether a person may choose this password.
Status check_password(std::string_view password, std::string_view login);

}  // namespace fx::access
