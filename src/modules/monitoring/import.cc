// Readings from the spreadsheets that people keep. The rows are matched to those under observation
// in the area, by ID number, else phone, else a name that only one of them has.
#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "area/code.h"
#include "base/text.h"
#include "modules/imports/cells.h"
#include "modules/monitoring/list.h"
#include "modules/monitoring/state.h"
#include "sheet/reader.h"

namespace fx::monitoring {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{16} << 20;
constexpr std::size_t kHeadingRows = 20;  // the heading is looked for in these
constexpr RefusalKind kNoHeading{
    "monitoring.no-heading",
    422,
    "没有找到表头：需要姓名、身份证号或电话之一，以及体温列",
    "no heading was found: it needs a name, ID number or phone, and a temperature column",
    "在第一行写明“姓名、身份证号、日期、上午体温、下午体温”",
    "name the columns in the first row"};
constexpr RefusalKind kNobody{"monitoring.nobody",
                              404,
                              "名单上的人不在观察中，或无法确定是谁",
                              "nobody under observation here fits this row",
                              "核对姓名和身份证号；应当观察的先作出判定",
                              "check name and ID number; place the person first if need be"};
constexpr RefusalKind kSeveralPeople{"monitoring.several-people", 409,
                                     "有几个人都符合这一行",      "several people fit this row",
                                     "补上身份证号或电话",        "add the ID number or the phone"};
constexpr RefusalKind kBadDate{"monitoring.bad-date",
                               422,
                               "看不懂日期",
                               "the date cannot be read",
                               "按 2020-02-20 的样式填写",
                               "write it like 2020-02-20"};
constexpr RefusalKind kBadTemperature{"monitoring.bad-temperature",
                                      422,
                                      "看不懂体温",
                                      "the temperature cannot be read",
                                      "按 36.5 的样式填写",
                                      "write it like 36.5"};

struct ImportParams {
  std::string area;
  std::optional<std::string> name;
  std::optional<bool> dry_run;
  std::optional<Ulid> id;
};
BOOST_DESCRIBE_STRUCT(ImportParams, (), (area, name, dry_run, id))

// Who may be meant.
struct People {
  std::unordered_map<std::string, std::vector<Ulid>> by_id, by_phone, by_name;

  [[nodiscard]] Result<Ulid> find(const std::string& id_number, const std::string& phone,
                                  const std::string& name) const {
    const auto one = [](const auto& map, const std::string& key) -> std::vector<Ulid> {
      const auto it = key.empty() ? map.end() : map.find(key);
      return it == map.end() ? std::vector<Ulid>() : it->second;
    };
    // A stronger mark that fits nobody is not replaced by a weaker one: it is another person.
    if (!id_number.empty()) {
      const auto found = one(by_id, id_number);
      if (found.size() == 1) return found.front();
      if (found.size() > 1) return refuse(kSeveralPeople);
      if (by_id.empty()) return refuse(kNobody);
    }
    auto named = one(by_name, name);
    if (id_number.empty() && !phone.empty()) {
      const auto called = one(by_phone, phone);
      if (called.size() == 1) return called.front();
      // One phone for a family: the name tells who.
      std::vector<Ulid> both;
      for (const auto& p : called) {
        if (std::find(named.begin(), named.end(), p) != named.end()) both.push_back(p);
      }
      if (both.size() == 1) return both.front();
      if (called.size() > 1) return refuse(kSeveralPeople);
    }
    if (!id_number.empty() || named.empty()) return refuse(kNobody);
    if (named.size() > 1) return refuse(kSeveralPeople);
    return named.front();
  }
};

People observed_people(store::Session& db, const Parts& parts, const std::string& area,
                       Instant now) {
  People out;
  const auto [low, high] = area::range(area);
  std::vector<Ulid> ids;
  {
    auto q = db.query(
        "select distinct person from observation_span where area >= $1 and area < $2 and"
        " known_to = $3 and last_day >= $4",
        low, high, kForever, day_of(now) - 60);
    while (q.next()) ids.push_back(q.ulid(0));
  }
  for (const auto& person : ids) {
    const auto card = parts.names(db, person, access::Sight::kFull, day_of(now));
    if (!card) continue;
    if (!card->id_number.empty()) out.by_id[card->id_number].push_back(person);
    if (!card->phone.empty()) out.by_phone[card->phone].push_back(person);
    if (!card->name.empty()) out.by_name[name_key(card->name)].push_back(person);
  }
  return out;
}

// --- one file

struct Columns {
  std::optional<std::size_t> name, id_number, phone, date, symptoms;
  struct Temperature {
    std::size_t column;
    PartOfDay part;
  };
  std::vector<Temperature> temperatures;
  [[nodiscard]] bool usable() const {
    return (name || id_number || phone) && !temperatures.empty();
  }
};

Columns read_heading(const sheet::Row& row, const std::string& sheet_name,
                     std::vector<ColumnUse>& uses) {
  Columns out;
  uses.clear();
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto cell = row[i];
    const auto heading = normalise(cell.text);
    std::string field;
    switch (heading_of(heading)) {
      case Heading::kName:
        out.name = cell.column;
        field = "name";
        break;
      case Heading::kIdNumber:
        out.id_number = cell.column;
        field = "id_number";
        break;
      case Heading::kPhone:
        out.phone = cell.column;
        field = "phone";
        break;
      case Heading::kDate:
        out.date = cell.column;
        field = "date";
        break;
      case Heading::kSymptoms:
        out.symptoms = cell.column;
        field = "symptoms";
        break;
      case Heading::kTemperature:
        out.temperatures.push_back({cell.column, part_of_day(heading)});
        field = "temperature";
        break;
      case Heading::kOther:
        break;
    }
    uses.push_back({sheet_name, shorten(cell.text, 80), field});
  }
  return out;
}

struct Importer {
  host::UploadContext& upload;
  const Parts& parts;
  const ImportParams& params;
  ImportReport report;
  ImportFileReport file;

  struct Take {
    std::size_t row;  // in report order, to count accepted rows once
    CheckedReading reading;
  };
  std::vector<Take> takes;

  void problem(const std::string& sheet, std::uint32_t row, const std::string& column,
               std::string_view value, const Refusal& why) {
    report.problems.push_back(row_problem({file.file, sheet, static_cast<int>(row), column}, value,
                                          why, upload.language, false));
  }

  [[nodiscard]] std::optional<Day> day_of_row(const sheet::Row& row, const Columns& columns,
                                              const YearGuess& guess, Day fallback) const {
    if (!columns.date) return fallback;
    const auto cell = row.at(*columns.date);
    if (cell.day) return cell.day;
    const auto text = read_date(cell.text, imports::date_options(cell));
    if (!text) return std::nullopt;
    const auto resolved = guess.resolve(*text, fallback);
    if (!resolved) return std::nullopt;
    return resolved->day;
  }

  // Whether the very same reading is known.
  static bool known(store::Session& db, const ReadingTaken& r) {
    for (const auto& old : readings_of(db, r.person, r.day, r.day)) {
      if (old.slot == r.slot && old.tenths == r.tenths) return true;
    }
    return false;
  }

  void take_row(store::Session& db, const sheet::Sheet& sheet, const sheet::Row& row,
                const Columns& columns, const People& people, const YearGuess& guess, Instant now,
                MonitoringRules& rules) {
    ++file.rows;
    const auto text = [&](std::optional<std::size_t> column) {
      return column ? normalise(row.at(*column).text) : std::string();
    };
    std::string id_number;
    if (columns.id_number) {
      const auto parsed = imports::id_number_in(row.at(*columns.id_number), day_of(now));
      if (parsed.usable()) id_number = parsed.number;
    }
    std::string phone;
    if (columns.phone) {
      const auto cell = row.at(*columns.phone);
      const auto parsed = parse_phone(cell.text, {cell.kind == sheet::CellKind::kNumber});
      if (parsed.verdict == PhoneVerdict::kValid) phone = parsed.number;
    }
    const auto name = name_key(text(columns.name));
    bool set_aside = false;
    const auto refuse_row = [&](const std::string& column, std::string_view value,
                                const Refusal& why) {
      problem(sheet.name(), row.number(), column, value, why);
      set_aside = true;
    };
    const auto day = day_of_row(row, columns, guess, day_of(now));
    if (!day) refuse_row("日期", text(columns.date), refuse(kBadDate));
    const auto person = people.find(id_number, phone, name);
    if (!person) refuse_row("姓名", text(columns.name), person.error());
    std::size_t taken = 0;
    if (day && person) {
      for (const auto& t : columns.temperatures) {
        const auto cell = row.at(t.column);
        if (cell.empty() || is_blank_mark(normalise(cell.text))) continue;
        const auto tenths = parse_tenths(normalise(cell.text));
        if (!tenths) {
          refuse_row(sheet::column_name(t.column), cell.text, refuse(kBadTemperature));
          continue;
        }
        auto checked =
            check(db, *person, *day, *tenths, t.part, text(columns.symptoms), now, rules);
        if (!checked) {
          refuse_row(sheet::column_name(t.column), cell.text, checked.error());
          continue;
        }
        if (known(db, checked->payload)) continue;
        takes.push_back({static_cast<std::size_t>(file.rows), std::move(*checked)});
        ++taken;
      }
    }
    file.accepted += taken > 0 ? 1 : 0;
    file.set_aside += taken == 0 && set_aside ? 1 : 0;
    file.unchanged += taken == 0 && !set_aside ? 1 : 0;
  }

  Result<CheckedReading> check(store::Session& db, const Ulid& person, Day day, int tenths,
                               PartOfDay part, const std::string& symptoms, Instant now,
                               MonitoringRules& rules) {
    NewReading reading;
    reading.person = person;
    reading.tenths = tenths;
    reading.day = day;
    reading.by = TakenBy::self;
    reading.how = How::list;
    const auto span = parts.orders.latest_of(db, person, day);
    const auto* rule =
        span ? rules.of(span->pack, span->edition, span->person_class, span->measure, span->stage)
             : nullptr;
    std::size_t slot = 0;
    if (rule != nullptr) {
      slot = slot_for(part, rule->slots.size());
      reading.slot = rule->slots[slot].name.id;
      reading.symptoms = symptoms_in(
          symptoms, parts.rules.rule(span->pack, span->edition).pack->disease().symptoms);
      // A list says the half of the day and not the minute.
      const Instant deadline = instant_of(day, rule->slots[slot].deadline_minute);
      reading.taken_at = std::min(deadline, now);
    }
    return check_reading(db, parts, rules, reading, now, now, params.area);
  }

  Status read(store::Session& db, const sheet::Workbook& book, Instant now) {
    const auto people = observed_people(db, parts, params.area, now);
    MonitoringRules rules(parts.rules);
    bool any = false;
    for (const auto& sheet : book.sheets) {
      std::optional<Columns> columns;
      YearGuess guess(day_of(now));
      for (std::size_t i = 0; i < sheet.row_count(); ++i) {
        const auto row = sheet.row(i);
        std::vector<ColumnUse> uses;
        const auto heading = read_heading(row, sheet.name(), uses);
        if (heading.usable()) {  // also again in the middle
          if (!columns) file.columns.insert(file.columns.end(), uses.begin(), uses.end());
          columns = heading;
          any = true;
          ++file.skipped;
          gather_dates(sheet, i + 1, *columns, guess);
          continue;
        }
        if (!columns) {
          ++file.skipped;
          if (i >= kHeadingRows) break;
          continue;
        }
        take_row(db, sheet, row, *columns, people, guess, now, rules);
      }
      for (const auto& [number, why] : sheet.problems()) {
        ++file.rows;
        ++file.set_aside;
        problem(sheet.name(), number, "", "", why);
      }
    }
    if (!any) return refuse(kNoHeading);
    return {};
  }

  static void gather_dates(const sheet::Sheet& sheet, std::size_t from, const Columns& columns,
                           YearGuess& guess) {
    if (!columns.date) return;
    for (std::size_t i = from; i < sheet.row_count(); ++i) {
      imports::add_date(guess, sheet.row(i).at(*columns.date));
    }
  }
};

// Somebody may have recorded the same since the file was read.
void take_new(host::CommandContext& context, const Parts& parts, Importer& importer,
              ImportFileReport& file) {
  std::set<std::size_t> rows;
  std::set<std::size_t> told;
  for (const auto& take : importer.takes) {
    rows.insert(take.row);
    if (Importer::known(context.db, take.reading.payload)) continue;
    record(context, parts, take.reading);
    told.insert(take.row);
  }
  file.accepted = static_cast<int>(told.size());
  file.unchanged += static_cast<int>(rows.size() - told.size());
}

Result<ImportReport> import_readings(host::UploadContext& upload, const Parts& parts,
                                     const ImportParams& params, std::string_view bytes) {
  const std::vector<ImportFile> files{{shorten(params.name.value_or("readings"), 200), bytes}};
  const auto book = sheet::read_workbook(bytes, files[0].name);
  if (!book) return book.error();
  const auto options = imports::options_of(upload, params.dry_run, params.id);
  Importer importer{upload, parts, params, {}, {}, {}};
  importer.file.file = files[0].name;
  importer.file.kind = file_kind(book->format);
  importer.report.dry_run = options.dry_run;
  const Instant now = upload.host.clock().now();
  const auto read = upload.host.database().read(
      [&](store::Session& db) { return importer.read(db, *book, now); });
  if (!read) return read.error();
  auto& report = importer.report;
  report.files.push_back(importer.file);
  if (options.dry_run) return std::move(report);
  auto& file = report.files[0];
  const auto done =
      imports::carry_out(upload.host, upload.actor, options,
                         {kImports, params.area, files, kAlreadyImported,
                          [&](host::CommandContext& context, const std::vector<Ulid>&) {
                            take_new(context, parts, importer, file);
                          },
                          [&](host::CommandContext& context, const host::Target& target,
                              std::size_t, const std::string& digest) {
                            context.append(target, ListImported{digest, file.rows, file.accepted,
                                                                file.unchanged, file.set_aside});
                          },
                          report.files, report.problems});
  if (!done) return done.error();
  report.import = *done;
  return std::move(report);
}

}  // namespace

void declare_import(host::Declaration& to, const Parts& parts) {
  constexpr auto kMay = access::Permission::record_reading;
  const auto take = [&parts](host::UploadContext& upload, const ImportParams& p,
                             std::string_view bytes) {
    return import_readings(upload, parts, p, bytes);
  };
  to.upload<ImportParams, ImportReport>({"/api/monitoring/import", kMay, "导入测温表",
                                         "import a list of readings", kMaxBytes,
                                         host::named_area<ImportParams>, take});
  imports::declare_past<ListImported>(
      to, kImports,
      {"/api/monitoring/imports", "测温表导入记录", "past imports of readings", kMay});
  imports::declare_problem_file(
      to, kImports,
      {"/api/monitoring/imports/{import}/problems.xlsx", "测温表导入问题行表格",
       "problem rows of a list of readings as a spreadsheet", kMay});
}

}  // namespace fx::monitoring
