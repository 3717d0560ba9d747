#include "policy/layers.h"

#include <algorithm>
#include <set>

#include "policy/layer_words.h"
#include "policy/refusals.h"
#include "policy/search.h"
#include "policy/table_reader.h"

namespace fx::policy {
namespace {

constexpr std::size_t kMostSteps = 40'000'000;  // of all searches of one resolution
constexpr std::size_t kPair = 4;                // steps of looking at two boxes, about
constexpr std::size_t kMostFindings = 200;

std::size_t rank(const Pack& pack) {
  return static_cast<std::size_t>(std::find(kLevels.begin(), kLevels.end(), pack.level()) -
                                  kLevels.begin());
}

Status check_order(const std::vector<PackPtr>& layers) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Pack& pack = *layers[i];
    if (i > 0 && rank(pack) <= rank(*layers[i - 1])) {
      return refuse(kLayerLevel, {},
                    {{"pack", pack.id()},
                     {"level", pack.level()},
                     {"other", layers[i - 1]->id()},
                     {"other_level", layers[i - 1]->level()}});
    }
    if (pack.disease().id != layers.front()->disease().id) {
      return refuse(kLayerDisease, {},
                    {{"pack", pack.id()},
                     {"value", pack.disease().id},
                     {"other", layers.front()->id()},
                     {"expected", layers.front()->disease().id}});
    }
    const bool above = std::any_of(layers.begin(), layers.begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const PackPtr& p) { return p->id() == pack.under(); });
    if (!pack.under().empty() && !above) {
      return refuse(kLayerUnder, {}, {{"pack", pack.id()}, {"other", pack.under()}});
    }
  }
  return {};
}

// A row on its way into a resolved table.
struct Draft {
  Box box;
  std::vector<OutcomeValue> outcomes;
  RowOrigins origins;
};

struct DraftTable {
  HitPolicy hit = HitPolicy::kFirst;
  bool gaps_intended = false;
  std::vector<Draft> rows;
  Lower allowed = Lower::kReplace;
  const Pack* forbids = nullptr;  // whose word `allowed` is
};

std::string show_side(const TopicDecl& topic, const std::vector<OutcomeValue>& outcomes,
                      const std::vector<int>& which, Language language) {
  std::string out;
  for (const int i : which) {
    const auto& decl = topic.outcomes[static_cast<std::size_t>(i)];
    if (!out.empty()) out += language == Language::kZh ? "、" : ", ";
    out += decl.label.in(language) + " " +
           show_outcome(decl, outcomes[static_cast<std::size_t>(i)], language);
  }
  return out;
}

}  // namespace

// One resolution.
class LayerBuilder {
 public:
  LayerBuilder(const std::vector<Layer>& layers, Resolved& out)
      : layers_(layers), out_(out), pack_(new Pack) {}

  Status build() {
    Pack& pack = *pack_;
    for (const auto& layer : layers_) {
      pack.layers_.push_back(layer.pack);
      if (layer.edition == nullptr) continue;
      pack.id_ += (pack.id_.empty() ? "" : "+") + layer.pack->id();
      digest_ += layer.pack->digest() + "/" + layer.edition->id() + "\n";
    }
    const Pack& top = *layers_.front().pack;
    const Pack& bottom = *layers_.back().pack;
    pack.name_ = bottom.name_;
    pack.level_ = bottom.level_;
    pack.place_ = bottom.place_;
    pack.issuer_ = bottom.issuer_;
    pack.disease_ = top.disease_;
    pack.digest_ = digest_of(digest_);
    LayerWords words(pack.disease_, pack.words_, pack.origin_sets_, pack.other_origins_,
                     pack.vocabulary_);
    for (const auto& layer : layers_) {
      if (auto status = words.add(*layer.pack); !status) return status;
    }
    words.finish();

    Edition edition;
    edition.pack_ = pack_.get();
    for (const auto& layer : layers_) {
      if (layer.edition == nullptr) continue;
      edition.id_ += (edition.id_.empty() ? "" : "+") + layer.edition->id();
      edition.name_ = layer.edition->name();
      edition.running_ = layer.edition->running();
    }
    edition.from_ = out_.first;
    edition.until_ = out_.last;
    Problems problems;
    for (const auto& topic : pack.vocabulary_.topics) {
      auto draft = combine(topic, words);
      if (too_complex_) return refuse_at(kTableTooComplex, {"resolved/" + topic.id});
      if (!draft || draft->rows.empty()) continue;
      auto table = finish(topic, *std::move(draft));
      if (auto status = compile(pack.vocabulary_, table); !status) return status;
      read_topic_rows(pack.words_, pack.disease_, table, edition.rows_, problems);
      edition.tables_.push_back(std::move(table));
    }
    if (problems.size() > 0) return problems.all().front();
    pack.editions_.push_back(std::move(edition));
    out_.pack = pack_;
    out_.edition = &pack_->editions_.front();
    return {};
  }

 private:
  std::optional<DraftTable> combine(const TopicDecl& topic, LayerWords& words) {
    std::optional<DraftTable> out;
    Lower allowed = Lower::kReplace;
    const Pack* forbids = nullptr;
    for (const auto& layer : layers_) {
      if (layer.edition == nullptr) continue;
      if (const Table* table = layer.edition->table(topic.id); table != nullptr) {
        auto lower = draft_of(layer, *table, words);
        if (allowed == Lower::kFixed) {
          find(kLayerFixed, {layer.pack.get(), layer.edition, table, nullptr},
               {{"other", forbids->id()}, {"topic_zh", topic.label.zh}, {"topic_en", topic.id}});
        } else if (!out) {
          out = std::move(lower);
        } else if (allowed == Lower::kReplace) {
          replace(*out, std::move(lower));
        } else if ((out->hit == HitPolicy::kCollect) != (lower.hit == HitPolicy::kCollect)) {
          find(kLayerHit, {layer.pack.get(), layer.edition, table, nullptr},
               {{"other", forbids->id()}});
        } else if (lower.hit == HitPolicy::kCollect) {
          add(topic, *out, std::move(lower));
        } else {
          tighten(topic, *out, std::move(lower));
        }
      }
      if (const auto said = layer.edition->lower(topic.id); said < allowed) {
        allowed = said;
        forbids = layer.pack.get();
      }
    }
    return out;
  }

  DraftTable draft_of(const Layer& layer, const Table& table, LayerWords& words) {
    DraftTable out;
    out.hit = table.hit;
    out.gaps_intended = table.gaps_intended;
    for (const auto& row : table.rows) {
      Draft draft;
      for (std::size_t c = 0; c < table.slots.size(); ++c) {
        if (row.tests[c].any) continue;
        draft.box.emplace_back(words.slot(*layer.pack, table.slots[c]),
                               words.test(*layer.pack, table.slots[c], row.tests[c], row.cells[c]));
      }
      draft.outcomes = words.outcomes(*layer.pack, *table.topic, row.outcomes);
      draft.origins.from.push_back({layer.pack.get(), layer.edition, &table, &row});
      for (const auto& value : draft.outcomes) {
        draft.origins.given_by.push_back(value.present() ? 0 : -1);
      }
      out.rows.push_back(std::move(draft));
    }
    return out;
  }

  // --- replacing and tightening ----------------------------------------------------------------

  void replace(DraftTable& upper, DraftTable lower) {
    if (upper.hit == HitPolicy::kCollect || lower.hit == HitPolicy::kCollect) {
      upper = std::move(lower);
      return;
    }
    std::vector<Draft> rows;
    std::vector<Box> above;
    for (auto* side : {&lower.rows, &upper.rows}) {
      for (auto& row : *side) emit(rows, above, std::move(row));
    }
    upper.hit = HitPolicy::kFirst;
    upper.gaps_intended = upper.gaps_intended && lower.gaps_intended;
    upper.rows = std::move(rows);
  }

  // The pairs of an upper and a lower row in the order in which both tables are searched, then
  // what only one of them has a row for.
  void tighten(const TopicDecl& topic, DraftTable& upper, DraftTable lower) {
    std::vector<Draft> rows;
    std::vector<Box> above;
    std::set<const Row*> blamed;
    for (auto& u : upper.rows) {
      for (const auto& l : lower.rows) {
        if (!spend(kPair)) return;
        const auto both = intersect(u.box, l.box);
        if (both) emit(rows, above, pair(topic, u, l, *both, above, blamed));
      }
      emit(rows, above, std::move(u));
    }
    for (auto& l : lower.rows) emit(rows, above, std::move(l));
    upper.hit = HitPolicy::kFirst;
    upper.gaps_intended = upper.gaps_intended && lower.gaps_intended;
    upper.rows = std::move(rows);
  }

  // Tables that collect: rows about the same thing meet in pairs, all others stand beside.
  void add(const TopicDecl& topic, DraftTable& upper, DraftTable lower) {
    const auto key = std::find_if(topic.outcomes.begin(), topic.outcomes.end(),
                                  [&](const OutcomeDecl& decl) { return decl.id == topic.key; }) -
                     topic.outcomes.begin();
    const auto index = static_cast<std::size_t>(key);
    std::vector<Draft> rows = std::move(upper.rows);
    const std::vector<Box> nothing;
    std::set<const Row*> blamed;
    for (auto& l : lower.rows) {
      std::vector<Box> rest{l.box};
      std::vector<Draft> next;
      for (auto& u : rows) {
        if (!spend(kPair + rest.size() * kPair)) return;
        const bool same = index < topic.outcomes.size() && u.outcomes[index] == l.outcomes[index];
        const auto both = same ? intersect(u.box, l.box) : std::nullopt;
        if (!both) {
          next.push_back(std::move(u));
          continue;
        }
        next.push_back(pair(topic, u, l, *both, nothing, blamed));
        for (auto& box : subtract(pack_->vocabulary_, u.box, l.box)) {
          Draft part = u;
          part.box = std::move(box);
          next.push_back(std::move(part));
        }
        std::vector<Box> left;
        for (const auto& box : rest) {
          for (auto& piece : subtract(pack_->vocabulary_, box, u.box)) {
            left.push_back(std::move(piece));
          }
        }
        rest = std::move(left);
        too_complex_ = too_complex_ || rest.size() > Matcher::kMostRows;
      }
      for (auto& box : rest) {
        Draft part = l;
        part.box = std::move(box);
        next.push_back(std::move(part));
      }
      rows = std::move(next);
      too_complex_ = too_complex_ || rows.size() > Matcher::kMostRows;
      if (too_complex_) return;
    }
    upper.rows = std::move(rows);
  }

  // What holds where a row of each level applies.
  Draft pair(const TopicDecl& topic, const Draft& upper, const Draft& lower, const Box& both,
             const std::vector<Box>& above, std::set<const Row*>& blamed) {
    Draft out = upper;
    out.box = both;
    const auto judged = judge(topic, upper.outcomes, lower.outcomes);
    if (judged.leaves_open) return out;
    const Origin& origin = lower.origins.from.front();
    if (!judged.looser.empty()) {
      out.origins.not_applied.push_back({origin, judged.looser});
      if (!blamed.contains(origin.row)) {
        Search search(pack_->vocabulary_, both, above, budget_);
        if (search.run() == Found::kYes) {
          blamed.insert(origin.row);
          blame(topic, upper, lower, judged.looser, search.facts());
        }
      }
      return out;
    }
    const int given = static_cast<int>(out.origins.from.size());
    out.origins.from.push_back(origin);
    for (std::size_t i = 0; i < topic.outcomes.size(); ++i) {
      if (lower.outcomes[i].present()) {
        out.outcomes[i] = lower.outcomes[i];
        out.origins.given_by[i] = given;
      } else if (gives_group(topic, topic.outcomes[i].group, lower.outcomes)) {
        out.outcomes[i] = {};
        out.origins.given_by[i] = -1;
      }
    }
    return out;
  }

  static bool gives_group(const TopicDecl& topic, const std::string& group,
                          const std::vector<OutcomeValue>& outcomes) {
    if (group.empty()) return false;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].present() && topic.outcomes[i].group == group) return true;
    }
    return false;
  }

  // Adds a row unless the rows above it take all its cases.
  void emit(std::vector<Draft>& rows, std::vector<Box>& above, Draft row) {
    too_complex_ = too_complex_ || rows.size() >= Matcher::kMostRows;
    if (too_complex_ || !spend((above.size() + 1) * kPair)) return;
    Search search(pack_->vocabulary_, row.box, above, budget_);
    if (search.run() == Found::kNo) return;
    above.push_back(row.box);
    rows.push_back(std::move(row));
  }

  // Bounds what hostile tables of two levels can make of one another.
  bool spend(std::size_t steps) {
    too_complex_ = too_complex_ || budget_ < steps;
    if (!too_complex_) budget_ -= steps;
    return !too_complex_;
  }

  Table finish(const TopicDecl& topic, DraftTable draft) {
    Table table;
    table.file = "resolved/" + topic.id;
    table.topic = &topic;
    table.hit = draft.hit;
    table.gaps_intended = draft.gaps_intended;
    std::set<int> slots;
    for (const auto& row : draft.rows) {
      for (const auto& entry : row.box) slots.insert(entry.first);
    }
    table.slots.assign(slots.begin(), slots.end());
    for (auto& from : draft.rows) {
      Row row;
      row.number = from.origins.from.back().row->number;
      for (const int slot : table.slots) {
        const auto found = std::find_if(from.box.begin(), from.box.end(),
                                        [&](const auto& entry) { return entry.first == slot; });
        row.tests.push_back(found == from.box.end() ? CellTest{} : found->second);
        row.cells.push_back(
            show_cell(pack_->vocabulary_.facts[static_cast<std::size_t>(slot)], row.tests.back()));
      }
      row.outcomes = std::move(from.outcomes);
      row.origins = std::make_shared<const RowOrigins>(std::move(from.origins));
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  // --- findings --------------------------------------------------------------------------------

  void find(const RefusalKind& kind, const Origin& origin, Params params) {
    if (out_.findings.size() >= kMostFindings) return;
    const Place place{origin.pack->id() + "/" + origin.table->file,
                      origin.row == nullptr ? 0 : origin.row->number};
    out_.findings.push_back(
        {Severity::kError, origin.edition->id(), refuse_at(kind, place, std::move(params))});
  }

  void blame(const TopicDecl& topic, const Draft& upper, const Draft& lower,
             const std::vector<int>& looser, const Facts& example) {
    std::vector<int> slots;
    for (const auto* box : {&upper.box, &lower.box}) {
      for (const auto& entry : *box) {
        if (std::find(slots.begin(), slots.end(), entry.first) == slots.end()) {
          slots.push_back(entry.first);
        }
      }
    }
    // The outcomes of the upper row may have been given by several levels: the last one's row is
    // the one to read.
    find(kLayerLooser, lower.origins.from.front(),
         {{"other", upper.origins.from.back().reference()},
          {"value_zh", show_side(topic, lower.outcomes, looser, Language::kZh)},
          {"value_en", show_side(topic, lower.outcomes, looser, Language::kEn)},
          {"above_zh", show_side(topic, upper.outcomes, looser, Language::kZh)},
          {"above_en", show_side(topic, upper.outcomes, looser, Language::kEn)},
          {"facts_zh", example.show(slots, Language::kZh)},
          {"facts_en", example.show(slots, Language::kEn)}});
  }

  const std::vector<Layer>& layers_;
  Resolved& out_;
  std::shared_ptr<Pack> pack_;
  std::string digest_;
  std::size_t budget_ = kMostSteps;
  bool too_complex_ = false;
};

namespace {

// Cuts first..last to the days around `day` on which this pack has the same edition, or none.
void cut(const Pack& pack, Day day, Resolved& out) {
  const auto ends = [&](Day last) { out.last = std::min(out.last.value_or(last), last); };
  for (const auto& each : pack.editions()) {
    if (each.from() <= day) out.first = std::max(out.first, each.from());
    if (each.from() > day) ends(each.from() - 1);
    if (!each.until()) continue;
    if (*each.until() < day) out.first = std::max(out.first, *each.until() + 1);
    if (*each.until() >= day) ends(*each.until());
  }
}

}  // namespace

Result<Resolved> resolve(const std::vector<PackPtr>& layers, Day day) {
  if (layers.empty()) return refuse(kNoEdition, {}, {{"pack", ""}, {"day", iso(day)}});
  if (auto status = check_order(layers); !status) return status.error();
  Resolved out;
  std::optional<Refusal> none;
  out.first = Day{std::numeric_limits<std::int32_t>::min()};
  for (const auto& pack : layers) {
    const auto edition = pack->edition_on(day);
    out.layers.push_back({pack, edition ? *edition : nullptr});
    if (!edition && !none) none = edition.error();
    cut(*pack, day, out);
  }
  const bool any = std::any_of(out.layers.begin(), out.layers.end(),
                               [](const Layer& layer) { return layer.edition != nullptr; });
  if (!any) return *none;
  const auto used = out.layers;
  if (auto status = LayerBuilder(used, out).build(); !status) return status.error();
  return out;
}

Result<Resolved> resolve(const std::vector<Layer>& layers) {
  std::vector<PackPtr> packs;
  Resolved out;
  out.layers = layers;
  out.first = Day{std::numeric_limits<std::int32_t>::min()};
  bool any = false;
  for (const auto& layer : layers) {
    packs.push_back(layer.pack);
    if (layer.edition == nullptr) continue;
    any = true;
    cut(*layer.pack, layer.edition->from(), out);
  }
  if (!any) return refuse(kNoEdition, {}, {{"pack", ""}, {"day", ""}});
  if (auto status = check_order(packs); !status) return status.error();
  if (auto status = LayerBuilder(layers, out).build(); !status) return status.error();
  return out;
}

Result<std::vector<PackPtr>> layers_under(const std::vector<PackPtr>& packs, std::string_view id) {
  std::vector<PackPtr> out;
  std::string wanted(id);
  std::string asked_by(id);
  while (!wanted.empty()) {
    const auto found = std::find_if(packs.begin(), packs.end(),
                                    [&](const PackPtr& pack) { return pack->id() == wanted; });
    if (found == packs.end()) {
      return refuse(kLayerUnder, {}, {{"pack", asked_by}, {"other", wanted}});
    }
    if (std::find(out.begin(), out.end(), *found) != out.end()) {
      std::string cycle;
      for (auto at = out.rbegin(); at != out.rend(); ++at) cycle += (*at)->id() + " > ";
      return refuse(kLayerCycle, {}, {{"value", cycle + wanted}});
    }
    out.insert(out.begin(), *found);
    asked_by = wanted;
    wanted = (*found)->under();
  }
  if (auto status = check_order(out); !status) return status.error();
  return out;
}

std::vector<Finding> check(const Resolved& resolved) {
  auto out = resolved.findings;
  for (auto& finding : check(*resolved.pack)) out.push_back(std::move(finding));
  return out;
}

}  // namespace fx::policy
