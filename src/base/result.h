// Result<T, E>: a value or the reason there is none. The vocabulary is that of std::expected, so
// that a later compiler lets us replace this file by an alias. The usual E is Refusal (refusal.h);
// failures of the world (disk, database, memory) are exceptions instead.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.h"
#include "base/refusal.h"

namespace fx {

template <class T, class E = Refusal>
class [[nodiscard]] Result {
 public:
  // NOLINTBEGIN(google-explicit-constructor): `return value;` and `return error;` are the point.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(E error) : state_(std::in_place_index<1>, std::move(error)) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& value() & {
    FX_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    FX_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    FX_CHECK(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  const E& error() const {
    FX_CHECK(!has_value());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, E> state_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor)
  [[nodiscard]] bool has_value() const { return !error_; }
  explicit operator bool() const { return has_value(); }
  const E& error() const {
    FX_CHECK(error_.has_value());
    return *error_;
  }

 private:
  std::optional<E> error_;
};

using Status = Result<void>;

}  // namespace fx
