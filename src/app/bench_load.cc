#include "app/bench_load.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"

namespace fx::app {
namespace {

class Connection {
 public:
  explicit Connection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    const int one = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    FX_CHECK(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] int socket() const { return socket_; }

  // A request is far smaller than the socket's buffer: it goes out whole.
  void send(const std::string& request) {
    answer_.clear();
    FX_CHECK(::send(socket_, request.data(), request.size(), 0) ==
             static_cast<ssize_t>(request.size()));
  }

  // Takes what has arrived: the status once the answer is whole, 0 before.
  int receive() {
    std::array<char, 8192> buffer{};
    const auto got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return 0;
    FX_CHECK(got > 0);
    answer_.append(buffer.data(), static_cast<std::size_t>(got));
    const auto head = answer_.find("\r\n\r\n");
    if (head == std::string::npos) return 0;
    const auto field = answer_.find("Content-Length: ");
    FX_CHECK(field < head);
    const auto length = static_cast<std::size_t>(std::atoll(answer_.c_str() + field + 16));
    if (answer_.size() < head + 4 + length) return 0;
    return std::atoi(answer_.c_str() + 9);
  }

  int sent = 0;

 private:
  int socket_;
  std::string answer_;
};

}  // namespace

LoadResult run_load(const Load& load) {
  const int poll = ::epoll_create1(0);
  FX_CHECK(poll >= 0);
  std::vector<std::unique_ptr<Connection>> connections;
  for (int i = 0; i < load.clients; ++i) {
    connections.push_back(std::make_unique<Connection>(load.port));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = static_cast<std::uint32_t>(i);
    FX_CHECK(::epoll_ctl(poll, EPOLL_CTL_ADD, connections.back()->socket(), &event) == 0);
  }
  LoadResult result;
  const auto start = std::chrono::steady_clock::now();
  const auto send_next = [&](int client) {
    Connection& connection = *connections[static_cast<std::size_t>(client)];
    if (connection.sent < load.requests_each) {
      connection.send(load.request(client, connection.sent++));
    }
  };
  for (int i = 0; i < load.clients; ++i) send_next(i);
  std::array<epoll_event, 64> events{};
  while (result.answered < load.clients * load.requests_each) {
    const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    FX_CHECK(ready > 0 || errno == EINTR);
    for (int i = 0; i < ready; ++i) {
      const auto client = static_cast<int>(events[static_cast<std::size_t>(i)].data.u32);
      const int status = connections[static_cast<std::size_t>(client)]->receive();
      if (status == 0) continue;
      ++result.answered;
      if (status != 200) ++result.not_ok;
      send_next(client);
    }
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  ::close(poll);
  return result;
}

}  // namespace fx::app
