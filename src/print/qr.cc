#include "print/qr.h"

#include <memory>
#include <system_error>

#include <qrencode.h>

#include "base/check.h"

namespace fx::print {

QrMatrix make_qr(std::string_view text, QrLevel level) {
  FX_CHECK(!text.empty() && text.size() <= kMaxQrBytes);
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0,
                        level == QrLevel::kQuartile ? QR_ECLEVEL_Q : QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) throw std::system_error(errno, std::generic_category(), "QR code");
  QrMatrix out;
  out.side = code->width;
  out.dark.reserve(static_cast<std::size_t>(out.side) * static_cast<std::size_t>(out.side));
  for (int i = 0; i < out.side * out.side; ++i) out.dark.push_back(code->data[i] & 1U);
  return out;
}

}  // namespace fx::print
