// What a peer may not do to the server: large bodies, slow ones, too many at once.
#include <atomic>
#include <fstream>
#include <future>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "http/server_fixture.h"

namespace fx::http {
namespace {

using std::chrono::milliseconds;
using testing::Client;
using testing::error_code;
using ::testing::HasSubstr;
using testing::quick_options;
using testing::Reply;
using Fixture = testing::ServerFixture;

// Bodies

TEST(Server, LimitsBodiesByRoute) {
  auto options = quick_options();
  options.body_limit = 1000;
  Fixture f(std::move(options));
  EXPECT_EQ(f.client().request("POST", "/echo", std::string(1000, 'x')).body.size(), 1000U);
  const Reply refusal = f.client().request("POST", "/echo", std::string(1001, 'x'));
  EXPECT_EQ(refusal.status, 413);
  EXPECT_EQ(error_code(refusal), "http.body-too-large");
  EXPECT_THAT(refusal.body, HasSubstr("1000"));
  const std::size_t most = std::size_t{8} << 20U;
  EXPECT_EQ(f.client().request("POST", "/import", std::string(most, 'x')).body,
            std::to_string(most));
}

std::size_t resident_bytes() {
  std::ifstream in("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  in >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(Server, CutsAnEndlessChunkedBodyAtTheLimitWithBoundedMemory) {
  Fixture f;
  Client client = f.client();
  client.send("POST /import HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  const std::size_t before = resident_bytes();
  std::size_t sent = 0;
  while (sent < 187'000'000 && client.try_send(chunk)) sent += 65536;
  EXPECT_LT(sent, std::size_t{40} << 20U);
  EXPECT_LT(resident_bytes(), before + (std::size_t{64} << 20U));
  EXPECT_EQ(f.client().get("/people/1").status, 200);
}

TEST(Server, AnswersABodyOverTheLimitEvenWhileItIsStillBeingSent) {
  Fixture f;
  Client client = f.client();
  client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1500000\r\n\r\n" +
              std::string(300'000, 'x'));
  EXPECT_EQ(client.read_reply().status, 413);
}

TEST(Server, BoundsTheMemoryOfAllLargeBodiesTogether) {
  auto options = quick_options();
  options.body_memory = 3'000'000;
  Fixture f(std::move(options));
  std::vector<Client> holders;
  for (int i = 0; i < 2; ++i) {
    holders.push_back(f.client());
    holders.back().send("POST /import HTTP/1.1\r\nHost: t\r\nContent-Length: 1100000\r\n\r\n" +
                        std::string(1'000'000, 'x'));
  }
  int status = 0;
  for (int i = 0; i < 200 && status != 503; ++i) {
    status = f.client().request("POST", "/import", std::string(1'500'000, 'x')).status;
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_EQ(status, 503);
  holders.clear();
  for (int i = 0; i < 200 && status != 200; ++i) {
    status = f.client().request("POST", "/import", std::string(1'000'000, 'x')).status;
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_EQ(status, 200);  // given back when the connections went
}

TEST(Server, ContinuesOnlyWhenTheBodyIsWanted) {
  Fixture f;
  Client client = f.client();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.read_reply().status, 100);
  client.send("hello");
  EXPECT_EQ(client.read_reply().body, "hello");
  client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\n"
      "Content-Length: 99000000\r\n\r\n");
  EXPECT_EQ(client.read_reply().status, 413);
  Client other = f.client();
  EXPECT_EQ(other.request("POST", "/echo", "x", "Expect: tea\r\n").status, 417);
}

TEST(Server, AsksTheRouteBeforeItReceivesTheBody) {
  Router router;
  RouteOptions guarded;
  guarded.body_limit = std::size_t{64} << 20U;
  guarded.before_body = [](const Request& r) -> std::optional<Response> {
    if (r.cookie("session") == "good") return std::nullopt;
    return Response::text("sign in", 401);
  };
  router.add(
      Method::kPost, "/guarded",
      [](const Request& r) { return Response::text(std::to_string(r.body().size())); }, guarded);
  Fixture f(quick_options(), std::move(router));
  Client client = f.client();
  client.send("POST /guarded HTTP/1.1\r\nHost: t\r\nContent-Length: 60000000\r\n\r\n");
  EXPECT_EQ(client.read_reply().status, 401);
  EXPECT_EQ(f.client().request("POST", "/guarded", "abc", "Cookie: a=b; session=good\r\n").body,
            "3");
}

// Time

TEST(Server, CutsOffAHeadThatDrips) {
  auto options = quick_options();
  options.header_timeout = milliseconds(300);
  Fixture f(std::move(options));
  Client client = f.client();
  client.send("GET /people/1 HTTP/1.1\r\nHost: t\r\n");
  const auto start = std::chrono::steady_clock::now();
  std::string got;
  for (int i = 0; i < 100 && got.empty(); ++i) {
    static_cast<void>(client.try_send("X"));  // progress, but never an end
    got = client.read_until("\r\n\r\n", milliseconds(50));
  }
  EXPECT_THAT(got, HasSubstr("408"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(3000));
}

TEST(Server, CutsOffABodyThatStopsOrDrips) {
  auto options = quick_options();
  options.idle_timeout = milliseconds(300);
  Fixture f(std::move(options));
  const std::string head = "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n";
  Client stops = f.client();
  stops.send(head + "abc");
  EXPECT_EQ(stops.read_reply().status, 408);
  Client drips = f.client();
  drips.send(head);
  std::string got;
  for (int i = 0; i < 100 && got.empty(); ++i) {
    static_cast<void>(drips.try_send("x"));
    got = drips.read_until("\r\n\r\n", milliseconds(50));
  }
  EXPECT_THAT(got, HasSubstr("408"));
}

TEST(Server, ClosesIdleConnections) {
  auto options = quick_options();
  options.keep_alive_timeout = milliseconds(200);
  Fixture f(std::move(options));
  Client fresh = f.client();
  Client used = f.client();
  EXPECT_EQ(used.get("/people/1").status, 200);
  EXPECT_TRUE(fresh.closed_within(milliseconds(3000)));
  EXPECT_TRUE(used.closed_within(milliseconds(3000)));
}

TEST(Server, ClosesAConnectionThatDoesNotReadItsAnswer) {
  auto options = quick_options();
  options.idle_timeout = milliseconds(300);
  Router router;
  router.add(Method::kGet, "/much", [](const Request&) {
    return Response::text(std::string(std::size_t{32} << 20U, 'x'));
  });
  Fixture f(std::move(options), std::move(router));
  Client client(f.server->port(), 4096);
  client.send("GET /much HTTP/1.1\r\nHost: t\r\n\r\n");
  Gauge& open = f.server->metrics().gauge("http_connections", "Open connections.");
  for (int i = 0; i < 100 && open.value() == 0; ++i) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_EQ(open.value(), 1);
  for (int i = 0; i < 600 && open.value() > 0; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(open.value(), 0);
}

TEST(Server, ServesOthersWhileEightyPeersAreHalfOpen) {
  Fixture f;
  std::vector<Client> peers;
  for (int i = 0; i < 80; ++i) {
    peers.push_back(f.client());
    peers.back().send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nabc");
  }
  const auto start = std::chrono::steady_clock::now();
  Client client = f.client();
  for (int i = 0; i < 20; ++i) ASSERT_EQ(client.request("POST", "/echo", "x").body, "x");
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(2000));
}

// Load

TEST(Server, Answers503WhenTheQueueIsFullAndRecovers) {
  auto options = quick_options();
  options.worker_threads = 1;
  options.queue_bound = 2;
  std::promise<void> gate;
  const auto open = gate.get_future().share();
  std::atomic<int> running{0};
  Router router;
  router.add(Method::kGet, "/wait", [&running, open](const Request&) {
    ++running;
    open.wait();
    return Response::text("done");
  });
  Fixture f(std::move(options), std::move(router));
  std::vector<Client> clients;
  const auto send_one = [&] {
    clients.push_back(f.client());
    clients.back().send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
  };
  send_one();
  while (running.load() == 0) std::this_thread::sleep_for(milliseconds(2));
  send_one();
  send_one();
  std::this_thread::sleep_for(milliseconds(200));
  const Reply refusal = f.client().get("/wait");
  EXPECT_EQ(refusal.status, 503);
  EXPECT_FALSE(refusal.header("Retry-After").empty());
  EXPECT_EQ(error_code(refusal), "http.busy");
  gate.set_value();
  for (Client& client : clients) EXPECT_EQ(client.read_reply().body, "done");
  EXPECT_EQ(f.client().get("/wait").status, 200);
}

TEST(Server, AnswersConnectionsOverTheLimitPolitely) {
  auto options = quick_options();
  options.max_connections = 3;
  Fixture f(std::move(options));
  std::vector<Client> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(f.client());
    ASSERT_EQ(clients.back().get("/people/1").status, 200);
  }
  Client over = f.client();
  const Reply refusal = over.read_reply();
  EXPECT_EQ(refusal.status, 503);
  EXPECT_EQ(refusal.header("Connection"), "close");
  over.close();
  clients.pop_back();
  int status = 503;
  for (int i = 0; i < 300 && status != 200; ++i) {
    std::this_thread::sleep_for(milliseconds(10));
    status = f.client().get("/people/1").status;
  }
  EXPECT_EQ(status, 200);
}

TEST(Server, LimitsConnectionsOfOneAddress) {
  auto options = quick_options();
  options.max_connections_per_address = 2;
  Fixture f(std::move(options));
  Client one = f.client();
  Client two = f.client();
  ASSERT_EQ(one.get("/people/1").status, 200);
  ASSERT_EQ(two.get("/people/1").status, 200);
  EXPECT_EQ(f.client().read_reply().status, 503);
}

}  // namespace
}  // namespace fx::http
