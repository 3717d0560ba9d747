#include "policy/yaml_write.h"

#include <algorithm>

#include <yaml.h>

#include "base/check.h"

namespace fx::policy {
namespace {

constexpr std::size_t kLineBytes = 90;  // of what stands on one line

class Writer {
 public:
  Writer() {
    FX_CHECK(yaml_emitter_initialize(&raw_) == 1);
    yaml_emitter_set_output(&raw_, &Writer::take, &out_);
    yaml_emitter_set_encoding(&raw_, YAML_UTF8_ENCODING);
    yaml_emitter_set_unicode(&raw_, 1);
    yaml_emitter_set_indent(&raw_, 2);
    yaml_emitter_set_width(&raw_, -1);
  }
  ~Writer() { yaml_emitter_delete(&raw_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  std::string write(const YamlNode& root) {
    yaml_event_t event;
    FX_CHECK(yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) == 1);
    emit(event);
    FX_CHECK(yaml_document_start_event_initialize(&event, nullptr, nullptr, nullptr, 1) == 1);
    emit(event);
    node(root);
    FX_CHECK(yaml_document_end_event_initialize(&event, 1) == 1);
    emit(event);
    FX_CHECK(yaml_stream_end_event_initialize(&event) == 1);
    emit(event);
    FX_CHECK(yaml_emitter_flush(&raw_) == 1);
    return std::move(out_);
  }

 private:
  static int take(void* out, unsigned char* bytes, std::size_t size) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
    return 1;
  }
  void emit(yaml_event_t& event) { FX_CHECK(yaml_emitter_emit(&raw_, &event) == 1); }

  static bool fits_one_line(const YamlNode& node) {
    std::size_t bytes = 0;
    for (const auto& key : node.keys) bytes += key.size() + 2;
    for (const auto& item : node.items) {
      if (item.kind != YamlNode::Kind::kScalar) return false;
      bytes += item.text.size() + 2;
    }
    return bytes <= kLineBytes;
  }

  void scalar(const std::string& text) {
    // The emitter would fold what has lines of its own; in double quotes it stays as it is.
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
    });
    yaml_event_t event;
    FX_CHECK(yaml_scalar_event_initialize(
                 &event, nullptr, nullptr,
                 reinterpret_cast<yaml_char_t*>(const_cast<char*>(text.data())),
                 static_cast<int>(text.size()), 1, 1,
                 plain ? YAML_ANY_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE) == 1);
    emit(event);
  }

  void node(const YamlNode& node) {
    yaml_event_t event;
    switch (node.kind) {
      case YamlNode::Kind::kScalar:
        scalar(node.text);
        return;
      case YamlNode::Kind::kList: {
        const auto style =
            fits_one_line(node) ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE;
        FX_CHECK(yaml_sequence_start_event_initialize(&event, nullptr, nullptr, 1, style) == 1);
        emit(event);
        for (const auto& item : node.items) this->node(item);
        FX_CHECK(yaml_sequence_end_event_initialize(&event) == 1);
        emit(event);
        return;
      }
      case YamlNode::Kind::kMap: {
        const auto style = fits_one_line(node) ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE;
        FX_CHECK(yaml_mapping_start_event_initialize(&event, nullptr, nullptr, 1, style) == 1);
        emit(event);
        for (std::size_t i = 0; i < node.items.size(); ++i) {
          scalar(node.keys[i]);
          this->node(node.items[i]);
        }
        FX_CHECK(yaml_mapping_end_event_initialize(&event) == 1);
        emit(event);
        return;
      }
    }
  }

  yaml_emitter_t raw_;
  std::string out_;
};

}  // namespace

std::string write_yaml(const YamlNode& root) { return Writer().write(root); }

}  // namespace fx::policy
