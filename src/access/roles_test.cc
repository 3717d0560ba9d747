#include "access/roles.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "base/json.h"

namespace fx::access {
namespace {

using json::enum_name;

template <class E, class F>
void each(F&& f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) { f(d.value); });
}

std::string join(const std::string& a, std::string_view b) { return a + std::string(b); }

std::string document() {
  std::string out =
      "# Roles\n"
      "\n"
      "Made from the table in `src/access/roles.cc`; a test fails when this page is stale. To "
      "write\n"
      "it anew: `FX_WRITE_DOCS=1 build/src/access/access_tests --gtest_filter='RolesPage.*'`.\n"
      "\n"
      "A grant is a role in an area. It holds for the area and everything under it, so a grid\n"
      "worker's grant on a grid says nothing about the grid beside it. An account may have "
      "several.\n"
      "Nobody can give a role that may do more than they may themselves, or in an area where they\n"
      "may not.\n"
      "\n"
      "| permission | |";
  each<Role>([&](Role role) { out += join(" ", zh(role)) + " |"; });
  out += "\n| --- | --- |";
  each<Role>([&](Role) { out += " :-: |"; });
  out += "\n";
  each<Permission>([&](Permission permission) {
    out += join("| `", enum_name(permission)) + join("` | ", zh(permission)) + " |";
    each<Role>([&](Role role) { out += allows(role, permission) ? " ● |" : " |"; });
    out += "\n";
  });
  out += "\nNames of the roles in commands and the command line:\n\n| role | |\n| --- | --- |\n";
  each<Role>(
      [&](Role role) { out += join("| `", enum_name(role)) + join("` | ", zh(role)) + " |\n"; });
  out +=
      "\nHow much of a person an account sees in an area: with `see_full_identity` everything;\n"
      "with `see_people` names and phones, ID numbers masked; with `see_records` the records, "
      "people\n"
      "masked; otherwise counts only. Every person shown is one line in the log of looks.\n";
  return out;
}

TEST(RolesPage, IsUpToDate) {
  const std::string path = FX_SOURCE_DIR "/docs/roles.md";
  if (std::getenv("FX_WRITE_DOCS") != nullptr) std::ofstream(path) << document();
  std::stringstream there;
  there << std::ifstream(path).rdbuf();
  EXPECT_EQ(there.str(), document()) << "stale: see the page's first lines";
}

// The table as it was agreed. A change here is a change of who sees and does what.
TEST(Roles, TheTableIsTheOneAgreed) {
  std::string table;
  each<Role>([&](Role role) {
    table += join("", enum_name(role)) + ":";
    each<Permission>([&](Permission permission) {
      if (allows(role, permission)) table += join(" ", enum_name(permission));
    });
    table += "\n";
  });
  EXPECT_EQ(table,
            "administrator: see_figures see_records see_people see_full_identity edit_register"
            " import_lists screen record_case place decide_release record_reading escalate report"
            " decide_response draw_zone carry_out choose_policy manage_areas manage_accounts"
            " see_looks operate\n"
            "community_director: see_figures see_records see_people see_full_identity edit_register"
            " import_lists screen record_case place decide_release record_reading escalate report"
            " carry_out choose_policy manage_areas manage_accounts see_looks\n"
            "community_clerk: see_figures see_records see_people see_full_identity edit_register"
            " import_lists screen record_case place record_reading escalate report carry_out"
            " manage_areas\n"
            "grid_worker: see_figures see_records see_people edit_register screen record_reading"
            " escalate\n"
            "building_head: see_figures see_records see_people screen record_reading\n"
            "doctor: see_figures see_records see_people screen record_case record_reading escalate"
            " carry_out\n"
            "township_office: see_figures see_records report decide_response draw_zone carry_out"
            " choose_policy\n"
            "command: see_figures decide_response draw_zone carry_out choose_policy\n"
            "inspector: see_figures see_records see_looks\n");
}

TEST(Roles, AGrantHoldsForItsAreaAndBelowOnly) {
  const Actor actor{Ulid::make(Instant{1}), {{Role::grid_worker, "532601003005-1"}}};
  EXPECT_TRUE(actor.may(Permission::see_people, "532601003005-1-2-3"));
  EXPECT_FALSE(actor.may(Permission::see_people, "532601003005-10"));
  EXPECT_FALSE(actor.may(Permission::see_people, "532601003005"));
  EXPECT_FALSE(actor.may(Permission::see_full_identity, "532601003005-1"));
  EXPECT_EQ(sight(actor, "532601003005-1-2"), Sight::kNames);
  EXPECT_EQ(sight(actor, "532601003005-2"), Sight::kNothing);
}

TEST(Roles, AreasAreTheOutermostOnes) {
  const Actor actor{Ulid::make(Instant{1}),
                    {{Role::grid_worker, "532601003005-1"},
                     {Role::community_clerk, "532601003005"},
                     {Role::command, "5326"},
                     {Role::community_clerk, "532601003005"}}};
  EXPECT_EQ(actor.areas(Permission::see_people), (std::vector<std::string>{"532601003005"}));
  EXPECT_EQ(actor.areas(Permission::see_figures), (std::vector<std::string>{"5326"}));
  EXPECT_TRUE(actor.areas(Permission::operate).empty());
}

}  // namespace
}  // namespace fx::access
