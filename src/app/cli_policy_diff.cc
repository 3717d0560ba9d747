// policy diff: what another rule would mean for the people of an area. Nothing is applied.
#include <cstdio>
#include <exception>
#include <memory>

#include <boost/json.hpp>

#include "app/cli.h"
#include "app/cli_policy.h"
#include "area/tree.h"
#include "modules/observation/rule_change_book.h"
#include "policy/findings.h"
#include "policy/json.h"
#include "sheet/writer.h"

namespace fx::app {
namespace {

using observation::RuleChanges;
using observation::RuleSays;

constexpr RefusalKind kBadOut{"app.bad-output",
                              400,
                              "不能写成“{out}”",
                              "cannot write {out}",
                              "检查目录是否存在、是否可写",
                              "check that the folder is there and can be written to"};

// What is compared, and what it is called.
struct Compared {
  RuleChanges changes;
  std::string place;
  std::string before;
  std::string after;
  json::Object before_json;
  json::Object after_json;
};

std::string name_of(const policy::Pack& pack, const policy::Edition& edition) {
  return pack.id() + "/" + edition.id();
}

json::Object side_json(const policy::Pack& pack, const policy::Edition& edition,
                       const std::vector<policy::Finding>& of) {
  json::Object out{{"pack", pack.id()},
                   {"edition", edition.id()},
                   {"name", json::Object{{"zh", pack.name().zh}, {"en", pack.name().en}}},
                   {"digest", pack.digest()}};
  json::Array layers;
  for (const auto& layer : pack.layers()) layers.push_back(json::Value(layer->id()));
  if (!layers.empty()) out["layers"] = std::move(layers);
  json::Array findings;
  for (const auto& finding : of) findings.push_back(policy::to_json(finding));
  if (!findings.empty()) out["findings"] = std::move(findings);
  return out;
}

// Of what is in force in the area itself; places inside that have chosen may have others.
void name_in_force(const std::optional<rules::InForce>& found, std::string& name,
                   json::Object& out) {
  out["in_force"] = true;
  name = "-";
  if (!found) return;
  name = name_of(*found->pack, *found->edition);
  for (auto& field : side_json(
           *found->pack, *found->edition,
           found->levels == nullptr ? std::vector<policy::Finding>() : found->levels->findings)) {
    out[field.key()] = std::move(field.value());
  }
}

// The rules in force, and those that would be if the area chose this pack from the day on.
Result<Compared> compare_choice(Node& node, const host::Frame& frame, const std::string& name) {
  const auto& modules = node.modules();
  auto packs = modules.rules->packs();
  auto candidate = candidate_by_name(packs, name, frame.day);
  if (!candidate) return candidate.error();
  const auto supposed = modules.rules->supposing(frame.area, *std::move(candidate), frame.day);
  return node.database().read([&](store::Session& db) -> Result<Compared> {
    Compared out;
    out.place = area::full_name(db, frame.area);
    const auto in_force = [&](const rules::Rulebook& book) {
      return observation::in_force_in(db, book, frame.day);
    };
    out.changes = observation::compare_rules(db, *modules.orders, *modules.arrivals, *modules.rules,
                                             frame, in_force(*modules.rules), in_force(*supposed),
                                             terminal_language());
    name_in_force(modules.rules->in_force(db, frame.area, frame.day), out.before, out.before_json);
    name_in_force(supposed->in_force(db, frame.area, frame.day), out.after, out.after_json);
    return out;
  });
}

// Two packs, each by itself.
Result<Compared> compare_packs(Node& node, const host::Frame& frame, const std::string& first,
                               const std::string& second) {
  const auto& modules = node.modules();
  const auto& packs = modules.rules->packs();
  const auto before = rule_by_name(packs, first, frame.day);
  if (!before) return before.error();
  const auto after = rule_by_name(packs, second, frame.day);
  if (!after) return after.error();
  return node.database().read([&](store::Session& db) -> Result<Compared> {
    auto changes =
        observation::compare_rules(db, *modules.orders, *modules.arrivals, *modules.rules, frame,
                                   {before->pack.get(), before->edition},
                                   {after->pack.get(), after->edition}, terminal_language());
    if (!changes) return changes.error();
    return Compared{*std::move(changes),
                    area::full_name(db, frame.area),
                    name_of(*before->pack, *before->edition),
                    name_of(*after->pack, *after->edition),
                    side_json(*before->pack, *before->edition, before->findings),
                    side_json(*after->pack, *after->edition, after->findings)};
  });
}

std::string days_of(const RuleSays& says) {
  std::string out = says.problem.value_or(says.measure_name);
  if (says.until) out += " " + iso(*says.from) + ".." + iso(*says.until);
  return out;
}

void print_text(const RuleChanges& changes, Language language) {
  const bool zh = language == Language::kZh;
  for (const auto& line : observation::count_lines(changes, language)) {
    print("  " + line.name + " " + std::to_string(line.number));
  }
  print(zh ? "需要（前 → 后）" : "needs (before -> after)");
  for (const auto& line : observation::needs_lines(changes, language)) {
    print("  " + line.name + " " + std::to_string(line.before) + " -> " +
          std::to_string(line.after));
  }
  std::size_t at = 0;
  for (std::size_t i = 0; i < changes.changes.size(); ++i) {
    const auto& change = changes.changes[i];
    print(std::to_string(change.people) + (zh ? " 人：" : " people: ") +
          (zh ? change.zh : change.en));
    for (; at < changes.persons.size() && changes.persons[at].change == static_cast<int>(i); ++at) {
      const auto& person = changes.persons[at];
      print("  " + person.person.text() + "  " + person.area + "  " + days_of(person.before) +
            " -> " + days_of(person.after));
    }
  }
  print(zh ? "只作比较，未作任何改动" : "compared only: nothing was changed");
}

// People by id only, as in all that the command line tells.
observation::RuleChangeBook book_of(const Compared& compared, const std::string& title, bool zh) {
  return {title,
          compared.before,
          compared.after,
          {{zh ? "人员编号" : "person", 30}, {zh ? "区域代码" : "area", 28}},
          [](const observation::ChangedPerson& person) {
            return std::vector<std::string>{person.person.text(), person.area};
          }};
}

}  // namespace

int policy_diff(const PolicyDiffOptions& options) {
  const bool zh = terminal_language() == Language::kZh;
  if ((options.format == "xlsx") != !options.out.empty()) {
    std::fprintf(
        stderr, "%s\n",
        zh ? "--format xlsx 与 --out FILE 要一起使用" : "--format xlsx and --out FILE go together");
    return kUsage;
  }
  auto node = open_or_say({options.data, true, std::nullopt});
  if (!node) return kRefusedStatus;
  const auto say = [&](const Refusal& refusal) {
    if (options.format == "json") print(refusal_json(refusal));
    return say_refused(refusal);
  };
  if (auto status = area_exists(*node, options.area); !status) return say(status.error());
  const auto on = day_or_today(options.on, node->clock());
  if (!on) return say(on.error());
  const auto frame = host::Frame::make(options.area, *on, node->clock().now());
  auto compared = options.after.empty()
                      ? compare_choice(*node, frame, options.before)
                      : compare_packs(*node, frame, options.before, options.after);
  if (!compared) return say(compared.error());
  if (options.format == "json") {
    json::Object out{{"area", options.area},
                     {"on", iso(*on)},
                     {"before", std::move(compared->before_json)},
                     {"after", std::move(compared->after_json)}};
    const auto all = json::parse(json::text(compared->changes));
    FX_CHECK(all.has_value());
    for (const auto& field : all->as_object()) out[field.key()] = field.value();
    print(json::serialise(json::Value(std::move(out))));
    return kDone;
  }
  const auto title =
      compared->place + "  " + iso(*on) + "  " + compared->before + " → " + compared->after;
  if (options.format == "text") {
    print(title);
    print_text(compared->changes, terminal_language());
    return kDone;
  }
  sheet::XlsxWriter writer;
  observation::write_rule_changes(writer, compared->changes, book_of(*compared, title, zh),
                                  terminal_language());
  try {
    writer.finish_to(options.out);
  } catch (const std::exception&) {
    return say(refuse(kBadOut, "out", {{"out", options.out}}));
  }
  print(options.out);
  return kDone;
}

}  // namespace fx::app
