#include "base/refusal.h"

#include "base/text.h"

namespace fx {
namespace {

bool lists_what_is_accepted(std::string_view name) {
  return name == "known" || name == "expected" || name == "allowed";
}

void keep_short(std::string& text) {
  // So many bytes are no more characters.
  if (text.size() > kRefusalText) text = shorten(text, kRefusalText);
}

}  // namespace

Refusal refuse(const RefusalKind& kind, std::string field, Params params) {
  keep_short(field);
  for (auto& [name, value] : params) {
    if (!lists_what_is_accepted(name)) keep_short(value);
  }
  return Refusal{&kind, std::move(field), std::move(params)};
}

std::string fill(std::string_view text, const Params& params) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto open = text.find('{');
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const auto close = text.find('}');
    if (close == std::string_view::npos) {
      out.append(text);
      break;
    }
    if (const auto inner = text.find('{', 1); inner < close) {  // a brace that opens no name
      out.append(text.substr(0, inner));
      text.remove_prefix(inner);
      continue;
    }
    const auto name = text.substr(1, close - 1);
    bool found = false;
    for (const auto& [key, value] : params) {
      if (key == name) {
        out.append(value);
        found = true;
        break;
      }
    }
    if (!found) out.append(text.substr(0, close + 1));
    text.remove_prefix(close + 1);
  }
  return out;
}

namespace {

std::string render(std::string_view text, const Refusal& refusal) {
  Params params = refusal.params;
  params.emplace_back("field", refusal.field);
  return fill(text, params);
}

}  // namespace

std::string Refusal::message(Language language) const {
  return render(language == Language::kZh ? kind->zh : kind->en, *this);
}

std::string Refusal::remedy(Language language) const {
  return render(language == Language::kZh ? kind->remedy_zh : kind->remedy_en, *this);
}

}  // namespace fx
