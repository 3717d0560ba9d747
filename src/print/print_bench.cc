#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "print/samples.h"

namespace fx::print {
namespace {

std::string code() {
  static const std::string text = *sign(samples::payload(), SigningKey::generate());
  return text;
}

void finish(benchmark::State& state, const Printed& last, int pages) {
  if (last.pages != pages || last.missing_glyphs != 0)
    state.SkipWithError("not the expected paper");
  state.counters["pages"] = last.pages;
  state.counters["bytes"] = static_cast<double>(last.pdf.size());
}

void BM_release_certificate(benchmark::State& state) {
  Printed out;
  for (auto _ : state) out = render(samples::release(code()));
  finish(state, out, 1);
}
BENCHMARK(BM_release_certificate)->Unit(benchmark::kMillisecond);

void BM_door_notice(benchmark::State& state) {
  Printed out;
  for (auto _ : state) out = render(samples::door(code()));
  finish(state, out, 1);
}
BENCHMARK(BM_door_notice)->Unit(benchmark::kMillisecond);

void BM_order_notice(benchmark::State& state) {
  Printed out;
  for (auto _ : state) out = render(samples::order(code()));
  finish(state, out, 2);
}
BENCHMARK(BM_order_notice)->Unit(benchmark::kMillisecond);

void BM_daily_report(benchmark::State& state) {
  const auto report = samples::daily(static_cast<int>(state.range(0)));
  Printed out;
  for (auto _ : state) out = render(report);
  finish(state, out, out.pages);
}
BENCHMARK(BM_daily_report)->Arg(12)->Arg(1000)->Unit(benchmark::kMillisecond);

void BM_sign(benchmark::State& state) {
  const SigningKey key = SigningKey::generate();
  for (auto _ : state) {
    auto text = sign(samples::payload(), key);
    if (!text) state.SkipWithError("not signed");
  }
}
BENCHMARK(BM_sign)->Unit(benchmark::kMicrosecond);

void BM_verify(benchmark::State& state) {
  const SigningKey key = SigningKey::generate();
  const std::vector<PublicKey> keys{key.public_key()};
  const std::string text = *sign(samples::payload(), key);
  for (auto _ : state) {
    if (!verify(text, keys)) state.SkipWithError("not verified");
  }
}
BENCHMARK(BM_verify)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace fx::print
