// Reading a pack. Everything wrong is noted and reading goes on as long as it makes sense, so that
// an author sees all of it at once.
#include <algorithm>
#include <array>

#include <sodium.h>

#include "policy/example_reader.h"
#include "policy/folder.h"
#include "policy/pack.h"
#include "policy/refusals.h"
#include "policy/table_reader.h"
#include "policy/yaml_reader.h"

namespace fx::policy {
namespace {

constexpr std::size_t kMostEditions = 100;
constexpr std::size_t kMostTables = 400;   // editions share files, but each has its own tables
constexpr std::size_t kMostRows = 20'000;  // of all tables together

std::string digest_files(const Files& files) {
  std::string all;
  for (const auto& [path, bytes] : files) {
    for (const std::string_view part : {std::string_view(path), std::string_view(bytes)}) {
      all += std::to_string(part.size()) + ":";
      all += part;
    }
  }
  return digest_of(all);
}

}  // namespace

std::string digest_of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

class PackLoader : private YamlReader {
 public:
  PackLoader(const Files& files, Problems& problems)
      : YamlReader(problems), files_(files), pack_(new Pack) {}

  PackPtr load() {
    load_pack_file();
    if (problems_.size() > 0) return nullptr;
    pack_->digest_ = digest_files(files_);
    return pack_;
  }

 private:
  void load_pack_file() {
    std::size_t total = 0;
    for (const auto& [path, bytes] : files_) {
      total += bytes.size();
      if (!is_pack_path(path)) problems_.add(kBadPath, {shorten(path)}, {{"value", shorten(path)}});
    }
    if (files_.size() > kMostFiles || total > kMostPackBytes) {
      problems_.add(kFileTooLarge, {std::string(kPackFile)},
                    {{"limit", std::to_string(kMostPackBytes >> 20) + " MB"}});
      return;
    }
    const auto file = files_.find(kPackFile);
    if (file == files_.end()) {
      problems_.add(kFileMissing, {std::string(kPackFile)});
      return;
    }
    const auto root = parse_yaml(file->second, std::string(kPackFile));
    if (!root) {
      problems_.add(root.error());
      return;
    }
    const std::vector<std::string> keys{
        "format",  "id",     "name",  "disease", "level",       "under",
        "place",   "issuer", "notes", "sources", "resolutions", "origin_sets",
        "classes", "roles",  "teams", "bases",   "issuers",     "appeals",
        "slots",   "tasks",  "facts", "topics",  "editions",    "examples"};
    if (!is_map(*root, kPackFile, keys)) return;
    if (const auto version = text(*root, "format"); !version.empty() && version != "1") {
      problems_.add(kFormatVersion, at(*root->find("format")), {{"value", shorten(version)}});
      return;
    }
    pack_->id_ = id(*root, "id");
    pack_->name_ = label_at(*root, "name", true);
    pack_->level_ = text(*root, "level");
    if (!pack_->level_.empty() &&
        std::find(kLevels.begin(), kLevels.end(), pack_->level_) == kLevels.end()) {
      problems_.add(kBadValue, at(*root->find("level")),
                    {{"value", shorten(pack_->level_)},
                     {"expected", join({kLevels.begin(), kLevels.end()})}});
    }
    pack_->under_ = text(*root, "under", false);
    if (!pack_->under_.empty() && (!is_id(pack_->under_) || pack_->under_ == pack_->id_)) {
      problems_.add(kBadValue, at(*root->find("under")),
                    {{"value", shorten(pack_->under_)}, {"expected", "id of a pack above"}});
    }
    pack_->place_ = label_at(*root, "place", true);
    pack_->issuer_ = label_at(*root, "issuer", true);
    pack_->notes_ = labels(*root, "notes");
    pack_->resolutions_ = labels(*root, "resolutions");
    pack_->sources_ = dictionary(*root, "sources");
    read_words(*root, problems_, pack_->disease_, pack_->words_, pack_->origin_sets_,
               pack_->vocabulary_);
    load_editions(*root);
    auto examples = read_examples(*root, files_, problems_);
    pack_->examples_file_ = std::move(examples.name);
    pack_->examples_ = std::move(examples.examples);
  }

  // --- editions and tables ---------------------------------------------------------------------

  void load_editions(const YamlNode& root) {
    const YamlNode* node = root.find("editions");
    if (node == nullptr || node->kind != YamlNode::Kind::kList || node->items.empty()) {
      problems_.add(kNoEditions, node == nullptr ? at(root) : at(*node));
      return;
    }
    if (node->items.size() > kMostEditions) {
      problems_.add(kYamlTooMany, at(*node), {{"limit", std::to_string(kMostEditions)}});
      return;
    }
    for (const auto& item : node->items) {
      if (is_map(item, "editions",
                 {"id", "name", "from", "until", "note", "running", "lower", "tables"})) {
        load_edition(item);
      }
    }
    auto& editions = pack_->editions_;
    for (std::size_t i = 0; i < editions.size(); ++i) {
      const auto& edition = editions[i];
      for (std::size_t j = 0; j < i; ++j) {
        if (editions[j].id_ == edition.id_) {
          problems_.add(kDuplicateId, {std::string(kPackFile), edition.line_},
                        {{"value", shorten(edition.id_)}});
        }
      }
      const bool backwards = edition.until_ && *edition.until_ < edition.from_;
      const bool overlaps =
          i > 0 && (edition.from_ <= editions[i - 1].from_ ||
                    (editions[i - 1].until_ && *editions[i - 1].until_ >= edition.from_));
      if (backwards || overlaps) {
        problems_.add(kEditionsOverlap, {std::string(kPackFile), edition.line_},
                      {{"value", shorten(edition.id_)},
                       {"other", shorten(backwards ? edition.id_ : editions[i - 1].id_)}});
      }
    }
  }

  void load_edition(const YamlNode& node) {
    Edition edition;
    edition.pack_ = pack_.get();
    edition.line_ = node.line;
    edition.id_ = id(node, "id");
    edition.name_ = label_at(node, "name", false);
    edition.note_ = text(node, "note", false);
    edition.from_ = day(node, "from", true).value_or(Day{});
    edition.until_ = day(node, "until", false);
    if (const auto running = text(node, "running", false); running == "move") {
      edition.running_ = Running::kMove;
    } else if (!running.empty() && running != "keep") {
      problems_.add(kBadValue, at(node), {{"value", shorten(running)}, {"expected", "keep, move"}});
    }
    load_lower(edition, node);
    const YamlNode* tables = node.find("tables");
    if (tables == nullptr) {
      problems_.add(kKeyMissing, at(node), {{"value", "tables"}});
      return;
    }
    if (!is(*tables, YamlNode::Kind::kMap, "tables", "topic: {file, hit}")) return;
    for (std::size_t i = 0; i < tables->items.size(); ++i) {
      if (++tables_ > kMostTables) {
        problems_.add(kYamlTooMany, at(*tables), {{"limit", std::to_string(kMostTables)}});
        return;
      }
      load_table(edition, tables->keys[i], tables->items[i]);
    }
    pack_->editions_.push_back(std::move(edition));
  }

  void load_table(Edition& edition, const std::string& topic_id, const YamlNode& node) {
    const TopicDecl* topic = pack_->vocabulary_.topic(topic_id);
    if (topic == nullptr) {
      std::vector<std::string> known;
      for (const auto& each : pack_->vocabulary_.topics) known.push_back(each.id);
      problems_.add(kKeyUnknown, at(node),
                    {{"value", shorten(topic_id)}, {"expected", join(known)}});
      return;
    }
    if (!is_map(node, topic_id, {"file", "hit", "gaps", "defaults"})) return;
    Table table;
    table.topic = topic;
    table.file = text(node, "file");
    const auto hit = text(node, "hit");
    if (hit == "first" || hit == "unique" || hit == "collect") {
      table.hit = hit == "first"    ? HitPolicy::kFirst
                  : hit == "unique" ? HitPolicy::kUnique
                                    : HitPolicy::kCollect;
    } else if (!hit.empty()) {
      problems_.add(kBadValue, at(node),
                    {{"value", shorten(hit)}, {"expected", "first, unique, collect"}});
    }
    if (const auto gaps = text(node, "gaps", false); gaps == "intended") {
      table.gaps_intended = true;
    } else if (!gaps.empty()) {
      problems_.add(kBadValue, at(node), {{"value", shorten(gaps)}, {"expected", "intended"}});
    }
    if (table.file.empty()) return;
    if (!is_pack_path(table.file)) {
      problems_.add(kBadPath, at(node), {{"value", shorten(table.file)}});
      return;
    }
    TableReader reader(problems_, pack_->vocabulary_);
    const auto defaults = reader.read_defaults(node.find("defaults"), *topic);
    const auto file = files_.find(table.file);
    if (file == files_.end()) {
      problems_.add(kFileMissing, {table.file});
      return;
    }
    const auto rows = parse_table(file->second, table.file);
    if (!rows) {
      problems_.add(rows.error());
      return;
    }
    rows_ += rows->size();
    if (rows_ > kMostRows) {
      if (rows_ - rows->size() <= kMostRows) {  // say so once
        problems_.add(kCsvTooLong, {table.file}, {{"limit", std::to_string(kMostRows)}});
      }
      return;
    }
    const auto before = problems_.size();
    reader.read_rows(table, *rows, defaults);
    if (problems_.size() > before) return;
    if (const auto status = compile(pack_->vocabulary_, table); !status) {
      problems_.add(status.error());
      return;
    }
    read_topic_rows(pack_->words_, pack_->disease_, table, edition.rows_, problems_);
    edition.tables_.push_back(std::move(table));
  }

  // What a lower level may do about each topic: "default" and topics by name.
  void load_lower(Edition& edition, const YamlNode& node) {
    const YamlNode* lower = node.find("lower");
    if (lower == nullptr) return;
    if (!is(*lower, YamlNode::Kind::kMap, "lower", "topic: fixed")) return;
    for (std::size_t i = 0; i < lower->items.size(); ++i) {
      const auto& topic = lower->keys[i];
      const auto& item = lower->items[i];
      const auto allowed = parse_lower(item.text);
      if (item.kind != YamlNode::Kind::kScalar || !allowed) {
        problems_.add(kBadValue, at(item),
                      {{"value", shorten(item.text)}, {"expected", "fixed, tighten, replace"}});
      } else if (topic == "default") {
        edition.lower_default_ = *allowed;
      } else if (pack_->vocabulary_.topic(topic) == nullptr) {
        problems_.add(kKeyUnknown, at(item), {{"value", shorten(topic)}, {"expected", "topic"}});
      } else {
        edition.lower_.emplace_back(topic, *allowed);
      }
    }
  }

  const Files& files_;
  std::shared_ptr<Pack> pack_;
  std::size_t tables_ = 0;
  std::size_t rows_ = 0;
};

LoadReport load_report(const Files& files) {
  Problems problems;
  LoadReport report;
  report.pack = PackLoader(files, problems).load();
  report.problems = problems.take();
  return report;
}

Result<PackPtr> load_pack(const Files& files) {
  auto report = load_report(files);
  if (!report.pack) return report.problems.front();
  return report.pack;
}

}  // namespace fx::policy
