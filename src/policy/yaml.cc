#include "policy/yaml.h"

#include <optional>
#include <set>

#include <yaml.h>

#include "policy/refusals.h"
#include "policy/text.h"

namespace fx::policy {
namespace {

struct Parser {
  yaml_parser_t raw;
  explicit Parser(std::string_view bytes) {
    FX_CHECK(yaml_parser_initialize(&raw) == 1);
    yaml_parser_set_encoding(&raw, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&raw, reinterpret_cast<const unsigned char*>(bytes.data()),
                                 bytes.size());
  }
  ~Parser() { yaml_parser_delete(&raw); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
};

struct Event {
  yaml_event_t raw{};
  ~Event() { yaml_event_delete(&raw); }
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  [[nodiscard]] int line() const { return static_cast<int>(raw.start_mark.line) + 1; }
};

// A container that is still open.
struct Open {
  YamlNode node;
  std::set<std::string, std::less<>> seen;
  std::optional<std::string> key;  // of a mapping: read, its value not yet
};

class Builder {
 public:
  Builder(const std::string& file, const YamlLimits& limits) : file_(file), limits_(limits) {}

  // Takes one event; true when the document is complete.
  Result<bool> take(const Event& event) {
    const Place place{file_, event.line()};
    switch (event.raw.type) {
      case YAML_ALIAS_EVENT:
        return refuse_at(kYamlAlias, place);
      case YAML_SCALAR_EVENT: {
        const auto& scalar = event.raw.data.scalar;
        if (auto bad = properties(scalar.anchor, scalar.tag, place)) return *bad;
        YamlNode node;
        node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        node.line = event.line();
        return add(std::move(node), place);
      }
      case YAML_SEQUENCE_START_EVENT: {
        const auto& start = event.raw.data.sequence_start;
        if (auto bad = properties(start.anchor, start.tag, place)) return *bad;
        return open(YamlNode::Kind::kList, place);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& start = event.raw.data.mapping_start;
        if (auto bad = properties(start.anchor, start.tag, place)) return *bad;
        return open(YamlNode::Kind::kMap, place);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: {
        YamlNode node = std::move(open_.back().node);
        open_.pop_back();
        return add(std::move(node), place);
      }
      default:
        return false;
    }
  }

  [[nodiscard]] std::optional<YamlNode>& root() { return root_; }

 private:
  std::optional<Refusal> properties(const yaml_char_t* anchor, const yaml_char_t* tag,
                                    const Place& place) const {
    if (anchor != nullptr) return refuse_at(kYamlAlias, place);
    if (tag != nullptr) return refuse_at(kYamlTag, place);
    return std::nullopt;
  }

  Result<bool> open(YamlNode::Kind kind, const Place& place) {
    if (static_cast<int>(open_.size()) >= limits_.depth) {
      return refuse_at(kYamlTooDeep, place, {{"limit", std::to_string(limits_.depth)}});
    }
    if (!open_.empty() && open_.back().node.kind == YamlNode::Kind::kMap && !open_.back().key) {
      return refuse_at(kYamlKey, place);
    }
    Open next;
    next.node.kind = kind;
    next.node.line = place.row;
    open_.push_back(std::move(next));
    return false;
  }

  Result<bool> add(YamlNode node, const Place& place) {
    if (++nodes_ > limits_.nodes) {
      return refuse_at(kYamlTooMany, place, {{"limit", std::to_string(limits_.nodes)}});
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return true;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kList) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      if (!parent.seen.insert(node.text).second) {
        return refuse_at(kYamlDuplicateKey, place, {{"value", shorten(node.text)}});
      }
      parent.key = std::move(node.text);
    } else {
      parent.node.keys.push_back(std::move(*parent.key));
      parent.key.reset();
      parent.node.items.push_back(std::move(node));
    }
    return false;
  }

  const std::string& file_;
  const YamlLimits& limits_;
  std::vector<Open> open_;
  std::size_t nodes_ = 0;
  std::optional<YamlNode> root_;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i] == key) return &items[i];
  }
  return nullptr;
}

Result<YamlNode> parse_yaml(std::string_view bytes, const std::string& file,
                            const YamlLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return refuse_at(kFileTooLarge, {file},
                     {{"limit", std::to_string(limits.bytes >> 10) + " KB"}});
  }
  if (!is_utf8(bytes)) return refuse_at(kNotText, {file});
  Parser parser(bytes);
  Builder builder(file, limits);
  for (;;) {
    Event event;
    if (yaml_parser_parse(&parser.raw, &event.raw) != 1) {
      const auto line = static_cast<int>(parser.raw.problem_mark.line) + 1;
      const char* problem = parser.raw.problem;
      return refuse_at(kYamlSyntax, {file, line},
                       {{"detail", problem == nullptr ? "" : std::string(problem)}});
    }
    if (event.raw.type == YAML_STREAM_END_EVENT) break;
    if (event.raw.type == YAML_DOCUMENT_START_EVENT && builder.root()) {
      return refuse_at(kYamlDocuments, {file, event.line()});
    }
    const auto done = builder.take(event);
    if (!done) return done.error();
  }
  if (!builder.root()) return refuse_at(kYamlDocuments, {file});
  return std::move(*builder.root());
}

}  // namespace fx::policy
