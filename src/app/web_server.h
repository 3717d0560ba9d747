// The bridge from HTTP to the host: who is asking, what the modules declared, live updates, the
// browser application. The only place that knows both sides.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "access/sessions.h"
#include "app/node.h"

namespace fx::app {

struct WebOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8420;  // 0: any free one
  std::string web_folder;     // "" : no browser application, only the API
  std::vector<std::string> trusted_proxies;
  bool access_log = true;
  std::size_t io_threads = 0;  // 0: as the server thinks best
};

class WebServer {
 public:
  // Listens when it returns. The node must outlive it. Throws std::system_error if the address is
  // taken.
  WebServer(Node& node, const WebOptions& options);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  // Until SIGTERM or SIGINT; requests in flight are finished.
  void run_until_signal();
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace fx::app
