// What the files of this module share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "area/place_name.h"
#include "area/tree.h"
#include "base/json.h"
#include "modules/imports/imports.h"
#include "modules/outlines/outlines.h"
#include "modules/outlines/refusals.h"

namespace fx::outlines {

inline constexpr auto kManage = access::Permission::manage_areas;
inline constexpr Instant kAsNow{kForever.millis - 1};  // everything that stands is known by then
inline constexpr imports::Records kImports{"outlines_import"};

void declare_views(host::Declaration& to);
void declare_commands(host::Declaration& to, const Outlines& outlines);
void declare_questions(host::Declaration& to, const Outlines& outlines, const sites::Sites& sites);
void declare_import(host::Declaration& to, const Outlines& outlines, const sites::Sites& sites);

// One thing that happened to an area's outline, as it stands in the journal.
struct Step {
  Ulid entry;
  bool drawn = false;  // else removed
  geo::Shape shape;
  How how = How::hand;
  Instant recorded;
  Instant known_to = kForever;  // undone then
  Ulid actor;
};
// Everything that happened to it, in order; what was undone among it.
std::vector<Step> steps_of(store::Session& db, std::string_view area);
std::vector<Step> standing(std::vector<Step> steps, Instant known);

// Appends the outline where it is another than the area has; false: it has just this one.
bool draw(host::CommandContext& context, const Outlines& outlines, const std::string& area,
          const geo::Shape& shape, How how, std::optional<Ulid> import, std::optional<int> row);

// What a person should look at: it is taken all the same.
std::vector<Refusal> doubts_about(store::Session& db, const Outlines& outlines,
                                  const std::string& area, const geo::Shape& shape,
                                  Language language);

using area::place_name;

// The area as it is called now, where the command or question gives a code from before it moved.
template <class Params>
Result<std::string> area_now(store::Session& db, const Params& params) {
  return host::area_in_tree(db, area::current_code(db, params.area));
}

}  // namespace fx::outlines
