#include "access/changes.h"

#include <atomic>

namespace fx::access {
namespace {

std::atomic<std::uint64_t>& counter() {
  static std::atomic<std::uint64_t> count{0};
  return count;
}

}  // namespace

void note_change() { ++counter(); }
std::uint64_t changes_noted() { return counter().load(); }

}  // namespace fx::access
