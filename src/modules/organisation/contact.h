// Whom people call: the duty phone of a community or of an office above it, as it stands on papers
// and doors. It is published, so unlike a person's phone it may be in the journal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/describe/class.hpp>

#include "base/refusal.h"
#include "store/session.h"

namespace fx::organisation {

struct ContactSet {
  static constexpr std::string_view kKind = "organisation.contact-set";
  static constexpr int kVersion = 1;
  std::string office;
  std::string phone;
  std::optional<std::string> objections;
};
BOOST_DESCRIBE_STRUCT(ContactSet, (), (office, phone, objections))

// Takes the place of what was set for this area before.
struct SetContact {
  static constexpr std::string_view kName = "organisation.set-contact";
  std::string area;  // a community, or an area above it
  std::string office;
  std::string phone;
  std::optional<std::string> objections;  // phone of those who hear objections, if another
};
BOOST_DESCRIBE_STRUCT(SetContact, (), (area, office, phone, objections))

struct Contact {
  std::string area;  // whose it is: the asked one's own, or the nearest above
  std::string office;
  std::string phone;
  std::string objections;  // or ""
};
BOOST_DESCRIBE_STRUCT(Contact, (), (area, office, phone, objections))

std::optional<Contact> contact_of(store::Session& db, std::string_view area);

inline constexpr RefusalKind kContactLevel{
    "organisation.contact-level",
    400,
    "值班电话按社区（村）或其上级设置，{area} 不是",
    "a duty phone belongs to a community or an office above it, which {area} is not",
    "选择社区、街道或更高一级",
    "choose the community, the street or a higher area"};
inline constexpr RefusalKind kBadOffice{
    "organisation.bad-office", 400,
    "单位名称为1至60个字",     "the name of an office has 1 to 60 characters",
    "填写公开的单位名称",      "give the office's public name"};
inline constexpr RefusalKind kBadPhone{"organisation.bad-phone",
                                       400,
                                       "电话号码不对",
                                       "this is no phone number",
                                       "固定电话写成0876-2123456",
                                       "write a land line like 0876-2123456"};

}  // namespace fx::organisation
