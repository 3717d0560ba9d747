#include "http/server.h"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include "http/server_fixture.h"

namespace fx::http {
namespace {

using std::chrono::milliseconds;
using testing::Client;
using testing::error_code;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::quick_options;
using testing::Reply;
using Fixture = testing::ServerFixture;

// Requests and answers

TEST(Server, AnswersFromTheWorkerPoolAndFromTheIoThread) {
  Fixture f;
  Client client = f.client();
  EXPECT_EQ(client.request("POST", "/echo", "hello").body, "hello");
  EXPECT_EQ(client.request("POST", "/echo-io", "{\"a\":1}").body, "{\"a\":1}");
  EXPECT_EQ(client.get("/people/%E5%BC%A0%2F3?q=a+b%26").body, "张/3|a b&");
}

TEST(Server, KeepsAConnectionForManyRequestsAndClosesWhenAsked) {
  Fixture f;
  Client client = f.client();
  for (int i = 0; i < 50; ++i) {
    const std::string body = std::to_string(i);
    ASSERT_EQ(client.request("POST", i % 2 == 0 ? "/echo" : "/echo-io", body).body, body);
  }
  const Reply last = client.request("POST", "/echo", "x", "Connection: close\r\n");
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client.closed_within(milliseconds(3000)));
}

TEST(Server, AnswersPipelinedRequestsInOrderWhateverThreadTheyRunOn) {
  Fixture f;
  Client client = f.client();
  std::string all;
  for (int i = 0; i < 200; ++i) {
    const std::string body = "n" + std::to_string(i);
    all += std::string("POST ") + (i % 3 == 0 ? "/echo-io" : "/echo") +
           " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
  }
  client.send(all);
  for (int i = 0; i < 200; ++i) ASSERT_EQ(client.read_reply().body, "n" + std::to_string(i));
}

TEST(Server, AnswersARequestThatArrivesByteByByte) {
  Fixture f;
  Client client = f.client();
  for (const char c : std::string("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: "
                                  "chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: v\r\n\r\n")) {
    client.send(std::string(1, c));
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  EXPECT_EQ(client.read_reply().body, "abcde");
}

TEST(Server, AnswersAnEmptyChunkedBodyInPiecesOfAnySize) {
  Fixture f;
  Client client = f.client();
  const std::string body = "0\r\n\r\n";
  for (std::size_t cut = 1; cut < body.size(); ++cut) {
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::this_thread::sleep_for(milliseconds(5));
    client.send(body.substr(0, cut));
    std::this_thread::sleep_for(milliseconds(5));
    client.send(body.substr(cut, 1));
    std::this_thread::sleep_for(milliseconds(5));
    client.send(body.substr(cut + 1));
    ASSERT_EQ(client.read_reply().status, 200) << cut;
  }
}

TEST(Server, ClosesAfterAnHttp10RequestUnlessItAsksToStay) {
  Fixture f;
  Client client = f.client();
  client.send("GET /people/1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.read_reply().header("Connection"), "keep-alive");
  client.send("GET /people/1 HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.read_reply().header("Connection"), "close");
  EXPECT_TRUE(client.closed_within(milliseconds(3000)));
}

TEST(Server, SendsTheHeadOnlyForHead) {
  Fixture f;
  Client client = f.client();
  const Reply head = client.request("HEAD", "/people/1");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "3");
  EXPECT_EQ(client.get("/people/2").body, "2|-");  // and the connection goes on
}

TEST(Server, SaysWhichMethodsAPathHas) {
  Fixture f;
  Client client = f.client();
  const Reply wrong = client.request("DELETE", "/people/1");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD, OPTIONS");
  const Reply options = client.request("OPTIONS", "/people/1");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(client.request("OPTIONS", "*").status, 204);
  EXPECT_EQ(client.get("/nowhere").status, 404);
}

TEST(Server, RefusesInTheLanguageOfTheClient) {
  Fixture f;
  Client client = f.client();
  EXPECT_THAT(client.get("/nowhere").body, HasSubstr("没有这个网址"));
  EXPECT_THAT(client.get("/nowhere", "Accept-Language: en-GB,zh;q=0.5\r\n").body,
              HasSubstr("nothing at this address"));
}

TEST(Server, PutsSecurityHeadersOnEveryAnswer) {
  Fixture f;
  Client client = f.client();
  for (const Reply& reply :
       {client.get("/people/1"), client.get("/nowhere"), client.request("BREW", "/people/1")}) {
    EXPECT_THAT(reply.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(reply.header("Cache-Control"), "no-store");
    EXPECT_EQ(reply.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_FALSE(reply.header("Permissions-Policy").empty());
  }
}

TEST(Server, KnowsTheClientBehindATrustedProxyOnly) {
  Router router;
  router.add(Method::kGet, "/who", [](const Request& r) {
    return Response::text(r.remote_address() + (r.secure() ? " tls " : " plain ") + r.id());
  });
  constexpr const char* kForwarded =
      "X-Forwarded-For: 6.6.6.6, 9.8.7.6\r\nX-Forwarded-Proto: https\r\nX-Request-Id: abc\r\n";
  {
    Fixture f(quick_options(), std::move(router));
    EXPECT_THAT(f.client().get("/who", kForwarded).body, ::testing::StartsWith("127.0.0.1 plain"));
  }
  Router again;
  again.add(Method::kGet, "/who", [](const Request& r) {
    return Response::text(r.remote_address() + (r.secure() ? " tls " : " plain ") + r.id());
  });
  auto options = quick_options();
  options.trusted_proxies = {"127.0.0.0/8"};
  Fixture f(std::move(options), std::move(again));
  EXPECT_EQ(f.client().get("/who", kForwarded).body, "9.8.7.6 tls abc");
}

// Strictness

TEST(Server, RefusesWhatAProxyMightReadOtherwise) {
  Fixture f;
  const std::string post = "POST /echo HTTP/1.1\r\nHost: t\r\n";
  const std::vector<std::pair<std::string, int>> cases = {
      {post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400},
      {post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
      {post + "Content-Length: -1\r\n\r\n", 400},
      {post + "Content-Length: +3\r\n\r\nabc", 400},
      {post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabc", 400},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {post + "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc", 501},
      {"GET /people/1 HTTP/1.1\r\nHost : t\r\n\r\n", 400},
      {"GET /people/1 HTTP/1.1\r\nHost: t\r\nHost: u\r\n\r\n", 400},
      {"GET /people/1 HTTP/1.1\r\n\r\n", 400},
      {"GET /people/1 HTTP/1.1\nHost: t\n\n", 505},  // no version ends in a bare LF
      {"GET /people/1 HTTP/2.0\r\nHost: t\r\n\r\n", 505},
      {"GET /people/%00 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"GET /people/%zz HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"GET /people/%2e%2e/x HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"GET /people/1?q=%ff HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"GET people HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n", 414},
      {"BREW /people/1 HTTP/1.1\r\nHost: t\r\n\r\n", 501},
      {"\x16\x03\x01\x02 hello TLS", 400},
      {"\r\n\r\nGET /people/1 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
  };
  for (const auto& [bytes, status] : cases) {
    Client client = f.client();
    client.send(bytes);
    const Reply reply = client.read_reply();
    EXPECT_EQ(reply.status, status) << bytes.substr(0, 120);
    EXPECT_EQ(reply.header("Connection"), "close") << bytes.substr(0, 120);
    EXPECT_TRUE(client.closed_within(milliseconds(4000))) << bytes.substr(0, 120);
  }
  EXPECT_EQ(f.client().get("/people/1").status, 200);
}

TEST(Server, RefusesAHeadOfTwoHundredKilobytesWithoutReadingItAll) {
  Fixture f;
  Client client = f.client();
  client.send("GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(200'000, 'a') + "\r\n\r\n");
  EXPECT_EQ(client.read_reply().status, 431);
  // The same in many fields, each of which came whole before the next.
  Client drip = f.client();
  drip.send("GET / HTTP/1.1\r\nHost: t\r\n");
  for (int i = 0; i < 60; ++i) {
    std::this_thread::sleep_for(milliseconds(1));
    drip.send("X" + std::to_string(i) + ": " + std::string(1000, 'b') + "\r\n");
  }
  EXPECT_EQ(drip.read_reply().status, 431);
  Client many = f.client();
  std::string fields;
  for (int i = 0; i < 150; ++i) fields += "X: y\r\n";
  EXPECT_EQ(many.get("/people/1", fields).status, 431);
}

// Responders

TEST(Server, AnswersLaterFromAnotherThreadWithoutHoldingAWorker) {
  auto options = quick_options();
  options.worker_threads = 1;
  Fixture f(std::move(options));
  std::vector<Client> clients;
  for (int i = 0; i < 32; ++i) {
    clients.push_back(f.client());
    clients.back().send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
  }
  ASSERT_TRUE(f.wait_for_late(32));
  EXPECT_EQ(f.client().get("/people/7").body, "7|-");  // the only worker is free
  std::thread commit([&] {
    const std::lock_guard lock(f.mutex);
    for (Responder& responder : f.late) {
      responder.send(Response::text(responder.request().path()));
    }
    f.late.clear();
  });
  for (Client& client : clients) EXPECT_EQ(client.read_reply().body, "/late");
  commit.join();
}

TEST(Server, Answers500ForAResponderThatIsDropped) {
  Router router;
  router.add(Method::kGet, "/drop", [](const Request&, Responder) {});
  Fixture f(quick_options(), std::move(router));
  const Reply reply = f.client().get("/drop");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(error_code(reply), "http.fault");
  Client later = f.client();
  later.send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
  ASSERT_TRUE(f.wait_for_late(1));
  f.late.clear();
  EXPECT_EQ(later.read_reply().status, 500);
}

TEST(Server, SurvivesRespondersThatOutliveTheirConnectionOrTheServer) {
  std::optional<Responder> kept;
  {
    Fixture f;
    {
      Client gone = f.client();
      gone.send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
      ASSERT_TRUE(f.wait_for_late(1));
    }
    std::this_thread::sleep_for(milliseconds(20));
    f.late[0].send(Response::text("nobody is there"));
    Client client = f.client();
    client.send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
    ASSERT_TRUE(f.wait_for_late(2));
    kept = std::move(f.late[1]);
    f.late.clear();
    f.server->request_forced_stop();
  }
  EXPECT_EQ(kept->request().route(), "/late");
  kept->send(Response::text("too late"));
}

TEST(Server, AnswersForAHandlerThatNeverDoes) {
  auto options = quick_options();
  options.answer_timeout = milliseconds(200);
  Fixture f(std::move(options));
  Client client = f.client();
  client.send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
  ASSERT_TRUE(f.wait_for_late(1));
  EXPECT_EQ(client.read_reply().status, 503);
  f.late[0].send(Response::text("after all"));  // ignored
  EXPECT_TRUE(client.closed_within(milliseconds(4000)));
}

TEST(Server, TellsFailuresOfTheWorldFromBugsAndKeepsTheirTextToItself) {
  Router router;
  router.add(Method::kGet, "/world",
             [](const Request&) -> Response { throw std::runtime_error("disk on fire"); });
  router.add(Method::kGet, "/bug", [](const Request&) -> Response {
    return Response(200).set("X-A", "a\r\nSet-Cookie: stolen=1");
  });
  auto log = std::make_shared<std::ostringstream>();
  auto options = quick_options();
  options.log = std::make_shared<spdlog::logger>(
      "t", std::make_shared<spdlog::sinks::ostream_sink_mt>(*log, true));
  std::string id;
  {
    Fixture f(std::move(options), std::move(router));
    const Reply world = f.client().get("/world");
    EXPECT_EQ(world.status, 503);
    EXPECT_THAT(world.body, Not(HasSubstr("fire")));
    id = world.header("X-Request-Id");
    EXPECT_THAT(world.body, HasSubstr(id));
    const Reply bug = f.client().get("/bug");
    EXPECT_EQ(bug.status, 500);
    EXPECT_EQ(bug.header("Set-Cookie"), "");
  }
  EXPECT_THAT(log->str(), HasSubstr("disk on fire"));
  EXPECT_THAT(log->str(), HasSubstr(id));
}

// Middleware

TEST(Server, RunsMiddlewareOutsideInAndBackAgain) {
  Router router;
  for (const std::string layer : {"a", "b"}) {
    router.wrap([layer](AsyncHandler next) -> AsyncHandler {
      return [layer, next = std::move(next)](const Request& r, Responder responder) {
        if (r.header("X-Stop") == layer) {
          responder.send(Response::text("stopped by " + layer, 403));
          return;
        }
        r.context().account_id += layer;
        responder.before_send([layer](const Request&, Response& response) {
          response.set("X-Way", std::string(response.header("X-Way").value_or("")) + layer);
        });
        next(r, std::move(responder));
      };
    });
  }
  router.add(Method::kGet, "/account",
             [](const Request& r) { return Response::text(r.context().account_id); });
  Fixture f(quick_options(), std::move(router));
  const Reply reply = f.client().get("/account");
  EXPECT_EQ(reply.body, "ab");
  EXPECT_EQ(reply.header("X-Way"), "ba");
  const Reply stopped = f.client().get("/account", "X-Stop: b\r\n");
  EXPECT_EQ(stopped.body, "stopped by b");
  EXPECT_EQ(stopped.header("X-Way"), "a");
}

// Streams

TEST(Server, StreamsFromAGeneratorWithoutHoldingItAll) {
  Router router;
  auto made = std::make_shared<std::atomic<int>>(0);
  router.add(Method::kGet, "/stream", [made](const Request& r) {
    Stream stream;
    stream.next = [made, i = 0](std::string& chunk) mutable {
      if (i == 200) return false;
      ++*made;
      chunk.assign(100'000, static_cast<char>('a' + i++ % 26));
      return true;
    };
    if (r.query("length")) stream.length = 20'000'000;
    return Response::stream(std::move(stream), "application/octet-stream");
  });
  Fixture f(quick_options(), std::move(router));
  Client client(f.server->port(), 65536);
  client.send("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(300));
  EXPECT_LT(made->load(), 190);  // it waits for the reader
  const Reply chunked = client.read_reply();
  EXPECT_EQ(chunked.body.size(), 20'000'000U);
  EXPECT_EQ(chunked.header("X-Complete"), "yes");
  EXPECT_EQ(chunked.body[150'000], 'b');
  EXPECT_EQ(client.get("/stream?length=1").body.size(), 20'000'000U);
  EXPECT_EQ(client.request("HEAD", "/stream?length=1").header("Content-Length"), "20000000");
  client.send("GET /stream HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.read_reply().body.size(), 20'000'000U);
}

TEST(Server, BreaksATornStreamOffSoThatTheClientSeesIt) {
  Router router;
  router.add(Method::kGet, "/torn", [](const Request& r) {
    Stream stream;
    const bool throws = r.query("throw").has_value();
    stream.next = [throws, i = 0](std::string& chunk) mutable {
      if (i++ == 2) {
        if (throws) throw std::runtime_error("lost the database");
        return false;
      }
      chunk = "part";
      return true;
    };
    if (!throws) stream.length = 100;
    return Response::stream(std::move(stream), "text/plain");
  });
  Fixture f(quick_options(), std::move(router));
  const Reply torn = f.client().get("/torn?throw=1");
  EXPECT_EQ(torn.body, "partpart");
  EXPECT_EQ(torn.header("X-Complete"), "");
  Client client = f.client();
  EXPECT_EQ(client.get("/torn").body, "partpart");
  EXPECT_TRUE(client.closed_within(milliseconds(3000)));
}

TEST(Server, SendsAFileUnderAChineseName) {
  const auto path =
      std::filesystem::temp_directory_path() / ("http_file_" + std::to_string(::getpid()) + ".bin");
  {
    std::ofstream out(path, std::ios::binary);
    for (int i = 0; i < 300'000; ++i) out << "0123456789";
  }
  Router router;
  router.add(Method::kGet, "/file", [path](const Request&) {
    return Response::file(path.string(), "application/zip").attach("台账 \"3月\".zip");
  });
  Fixture f(quick_options(), std::move(router));
  Client client = f.client();
  const Reply reply = client.get("/file");
  EXPECT_EQ(reply.header("Content-Length"), "3000000");
  EXPECT_EQ(reply.body.substr(2'999'990), "0123456789");
  EXPECT_EQ(reply.header("Content-Disposition"),
            "attachment; filename=\"__ _3__.zip\"; "
            "filename*=UTF-8''%E5%8F%B0%E8%B4%A6%20%223%E6%9C%88%22.zip");
  std::filesystem::remove(path);
  EXPECT_EQ(client.get("/file").status, 503);
}

// Stopping

TEST(Server, LetsASlowRequestFinishWhenItStops) {
  auto f = std::make_unique<Fixture>();
  Client slow = f->client();
  slow.send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
  ASSERT_TRUE(f->wait_for_late(1));
  Client idle = f->client();
  ASSERT_EQ(idle.get("/people/1").status, 200);
  const auto port = f->server->port();
  std::atomic<bool> stopped{false};
  std::thread stopper([&] {
    f->server->stop();
    stopped = true;
  });
  EXPECT_TRUE(idle.closed_within(milliseconds(3000)));
  EXPECT_FALSE(stopped.load());
  bool refused_connection = false;
  for (int i = 0; i < 100 && !refused_connection; ++i) {
    refused_connection = !Client(port).connected();
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_TRUE(refused_connection);
  f->late[0].send(Response::text("finished"));
  const Reply reply = slow.read_reply();
  EXPECT_EQ(reply.body, "finished");
  EXPECT_EQ(reply.header("Connection"), "close");
  slow.close();
  stopper.join();
}

TEST(Server, StopsAtTheDeadlineWhateverIsInFlight) {
  auto options = quick_options();
  options.drain_timeout = milliseconds(200);
  Fixture f(std::move(options));
  Client client = f.client();
  client.send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
  ASSERT_TRUE(f.wait_for_late(1));
  const auto start = std::chrono::steady_clock::now();
  f.server->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(3000));
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

TEST(Server, StopsAtTheFirstSignalAndBreaksOffAtTheSecond) {
  auto options = quick_options();
  options.drain_timeout = milliseconds(60'000);
  Fixture f(std::move(options));
  Client client = f.client();
  client.send("GET /late HTTP/1.1\r\nHost: t\r\n\r\n");
  ASSERT_TRUE(f.wait_for_late(1));
  // This thread waits, as main() will: signals go to the thread that set the handler up.
  std::atomic<int> sent{0};
  std::thread sender([&] {
    std::this_thread::sleep_for(milliseconds(100));
    sent = 1;
    ::kill(::getpid(), SIGTERM);
    std::this_thread::sleep_for(milliseconds(300));
    sent = 2;
    ::kill(::getpid(), SIGTERM);
  });
  EXPECT_EQ(wait_for_signal(*f.server), SIGTERM);
  EXPECT_EQ(sent.load(), 2);
  sender.join();
}

TEST(Server, SaysWhenItsAddressIsTaken) {
  Fixture f;
  auto options = quick_options();
  options.port = f.server->port();
  Server second(std::move(options), Router());
  EXPECT_THROW(second.start(), std::system_error);
}

// What is written down

TEST(Server, LogsPatternsAndNeverWhatIsPersonal) {
  auto out = std::make_shared<std::ostringstream>();
  auto options = quick_options();
  auto logger = std::make_shared<spdlog::logger>(
      "access", std::make_shared<spdlog::sinks::ostream_sink_mt>(*out, true));
  logger->set_pattern("%v");
  options.access_log = logger;
  Router router;
  router.wrap([](AsyncHandler next) -> AsyncHandler {
    return [next = std::move(next)](const Request& r, Responder responder) {
      r.context().account_id = "acc-7";
      next(r, std::move(responder));
    };
  });
  std::string metrics;
  {
    Fixture f(std::move(options), std::move(router));
    Client client = f.client();
    EXPECT_EQ(client.get("/people/13800001111?q=wangfang").status, 200);
    EXPECT_EQ(client.get("/nowhere/13800001111").status, 404);
    // A request is counted after its answer was sent, so the next one's answer waits for that.
    client.get("/people/1");
    metrics = f.server->metrics().text();
  }
  std::istringstream lines(out->str());
  std::string line;
  std::getline(lines, line);
  const auto first = boost::json::parse(line).as_object();
  EXPECT_EQ(first.at("method"), "GET");
  EXPECT_EQ(first.at("route"), "/people/{id}");
  EXPECT_EQ(first.at("status"), 200);
  EXPECT_EQ(first.at("bytes"), 20);
  EXPECT_EQ(first.at("account"), "acc-7");
  EXPECT_TRUE(first.at("micros").is_int64());
  EXPECT_FALSE(first.at("id").as_string().empty());
  std::getline(lines, line);
  EXPECT_EQ(boost::json::parse(line).at("route"), "(none)");
  for (const char* secret : {"13800001111", "wangfang", "127.0.0.1"}) {
    EXPECT_THAT(out->str(), Not(HasSubstr(secret)));
    EXPECT_THAT(metrics, Not(HasSubstr(secret)));
  }
  EXPECT_THAT(
      metrics,
      HasSubstr("http_requests_total{route=\"/people/{id}\",method=\"GET\",status=\"200\"}"));
  EXPECT_THAT(metrics, HasSubstr("http_request_seconds_count{route=\"/people/{id}\""));
  EXPECT_THAT(metrics, HasSubstr("http_requests_in_flight "));
}

}  // namespace
}  // namespace fx::http
