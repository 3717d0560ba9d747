// CHECK: an invariant of our own code, tested in release builds too. A broken one is a bug, not an
// expected outcome: the process prints where and stops, and the journal is as it was.
#pragma once

namespace fx {

[[noreturn]] void check_failed(const char* file, int line, const char* expression);

}  // namespace fx

#define FX_CHECK(expression) \
  (static_cast<bool>(expression) ? void() : ::fx::check_failed(__FILE__, __LINE__, #expression))
