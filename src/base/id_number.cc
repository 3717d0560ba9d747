#include "base/id_number.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.h"
#include "base/pinyin.h"
#include "base/text.h"

namespace fx {

namespace embedded {
std::string_view idcodes_areas();
}  // namespace embedded

namespace {

constexpr int kOldestYears = 130;
constexpr std::size_t kMaxBytes = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

int to_int(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

struct Area {
  std::int32_t code;
  bool current;
  std::string_view line;  // province,city,county
};

const std::vector<Area>& areas() {
  static const std::vector<Area> table = [] {
    std::vector<Area> out;
    std::string_view text = embedded::idcodes_areas();
    text.remove_prefix(text.find('\n') + 1);
    while (!text.empty()) {
      const auto line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), line.size() + 1));
      FX_CHECK(line.size() > 9 && all_digits(line.substr(0, 6)) && line[6] == ',');
      const int code = to_int(line.substr(0, 6));
      FX_CHECK(out.empty() || out.back().code < code);
      out.push_back(Area{code, line[7] == '1', line.substr(9)});
    }
    return out;
  }();
  return table;
}

const Area* find_area(int code) {
  const auto& table = areas();
  const auto at = std::lower_bound(table.begin(), table.end(), code,
                                   [](const Area& area, int c) { return area.code < c; });
  return at != table.end() && at->code == code ? &*at : nullptr;
}

bool means_nothing(std::string_view text) {
  static constexpr std::array<std::string_view, 16> kWords{
      "无",   "没有", "暂无", "未知", "不详", "不知", "未办", "未办理",
      "待补", "空",   "缺",   "/",    "-",    "--",   "N/A",  "0"};
  return text.empty() || std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

// A plain or scientific decimal. `whole` is what it stands for, with zeros for lost digits.
struct Decimal {
  std::string whole;
  bool scientific;
  std::size_t significant;
};

std::optional<Decimal> read_decimal(std::string_view text) {
  std::string digits;
  std::size_t i = 0;
  std::optional<std::size_t> point;
  for (; i < text.size() && (is_digit(text[i]) || text[i] == '.'); ++i) {
    if (text[i] == '.') {
      if (point) return std::nullopt;
      point = digits.size();
    } else {
      digits.push_back(text[i]);
    }
  }
  if (digits.empty() || digits.size() > 40) return std::nullopt;
  Decimal out{digits, false, digits.size()};
  std::size_t whole_digits = point.value_or(digits.size());
  if (i < text.size()) {
    if (text[i] != 'E') return std::nullopt;
    ++i;
    if (i < text.size() && text[i] == '+') ++i;
    const auto exponent = text.substr(i);
    if (!all_digits(exponent) || exponent.size() > 3 || to_int(exponent) > 30) {
      return std::nullopt;
    }
    out.scientific = true;
    whole_digits += static_cast<std::size_t>(to_int(exponent));
  }
  if (whole_digits < digits.size()) {  // only zeros may stand behind the point
    if (digits.find_first_not_of('0', whole_digits) != std::string::npos) return std::nullopt;
    out.whole.resize(whole_digits);
  } else {
    out.whole.append(whole_digits - digits.size(), '0');
  }
  out.significant = std::min(out.significant, out.whole.size());
  return out;
}

// The one run of 15 to 18 digits inside other words ("身份证:5326...", "5326...(已核)").
std::string_view dig_out(std::string_view text) {
  std::string_view found;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end == i) {
      ++i;
      continue;
    }
    if (end < text.size() && text[end] == 'X') ++end;
    if (end - i >= 15) {
      if (!found.empty()) return {};  // two numbers in one cell
      found = text.substr(i, end - i);
    }
    i = end;
  }
  return found;
}

std::string to_eighteen(std::string_view fifteen) {
  std::string out(fifteen.substr(0, 6));
  out += "19";
  out += fifteen.substr(6);
  out.push_back(id_check_digit(out));
  return out;
}

Day years_before(Day day, int years) {
  const Civil now = civil(day);
  const auto same = make_day(now.year - years, now.month, now.day);
  return same ? *same : *make_day(now.year - years, now.month, now.day - 1);  // 29 February
}

// Judges 18 characters; those behind the 15th mean nothing if they were eaten.
void judge(IdNumber& id, std::string_view number, const IdOptions& options, bool eaten) {
  id.number = number;
  if (eaten) id.number.replace(15, 3, "???");
  id.area = number.substr(0, 6);
  const bool foreign = number[0] == '9';
  id.document = foreign ? Document::kForeignPermanent
                : number[0] == '8' && number[1] >= '1' && number[1] <= '3'
                    ? Document::kResidencePermit
                    : Document::kResidentId;
  const int code = to_int(id.area);
  id.area_status = foreign ? AreaStatus::kNone : area_status(code);
  const auto birth = make_day(to_int(number.substr(6, 4)), to_int(number.substr(10, 2)),
                              to_int(number.substr(12, 2)));
  const bool unlikely =
      birth && (*birth > options.today || *birth < years_before(options.today, kOldestYears));
  if (birth && !unlikely) id.birth = birth;
  if (!eaten) id.sex = (number[16] - '0') % 2 == 1 ? Sex::kMale : Sex::kFemale;

  if (eaten) {
    id.verdict = IdVerdict::kEaten;
  } else if (!birth) {
    id.verdict = IdVerdict::kImpossibleDate;
  } else if (unlikely) {
    id.verdict = IdVerdict::kUnlikelyDate;
  } else if (id.area_status == AreaStatus::kUnknown) {
    id.verdict = IdVerdict::kUnknownArea;
  } else if (id_check_digit(number.substr(0, 17)) != number[17]) {
    id.verdict = IdVerdict::kBadCheckDigit;
  } else {
    id.verdict = IdVerdict::kValid;
  }
}

// A text of 18 can have been eaten earlier, on its way through another table. One true number in
// 1,100 ends in three zeros; it is believed if its check digit is right.
bool lost_its_end(std::string_view number) {
  return number.substr(15) == "000" && id_check_digit(number.substr(0, 17)) != '0';
}

// Documents known by their form alone.
std::optional<Document> other_document(std::string_view text) {
  const auto letters = static_cast<std::size_t>(
      std::find_if_not(text.begin(), text.end(), is_letter) - text.begin());
  const auto tail = text.substr(letters);
  if (!all_digits(tail)) {
    // Foreign passports may mix: "C01X00T47".
    const bool plain =
        std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || is_letter(c); });
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    if (plain && text.size() >= 7 && text.size() <= 9 && digits >= 5) return Document::kPassport;
    return std::nullopt;
  }
  if (letters == 1 && (text[0] == 'H' || text[0] == 'M') &&
      (tail.size() == 8 || tail.size() == 10)) {
    return Document::kHomeReturnPermit;
  }
  if (letters == 3 && tail.size() == 12) return Document::kForeignPermanent;
  if (letters >= 1 && letters <= 3 && tail.size() >= 6 && tail.size() <= 8 && text.size() <= 9) {
    return Document::kPassport;
  }
  return std::nullopt;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

char id_check_digit(std::string_view digits) {
  FX_CHECK(digits.size() == 17 && all_digits(digits));
  // ISO 7064 MOD 11-2 by Horner's rule: each step doubles; the check makes the sum 1 mod 11.
  int sum = 0;
  for (const char c : digits) sum = (sum + (c - '0')) * 2 % 11;
  const int check = (12 - sum) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

AreaStatus area_status(int code) {
  const Area* area = find_area(code);
  if (area == nullptr) return AreaStatus::kUnknown;
  return area->current ? AreaStatus::kCurrent : AreaStatus::kRetired;
}

std::string area_name(int code) {
  const Area* area = find_area(code);
  if (area == nullptr) return {};
  std::string out(area->line);
  out.erase(std::remove(out.begin(), out.end(), ','), out.end());
  return out;
}

IdNumber parse_id_number(std::string_view raw, const IdOptions& options) {
  IdNumber id;
  id.verdict = IdVerdict::kGarbage;
  if (raw.size() > kMaxBytes) return id;

  // Most cells are just right.
  const bool plain = raw.size() == 18 && all_digits(raw.substr(0, 17)) &&
                     (is_digit(raw[17]) || raw[17] == 'X') && !options.number_cell;
  if (plain) {
    judge(id, raw, options, lost_its_end(raw));
    return id;
  }

  std::string text;
  {
    const std::string normal = ascii_upper(normalise(raw));
    if (means_nothing(normal)) {
      id.verdict = IdVerdict::kEmpty;
      return id;
    }
    // What stands for the X, and what people put between groups.
    for (std::size_t at = 0; at < normal.size();) {
      const char32_t c = next_code_point(normal, at).value_or(kReplacement);
      if (c == ' ' || c == '-' || c == '_' || c == '\'' || c == '"' || c == ',') continue;
      const bool cross = c == 0xD7 || c == 0x2715 || c == 0x2716 || c == 0x425 || c == 0x445 ||
                         c == 0x3A7 || c == 0x3C7 || c == 0x4E42;
      append_utf8(text, cross ? U'X' : c);
    }
    if (text.empty()) {
      id.verdict = IdVerdict::kEmpty;
      return id;
    }
  }
  if (text.size() == 18 && text.back() == '*' && all_digits(std::string_view(text).substr(0, 17))) {
    text.back() = 'X';
  }

  bool eaten = false;
  if (const auto decimal = read_decimal(text)) {
    // Fifteen digits are what a spreadsheet keeps of a number; with an exponent, what it shows.
    const std::size_t known = decimal->scientific ? decimal->significant : decimal->whole.size();
    const bool as_number = options.number_cell || decimal->scientific || contains(text, ".");
    const std::size_t length = decimal->whole.size();
    text = decimal->whole;
    eaten = as_number && (length > 15 || known < std::min<std::size_t>(length, 15));
    if (eaten && length != 18) {
      id.verdict = length > 15 || decimal->scientific ? IdVerdict::kEaten : IdVerdict::kWrongLength;
      return id;
    }
    if (eaten && known < 14) {  // "5.32601E+17": not even the birth date is left
      id.verdict = IdVerdict::kEaten;
      id.area = known >= 6 ? text.substr(0, 6) : "";
      return id;
    }
  } else if (!all_digits(std::string_view(text).substr(0, text.size() - 1))) {
    if (contains(text, "军") || contains(text, "士兵") || contains(text, "武警")) {
      if (std::any_of(text.begin(), text.end(), is_digit)) {
        id.verdict = IdVerdict::kOtherDocument;
        id.document = Document::kMilitary;
        for (std::size_t at = 0; at < text.size();) {
          const char32_t c = next_code_point(text, at).value_or(kReplacement);
          if (is_han(c) ||
              (c < 0x80 && (is_digit(static_cast<char>(c)) || is_letter(static_cast<char>(c))))) {
            append_utf8(id.number, c);
          }
        }
      }
      return id;
    }
    std::string_view core = text;
    if (!is_digit(text[0]) || text.back() == ')' ||
        static_cast<unsigned char>(text.back()) >= 0x80) {
      const auto inner = dig_out(text);
      if (!inner.empty()) core = inner;
    }
    if (core.size() == text.size()) {
      for (const std::string_view label : {"护照号", "护照", "通行证", "回乡证"}) {
        if (core.substr(0, label.size()) == label) core.remove_prefix(label.size());
      }
      while (!core.empty() && core.front() == ':') core.remove_prefix(1);
      // H01234567(08): the number of renewals in brackets is no part of the number.
      const auto bracket = core.find('(');
      if (bracket != std::string_view::npos) core = core.substr(0, bracket);
      if (const auto document = other_document(core)) {
        id.verdict = IdVerdict::kOtherDocument;
        id.document = *document;
        id.number = core;
      }
      return id;
    }
    text = std::string(core);
  }

  const bool digits_only = all_digits(text);
  const std::string_view head = std::string_view(text).substr(0, text.size() - 1);
  if (!digits_only && !(all_digits(head) && text.back() == 'X')) {
    if (const auto document = other_document(text)) {
      id.verdict = IdVerdict::kOtherDocument;
      id.document = *document;
      id.number = text;
    }
    return id;
  }
  if (text.size() == 15 && digits_only) {
    judge(id, to_eighteen(text), options, false);
    return id;
  }
  if (text.size() != 18) {
    id.verdict = IdVerdict::kWrongLength;
    id.number = text;
    return id;
  }
  judge(id, text, options, eaten || lost_its_end(text));
  return id;
}

std::string mask_id(std::string_view number) {
  const bool resident = (number.size() == 18 || number.size() == 15) &&
                        all_digits(number.substr(0, number.size() - 1)) &&
                        (is_digit(number.back()) || number.back() == 'X');
  if (!resident) return std::string(code_point_count(number), '*');
  std::string out(number.substr(0, 6));
  out.append(number.size() - 8, '*');
  out += number.substr(number.size() - 2);
  return out;
}

std::string mask_phone(std::string_view number) {
  if (number.size() == 11 && all_digits(number) && number[0] == '1') {
    return std::string(number.substr(0, 3)) + "****" + std::string(number.substr(7));
  }
  const auto dash = number.find('-');
  if (dash != std::string_view::npos && dash <= 5 && number.size() - dash > 7 &&
      all_digits(number.substr(0, dash)) && all_digits(number.substr(dash + 1))) {
    return std::string(number.substr(0, dash + 1)) + std::string(number.size() - dash - 4, '*') +
           std::string(number.substr(number.size() - 3));
  }
  return std::string(code_point_count(number), '*');
}

std::string mask_name(std::string_view name) {
  const auto text = to_code_points(normalise_name(name));
  std::u32string out(text.size(), U'*');
  if (text.size() <= 1) return to_utf8(out);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'\u00B7' || text[i] == ' ') out[i] = text[i];
  }
  const std::size_t surname = surname_length(text);
  if (surname == 0) {  // 买**·**, J*** S****
    out[0] = text[0];
    return to_utf8(out);
  }
  for (std::size_t i = 0; i < surname; ++i) out[i] = text[i];
  if (text.size() >= surname + 2) out.back() = text.back();
  return to_utf8(out);
}

}  // namespace fx
