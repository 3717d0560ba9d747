// A load of HTTP clients for the benchmarks: connections that are kept open, each of which sends a
// request, waits for the whole answer and sends the next. One thread serves all of them, as load
// tools do, so that what is measured is the server and not the switching between client threads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace fx::app {

struct Load {
  std::uint16_t port = 0;
  int clients = 0;
  int requests_each = 0;
  // The bytes of request `number` of a client, both from 0.
  std::function<std::string(int client, int number)> request;
};
struct LoadResult {
  double seconds = 0;
  int answered = 0;
  int not_ok = 0;  // answered with another status than 200
};
// Against a server on this machine that answers with Content-Length. Stops the process if a
// connection breaks.
LoadResult run_load(const Load& load);

}  // namespace fx::app
