// What a draft of a policy pack begins from: nothing but a disease, another pack, or the editions
// published so far.
#pragma once

#include <string>

#include "base/json.h"
#include "base/time.h"
#include "policy/pack.h"

namespace fx::rules {

// For whom and from when: what every beginning puts into the document.
struct NewPack {
  std::string id;
  std::string place;  // the area's name
  std::string level;  // of policy::kLevels
  Day from;
};

// "township" for a street, by the level of the area's code.
std::string pack_level(std::string_view area);

json::Object empty_document(const NewPack& pack, const policy::Disease& disease);
// The pack with another id, place and level; its editions as they are.
Result<json::Object> copied_document(const NewPack& pack, const policy::Files& files);
// The pack with one edition more, which begins as its last one and follows it.
Result<json::Object> next_document(const policy::Files& files, Day from);

}  // namespace fx::rules
