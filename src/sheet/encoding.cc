#include "sheet/encoding.h"

#include <cstdint>
#include <memory>

#include <unicode/ucnv.h>

namespace fx::sheet::internal {
namespace {

// Strict: nothing if any byte does not belong.
std::optional<std::string> convert(const char* charset, std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(charset, &error),
                                                                &ucnv_close);
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &error),
                                                              &ucnv_close);
  if (U_FAILURE(error)) return std::nullopt;
  ucnv_setToUCallBack(from.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  ucnv_setFromUCallBack(to.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) return std::nullopt;
  // Two bytes of GB18030 or UTF-16 make at most three of UTF-8, four make four.
  std::string out(bytes.size() + bytes.size() / 2 + 16, '\0');
  char* target = out.data();
  const char* source = bytes.data();
  std::unique_ptr<UChar[]> pivot(new UChar[16'384]);
  UChar* pivot_source = pivot.get();
  UChar* pivot_target = pivot.get();
  ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source,
                 bytes.data() + bytes.size(), pivot.get(), &pivot_source, &pivot_target,
                 pivot.get() + 16'384, 1, 1, &error);
  if (U_FAILURE(error)) return std::nullopt;
  out.resize(static_cast<std::size_t>(target - out.data()));
  return out;
}

// One stray control character happens in texts that were pasted; many of them are no text.
bool is_binary(std::string_view text) {
  std::size_t strange = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') ++strange;
  }
  return strange > 0 && strange > text.size() / 200;
}

}  // namespace

bool valid_utf8(std::string_view bytes) {
  std::size_t i = 0;
  const std::size_t size = bytes.size();
  const auto at = [&](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
  while (i < size) {
    const unsigned char lead = at(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    std::size_t length = 0;
    std::uint32_t code = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      length = 2;
      code = lead & 0x1FU;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      length = 3;
      code = lead & 0x0FU;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      length = 4;
      code = lead & 0x07U;
    } else {
      return false;
    }
    if (i + length > size) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((at(i + k) & 0xC0U) != 0x80U) return false;
      code = (code << 6) | (at(i + k) & 0x3FU);
    }
    if ((length == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) ||
        (length == 4 && (code < 0x10000 || code > 0x10FFFF))) {
      return false;
    }
    i += length;
  }
  return true;
}

bool decode(std::string_view bytes, DecodedText& out) {
  const auto starts = [&bytes](std::string_view mark) {
    return bytes.substr(0, mark.size()) == mark;
  };
  const auto take = [&out](Encoding encoding, std::optional<std::string> text) {
    if (!text) return false;
    out.encoding = encoding;
    out.own = *std::move(text);
    out.text = out.own;
    return true;
  };
  bool ok = false;
  if (starts("\xEF\xBB\xBF")) {
    out.text = bytes.substr(3);
    ok = valid_utf8(out.text);
  } else if (starts("\xFF\xFE")) {
    ok = take(Encoding::kUtf16Le, convert("UTF-16LE", bytes.substr(2)));
  } else if (starts("\xFE\xFF")) {
    ok = take(Encoding::kUtf16Be, convert("UTF-16BE", bytes.substr(2)));
  } else if (bytes.find('\0') != std::string_view::npos) {
    // UTF-16 without a mark: the zero bytes of commas and line ends are all on one side.
    std::size_t even = 0;
    std::size_t odd = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] == '\0') ++(i % 2 == 0 ? even : odd);
    }
    if (bytes.size() % 2 != 0 || (even != 0 && odd != 0)) return false;
    ok = odd > 0 ? take(Encoding::kUtf16Le, convert("UTF-16LE", bytes))
                 : take(Encoding::kUtf16Be, convert("UTF-16BE", bytes));
  } else if (valid_utf8(bytes)) {
    out.text = bytes;
    ok = true;
  } else {
    ok = take(Encoding::kGb18030, convert("GB18030", bytes));
  }
  if (!ok) return false;
  // DOS programs end a text with Ctrl-Z.
  while (!out.text.empty() && out.text.back() == '\x1a') out.text.remove_suffix(1);
  return !is_binary(out.text);
}

}  // namespace fx::sheet::internal
