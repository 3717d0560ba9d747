// Our scanner against expat: what expat accepts, the scanner accepts with the same events, however
// the document is cut into pieces.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "sheet/xml.h"

namespace {

using fx::sheet::internal::Sink;

class Recorder final : public fx::sheet::internal::XmlHandler {
 public:
  void start(std::string_view name, const fx::sheet::internal::XmlAttributes& attributes) override {
    events.append("<").append(name).append(" ").append(attributes.get("r"));
    events.append(" ").append(attributes.get_prefixed("id")).append(">");
  }
  void end(std::string_view name) override { events.append("</").append(name).append(">"); }
  void text(std::string_view piece) override { events.append(piece); }

  std::string events;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t cut = std::size_t{data[0]} + 1;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const fx::sheet::Limits limits;
  const auto source = [&](std::size_t piece) {
    return [text, piece](const Sink& sink) {
      for (std::size_t at = 0; at < text.size(); at += piece) {
        if (!sink(text.substr(at, piece))) break;
      }
      return fx::Status();
    };
  };
  Recorder whole;
  const auto scanned = fx::sheet::internal::parse_xml(source(text.size() + 1), whole, limits, "x");
  Recorder expat;
  const auto parsed =
      fx::sheet::internal::parse_xml_by_expat(source(text.size() + 1), expat, limits, "x");
  if (parsed) {
    FX_CHECK(scanned.has_value());
    FX_CHECK(whole.events == expat.events);
  }
  // The first piece says what encoding it is, so it must hold the declaration.
  if (text.find("<?xml") == std::string_view::npos && text.find('\0') == std::string_view::npos &&
      cut >= 4) {
    Recorder pieces;
    const auto cut_up = fx::sheet::internal::parse_xml(source(cut), pieces, limits, "x");
    FX_CHECK(cut_up.has_value() == scanned.has_value());
    if (scanned) FX_CHECK(pieces.events == whole.events);
  }
  return 0;
}
