// What an import does to each cell. Every run also checks its result, so that a fast wrong answer
// is not taken for a gain.
#include <array>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "base/address.h"
#include "base/date_guess.h"
#include "base/id_number.h"
#include "base/phone.h"
#include "base/pinyin.h"
#include "base/text.h"

namespace fx {
namespace {

const IdOptions kOptions{*make_day(2020, 3, 5)};

const KnownPlaces& places() {
  static const KnownPlaces known = [] {
    KnownPlaces out;
    std::size_t id = 0;
    for (const auto* name : {"滨河花园", "金桂苑", "城南小区", "文新家园", "七花小区", "卧龙雅居",
                             "普阳小区", "盘龙新村", "阳光新城", "大兴苑", "上里布嘎", "下里布嘎",
                             "老寨", "新寨", "石桥组", "小河边"}) {
      out.add(id++, name);
    }
    return out;
  }();
  return known;
}

template <class Function>
void each(benchmark::State& state, std::string_view text, Function&& good) {
  for (auto _ : state) {
    if (!good(text)) {
      state.SkipWithError("wrong result");
      break;
    }
  }
}

void BM_NormalisePlain(benchmark::State& state) {
  each(state, "滨河花园6栋2单元1001", [](auto t) { return normalise(t) == t; });
}
BENCHMARK(BM_NormalisePlain);

void BM_NormaliseFullWidth(benchmark::State& state) {
  each(state, "　滨河花园６栋２单元１００１",
       [](auto t) { return normalise(t) == "滨河花园6栋2单元1001"; });
}
BENCHMARK(BM_NormaliseFullWidth);

void BM_SimplifiedOfSimple(benchmark::State& state) {
  each(state, "欧阳娜娜", [](auto t) { return to_simplified(t) == t; });
}
BENCHMARK(BM_SimplifiedOfSimple);

void BM_SimplifiedRepeated(benchmark::State& state) {
  each(state, "張偉", [](auto t) { return to_simplified(t) == "张伟"; });
}
BENCHMARK(BM_SimplifiedRepeated);

void BM_SimplifiedNew(benchmark::State& state) {
  int n = 0;
  for (auto _ : state) {
    const std::string text = "張偉" + std::to_string(++n);
    if (to_simplified(text).size() != text.size()) state.SkipWithError("wrong result");
  }
}
BENCHMARK(BM_SimplifiedNew);

void BM_PinyinKey(benchmark::State& state) {
  each(state, "单雄信", [](auto t) { return pinyin_key(t) == "shanxiongxin"; });
}
BENCHMARK(BM_PinyinKey);

void BM_PinyinInitials(benchmark::State& state) {
  each(state, "单雄信", [](auto t) { return pinyin_initials(t).front() == "sxx"; });
}
BENCHMARK(BM_PinyinInitials);

void BM_NameSimilarity(benchmark::State& state) {
  each(state, "丁梅",
       [](auto t) { return name_similarity(t, "丁玫") == NameSimilarity::kHomophone; });
}
BENCHMARK(BM_NameSimilarity);

void BM_IdPlain(benchmark::State& state) {
  each(state, "53260119680625618X",
       [](auto t) { return parse_id_number(t, kOptions).verdict == IdVerdict::kValid; });
}
BENCHMARK(BM_IdPlain);

void BM_IdSpaced(benchmark::State& state) {
  each(state, "532601 19680625 618x",
       [](auto t) { return parse_id_number(t, kOptions).verdict == IdVerdict::kValid; });
}
BENCHMARK(BM_IdSpaced);

void BM_PhonePlain(benchmark::State& state) {
  each(state, "13917230852", [](auto t) { return parse_phone(t).number == t; });
}
BENCHMARK(BM_PhonePlain);

void BM_PhoneDashed(benchmark::State& state) {
  each(state, "139-1723-0852", [](auto t) { return parse_phone(t).number == "13917230852"; });
}
BENCHMARK(BM_PhoneDashed);

void BM_AddressKnown(benchmark::State& state) {
  each(state, "滨河花园6栋2单元1001",
       [](auto t) { return parse_address(t, &places()).known == 0U; });
}
BENCHMARK(BM_AddressKnown);

void BM_AddressUnknown(benchmark::State& state) {
  each(state, "某某家园6#2-1001", [](auto t) { return parse_address(t).room == "1001"; });
}
BENCHMARK(BM_AddressUnknown);

void BM_AddressLong(benchmark::State& state) {
  each(state, "云南省文山州文山市卧龙街道里布嘎社区滨河花园六号楼二单元一〇〇一室",
       [](auto t) { return parse_address(t, &places()).room == "1001"; });
}
BENCHMARK(BM_AddressLong);

void BM_AddressGuessed(benchmark::State& state) {
  each(state, "滨和花园6-2-1001", [](auto t) { return parse_address(t, &places()).place_guessed; });
}
BENCHMARK(BM_AddressGuessed);

void BM_CanonicalBuilding(benchmark::State& state) {
  each(state, "16#", [](auto t) { return canonical_building(t) == "16"; });
}
BENCHMARK(BM_CanonicalBuilding);

void BM_DateDotted(benchmark::State& state) {
  each(state, "2020.2.18", [](auto t) { return read_date(t)->date.day == 18; });
}
BENCHMARK(BM_DateDotted);

void BM_DateMarked(benchmark::State& state) {
  each(state, "2月11日", [](auto t) { return read_date(t)->date.day == 11; });
}
BENCHMARK(BM_DateMarked);

void BM_DateLunar(benchmark::State& state) {
  const YearGuess guess(*make_day(2020, 3, 5));
  each(state, "正月初八", [&](auto t) { return guess.resolve(*read_date(t)).has_value(); });
}
BENCHMARK(BM_DateLunar);

}  // namespace
}  // namespace fx
