#include <filesystem>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "access/sessions.h"

namespace fx::access {
namespace {

void BM_FindSession(benchmark::State& state) {
  const auto dir =
      std::filesystem::temp_directory_path() / ("fx_sessions_bench_" + std::to_string(::getpid()));
  {
    store::Database database(dir.string());
    if (!database.migrate({schema()})) state.SkipWithError("no database");
    SystemClock clock;
    const auto account = Ulid::make(clock.now());
    database.write([&](store::Session& db) {
      db.script(std::string(kAccountDdl) + std::string(kGrantDdl));
      apply(db, account, "532601003005", AccountAdded{{{Role::community_clerk, "532601003005"}}});
      (void)add_secret(db, account, "clerk", "", hash_password("green7river", PasswordCost::kTest),
                       false, clock.now());
    });
    Sessions sessions(database, clock, PasswordCost::kTest);
    const auto in = sessions.sign_in("clerk", "green7river", "");
    for (auto _ : state) {
      auto who = sessions.find(in->token);
      if (!who) state.SkipWithError("not found");
      benchmark::DoNotOptimize(who);
    }
  }
  std::filesystem::remove_all(dir);
}
BENCHMARK(BM_FindSession);

void BM_HashPassword(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(hash_password("green7river", PasswordCost::kFull));
}
BENCHMARK(BM_HashPassword);

}  // namespace
}  // namespace fx::access
