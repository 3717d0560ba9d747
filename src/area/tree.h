// The area tree as one database knows it: the official divisions (divisions.h) and what communities
// have below them (grids, compounds and village groups, buildings, units, dwellings), with the
// streets and communities that the official table lacks.
//
// What is below comes from three kinds of entries, so the tables here are views and the functions
// apply() are functions of the journal alone; the organisation module declares both to the host.
// All questions read through the session they are given: inside a command they see its own writes.
//
// A local part "0" stands for "none" (a building without units, a community without grids): it has
// a node like any other, its name is empty, and it is left out wherever names are shown.
// Names of areas are in the journal: a dwelling is named by its number, never by who lives there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include "area/code.h"
#include "base/result.h"
#include "store/session.h"

namespace fx::area {

// --- entries ------------------------------------------------------------------------------------

struct NewArea {
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NewArea, (), (code, name))

// One or many at once, parents before children; entry.area is an area that contains them all. What
// is there already is left as it is.
struct AreaAdded {
  static constexpr std::string_view kKind = "area.added";
  static constexpr int kVersion = 1;
  std::vector<NewArea> areas;
};
BOOST_DESCRIBE_STRUCT(AreaAdded, (), (areas))

struct AreaRenamed {
  static constexpr std::string_view kKind = "area.renamed";
  static constexpr int kVersion = 1;
  std::string code;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(AreaRenamed, (), (code, name))

// An area and all under it has another parent from now on, so its codes change (a building given to
// another grid). Stays inside one community. Every view with a column of area codes takes it with
// move_codes(), by to.on<area::AreaMoved>(...).
struct AreaMoved {
  static constexpr std::string_view kKind = "area.moved";
  static constexpr int kVersion = 1;
  std::string from;
  std::string to;
};
BOOST_DESCRIBE_STRUCT(AreaMoved, (), (from, to))

// --- the views ----------------------------------------------------------------------------------

inline constexpr std::string_view kNodeTable = "area_node";
extern const std::string_view kNodeDdl;
inline constexpr std::string_view kFormerTable = "area_former";  // codes that areas once had
extern const std::string_view kFormerDdl;

void apply(store::Session& db, const AreaAdded& added);
void apply(store::Session& db, const AreaRenamed& renamed);
void apply(store::Session& db, const AreaMoved& moved);

// `code` after the move; unchanged if it is not in what moved.
std::string moved_code(std::string_view code, const AreaMoved& moved);
// Rewrites a column of area codes of a table (both names are constants of the caller's code).
void move_codes(store::Session& db, std::string_view table, std::string_view column,
                const AreaMoved& moved);

// --- questions ----------------------------------------------------------------------------------

struct Node {
  std::string code;
  Level level = Level::kCountry;
  std::string name;
  bool official = false;  // the official table has this code
  // A street or community whose street or county the official table does not have: taken, and shown
  // with a mark so that somebody checks the code.
  bool unlisted = false;
};

// An official division or a node that was added; nothing otherwise.
std::optional<Node> find(store::Session& db, std::string_view code);
bool exists(store::Session& db, std::string_view code);
// "" if there is no such area.
std::string name(store::Session& db, std::string_view code);
// The code of today for one that was in use before a move; itself otherwise.
std::string current_code(store::Session& db, std::string_view code);

// From `from` (or the highest level there is) down to the area itself. Levels that are not known
// but follow from the code have their default_name().
std::vector<Node> path(store::Session& db, std::string_view code, Level from = Level::kProvince);
// "云南省文山壮族苗族自治州文山市新平街道里布嘎社区第3网格": levels without a name are left out.
std::string full_name(store::Session& db, std::string_view code);
// Where a dwelling or building is inside its community, as people say it: "滨河花园 1栋 1单元 101".
// Without the grid. For a community or anything above it: its own name.
std::string address(store::Session& db, std::string_view code);

// Direct children in natural order (2 before 10), after this code, at most `limit`.
std::vector<Node> children(store::Session& db, std::string_view code, std::size_t limit,
                           std::string_view after = {});
std::int64_t count_children(store::Session& db, std::string_view code);
// How many areas of a level there are inside an area (itself included).
std::int64_t count(store::Session& db, std::string_view under, Level level);
// All of a level inside an area in the order of their codes, after this code, at most `limit`.
std::vector<Node> of_level(store::Session& db, std::string_view under, Level level,
                           std::size_t limit, std::string_view after = {});
// Areas down to buildings whose name contains the text (up to spelling), the higher levels first.
std::vector<Node> search(store::Session& db, std::string_view text, std::string_view under,
                         std::size_t limit);

// --- names and codes below ----------------------------------------------------------------------

// The form by which two names of children of one parent are the same: "第1网格", "1网格",
// "第一网格"; "6栋", "6幢", "六号楼", "6#"; "一单元", "1单元"; "801室", "0801".
std::string name_key(Level level, std::string_view name);
std::optional<Node> child_by_name(store::Session& db, std::string_view parent,
                                  std::string_view name);

// The local part that a name gives: "6栋" 6, "A座" A, "1单元" 1, "1001室" 1001, "第3网格" 3.
// Nothing for names like 滨河花园: they are numbered.
std::optional<std::string> local_part(Level level, std::string_view name);
// The name that a local part gives where nobody gave another: 3 第3网格, 6 6栋, 1 1单元, 1001 1001;
// "0" gives "".
std::string default_name(Level level, std::string_view local);
// The code a new child of this name would get: parent and its local part if that is free, else the
// next number. Precondition: parent is a community or below, not a dwelling.
std::string next_code(store::Session& db, std::string_view parent, std::string_view name);

// --- refusals, in descending precedence ---------------------------------------------------------

inline constexpr RefusalKind kNotACode{"area.not-a-code",
                                       400,
                                       "“{code}”不是区划代码",
                                       "{code} is not an area code",
                                       "代码为2、4、6、9或12位数字，社区以下用“-”连接",
                                       "codes have 2, 4, 6, 9 or 12 digits; below the community "
                                       "parts are joined by \"-\""};
inline constexpr RefusalKind kNoParent{"area.no-parent",
                                       404,
                                       "上级区域 {parent} 不存在",
                                       "the parent area {parent} does not exist",
                                       "先建上级区域",
                                       "add the parent first"};
inline constexpr RefusalKind kWrongParent{"area.wrong-parent",
                                          400,
                                          "代码 {code} 不在 {parent} 之下",
                                          "{code} is not directly under {parent}",
                                          "检查代码与上级是否一致",
                                          "make the code and the parent agree"};
inline constexpr RefusalKind kBadName{"area.bad-name",
                                      400,
                                      "名称为空、过长或含有不可见字符",
                                      "the name is empty, too long or has invisible characters",
                                      "名称用1至60个字",
                                      "use 1 to 60 characters"};
inline constexpr RefusalKind kCodeTaken{"area.code-taken",
                                        409,
                                        "代码 {code} 已是另一个区域",
                                        "{code} is another area already",
                                        "换一个代码，或给原区域改名",
                                        "use another code, or rename that area"};
inline constexpr RefusalKind kNameTaken{"area.name-taken",
                                        409,
                                        "同一上级下已有同名区域（{code}）",
                                        "the parent has an area of this name already ({code})",
                                        "使用已有区域，或换一个名称",
                                        "use that area, or another name"};

inline constexpr std::size_t kNameMax = 60;  // code points

// The name in its stored form: normalised, the default name for the empty one; refuses kBadName.
Result<std::string> clean_name(Level level, std::string_view code, std::string_view name);

// Whether this area could be added now, and with which code and name (the name normalised; empty
// becomes the default name). A street needs its county, a community its county, everything else its
// parent. `parent`, if given, must be the code's own; with an empty code the next free one below
// `parent` is taken. An area that is there with the same name is no refusal: see `exists`.
struct Addition {
  NewArea area;
  bool exists = false;  // nothing to do
};
Result<Addition> plan_addition(store::Session& db, std::string_view code, std::string_view name,
                               std::string_view parent = {});

}  // namespace fx::area
