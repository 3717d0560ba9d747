#include "area/divisions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <vector>

#include <zlib.h>

#include "base/check.h"

namespace fx::embedded {
std::string_view divisions_counties();
std::string_view divisions_streets();
std::string_view divisions_communities();
}  // namespace fx::embedded

namespace fx::area {
namespace {

constexpr int kLevels = static_cast<int>(Level::kCommunity) + 1;
constexpr std::array<int, kLevels> kDigits = {0, 2, 4, 6, 9, 12};

std::size_t at(Level level) { return static_cast<std::size_t>(level); }

std::uint64_t power_of_ten(int exponent) {
  std::uint64_t out = 1;
  for (int i = 0; i < exponent; ++i) out *= 10;
  return out;
}

std::string gunzip(std::string_view bytes) {
  std::string out;
  z_stream stream{};
  FX_CHECK(inflateInit2(&stream, 15 + 16) == Z_OK);  // 16: a gzip header
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  int result = Z_OK;
  while (result == Z_OK) {
    const std::size_t had = out.size();
    out.resize(had + std::size_t{256} * 1024);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    stream.avail_out = static_cast<uInt>(out.size() - had);
    result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  FX_CHECK(result == Z_STREAM_END);
  return out;
}

// All divisions of one level in the order of their codes: numbers beside one text of all names.
class Table {
 public:
  void add(std::uint64_t code, std::string_view name) {
    FX_CHECK(codes_.empty() || codes_.back() < code);
    codes_.push_back(code);
    names_ += name;
    ends_.push_back(static_cast<std::uint32_t>(names_.size()));
  }
  void finish() {
    codes_.shrink_to_fit();
    ends_.shrink_to_fit();
    names_.shrink_to_fit();
  }
  [[nodiscard]] std::size_t lower(std::uint64_t code) const {
    return static_cast<std::size_t>(std::lower_bound(codes_.begin(), codes_.end(), code) -
                                    codes_.begin());
  }
  [[nodiscard]] std::size_t size() const { return codes_.size(); }
  [[nodiscard]] std::uint64_t code(std::size_t i) const { return codes_[i]; }
  [[nodiscard]] std::string_view name(std::size_t i) const {
    const std::uint32_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(names_).substr(begin, ends_[i] - begin);
  }

 private:
  std::vector<std::uint64_t> codes_;
  std::vector<std::uint32_t> ends_;
  std::string names_;
};

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t out = 0;
  const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  FX_CHECK(end.ec == std::errc() && end.ptr == digits.data() + digits.size());
  return out;
}

struct Divisions {
  std::array<Table, kLevels> levels;

  Divisions() {
    // counties.csv holds three levels, sorted by code within each.
    read(embedded::divisions_counties());
    read(gunzip(embedded::divisions_streets()));
    read(gunzip(embedded::divisions_communities()));
    for (auto& table : levels) table.finish();
  }

  void read(std::string_view csv) {
    csv.remove_prefix(std::min(csv.find('\n') + 1, csv.size()));  // the heading
    while (!csv.empty()) {
      const auto line = csv.substr(0, csv.find('\n'));
      csv.remove_prefix(std::min(line.size() + 1, csv.size()));
      const auto comma = line.find(',');
      FX_CHECK(comma != std::string_view::npos);
      const auto level = level_of(line.substr(0, comma));
      FX_CHECK(level && *level <= Level::kCommunity);
      levels[at(*level)].add(number_of(line.substr(0, comma)), line.substr(comma + 1));
    }
  }
};

const Divisions& divisions() {
  static const Divisions all;
  return all;
}

// Rows [first, last) of a level that are inside an area above it or equal to it.
struct Rows {
  const Table* table = nullptr;
  std::size_t first = 0;
  std::size_t last = 0;
};
Rows rows_of(Level level, std::string_view under) {
  const auto own = level_of(under);
  if (!own || *own > level || level > Level::kCommunity || level == Level::kCountry) return {};
  const Table& table = divisions().levels[at(level)];
  if (*own == Level::kCountry) return {&table, 0, table.size()};
  const std::uint64_t step = power_of_ten(kDigits[at(level)] - kDigits[at(*own)]);
  const std::uint64_t low = number_of(under) * step;
  return {&table, table.lower(low), table.lower(low + step)};
}

// Codes have no leading zeros: the first province is 11.
struct CodeText {
  std::array<char, 16> text{};
  std::size_t size = 0;
  explicit CodeText(std::uint64_t code) {
    size = static_cast<std::size_t>(
        std::to_chars(text.data(), text.data() + text.size(), code).ptr - text.data());
  }
  [[nodiscard]] std::string_view view() const { return {text.data(), size}; }
};

bool all_zero(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '0'; });
}

}  // namespace

std::optional<std::string_view> official_name(std::string_view code) {
  const auto level = level_of(code);
  if (!level || *level > Level::kCommunity) return std::nullopt;
  if (*level == Level::kCountry) return "全国";
  const Table& table = divisions().levels[at(*level)];
  const auto number = number_of(code);
  const auto i = table.lower(number);
  if (i == table.size() || table.code(i) != number) return std::nullopt;
  return table.name(i);
}

bool has_own_name(std::string_view official_name) {
  return official_name != "市辖区" && official_name != "县" &&
         official_name != "省直辖县级行政区划" && official_name != "自治区直辖县级行政区划";
}

std::string official_full_name(std::string_view code) {
  std::string out;
  std::string_view last;
  for (int i = static_cast<int>(Level::kProvince); i < kLevels; ++i) {
    const auto name = official_name(at_level(code, static_cast<Level>(i)));
    if (!name || !has_own_name(*name) || *name == last) continue;
    out += *name;
    last = *name;
  }
  return out;
}

void each_official_child(std::string_view code, const VisitDivision& visit) {
  const auto level = level_of(code);
  if (!level || *level >= Level::kCommunity) return;
  each_official(static_cast<Level>(static_cast<int>(*level) + 1), code, visit);
}

void each_official(Level level, std::string_view under, const VisitDivision& visit) {
  const Rows rows = rows_of(level, under);
  for (auto i = rows.first; i < rows.last; ++i) {
    visit(CodeText(rows.table->code(i)).view(), rows.table->name(i));
  }
}

std::int64_t count_official(Level level, std::string_view under) {
  const Rows rows = rows_of(level, under);
  return static_cast<std::int64_t>(rows.last - rows.first);
}

std::optional<std::string> read_code(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) {
    if (!is_code(text)) return std::nullopt;
    return std::string(text);
  }
  if (text == "100000" || all_zero(text)) return std::string(kCountry);
  if (text.size() == 14 || text.size() == 15) {
    std::string code(text.substr(0, 12));
    return code.append("-").append(text.substr(12));
  }
  std::string code(text);
  // Trailing zeros pad a higher level to the length of a lower one. Some codes do end so (441900 is
  // a county of 4419).
  const bool padded = code.size() == 12 || code.size() == 9 || code.size() == 6;
  for (const std::size_t length :
       {std::size_t{9}, std::size_t{6}, std::size_t{4}, std::size_t{2}}) {
    if (padded && code.size() > length && all_zero(std::string_view(code).substr(length)) &&
        !is_official(code)) {
      code.resize(length);
    }
  }
  if (!is_code(code)) return std::nullopt;
  return code;
}

}  // namespace fx::area
