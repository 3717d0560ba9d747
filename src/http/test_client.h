// A client for tests: a raw socket on 127.0.0.1 that sends exactly what it is told.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/fields.h"

namespace fx::http::testing {

struct Reply {
  int status = 0;  // 0: the connection ended first
  Fields headers;
  std::string body;
  [[nodiscard]] std::string header(std::string_view name) const {
    return std::string(headers.find(name).value_or(""));
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) {
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) != 0) {
      ::close(fd_);
      fd_ = -1;
    }
  }
  Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)), in_(std::move(other.in_)) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(); }

  [[nodiscard]] bool connected() const { return fd_ >= 0; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  void finish_sending() const { ::shutdown(fd_, SHUT_WR); }

  // False when the other side no longer takes it.
  [[nodiscard]] bool try_send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void send(std::string_view bytes) const { static_cast<void>(try_send(bytes)); }

  // More bytes into the buffer; false at the end or after the timeout.
  bool fill(std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
    pollfd waiting{fd_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(timeout.count())) != 1) return false;
    char bytes[65536];
    const auto got = ::recv(fd_, bytes, sizeof(bytes), 0);
    if (got <= 0) return false;
    in_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }
  // Up to and with `end`; what there is if the connection ends or time runs out first.
  std::string read_until(std::string_view end,
                         std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::size_t at = in_.find(end);
    while (at == std::string::npos) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0 || !fill(left)) break;
      at = in_.find(end);
    }
    return take(at == std::string::npos ? in_.size() : at + end.size());
  }
  std::string read_to_end() {
    while (fill()) {
    }
    return take(in_.size());
  }
  // Whether the server closes (or resets) the connection in that time.
  bool closed_within(std::chrono::milliseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline - std::chrono::steady_clock::now());
      pollfd waiting{fd_, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) != 1) {
        return false;
      }
      char bytes[4096];
      const auto got = ::recv(fd_, bytes, sizeof(bytes), 0);
      if (got <= 0) return true;
      in_.append(bytes, static_cast<std::size_t>(got));
    }
  }

  Reply read_reply(bool head_only = false) {
    Reply reply;
    const std::string head = read_until("\r\n\r\n");
    if (head.size() < 12 || head.substr(0, 9) != "HTTP/1.1 ") return reply;
    reply.status = std::stoi(head.substr(9, 3));
    for (std::size_t at = head.find("\r\n") + 2; at + 2 < head.size();) {
      const auto end = head.find("\r\n", at);
      const auto colon = head.find(": ", at);
      reply.headers.add(head.substr(at, colon - at), head.substr(colon + 2, end - colon - 2));
      at = end + 2;
    }
    if (head_only || reply.status == 204 || reply.status == 304 || reply.status == 100) {
      return reply;
    }
    if (reply.header("Transfer-Encoding") == "chunked") {
      for (;;) {
        const std::string line = read_until("\r\n");
        if (line.empty()) break;
        const auto size = std::stoul(line, nullptr, 16);
        while (in_.size() < size + 2 && fill()) {
        }
        reply.body += take(size);
        take(2);
        if (size == 0) {
          reply.headers.add("X-Complete", "yes");
          break;
        }
      }
    } else if (const auto length = reply.headers.find("Content-Length")) {
      const auto size = std::stoul(std::string(*length));
      while (in_.size() < size && fill()) {
      }
      reply.body = take(size);
    } else {
      reply.body = read_to_end();
    }
    return reply;
  }

  Reply request(std::string_view method, std::string_view target, std::string_view body = {},
                std::string_view fields = {}) {
    std::string out(method);
    out.append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n").append(fields);
    if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    out.append("\r\n").append(body);
    send(out);
    return read_reply(method == "HEAD");
  }
  Reply get(std::string_view target, std::string_view fields = {}) {
    return request("GET", target, {}, fields);
  }

 private:
  std::string take(std::size_t size) {
    size = std::min(size, in_.size());
    std::string out = in_.substr(0, size);
    in_.erase(0, size);
    return out;
  }

  int fd_;
  std::string in_;
};

}  // namespace fx::http::testing
