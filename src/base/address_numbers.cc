// Building, unit and room.
#include "base/address_scan.h"

namespace fx::address_scan {

std::string Tail::number() {
  const std::size_t start = at_;
  take(U'第');
  if (is_one_of(peek(), U"甲乙丙丁") || (is_one_of(peek(), U"东西南北中") && peek(1) == U'单')) {
    std::string out;
    append_utf8(out, text_[at_++]);
    return out;
  }
  std::string out;
  std::size_t letters = 0;
  while (peek() >= 'A' && peek() <= 'Z' && letters < 2) {
    append_utf8(out, text_[at_++]);
    ++letters;
  }
  if (letters > 0 && peek() == '-' && is_digit(peek(1)) && letters == 1) {
    // "A-1203": a block and a room, not one number.
    return out;
  }
  std::size_t begin = at_;
  while (is_digit(peek())) ++at_;
  if (at_ != begin) {
    if (at_ - begin > 6) {
      at_ = start;
      return {};
    }
    out += strip_zeros(text_.substr(begin, at_ - begin));
    if (letters == 0 && peek() >= 'A' && peek() <= 'Z' && !(peek(1) >= 'A' && peek(1) <= 'Z')) {
      append_utf8(out, text_[at_++]);  // 12A
    }
    return out;
  }
  if (letters > 0) return out;
  begin = at_;
  while (is_chinese_numeral(peek())) ++at_;
  const auto value = chinese_number(text_.substr(begin, at_ - begin));
  if (!value || *value > 999'999) {
    at_ = start;
    return {};
  }
  return std::to_string(*value);
}

bool Tail::building_mark() {
  return take(U"号楼") || take(U'栋') || take(U'幢') || take(U'座') || take(U"#楼") ||
         take(U"#栋") || take(U"#幢") || take(U'#') || take(U"栋楼");
}

// "5楼502", "5层502": the floor is in the room's number already.
void Tail::skip_floor() {
  const std::size_t start = at_;
  const std::string floor = number();
  if (!floor.empty() && (take(U'楼') || take(U'层'))) {
    skip_gap();
    if (at_number()) return;
  }
  at_ = start;
}

std::string Tail::room_number() {
  std::string out = number();
  if (out.empty()) return out;
  if (is_one_of(peek(), U"东西南北中左右上下甲乙") &&
      (peek(1) == U'\0' || is_one_of(peek(1), U"户室侧 ("))) {
    append_utf8(out, text_[at_++]);
    take(U'侧');
  }
  return out;
}

bool Tail::read() {
  const std::size_t start = at_;
  const bool leading_hash = take(U'#');
  std::string first = number();
  if (first.empty()) return false;

  // Building.
  bool have_building = false;
  if (leading_hash || building_mark()) {
    have_building = true;
  } else if (take(U'楼')) {
    // "3楼" alone is a floor; with a unit behind it, a building.
    const std::size_t behind = at_;
    skip_gap();
    const bool unit_follows = !number().empty() && (peek() == U'单' || peek() == U'门');
    at_ = behind;
    if (!unit_follows) {
      // "3楼301"
      skip_gap();
      room = room_number();
      if (room.empty()) return false;
      marked = true;
      if (!take(U"号房")) (void)(take(U'室') || take(U'房') || take(U'号'));
      return rest();
    }
    have_building = true;
  }
  if (have_building) {
    building = first;
    marked = true;
    skip_gap();
    first.clear();
    if (!at_number()) return rest();
    skip_floor();
    first = room_number();
    if (first.empty()) return rest();
  }

  // Unit.
  bool have_unit = false;
  if (unit_mark()) {
    have_unit = true;
    unit = first;
    marked = true;
  } else if (!have_building && take(U'号')) {
    // A house number: "老寨14号", "5号2单元301", "5号301室", "12号附3号".
    const std::size_t behind = at_;
    if (take(U'附') || (peek() == '-' && is_digit(peek(1)) && take(U'-'))) {
      const std::string sub = number();
      if (!sub.empty()) {
        take(U'号');
        room = first + "-" + sub;
        marked = true;
        return rest();
      }
      at_ = behind;
    }
    skip_gap();
    if (at_number()) {
      const std::size_t here = at_;
      const std::string next = room_number();
      if (!next.empty() && unit_mark()) {
        building = first;
        unit = next;
        marked = true;
        skip_gap();
        skip_floor();
        room = room_number();
        if (!room.empty() && !take(U"号房")) (void)(take(U'室') || take(U'房') || take(U'号'));
        return rest();
      }
      if (!next.empty() &&
          (take(U'室') || take(U'房') ||
           (next.size() >= 3 && !building_mark() && !is_one_of(peek(), U"号楼")))) {
        building = first;
        room = next;
        marked = true;
        return rest();
      }
      at_ = here;
      return false;  // the number of a street or yard, with a building behind it
    }
    at_ = behind;
    room = first;
    marked = true;
    return rest();
  }
  if (have_unit) {
    skip_gap();
    if (!at_number()) return rest();
    skip_floor();
    room = room_number();
    if (!room.empty() && !take(U"号房")) (void)(take(U'室') || take(U'房') || take(U'号'));
    return rest();
  }

  // Numbers parted by dashes: b-u-r, b-r behind nothing; u-r, r behind a building.
  std::vector<std::string> parts{first};
  while (is_one_of(peek(), U"-/ ") && parts.size() < 5) {
    const std::size_t behind = at_;
    skip_gap();
    if (!at_number()) {
      at_ = behind;
      break;
    }
    std::string next = room_number();
    if (next.empty()) {
      at_ = behind;
      break;
    }
    if (unit_mark()) {  // 3-2单元301, 3栋-2单元
      if (parts.size() != 1 || have_building) return false;
      building = parts[0];
      unit = next;
      marked = true;
      skip_gap();
      skip_floor();
      room = room_number();
      (void)(take(U'室') || take(U'房') || take(U'号'));
      return rest();
    }
    parts.push_back(std::move(next));
  }
  // b-u-floor-r where the room repeats its floor.
  const std::size_t most = have_building ? 2 : 3;
  if (parts.size() == most + 1 && parts[most].size() >= 3 &&
      parts[most].substr(0, parts[most].size() - 2) == parts[most - 1]) {
    parts.erase(parts.end() - 2);
  }
  if (parts.size() > most) return false;
  const bool room_word = take(U'室') || take(U"号房") || take(U'房') || take(U'号') || take(U'户');
  marked = marked || room_word || parts.size() > 1;
  if (have_building) {
    if (parts.size() == 2) unit = parts[0];
    room = parts.back();
  } else if (parts.size() == 3) {
    building = parts[0];
    unit = parts[1];
    room = parts[2];
  } else if (parts.size() == 2) {
    building = parts[0];
    room = parts[1];
  } else {
    room = parts[0];
    // A lone numeral is a room only in digits: 三 may belong to a name.
    if (!marked && !is_digit(text_[start]) &&
        !(text_[start] >= 'A' && text_[start] <= 'Z' && room.back() >= '0' && room.back() <= '9')) {
      return false;
    }
  }
  return rest();
}

// What stands behind the numbers must not make them part of a name: 12号院, 3号线, 2组, 二期.
bool Tail::rest() {
  const char32_t c = peek();
  if (c == U'\0') return true;
  if (is_one_of(c, U"院路街巷弄村组社期区队屯寨线桥楼栋幢座单#号园苑城层库米年月日")) return false;
  if (c == '-' || c == '.') return false;
  // No numbers may be left, except in brackets.
  for (std::size_t i = at_; i < text_.size(); ++i) {
    if (text_[i] == '(') break;
    if (is_digit(text_[i])) return false;
  }
  return true;
}

}  // namespace fx::address_scan
