#include "sheet/xml.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <string>

#include <expat.h>

#include "sheet/refusals.h"

namespace fx::sheet::internal {
namespace {

struct Pass {
  XML_Parser parser = nullptr;
  XmlHandler* handler = nullptr;
  const Limits* limits = nullptr;
  std::size_t depth = 0;
  std::size_t fed = 0;
  std::size_t last_event = 0;
  std::exception_ptr failure;

  void end_pass(Refusal why) {
    handler->stop(std::move(why));
    XML_StopParser(parser, XML_FALSE);
  }
  // Exceptions must not fly through expat's C frames.
  template <class Callback>
  void guarded(const Callback& callback) {
    if (failure || handler->stopped()) return;
    last_event = fed;
    try {
      callback();
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure || handler->stopped()) XML_StopParser(parser, XML_FALSE);
  }
};

Pass& pass(void* user) { return *static_cast<Pass*>(user); }

std::string_view local_name(const char* name) {
  const char* colon = std::strchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

void on_start(void* user, const char* name, const char** attributes) {
  Pass& p = pass(user);
  p.guarded([&] {
    if (++p.depth > p.limits->xml_depth) {
      p.handler->stop(refuse(kTooDeep, {}, {{"limit", std::to_string(p.limits->xml_depth)}}));
      return;
    }
    p.handler->start(local_name(name), XmlAttributes(attributes));
  });
}

void on_end(void* user, const char* name) {
  Pass& p = pass(user);
  p.guarded([&] {
    --p.depth;
    p.handler->end(local_name(name));
  });
}

void on_text(void* user, const char* text, int length) {
  Pass& p = pass(user);
  p.guarded([&] { p.handler->text({text, static_cast<std::size_t>(length)}); });
}

void on_doctype(void* user, const char*, const char*, const char*, int) {
  pass(user).end_pass(refuse(kDoctype));
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (name == pair[0]) return pair[1];
  }
  return {};
}

std::string_view XmlAttributes::get_prefixed(std::string_view local) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    const char* colon = std::strchr(pair[0], ':');
    if (colon != nullptr && local == colon + 1) return pair[1];
  }
  return {};
}

Status parse_xml(const Source& source, XmlHandler& handler, const Limits& limits,
                 std::string_view part) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
      XML_ParserCreate(nullptr), &XML_ParserFree);
  if (parser == nullptr) throw std::bad_alloc();
  Pass state;
  state.parser = parser.get();
  state.handler = &handler;
  state.limits = &limits;
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(parser.get(), on_start, on_end);
  XML_SetCharacterDataHandler(parser.get(), on_text);
  XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);

  bool broken = false;
  const auto parse = [&](const char* data, std::size_t size, bool last) {
    state.fed += size;
    broken = XML_Parse(parser.get(), data, static_cast<int>(size), last ? 1 : 0) != XML_STATUS_OK;
    // A tag, comment or text run that never ends would be kept, and read again, with every piece.
    if (state.fed - state.last_event > limits.xml_token_bytes) broken = true;
    return !broken;
  };
  const Status delivered = source([&](std::string_view piece) {
    while (!piece.empty()) {
      const auto chunk = piece.substr(0, std::size_t{64} << 10);
      if (!parse(chunk.data(), chunk.size(), false)) return false;
      piece.remove_prefix(chunk.size());
    }
    return true;
  });
  if (state.failure) std::rethrow_exception(state.failure);
  if (handler.stopped()) return *handler.stopped();
  if (!delivered) return delivered;
  if (!broken) parse("", 0, true);
  if (state.failure) std::rethrow_exception(state.failure);
  if (handler.stopped()) return *handler.stopped();
  if (broken) {
    if (XML_GetErrorCode(parser.get()) == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
    return refuse(kDamaged, {}, {{"part", std::string(part)}});
  }
  return {};
}

}  // namespace fx::sheet::internal
