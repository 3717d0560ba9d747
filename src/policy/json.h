// Facts and decisions as JSON, for the journal, the API and the command line.
#pragma once

#include <boost/json/fwd.hpp>

#include "policy/evaluate.h"
#include "policy/findings.h"

namespace fx::policy {

// {"origin_set": "hubei", "age": 34, "symptoms": false}: strings, numbers and booleans by fact id;
// null is "missing". Refuses kFactUnknown and kFactValue. Depth and size are the parser's affair.
Result<Facts> facts_from_json(const Pack& pack, const boost::json::object& object);
// Only the facts that are not at their initial value.
boost::json::object to_json(const Facts& facts);

// {"pack","edition","topic","reference","explanation":{"zh","en"},"facts":{...},
//  "rows":[{"file","row","when":{fact: cell},"matched":{fact: {"value","label","shown"}},
//  "outcomes":{id: value},"layers"}]}; "layers" in a resolved pack only:
// {"from":[{"level","pack","edition","file","row"}],"given_by":{outcome: reference},
//  "not_applied":[{"row": reference,"looser":[outcome]}]}
boost::json::object to_json(const Decision& decision);
// All rows of a topic ("" for all topics), in order: {"topic","when":{fact: cell},"outcomes",
// "reference","layers"}. Of a resolved edition this is the rule in force with the origin of
// everything in it.
boost::json::array list_rules(const Pack& pack, const Edition& edition, std::string_view topic);
// {"severity","code","edition","file","row","column","message":{"zh","en"},"remedy":{"zh","en"}}
boost::json::object to_json(const Finding& finding);

}  // namespace fx::policy
