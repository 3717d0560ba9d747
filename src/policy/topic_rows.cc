#include "policy/topic_rows.h"

#include <algorithm>

#include "base/check.h"
#include "policy/refusals.h"

namespace fx::policy {
namespace {

class RowReader {
 public:
  RowReader(const Words& words, const Disease& disease, Problems& problems)
      : words_(words), disease_(disease), problems_(problems) {}

  static const OutcomeValue& get(const Table& table, const Row& row, std::string_view name) {
    const int index = table.outcome(name);
    FX_CHECK(index >= 0);
    return row.outcomes[static_cast<std::size_t>(index)];
  }
  static int get_int(const Table& table, const Row& row, std::string_view name, int otherwise = 0) {
    return static_cast<int>(get(table, row, name).value_or(otherwise));
  }
  template <class Enum>
  static Enum get_enum(const Table& table, const Row& row, std::string_view name, Enum otherwise) {
    return static_cast<Enum>(get(table, row, name).value_or(static_cast<Value>(otherwise)));
  }
  static std::vector<NamedValue> get_all(const Table& table, const Row& row,
                                         std::string_view name) {
    std::vector<NamedValue> out;
    const auto& decl = table.topic->outcomes[static_cast<std::size_t>(table.outcome(name))];
    for (const Value value : get(table, row, name).values) {
      out.push_back(decl.values[static_cast<std::size_t>(value)]);
    }
    return out;
  }
  static NamedValue get_named(const Table& table, const Row& row, std::string_view name) {
    auto all = get_all(table, row, name);
    return all.empty() ? NamedValue{} : std::move(all.front());
  }
  static std::optional<Legal> get_legal(const Table& table, const Row& row) {
    if (!get(table, row, "basis").present()) return std::nullopt;
    return Legal{get_named(table, row, "basis"), get_named(table, row, "issuer"),
                 get_int(table, row, "max_days"), get_named(table, row, "appeal")};
  }

  void inconsistent(const Table& table, const Row& row, const char* column, const char* zh,
                    const char* en) {
    problems_.add(kInconsistent, {table.file, row.number, column},
                  {{"detail_zh", zh}, {"detail_en", en}});
  }

  void read(const Table& table, TopicRows& rows) {
    for (const auto& row : table.rows) {
      const auto& topic = table.topic->id;
      if (topic == "placement") rows.placements.push_back(read_placement(table, row));
      if (topic == "monitoring") rows.monitorings.push_back(read_monitoring(table, row));
      if (topic == "conversion") rows.conversions.push_back(read_conversion(table, row));
      if (topic == "release") {
        rows.releases.push_back({get_enum(table, row, "condition", Condition::kDaysComplete),
                                 get_int(table, row, "days"), get_int(table, row, "percent", 100),
                                 get_named(table, row, "role"), get(table, row, "note").text,
                                 row.number});
      }
      if (topic == "escalation") {
        rows.escalations.push_back({get_enum(table, row, "step", Step::kReported),
                                    get_int(table, row, "minutes"), get_named(table, row, "role")});
      }
      if (topic == "reporting") {
        const int deadline = get_int(table, row, "deadline");
        rows.reportings.push_back({deadline, get_int(table, row, "cutoff", deadline),
                                   get(table, row, "zero_report").value_or(0) != 0});
      }
      if (topic == "screening") {
        rows.rungs.push_back({get_enum(table, row, "rung", Rung::kPhone),
                              get_int(table, row, "attempts", 1), get_int(table, row, "wait")});
      }
    }
  }

  static Stay usual_stay(Measure measure) {
    if (measure == Measure::kCentralised) return Stay::kSite;
    if (measure == Measure::kHome || measure == Measure::kHomeMonitoring) return Stay::kHome;
    return Stay::kFree;
  }

  Placement read_placement(const Table& table, const Row& row) {
    Placement out;
    out.person_class = get_named(table, row, "class");
    out.measure = get_enum(table, row, "measure", Measure::kNone);
    out.days = get_int(table, row, "days");
    out.counted_from = get_enum(table, row, "counted_from", CountedFrom::kArrival);
    out.same_day_is_one = get(table, row, "day_one").value_or(0) == 1;
    out.then_measure = get_enum(table, row, "then_measure", Measure::kNone);
    out.then_days = get_int(table, row, "then_days");
    out.stay = get_enum(table, row, "stay", usual_stay(out.measure));
    if (out.stay == Stay::kFree) out.stay = usual_stay(out.then_measure);
    out.single_room = get(table, row, "single_room").value_or(0) != 0;
    for (const Value value : get(table, row, "alternatives").values) {
      out.alternatives.push_back(static_cast<Measure>(value));
    }
    out.decided_by = get_named(table, row, "decided_by");
    out.team = get_named(table, row, "team");
    for (const Value team : get(table, row, "team").values) {
      out.team_members = words_.team_members[static_cast<std::size_t>(team)];
    }
    out.source = get(table, row, "source").text;
    out.note = get(table, row, "note").text;
    const bool lasting = out.measure <= Measure::kSelfMonitoring;
    if (lasting && out.days == 0) {
      problems_.add(kOutcomeMissing, {table.file, row.number, "days"}, {{"value", "days"}});
    }
    if (lasting && !get(table, row, "class").present()) {
      problems_.add(kOutcomeMissing, {table.file, row.number, "class"}, {{"value", "class"}});
    }
    if (lasting && !get(table, row, "counted_from").present()) {
      problems_.add(kOutcomeMissing, {table.file, row.number, "counted_from"},
                    {{"value", "counted_from"}});
    }
    if (!lasting && (out.days > 0 || out.then_days > 0)) {
      inconsistent(table, row, "days", "没有持续性措施却写了天数",
                   "days are given, but no measure that lasts");
    }
    if (usual_stay(out.measure) != Stay::kFree && get(table, row, "stay").present() &&
        usual_stay(out.measure) != out.stay) {
      inconsistent(table, row, "stay", "停留地与措施不符",
                   "the place of stay contradicts the measure");
    }
    if ((out.then_days > 0) != (out.then_measure <= Measure::kSelfMonitoring)) {
      inconsistent(table, row, "then_days", "其后措施和其后期限要同时填写",
                   "then_measure and then_days go together");
    }
    out.legal = get_legal(table, row);
    return out;
  }

  Monitoring read_monitoring(const Table& table, const Row& row) {
    Monitoring out;
    const auto& indexes = get(table, row, "slots").values;
    const auto names = get_all(table, row, "slots");
    for (std::size_t i = 0; i < names.size(); ++i) {
      out.slots.push_back({names[i], words_.slot_minutes[static_cast<std::size_t>(indexes[i])]});
    }
    std::stable_sort(out.slots.begin(), out.slots.end(), [](const Slot& a, const Slot& b) {
      return a.deadline_minute < b.deadline_minute;
    });
    out.by = get_enum(table, row, "by", Reader::kSelf);
    out.fever_tenths = get_int(table, row, "fever", disease_.fever_tenths);
    out.symptoms = get(table, row, "symptom_list").present() ? get_all(table, row, "symptom_list")
                                                             : disease_.symptoms;
    out.spot_check_percent = get_int(table, row, "spot_check");
    out.days = get_int(table, row, "days");
    if (!out.slots.empty() && out.fever_tenths == 0) {
      inconsistent(table, row, "fever", "要测温却没有发热阈值",
                   "readings are asked for, but there is no fever threshold");
    }
    return out;
  }

  Conversion read_conversion(const Table& table, const Row& row) {
    Conversion out;
    out.allowed = get(table, row, "allowed").value_or(0) != 0;
    out.restart = get(table, row, "days_carry").value_or(0) == 1;
    out.decided_by = get_named(table, row, "decided_by");
    out.note = get(table, row, "note").text;
    out.legal = get_legal(table, row);
    return out;
  }

  const Words& words_;
  const Disease& disease_;
  Problems& problems_;
};

}  // namespace

void read_topic_rows(const Words& words, const Disease& disease, const Table& table,
                     TopicRows& rows, Problems& problems) {
  RowReader(words, disease, problems).read(table, rows);
}

}  // namespace fx::policy
