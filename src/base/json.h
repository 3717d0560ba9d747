// JSON for described structs (BOOST_DESCRIBE_STRUCT): one struct gives the text both ways, the
// journal payload, the request and answer of an API call, and its JSON Schema.
//
//   struct Reading { Ulid person; int tenths = 0; std::optional<std::string> note; };
//   BOOST_DESCRIBE_STRUCT(Reading, (), (person, tenths, note))
//
// Rules. Members appear in declared order. A member is required unless it is an optional or a
// vector (absent = empty). Unknown members are refused: a misspelt field is never dropped in
// silence. Enums are described and written as their names. Numbers are integers: temperatures are
// tenths, money is fen. Refusals name the path ("members[2].id_number").
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11.hpp>

#include "base/result.h"
#include "base/time.h"
#include "base/ulid.h"

namespace fx::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

inline constexpr RefusalKind kSyntax{"json.syntax",
                                     400,
                                     "不是有效的 JSON（第 {offset} 字节附近）",
                                     "not valid JSON (near byte {offset})",
                                     "检查引号、逗号和括号",
                                     "check quotes, commas and brackets"};
inline constexpr RefusalKind kWrongType{"json.wrong-type",
                                        400,
                                        "{field} 的类型不对，应为 {expected}",
                                        "{field} has the wrong type, expected {expected}",
                                        "按接口说明改正后重发",
                                        "correct it as the API page shows"};
inline constexpr RefusalKind kMissing{"json.missing",   400,
                                      "缺少 {field}",   "{field} is missing",
                                      "补上该项后重发", "add it and send again"};
inline constexpr RefusalKind kUnknownField{
    "json.unknown-field",        400,        "没有名为 {field} 的项",
    "there is no field {field}", "检查拼写", "check the spelling"};
inline constexpr RefusalKind kBadValue{
    "json.bad-value",
    400,
    "{field} 的值不可用，应为 {expected}",
    "{field} has a value that cannot be used, expected {expected}",
    "按接口说明改正后重发",
    "correct it as the API page shows"};
inline constexpr RefusalKind kTooLong{"json.too-long",
                                      400,
                                      "{field} 太长，最多 {max} 字节",
                                      "{field} is too long, at most {max} bytes",
                                      "缩短后重发",
                                      "shorten it"};

inline constexpr std::size_t kMaxStringBytes = std::size_t{64} * 1024;

// Depth at most 32, one value, nothing after it.
Result<Value> parse(std::string_view text);
std::string serialise(const Value& value);  // doubles that are whole are written without exponent

void write_string(std::string& out, std::string_view text);
void write_integer(std::string& out, std::int64_t value);
void write_value(std::string& out, const Value& value);

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;
template <class T>
inline constexpr bool kIsStruct =
    boost::describe::has_describe_members<T>::value && !std::is_same_v<T, Value>;

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

template <class E>
std::string_view enum_name(E value) {
  std::string_view name;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (d.value == value) name = d.name;
  });
  FX_CHECK(!name.empty());
  return name;
}

template <class E>
std::optional<E> enum_value(std::string_view name) {
  std::optional<E> out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (name == d.name) out = d.value;
  });
  return out;
}

template <class E>
std::string enum_names() {
  std::string out;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (!out.empty()) out += " | ";
    out += d.name;
  });
  return out;
}

// --- writing -------------------------------------------------------------------------------------

template <class T>
void write(std::string& out, const T& value) {
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_same_v<T, Ulid>) {
    if (value.is_nil()) {
      out += "null";
    } else {
      out += '"';
      out += value.text();
      out += '"';
    }
  } else if constexpr (std::is_same_v<T, Day> || std::is_same_v<T, Instant>) {
    out += '"';
    out += iso(value);
    out += '"';
  } else if constexpr (std::is_same_v<T, Value>) {
    write_value(out, value);
  } else if constexpr (std::is_enum_v<T>) {
    write_string(out, enum_name(value));
  } else if constexpr (std::is_integral_v<T>) {
    write_integer(out, static_cast<std::int64_t>(value));
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    write_string(out, value);
  } else if constexpr (kIsOptional<T>) {
    if (value) {
      write(out, *value);
    } else {
      out += "null";
    }
  } else if constexpr (kIsVector<T>) {
    out += '[';
    bool first = true;
    for (const auto& item : value) {
      if (!first) out += ',';
      first = false;
      write(out, item);
    }
    out += ']';
  } else {
    static_assert(kIsStruct<T>, "describe the struct with BOOST_DESCRIBE_STRUCT");
    out += '{';
    bool first = true;
    boost::mp11::mp_for_each<Members<T>>([&](auto d) {
      const auto& member = value.*d.pointer;
      using M = std::remove_cvref_t<decltype(member)>;
      if constexpr (kIsOptional<M>) {
        if (!member) return;
      } else if constexpr (kIsVector<M>) {
        // Always written: a reader of an answer should see [] rather than guess.
      }
      if (!first) out += ',';
      first = false;
      out += '"';
      out += d.name;
      out += "\":";
      write(out, member);
    });
    out += '}';
  }
}

template <class T>
std::string text(const T& value) {
  std::string out;
  write(out, value);
  return out;
}

// --- reading -------------------------------------------------------------------------------------

template <class T>
Status read_into(T& out, const Value& value, const std::string& path);

namespace internal {

Status read_string(std::string& out, const Value& value, const std::string& path);
Status read_integer(std::int64_t& out, std::int64_t low, std::int64_t high, const Value& value,
                    const std::string& path);
Status read_bool(bool& out, const Value& value, const std::string& path);
Status read_ulid(Ulid& out, const Value& value, const std::string& path);
Status read_day(Day& out, const Value& value, const std::string& path);
Status read_instant(Instant& out, const Value& value, const std::string& path);
Refusal wrong_type(const std::string& path, std::string expected);
Refusal bad_value(const std::string& path, std::string expected);
std::string join(const std::string& path, std::string_view member);
std::string join(const std::string& path, std::size_t index);

template <class T>
Status read_struct(T& out, const Value& value, const std::string& path) {
  const Object* object = value.if_object();
  if (object == nullptr) return wrong_type(path, "object");
  std::size_t used = 0;
  std::optional<Refusal> refusal;
  boost::mp11::mp_for_each<Members<T>>([&](auto d) {
    if (refusal) return;
    auto& member = out.*d.pointer;
    using M = std::remove_cvref_t<decltype(member)>;
    const auto it = object->find(d.name);
    if (it == object->end() || it->value().is_null()) {
      if (it != object->end()) ++used;
      if constexpr (!kIsOptional<M> && !kIsVector<M>) {
        refusal = refuse(kMissing, join(path, d.name));
      }
      return;
    }
    ++used;
    if (auto status = read_into(member, it->value(), join(path, d.name)); !status) {
      refusal = status.error();
    }
  });
  if (refusal) return *refusal;
  if (used != object->size()) {
    for (const auto& item : *object) {
      bool known = false;
      boost::mp11::mp_for_each<Members<T>>([&](auto d) { known = known || item.key() == d.name; });
      if (!known) {
        return refuse(kUnknownField, join(path, item.key()));
      }
    }
  }
  return {};
}

}  // namespace internal

template <class T>
Status read_into(T& out, const Value& value, const std::string& path) {
  if constexpr (std::is_same_v<T, bool>) {
    return internal::read_bool(out, value, path);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return internal::read_string(out, value, path);
  } else if constexpr (std::is_same_v<T, Ulid>) {
    return internal::read_ulid(out, value, path);
  } else if constexpr (std::is_same_v<T, Day>) {
    return internal::read_day(out, value, path);
  } else if constexpr (std::is_same_v<T, Instant>) {
    return internal::read_instant(out, value, path);
  } else if constexpr (std::is_same_v<T, Value>) {
    out = value;
    return {};
  } else if constexpr (std::is_enum_v<T>) {
    std::string name;
    if (auto status = internal::read_string(name, value, path); !status) return status;
    const auto known = enum_value<T>(name);
    if (!known) return internal::bad_value(path, enum_names<T>());
    out = *known;
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    std::int64_t number = 0;
    constexpr auto kLow = static_cast<std::int64_t>(std::numeric_limits<T>::min());
    constexpr auto kHigh = sizeof(T) < 8 ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                                         : std::numeric_limits<std::int64_t>::max();
    if (auto status = internal::read_integer(number, kLow, kHigh, value, path); !status) {
      return status;
    }
    out = static_cast<T>(number);
    return {};
  } else if constexpr (kIsOptional<T>) {
    if (value.is_null()) {
      out.reset();
      return {};
    }
    out.emplace();
    return read_into(*out, value, path);
  } else if constexpr (kIsVector<T>) {
    const Array* array = value.if_array();
    if (array == nullptr) return internal::wrong_type(path, "array");
    out.clear();
    out.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
      typename T::value_type item{};
      if (auto status = read_into(item, (*array)[i], internal::join(path, i)); !status) {
        return status;
      }
      out.push_back(std::move(item));
    }
    return {};
  } else {
    return internal::read_struct(out, value, path);
  }
}

template <class T>
Result<T> read(const Value& value, const std::string& path = {}) {
  T out{};
  if (auto status = read_into(out, value, path); !status) return status.error();
  return out;
}

template <class T>
Result<T> read_text(std::string_view text) {
  auto value = parse(text);
  if (!value) return value.error();
  return read<T>(*value);
}

// --- schema --------------------------------------------------------------------------------------

// JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it) of a type; structs are written inline.
template <class T>
Object schema() {
  Object out;
  if constexpr (std::is_same_v<T, bool>) {
    out["type"] = "boolean";
  } else if constexpr (std::is_same_v<T, Ulid>) {
    out["type"] = "string";
    out["format"] = "ulid";
    out["pattern"] = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$";
  } else if constexpr (std::is_same_v<T, Day>) {
    out["type"] = "string";
    out["format"] = "date";
  } else if constexpr (std::is_same_v<T, Instant>) {
    out["type"] = "string";
    out["format"] = "date-time";
  } else if constexpr (std::is_same_v<T, Value>) {
    // any JSON
  } else if constexpr (std::is_enum_v<T>) {
    out["type"] = "string";
    Array names;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto d) { names.emplace_back(d.name); });
    out["enum"] = std::move(names);
  } else if constexpr (std::is_integral_v<T>) {
    out["type"] = "integer";
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    out["type"] = "string";
    out["maxLength"] = kMaxStringBytes;
  } else if constexpr (kIsOptional<T>) {
    return schema<typename T::value_type>();
  } else if constexpr (kIsVector<T>) {
    out["type"] = "array";
    out["items"] = schema<typename T::value_type>();
  } else {
    out["type"] = "object";
    Object properties;
    Array required;
    boost::mp11::mp_for_each<Members<T>>([&](auto d) {
      using M = std::remove_cvref_t<decltype(std::declval<T>().*d.pointer)>;
      properties[d.name] = schema<M>();
      if constexpr (!kIsOptional<M> && !kIsVector<M>) required.emplace_back(d.name);
    });
    out["properties"] = std::move(properties);
    if (!required.empty()) out["required"] = std::move(required);
    out["additionalProperties"] = false;
  }
  return out;
}

}  // namespace fx::json
