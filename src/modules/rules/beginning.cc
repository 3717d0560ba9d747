#include "modules/rules/beginning.h"

#include <boost/json.hpp>

#include "area/code.h"
#include "policy/document.h"

namespace fx::rules {
namespace {

json::Object label(const std::string& zh, const std::string& en) {
  return {{"zh", zh}, {"en", en}};
}

json::Object edition(const std::string& id, Day from) {
  return {{"id", id}, {"from", iso(from)}, {"tables", json::Object()}};
}

// "2021-01-05", or with a letter more when the pack has that already.
std::string edition_id(const json::Array& editions, Day from) {
  const auto taken = [&](const std::string& id) {
    for (const auto& each : editions) {
      const auto* known = each.is_object() ? each.get_object().if_contains("id") : nullptr;
      if (known != nullptr && known->is_string() && known->get_string() == id) return true;
    }
    return false;
  };
  std::string id = iso(from);
  for (char letter = 'b'; taken(id) && letter <= 'z'; ++letter) {
    id = iso(from) + "-" + letter;
  }
  return id;
}

}  // namespace

std::string pack_level(std::string_view area) {
  using area::Level;
  switch (area::level_of(area).value_or(Level::kCommunity)) {
    case Level::kCountry:
      return "national";
    case Level::kProvince:
      return "province";
    case Level::kCity:
      return "city";
    case Level::kCounty:
      return "county";
    case Level::kStreet:
      return "township";
    default:
      return "community";
  }
}

json::Object empty_document(const NewPack& pack, const policy::Disease& disease) {
  json::Object symptoms;
  for (const auto& each : disease.symptoms) {
    symptoms[each.id] = label(each.label.zh, each.label.en);
  }
  json::Object described{{"id", disease.id},
                         {"name", label(disease.name.zh, disease.name.en)},
                         {"incubation_min", std::to_string(disease.incubation_min_days)},
                         {"incubation_max", std::to_string(disease.incubation_max_days)}};
  if (disease.fever_tenths > 0) {
    described["fever"] = policy::format_fixed(disease.fever_tenths, 1);
  }
  described["symptoms"] = std::move(symptoms);
  json::Object out{{"format", "1"},          {"id", pack.id},
                   {"name", label("", "")},  {"disease", std::move(described)},
                   {"level", pack.level},    {"place", label(pack.place, pack.place)},
                   {"issuer", label("", "")}};
  for (const char* list : {"sources", "origin_sets", "classes", "roles", "teams", "bases",
                           "issuers", "appeals", "slots"}) {
    out[list] = json::Object();
  }
  out["examples"] = "examples.csv";
  out["editions"] = json::Array{edition(iso(pack.from), pack.from)};
  return {{"pack", std::move(out)},
          {"tables", json::Object{{"examples.csv", json::Array{json::Array{"on", "topic", "given",
                                                                           "expect", "source"}}}}}};
}

Result<json::Object> copied_document(const NewPack& pack, const policy::Files& files) {
  auto document = policy::to_document(files);
  if (!document) return document.error();
  auto& out = (*document)["pack"].as_object();
  out["id"] = pack.id;
  out["level"] = pack.level;
  out["place"] = label(pack.place, pack.place);
  if (auto* under = out.if_contains("under"); under != nullptr && pack.level == "national") {
    out.erase("under");
  }
  return document;
}

Result<json::Object> next_document(const policy::Files& files, Day from) {
  auto document = policy::to_document(files);
  if (!document) return document.error();
  auto& tables = (*document)["tables"].as_object();
  auto& editions = (*document)["pack"].as_object()["editions"].as_array();
  json::Object next = editions.back().as_object();
  const auto last_from = parse_day(editions.back().as_object()["from"].as_string());
  if (last_from && from <= *last_from) from = Day{last_from->number + 1};
  const auto id = edition_id(editions, from);
  next["id"] = id;
  next["from"] = iso(from);
  next.erase("until");
  next.erase("name");
  // Its tables are files of their own: those of the editions before stay as they are.
  for (auto& table : next["tables"].as_object()) {
    const std::string old(table.value().as_object()["file"].as_string());
    const auto path = id + "/" + std::string(table.key()) + ".csv";
    if (const auto* rows = tables.if_contains(old)) {
      const json::Value copy = *rows;
      tables[path] = copy;
    }
    table.value().as_object()["file"] = path;
  }
  auto& last = editions.back().as_object();
  const auto* until = last.if_contains("until");
  const auto ends =
      until == nullptr ? std::nullopt : parse_day(std::string_view(until->as_string()));
  if (!ends || *ends >= from) last["until"] = iso(Day{from.number - 1});
  editions.push_back(std::move(next));
  return document;
}

}  // namespace fx::rules
