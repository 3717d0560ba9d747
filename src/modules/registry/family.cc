#include "modules/registry/family.h"

#include "base/text.h"

namespace fx::registry {
namespace {

std::vector<std::string> pieces_of(std::string_view cell, bool at_blanks) {
  std::vector<std::string> out(1);
  for (std::size_t at = 0; at < cell.size();) {
    const std::size_t begin = at;
    next_code_point(cell, at);
    const auto letter = cell.substr(begin, at - begin);
    const bool blank = letter == " " || letter == "\t" || letter == "　";
    if (letter == "、" || letter == "," || letter == "，" || letter == ";" || letter == "；" ||
        letter == "/" || letter == "\n" || letter == "\r" || (blank && at_blanks)) {
      if (!out.back().empty()) out.emplace_back();
    } else {
      out.back() += letter;
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

// "李四(妻)", "妻:李四": the name, and the relation if there is one.
FamilyMember member_of(const std::string& piece) {
  FamilyMember out;
  const std::string text = normalise(piece);
  const auto open = text.find('(');
  const auto colon = text.find(':');
  if (open != std::string::npos && text.back() == ')') {
    out.name = normalise_name(text.substr(0, open));
    out.relation = read_relation(text.substr(open + 1, text.size() - open - 2));
  } else if (colon != std::string::npos) {
    out.name = normalise_name(text.substr(colon + 1));
    out.relation = read_relation(text.substr(0, colon));
  } else {
    out.name = normalise_name(text);
  }
  return out;
}

}  // namespace

std::vector<FamilyMember> family_in(std::string_view names, std::string_view ids,
                                    std::string_view phones) {
  std::vector<FamilyMember> out;
  const auto has = [&](std::string_view mark) {
    return names.find(mark) != std::string_view::npos;
  };
  if (names.find_first_of(",;/\n\r") == std::string_view::npos && !has("、") && !has("，") &&
      !has("；")) {
    return out;  // nearly always
  }
  const auto pieces = pieces_of(names, false);
  if (pieces.size() < 2) return out;
  for (const auto& piece : pieces) {
    out.push_back(member_of(piece));
    const auto length = code_point_count(out.back().name);
    if (length < 2 || length > 5 || !is_all_han(out.back().name)) return {};
  }
  const auto numbers = pieces_of(ids, true);
  const auto telephones = pieces_of(phones, false);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (numbers.size() == out.size()) out[i].id = numbers[i];
    if (telephones.size() == out.size()) {
      out[i].phone = telephones[i];
    } else if (i == 0) {
      out[i].phone = std::string(phones);  // the head's
    }
  }
  return out;
}

}  // namespace fx::registry
