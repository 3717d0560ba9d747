#include "policy/cell.h"

#include <algorithm>
#include <optional>
#include <string>

#include "policy/refusals.h"

namespace fx::policy {
namespace {

constexpr std::size_t kMostItems = 200;

struct Operator {
  std::string_view text;
  bool less, equal, greater;
};
// Longer ones first, as ">" is the beginning of ">=".
constexpr Operator kOperators[] = {
    {">=", false, true, true},  {"<=", true, true, false},  {"≥", false, true, true},
    {"≤", true, true, false},   {">", false, false, true},  {"<", true, false, false},
    {"＞", false, false, true}, {"＜", true, false, false}, {"=", false, true, false},
};

class CellReader {
 public:
  explicit CellReader(FactDecl& fact) : fact_(fact) {}

  Result<CellTest, CellProblem> read(std::string_view text) {
    text = trim(text);
    if (text.empty() || text == "-" || text == "—") return CellTest{};
    CellTest test;
    test.any = false;
    const bool negated = text.starts_with("not(") && text.ends_with(")");
    if (negated) text = text.substr(4, text.size() - 5);
    const auto items = split_list(text);
    if (items.size() > kMostItems) return CellProblem{&kTableTooComplex, {}};
    for (const auto& item : items) {
      if (auto problem = read_item(item, test)) return *problem;
    }
    normalise(test.accepts);
    if (negated) complement(test);
    return test;
  }

 private:
  std::optional<CellProblem> read_item(std::string_view item, CellTest& test) {
    if (item == "missing" || item == "未知") {
      test.missing = true;
      return std::nullopt;
    }
    const bool ordered = fact_.type == FactType::kNumber || fact_.type == FactType::kDay;
    if (ordered) {
      if (item.size() > 2 && (item.front() == '[' || item.front() == '(')) {
        return read_range(item, test);
      }
      for (const auto& op : kOperators) {
        if (item.starts_with(op.text)) {
          return read_comparison(op, trim(item.substr(op.text.size())), test);
        }
      }
    }
    const auto value = read_value(item);
    if (!value) return value.error();
    test.accepts.push_back({*value, *value + 1});
    return std::nullopt;
  }

  std::optional<CellProblem> read_range(std::string_view item, CellTest& test) {
    const auto dots = item.find("..");
    const char close = item.back();
    if (dots == std::string_view::npos || (close != ']' && close != ')')) return syntax(item);
    const auto from = read_value(trim(item.substr(1, dots - 1)));
    if (!from) return from.error();
    const auto to = read_value(trim(item.substr(dots + 2, item.size() - dots - 3)));
    if (!to) return to.error();
    const Value first = *from + (item.front() == '(' ? 1 : 0);
    const Value end = *to + (close == ']' ? 1 : 0);
    if (first >= end) return CellProblem{&kCellRange, {{"value", shorten(item)}}};
    test.accepts.push_back({first, end});
    return std::nullopt;
  }

  std::optional<CellProblem> read_comparison(const Operator& op, std::string_view text,
                                             CellTest& test) {
    const auto value = read_value(text);
    if (!value) return value.error();
    const Value from = op.less ? fact_.first() : *value + (op.equal ? 0 : 1);
    const Value to = op.greater ? fact_.last() + 1 : *value + (op.equal ? 1 : 0);
    if (from >= to) return CellProblem{&kCellRange, {{"value", shorten(text)}}};
    test.accepts.push_back({from, to});
    return std::nullopt;
  }

  Result<Value, CellProblem> read_value(std::string_view text) {
    if (fact_.type == FactType::kText) {
      if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
      }
      if (text.empty()) return syntax(text);
      const Value known = *fact_.parse(text);
      if (known != kOtherText) return known;
      if (static_cast<Value>(fact_.values.size()) >= kMostTexts) return syntax(text);
      const std::string name(text);
      fact_.values.push_back({name, {name, name}});
      return static_cast<Value>(fact_.values.size()) - 1;
    }
    if (text.empty()) return syntax(text);
    const auto value = fact_.parse(text);
    if (!value) {
      return CellProblem{
          &kCellValue,
          {{"value", shorten(text)}, {"fact", fact_.id}, {"expected", fact_.expected()}}};
    }
    return *value;
  }

  static CellProblem syntax(std::string_view text) {
    return CellProblem{&kCellSyntax, {{"value", shorten(text)}}};
  }

  static void normalise(std::vector<Interval>& intervals) {
    std::sort(intervals.begin(), intervals.end(),
              [](const Interval& a, const Interval& b) { return a.from < b.from; });
    std::vector<Interval> merged;
    for (const auto& next : intervals) {
      if (!merged.empty() && next.from <= merged.back().to) {
        merged.back().to = std::max(merged.back().to, next.to);
      } else {
        merged.push_back(next);
      }
    }
    intervals = std::move(merged);
  }

  // not(...) accepts every other value. A missing fact is not "another value": it is accepted by
  // "-" and "missing" only, so that nothing is decided from what nobody knows.
  void complement(CellTest& test) const {
    test = policy::complement(fact_, test);
    test.missing = false;
  }

  FactDecl& fact_;
};

}  // namespace

bool CellTest::accepts_value(Value value) const {
  if (any) return true;
  if (value == kMissing) return missing;
  const auto after = std::upper_bound(
      accepts.begin(), accepts.end(), value,
      [](Value wanted, const Interval& interval) { return wanted < interval.from; });
  return after != accepts.begin() && value < (after - 1)->to;
}

Result<CellTest, CellProblem> parse_cell(FactDecl& fact, std::string_view text) {
  return CellReader(fact).read(text);
}

CellTest complement(const FactDecl& fact, const CellTest& test) {
  CellTest out;
  out.any = false;
  if (test.any) return out;
  out.missing = fact.can_be_missing() && !test.missing;
  Value from = fact.first();
  const Value end = fact.last() + 1;
  for (const auto& interval : test.accepts) {
    if (from < interval.from) out.accepts.push_back({from, interval.from});
    from = interval.to;
  }
  if (from < end) out.accepts.push_back({from, end});
  return out;
}

std::string show_cell(const FactDecl& fact, const CellTest& test) {
  if (test.any) return "-";
  std::string out;
  const auto add = [&](const std::string& item) { out += (out.empty() ? "" : "; ") + item; };
  const auto quoted = [&](Value value) {
    const auto text = fact.id_of(value);
    return fact.type == FactType::kText ? '"' + text + '"' : text;
  };
  const bool ordered = fact.type == FactType::kNumber || fact.type == FactType::kDay;
  const auto known = static_cast<Value>(fact.values.size());
  // A text has no end of other values: what accepts them is written as what it does not accept.
  const bool others =
      fact.type == FactType::kText && !test.accepts.empty() && test.accepts.back().to > known;
  const auto shown = others ? complement(fact, test) : test;
  for (const auto& interval : shown.accepts) {
    if (!ordered) {
      for (Value v = std::max<Value>(interval.from, 0); v < interval.to && v < known; ++v) {
        add(quoted(v));
      }
      if (fact.type == FactType::kFlag) {
        for (Value v = interval.from; v < interval.to; ++v) add(fact.id_of(v));
      }
    } else if (interval.to == interval.from + 1) {
      add(fact.id_of(interval.from));
    } else if (interval.to > fact.last()) {
      add(">=" + fact.id_of(interval.from));
    } else if (interval.from <= fact.first()) {
      add("<=" + fact.id_of(interval.to - 1));
    } else {
      add("[" + fact.id_of(interval.from) + ".." + fact.id_of(interval.to - 1) + "]");
    }
  }
  if (others) return "not(" + out + ")";
  if (test.missing) add("missing");
  return out;
}

CellTest intersect(const CellTest& a, const CellTest& b) {
  if (a.any) return b;
  if (b.any) return a;
  CellTest out;
  out.any = false;
  out.missing = a.missing && b.missing;
  auto x = a.accepts.begin();
  auto y = b.accepts.begin();
  while (x != a.accepts.end() && y != b.accepts.end()) {
    const Value from = std::max(x->from, y->from);
    const Value to = std::min(x->to, y->to);
    if (from < to) out.accepts.push_back({from, to});
    if (x->to < y->to) {
      ++x;
    } else {
      ++y;
    }
  }
  return out;
}

bool is_empty(const CellTest& test) { return !test.any && !test.missing && test.accepts.empty(); }

}  // namespace fx::policy
