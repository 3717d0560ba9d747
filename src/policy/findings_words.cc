// The check of a pack as a whole: words that nothing uses, sources that are not there, editions
// without an example, classes that end while people are in them.
#include <algorithm>
#include <set>

#include "policy/check_run.h"
#include "policy/finding_kinds.h"
#include "policy/refusals.h"

namespace fx::policy {
namespace {

// Ids of a dictionary that some row gives, and facts that some table looks at.
struct Used {
  std::set<std::pair<std::string, std::string>> words;  // dictionary, id
  std::set<std::string> values;                         // of origin_set
  std::set<std::string> facts;
};

Used used_by(const Pack& pack) {
  Used out;
  const int origin = pack.vocabulary().slot("origin_set");
  for (const auto& edition : pack.editions()) {
    for (const auto& table : edition.tables()) {
      for (std::size_t c = 0; c < table.slots.size(); ++c) {
        const auto& fact = pack.vocabulary().facts[static_cast<std::size_t>(table.slots[c])];
        out.facts.insert(fact.id);
        if (table.slots[c] != origin) continue;
        for (const auto& row : table.rows) {
          for (std::size_t v = 0; v < fact.values.size() && !row.tests[c].any; ++v) {
            if (row.tests[c].accepts_value(static_cast<Value>(v))) {
              out.values.insert(fact.values[v].id);
            }
          }
        }
      }
      for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
          const auto& decl = table.topic->outcomes[i];
          if (decl.dictionary.empty()) continue;
          for (const Value v : row.outcomes[i].values) {
            out.words.emplace(decl.dictionary, decl.values[static_cast<std::size_t>(v)].id);
          }
        }
      }
    }
  }
  return out;
}

void check_unused(CheckRun& run) {
  const Pack& pack = run.pack();
  const Used used = used_by(pack);
  const auto unused = [&](const std::string& id) {
    run.add(Severity::kWarning, kNeverUsed, {"pack.yaml"}, {{"value", id}});
  };
  for (const char* name : {"classes", "teams", "bases", "issuers", "appeals", "slots", "tasks"}) {
    const auto& dictionaries = pack.words().dictionaries;
    const auto found = dictionaries.find(name);
    if (found == dictionaries.end()) continue;
    for (const auto& named : found->second) {
      if (!used.words.contains({name, named.id})) unused(named.id);
    }
  }
  for (const auto& set : pack.origin_sets()) {
    if (!used.values.contains(set.id)) unused(set.id);
  }
  static const auto kBuiltIn = builtin_vocabulary();
  for (const auto& fact : pack.vocabulary().facts) {
    if (kBuiltIn.slot(fact.id) < 0 && !used.facts.contains(fact.id)) unused(fact.id);
  }
}

void check_sources(CheckRun& run) {
  std::set<std::pair<std::string, int>> known;  // editions share files
  for (const auto& edition : run.pack().editions()) {
    for (const auto& table : edition.tables()) {
      const auto index = static_cast<std::size_t>(table.outcome("source"));
      for (const auto& row : table.rows) {
        // A word like an id is meant as one; anything else is the source in words.
        const auto& source = row.outcomes[index].text;
        if (!is_id(source) || run.pack().source(source) != nullptr) continue;
        if (!known.emplace(table.file, row.number).second) continue;
        run.add(Severity::kWarning, kSourceUnknown, {table.file, row.number, "source"},
                {{"value", shorten(source)}});
      }
    }
  }
}

void check_examples(CheckRun& run) {
  const Pack& pack = run.pack();
  for (const auto& edition : pack.editions()) {
    const bool shown =
        std::any_of(pack.examples().begin(), pack.examples().end(), [&](const Example& example) {
          if (!example.day) return example.edition == edition.id();
          const auto on = pack.edition_on(*example.day);
          return on && *on == &edition;
        });
    if (!shown) {
      run.add(Severity::kWarning, kNoExample, {"pack.yaml"}, {{"value", edition.id()}});
    }
  }
}

std::set<std::string> classes_of(const Edition& edition) {
  std::set<std::string> out;
  const Table* table = edition.table("placement");
  if (table == nullptr) return out;
  const auto index = static_cast<std::size_t>(table->outcome("class"));
  for (const auto& row : table->rows) {
    for (const Value v : row.outcomes[index].values) {
      out.insert(table->topic->outcomes[index].values[static_cast<std::size_t>(v)].id);
    }
  }
  return out;
}

// People move over to the new edition, so their class must be one of its own.
void check_moves(CheckRun& run) {
  const auto& editions = run.pack().editions();
  for (std::size_t i = 1; i < editions.size(); ++i) {
    if (editions[i].running() != Running::kMove) continue;
    const auto now = classes_of(editions[i]);
    for (const auto& before : classes_of(editions[i - 1])) {
      if (now.contains(before)) continue;
      run.set_edition(&editions[i]);
      run.add(Severity::kError, kClassDropped, {"pack.yaml"}, {{"value", before}});
    }
  }
  run.set_edition(nullptr);
}

}  // namespace

void check_words(CheckRun& run) {
  check_unused(run);
  check_sources(run);
  check_examples(run);
  check_moves(run);
}

}  // namespace fx::policy
