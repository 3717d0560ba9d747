#include "modules/registry/hand.h"

#include "base/json.h"
#include "base/phone.h"
#include "base/text.h"
#include "modules/registry/refusals.h"

namespace fx::registry {
namespace {

constexpr std::size_t kNameMax = 40;
constexpr std::size_t kPhonesMax = 4;

}  // namespace

std::pair<std::string_view, std::string_view> why(IdVerdict verdict) {
  switch (verdict) {
    case IdVerdict::kEmpty:
      return {"没有填写", "it is missing"};
    case IdVerdict::kGarbage:
      return {"不是证件号码", "this is no number of a document"};
    case IdVerdict::kEaten:
      return {"被表格软件当成数字，末几位已丢失",
              "a spreadsheet made a number of it, the last "
              "digits are lost"};
    case IdVerdict::kWrongLength:
      return {"位数不对，应为18位或15位", "it must have 18 or 15 digits"};
    case IdVerdict::kImpossibleDate:
      return {"其中的出生日期不存在", "there is no such date of birth"};
    case IdVerdict::kUnlikelyDate:
      return {"其中的出生日期不可能", "the date of birth is not possible"};
    case IdVerdict::kUnknownArea:
      return {"前6位不是行政区划代码", "the first six digits are no area code"};
    case IdVerdict::kBadCheckDigit:
      return {"校验位不符，可能抄错一位",
              "the check digit does not agree: one digit may be "
              "miscopied"};
    case IdVerdict::kOtherDocument:
    case IdVerdict::kValid:
      break;
  }
  return {"", ""};
}

Result<std::string> checked_name(const std::string& name) {
  const std::string clean = normalise_name(name);
  const auto length = code_point_count(clean);
  const bool only_digits = clean.find_first_not_of("0123456789 -+.") == std::string::npos;
  if (length == 0 || length > kNameMax || only_digits) return refuse(kNameMissing, "name");
  return clean;
}

Result<IdNumber> checked_id(const std::string& text, bool as_is, Day today) {
  IdOptions options;
  options.today = today;
  IdNumber id = parse_id_number(text, options);
  if (id.usable() || id.verdict == IdVerdict::kEmpty) return id;
  if (as_is && !id.number.empty()) return id;
  const auto [zh, en] = why(id.verdict);
  return refuse(kBadIdNumber, "id_number", {{"why", std::string(zh)}, {"why_en", std::string(en)}});
}

Result<std::vector<std::string>> checked_phones(const std::vector<std::string>& texts) {
  if (texts.size() > kPhonesMax) return refuse(kTooManyPhones, "phones");
  std::vector<std::string> out;
  int number = 0;
  for (const auto& text : texts) {
    ++number;
    const auto phone = parse_phone(text);
    if (phone.verdict == PhoneVerdict::kEmpty) continue;
    if (phone.verdict != PhoneVerdict::kValid) {
      return refuse(kBadPhone, "phones", {{"number", std::to_string(number)}});
    }
    out.push_back(phone.number);
  }
  return out;
}

Result<std::optional<Sex>> checked_sex(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::optional<Sex>();
  if (*text == "male") return std::optional<Sex>(Sex::kMale);
  if (*text == "female") return std::optional<Sex>(Sex::kFemale);
  return refuse(json::kBadValue, "sex", {{"expected", "male | female"}});
}

}  // namespace fx::registry
