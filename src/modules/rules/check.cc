#include "modules/rules/check.h"

#include <algorithm>
#include <map>

#include "policy/document.h"
#include "policy/examples.h"
#include "policy/findings.h"
#include "policy/layers.h"
#include "policy/refusals.h"
#include "policy/vocabulary.h"
#include "policy/yaml_reader.h"

namespace fx::rules {
namespace {

struct Word {
  std::string_view id;
  std::string_view zh;
  std::string_view en;
};
// What pack.yaml's keys are called on the page.
constexpr Word kKeys[] = {
    {"name", "名称", "name"},
    {"disease", "疾病", "disease"},
    {"level", "层级", "level"},
    {"under", "上级规则包", "pack above"},
    {"place", "适用地方", "place"},
    {"issuer", "发布单位", "issuer"},
    {"notes", "说明", "notes"},
    {"sources", "出处", "sources"},
    {"resolutions", "取舍说明", "how contradictions were settled"},
    {"origin_sets", "来源名单", "lists of origins"},
    {"classes", "人员类别", "classes"},
    {"roles", "岗位", "roles"},
    {"teams", "包保组", "teams"},
    {"bases", "法律依据", "legal bases"},
    {"issuers", "作出单位", "issuing authorities"},
    {"appeals", "申诉途径", "routes of objection"},
    {"slots", "测温时段", "readings"},
    {"tasks", "事项", "tasks"},
    {"editions", "版次", "edition"},
    {"tables", "规则表", "tables"},
    {"defaults", "默认值", "defaults"},
    {"examples", "例子", "examples"},
    {"from", "施行日期", "first day"},
    {"until", "截止日期", "last day"},
    {"zh", "中文", "Chinese text"},
    {"en", "英文", "English text"},
    {"deadline", "时刻", "time of day"},
    {"codes", "区划代码", "division codes"},
    {"members", "成员", "members"},
    {"fever", "发热阈值", "fever from"},
    {"symptoms", "计入的症状", "symptoms that count"},
    {"incubation_min", "最短潜伏期", "shortest incubation"},
    {"incubation_max", "最长潜伏期", "longest incubation"},
};

std::string key_word(std::string_view key, Language language) {
  for (const auto& word : kKeys) {
    if (word.id == key) return std::string(language == Language::kZh ? word.zh : word.en);
  }
  return {};
}

class Speaker {
 public:
  Speaker(const policy::Files& files, const policy::Vocabulary& vocabulary, Language language)
      : files_(files),
        vocabulary_(vocabulary),
        language_(language),
        zh_(language == Language::kZh) {
    const auto yaml = files.find(policy::kPackFile);
    if (yaml == files.end()) return;
    const auto root = policy::parse_yaml(yaml->second, std::string(policy::kPackFile));
    if (!root || root->kind != policy::YamlNode::Kind::kMap) return;
    if (const auto* examples = root->find("examples")) examples_ = examples->text;
    const auto* editions = root->find("editions");
    if (editions == nullptr) return;
    for (const auto& edition : editions->items) {
      const auto* id = edition.find("id");
      const auto* tables = edition.find("tables");
      if (tables == nullptr || tables->keys.size() != tables->items.size()) continue;
      for (std::size_t i = 0; i < tables->items.size(); ++i) {
        const auto* file = tables->items[i].find("file");
        if (file == nullptr) continue;
        tables_[file->text] = {tables->keys[i], id == nullptr ? std::string() : id->text};
      }
    }
  }

  CheckFinding say(const policy::Finding& finding) const {
    CheckFinding out;
    out.severity = finding.severity == policy::Severity::kError ? "error" : "warning";
    auto what = finding.what;
    out.code = what.code();
    std::string fact_id;
    for (const auto& [name, value] : what.params) {
      if (name == "file") out.file = value;
      if (name == "row" && !value.empty()) out.row = std::stoi(value);
      if (name == "column") out.column = value;
      if (name == "fact") fact_id = value;
    }
    if (!finding.edition.empty()) out.edition = finding.edition;
    std::string place;
    if (const auto table = tables_.find(out.file); table != tables_.end()) {
      out.topic = table->second.topic;
      if (!out.edition && !table->second.edition.empty()) out.edition = table->second.edition;
      out.column = column_id(table->second.topic, out.column);
      place = in_table(table->second.topic, out.row, out.column);
    } else if (!examples_.empty() && out.file == examples_) {
      place = zh_ ? "例子" : "example";
      if (out.row > 1) place += " " + std::to_string(out.row - 1);
    } else if (out.file == policy::kPackFile) {
      if (out.row > 0) {
        const auto path = policy::path_of_line(files_.find(policy::kPackFile)->second, out.row);
        if (!path.empty()) out.path = path;
      }
      place = on_cover(out.path.value_or(""));
      out.row = 0;
    } else {
      place = out.file;
    }
    for (auto& [name, value] : what.params) {
      if (name == "place_zh" || name == "place_en") value = place;
      if (name == "fact") value = word(value);
      if (name == "expected" && what.kind == &policy::kCellValue) value = values(fact_id, value);
      if ((name == "expected" || name == "value") && what.kind == &policy::kExampleWrong) {
        value = said(value);
      }
      if (name == "value" && names_a_word(what.kind)) value = word(value);
      if (name == "topic") value = word(value);
      if (name == "expected" && what.kind == &policy::kColumnUnknown) value = words(value);
    }
    out.message = what.message(language_);
    out.remedy = what.remedy(language_);
    return out;
  }

 private:
  struct TableOf {
    std::string topic;
    std::string edition;
  };

  // Kinds whose value is the id of a fact, an outcome or a key rather than what somebody wrote.
  static bool names_a_word(const RefusalKind* kind) {
    return kind == &policy::kRestrictiveWithout || kind == &policy::kOutcomeMissing ||
           kind == &policy::kKeyMissing || kind == &policy::kFactNotRecorded ||
           kind == &policy::kWrongShape;
  }

  [[nodiscard]] std::string column_id(const std::string& topic, const std::string& column) const {
    const auto space = column.rfind(' ');
    const auto id = space == std::string::npos ? column : column.substr(space + 1);
    const auto* decl = vocabulary_.topic(topic);
    const auto is = [&](const auto& each) {
      return each.id == id || each.label.zh == column || each.label.en == column;
    };
    if (decl != nullptr) {
      for (const auto& each : decl->outcomes) {
        if (is(each)) return each.id;
      }
    }
    for (const auto& each : vocabulary_.facts) {
      if (is(each)) return each.id;
    }
    return column;
  }

  [[nodiscard]] std::string word(const std::string& id, const std::string& topic = {}) const {
    const auto in_topic = [&](const policy::TopicDecl& each) -> const policy::Label* {
      for (const auto& outcome : each.outcomes) {
        if (outcome.id == id) return &outcome.label;
      }
      return nullptr;
    };
    if (const auto* decl = vocabulary_.topic(topic); decl != nullptr) {
      if (const auto* label = in_topic(*decl)) return label->in(language_);
    }
    if (const auto slot = vocabulary_.slot(id); slot >= 0) {
      return vocabulary_.facts[static_cast<std::size_t>(slot)].label.in(language_);
    }
    if (const auto* decl = vocabulary_.topic(id)) return decl->label.in(language_);
    if (auto key = key_word(id, language_); !key.empty()) return key;
    for (const auto& each : vocabulary_.topics) {
      if (const auto* label = in_topic(each)) return label->in(language_);
    }
    return id;
  }

  // "a, b" with each in words.
  [[nodiscard]] std::string words(const std::string& list) const {
    std::string out;
    for (const auto& item : policy::split_list(list)) {
      out += (out.empty() ? "" : zh_ ? "、" : ", ") + word(item);
    }
    return out;
  }

  // "a, b": ids of the fact's values, each by its label.
  [[nodiscard]] std::string values(const std::string& fact, const std::string& list) const {
    const auto slot = vocabulary_.slot(fact);
    if (slot < 0) return list;
    return labels(vocabulary_.facts[static_cast<std::size_t>(slot)].values, list);
  }

  // "measure=home", as an outcome of whatever topic.
  [[nodiscard]] std::string said(const std::string& pair) const {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) return words(pair);
    const auto id = pair.substr(0, equals);
    for (const auto& topic : vocabulary_.topics) {
      for (const auto& outcome : topic.outcomes) {
        if (outcome.id != id) continue;
        auto value = labels(outcome.values, pair.substr(equals + 1));
        if (value.empty()) value = zh_ ? "空" : "nothing";
        return outcome.label.in(language_) + " " + value;
      }
    }
    return pair;
  }

  [[nodiscard]] std::string labels(const std::vector<policy::NamedValue>& known,
                                   const std::string& list) const {
    std::string out;
    for (const auto& item : policy::split_list(list)) {
      const auto it = std::find_if(known.begin(), known.end(),
                                   [&](const auto& each) { return each.id == item; });
      out += (out.empty() ? ""
              : zh_       ? "、"
                          : ", ") +
             (it == known.end() ? std::string(item) : it->label.in(language_));
    }
    return out;
  }

  [[nodiscard]] std::string in_table(const std::string& topic, int row,
                                     const std::string& column) const {
    const auto* decl = vocabulary_.topic(topic);
    const auto name = decl == nullptr ? topic : decl->label.in(language_);
    std::string out = zh_ ? "“" + name + "”" : name;
    if (row > 0) {
      const auto number = std::to_string(row);
      out += zh_ ? "第 " + number + " 行" : " row " + number;
    }
    if (!column.empty()) {
      const auto label = word(column, topic);
      out += zh_ ? "“" + label + "”" : ", \"" + label + "\"";
    }
    return out;
  }

  // "封面“适用地方”", "词条“法律依据”", "版次“施行日期”".
  [[nodiscard]] std::string on_cover(const std::string& path) const {
    std::string out = zh_ ? "封面" : "cover";
    if (path.empty()) return out;
    std::string part;
    std::string said;
    const auto take = [&] {
      if (!part.empty()) {
        auto known = key_word(part, language_);
        if (known.empty() && vocabulary_.topic(part) != nullptr) known = word(part);
        if (!known.empty()) said = (zh_ ? "“" : "\"") + known + (zh_ ? "”" : "\"");
      }
      part.clear();
    };
    for (const char c : path) {
      if (c == '/') {
        take();
      } else {
        part += c;
      }
    }
    take();
    return out + (zh_ ? "" : " ") + said;
  }

  const policy::Files& files_;
  const policy::Vocabulary& vocabulary_;
  Language language_;
  bool zh_;
  std::string examples_;
  std::map<std::string, TableOf> tables_;
};

// What the levels above do not allow, on the edition's first day.
std::vector<policy::Finding> under_others(const policy::PackPtr& pack,
                                          std::vector<policy::PackPtr> packs) {
  std::vector<policy::Finding> out;
  if (pack->under().empty()) return out;
  // In the place of what is published of it.
  std::erase_if(packs, [&](const policy::PackPtr& each) { return each->id() == pack->id(); });
  packs.push_back(pack);
  const auto& last = pack->editions().back();
  const auto refused = [&](const Refusal& why) {
    out.push_back({policy::Severity::kError, last.id(), why});
  };
  const auto layers = policy::layers_under(packs, pack->id());
  if (!layers) {
    refused(layers.error());
    return out;
  }
  const auto resolved = policy::resolve(*layers, last.from());
  if (!resolved) {
    refused(resolved.error());
    return out;
  }
  return resolved->findings;
}

}  // namespace

Checked check_files(const policy::Files& files, const std::vector<policy::PackPtr>& packs,
                    Language language) {
  Checked out;
  auto report = policy::load_report(files);
  static const policy::Vocabulary kBuiltin = policy::builtin_vocabulary();
  const Speaker speaker(files, report.pack ? report.pack->vocabulary() : kBuiltin, language);
  std::vector<policy::Finding> findings;
  if (report.pack == nullptr) {
    for (auto& problem : report.problems) {
      findings.push_back({policy::Severity::kError, "", std::move(problem)});
    }
  } else {
    findings = policy::check(*report.pack);
    auto more = under_others(report.pack, packs);
    findings.insert(findings.end(), more.begin(), more.end());
  }
  for (const auto& finding : findings) out.answer.findings.push_back(speaker.say(finding));
  out.pack = std::move(report.pack);
  if (out.pack == nullptr) return out;
  out.answer.loads = true;
  for (const auto& result : policy::run_examples(*out.pack)) {
    CheckExample example{result.example->row, result.passed, {}, {}, result.reference};
    if (result.problem) {
      auto said = speaker.say({policy::Severity::kError, "", *result.problem});
      example.message = std::move(said.message);
      example.remedy = std::move(said.remedy);
    }
    out.answer.examples.push_back(std::move(example));
  }
  out.answer.rules = describe(*out.pack, out.pack->editions().back(), language);
  return out;
}

}  // namespace fx::rules
