// Refusal: why a command, a file or a request was not accepted, said so that a clerk can act on it.
// Each module declares its refusals as constants of RefusalKind, in descending precedence: when
// several apply, the first is returned. A Refusal names one kind, where (field) and with what
// (params); the two texts may refer to params and to the field as {name}.
//
//   inline constexpr RefusalKind kTooEarly{
//       "observation.too-early", 409,
//       "观察期未满：应到 {until}", "the observation runs until {until}",
//       "到期后再解除，或申请转换", "release after that day, or convert the measure"};
//   return refuse(kTooEarly, "on", {{"until", "2020-03-05"}});
//
// Params never carry names, ID numbers, phones or addresses: refusals are logged. They may repeat
// what was sent as it came: refuse() keeps the field and each of them to kRefusalText characters,
// but for "known", "expected" and "allowed", which list all that would have been accepted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fx {

enum class Language { kZh, kEn };

struct RefusalKind {
  std::string_view code;  // "part.reason", stable: part of the API
  int http_status;
  std::string_view zh;
  std::string_view en;
  std::string_view remedy_zh;
  std::string_view remedy_en;
};

inline constexpr std::size_t kRefusalText = 120;

using Params = std::vector<std::pair<std::string, std::string>>;

struct Refusal {
  const RefusalKind* kind;  // never null; static storage
  std::string field;        // JSON path of the offending field ("members[2].id_number"), or ""
  Params params;

  [[nodiscard]] std::string_view code() const { return kind->code; }
  [[nodiscard]] std::string message(Language language) const;
  [[nodiscard]] std::string remedy(Language language) const;
};

Refusal refuse(const RefusalKind& kind, std::string field = {}, Params params = {});

// Replaces each {name} by its parameter; unknown names are left as they stand.
std::string fill(std::string_view text, const Params& params);

}  // namespace fx
