#include "http/live.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/logger.h>

#include "http/server.h"
#include "http/test_client.h"

namespace fx::http {
namespace {

using std::chrono::milliseconds;
using testing::Client;
using ::testing::HasSubstr;
using ::testing::Not;

class Fixture {
 public:
  explicit Fixture(LiveOptions options = {}, ServerOptions server_options = {}) : hub(options) {
    Router router;
    router.add(Method::kGet, "/live/{topic}", [this](const Request& r) {
      return hub.subscribe(
          r, [topic = r.param("topic")](const LiveEvent& e) { return e.topic == topic; },
          r.param("topic"));
    });
    server_options.port = 0;
    server_options.io_threads = 2;
    server_options.log = std::make_shared<spdlog::logger>("quiet");
    server.emplace(std::move(server_options), std::move(router));
    server->start();
  }
  Client listen(const std::string& topic, const std::string& fields = {}, int receive_buffer = 0) {
    Client client(server->port(), receive_buffer);
    client.send("GET /live/" + topic + " HTTP/1.1\r\nHost: t\r\n" + fields + "\r\n");
    greeting = client.read_until("retry: 3000\n\n");
    EXPECT_THAT(greeting, ::testing::EndsWith("retry: 3000\n\n"));
    return client;
  }
  static bool wait(const std::function<bool()>& until) {
    for (int i = 0; i < 2000; ++i) {
      if (until()) return true;
      std::this_thread::sleep_for(milliseconds(5));
    }
    return false;
  }

  LiveHub hub;
  std::optional<Server> server;
  std::string greeting;  // of the last that listens
};

std::string last_id(const std::string& stream) {
  const auto at = stream.rfind("id: ");
  return stream.substr(at + 4, stream.find('\n', at) - at - 4);
}

TEST(Live, DeliversToThoseWhoMaySeeIt) {
  Fixture f;
  Client a = f.listen("a");
  Client b = f.listen("b");
  f.hub.publish({"a", "worklist", "{\"due\":3}"});
  f.hub.publish({"b", "worklist", "{\n\"due\":4}"});
  const std::string got = a.read_until("due\":3}\n\n");
  EXPECT_THAT(f.greeting, HasSubstr("Content-Type: text/event-stream"));
  EXPECT_THAT(got, HasSubstr("event: worklist\ndata: {\"due\":3}\n\n"));
  EXPECT_THAT(b.read_until("4}\n\n"), HasSubstr("event: worklist\ndata: {\ndata: \"due\":4}\n\n"));
  EXPECT_EQ(a.read_until("due", milliseconds(100)), "");
  EXPECT_EQ(f.hub.counts().delivered, 2U);
}

TEST(Live, DeliversInOrderWhileManyThreadsPublish) {
  Fixture f;
  std::vector<Client> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(f.listen("t"));
  std::vector<std::thread> publishers;
  for (int p = 0; p < 4; ++p) {
    publishers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        f.hub.publish({"t", "n", "{}"});
        std::this_thread::sleep_for(milliseconds(1));
      }
    });
  }
  for (auto& publisher : publishers) publisher.join();
  for (Client& client : clients) {
    std::string all = client.read_until("-200\n");
    all += client.read_until("\n\n");
    std::size_t at = 0;
    for (int i = 1; i <= 200; ++i) {
      at = all.find("-" + std::to_string(i) + "\nevent: n\ndata: {}\n\n", at);
      ASSERT_NE(at, std::string::npos) << i;
    }
  }
}

TEST(Live, ResumesAfterTheLastEventSeen) {
  Fixture f;
  Client first = f.listen("t");
  f.hub.publish({"t", "n", "1"});
  const std::string seen = first.read_until("data: 1\n\n");
  first.close();
  EXPECT_TRUE(Fixture::wait([&] { return f.hub.counts().subscribers == 0; }));
  f.hub.publish({"t", "n", "2"});
  f.hub.publish({"other", "n", "3"});
  f.hub.publish({"t", "n", "4"});
  Client again = f.listen("t", "Last-Event-ID: " + last_id(seen) + "\r\n");
  const std::string missed = again.read_until("data: 4\n\n");
  EXPECT_THAT(missed, HasSubstr("data: 2\n\n"));
  EXPECT_THAT(missed, Not(HasSubstr("data: 1\n")));
  EXPECT_THAT(missed, Not(HasSubstr("data: 3\n")));
  EXPECT_THAT(missed, Not(HasSubstr("resync")));
}

TEST(Live, SaysToLoadAnewWhenItNoLongerKnowsWhatWasMissed) {
  LiveOptions options;
  options.kept_events = 2;
  Fixture f(options);
  Client first = f.listen("t");
  f.hub.publish({"t", "n", "1"});
  const std::string id = last_id(first.read_until("data: 1\n\n"));
  for (int i = 2; i <= 4; ++i) f.hub.publish({"t", "n", std::to_string(i)});
  for (const std::string& stale : {id, std::string("otherepoch-1"), std::string("\xFF"),
                                   id.substr(0, id.find('-')) + "-99999999999999999999"}) {
    Client again = f.listen("t", "Last-Event-ID: " + stale + "\r\n");
    const std::string got = again.read_until("data: {}\n\n");
    EXPECT_THAT(got, HasSubstr("event: resync")) << stale;
    EXPECT_THAT(got, Not(HasSubstr("event: n"))) << stale;
    EXPECT_EQ(last_id(got), id.substr(0, id.find('-')) + "-4");
  }
}

TEST(Live, DropsASubscriberWhoDoesNotReadAndNobodyElse) {
  LiveOptions options;
  options.queued_events = 20;
  Fixture f(options);
  Client slow = f.listen("t", "", 4096);
  Client quick = f.listen("t");
  const std::string data = '"' + std::string(10'000, 'x') + '"';
  int published = 0;
  while (f.hub.counts().dropped == 0 && published < 5000) {
    f.hub.publish({"t", "n", data});
    ++published;
    ASSERT_NE(quick.read_until("x\"\n\n"), "");
  }
  EXPECT_EQ(f.hub.counts().dropped, 1U);
  f.hub.publish({"t", "last", "0"});
  EXPECT_THAT(quick.read_until("data: 0\n\n"), HasSubstr("event: last"));
  // It gets what was on its way, and then the end: it can resume from there.
  const std::string rest = slow.read_to_end();
  EXPECT_THAT(rest, Not(HasSubstr("event: last")));
  EXPECT_TRUE(Fixture::wait([&] { return f.hub.counts().subscribers == 1; }));
}

TEST(Live, SendsHeartbeatsAndNoticesWhoLeft) {
  LiveOptions options;
  options.heartbeat = milliseconds(50);
  ServerOptions server_options;
  server_options.idle_timeout = milliseconds(200);
  Fixture f(options, std::move(server_options));
  Client client = f.listen("t");
  std::this_thread::sleep_for(milliseconds(600));  // longer than any idle limit: streams stay
  EXPECT_EQ(client.read_until(":\n\n"), ":\n\n");
  EXPECT_EQ(client.read_until(":\n\n"), ":\n\n");
  client.close();
  EXPECT_TRUE(Fixture::wait([&] { return f.hub.counts().subscribers == 0; }));
}

TEST(Live, EndsTheStreamsOfAnOwner) {
  Fixture f;
  Client out = f.listen("a");
  Client stays = f.listen("b");
  f.hub.close("a");
  EXPECT_TRUE(out.closed_within(milliseconds(3000)));
  f.hub.publish({"b", "n", "1"});
  EXPECT_THAT(stays.read_until("data: 1\n\n"), HasSubstr("data: 1"));
}

TEST(Live, RefusesMoreSubscribersThanItMayHave) {
  LiveOptions options;
  options.max_subscribers = 1;
  Fixture f(options);
  Client one = f.listen("t");
  EXPECT_EQ(Client(f.server->port()).get("/live/t").status, 503);
}

TEST(Live, RefusesNamesThatWouldBreakTheStream) {
  LiveHub hub;
  EXPECT_THROW(hub.publish({"t", "a\ndata: forged", "{}"}), std::invalid_argument);
}

TEST(Live, StreamsDoNotHoldUpAStop) {
  Fixture f;
  Client client = f.listen("t");
  const auto start = std::chrono::steady_clock::now();
  f.server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(3000));
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
  EXPECT_EQ(f.hub.counts().subscribers, 0U);
  f.hub.publish({"t", "n", "1"});
}

TEST(Live, AHubMayEndBeforeItsStreams) {
  Router router;
  auto hub = std::make_unique<LiveHub>();
  router.add(Method::kGet, "/live", [&](const Request& r) {
    return hub->subscribe(r, [](const LiveEvent&) { return true; });
  });
  ServerOptions options;
  options.port = 0;
  Server server(std::move(options), std::move(router));
  server.start();
  Client client(server.port());
  client.send("GET /live HTTP/1.1\r\nHost: t\r\n\r\n");
  client.read_until("retry: 3000\n\n");
  hub.reset();
  EXPECT_TRUE(client.closed_within(milliseconds(3000)));
}

}  // namespace
}  // namespace fx::http
