#include "modules/sites/import.h"

#include <algorithm>
#include <map>
#include <optional>

#include "area/code.h"
#include "area/divisions.h"
#include "base/text.h"
#include "modules/imports/row_digest.h"
#include "modules/registry/registry.h"
#include "modules/sites/list.h"
#include "modules/sites/state.h"

namespace fx::sites {
namespace {

class Importer {
 public:
  Importer(host::CommandContext& context, std::string area, Language language,
           SiteImportReport& report)
      : context_(context), area_(std::move(area)), language_(language), report_(report) {
    const auto [low, high] = area::range(area_);
    auto q = context_.db.query(
        "select site, kind, name_key, number from sites_site where $1 <= area and area < $2 and"
        " known_to = $3 order by site",
        low, high, kForever);
    while (q.next()) remember(q.ulid(0), q.string(1), q.string(2), q.string(3));
  }

  void run(List& list, const Ulid& import) {
    import_ = import;
    rows_.clear();
    int set_aside = 0;
    for (auto& row : list.rows) {
      if (const auto why = take(list, row)) {
        report_.problems.push_back(problem(list, row, *why, false));
        ++set_aside;
      } else {
        for (auto& doubt : row.doubts) report_.problems.push_back(std::move(doubt));
      }
    }
    for (auto& one : list.problems) report_.problems.push_back(std::move(one));
    list.report.set_aside += set_aside;
    report_.files.push_back(list.report);
  }

 private:
  [[nodiscard]] RowProblem problem(const List& list, const ListRow& row, const Refusal& why,
                                   bool taken) const {
    return row_problem({list.report.file, row.sheet, row.row, ""}, row.facts.name, why, language_,
                       taken);
  }
  void remember(const Ulid& site, const std::string& kind, const std::string& key,
                const std::string& number) {
    by_name_[kind + "\n" + key].push_back(site);
    if (!number.empty()) by_number_[number] = site;
  }

  // --- where ---

  const registry::AddressBook& book(const std::string& community) {
    auto it = books_.find(community);
    if (it == books_.end()) {
      it = books_.emplace(community, registry::AddressBook(context_.db, community)).first;
    }
    return it->second;
  }

  // The community that the row names in the area, or the only one there is.
  Result<std::string> community_of(const ListRow& row) {
    const auto own = area::at_level(area_, area::Level::kCommunity);
    if (!own.empty()) return own;
    if (communities_.empty()) {
      for (const auto& node :
           area::of_level(context_.db, area_, area::Level::kCommunity, kMostCommunities)) {
        communities_[area::name_key(area::Level::kCommunity, node.name)] = node.code;
      }
    }
    const auto it = communities_.find(area::name_key(area::Level::kCommunity, row.community));
    if (row.community.empty() || it == communities_.end()) return refuse(kNoCommunity);
    return it->second;
  }

  Result<std::string> place(const List& list, ListRow& row) {
    if (!row.code.empty()) {
      auto code = area::current_code(context_.db, area::read_code(row.code).value_or(row.code));
      const bool fits = area::exists(context_.db, code) && area::contains(area_, code) &&
                        *area::level_of(code) >= area::Level::kCommunity;
      if (!fits) return refuse(kNotHere, "", {{"area", row.code}});
      return code;
    }
    auto community = community_of(row);
    if (!community) return community;
    const auto inside = area::contains(area_, *community) ? *community : area_;
    std::string named = row.compound + row.building;
    // A list of a compound's gates need not name the compound again.
    if (named.empty() && !row.grid.empty()) {
      const auto grid = area::child_by_name(context_.db, *community, row.grid);
      if (grid && area::contains(inside, grid->code)) return grid->code;
    }
    if (named.empty()) {
      const auto found = row.facts.address ? book(*community).find(*row.facts.address)
                                           : registry::AddressBook::Found();
      const auto code = no_deeper_than_building(found.area);
      return !found.guessed && !code.empty() && area::contains(inside, code) ? code : inside;
    }
    const auto found = book(*community).find(named);
    const auto code = no_deeper_than_building(found.area);
    const bool sure = found.exact && !found.guessed && area::contains(inside, code);
    if (!sure) {
      row.doubts.push_back(
          problem(list, row,
                  refuse(kPlaceNotFound, "", {{"area", area::name(context_.db, inside)}}), true));
    }
    return sure ? code : inside;
  }
  static std::string no_deeper_than_building(const std::string& code) {
    auto building = area::at_level(code, area::Level::kBuilding);
    // A building that stands for none is its village group.
    while (area::level_of(building) > area::Level::kCommunity && building.ends_with("-0")) {
      building = area::parent(building);
    }
    return building.empty() ? code : building;
  }

  // --- which ---

  static bool related(const std::string& a, const std::string& b) {
    return area::contains(a, b) || area::contains(b, a);
  }

  Result<std::optional<Standing>> find(const ListRow& row, const std::string& place) {
    if (row.facts.number) {
      if (const auto it = by_number_.find(*row.facts.number); it != by_number_.end()) {
        return standing_now(context_.db, it->second);
      }
    }
    const auto it = by_name_.find(std::string(json::enum_name(row.facts.kind)) + "\n" +
                                  place_key(row.facts.name));
    std::vector<Standing> fit;
    if (it != by_name_.end()) {
      for (const auto& id : it->second) {
        auto one = standing_now(context_.db, id);
        if (!one || !related(one->area, place)) continue;
        // A number of its own, or another place in words, makes it another.
        if (row.facts.number && one->facts.number) continue;
        if (row.facts.address && one->facts.address && one->area == place &&
            place_key(*row.facts.address) != place_key(*one->facts.address)) {
          continue;
        }
        fit.push_back(std::move(*one));
      }
    }
    if (fit.size() > 1) {
      std::vector<Standing> same;
      for (auto& one : fit) {
        if (one.area == place) same.push_back(std::move(one));
      }
      if (same.size() != 1) return refuse(kSeveral);
      return std::optional(std::move(same.front()));
    }
    if (fit.empty()) return std::optional<Standing>();
    return std::optional(std::move(fit.front()));
  }

  // --- what ---

  // All that the row says, so that the same row again says nothing new.
  static std::int64_t digest_of(const ListRow& row, const std::string& place) {
    imports::RowDigest digest;
    digest.add(place);
    digest.add(json::text(row.facts));
    digest.add(row.contact);
    digest.add(row.contact_phone);
    digest.add(row.opened ? iso(*row.opened) : "");
    digest.add(row.closed ? iso(*row.closed) : "");
    digest.add(std::int64_t{row.is_closed ? (*row.is_closed ? 2 : 1) : 0});
    return digest.value();
  }

  // What the row leaves out stays.
  static SiteFacts merged(const SiteFacts& old, const SiteFacts& row) {
    SiteFacts out = old;
    out.kind = row.kind;
    out.name = row.name;
    const auto take = [](const auto& from, auto& to) {
      if (from) to = from;
    };
    take(row.number, out.number);
    take(row.address, out.address);
    take(row.phone, out.phone);
    take(row.places, out.places);
    take(row.staff, out.staff);
    // A point does not take the place of an outline.
    if (row.shape && !(out.shape && out.shape->is_outline())) out.shape = row.shape;
    return out;
  }

  // Nothing: the row was taken, or was known.
  std::optional<Refusal> take(List& list, ListRow& row) {
    const auto place = this->place(list, row);
    if (!place) return place.error();
    const auto digest = digest_of(row, *place);
    const auto key = std::to_string(digest);
    if (const auto [first, fresh] = rows_.emplace(key, row.row); !fresh) {
      return refuse(kTwice, "", {{"row", std::to_string(first->second)}});
    }
    auto known = find(row, *place);
    if (!known) return known.error();
    const bool changed = *known ? update(row, *place, **known, digest) : add(row, *place, digest);
    ++(changed ? list.report.accepted : list.report.unchanged);
    return std::nullopt;
  }

  bool add(const ListRow& row, const std::string& place, std::int64_t digest) {
    const Ulid site = context_.new_id();
    Added entry{row.facts, row.opened, import_, row.row, digest};
    const auto made = context_.append({site, place}, entry);
    keep_contact(context_.db, made.id, {row.contact, row.contact_phone});
    remember(site, std::string(json::enum_name(row.facts.kind)), place_key(row.facts.name),
             row.facts.number.value_or(""));
    ++report_.sites_new;
    if (row.is_closed.value_or(false)) turn(site, place, true, row, row.opened, digest);
    return true;
  }

  bool update(const ListRow& row, const std::string& place, const Standing& known,
              std::int64_t digest) {
    const Ulid site = known.steps.front().site;
    // A list that once said exactly so: what has been corrected since stays corrected.
    if (context_.db.integer("select 1 from sites_said where site = $1 and digest = $2", site,
                            digest)) {
      return false;
    }
    bool changed = false;
    // Where the row knows it less closely it says nothing new.
    const auto area = area::contains(place, known.area) ? known.area : place;
    const auto facts = merged(known.facts, row.facts);
    const auto old = contact_of(context_.db, known.facts_entry);
    const Contact contact{row.contact.empty() ? old.name : row.contact,
                          row.contact_phone.empty() ? old.phone : row.contact_phone};
    if (area != known.area || json::text(facts) != json::text(known.facts) || !(contact == old)) {
      const auto made = context_.append({site, area}, Changed{facts, import_, row.row, digest});
      keep_contact(context_.db, made.id, contact);
      ++report_.sites_changed;
      changed = true;
    }
    const Step* last = nullptr;
    for (const auto& step : known.steps) {
      if (step.what != Step::What::kChanged) last = &step;
    }
    const bool is_closed = last->what == Step::What::kClosed;
    if (row.is_closed && *row.is_closed != is_closed) {
      changed = turn(site, area, *row.is_closed, row, last->day, digest) || changed;
    }
    return changed;
  }

  // Closes or opens it, not before it was last opened or closed.
  bool turn(const Ulid& site, const std::string& area, bool close, const ListRow& row,
            std::optional<Day> after, std::int64_t digest) {
    Day on = close ? row.closed.value_or(context_.today()) : row.opened.value_or(context_.today());
    if (after) on = std::max(on, *after);
    if (close) {
      context_.append({site, area}, Closed{on, {}, import_, row.row, digest});
      ++report_.sites_closed;
    } else {
      context_.append({site, area}, Reopened{on, {}, import_, row.row, digest});
      ++report_.sites_reopened;
    }
    return true;
  }

  static constexpr std::size_t kMostCommunities = 10'000;

  host::CommandContext& context_;
  std::string area_;
  Language language_;
  SiteImportReport& report_;
  Ulid import_;
  std::map<std::string, std::vector<Ulid>> by_name_;  // kind and name
  std::map<std::string, Ulid> by_number_;
  std::map<std::string, int> rows_;  // of this file, by what they say
  std::map<std::string, std::string> communities_;
  std::map<std::string, registry::AddressBook> books_;
};

struct UploadParams {
  std::string area;
  std::string file_name;
  std::optional<bool> dry_run;
  std::optional<Ulid> id;
};
BOOST_DESCRIBE_STRUCT(UploadParams, (), (area, file_name, dry_run, id))

}  // namespace

Result<SiteImportReport> import_lists(host::Host& host, const access::Actor& actor,
                                      const std::string& area, const std::vector<ImportFile>& files,
                                      const imports::Options& options) {
  std::vector<List> lists;
  for (const auto& file : files) {
    auto list = read_list(file, host.clock().today(), options.language);
    if (!list) return list.error();
    lists.push_back(std::move(*list));
  }
  SiteImportReport report;
  report.dry_run = options.dry_run;
  const auto done =
      imports::carry_out(host, actor, options,
                         {kImports, area, files, kAlreadyImported,
                          [&](host::CommandContext& context, const std::vector<Ulid>& imports) {
                            Importer importer(context, area, options.language, report);
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

void declare_import(host::Declaration& to) {
  to.upload<UploadParams, SiteImportReport>(
      {"/api/sites/imports", kManage, "导入场所名单", "import a list of sites", imports::kMaxUpload,
       host::known_area<UploadParams>,
       [](host::UploadContext& context, const UploadParams& params,
          std::string_view bytes) -> Result<SiteImportReport> {
         return import_lists(context.host, context.actor, params.area, {{params.file_name, bytes}},
                             imports::options_of(context, params.dry_run, params.id));
       }});
  imports::declare_past<ListImported>(
      to, kImports, {"/api/sites/imports", "导入过的场所名单", "lists of sites imported"});
  imports::declare_problem_pages(to, kImports,
                                 {"/api/sites/imports/{import}/problems", "场所名单的问题行",
                                  "problem rows of a list of sites"});
  imports::declare_problem_file(
      to, kImports,
      {"/api/sites/imports/{import}/problems.xlsx", "场所名单的问题行（表格）",
       "problem rows of a list of sites, as a spreadsheet"});
}

}  // namespace fx::sites
