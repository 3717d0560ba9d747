#include <benchmark/benchmark.h>

#include "area/place.h"

namespace fx::area {
namespace {

void BM_Origin(benchmark::State& state, const char* text, const char* code) {
  if (resolve_place(text).code != code) state.SkipWithError("wrong code");
  for (auto _ : state) benchmark::DoNotOptimize(resolve_place(text));
}
BENCHMARK_CAPTURE(BM_Origin, short_form, "湖北武汉", "4201");
BENCHMARK_CAPTURE(BM_Origin, full_form, "云南省文山壮族苗族自治州文山市", "532601");
BENCHMARK_CAPTURE(BM_Origin, with_words, "从湖北省孝感市务工返乡", "4209");
BENCHMARK_CAPTURE(BM_Origin, nothing, "外地亲戚家", "");
BENCHMARK_CAPTURE(BM_Origin, traditional, "湖北武漢", "4201");

}  // namespace
}  // namespace fx::area
