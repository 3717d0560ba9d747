// Policy packs while they are being written. A draft is a working paper of an area's office and no
// record: it is kept in a table of its own, changed as often as its authors like, and thrown away.
// What becomes a record is its publication (published.h).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "modules/rules/published.h"
#include "modules/rules/rules.h"
#include "policy/document.h"

namespace fx::rules {

inline constexpr std::size_t kMostDraftBytes = 600'000;  // of a document as JSON
inline constexpr int kMostDrafts = 200;                  // of one area

// In descending precedence.
inline constexpr RefusalKind kNoDraft{"rules.no-draft",
                                      404,
                                      "没有这份规则包草稿",
                                      "there is no such draft of a pack",
                                      "可能已经发布或废弃；看看草稿清单",
                                      "it may be published or thrown away; see the list of drafts"};
inline constexpr RefusalKind kDraftChanged{
    "rules.draft-changed",
    409,
    "这份草稿已在别处改动并保存过",
    "the draft was changed and saved elsewhere meanwhile",
    "打开最新的一份，再改一次；或先导出手上的这份",
    "open the newest and make your change again, or download what you have first"};
inline constexpr RefusalKind kNoBeginning{
    "rules.no-beginning",
    422,
    "不知道从什么开始写：{what}",
    "it is not known what to begin from: {what}",
    "选一种疾病从空白开始，或选一个规则包照着改",
    "choose a disease and begin empty, or a pack to begin from"};
inline constexpr RefusalKind kNotYourPack{
    "rules.not-your-pack",
    403,
    "规则包 {pack} 属于别的区域，不能在这里出新版次",
    "the pack {pack} belongs to another area; a new edition of it cannot be written here",
    "复制一份作为本地的规则包",
    "copy it as a pack of your own"};
inline constexpr RefusalKind kTooManyDrafts{
    "rules.too-many-drafts", 409,
    "草稿已有 {limit} 份",   "there are {limit} drafts already",
    "先废弃不用的草稿",      "throw away those that are not needed"};
inline constexpr RefusalKind kDraftTooLarge{
    "rules.draft-too-large",          422,
    "草稿太大，最多 {limit} KB",      "the draft is too large, at most {limit} KB",
    "删去无关内容，或拆成几个规则包", "remove what does not belong, or write several packs"};
inline constexpr RefusalKind kOtherPack{"rules.other-pack",
                                        422,
                                        "这份草稿是规则包 {pack} 的，编号不能改",
                                        "the draft is of the pack {pack}; its id cannot be changed",
                                        "另起一份草稿",
                                        "start another draft"};
inline constexpr RefusalKind kNotReady{"rules.not-ready",
                                       422,
                                       "还不能发布：有 {errors} 处错误，{examples} 个例子没有通过",
                                       "it cannot be published: {errors} errors, and {examples} "
                                       "examples do not come out",
                                       "按检查结果逐条改正后再发布",
                                       "mend what the check has found, then publish"};
inline constexpr RefusalKind kDraftUnfinished{
    "rules.draft-unfinished",         409,
    "这份草稿还有错误，不能照它判定", "the draft has errors: nothing can be decided by it yet",
    "按编写页面的检查结果改正后再试", "mend what the check on its page has found, then try again"};
inline constexpr RefusalKind kNoExamples{
    "rules.no-examples",
    422,
    "还不能发布：新版次没有例子",
    "it cannot be published: the new edition has no example",
    "至少写一个例子：什么样的人，应当得到什么结果",
    "write at least one: what is known of a person, and what must come out"};
inline constexpr RefusalKind kPersonalData{"rules.personal-data",
                                           422,
                                           "{place} 里有身份证号或手机号",
                                           "{place} holds an identity or mobile number",
                                           "规则里不写具体的人；联系方式写单位电话",
                                           "rules name nobody; give an office's number instead"};
inline constexpr RefusalKind kEditionGone{
    "rules.edition-gone",
    409,
    "已发布的版次“{edition}”不见了",
    "the edition \"{edition}\" that was published is gone",
    "从最新发布的一版另起草稿：已发布的版次必须保留，过去的决定靠它说明",
    "start a new draft from what was published last: published editions stay, as decisions are "
    "explained by them"};
inline constexpr RefusalKind kEditionChanged{
    "rules.edition-changed",
    409,
    "已发布的版次“{edition}”被改动了",
    "the edition \"{edition}\" that was published has been changed",
    "已发布的版次不能改：把改动写进新的版次，新的用语另起一条",
    "what is published stays as it is: change the new edition, and add new words beside the old"};
inline constexpr RefusalKind kAlreadyPublished{
    "rules.already-published", 409,
    "与最新发布的一版相同",    "it is the same as what was published last",
    "没有改动，不用再发布",    "nothing has changed, there is nothing to publish"};

// What drafts begin from: the shipped packs' folders by id, and the shelf.
struct Beginnings {
  std::map<std::string, std::filesystem::path, std::less<>> folders;
  Shelf* shelf = nullptr;
};

// Commands rules.start-draft, save-draft, discard-draft, publish-draft; the list of drafts and one
// of them.
void declare_drafts(host::Declaration& to, const Beginnings& from);

// The files of a pack: as published last, or as shipped. Nothing when there are none.
Result<std::optional<policy::Files>> files_of_pack(store::Session& db, const Beginnings& from,
                                                   std::string_view pack);

struct DraftRow {
  Ulid id;
  std::string area;
  std::string pack;
  std::string name;
  int revision = 0;
  std::string document;
  Instant started_at;
  Instant saved_at;
};
Result<DraftRow> find_draft(store::Session& db, const Ulid& id);
// Its last edition, for whoever may write there. Refuses kNoDraft, kDraftUnfinished.
Result<Candidate> candidate_of_draft(store::Session& db, const access::Actor& actor,
                                     const Ulid& draft);
// Makes a draft of a document whose pack has got the id `pack`.
Result<Ulid> keep_draft(host::CommandContext& context, const std::string& area,
                        const std::string& pack, const json::Object& document);
// An id that no pack and no draft has.
std::string new_pack_id(store::Session& db, const Shelf& shelf, std::string_view area, Day today);

// Where in the files a number stands that may be a person's; nothing when there is none.
std::optional<std::string> personal_data_in(const policy::Files& files);

}  // namespace fx::rules
