#include "modules/rules/drafts.h"

#include <algorithm>

#include <boost/json.hpp>

#include "area/code.h"
#include "area/tree.h"
#include "base/id_number.h"
#include "base/phone.h"
#include "host/host.h"
#include "modules/rules/beginning.h"
#include "modules/rules/check.h"
#include "modules/rules/entries.h"
#include "modules/rules/layered.h"
#include "policy/archive.h"
#include "policy/document.h"
#include "policy/refusals.h"

namespace fx::rules {
namespace {

constexpr auto kMay = access::Permission::choose_policy;

struct StartDraft {
  static constexpr std::string_view kName = "rules.start-draft";
  std::string area;
  std::optional<std::string> disease;  // an empty pack for the disease of a known pack
  std::optional<std::string> copy;     // a pack of one's own, as this one is
  std::optional<std::string> edition;  // the next edition of this published pack
};
BOOST_DESCRIBE_STRUCT(StartDraft, (), (area, disease, copy, edition))

struct SaveDraft {
  static constexpr std::string_view kName = "rules.save-draft";
  Ulid draft;
  int revision = 0;  // that was changed
  json::Value document;
};
BOOST_DESCRIBE_STRUCT(SaveDraft, (), (draft, revision, document))

struct DiscardDraft {
  static constexpr std::string_view kName = "rules.discard-draft";
  Ulid draft;
};
BOOST_DESCRIBE_STRUCT(DiscardDraft, (), (draft))

struct PublishDraft {
  static constexpr std::string_view kName = "rules.publish-draft";
  Ulid draft;
  int revision = 0;
};
BOOST_DESCRIBE_STRUCT(PublishDraft, (), (draft, revision))

struct DraftsOf {
  std::string area;
};
BOOST_DESCRIBE_STRUCT(DraftsOf, (), (area))

struct DraftInfo {
  Ulid id;
  std::string area;
  std::string area_name;
  std::string pack;
  std::string name;
  int revision = 0;
  Instant started_at;
  Instant saved_at;
};
BOOST_DESCRIBE_STRUCT(DraftInfo, (),
                      (id, area, area_name, pack, name, revision, started_at, saved_at))
struct DraftList {
  std::vector<DraftInfo> drafts;  // of the area and all under it, the last saved first
};
BOOST_DESCRIBE_STRUCT(DraftList, (), (drafts))

struct DraftId {
  Ulid draft;
};
BOOST_DESCRIBE_STRUCT(DraftId, (), (draft))
struct DraftAnswer {
  Ulid id;
  std::string area;
  std::string pack;
  int revision = 0;
  Instant saved_at;
  std::vector<std::string> published;  // editions that are published and stay as they are
  json::Value document;
};
BOOST_DESCRIBE_STRUCT(DraftAnswer, (), (id, area, pack, revision, saved_at, published, document))

struct ImportAnswer {
  Ulid draft;
};
BOOST_DESCRIBE_STRUCT(ImportAnswer, (), (draft))

constexpr std::size_t kMostArchiveBytes = std::size_t{4} << 20;
constexpr const char* kColumns =
    "id, area, pack, name, revision, document, started_at, saved_at from rules_draft";

DraftRow row_of(const store::Query& q) {
  return {q.ulid(0),   q.string(1), q.string(2),  q.string(3),
          q.number(4), q.string(5), q.instant(6), q.instant(7)};
}

std::string text_at(const json::Object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// The pack part of a document whose shape has been checked.
const json::Object& pack_of(const json::Object& document) {
  return document.at("pack").get_object();
}

std::string name_of(const json::Object& document) {
  const auto* name = pack_of(document).if_contains("name");
  return name != nullptr && name->is_object() ? policy::shorten(text_at(name->get_object(), "zh"))
                                              : std::string();
}

Result<json::Object> document_of(const json::Value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) {
    return policy::refuse_at(policy::kDocumentShape, {"document"},
                             {{"expected", "{pack: {…}, tables: {…}}"}});
  }
  if (json::serialise(value).size() > kMostDraftBytes) {
    return refuse(kDraftTooLarge, "document", {{"limit", std::to_string(kMostDraftBytes / 1000)}});
  }
  if (const auto files = policy::from_document(*object); !files) return files.error();
  return *object;
}

// Those who choose rules write them.
Status check_writing(const std::string& area) {
  if (auto known = host::area_by_code(area); !known) return known.error();
  const auto community = area::at_level(area, area::Level::kCommunity);
  if (!community.empty() && community != area) {
    return refuse(kBelowCommunity, "area", {{"area", area}});
  }
  return {};
}

Result<host::Done> start(host::CommandContext& context, const Beginnings& from,
                         const StartDraft& draft) {
  if (auto status = check_writing(draft.area); !status) return status.error();
  const int ways = (draft.disease ? 1 : 0) + (draft.copy ? 1 : 0) + (draft.edition ? 1 : 0);
  if (ways != 1) return refuse(kNoBeginning, "", {{"what", "disease | copy | edition"}});
  const auto& packs = from.shelf->packs();
  NewPack made{new_pack_id(context.db, *from.shelf, draft.area, context.today()),
               area::full_name(context.db, draft.area), pack_level(draft.area), context.today()};
  Result<json::Object> document = json::Object();
  if (draft.disease) {
    const auto known = std::find_if(packs.begin(), packs.end(), [&](const policy::PackPtr& pack) {
      return pack->disease().id == *draft.disease;
    });
    if (known == packs.end()) {
      return refuse(kNoBeginning, "disease", {{"what", policy::shorten(*draft.disease)}});
    }
    document = empty_document(made, (*known)->disease());
  } else {
    const auto& id = draft.copy ? *draft.copy : *draft.edition;
    const auto files = files_of_pack(context.db, from, id);
    if (!files) return files.error();
    if (!*files) return refuse(kNoBeginning, "copy", {{"what", policy::shorten(id)}});
    if (draft.copy) {
      document = copied_document(made, **files);
    } else {
      const auto before = published(context.db, id);
      if (!before || before->area != draft.area) {
        return refuse(kNotYourPack, "edition", {{"pack", policy::shorten(id)}});
      }
      made.id = id;
      document = next_document(**files, context.today());
    }
  }
  if (!document) return document.error();
  auto kept = keep_draft(context, draft.area, made.id, *document);
  if (!kept) return kept.error();
  return host::Done{*kept, json::Object{{"draft", kept->text()}, {"pack", made.id}}};
}

Result<host::Done> save(host::CommandContext& context, const SaveDraft& change) {
  const auto draft = find_draft(context.db, change.draft);
  if (!draft) return draft.error();
  const auto document = document_of(change.document);
  if (!document) return document.error();
  const auto text = json::serialise(json::Value(*document));
  const auto saved = [](int revision) {
    return host::Done{{}, json::Object{{"revision", revision}}};
  };
  if (change.revision != draft->revision) {
    // The same again, after an answer that was lost on its way.
    if (change.revision == draft->revision - 1 && text == draft->document) {
      return saved(draft->revision);
    }
    return refuse(kDraftChanged, "revision");
  }
  if (text_at(pack_of(*document), "id") != draft->pack) {
    return refuse(kOtherPack, "document", {{"pack", draft->pack}});
  }
  const auto name = name_of(*document);
  context.db.run(
      "update rules_draft set revision = $1, name = $2, document = $3, saved_at = $4, saved_by ="
      " $5 where id = $6",
      draft->revision + 1, name, text, context.now, context.actor.account, draft->id);
  return saved(draft->revision + 1);
}

Result<host::Done> publish(host::CommandContext& context, const Shelf& shelf,
                           const PublishDraft& asked) {
  const auto draft = find_draft(context.db, asked.draft);
  if (!draft) return draft.error();
  if (draft->revision != asked.revision) return refuse(kDraftChanged, "revision");
  const auto document = json::parse(draft->document);
  FX_CHECK(document.has_value());
  const auto files = policy::from_document(document->get_object());
  if (!files) return files.error();
  const auto checked = check_files(*files, shelf.packs(), Language::kZh);
  const auto errors =
      std::count_if(checked.answer.findings.begin(), checked.answer.findings.end(),
                    [](const CheckFinding& finding) { return finding.severity == "error"; });
  const auto wrong = std::count_if(checked.answer.examples.begin(), checked.answer.examples.end(),
                                   [](const CheckExample& example) { return !example.passed; });
  if (checked.pack == nullptr || errors > 0 || wrong > 0) {
    return refuse(kNotReady, "document",
                  {{"errors", std::to_string(errors)}, {"examples", std::to_string(wrong)}});
  }
  const auto& pack = *checked.pack;
  const auto& last = pack.editions().back();
  const bool has_example = std::any_of(pack.examples().begin(), pack.examples().end(),
                                       [&](const policy::Example& example) {
                                         if (!example.day) return example.edition == last.id();
                                         const auto on = pack.edition_on(*example.day);
                                         return on && *on == &last;
                                       });
  if (!has_example) return refuse(kNoExamples, "document");
  if (const auto place = personal_data_in(*files)) {
    return refuse(kPersonalData, "document", {{"place", *place}});
  }
  const auto before = published(context.db, pack.id());
  if (!before && find_pack(shelf.packs(), pack.id()) != nullptr) {
    return refuse(kNotYourPack, "document", {{"pack", pack.id()}});
  }
  if (before) {
    if (before->area != draft->area) {
      return refuse(kNotYourPack, "document", {{"pack", pack.id()}});
    }
    if (before->digest == pack.digest()) return refuse(kAlreadyPublished, "document");
    const auto pack_before = exactly(shelf.packs(), pack.id(), before->digest);
    FX_CHECK(pack_before != nullptr);
    if (auto status = check_published(*pack_before, pack); !status) return status.error();
  }
  PackPublished out{draft->area, pack.id(), pack.digest(), {}, {}};
  for (const auto& edition : pack.editions()) out.editions.push_back(edition.id());
  for (const auto& [path, text] : *files) out.files.push_back({path, text});
  context.append({context.new_id(), draft->area}, out);
  context.db.run("delete from rules_draft where id = $1", draft->id);
  return host::Done{{},
                    json::Object{{"pack", pack.id()},
                                 {"edition", last.id()},
                                 {"from", iso(last.from())},
                                 {"digest", pack.digest()}}};
}

template <class C>
host::AreaOf<C> area_of_draft() {
  return [](store::Session& db, const C& asked) -> Result<std::string> {
    const auto draft = find_draft(db, asked.draft);
    if (!draft) return draft.error();
    return draft->area;
  };
}

// Digits that stand together, at least so many; and an X after them.
std::vector<std::string> numbers_in(std::string_view text) {
  std::vector<std::string> out;
  std::string run;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (c >= '0' && c <= '9') {
      run += c;
      continue;
    }
    if (run.size() == 17 && (c == 'X' || c == 'x')) run += 'X';
    if (run.size() >= 11) out.push_back(run);
    run.clear();
  }
  return out;
}

}  // namespace

Result<DraftRow> find_draft(store::Session& db, const Ulid& id) {
  auto q = db.query(std::string("select ") + kColumns + " where id = $1", id);
  if (!q.next()) return refuse(kNoDraft, "draft");
  return row_of(q);
}

Result<Candidate> candidate_of_draft(store::Session& db, const access::Actor& actor,
                                     const Ulid& id) {
  // Who may not write anywhere learns nothing about what is being written.
  if (actor.areas(kMay).empty()) return access::require(actor, kMay, "").error();
  const auto draft = find_draft(db, id);
  if (!draft) return draft.error();
  if (auto status = access::require(actor, kMay, draft->area); !status) return status.error();
  const auto document = json::parse(draft->document);
  FX_CHECK(document.has_value());
  const auto files = policy::from_document(document->get_object());
  if (!files) return files.error();
  const auto pack = policy::load_pack(*files);
  if (!pack) return refuse(kDraftUnfinished, "draft");
  return Candidate{*pack, &(*pack)->editions().back()};
}

Result<Ulid> keep_draft(host::CommandContext& context, const std::string& area,
                        const std::string& pack, const json::Object& document) {
  if (context.db.integer("select count(*) from rules_draft where area = $1", area).value_or(0) >=
      kMostDrafts) {
    return refuse(kTooManyDrafts, "area", {{"limit", std::to_string(kMostDrafts)}});
  }
  const auto checked = document_of(json::Value(document));
  if (!checked) return checked.error();
  // Not a new one each time the same command is sent.
  const auto id = context.new_id();
  const auto text = json::serialise(json::Value(*checked));
  const auto name = name_of(*checked);
  context.db.run(
      "insert into rules_draft(id, area, pack, name, revision, document, started_by, started_at,"
      " saved_by, saved_at) values ($1, $2, $3, $4, 1, $5, $6, $7, $6, $7) on conflict do nothing",
      id, area, pack, name, text, context.actor.account, context.now);
  return id;
}

std::string new_pack_id(store::Session& db, const Shelf& shelf, std::string_view area, Day today) {
  const auto stem = std::string(area) + "-" + iso(today).substr(0, 4);
  for (int n = 1;; ++n) {
    auto id = stem + "-" + std::to_string(n);
    if (find_pack(shelf.packs(), id) != nullptr) continue;
    if (db.integer("select 1 from rules_draft where pack = $1", id)) continue;
    return id;
  }
}

Result<std::optional<policy::Files>> files_of_pack(store::Session& db, const Beginnings& from,
                                                   std::string_view pack) {
  if (auto last = published(db, pack)) return std::optional(std::move(last->files));
  const auto folder = from.folders.find(pack);
  if (folder == from.folders.end()) return std::optional<policy::Files>();
  auto files = policy::read_pack_files(folder->second);
  if (!files) return files.error();
  return std::optional(*std::move(files));
}

std::optional<std::string> personal_data_in(const policy::Files& files) {
  for (const auto& [path, text] : files) {
    int line = 0;
    std::size_t at = 0;
    while (at < text.size()) {
      const auto end = std::min(text.find('\n', at), text.size());
      ++line;
      for (const auto& number : numbers_in(std::string_view(text).substr(at, end - at))) {
        const bool person = number.size() == 18 &&
                            id_check_digit(std::string_view(number).substr(0, 17)) == number[17] &&
                            parse_day(number.substr(6, 4) + "-" + number.substr(10, 2) + "-" +
                                      number.substr(12, 2));
        const bool mobile = number.size() == 11 && parse_phone(number).kind == PhoneKind::kMobile;
        if (person || mobile) return path + ":" + std::to_string(line);
      }
      at = end + 1;
    }
  }
  return std::nullopt;
}

void declare_drafts(host::Declaration& to, const Beginnings& from) {
  to.schema({"rules",
             {"create table rules_draft(id blob primary key, area text not null, pack text not"
              " null, name text not null, revision integer not null, document text not null,"
              " started_by blob, started_at integer not null, saved_by blob, saved_at integer not"
              " null) strict;"
              "create index rules_draft_area on rules_draft(area);"
              "create index rules_draft_pack on rules_draft(pack);"}});
  to.command<StartDraft>({kMay, "起草规则包", "start a draft of a policy pack",
                          host::named_area<StartDraft>,
                          [from](host::CommandContext& context, const StartDraft& draft) {
                            return start(context, from, draft);
                          }});
  to.command<SaveDraft>(
      {kMay, "保存规则包草稿", "save a draft of a policy pack", area_of_draft<SaveDraft>(), save});
  to.command<DiscardDraft>(
      {kMay, "废弃规则包草稿", "throw away a draft of a policy pack", area_of_draft<DiscardDraft>(),
       [](host::CommandContext& context, const DiscardDraft& asked) -> Result<host::Done> {
         context.db.run("delete from rules_draft where id = $1", asked.draft);
         return host::Done{};
       }});
  to.command<PublishDraft>(
      {kMay, "发布规则包", "publish a policy pack", area_of_draft<PublishDraft>(),
       [shelf = from.shelf](host::CommandContext& context, const PublishDraft& asked) {
         return publish(context, *shelf, asked);
       }});
  to.question<DraftsOf, DraftList>(
      {"/api/rules/drafts", kMay, "规则包草稿", "drafts of policy packs",
       host::named_area<DraftsOf>,
       [](host::QueryContext& context, const DraftsOf& asked) -> Result<DraftList> {
         const auto [low, high] = area::range(asked.area);
         DraftList out;
         auto q = context.db.query(std::string("select ") + kColumns +
                                       " where $1 <= area and area < $2 order by saved_at desc, id"
                                       " limit 500",
                                   low, high);
         while (q.next()) {
           const auto row = row_of(q);
           out.drafts.push_back({row.id, row.area, "", row.pack, row.name, row.revision,
                                 row.started_at, row.saved_at});
         }
         for (auto& each : out.drafts) each.area_name = area::name(context.db, each.area);
         return out;
       }});
  to.document<DraftId>(
      {"/api/rules/drafts/{draft}/files", kMay, "规则包草稿的文件", "the files of a draft",
       area_of_draft<DraftId>(),
       [](host::QueryContext& context, const DraftId& asked) -> Result<host::File> {
         const auto draft = find_draft(context.db, asked.draft);
         if (!draft) return draft.error();
         const auto document = json::parse(draft->document);
         FX_CHECK(document.has_value());
         const auto files = policy::from_document(document->get_object());
         if (!files) return files.error();
         return host::File{draft->pack + ".zip", "application/zip",
                           policy::write_archive(*files, draft->pack)};
       }});
  to.upload<DraftsOf, ImportAnswer>(
      {"/api/rules/import", kMay, "由文件夹起草规则包", "start a draft from a pack's folder",
       kMostArchiveBytes, host::named_area<DraftsOf>,
       [from](host::UploadContext& context, const DraftsOf& asked,
              std::string_view bytes) -> Result<ImportAnswer> {
         if (auto status = check_writing(asked.area); !status) return status.error();
         const auto files = policy::read_archive(bytes);
         if (!files) return files.error();
         const auto answer = context.host.act(
             context.actor, context.id, context.device,
             [&](host::CommandContext& command) -> Result<host::Done> {
               const NewPack made{new_pack_id(command.db, *from.shelf, asked.area, command.today()),
                                  area::full_name(command.db, asked.area), pack_level(asked.area),
                                  command.today()};
               const auto document = copied_document(made, *files);
               if (!document) return document.error();
               const auto kept = keep_draft(command, asked.area, made.id, *document);
               if (!kept) return kept.error();
               return host::Done{*kept, {}};
             });
         if (!answer) return answer.error();
         return ImportAnswer{answer->subject};
       }});
  to.question<DraftId, DraftAnswer>(
      {"/api/rules/drafts/{draft}", kMay, "一份规则包草稿", "one draft of a policy pack",
       area_of_draft<DraftId>(),
       [](host::QueryContext& context, const DraftId& asked) -> Result<DraftAnswer> {
         const auto draft = find_draft(context.db, asked.draft);
         if (!draft) return draft.error();
         DraftAnswer out{draft->id,       draft->area, draft->pack, draft->revision,
                         draft->saved_at, {},          {}};
         if (const auto before = published(context.db, draft->pack)) {
           const auto pack = policy::load_pack(before->files);
           FX_CHECK(pack.has_value());
           for (const auto& edition : (*pack)->editions()) out.published.push_back(edition.id());
         }
         auto document = json::parse(draft->document);
         FX_CHECK(document.has_value());
         out.document = *std::move(document);
         return out;
       }});
}

}  // namespace fx::rules
