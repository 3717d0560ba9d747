// A bounded pass through one XML document: elements by their local names, whatever the prefix, so
// that transitional and strict OOXML read alike. For the readers of this folder only.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sheet/reader.h"

namespace fx::sheet::internal {

class XmlAttributes {
 public:
  using List = std::vector<std::pair<std::string_view, std::string_view>>;
  explicit XmlAttributes(const List& list) : list_(list) {}
  // By the whole name, without a prefix; empty if there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  // By the local name of an attribute that has a prefix ("id" finds r:id).
  [[nodiscard]] std::string_view get_prefixed(std::string_view local) const;

 private:
  const List& list_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view piece) = 0;

  // Ends the pass after the current callback.
  void stop(Refusal why) {
    if (!stopped_) stopped_ = std::move(why);
  }
  [[nodiscard]] const std::optional<Refusal>& stopped() const { return stopped_; }

 private:
  std::optional<Refusal> stopped_;
};

// Calls the sink with one piece after the other until it says no.
using Sink = std::function<bool(std::string_view piece)>;
// Delivers a document's bytes to a sink; a refusal if that fails.
using Source = std::function<Status(const Sink& sink)>;

// Refuses document type declarations (and with them entities), too deep nesting and tags without
// end. part names the document in messages.
//
// Documents in UTF-8, which is nearly all there are, are read by a scanner of our own: a register
// of 100,000 rows is five million events, on which expat spends most of a second and the scanner a
// tenth. It knows no document types and nothing of validity, and takes some documents that are not
// well-formed (an attribute given twice); whatever expat accepts it reads the same, which
// xml_fuzz.cc checks. Other encodings go to expat.
Status parse_xml(const Source& source, XmlHandler& handler, const Limits& limits,
                 std::string_view part);

// The same by expat alone, for comparison.
Status parse_xml_by_expat(const Source& source, XmlHandler& handler, const Limits& limits,
                          std::string_view part);

}  // namespace fx::sheet::internal
