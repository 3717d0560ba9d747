// Random trees and random histories against a model that knows nothing of codes being paths.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "area/tree.h"

namespace fx::area {
namespace {

std::string random_code() {
  static const std::vector<std::string> kTops = {
      "0", "53", "5326", "532601", "532601003", "532601003005", "532601003006", "54", "5401"};
  std::string code = *rc::gen::elementOf(kTops);
  if (code.size() != 12) return code;
  const int depth = *rc::gen::inRange(0, 6);
  for (int i = 0; i < depth; ++i) {
    code +=
        "-" + *rc::gen::elementOf(std::vector<std::string>{"0", "1", "2", "10", "1A", "A", "z"});
  }
  return code;
}

// The definition that contains() and range() must agree with: walk up.
bool is_ancestor_or_self(const std::string& ancestor, std::string code) {
  for (; !code.empty(); code = parent(code)) {
    if (code == ancestor) return true;
  }
  return false;
}

RC_GTEST_PROP(AreaCodes, ARangeIsExactlyTheSubtree, ()) {
  const auto a = random_code();
  const auto b = random_code();
  const auto [low, high] = range(a);
  const bool inside = is_ancestor_or_self(a, b);
  RC_ASSERT(contains(a, b) == inside);
  RC_ASSERT((low <= b && b < high) == inside);
  if (inside && a != kCountry) RC_ASSERT(at_level(b, *level_of(a)) == a);
}

RC_GTEST_PROP(AreaCodes, LevelsStepByOneAndChainsAreCommunities, ()) {
  const auto code = random_code();
  const auto level = *level_of(code);
  if (code != kCountry)
    RC_ASSERT(static_cast<int>(*level_of(parent(code))) + 1 == static_cast<int>(level));
  RC_ASSERT(chain(code) == (level > Level::kCommunity ? at_level(code, Level::kCommunity) : code));
}

// A node of the model: who its parent is, and its name. Codes are only labels to it.
struct ModelNode {
  int parent = -1;
  std::string key;
  Level level = Level::kCommunity;
};

class History {
 public:
  History() : db_(":memory:", store::Session::Mode::kReadWrite) {
    db_.script(std::string(kNodeDdl) + std::string(kFormerDdl));
    apply(db_, AreaAdded{{{"532601003005", "里布嘎社区"}}});
    nodes_[0] = {-1, name_key(Level::kCommunity, "里布嘎社区"), Level::kCommunity};
    codes_[0] = "532601003005";
  }

  void add() {
    const int at = any();
    if (nodes_[at].level == Level::kDwelling) return;
    const auto level = static_cast<Level>(static_cast<int>(nodes_[at].level) + 1);
    const std::string name = *rc::gen::elementOf(std::vector<std::string>{
        "1", "2", "02", "10", "一", "第三", "A座", "3栋", "滨河花园", "老寨", "2单元", "9组"});
    const auto planned = plan_addition(db_, "", name, codes_[at]);
    RC_ASSERT(planned.has_value());
    const std::string key = name_key(level, name);
    const bool there = std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& item) {
      return item.second.parent == at && item.second.key == key;
    });
    RC_ASSERT(planned->exists == there);
    if (there) return;
    RC_ASSERT(parent(planned->area.code) == codes_[at]);
    apply(db_, AreaAdded{{planned->area}});
    const int id = next_++;
    nodes_[id] = {at, key, level};
    codes_[id] = planned->area.code;
    old_.erase(planned->area.code);  // in use again
  }

  void rename() {
    const int at = any();
    if (at == 0) return;
    const std::string name = "新名" + std::to_string(renamed_++);
    apply(db_, AreaRenamed{codes_[at], name});
    nodes_[at].key = name_key(nodes_[at].level, name);
  }

  void move() {
    const int at = any();
    const int to = any();
    if (at == 0 || static_cast<int>(nodes_[to].level) + 1 != static_cast<int>(nodes_[at].level)) {
      return;
    }
    const AreaMoved moved{codes_[at], codes_[to] + "-m" + std::to_string(next_++)};
    apply(db_, moved);
    nodes_[at].parent = to;
    for (auto& [id, code] : codes_) {
      if (under(id, at)) {
        old_[code] = id;
        code = moved_code(code, moved);
        old_.erase(code);
      }
    }
  }

  void check() {
    std::map<int, std::set<std::string>> children_of;
    for (const auto& [id, node] : nodes_) {
      const auto found = find(db_, codes_[id]);
      RC_ASSERT(found.has_value());
      RC_ASSERT(found->level == node.level);
      RC_ASSERT(name_key(node.level, found->name) == node.key);
      if (node.parent >= 0) {
        RC_ASSERT(parent(codes_[id]) == codes_[node.parent]);
        children_of[node.parent].insert(codes_[id]);
      }
    }
    for (const auto& [id, node] : nodes_) {
      if (node.level == Level::kDwelling) continue;
      const auto listed = children(db_, codes_[id], 1000);
      std::set<std::string> codes;
      for (const auto& child : listed) codes.insert(child.code);
      RC_ASSERT(codes == children_of[id]);
      RC_ASSERT(listed.size() == codes.size());
      RC_ASSERT(count_children(db_, codes_[id]) == static_cast<std::int64_t>(codes.size()));
    }
    for (const auto& [code, id] : old_) {
      RC_ASSERT(!exists(db_, code));
      RC_ASSERT(current_code(db_, code) == codes_[id]);
    }
    const auto total = db_.integer("select count(*) from area_node").value_or(0);
    RC_ASSERT(total == static_cast<std::int64_t>(nodes_.size()));
  }

 private:
  int any() {
    std::vector<int> ids;
    for (const auto& item : nodes_) ids.push_back(item.first);
    return *rc::gen::elementOf(ids);
  }
  bool under(int id, int ancestor) {
    for (; id >= 0; id = nodes_[id].parent) {
      if (id == ancestor) return true;
    }
    return false;
  }

  store::Session db_;
  std::map<int, ModelNode> nodes_;
  std::map<int, std::string> codes_;
  std::map<std::string, int> old_;  // codes that areas once had and nobody has now
  int next_ = 1;
  int renamed_ = 0;
};

RC_GTEST_PROP(AreaTree, AnyHistoryGivesTheTreeOfTheModel, ()) {
  History history;
  const int steps = *rc::gen::inRange(1, 40);
  for (int i = 0; i < steps; ++i) {
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        history.rename();
        break;
      case 1:
        history.move();
        break;
      default:
        history.add();
    }
  }
  history.check();
}

}  // namespace
}  // namespace fx::area
