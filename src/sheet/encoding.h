// Bytes of a text file of unknown encoding to UTF-8. For the readers of this folder only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fx::sheet::internal {

enum class Encoding { kUtf8, kUtf16Le, kUtf16Be, kGb18030 };

struct DecodedText {
  Encoding encoding = Encoding::kUtf8;
  std::string own;        // the converted text, unless the bytes were UTF-8 already
  std::string_view text;  // UTF-8 without byte order mark; into own or the bytes given
  DecodedText() = default;
  DecodedText(const DecodedText&) = delete;
  DecodedText& operator=(const DecodedText&) = delete;
};

bool valid_utf8(std::string_view bytes);

// By byte order mark, else UTF-8 if valid, else UTF-16 if it has zero bytes as such text has, else
// GB18030 if valid. False if it is none of them or as full of control characters as no text is.
bool decode(std::string_view bytes, DecodedText& out);

}  // namespace fx::sheet::internal
