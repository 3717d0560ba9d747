#include "modules/outlines/state.h"

namespace fx::outlines {
namespace {

// One row for each thing that happened to an area's outline. An undone one keeps its row: known_to.
constexpr const char* kStepDdl = R"(
create table outlines_step(
  entry blob primary key, area text not null, n integer not null, drawn integer not null,
  known_from integer not null, known_to integer not null, actor blob, payload text not null)
  strict, without rowid;
create index outlines_step_area on outlines_step(area, n);
)";
// The outline that follows, as known when. Its box beside it: neighbours are looked for by it.
constexpr const char* kShapeDdl = R"(
create table outlines_shape(
  area text not null, n integer not null, entry blob not null, level integer not null,
  low_lon integer not null, low_lat integer not null, high_lon integer not null,
  high_lat integer not null, shape text not null, known_from integer not null,
  known_to integer not null, primary key(area, n)) strict, without rowid;
create index outlines_shape_lat on outlines_shape(level, low_lat);
)";

void bring_up(store::Session& db, std::string_view area, Instant known) {
  const auto steps = standing(steps_of(db, area), known);
  const Step* last = steps.empty() || !steps.back().drawn ? nullptr : &steps.back();
  std::int64_t next = 0;
  {
    auto q = db.query(
        "select n, entry, known_to from outlines_shape where area = $1 order by n desc limit 1",
        area);
    if (q.next()) {
      next = q.integer(0) + 1;
      if (q.instant(2) == kForever && last != nullptr && q.ulid(1) == last->entry) return;
    }
  }
  db.run("update outlines_shape set known_to = $2 where area = $1 and known_to = $3", area, known,
         kForever);
  if (last == nullptr) return;
  const auto around = geo::box(last->shape);
  FX_CHECK(around.has_value());
  const std::string text = json::text(last->shape);
  db.run(
      "insert into outlines_shape(area, n, entry, level, low_lon, low_lat, high_lon, high_lat,"
      " shape, known_from, known_to) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      area, next, last->entry, static_cast<int>(*area::level_of(area)), around->low.lon,
      around->low.lat, around->high.lon, around->high.lat, text, known, kForever);
}

void add(store::Session& db, const journal::Entry& entry, bool drawn) {
  const auto n =
      db.integer("select count(*) from outlines_step where area = $1", entry.area).value_or(0);
  db.run(
      "insert into outlines_step(entry, area, n, drawn, known_from, known_to, actor, payload)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8)",
      entry.id, entry.area, n, drawn, entry.recorded_at, kForever, entry.actor, entry.payload);
  bring_up(db, entry.area, entry.recorded_at);
}

}  // namespace

std::vector<Step> steps_of(store::Session& db, std::string_view area) {
  std::vector<Step> out;
  auto q = db.query(
      "select entry, drawn, payload, known_from, known_to, actor from outlines_step"
      " where area = $1 order by n",
      area);
  while (q.next()) {
    Step step;
    step.entry = q.ulid(0);
    step.drawn = q.flag(1);
    if (step.drawn) {
      auto payload = json::read_text<Drawn>(q.text(2));
      FX_CHECK(payload.has_value());
      step.shape = std::move(payload->shape);
      step.how = payload->how;
    }
    step.recorded = q.instant(3);
    step.known_to = q.instant(4);
    step.actor = q.ulid(5);
    out.push_back(std::move(step));
  }
  return out;
}

std::vector<Step> standing(std::vector<Step> steps, Instant known) {
  std::vector<Step> out;
  for (auto& step : steps) {
    if (step.recorded <= known && known < step.known_to) out.push_back(std::move(step));
  }
  return out;
}

void declare_views(host::Declaration& to) {
  to.entry<Drawn>("画定区域轮廓", "outline of an area drawn");
  to.entry<Removed>("删去区域轮廓", "outline of an area removed");
  to.entry<Undone>("撤销区域轮廓变动", "change of an outline undone");
  to.entry<FileImported>("导入轮廓文件", "file of outlines imported");
  to.view("outlines_step", kStepDdl);
  to.view("outlines_shape", kShapeDdl);
  imports::declare_records(to, kImports);
  to.on<Drawn>(
      [](store::Session& db, const journal::Entry& entry, const Drawn&) { add(db, entry, true); });
  to.on<Removed>([](store::Session& db, const journal::Entry& entry, const Removed&) {
    add(db, entry, false);
  });
  to.on<Undone>([](store::Session& db, const journal::Entry& entry, const Undone&) {
    // By its entry: the area may have had another code then.
    db.run("update outlines_step set known_to = $2 where entry = $1", entry.amends,
           entry.recorded_at);
    bring_up(db, entry.area, entry.recorded_at);
  });
  to.on<FileImported>([](store::Session& db, const journal::Entry& entry, const FileImported& p) {
    imports::add_record(db, kImports, entry, p.digest);
  });
  to.on<area::AreaMoved>(
      [](store::Session& db, const journal::Entry&, const area::AreaMoved& moved) {
        area::move_codes(db, "outlines_step", "area", moved);
        area::move_codes(db, "outlines_shape", "area", moved);
      });
}

}  // namespace fx::outlines
