// policy moves: whom a change of the rule in force concerns, and moving them over.
#include "app/cli.h"

namespace fx::app {
namespace {

using json::Object;

std::string text_of(const json::Value& value, const char* key) {
  const auto* field = value.as_object().if_contains(key);
  return field == nullptr || !field->is_string() ? "-" : std::string(field->as_string());
}

std::string side_of(const json::Value& side) {
  return text_of(side, "measure_name") + " " + text_of(side, "until");
}

Result<Object> list(Node& node, const host::RawParams& params) {
  Object out;
  auto orders = all_pages(node, "/api/observation/moves", params, "orders", &out);
  if (!orders) return orders.error();
  out["orders"] = std::move(*orders);
  out.erase("next");
  return out;
}

void print_counts(const Object& counts) {
  std::string line;
  for (const auto& count : counts) {
    line += (line.empty() ? "" : "  ") + std::string(count.key()) + " " +
            std::to_string(count.value().as_int64());
  }
  print(line);
}

}  // namespace

int policy_moves(const PolicyMovesOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto say = [&](const Refusal& refusal) { return say_refused(refusal, options.format); };
  if (auto status = area_exists(*node, options.area); !status) return say(status.error());
  const auto on = day_or_today(options.on, node->clock());
  if (!on) return say(on.error());
  if (options.apply) {
    Object body{{"area", options.area}, {"on", iso(*on)}};
    if (!options.effects.empty()) {
      json::Array effects;
      for (const auto& effect : options.effects) effects.push_back(json::Value(effect));
      body["effects"] = std::move(effects);
    }
    const auto done = command(*node, "observation.move-over", std::move(body));
    if (!done) return say(done.error());
    if (options.format == Format::json) {
      print(json::serialise(done->result));
    } else {
      print_counts(done->result.as_object());
    }
    return kDone;
  }
  auto listed = list(*node, {{"area", options.area}, {"on", iso(*on)}});
  if (!listed) return say(listed.error());
  if (options.format == Format::json) {
    print(json::serialise(json::Value(std::move(*listed))));
    return kDone;
  }
  print_counts(listed->at("summary").as_object());
  for (const auto& line : listed->at("orders").as_array()) {
    print(text_of(line, "order") + "  " + text_of(line, "area") + "  " +
          side_of(line.at("before")) + " -> " + side_of(line.at("after")) + "  " +
          text_of(line, "effect"));
    print("  " + text_of(line, "reason"));
    if (text_of(line, "problem") != "-") print("  " + text_of(line, "problem"));
  }
  return kDone;
}

}  // namespace fx::app
