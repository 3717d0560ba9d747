// Screening (C3): a campaign asks every household of a community; the ladder is telephone, door,
// notice. Who has not been reached is computed, never stored.
#pragma once

#include <memory>

#include "host/module.h"
#include "modules/registry/registry.h"
#include "modules/rules/rules.h"
#include "modules/today/today.h"

namespace fx::screening {

enum class Rung { phone, door, notice };
BOOST_DESCRIBE_ENUM(Rung, phone, door, notice)

enum class Outcome {
  reached,      // somebody of the household answered the questions
  not_reached,  // nobody answered, nobody opened
  notice_left,  // a notice is at the door; come back
  refused       // they were met and would not answer
};
BOOST_DESCRIBE_ENUM(Outcome, reached, not_reached, notice_left, refused)

// --- entries -------------------------------------------------------------------------------------

struct CampaignStarted {
  static constexpr std::string_view kKind = "screening.campaign-started";
  static constexpr int kVersion = 1;
  std::string name;  // "春节返乡排查"
  Day from;
};
BOOST_DESCRIBE_STRUCT(CampaignStarted, (), (name, from))

struct CampaignClosed {
  static constexpr std::string_view kKind = "screening.campaign-closed";
  static constexpr int kVersion = 1;
  Day on;
};
BOOST_DESCRIBE_STRUCT(CampaignClosed, (), (on))

// Subject: the household.
struct Asked {
  static constexpr std::string_view kKind = "screening.asked";
  static constexpr int kVersion = 1;
  Ulid campaign;
  Rung rung = Rung::phone;
  Outcome outcome = Outcome::reached;
  std::optional<bool> symptoms;   // somebody has one
  std::optional<bool> returnees;  // somebody has come back
};
BOOST_DESCRIBE_STRUCT(Asked, (), (campaign, rung, outcome, symptoms, returnees))

struct AskedCorrected {  // amends screening.asked
  static constexpr std::string_view kKind = "screening.asked-corrected";
  static constexpr int kVersion = 1;
  std::optional<Outcome> outcome;  // nothing: it was not asked at all
};
BOOST_DESCRIBE_STRUCT(AskedCorrected, (), (outcome))

// --- refusals, in descending precedence ----------------------------------------------------------

inline constexpr RefusalKind kNeedsCommunity{"screening.needs-community",
                                             400,
                                             "排查按社区（村）开展，{area} 不是社区",
                                             "a campaign is for one community, {area} is none",
                                             "选择一个社区",
                                             "choose a community"};
inline constexpr RefusalKind kBadName{
    "screening.bad-name", 400,
    "排查名称为空或过长", "the campaign's name is empty or too long",
    "名称用1至60个字",    "use 1 to 60 characters"};
inline constexpr RefusalKind kNoCampaign{
    "screening.no-campaign",    409,
    "该社区没有正在进行的排查", "no campaign is under way in the community",
    "先开始一次排查",           "start a campaign first"};
inline constexpr RefusalKind kNoHousehold{
    "screening.no-household",     404,          "没有这一户",
    "there is no such household", "检查后重试", "check and try again"};
inline constexpr RefusalKind kWrongOutcome{
    "screening.wrong-outcome",
    400,
    "“{outcome}”不是这种排查方式的结果",
    "{outcome} is no result of this rung",
    "留告知书只用于“告知书”，电话和上门用“已排查/未联系上/拒绝”",
    "notice_left belongs to the notice, the others to telephone and door"};
inline constexpr RefusalKind kNotAsked{"screening.not-asked", 404,
                                       "没有这条排查结果",    "there is no such result",
                                       "刷新后重试",          "reload and try again"};
inline constexpr RefusalKind kAlreadyCorrected{"screening.already-corrected",
                                               409,
                                               "这条结果已经更正过",
                                               "the result has been corrected already",
                                               "更正最新的那一条",
                                               "correct the latest one"};

class Screening : public host::Module {
 public:
  [[nodiscard]] virtual const today::Source& today() const = 0;
};

std::unique_ptr<Screening> make_module(const registry::Directory& people,
                                       const rules::Rulebook& rules);

}  // namespace fx::screening
