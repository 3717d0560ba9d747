#include "base/address.h"

#include <algorithm>

#include "base/address_scan.h"

namespace fx {

using address_scan::is_digit;
using address_scan::is_one_of;
using address_scan::means_nothing;
using address_scan::prepare;
using address_scan::read_names;
using address_scan::strip_zeros;
using address_scan::Tail;
using address_scan::trim;
using address_scan::View;

namespace {

constexpr std::size_t kMaxBytes = 1024;

bool is_bracketed(View text) {
  return text.size() >= 2 && text.front() == '(' && text.back() == ')';
}

std::string clean_rest(View text) {
  text = trim(text);
  if (is_bracketed(text)) text = trim(text.substr(1, text.size() - 2));
  return to_utf8(text);
}

}  // namespace

AddressParts parse_address(std::string_view raw, const KnownPlaces* known) {
  AddressParts out;
  if (raw.size() > kMaxBytes) {
    out.remainder = normalise(raw.substr(0, kMaxBytes));
    return out;
  }
  const std::u32string prepared = prepare(raw);
  View text = trim(prepared);
  if (means_nothing(text)) return out;

  // A remark in brackets at the end.
  View remark;
  if (text.back() == ')') {
    const auto open = text.rfind(U'(');
    if (open != View::npos && open > 0) {
      remark = text.substr(open);
      text = trim(text.substr(0, open));
    }
  }

  // The known name first: it decides where the numbers begin.
  std::optional<AddressReader::Match> match;
  if (known != nullptr && !known->empty()) {
    match = AddressReader::find_known(*known, text);
  }

  const std::size_t from = match ? match->end : 0;
  std::size_t names_end = text.size();
  bool found = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    const char32_t c = text[i];
    const bool start = is_digit(c) || (c >= 'A' && c <= 'Z') || is_chinese_numeral(c) || c == '#' ||
                       is_one_of(c, U"第甲乙丙丁");
    if (!start) continue;
    if (i > from) {
      const char32_t before = text[i - 1];
      if (is_digit(before) || (before >= 'A' && before <= 'Z') || before == '.' ||
          (is_chinese_numeral(before) && is_chinese_numeral(c)) ||
          (before == '-' && i >= 2 && is_digit(text[i - 2]))) {
        continue;
      }
    }
    Tail tail(text, i);
    if (!tail.read()) continue;
    out.building = std::move(tail.building);
    out.unit = std::move(tail.unit);
    out.room = std::move(tail.room);
    out.remainder = clean_rest(text.substr(tail.end()));
    names_end = i;
    found = true;
    break;
  }
  if (!remark.empty()) {
    const std::string words = clean_rest(remark);
    out.remainder += out.remainder.empty() ? words : " " + words;
  }

  if (match) {
    AddressParts front;
    read_names(text.substr(0, match->begin), front);
    out.region = std::move(front.region);
    out.street = std::move(front.street);
    out.community = std::move(front.community);
    out.road = std::move(front.road);
    const auto put_rest = [&](std::string words) {
      if (words.empty()) return;
      out.remainder = out.remainder.empty() ? std::move(words) : words + " " + out.remainder;
    };
    // Words between the name and the numbers: "阳光新城二期3栋".
    put_rest(to_utf8(trim(text.substr(match->end, names_end - match->end))));
    put_rest(std::move(front.place));
    out.place = known->name(match->id);
    out.known = match->id;
    return out;
  }

  read_names(text.substr(0, names_end), out);
  if (!found && out.region.empty() && out.street.empty() && out.community.empty() &&
      out.road.empty()) {
    // Nothing but a name; or nothing that is understood.
    if (std::any_of(text.begin(), text.end(), is_digit)) {
      out.remainder = out.place + (out.remainder.empty() ? "" : " " + out.remainder);
      out.place.clear();
    }
  }
  if (known != nullptr && !out.place.empty()) {
    bool guessed = false;
    if (const auto id = known->find_near(out.place, guessed)) {
      out.known = *id;
      out.place = known->name(*id);
      out.place_guessed = guessed;
    }
  }
  return out;
}

std::string render_address(const AddressParts& parts) {
  std::string out = parts.region + parts.street + parts.community + parts.road + parts.place;
  if (!parts.building.empty()) out += parts.building + "栋";
  if (!parts.unit.empty()) out += parts.unit + "单元";
  if (!parts.room.empty()) {
    out += parts.room + (parts.building.empty() && parts.unit.empty() ? "号" : "室");
  }
  return out;
}

// --- single cells --------------------------------------------------------------------------------

namespace {

std::string canonical(std::string_view cell, std::initializer_list<View> marks) {
  std::u32string prepared = prepare(cell);
  View text = trim(prepared);
  if (means_nothing(text)) return {};
  // "1.0" of a number cell.
  if (text.size() > 2 && is_digit(text[0])) {
    const auto point = text.find(U'.');
    if (point != View::npos && point + 1 < text.size() &&
        std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(point), is_digit) &&
        text.find_first_not_of(U'0', point + 1) == View::npos) {
      text = text.substr(0, point);
    }
  }
  const View whole = text;
  if (text.front() == U'第' || (text.front() == '#' && text.size() > 1)) text.remove_prefix(1);
  for (const View mark : marks) {
    if (text.size() > mark.size() && text.substr(text.size() - mark.size()) == mark) {
      text = trim(text.substr(0, text.size() - mark.size()));
      break;
    }
  }
  if (const auto number = chinese_number(text)) return std::to_string(*number);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == i) {
      if (text[i] != ' ') append_utf8(out, text[i]);
      ++i;
      continue;
    }
    // Zeros lead only at the start of a number: "A05" is A5, but "1-05" keeps its parts.
    out += strip_zeros(text.substr(i, end - i));
    i = end;
  }
  return out.empty() ? to_utf8(whole) : out;
}

}  // namespace

std::string canonical_building(std::string_view cell) {
  return canonical(
      cell, {U"号楼", U"#楼", U"#栋", U"#幢", U"栋楼", U"栋", U"幢", U"座", U"楼", U"号", U"#"});
}

std::string canonical_unit(std::string_view cell) {
  return canonical(cell, {U"单元", U"单无", U"门", U"#", U"号"});
}

std::string canonical_room(std::string_view cell) {
  return canonical(cell, {U"号房", U"室", U"房", U"号", U"户", U"#"});
}

}  // namespace fx
