// What the parts of the check share: the pack and edition at hand, the findings so far, and the
// steps that are left. For findings*.cc only.
#pragma once

#include <string>
#include <vector>

#include "policy/findings.h"
#include "policy/search.h"

namespace fx::policy {

class CheckRun {
 public:
  explicit CheckRun(const Pack& pack) : pack_(pack) {}

  [[nodiscard]] const Pack& pack() const { return pack_; }
  [[nodiscard]] const Vocabulary& vocabulary() const { return pack_.vocabulary(); }
  [[nodiscard]] const Edition* edition() const { return edition_; }  // null: the pack as a whole
  void set_edition(const Edition* edition) { edition_ = edition; }

  void add(Severity severity, const RefusalKind& kind, const Place& place, Params params = {});
  // With the case that shows it: the facts that are not at their initial value, and those of
  // `slots`.
  void add(Severity severity, const RefusalKind& kind, const Place& place, Params params,
           const Facts& example, const std::vector<int>& slots);

  // Where a row stands in the files: of a resolved pack in those of the level that had the last
  // word.
  static Place where(const Table& table, const Row& row, std::string column = {});

  // A case in the box and in none of the others. Nothing when there is none, or when the steps have
  // run out, which is then found as kTooComplex.
  std::optional<Facts> example(const Box& box, const std::vector<Box>& blockers);
  // Whether there is such a case; true also when the steps have run out.
  bool possible(const Box& box, const std::vector<Box>& blockers);
  bool take(std::size_t steps);

  [[nodiscard]] bool gave_up() const { return gave_up_; }
  std::vector<Finding> finish() { return std::move(findings_); }

 private:
  const Pack& pack_;
  const Edition* edition_ = nullptr;
  std::size_t budget_ = 20'000'000;  // steps of all searches together: a second or two
  bool gave_up_ = false;
  std::vector<Finding> findings_;
};

// Contradictions within and between topics other than the course of a person (findings.cc).
void check_topics(CheckRun& run);
// Words that nothing uses, sources that are not there, editions without an example, classes that
// end while people are in them.
void check_words(CheckRun& run);

}  // namespace fx::policy
