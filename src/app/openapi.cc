#include "app/openapi.h"

namespace fx::app {
namespace {

using json::Array;
using json::Object;
using json::Value;

Object text_content(std::string_view type, Object schema) {
  return Object{{"content", Object{{type, Object{{"schema", std::move(schema)}}}}}};
}

Object reference(std::string_view name) {
  return Object{{"$ref", "#/components/responses/" + std::string(name)}};
}

Object json_answer(std::string_view description, Object schema) {
  Object out = text_content("application/json", std::move(schema));
  out["description"] = description;
  return out;
}

void add_refusals(Object& responses) {
  for (const auto* status : {"400", "401", "403", "404", "409", "429"}) {
    responses[status] = reference("Refused");
  }
}

std::string description(const std::optional<access::Permission>& permission, bool open = false) {
  if (open) return "任何人，不必登录；按地址限速 / anyone, without signing in; limited by address";
  if (!permission) return "任何已登录账号 / any signed-in account";
  return "权限 / permission: " + std::string(json::enum_name(*permission)) + "（" +
         std::string(access::zh(*permission)) + "）";
}

std::string tag_of(std::string_view path) {
  const auto rest = path.substr(std::string_view("/api/").size());
  return std::string(rest.substr(0, rest.find_first_of("/?")));
}

Array parameters(const host::RouteInfo& route) {
  Array out;
  const Object schema = route.params_schema();
  const auto* required = schema.if_contains("required");
  for (const auto& property : schema.at("properties").as_object()) {
    const std::string name(property.key());
    const bool in_path = route.path.find("{" + name + "}") != std::string::npos;
    bool must = in_path;
    if (required != nullptr) {
      for (const auto& item : required->as_array()) must = must || item.as_string() == name;
    }
    out.push_back(Object{{"name", name},
                         {"in", in_path ? "path" : "query"},
                         {"required", must},
                         {"schema", property.value()}});
  }
  return out;
}

Object operation(const host::RouteInfo& route) {
  Object responses;
  switch (route.kind) {
    case host::RouteInfo::Kind::kQuestion:
    case host::RouteInfo::Kind::kUpload:
      responses["200"] = json_answer("答复 / answer", route.answer_schema());
      break;
    case host::RouteInfo::Kind::kDocument: {
      Object file = text_content("application/octet-stream", Object{});
      file["description"] = "文件 / file";
      responses["200"] = std::move(file);
      break;
    }
  }
  add_refusals(responses);
  Object out{{"summary", route.zh + " / " + route.en},
             {"description", description(route.permission, route.open)},
             {"tags", Array{Value(tag_of(route.path))}},
             {"parameters", parameters(route)},
             {"responses", std::move(responses)}};
  if (route.open) out["security"] = Array{};
  if (route.kind == host::RouteInfo::Kind::kUpload) {
    Object body = text_content("application/octet-stream", Object{});
    body["required"] = true;
    out["requestBody"] = std::move(body);
  }
  return out;
}

Object envelope_schema(const host::CommandInfo& command) {
  Object schema = json::schema<host::Envelope>();
  Object& properties = schema["properties"].as_object();
  properties.erase("command");
  properties["body"] = command.schema();
  schema["required"] = Array{Value("id"), Value("body")};
  return schema;
}

Object command_operation(const host::CommandInfo& command) {
  Object body = text_content("application/json", envelope_schema(command));
  body["required"] = true;
  Object responses;
  responses["200"] = json_answer("已持久保存 / durable", json::schema<host::CommandAnswer>());
  add_refusals(responses);
  return Object{{"summary", command.zh + " / " + command.en},
                {"description", description(command.permission)},
                {"tags", Array{Value("commands")}},
                {"requestBody", std::move(body)},
                {"responses", std::move(responses)}};
}

Object refusal_schema() {
  const Object text{{"type", "string"}};
  return Object{
      {"type", "object"},
      {"properties",
       Object{{"error", Object{{"type", "object"},
                               {"properties", Object{{"code", text},
                                                     {"message", text},
                                                     {"remedy", text},
                                                     {"field", text},
                                                     {"params", Object{{"type", "object"}}}}}}}}}};
}

}  // namespace

std::string openapi(const host::Host& host) {
  Object paths;
  for (const auto& route : host.routes()) {
    auto& item = paths[route.path];
    if (!item.is_object()) item = Object{};
    item.as_object()[route.method == "GET" ? "get" : "post"] = operation(route);
  }
  for (const auto& [name, command] : host.commands()) {
    paths["/api/commands/" + name] = Object{{"post", command_operation(command)}};
  }
  const Object document{
      {"openapi", "3.1.0"},
      {"info", Object{{"title", "Fangxian 防线"},
                      {"version", FX_VERSION},
                      {"license", Object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"paths", std::move(paths)},
      {"components",
       Object{{"responses",
               Object{{"Refused",
                       json_answer("不予受理，附原因和办法 / refused, with reason and remedy",
                                   refusal_schema())}}},
              {"securitySchemes",
               Object{{"session",
                       Object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "fx_session"}}},
                      {"token", Object{{"type", "http"}, {"scheme", "bearer"}}}}}}},
      {"security", Array{Object{{"session", Array{}}}, Object{{"token", Array{}}}}}};
  return json::serialise(Value(document));
}

}  // namespace fx::app
