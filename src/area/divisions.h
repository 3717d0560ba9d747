// The official divisions of China as published in 2023 (data/divisions): provinces, cities,
// counties, streets, and the communities of six counties. Built into the program; read once, at the
// first question (some 10 ms, 2 MB). Thread-safe; views stay valid for the life of the program.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "area/code.h"

namespace fx::area {

// Nothing if the table has no such code. The country is 全国.
std::optional<std::string_view> official_name(std::string_view code);
inline bool is_official(std::string_view code) { return official_name(code).has_value(); }

// False for the levels that stand in the table only because its codes need them (市辖区, 县,
// 省直辖县级行政区划): they have a code but no name of their own to show.
bool has_own_name(std::string_view official_name);

// "云南省文山壮族苗族自治州文山市新平街道"; skips levels without a name of their own , those of the
// same name as the one above (东莞市), and those the table does not have. Takes any code; stops at
// the community.
std::string official_full_name(std::string_view code);

using VisitDivision = std::function<void(std::string_view code, std::string_view name)>;
// Direct children in the order of their codes.
void each_official_child(std::string_view code, const VisitDivision& visit);
// All of one level inside an area, in the order of their codes.
void each_official(Level level, std::string_view under, const VisitDivision& visit);
std::int64_t count_official(Level level, std::string_view under);

// Codes as other systems write them, in the form of code.h: "532600000000" and "532600" are 5326,
// "532601003000" is 532601003, "53260100300503" is 532601003005-03; blanks at the ends are
// dropped. Nothing if it is no code of any form. Does not ask whether the place exists.
std::optional<std::string> read_code(std::string_view text);

}  // namespace fx::area
