// policy explain, policy show: what the rules say, and why.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>

#include <boost/json.hpp>

#include "app/cli.h"
#include "app/cli_policy.h"
#include "app/share.h"
#include "area/tree.h"
#include "modules/rules/layered.h"
#include "modules/rules/questions.h"
#include "policy/evaluate.h"
#include "policy/json.h"
#include "policy/refusals.h"

namespace fx::app {
namespace {

constexpr std::size_t kMostFactsBytes = 1 << 20;

constexpr RefusalKind kNoFacts{"app.no-facts",
                               404,
                               "读不到文件 {path}，或超过 1 MB",
                               "{path} cannot be read, or is larger than 1 MB",
                               "检查文件名和权限",
                               "check the name and the permissions"};
constexpr RefusalKind kNotFacts{"app.not-facts",
                                400,
                                "{path} 里不是一个 JSON 对象",
                                "{path} does not hold a JSON object",
                                "写成 {\"origin_set\": \"hubei\", \"age\": 34} 的样子",
                                "write it like {\"origin_set\": \"hubei\", \"age\": 34}"};

Result<json::Object> read_facts(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(kMostFactsBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  const auto size = static_cast<std::size_t>(in.gcount());
  if (in.bad() || size > kMostFactsBytes || (size == 0 && !in.eof())) {
    return refuse(kNoFacts, "facts", {{"path", path}});
  }
  text.resize(size);
  auto value = json::parse(text);
  if (!value) return value.error();
  if (!value->is_object()) return refuse(kNotFacts, "facts", {{"path", path}});
  return std::move(value->as_object());
}

bool is_pack_folder(const std::string& path) {
  std::error_code failed;
  return !path.empty() &&
         std::filesystem::exists(std::filesystem::path(path) / "pack.yaml", failed);
}

Language other(Language language) {
  return language == Language::kZh ? Language::kEn : Language::kZh;
}

Result<json::Object> explain(const PolicyExplainOptions& options, std::string& text) {
  const auto day = day_or_today(options.on, SystemClock());
  if (!day) return day.error();
  const auto object = read_facts(options.facts);
  if (!object) return object.error();
  const auto packs = shipped_packs();
  if (!packs) return packs.error();
  const auto rule = rule_by_name(*packs, options.pack, *day);
  if (!rule) return rule.error();
  const auto facts = policy::facts_from_json(*rule->pack, *object);
  if (!facts) return facts.error();
  const auto decision = policy::decide(*rule->pack, *rule->edition, options.topic, *facts);
  if (!decision) return decision.error();
  const auto language = terminal_language();
  text =
      policy::explain(*decision, language) + "\n\n" + policy::explain(*decision, other(language));
  json::Object out{{"on", iso(*day)}};
  for (auto& field : policy::to_json(*decision)) out[field.key()] = std::move(field.value());
  out["edition_name"] =
      json::Object{{"zh", rule->edition->name().zh}, {"en", rule->edition->name().en}};
  return out;
}

// --- show

// Findings about a table of the topic; all for "".
std::vector<policy::Finding> findings_of(const policy::Resolved& resolved,
                                         const std::string& topic) {
  std::vector<policy::Finding> out;
  for (const auto& finding : resolved.findings) {
    bool about = topic.empty();
    for (const auto& layer : resolved.layers) {
      const auto* table = layer.edition == nullptr ? nullptr : layer.edition->table(topic);
      if (table == nullptr) continue;
      const auto file = layer.pack->id() + "/" + table->file;
      for (const auto& [name, value] : finding.what.params) {
        about = about || (name == "file" && value == file);
      }
    }
    if (about) out.push_back(finding);
  }
  return out;
}

json::Object used_json(const rules::UsedPack& used, const std::string& area_name) {
  const auto& choice = used.choice;
  json::Object out{{"area", choice.area},
                   {"area_name", area_name},
                   {"pack", choice.id},
                   {"standing", rules::id(used.standing)},
                   {"counts", used.standing == rules::Standing::kCounts ||
                                  used.standing == rules::Standing::kWrittenUnder},
                   {"why", json::Object{{"zh", rules::words(used.standing, Language::kZh)},
                                        {"en", rules::words(used.standing, Language::kEn)}}}};
  if (!choice.area.empty()) out["from"] = iso(choice.from);
  if (choice.pack != nullptr) {
    out["name"] = json::Object{{"zh", choice.pack->name().zh}, {"en", choice.pack->name().en}};
    out["level"] = choice.pack->level();
  }
  if (choice.edition != nullptr) out["edition"] = choice.edition->id();
  return out;
}

// Which level gave what, where more than one has a say.
void print_origins(const policy::Resolved& resolved, const policy::Table& table,
                   const policy::Row& row, Language language) {
  const bool zh = language == Language::kZh;
  const policy::Decision all{
      resolved.pack.get(), resolved.edition, &table, {&row}, resolved.pack->facts()};
  std::string line = (zh ? "    出处 " : "    from ") + all.reference();
  print(line);
  if (row.origins == nullptr) return;
  const auto labels = [&](const auto& has) {
    std::string out;
    for (std::size_t i = 0; i < table.topic->outcomes.size(); ++i) {
      if (!has(i)) continue;
      out += (out.empty() ? "" : zh ? "、" : ", ") + table.topic->outcomes[i].label.in(language);
    }
    return out;
  };
  if (row.origins->from.size() > 1) {
    for (std::size_t k = 0; k < row.origins->from.size(); ++k) {
      const auto given = labels([&](std::size_t i) {
        return row.outcomes[i].present() && row.origins->given_by[i] == static_cast<int>(k);
      });
      if (given.empty()) continue;
      print("      " + row.origins->from[k].reference() + (zh ? "：" : ": ") + given);
    }
  }
  for (const auto& refused : row.origins->not_applied) {
    const auto looser = labels([&](std::size_t i) {
      for (const int at : refused.looser) {
        if (at == static_cast<int>(i)) return true;
      }
      return false;
    });
    print((zh ? "      未采用 " : "      not applied ") + refused.origin.reference() +
          (zh ? "：未从严于上级：" : ": not as tight as the upper level: ") + looser);
  }
}

void print_rules(const policy::Resolved& resolved, const std::string& topic, Language language) {
  const bool zh = language == Language::kZh;
  const auto described = rules::describe(*resolved.pack, *resolved.edition, language);
  const auto& tables = resolved.edition->tables();
  FX_CHECK(described.size() == tables.size());
  for (std::size_t t = 0; t < tables.size(); ++t) {
    if (!topic.empty() && described[t].topic != topic) continue;
    print("\n" + described[t].name + " (" + described[t].topic + ", " + described[t].hit + ")");
    for (std::size_t r = 0; r < tables[t].rows.size(); ++r) {
      const auto& line = described[t].rules[r];
      print("  " + line.when + (zh ? " → " : " -> ") + line.then);
      if (line.basis) {
        print((zh ? "    依据 " : "    basis ") + *line.basis + (zh ? "；作出 " : "; by ") +
              line.issuer.value_or("") + (zh ? "；最长 " : "; at most ") +
              std::to_string(line.longest_days.value_or(0)) +
              (zh ? " 天；申诉 " : " days; appeal ") + line.appeal.value_or(""));
      }
      print_origins(resolved, tables[t], tables[t].rows[r], language);
    }
  }
}

}  // namespace

Result<std::vector<policy::PackPtr>> shipped_packs() {
  const auto folder = shared_folder("policies");
  if (folder.empty()) return refuse(kNoPacks);
  std::vector<policy::PackPtr> out;
  for (auto& listed : policy::list_packs(folder)) {
    if (!listed.pack) return listed.pack.error();
    out.push_back(std::move(*listed.pack));
  }
  return out;
}

Result<rules::Candidate> candidate_by_name(std::vector<policy::PackPtr>& packs,
                                           const std::string& name, Day day) {
  std::string folder;
  std::string edition;  // with its "/"
  if (is_pack_folder(name)) {
    folder = name;
  } else if (const auto slash = name.rfind('/'); slash != std::string::npos) {
    if (is_pack_folder(name.substr(0, slash))) {
      folder = name.substr(0, slash);
      edition = name.substr(slash);
    }
  }
  if (folder.empty()) return rules::named_edition(packs, name, day);
  auto pack = policy::load_pack(std::filesystem::path(folder));
  if (!pack) return pack.error();
  // It stands in the place of a shipped one with its id.
  const auto id = (*pack)->id();
  packs.insert(packs.begin(), std::move(*pack));
  return rules::named_edition(packs, id + edition, day);
}

Result<rules::NamedRule> rule_by_name(std::vector<policy::PackPtr> packs, const std::string& name,
                                      Day day) {
  const auto candidate = candidate_by_name(packs, name, day);
  if (!candidate) return candidate.error();
  return rules::by_itself(packs, *candidate, day);
}

int policy_explain(const PolicyExplainOptions& options) {
  std::string text;
  const auto answer = explain(options, text);
  if (!answer) return say_refused(answer.error(), options.format);
  print(options.format == Format::json ? json::serialise(json::Value(*answer)) : text);
  return kDone;
}

int policy_show(const PolicyShowOptions& options) {
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto say = [&](const Refusal& refusal) { return say_refused(refusal, options.format); };
  if (auto status = area_exists(*node, options.area); !status) return say(status.error());
  const auto on = day_or_today(options.on, node->clock());
  if (!on) return say(on.error());
  const auto& packs = node->modules().rules->packs();
  std::vector<std::string> names;  // of the areas that have chosen
  const auto rule = node->database().read([&](store::Session& db) {
    auto out = rules::layered_rule(packs, db, options.area, *on);
    if (!out) return out;
    for (const auto& each : out->packs) names.push_back(area::full_name(db, each.choice.area));
    return out;
  });
  if (!rule) return say(rule.error());
  const auto& resolved = rule->resolved;
  if (!options.topic.empty() && resolved.edition->table(options.topic) == nullptr) {
    std::string editions;
    std::string ids;
    for (const auto& layer : resolved.layers) {
      ids += (ids.empty() ? "" : "+") + layer.pack->id();
      if (layer.edition == nullptr) continue;
      editions += (editions.empty() ? "" : "+") + layer.edition->id();
    }
    return say(refuse(policy::kNoTopic, "topic",
                      {{"pack", ids}, {"edition", editions}, {"topic", options.topic}}));
  }
  const auto findings = findings_of(resolved, options.topic);
  if (options.format == Format::json) {
    json::Object out{{"area", options.area}, {"on", iso(*on)}};
    json::Array used;
    for (std::size_t i = 0; i < rule->packs.size(); ++i) {
      used.push_back(used_json(rule->packs[i], names[i]));
    }
    out["packs"] = std::move(used);
    out["same_from"] = iso(resolved.first);
    out["same_until"] = resolved.last ? json::Value(iso(*resolved.last)) : json::Value();
    out["rules"] = policy::list_rules(*resolved.pack, *resolved.edition, options.topic);
    json::Array found;
    for (const auto& finding : findings) found.push_back(policy::to_json(finding));
    out["findings"] = std::move(found);
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  const auto language = terminal_language();
  const bool zh = language == Language::kZh;
  for (std::size_t i = 0; i < rule->packs.size(); ++i) {
    const auto& choice = rule->packs[i].choice;
    print(choice.id + (choice.edition == nullptr ? "" : "/" + choice.edition->id()) + "  " +
          (choice.area.empty() ? std::string("-") : choice.area + " " + names[i]) + "  " +
          std::string(rules::words(rule->packs[i].standing, language)));
  }
  print((zh ? "自 " : "the same from ") + iso(resolved.first) + (zh ? " 至 " : " to ") +
        (resolved.last ? iso(*resolved.last) : std::string(zh ? "另有规定" : "further notice")));
  print_rules(resolved, options.topic, language);
  if (!findings.empty()) print(zh ? "\n下级未被采用的规定" : "\nnot applied of lower levels");
  for (const auto& finding : findings) {
    print("  " + finding.what.message(language) + " → " + finding.what.remedy(language));
  }
  return kDone;
}

}  // namespace fx::app
