#include "sheet/xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <string>

#include <expat.h>

#include "base/text.h"
#include "sheet/encoding.h"
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
  XmlAttributes::List attributes;

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

std::string_view local_name(std::string_view name) {
  return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

void on_start(void* user, const char* name, const char** attributes) {
  Pass& p = pass(user);
  p.guarded([&] {
    if (++p.depth > p.limits->xml_depth) {
      p.handler->stop(refuse(kTooDeep, {}, {{"limit", std::to_string(p.limits->xml_depth)}}));
      return;
    }
    p.attributes.clear();
    for (const char** pair = attributes; *pair != nullptr; pair += 2) {
      p.attributes.emplace_back(pair[0], pair[1]);
    }
    p.handler->start(local_name(name), XmlAttributes(p.attributes));
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

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What is in a text, by one look at every byte.
enum : std::uint8_t {
  kBlankByte = 1,  // tab or line feed
  kReturn = 2,     // carriage return
  kAmpersand = 4,
  kLess = 8,
  kHighByte = 16,   // not ASCII
  kForbidden = 32,  // a control character
};

constexpr std::array<std::uint8_t, 256> kByteClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t i = 0; i < 0x20; ++i) classes[i] = kForbidden;
  for (std::size_t i = 0x80; i < 256; ++i) classes[i] = kHighByte;
  classes['\t'] = classes['\n'] = kBlankByte;
  classes['\r'] = kReturn;
  classes['&'] = kAmpersand;
  classes['<'] = kLess;
  return classes;
}();

// The classes of bytes in the text; kForbidden too where it is not valid UTF-8.
unsigned look(std::string_view text) {
  unsigned seen = 0;
  for (const char c : text) seen |= kByteClasses[static_cast<unsigned char>(c)];
  if ((seen & kHighByte) != 0 && !valid_utf8(text)) seen |= kForbidden;
  return seen;
}

class Scanner {
 public:
  Scanner(XmlHandler& handler, const Limits& limits) : handler_(handler), limits_(limits) {}

  // False if the document is broken or the handler has stopped.
  bool feed(std::string_view piece) {
    if (rest_.empty()) {
      const std::size_t done = scan(piece);
      if (stopped_) return false;
      rest_.assign(piece.substr(done));
    } else {
      rest_.append(piece);
      const std::size_t done = scan(rest_);
      if (stopped_) return false;
      rest_.erase(0, done);
    }
    return rest_.size() <= limits_.xml_token_bytes || fail();
  }
  // Whether it ended as a document must.
  bool finish() {
    if (!stopped_ && !rest_.empty() && open_.empty()) {
      // Blanks behind the root are held back only for a line end in two pieces.
      for (const char c : rest_) {
        if (!is_space(c)) return false;
      }
      rest_.clear();
    }
    return !stopped_ && rest_.empty() && open_.empty() && had_root_;
  }

 private:
  bool fail() {
    stopped_ = true;
    return false;
  }
  bool go_on() {
    if (handler_.stopped()) stopped_ = true;
    return !stopped_;
  }

  // Reads as many whole pieces of markup and text as there are; how far it came.
  std::size_t scan(std::string_view data) {
    std::size_t at = 0;
    if (first_) {
      if (data.size() < 3) return 0;
      first_ = false;
      if (data.substr(0, 3) == "\xEF\xBB\xBF") at = 3;
    }
    while (at < data.size()) {
      if (data[at] == '<') {
        const std::size_t length = markup(data.substr(at));
        if (stopped_ || length == 0) return at;
        at += length;
        continue;
      }
      const auto open = data.find('<', at);
      if (open != std::string_view::npos) {
        if (!text(data.substr(at, open - at))) return at;
        at = open;
        continue;
      }
      // Text whose end is not here yet: what may belong together with what follows waits.
      const std::string_view run = data.substr(at);
      std::size_t safe = run.size();
      const auto reference = run.rfind('&');
      if (reference != std::string_view::npos &&
          run.find(';', reference) == std::string_view::npos) {
        safe = reference;
      }
      while (safe > 0 && (run[safe - 1] == '\r' || run[safe - 1] == ']')) --safe;
      for (int i = 0; i < 4 && safe > 0 && static_cast<unsigned char>(run[safe - 1]) >= 0x80; ++i) {
        const bool lead = static_cast<unsigned char>(run[--safe]) >= 0xC0;
        if (lead) break;
      }
      if (!text(run.substr(0, safe))) return at;
      return at + safe;
    }
    return at;
  }

  // One tag, comment, instruction or CDATA section from its "<"; 0 if it is not whole yet.
  std::size_t markup(std::string_view data) {
    if (data.size() < 2) return 0;
    if (data[1] == '?') return skip_to(data, "?>", 2);
    if (data[1] == '!') return declaration(data);
    if (data[1] == '/') return end_tag(data);
    return start_tag(data);
  }

  static std::size_t skip_to(std::string_view data, std::string_view end, std::size_t from) {
    const auto found = data.find(end, from);
    return found == std::string_view::npos ? 0 : found + end.size();
  }

  std::size_t declaration(std::string_view data) {
    if (data.size() < 9) {
      for (const std::string_view known : {"<!--", "<![CDATA[", "<!DOCTYPE"}) {
        const auto length = std::min(known.size(), data.size());
        if (known.substr(0, length) == data.substr(0, length)) {
          // "<!-->": a comment may be shorter than the longest of the three.
          return known == "<!--" && data.size() >= 4 ? skip_to(data, "-->", 4) : 0;
        }
      }
      fail();
      return 0;
    }
    if (data.substr(0, 4) == "<!--") return skip_to(data, "-->", 4);
    if (data.substr(0, 9) == "<![CDATA[") {
      const std::size_t length = skip_to(data, "]]>", 9);
      if (length == 0) return 0;
      if (open_.empty() || !emit(data.substr(9, length - 12), false)) fail();
      return length;
    }
    if (data.substr(0, 9) == "<!DOCTYPE") handler_.stop(refuse(kDoctype));
    fail();
    return 0;
  }

  std::size_t end_tag(std::string_view data) {
    std::size_t close = 2;
    while (close < data.size() && data[close] != '>') ++close;
    if (close == data.size()) return 0;
    std::string_view name = data.substr(2, close - 2);
    while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
    if (open_.empty() || open_.back() != name) {
      fail();
      return 0;
    }
    handler_.end(local_name(name));
    open_.pop_back();
    go_on();
    return close + 1;
  }

  std::size_t start_tag(std::string_view data) {
    std::size_t at = 1;
    const auto skip_spaces = [&] {
      while (at < data.size() && is_space(data[at])) ++at;
    };
    const auto take_name = [&] {
      const std::size_t from = at;
      while (at < data.size() && !is_space(data[at]) && data[at] != '=' && data[at] != '>' &&
             data[at] != '/' && data[at] != '<' && data[at] != '"' && data[at] != '\'') {
        ++at;
      }
      return data.substr(from, at - from);
    };
    const std::string_view name = take_name();
    attributes_.clear();
    decoded_used_ = 0;
    bool empty = false;
    for (;;) {
      const std::size_t before = at;
      skip_spaces();
      if (at == data.size()) return 0;
      if (data[at] == '>') {
        ++at;
        break;
      }
      if (data[at] == '/') {
        if (at + 1 == data.size()) return 0;
        if (data[at + 1] != '>') return bad();
        empty = true;
        at += 2;
        break;
      }
      if (at == before) return bad();
      const std::string_view key = take_name();
      skip_spaces();
      if (at == data.size()) return 0;
      if (key.empty() || data[at] != '=') return bad();
      ++at;
      skip_spaces();
      if (at == data.size()) return 0;
      const char quote = data[at];
      if (quote != '"' && quote != '\'') return bad();
      std::size_t close = at + 1;  // values are short: a loop is faster than a call
      while (close < data.size() && data[close] != quote) ++close;
      if (close == data.size()) return 0;
      const std::string_view value = data.substr(at + 1, close - at - 1);
      const unsigned seen = look(value);
      if ((seen & (kLess | kForbidden)) != 0) return bad();
      at = close + 1;
      if ((seen & (kAmpersand | kBlankByte | kReturn)) == 0) {
        attributes_.emplace_back(key, value);
      } else if (!keep_decoded(key, value)) {
        return bad();
      }
    }
    if (name.empty() || (look(name) & kForbidden) != 0) return bad();
    if (open_.empty() && had_root_) return bad();
    had_root_ = true;
    if (open_.size() + 1 > limits_.xml_depth) {
      handler_.stop(refuse(kTooDeep, {}, {{"limit", std::to_string(limits_.xml_depth)}}));
      return bad();
    }
    const std::string_view local = local_name(name);
    handler_.start(local, XmlAttributes(attributes_));
    if (!go_on()) return at;
    if (empty) {
      handler_.end(local);
      go_on();
    } else {
      open_.emplace_back(name);
    }
    return at;
  }
  std::size_t bad() {
    fail();
    return 0;
  }

  // An attribute value with references or line ends; every kind of blank becomes a space.
  bool keep_decoded(std::string_view key, std::string_view value) {
    if (decoded_used_ == decoded_.size()) decoded_.emplace_back();
    std::string& out = decoded_[decoded_used_++];
    out.clear();
    for (std::size_t at = 0; at < value.size();) {
      if (value[at] == '&') {
        if (!reference(value, at, out)) return false;
      } else if (is_space(value[at])) {
        if (value[at] == '\r' && at + 1 < value.size() && value[at + 1] == '\n') ++at;
        out += ' ';
        ++at;
      } else {
        out += value[at++];
      }
    }
    attributes_.emplace_back(key, out);
    return true;
  }

  bool text(std::string_view run) {
    if (run.empty()) return true;
    if (open_.empty()) {
      for (const char c : run) {
        if (!is_space(c)) return fail();
      }
      return true;
    }
    if (run.find("]]>") != std::string_view::npos) return fail();
    return emit(run, true);
  }

  // Hands text on, with references replaced (not in CDATA) and line ends made one.
  bool emit(std::string_view run, bool references) {
    const unsigned seen = look(run);
    if ((seen & kForbidden) != 0) return fail();
    const unsigned special = references ? unsigned{kAmpersand} | kReturn : unsigned{kReturn};
    if ((seen & special) == 0) {
      if (!run.empty()) handler_.text(run);
      return go_on();
    }
    scratch_.clear();
    for (std::size_t at = 0; at < run.size();) {
      if (references && run[at] == '&') {
        if (!reference(run, at, scratch_)) return fail();
      } else if (run[at] == '\r') {
        scratch_ += '\n';
        at += at + 1 < run.size() && run[at + 1] == '\n' ? 2 : 1;
      } else {
        scratch_ += run[at++];
      }
    }
    handler_.text(scratch_);
    return go_on();
  }

  // The character of the reference at text[at], which is "&"; moves behind it.
  static bool reference(std::string_view text, std::size_t& at, std::string& out) {
    const auto end = text.find(';', at);
    if (end == std::string_view::npos) return false;
    std::string_view name = text.substr(at + 1, end - at - 1);
    at = end + 1;
    if (!name.empty() && name.front() == '#') {
      name.remove_prefix(1);
      const bool hex = !name.empty() && name.front() == 'x';
      if (hex) name.remove_prefix(1);
      std::uint32_t code = 0;
      const auto read =
          std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
      if (name.empty() || read.ec != std::errc() || read.ptr != name.data() + name.size()) {
        return false;
      }
      const bool allowed = code == '\t' || code == '\n' || code == '\r' ||
                           (code >= 0x20 && code < 0xD800) || (code >= 0xE000 && code < 0xFFFE) ||
                           (code >= 0x10000 && code <= 0x10FFFF);
      if (!allowed) return false;
      append_utf8(out, code);
      return true;
    }
    static constexpr std::array<std::pair<std::string_view, char>, 5> kNamed{
        {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
    for (const auto& [known, character] : kNamed) {
      if (name == known) {
        out += character;
        return true;
      }
    }
    return false;
  }

  XmlHandler& handler_;
  const Limits& limits_;
  bool first_ = true;
  bool stopped_ = false;
  bool had_root_ = false;
  std::string rest_;  // markup or text that is not whole yet
  std::vector<std::string> open_;
  XmlAttributes::List attributes_;
  std::deque<std::string> decoded_;  // values of attributes_ that are not in the document as such
  std::size_t decoded_used_ = 0;
  std::string scratch_;
};

// By the first bytes: whether the document is in UTF-8, by its declaration or for want of one.
bool in_utf8(std::string_view head) {
  if (head.size() >= 2 && (head[0] == '\0' || head[1] == '\0')) return false;
  if (head.substr(0, 2) == "\xFE\xFF" || head.substr(0, 2) == "\xFF\xFE") return false;
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  if (head.substr(0, 5) != "<?xml") return true;
  head = head.substr(0, head.find("?>"));
  const auto at = head.find("encoding");
  if (at == std::string_view::npos) return true;
  const auto quote = head.find_first_of("\"'", at);
  if (quote == std::string_view::npos) return true;
  const std::string name =
      ascii_lower(head.substr(quote + 1, head.find_first_of("\"'", quote + 1) - quote - 1));
  return name == "utf-8" || name == "utf8" || name == "us-ascii";
}

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
  for (const auto& [key, value] : list_) {
    if (key == name) return value;
  }
  return {};
}

std::string_view XmlAttributes::get_prefixed(std::string_view local) const {
  for (const auto& [key, value] : list_) {
    const auto colon = key.find(':');
    if (colon != std::string_view::npos && key.substr(colon + 1) == local) return value;
  }
  return {};
}

Status parse_xml(const Source& source, XmlHandler& handler, const Limits& limits,
                 std::string_view part) {
  Scanner scanner(handler, limits);
  bool first = true;
  bool foreign = false;
  bool broken = false;
  Status delivered = source([&](std::string_view piece) {
    if (first) {
      first = false;
      foreign = !in_utf8(piece);
      if (foreign) return false;
    }
    broken = !scanner.feed(piece);
    return !broken;
  });
  if (foreign) return parse_xml_by_expat(source, handler, limits, part);
  if (handler.stopped()) return *handler.stopped();
  if (!delivered) return delivered;
  if (broken || !scanner.finish()) return refuse(kDamaged, {}, {{"part", std::string(part)}});
  return {};
}

Status parse_xml_by_expat(const Source& source, XmlHandler& handler, const Limits& limits,
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
  Status delivered = source([&](std::string_view piece) {
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
