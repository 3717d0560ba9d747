#include <cstdio>
#include <system_error>

#include "app/cli.h"
#include "app/share.h"
#include "app/web_server.h"

namespace fx::app {
namespace {

constexpr RefusalKind kBadListen{"app.bad-listen",
                                 400,
                                 "监听地址“{listen}”不对",
                                 "{listen} is no address to listen on",
                                 "写成 127.0.0.1:8420 的样子",
                                 "write it like 127.0.0.1:8420"};
constexpr RefusalKind kCannotListen{"app.cannot-listen",
                                    503,
                                    "不能在 {listen} 上提供服务：{why}",
                                    "cannot listen on {listen}: {why}",
                                    "换一个端口，或停掉占用它的程序",
                                    "use another port, or stop the program that has it"};

// "127.0.0.1:8420", "[::1]:8420"
bool split_listen(const std::string& listen, std::string& address, std::uint16_t& port) {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  address = listen.substr(0, colon);
  if (address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
  }
  int number = 0;
  for (const char c : listen.substr(colon + 1)) {
    if (c < '0' || c > '9') return false;
    number = number * 10 + (c - '0');
    if (number > 65'535) return false;
  }
  port = static_cast<std::uint16_t>(number);
  return listen.size() > colon + 1;
}

}  // namespace

int serve(const ServeOptions& options) {
  NodeOptions node_options{options.data, true, std::nullopt};
  if (!options.rehearsal.empty()) {
    node_options.rehearsal_clock = parse_instant(options.rehearsal);
    if (!node_options.rehearsal_clock) {
      std::fprintf(stderr, "--rehearsal: write it like 2020-02-20T08:00:00+08:00\n");
      return kUsage;
    }
    node_options.must_exist = false;
  }
  WebOptions web;
  if (!split_listen(options.listen, web.address, web.port)) {
    return say_refused(refuse(kBadListen, "listen", {{"listen", options.listen}}));
  }
  web.web_folder = options.web.empty() ? shared_folder("web") : options.web;
  web.trusted_proxies = options.trusted_proxies;
  web.access_log = !options.quiet;
  auto node = open_or_say(node_options);
  if (!node) return kRefusedStatus;
  try {
    WebServer server(*node, web);
    const bool six = web.address.find(':') != std::string::npos;
    print("http://" + (six ? "[" + web.address + "]" : web.address) + ":" +
          std::to_string(server.port()));
    std::fflush(stdout);
    server.run_until_signal();
  } catch (const std::system_error& error) {
    return say_refused(refuse(kCannotListen, "listen",
                              {{"listen", options.listen}, {"why", error.code().message()}}));
  }
  return kDone;
}

}  // namespace fx::app
