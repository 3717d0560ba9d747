// Lines as `fangxian record` reads them, carried out by the whole program below HTTP; a line that
// begins with a slash is a question. Whatever comes is done or refused: nothing is thrown, and in
// the end the chains hold and the views are those of the journal.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "access/accounts.h"
#include "identity/identity.h"
#include "identity/person.h"
#include "modules/modules.h"
#include "modules/test_host.h"

// A daily report as PDF loads fonts. What fontconfig and cairo know of them they keep for the life
// of the process, behind pointers that the leak detector cannot follow: as much after one document
// as after a hundred.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: the detector's name
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\nleak:libcairo.so\n";
}

namespace fx {
namespace {

constexpr int kLinesMax = 16;

class Office : public testing::TestHost {
 public:
  static Office& one() {
    static auto* const office = new Office;  // outlives the fuzzer's own end
    return *office;
  }

  void line(std::string_view text) {
    if (!text.empty() && text.front() == '/') return question(text);
    auto envelope = json::read_text<host::Envelope>(text);
    if (!envelope) return;
    envelope->id = Ulid::make(clock_.now());  // else the second of two alike says "already done"
    (void)host_->execute(access::Actor::system(), std::move(*envelope));
  }

 private:
  Office() : TestHost("commands", "2020-02-10T10:00:00+08:00") {
    auto modules = make_modules(FX_SOURCE_DIR "/policies");
    FX_CHECK(modules.has_value());
    open(std::move(modules->all), {access::schema(), identity::schema()});
    line(R"({"id":"01E0M4YB000000000000000001","command":"organisation.add-area",)"
         R"("body":{"code":"532601003005","name":"里布嘎社区"}})");
    line(R"({"id":"01E0M4YB000000000000000002","command":"rules.use",)"
         R"("body":{"area":"532601003005","pack":"xinping-2020","from":"2020-01-25"}})");
    std::atexit([] { one().check(); });
  }

  // "/api/figures?area=532601003005&on=2020-02-10", without escapes.
  void question(std::string_view text) {
    const auto mark = text.find('?');
    const auto path = text.substr(0, mark);
    host::RawParams params;
    for (auto rest = mark == std::string_view::npos ? std::string_view() : text.substr(mark + 1);
         !rest.empty();) {
      const auto pair = rest.substr(0, rest.find('&'));
      rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos) continue;
      params.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    for (const auto& route : host_->routes()) {
      if (route.path != path) continue;
      if (route.kind == host::RouteInfo::Kind::kQuestion) {
        (void)host_->ask(access::Actor::system(), route, params, Language::kZh);
      } else if (route.kind == host::RouteInfo::Kind::kDocument) {
        (void)host_->make_file(access::Actor::system(), route, params, Language::kZh);
      }
    }
  }

  void check() {
    FX_CHECK(sound());
    host_.reset();
    std::filesystem::remove_all(dir_);
  }
};

}  // namespace
}  // namespace fx

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (int i = 0; i < fx::kLinesMax && !text.empty(); ++i) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    fx::Office::one().line(line);
  }
  return 0;
}
