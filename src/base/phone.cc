#include "base/phone.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace fx {
namespace {

constexpr std::size_t kMaxBytes = 512;
constexpr std::size_t kMaxGroups = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

Phone good(PhoneKind kind, std::string number) {
  Phone phone;
  phone.verdict = PhoneVerdict::kValid;
  phone.kind = kind;
  phone.number = std::move(number);
  return phone;
}

bool is_mobile(std::string_view d) {
  return d.size() == 11 && d[0] == '1' && d[1] >= '3' && d[1] <= '9';
}

// Length of the area code in front, with its zero; 0 if there is none.
std::size_t area_code(std::string_view d) {
  if (d.size() < 4 || d[0] != '0' || d[1] == '0') return 0;
  if (d[1] == '1') return d[2] == '0' ? 3 : 0;
  return d[1] == '2' ? 3 : 4;
}

// Digits without any punctuation, with "+" in front if there was one.
std::optional<Phone> whole_number(std::string_view d) {
  if (!d.empty() && d[0] == '+') {
    if (d.substr(0, 3) != "+86") {
      const auto rest = d.substr(1);
      if (rest.size() < 8 || rest.size() > 15 || rest[0] == '0') return std::nullopt;
      return good(PhoneKind::kForeign, std::string(d));
    }
    d.remove_prefix(3);
    auto inner = whole_number(d);
    if (inner && inner->kind != PhoneKind::kLocal) return inner;
    return whole_number("0" + std::string(d));
  }
  if (is_mobile(d)) return good(PhoneKind::kMobile, std::string(d));
  for (const std::string_view prefix : {"0086", "86", "17951", "12593"}) {
    if (d.substr(0, prefix.size()) == prefix && is_mobile(d.substr(prefix.size()))) {
      return good(PhoneKind::kMobile, std::string(d.substr(prefix.size())));
    }
  }
  if (d.size() == 12 && d[0] == '0' && is_mobile(d.substr(1))) {  // 0 for a call to another place
    return good(PhoneKind::kMobile, std::string(d.substr(1)));
  }
  if (d.size() == 10 && (d.substr(0, 3) == "400" || d.substr(0, 3) == "800")) {
    return good(PhoneKind::kService, std::string(d));
  }
  if (const auto area = area_code(d); area != 0) {
    const auto local = d.size() - area;
    const bool fits = area == 3 ? local == 8 : local == 7 || local == 8;
    if (!fits || d[area] < '2') return std::nullopt;
    return good(PhoneKind::kLandLine,
                std::string(d.substr(0, area)) + "-" + std::string(d.substr(area)));
  }
  if ((d.size() == 7 || d.size() == 8) && d[0] >= '2' && d[0] <= '8') {
    return good(PhoneKind::kLocal, std::string(d));
  }
  return std::nullopt;
}

// What is wrong with digits that make no number.
Phone bad_number(std::string digits) {
  Phone phone;
  const std::size_t size = digits.size() - (digits[0] == '+' ? 1 : 0);
  if (size < 7) {
    phone.verdict = PhoneVerdict::kTooShort;
  } else if (size > 12) {
    phone.verdict = PhoneVerdict::kTooLong;
  } else if (digits[0] == '1' && digits[1] >= '3') {
    phone.verdict = size < 11 ? PhoneVerdict::kTooShort : PhoneVerdict::kTooLong;
  } else {
    phone.verdict = PhoneVerdict::kBadPrefix;
  }
  phone.number = std::move(digits);
  return phone;
}

// Digits in groups that blanks, dashes or brackets parted; one or more numbers.
void read_run(const std::vector<std::string>& groups, std::string extension,
              std::vector<Phone>& out) {
  // From behind: how few numbers groups[i..] can be read as, and how many groups the first takes.
  const std::size_t n = groups.size();
  constexpr std::size_t kNever = 1000;
  std::vector<std::size_t> fewest(n + 1, kNever);
  std::vector<std::size_t> take(n + 1, 0);
  fewest[n] = 0;
  for (std::size_t i = n; i-- > 0;) {
    std::string joined;
    for (std::size_t j = i; j < n && joined.size() <= 20; ++j) {
      joined += groups[j];
      if (fewest[j + 1] + 1 < fewest[i] && whole_number(joined)) {
        fewest[i] = fewest[j + 1] + 1;
        take[i] = j + 1 - i;
      }
    }
  }
  if (fewest[0] < kNever) {
    for (std::size_t i = 0; i < n; i += take[i]) {
      std::string joined;
      for (std::size_t j = i; j < i + take[i]; ++j) joined += groups[j];
      out.push_back(*whole_number(joined));
    }
    out.back().extension = std::move(extension);
    return;
  }
  if (n == 1) {
    // Two mobile numbers typed without a gap.
    if (groups[0].size() == 22 && is_mobile(groups[0].substr(0, 11)) &&
        is_mobile(groups[0].substr(11))) {
      out.push_back(good(PhoneKind::kMobile, groups[0].substr(0, 11)));
      out.push_back(good(PhoneKind::kMobile, groups[0].substr(11)));
      return;
    }
    out.push_back(bad_number(groups[0]));
    return;
  }
  // A mobile number among other digits ("13917230852 2") stands for itself.
  for (std::size_t i = 0; i < n; ++i) {
    if (!is_mobile(groups[i])) continue;
    const auto at = groups.begin() + static_cast<std::ptrdiff_t>(i);
    if (i > 0) read_run({groups.begin(), at}, {}, out);
    out.push_back(good(PhoneKind::kMobile, groups[i]));
    if (i + 1 < n) read_run({at + 1, groups.end()}, std::move(extension), out);
    return;
  }
  // A last group of 1 to 5 digits may be an extension: 0876-2123456-803.
  if (groups.back().size() <= 5 && extension.empty()) {
    std::vector<std::string> shorter(groups.begin(), groups.end() - 1);
    std::vector<Phone> trial;
    read_run(shorter, groups.back(), trial);
    if (!trial.empty() && trial.back().verdict == PhoneVerdict::kValid &&
        trial.back().kind != PhoneKind::kMobile) {
      out.insert(out.end(), trial.begin(), trial.end());
      return;
    }
  }
  std::string joined;
  for (const auto& group : groups) joined += group;
  // Long groups are numbers of their own even if one of them is bad.
  if (joined.size() > 13) {
    for (const auto& group : groups) {
      const auto phone = whole_number(group);
      out.push_back(phone ? *phone : bad_number(group));
    }
    return;
  }
  out.push_back(bad_number(joined));
}

// "13917230852.0", "1.3917230852E10". Nothing if the text is no such number; "" if digits are lost.
std::optional<std::string> from_number(std::string_view text) {
  const auto e = text.find_first_of("Ee");
  std::string_view mantissa = text.substr(0, e);
  int exponent = 0;
  if (e != std::string_view::npos) {
    auto tail = text.substr(e + 1);
    if (!tail.empty() && tail[0] == '+') tail.remove_prefix(1);
    if (!all_digits(tail) || tail.size() > 2) return std::nullopt;
    for (const char c : tail) exponent = exponent * 10 + (c - '0');
  }
  const auto point = mantissa.find('.');
  if (e == std::string_view::npos && point == std::string_view::npos) return std::nullopt;
  const auto whole = mantissa.substr(0, point);
  std::string_view fraction =
      point == std::string_view::npos ? std::string_view() : mantissa.substr(point + 1);
  if (!all_digits(whole) || (!fraction.empty() && !all_digits(fraction))) return std::nullopt;
  if (e == std::string_view::npos) {
    if (fraction.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
    return std::string(whole);
  }
  const auto shift = static_cast<std::size_t>(exponent);
  if (fraction.size() > shift && fraction.find_first_not_of('0', shift) != std::string_view::npos) {
    return std::nullopt;
  }
  // A shortened display keeps fewer digits than the number has; one that ends in zeros could be
  // either, and is not believed.
  if (fraction.size() < shift) return std::string();
  return std::string(whole) + std::string(fraction.substr(0, shift));
}

}  // namespace

std::vector<Phone> parse_phones(std::string_view raw, const PhoneOptions& options) {
  std::vector<Phone> out;
  if (raw.size() > kMaxBytes) {
    out.emplace_back();
    out.back().verdict = PhoneVerdict::kGarbage;
    return out;
  }
  if (is_mobile(raw) && all_digits(raw)) {
    out.push_back(good(PhoneKind::kMobile, std::string(raw)));
    return out;
  }
  std::string text = normalise(raw);
  static constexpr std::array<std::string_view, 10> kNothing{"",  "无", "没有", "暂无", "不详",
                                                             "/", "-",  "--",   "0",    "未知"};
  if (std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end()) {
    out.emplace_back();
    return out;
  }
  if (const auto number = from_number(text)) {
    if (number->empty()) {
      out.emplace_back();
      out.back().verdict = PhoneVerdict::kEaten;
      return out;
    }
    text = *number;
  }
  if (options.number_cell && (text.size() == 10 || text.size() == 11) && all_digits(text) &&
      !whole_number(text)) {
    if (auto phone = whole_number("0" + text); phone && phone->kind == PhoneKind::kLandLine) {
      phone->guessed = true;
      out.push_back(*phone);
      return out;
    }
  }

  std::vector<std::string> groups;
  std::string extension;
  const auto flush = [&] {
    if (!groups.empty() && out.size() < kMaxPhonesPerCell) {
      read_run(groups, std::move(extension), out);
    }
    groups.clear();
    extension.clear();
  };
  bool fresh = true;          // the next digit begins a new group
  bool in_extension = false;  // behind 转
  bool other = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at).value_or(kReplacement);
    const char ascii = c < 0x80 ? static_cast<char>(c) : '\0';
    if (is_digit(ascii)) {
      if (in_extension) {
        if (extension.size() < 6) extension.push_back(ascii);
      } else {
        if (fresh || groups.empty()) {
          if (groups.size() == kMaxGroups) flush();
          groups.emplace_back();
        }
        groups.back().push_back(ascii);
      }
      fresh = false;
    } else if (ascii == '+') {
      flush();
      in_extension = false;
      groups.emplace_back("+");
      fresh = false;
    } else if (ascii == ' ' || ascii == '-' || ascii == '(' || ascii == ')' || ascii == '.') {
      fresh = true;
      in_extension = in_extension && extension.empty();
    } else if (c == U'转' && !groups.empty()) {
      in_extension = true;
    } else {
      other = other || (ascii != ',' && ascii != '/' && ascii != ';' && ascii != ':' && c != U'、');
      flush();
      in_extension = false;
      fresh = true;
    }
  }
  flush();
  if (out.size() > kMaxPhonesPerCell) out.resize(kMaxPhonesPerCell);
  if (out.empty()) {
    out.emplace_back();
    out.back().verdict = PhoneVerdict::kGarbage;
  } else if (other) {
    // Words beside a number ("儿子 139..."): stray digits among them ("2楼") are no numbers.
    std::vector<Phone> valid;
    std::copy_if(out.begin(), out.end(), std::back_inserter(valid),
                 [](const Phone& phone) { return phone.verdict == PhoneVerdict::kValid; });
    if (!valid.empty()) out = std::move(valid);
  }
  return out;
}

Phone parse_phone(std::string_view text, const PhoneOptions& options) {
  const auto all = parse_phones(text, options);
  const auto best = std::min_element(all.begin(), all.end(), [](const Phone& a, const Phone& b) {
    const auto rank = [](const Phone& phone) {
      if (phone.verdict != PhoneVerdict::kValid) return 2;
      return phone.kind == PhoneKind::kMobile ? 0 : 1;
    };
    return rank(a) < rank(b);
  });
  return *best;
}

}  // namespace fx
