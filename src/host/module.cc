#include "host/module.h"

#include <charconv>

#include "host/host.h"

namespace fx::host {
namespace internal {

namespace {

Result<json::Value> read_param(const std::string& name, const json::Object& schema,
                               const std::string& text) {
  const auto* type = schema.if_contains("type");
  const std::string_view kind = type != nullptr ? std::string_view(type->as_string()) : "string";
  if (kind == "integer") {
    std::int64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size()) {
      return refuse(json::kBadValue, name, {{"expected", "integer"}});
    }
    return json::Value(number);
  }
  if (kind == "boolean") {
    if (text == "true" || text == "1") return json::Value(true);
    if (text == "false" || text == "0") return json::Value(false);
    return refuse(json::kBadValue, name, {{"expected", "true | false"}});
  }
  return json::Value(text);
}

}  // namespace

Status read_params(json::Object& out, const json::Object& schema, const RawParams& raw) {
  const auto& properties = schema.at("properties").as_object();
  for (const auto& [name, text] : raw) {
    const auto* property = properties.if_contains(name);
    if (property == nullptr) return refuse(json::kUnknownField, name);
    const auto& own = property->as_object();
    const auto* type = own.if_contains("type");
    const bool many = type != nullptr && type->as_string() == "array";
    if (!many && text.empty() && type != nullptr && type->as_string() != "string") continue;
    auto value = read_param(name, many ? own.at("items").as_object() : own, text);
    if (!value) return value.error();
    if (many) {
      auto& slot = out[name];
      if (!slot.is_array()) slot = json::Array();
      slot.as_array().push_back(std::move(*value));
    } else if (out.contains(name)) {
      return refuse(json::kBadValue, name, {{"expected", "one value"}});
    } else if (!(text.empty() && own.contains("format"))) {
      out[name] = std::move(*value);
    }
  }
  return {};
}

}  // namespace internal

EntryKind& Declaration::kind_of(std::string_view kind) {
  auto it = kinds_.find(kind);
  if (it == kinds_.end()) {
    it = kinds_.emplace(std::string(kind), EntryKind{}).first;
    it->second.kind = kind;
  }
  return it->second;
}

void Declaration::view(std::string table, std::string ddl) {
  views_.push_back({std::move(table), std::move(ddl)});
}

void Declaration::schema(store::Schema schema) { schemas_.push_back(std::move(schema)); }

void Declaration::add(CommandInfo info) {
  const auto name = info.name;
  FX_CHECK(commands_.emplace(name, std::move(info)).second);  // two commands of one name
}

void Declaration::add(RouteInfo info) {
  for (const auto& other : routes_) {
    FX_CHECK(other.path != info.path || other.method != info.method);
  }
  routes_.push_back(std::move(info));
}

void Declaration::indicator(Indicator indicator) {
  for (const auto& other : indicators_) FX_CHECK(other.id != indicator.id);
  indicators_.push_back(std::move(indicator));
}

void Declaration::job(Job job) { jobs_.push_back(std::move(job)); }

Declaration::UploadCheck Declaration::upload_check() {
  return [](UploadContext& context, const std::function<Status(store::Session&)>& check) {
    return context.host.database().read([&](store::Session& db) { return check(db); });
  };
}

std::string Declaration::listing() const {
  std::string out;
  const auto line = [&](std::string_view what, const std::string& rest) {
    out += what;
    out += ' ';
    out += rest;
    out += '\n';
  };
  const auto permission = [](const std::optional<access::Permission>& p) {
    return p ? std::string(json::enum_name(*p)) : std::string("signed-in");
  };
  for (const auto& [name, kind] : kinds_) {
    line("entry", name + " v" + std::to_string(kind.version) + " appliers " +
                      std::to_string(kind.appliers.size()));
  }
  for (const auto& view : views_) line("view", view.table);
  for (const auto& schema : schemas_) {
    line("tables", schema.part + " " + std::to_string(schema.steps.size()));
  }
  for (const auto& [name, command] : commands_) {
    line("command", name + " " + permission(command.permission));
  }
  for (const auto& route : routes_) {
    line("route", route.method + " " + route.path + " " +
                      (route.open ? "anyone" : permission(route.permission)));
  }
  for (const auto& indicator : indicators_) line("indicator", indicator.id);
  for (const auto& job : jobs_) {
    line("job", job.name + " every " + std::to_string(job.every_seconds) + " s");
  }
  return out;
}

}  // namespace fx::host
