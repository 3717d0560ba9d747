#include "modules/casework/import.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "area/code.h"
#include "identity/link.h"
#include "identity/person.h"
#include "modules/casework/list.h"
#include "modules/casework/state.h"
#include "modules/casework/words.h"

namespace fx::casework {
namespace {

class Importer {
 public:
  Importer(host::CommandContext& context, const registry::Directory& people, std::string area,
           const ImportOptions& options, CaseImportReport& report)
      : context_(context),
        people_(people),
        area_(std::move(area)),
        options_(options),
        report_(report),
        pool_(context.db, area_) {
    const auto community = area::at_level(area_, area::Level::kCommunity);
    if (!community.empty()) addresses_.emplace(context.db, community);
  }

  void run(List& list, const Ulid& import) {
    import_ = import;
    rows_of_number_.clear();
    same_rows_.clear();
    std::vector<Work> works;
    works.reserve(list.rows.size());
    // Every row gets its case first, so that rows can name each other in any order.
    for (auto& row : list.rows) {
      if (auto work = find_case(list, row)) works.push_back(std::move(*work));
    }
    for (auto& work : works) take(list, work);
    for (auto& row : list.rows) {
      for (auto& doubt : row.doubts) report_.problems.push_back(std::move(doubt));
    }
    for (auto& problem : list.problems) report_.problems.push_back(std::move(problem));
    list.report.set_aside = set_aside_ + list.report.set_aside;
    set_aside_ = 0;
    report_.files.push_back(list.report);
  }

 private:
  struct Work {
    ListRow* row;
    Ulid id;
    std::int64_t number;
    std::optional<Version> known;
    Ulid person;
    std::string home;  // of the person, in the register
  };

  RowProblem problem(const List& list, const ListRow& row, const Refusal& why, bool taken) const {
    return row_problem({list.report.file, row.sheet, row.row, ""}, row.number, why,
                       options_.language, taken);
  }
  void set_aside(const List& list, const ListRow& row, const Refusal& why) {
    report_.problems.push_back(problem(list, row, why, false));
    ++set_aside_;
  }

  // The row as a number, for lists without numbers: equal rows are told apart by their order.
  std::int64_t number_of_row(const ListRow& row) {
    std::string text =
        json::text(row.facts) + "|" + row.name + "|" + row.id.number + "|" + row.source_text;
    for (const auto& phone : row.phones) text += "|" + phone;
    for (const auto& place : row.places) text += "|" + place.text;
    const int nth = ++same_rows_[text];
    return token("row", text + "#" + std::to_string(nth));
  }

  [[nodiscard]] Ulid case_of_number(std::int64_t number) const {
    const auto [low, high] = area::range(area_);
    auto q = context_.db.query(
        "select id from casework_case where number = $1 and $2 <= area and area < $3"
        " and known_to = $4 order by id limit 1",
        number, low, high, kForever);
    return q.next() ? q.ulid(0) : Ulid();
  }

  // A number alone may be another list's.
  [[nodiscard]] static bool may_be_same(const CaseFacts& a, const CaseFacts& b) {
    if (a.sex && b.sex && *a.sex != *b.sex) return false;
    if (a.age && b.age && std::abs(*a.age - *b.age) > 1) return false;
    return a.reported == b.reported || (a.onset && a.onset == b.onset) ||
           std::abs(a.reported - b.reported) <= 7;
  }

  std::optional<Work> find_case(const List& list, ListRow& row) {
    if (auto status = check_days(row.facts, context_.today()); !status) {
      set_aside(list, row, status.error());
      return std::nullopt;
    }
    Work work{&row, {}, 0, std::nullopt, {}, ""};
    find_person(list, row, work);
    if (!row.number.empty()) {
      work.number = token("number", row.number);
      const auto [first, fresh] = rows_of_number_.emplace(work.number, row.row);
      if (!fresh) {
        set_aside(list, row, refuse(kTwice, "", {{"row", std::to_string(first->second)}}));
        return std::nullopt;
      }
    } else {
      work.number = number_of_row(row);
    }
    work.id = case_of_number(work.number);
    if (work.id.is_nil() && row.number.empty() && !work.person.is_nil()) {
      work.id = open_case_of(context_.db, work.person);
    }
    if (work.id.is_nil()) {
      if (!work.person.is_nil() && !open_case_of(context_.db, work.person).is_nil()) {
        set_aside(list, row, refuse(kPersonHasCase));
        return std::nullopt;
      }
      work.id = context_.new_id();
    } else {
      work.known = version_of(context_.db, work.id);
      const bool same_person = !work.person.is_nil() && work.known->person == work.person;
      if (!same_person && !may_be_same(work.known->facts, row.facts)) {
        set_aside(list, row, refuse(kNumberTaken));
        return std::nullopt;
      }
    }
    if (!row.number.empty()) by_number_[row.number] = work.id;
    return work;
  }

  void find_person(const List& list, ListRow& row, Work& work) {
    if (row.name.empty() && !row.id.usable() && row.phones.empty()) return;
    std::optional<Sex> sex;
    if (row.facts.sex) sex = *row.facts.sex == CaseSex::male ? Sex::kMale : Sex::kFemale;
    identity::Wanted wanted{identity::Facts::of(row.name, row.id, row.phones, sex), area_};
    const auto linked = identity::link(pool_, wanted);
    if (!linked.match) {
      row.doubts.push_back(problem(list, row, refuse(kPersonNotFound), true));
      return;
    }
    work.person = people_.canonical(context_.db, linked.match->person);
    ++report_.people_found;
    if (const auto place = people_.place_of(context_.db, work.person)) work.home = place->area;
  }

  struct Texts {
    std::vector<std::pair<std::string, std::string>> all;  // kind, text
  };

  // Where the case counts.
  std::string add_places(const ListRow& row, const Work& work, CaseFacts& facts, Texts& texts) {
    std::string area = area_;
    bool resides = false;
    for (const auto& from : row.places) {
      if (facts.places.size() == kMaxPlaces) break;
      CasePlace place{from.role, from.kind, std::nullopt, std::nullopt};
      if (!from.area.empty() && area::exists(context_.db, from.area)) {
        place.area = from.area;
      } else if (from.role == PlaceRole::residence && addresses_) {
        const auto found = addresses_->find(from.text);
        if (found.exact && !found.guessed && !found.area.empty()) place.area = found.area;
      }
      if (!from.name.empty()) place.name = place_token(from.name);
      if (from.role == PlaceRole::residence && place.area && area::contains(area_, *place.area)) {
        area = *place.area;
        resides = true;
      }
      if (!from.text.empty()) {
        texts.all.emplace_back("place." + std::to_string(facts.places.size()), from.text);
      }
      facts.places.push_back(std::move(place));
    }
    if (!resides && !work.home.empty() && area::contains(area_, work.home)) {
      area = work.home;
      facts.places.push_back({PlaceRole::residence, PlaceKind::household, work.home, std::nullopt});
    }
    return area;
  }

  [[nodiscard]] Ulid named(const std::string& number) const {
    const auto it = by_number_.find(number);
    return it == by_number_.end() ? case_of_number(token("number", number)) : it->second;
  }

  void add_links(const List& list, ListRow& row, const Ulid& self, CaseFacts& facts) {
    const auto add = [&](const std::string& number, bool must) {
      const Ulid with = named(number);
      if (with.is_nil()) {
        if (must) row.doubts.push_back(problem(list, row, refuse(kUnknownSource), true));
        return;
      }
      const bool known =
          with == self || std::any_of(facts.links.begin(), facts.links.end(),
                                      [&](const CaseLink& link) { return link.with == with; });
      if (!known && facts.links.size() < kMaxLinks) facts.links.push_back({with, row.setting});
    };
    for (const auto& number : row.sources) add(number, true);
    for (const auto& number : row.mentioned) add(number, false);
    if (!facts.links.empty()) facts.source_known = true;
  }

  static std::vector<std::pair<Status, Day>> endings(const ListRow& row) {
    std::vector<std::pair<Status, Day>> out;
    if (row.excluded) out.emplace_back(Status::excluded, *row.excluded);
    if (row.recovered) out.emplace_back(Status::recovered, *row.recovered);
    if (row.died) out.emplace_back(Status::died, *row.died);
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return a.second < b.second; });
    return out;
  }

  void take(List& list, Work& work) {
    ListRow& row = *work.row;
    CaseFacts facts = row.facts;
    Texts texts;
    const std::string area = add_places(row, work, facts, texts);
    add_links(list, row, work.id, facts);
    const auto ends = endings(row);
    std::string said = json::text(facts);
    for (const auto& [status, day] : ends) {
      said += std::string(json::enum_name(status)) + iso(day);
    }
    const std::int64_t digest = token("said", said);
    // A row that once said exactly so: what has been corrected since stays corrected.
    if (work.known && context_.db.integer("select 1 from casework_case where id = $1"
                                          " and digest = $2 limit 1",
                                          work.id, digest)) {
      ++list.report.unchanged;
      return;
    }
    bool changed = false;
    if (!work.known) {
      CaseRecorded entry{facts, std::nullopt, work.number, import_, row.row, digest};
      if (!work.person.is_nil()) entry.person = work.person;
      context_.append({work.id, area}, entry);
      ++report_.cases_new;
      changed = true;
    } else if (json::text(work.known->facts) != json::text(facts) || work.known->area != area ||
               (!work.person.is_nil() && work.known->person != work.person)) {
      CaseCorrected entry{facts, std::nullopt, import_, row.row, digest};
      const Ulid person = work.person.is_nil() ? work.known->person : work.person;
      if (!person.is_nil()) entry.person = person;
      context_.append({work.id, area, work.known->entry}, entry);
      ++report_.cases_changed;
      changed = true;
    }
    for (const auto& [status, stated] : ends) {
      const Day day = std::max(stated, facts.reported);
      if (day != stated) {
        row.doubts.push_back(
            problem(list, row, refuse(kEndedBefore, "", {{"day", iso(stated)}}), true));
      }
      const auto known = statuses_of(context_.db, work.id);
      const bool same = std::any_of(
          known.begin(), known.end(),
          [&, status = status](const auto& old) { return old.status == status && old.day == day; });
      if (same) continue;
      if (auto may = check_status(known, status, day, facts.reported, context_.today()); !may) {
        row.doubts.push_back(problem(list, row, may.error(), true));
        continue;
      }
      context_.append({work.id, area}, StatusChanged{status, day});
      changed = true;
    }
    if (changed) keep_texts(row, work, texts);
    ++(changed ? list.report.accepted : list.report.unchanged);
  }

  void keep_texts(const ListRow& row, const Work& work, const Texts& texts) {
    const auto keep = [&](std::string_view kind, const std::string& text) {
      if (!text.empty()) identity::set_text(context_.db, work.id, kind, work.person, text);
    };
    keep("number", row.number);
    keep("source", row.source_text);
    keep("note", row.note);
    for (const auto& [kind, text] : texts.all) keep(kind, text);
    if (!work.person.is_nil()) return;
    // Who it is, until the register knows them.
    keep("name", row.name);
    keep("id_number", row.id.number);
    keep("phone", row.phones.empty() ? "" : row.phones.front());
  }

  host::CommandContext& context_;
  const registry::Directory& people_;
  std::string area_;
  const ImportOptions& options_;
  CaseImportReport& report_;
  identity::DatabasePool pool_;
  std::optional<registry::AddressBook> addresses_;
  Ulid import_;
  std::unordered_map<std::int64_t, int> rows_of_number_;
  std::map<std::string, int> same_rows_;
  std::map<std::string, Ulid> by_number_;
  int set_aside_ = 0;
};

struct UploadParams {
  std::string area;
  std::string file_name;
  std::optional<bool> dry_run;
  std::optional<std::string> map;  // a mapping as JSON
  std::optional<Ulid> id;
};
BOOST_DESCRIBE_STRUCT(UploadParams, (), (area, file_name, dry_run, map, id))

}  // namespace

Result<CaseImportReport> import_lists(host::Host& host, const registry::Directory& people,
                                      const access::Actor& actor, const std::string& area,
                                      const std::vector<ImportFile>& files,
                                      const ImportOptions& options) {
  std::vector<List> lists;
  for (const auto& file : files) {
    auto list = read_list(file, options.map, host.clock().today(), options.language);
    if (!list) return list.error();
    lists.push_back(std::move(*list));
  }
  CaseImportReport report;
  report.dry_run = options.dry_run;
  if (!lists.empty()) report.map = lists.front().used;
  const auto done =
      imports::carry_out(host, actor, options,
                         {kImports, area, files, kAlreadyImported,
                          [&](host::CommandContext& context, const std::vector<Ulid>& imports) {
                            Importer importer(context, people, area, options, report);
                            for (std::size_t i = 0; i < files.size(); ++i)
                              importer.run(lists[i], imports[i]);
                          },
                          [&](host::CommandContext& context, const host::Target& target,
                              std::size_t i, const std::string& digest) {
                            const auto& file = report.files[i];
                            context.append(target, ListImported{digest, file.rows, file.accepted,
                                                                file.unchanged, file.set_aside});
                          },
                          report.files, report.problems});
  if (!done) return done.error();
  report.import = *done;
  return report;
}

void declare_import(host::Declaration& to, const registry::Directory& people) {
  to.upload<UploadParams, CaseImportReport>(
      {"/api/cases/imports", access::Permission::import_lists, "导入病例名单",
       "import a line list of cases", imports::kMaxUpload, host::known_area<UploadParams>,
       [&people](host::UploadContext& context, const UploadParams& params,
                 std::string_view bytes) -> Result<CaseImportReport> {
         ImportOptions options{imports::options_of(context, params.dry_run, params.id), {}};
         if (params.map) {
           auto map = read_mapping(*params.map);
           if (!map) return map.error();
           options.map = std::move(*map);
         }
         return import_lists(context.host, people, context.actor, params.area,
                             {{params.file_name, bytes}}, options);
       }});
}

}  // namespace fx::casework
