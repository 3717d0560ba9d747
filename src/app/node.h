// One node: a data directory opened with all modules on it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "access/sessions.h"
#include "base/time.h"
#include "host/host.h"
#include "modules/modules.h"
#include "store/database.h"

namespace fx::app {

inline constexpr RefusalKind kNoData{"app.no-data",
                                     404,
                                     "{path} 里没有防线的数据",
                                     "{path} holds no Fangxian data",
                                     "检查 --data，或先建区域和账号",
                                     "check --data, or add an area and an account first"};
inline constexpr RefusalKind kNotARehearsal{
    "app.not-a-rehearsal",
    409,
    "该数据目录是正式数据，不能用演练时钟",
    "this directory holds real data; a rehearsal clock may not be used on it",
    "演练请另建数据目录",
    "use another directory for rehearsals"};
inline constexpr RefusalKind kNoPacks{
    "app.no-packs",
    500,
    "找不到随附的规则包",
    "the shipped policy packs are missing",
    "重新安装：程序旁应有 policies 目录",
    "reinstall: there should be a folder policies beside the program"};

// The disk, in practice.
inline constexpr RefusalKind kFailed{"app.failed",
                                     503,
                                     "服务器暂时不能完成，数据没有改变",
                                     "the server cannot do it just now; nothing has changed",
                                     "稍后重试；仍不行请联系管理员",
                                     "try again; else ask the administrator"};

struct NodeOptions {
  std::string data;
  bool must_exist = true;
  // Rehearsals and tests run on a clock of their own; the directory is marked so for good, and
  // every page says so. Refused on a directory that has entries and is no rehearsal. A rehearsal
  // opened without it goes on at the time it had.
  std::optional<Instant> rehearsal_clock;
};

class Node {
 public:
  static Result<std::unique_ptr<Node>> open(const NodeOptions& options);
  ~Node();

  host::Host& host() { return *host_; }
  store::Database& database() { return *database_; }
  const Modules& modules() const { return modules_; }
  access::Sessions& sessions() { return *sessions_; }
  const Clock& clock() const { return *clock_; }
  // Null on a real node.
  ManualClock* rehearsal_clock() { return rehearsal_clock_; }
  // Sets the clock of a rehearsal, for this process and for those that open the directory later.
  void set_rehearsal_clock(Instant now);
  // "real", "rehearsal" or "demonstration".
  [[nodiscard]] std::string kind();
  void mark(const std::string& kind);

 private:
  Node() = default;
  std::string setting(const std::string& name);
  void set(const std::string& name, const std::string& value);
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<Clock> clock_;
  ManualClock* rehearsal_clock_ = nullptr;
  Modules modules_;
  std::unique_ptr<host::Host> host_;
  std::unique_ptr<access::Sessions> sessions_;
};

}  // namespace fx::app
