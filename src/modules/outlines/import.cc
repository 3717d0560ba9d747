#include "modules/outlines/import.h"

#include <algorithm>
#include <array>
#include <map>

#include "area/code.h"
#include "base/text.h"
#include "geo/geojson.h"
#include "modules/outlines/finder.h"
#include "modules/outlines/state.h"

namespace fx::outlines {
namespace {

// Names of properties that such files have, the surest first.
constexpr std::array<std::string_view, 6> kCodes{"code",     "area",     "area_code",
                                                 "区划代码", "区域代码", "代码"};
constexpr std::array<std::string_view, 8> kNames{"full_name", "全称", "name", "名称",
                                                 "NAME",      "Name", "小区", "楼栋"};
constexpr std::string_view kSite = "site";
constexpr std::string_view kUsual = "code, area, 区划代码, full_name, name, 名称, site";

class Importer {
 public:
  Importer(host::CommandContext& context, const Outlines& outlines, const sites::Sites& sites,
           const std::string& area, const ImportOptions& options, OutlineImportReport& report)
      : context_(context),
        outlines_(outlines),
        sites_(sites),
        area_(area),
        options_(options),
        report_(report),
        finder_(context.db, area) {}

  void run(const ImportFile& file, const geo::Collection& collection, const Ulid& import) {
    import_ = import;
    file_ = {};
    file_.file = file.name;
    file_.kind = "geojson";
    taken_.clear();
    seen_.clear();
    std::map<std::string, int> properties;
    for (const auto& feature : collection.features) {
      ++file_.rows;
      for (const auto& property : feature.properties) ++properties[std::string(property.key())];
      take(feature);
    }
    // Once all are there, as the area above may come after what is in it.
    for (const auto& one : taken_) look_at(one);
    for (const auto& [name, count] : properties) {
      file_.columns.push_back({"", name.substr(0, 80), use_of(name)});
    }
    report_.files.push_back(file_);
  }

 private:
  struct Taken {
    int number;
    std::string name;
    std::string area;
    geo::Shape shape;
  };

  void problem(int number, const std::string& column, std::string_view value, const Refusal& why,
               bool taken) {
    report_.problems.push_back(
        row_problem({file_.file, "", number, column}, value, why, options_.language, taken));
  }
  [[nodiscard]] std::string use_of(const std::string& name) const {
    if (!options_.property.empty()) return name == options_.property ? "area" : "";
    const auto is = [&](const auto& all) {
      return std::find(all.begin(), all.end(), name) != all.end();
    };
    return is(kCodes) ? "code" : is(kNames) ? "area" : name == kSite ? "site" : "";
  }

  // What the feature is of, and the property that says so.
  struct What {
    std::string property;
    std::string value;
    std::string area;
    Ulid site;
  };
  Result<What> what_of(const geo::Feature& feature) {
    const auto value_of = [&](std::string_view name) { return normalise(feature.property(name)); };
    if (options_.property.empty()) {
      if (const auto id = Ulid::parse(feature.property(kSite))) {
        const auto site = sites_.find(context_.db, *id, context_.today(), kAsNow);
        if (!site || !area::contains(area_, site->area)) {
          return refuse(kNoSuchPlace, std::string(kSite), {{"name", id->text()}});
        }
        return What{std::string(kSite), id->text(), site->area, *id};
      }
      for (const auto name : kCodes) {
        const auto value = value_of(name);
        if (value.empty()) continue;
        return found(std::string(name), value, finder_.by_code(value));
      }
      for (const auto name : kNames) {
        const auto value = value_of(name);
        if (value.empty()) continue;
        return named(std::string(name), value);
      }
      return refuse(kNamesNothing, "", {{"properties", std::string(kUsual)}});
    }
    const auto value = value_of(options_.property);
    if (value.empty()) return refuse(kNamesNothing, "", {{"properties", options_.property}});
    auto code = finder_.by_code(value);
    if (code) return found(options_.property, value, std::move(code));
    return named(options_.property, value);
  }
  Result<What> found(std::string property, std::string value, Result<std::string> code) {
    if (!code) {
      auto why = code.error();
      why.field = property;
      return why;
    }
    return What{std::move(property), std::move(value), *code, {}};
  }
  // An area, or a site of that name where only one has it.
  Result<What> named(std::string property, std::string value) {
    auto code = finder_.by_name(value);
    if (code || code.error().kind != &kNoSuchPlace) {
      return found(std::move(property), std::move(value), std::move(code));
    }
    if (by_name_.empty() && area_ != area::kCountry) {
      sites_.each(context_.db, host::Frame::make(area_, context_.today(), kAsNow),
                  [&](const sites::Site& site) {
                    by_name_[place_key(site.facts.name)].push_back({site.id, site.area});
                  });
    }
    const auto it = by_name_.find(place_key(value));
    if (it == by_name_.end()) return found(std::move(property), std::move(value), std::move(code));
    if (it->second.size() > 1) {
      return refuse(kSeveral, property, {{"name", value}});
    }
    return What{std::move(property), std::move(value), it->second.front().second,
                it->second.front().first};
  }

  void take(const geo::Feature& feature) {
    const auto aside = [&](const std::string& column, std::string_view value, const Refusal& why) {
      problem(feature.number, column, value, why, false);
      ++file_.set_aside;
    };
    const auto what = what_of(feature);
    if (feature.trouble) {
      return aside(feature.trouble->field, what ? what->value : "", *feature.trouble);
    }
    if (!what) return aside(what.error().field, "", what.error());
    const auto key = what->site.is_nil() ? what->area : what->site.text();
    if (const auto [first, fresh] = seen_.emplace(key, feature.number); !fresh) {
      return aside(what->property, what->value,
                   refuse(kTwice, "", {{"row", std::to_string(first->second)}}));
    }
    for (const auto& doubt : feature.doubts) {
      problem(feature.number, doubt.field, what->value, doubt, true);
    }
    bool changed = false;
    if (!what->site.is_nil()) {
      changed = sites_.locate(context_, what->site, feature.shape, import_, feature.number);
      report_.sites_located += changed ? 1 : 0;
    } else {
      const bool had = outlines_.of(context_.db, what->area, kAsNow).has_value();
      changed =
          draw(context_, outlines_, what->area, feature.shape, How::file, import_, feature.number);
      if (changed) ++(had ? report_.outlines_changed : report_.outlines_new);
      if (changed) taken_.push_back({feature.number, what->value, what->area, feature.shape});
    }
    ++(changed ? file_.accepted : file_.unchanged);
  }

  void look_at(const Taken& one) {
    for (const auto& doubt :
         doubts_about(context_.db, outlines_, one.area, one.shape, options_.language)) {
      problem(one.number, doubt.field, one.name, doubt, true);
    }
  }

  host::CommandContext& context_;
  const Outlines& outlines_;
  const sites::Sites& sites_;
  const std::string& area_;
  const ImportOptions& options_;
  OutlineImportReport& report_;
  Finder finder_;
  Ulid import_;
  ImportFileReport file_;
  std::vector<Taken> taken_;
  std::map<std::string, int> seen_;                                           // of this file
  std::map<std::string, std::vector<std::pair<Ulid, std::string>>> by_name_;  // sites
};

struct UploadParams {
  std::string area;
  std::string file_name;
  std::optional<bool> dry_run;
  std::optional<geo::Datum> coordinates;
  std::optional<std::string> property;
  std::optional<Ulid> id;
};
BOOST_DESCRIBE_STRUCT(UploadParams, (), (area, file_name, dry_run, coordinates, property, id))

}  // namespace

Result<OutlineImportReport> import_files(host::Host& host, const Outlines& outlines,
                                         const sites::Sites& sites, const access::Actor& actor,
                                         const std::string& area,
                                         const std::vector<ImportFile>& files,
                                         const ImportOptions& options) {
  std::vector<geo::Collection> collections;
  for (const auto& file : files) {
    auto read = geo::read_geojson(file.bytes, options.coordinates);
    if (!read) return read.error();
    collections.push_back(std::move(*read));
  }
  OutlineImportReport report;
  report.dry_run = options.dry_run;
  if (!collections.empty()) report.coordinates = json::enum_name(collections.front().datum);
  const auto done = imports::carry_out(
      host, actor, options,
      {kImports, area, files, kAlreadyImported,
       [&](host::CommandContext& context, const std::vector<Ulid>& imports) {
         Importer importer(context, outlines, sites, area, options, report);
         for (std::size_t i = 0; i < files.size(); ++i) {
           importer.run(files[i], collections[i], imports[i]);
         }
       },
       [&](host::CommandContext& context, const host::Target& target, std::size_t i,
           const std::string& digest) {
         const auto& file = report.files[i];
         context.append(target, FileImported{digest, collections[i].datum, file.rows, file.accepted,
                                             file.unchanged, file.set_aside});
       },
       report.files, report.problems});
  if (!done) return done.error();
  report.import = *done;
  return report;
}

std::string export_geojson(store::Session& db, const Outlines& outlines, const sites::Sites& sites,
                           const std::string& area, Day on, Instant known, Language language) {
  std::vector<std::pair<json::Object, geo::Shape>> features;
  outlines.each(db, area, known, [&](const std::string& code, const geo::Shape& shape) {
    features.emplace_back(json::Object{{"code", code},
                                       {"name", place_name(db, code)},
                                       {"level", area::en(*area::level_of(code))}},
                          shape);
  });
  sites.each(db, host::Frame::make(area, on, known), [&](const sites::Site& site) {
    if (!site.facts.shape) return;
    features.emplace_back(json::Object{{"site", site.id.text()},
                                       {"name", site.facts.name},
                                       {"kind", json::enum_name(site.facts.kind)},
                                       {"kind_name", sites::name(site.facts.kind, language)},
                                       {"in", site.area},
                                       {"open", site.state == sites::State::open}},
                          *site.facts.shape);
  });
  return geo::write_geojson(features);
}

void declare_import(host::Declaration& to, const Outlines& outlines, const sites::Sites& sites) {
  to.upload<UploadParams, OutlineImportReport>(
      {"/api/outlines/imports", kManage, "导入轮廓（GeoJSON）", "import outlines (GeoJSON)",
       geo::kMostBytes, area_now<UploadParams>,
       [&outlines, &sites](host::UploadContext& context, const UploadParams& params,
                           std::string_view bytes) -> Result<OutlineImportReport> {
         ImportOptions options{imports::options_of(context, params.dry_run, params.id),
                               params.coordinates, params.property.value_or("").substr(0, 80)};
         return import_files(context.host, outlines, sites, context.actor, params.area,
                             {{params.file_name, bytes}}, options);
       }});
  imports::declare_past<FileImported>(
      to, kImports, {"/api/outlines/imports", "导入过的轮廓文件", "files of outlines imported"});
  imports::declare_problem_pages(to, kImports,
                                 {"/api/outlines/imports/{import}/problems", "轮廓文件的问题图形",
                                  "problem features of a file of outlines"});
  imports::declare_problem_file(
      to, kImports,
      {"/api/outlines/imports/{import}/problems.xlsx", "轮廓文件的问题图形（表格）",
       "problem features of a file of outlines, as a spreadsheet"});
}

}  // namespace fx::outlines
