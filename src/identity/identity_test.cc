#include "identity/identity.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "area/code.h"
#include "identity/link.h"
#include "identity/person.h"
#include "identity/search.h"
#include "identity/tokens.h"

namespace fx::identity {
namespace {

constexpr const char* kCommunity = "532601003005";
constexpr Day kToday{18320};  // 2020-02-28

std::string valid_id(std::string seventeen) { return seventeen + id_check_digit(seventeen); }

Facts facts(const std::string& name, const std::string& id = {}, const std::string& phone = {}) {
  IdOptions options;
  options.today = kToday;
  std::vector<std::string> phones;
  if (!phone.empty()) phones.push_back(phone);
  return Facts::of(name, parse_id_number(id, options), phones);
}

class IdentityTest : public ::testing::Test {
 public:
  ~IdentityTest() override { std::filesystem::remove_all(dir_); }

 protected:
  IdentityTest()
      : dir_((std::filesystem::temp_directory_path() /
              ("fx_identity_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name()))
                 .string()),
        database_((std::filesystem::remove_all(dir_), dir_)) {
    EXPECT_TRUE(database_.migrate({schema()}));
    source_ = source(SourceKind::kRegister);
  }

  std::int64_t source(SourceKind kind) {
    return database_.write([&](store::Session& db) {
      return add_source(db, {Ulid::make({1}), kind, "a.xlsx", kCommunity, {1}, {}});
    });
  }
  Ulid add(const Facts& f, const std::string& area) {
    const auto id = Ulid::make({1});
    database_.write([&](store::Session& db) { create_person(db, id, f, area, source_, ++row_); });
    return id;
  }
  std::vector<std::string> find(const std::string& query,
                                const std::vector<std::string>& areas = {kCommunity},
                                const std::vector<std::string>& within = {}) {
    return database_.read([&](store::Session& db) {
      std::vector<std::string> names;
      std::string after;
      do {  // two at a time: the cursor is part of every test
        const auto page = search(db, parse_terms(query), areas, within, 2, after);
        for (const auto& hit : page.people) {
          names.push_back(find_person(db, hit.person)->facts.name);
        }
        after = page.next;
      } while (!after.empty());
      return names;
    });
  }
  LinkResult link_in_database(const Wanted& wanted) {
    return database_.read(
        [&](store::Session& db) { return link(DatabasePool(db, kCommunity), wanted); });
  }
  std::optional<PersonCard> card(const Ulid& person, access::Sight sight = access::Sight::kFull) {
    return database_.read([&](store::Session& db) { return present(db, person, sight, kToday); });
  }

  std::string dir_;
  store::Database database_;
  std::int64_t source_ = 0;
  int row_ = 0;
};

using Names = std::vector<std::string>;

TEST_F(IdentityTest, ASearchFindsByEveryPartThatIsKnown) {
  const auto id = valid_id("53260119900101001");
  add(facts("张三", id, "13054634619"), "532601003005-1-1-1-1-101");
  add(facts("张三丰", {}, "13917230852"), "532601003005-2-1-1-1-101");
  add(facts("欧阳娜娜", {}, "0876-2123456"), "532601003005-10-1-1-1-101");
  add(facts("单雄信"), "532601003005-2-1-1-1-102");
  EXPECT_EQ(find("张三"), (Names{"张三", "张三丰"}));
  EXPECT_EQ(find("三丰"), (Names{"张三丰"}));
  EXPECT_EQ(find("張三"), (Names{"张三", "张三丰"}));
  EXPECT_EQ(find("丰"), (Names{"张三丰"}));
  EXPECT_EQ(find("zs"), (Names{"张三", "张三丰"}));
  EXPECT_EQ(find("ZSF"), (Names{"张三丰"}));
  EXPECT_EQ(find("zhangsan"), (Names{"张三", "张三丰"}));
  EXPECT_EQ(find("zhang"), (Names{"张三", "张三丰"}));
  EXPECT_EQ(find("sanfeng"), (Names{"张三丰"}));
  EXPECT_EQ(find("ouyang"), (Names{"欧阳娜娜"}));
  EXPECT_EQ(find("oynn"), (Names{"欧阳娜娜"}));
  EXPECT_EQ(find("shanxiongxin"), (Names{"单雄信"}));
  EXPECT_EQ(find("4619"), (Names{"张三"}));
  EXPECT_EQ(find("634619"), (Names{"张三"}));
  EXPECT_EQ(find("134619"), (Names{}));
  EXPECT_EQ(find("13054634619"), (Names{"张三"}));
  EXPECT_EQ(find("123456"), (Names{"欧阳娜娜"}));
  EXPECT_EQ(find(id), (Names{"张三"}));
  EXPECT_EQ(find(id.substr(12)), (Names{"张三"}));
  EXPECT_EQ(find("张 4619"), (Names{"张三"}));
  EXPECT_EQ(find("张0852"), (Names{"张三丰"}));
  EXPECT_EQ(find("张 三456"), (Names{}));
  EXPECT_EQ(find("461"), (Names{}));  // three digits tell nothing
  EXPECT_EQ(find(""), (Names{}));
}

TEST_F(IdentityTest, ANameWithTheSamePairsApartIsNotFound) {
  add(facts("王小小王"), "532601003005-1-1-1-1-101");
  EXPECT_EQ(find("王小王"), (Names{}));
  EXPECT_EQ(find("王小小"), (Names{"王小小王"}));
}

TEST_F(IdentityTest, NobodyOutsideTheAreasIsFound) {
  for (const char* area :
       {"532601003005-1-1-1-1-101", "532601003005-1-1-2-1-101", "532601003005-10-1-1-1-101",
        "532601003005-2-1-1-1-101", "532601003005", "532601003006-1-1-1-1-1"}) {
    add(facts("李强"), area);
  }
  EXPECT_EQ(find("李强", {"0"}).size(), 6U);
  EXPECT_EQ(find("李强", {"5326"}).size(), 6U);
  EXPECT_EQ(find("李强", {kCommunity}).size(), 5U);
  EXPECT_EQ(find("李强", {"532601003005-1"}).size(), 2U);
  EXPECT_EQ(find("李强", {"532601003005-1-1-2"}).size(), 1U);  // a building head
  EXPECT_EQ(find("李强", {"532601003005-1", "532601003005-10"}).size(), 3U);
  EXPECT_EQ(find("李强", {"532601003005-1", "532601003005-1-1-1"}).size(), 2U);
  EXPECT_EQ(find("李强", {kCommunity}, {"532601003005-1-1-1"}).size(), 1U);
  EXPECT_EQ(find("李强", {"532601003005-1"}, {"532601003005-2"}).size(), 0U);
  EXPECT_EQ(find("李强", {}).size(), 0U);
  EXPECT_EQ(find("", {kCommunity}, {"532601003005-1"}).size(), 2U);  // everybody there
}

TEST_F(IdentityTest, AreaNumbersHoldTheSameRangesAsCodes) {
  const std::vector<std::string> codes = {"0",
                                          "5",
                                          "53",
                                          "5326",
                                          "532601",
                                          "532601003",
                                          "54",
                                          "532601003005",
                                          "532601003006",
                                          "532601003005-0",
                                          "532601003005-1",
                                          "532601003005-10",
                                          "532601003005-A1",
                                          "532601003005-1-2-3-4-5",
                                          "110101001001-1-1-1-1-1"};
  for (const auto& outer : codes) {
    if (!area::is_code(outer)) continue;
    const auto range = internal::key_range(outer);
    for (const auto& inner : codes) {
      if (!area::is_code(inner) || inner == "0") continue;
      const auto key = internal::area_key(inner);
      const bool in = range.low <= key && key < range.high;
      if (area::contains(outer, inner)) {
        EXPECT_TRUE(in) << outer << " " << inner;
      }
      const auto level = *area::level_of(outer);
      if (level <= area::Level::kCommunity && !area::contains(outer, inner) &&
          !area::contains(inner, outer)) {
        EXPECT_FALSE(in) << outer << " " << inner;
      }
    }
  }
}

TEST_F(IdentityTest, AViewerSeesWhatTheirSightAllows) {
  const auto id = valid_id("53260119900301001");
  const auto person = add(facts("张三丰", id, "13054634619"), "532601003005-1-1-1-1-101");
  auto full = card(person);
  ASSERT_TRUE(full);
  EXPECT_EQ(full->id_number, id);
  EXPECT_EQ(full->sex, "male");
  EXPECT_EQ(full->age, 29);  // 30 on the next day but one
  EXPECT_FALSE(full->masked);
  auto names = card(person, access::Sight::kNames);
  EXPECT_EQ(names->name, "张三丰");
  EXPECT_EQ(names->phone, "13054634619");
  EXPECT_EQ(names->id_number, mask_id(id));
  auto masked = card(person, access::Sight::kMasked);
  EXPECT_EQ(masked->name, mask_name("张三丰"));
  EXPECT_EQ(masked->phone, mask_phone("13054634619"));
  EXPECT_TRUE(masked->masked);
  EXPECT_EQ(card(person, access::Sight::kNothing)->name, "");
  EXPECT_FALSE(card(Ulid::make({1})));
}

TEST_F(IdentityTest, TheBestSourceIsShownAndEveryStatementKept) {
  const auto id = valid_id("53260119900101001");
  auto damaged = id;
  damaged[17] = damaged[17] == '1' ? '2' : '1';
  const auto person = add(facts("张伟", damaged, "13054634619"), "532601003005-1-1-1-1-101");
  const auto list = source(SourceKind::kPassedDown);
  database_.write([&](store::Session& db) {
    EXPECT_TRUE(add_facts(db, person, facts("张玮", id, "13917230852"), list, 4));
    EXPECT_FALSE(add_facts(db, person, facts("张玮", id, "13917230852"), list, 4));
  });
  EXPECT_EQ(card(person)->name, "张伟");   // the register is trusted more
  EXPECT_EQ(card(person)->id_number, id);  // but a sound number beats a damaged one
  EXPECT_EQ(find("3917230852"), (Names{"张伟"}));
  database_.read([&](store::Session& db) {
    EXPECT_EQ(statements(db, person).size(), 2U);
    const auto found = conflicts(db, person);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].field, Field::kName);
    EXPECT_EQ(found[1].field, Field::kIdNumber);
  });
  const auto hand = source(SourceKind::kHand);
  database_.write([&](store::Session& db) {
    Correction c;
    c.name = "章伟";
    c.phones = std::vector<std::string>{"13600000000"};
    EXPECT_TRUE(correct(db, person, c, hand));
  });
  EXPECT_EQ(card(person)->name, "章伟");
  EXPECT_EQ(card(person)->phone, "13600000000");
  EXPECT_EQ(find("张伟"), (Names{}));
  EXPECT_EQ(find("章伟"), (Names{"章伟"}));
  EXPECT_EQ(find("4619"), (Names{}));
}

TEST_F(IdentityTest, AMergeShowsOneAndItsUndoBoth) {
  const auto kept = add(facts("张伟", {}, "13054634619"), "532601003005-1-1-1-1-101");
  const auto merged =
      add(facts("张玮", valid_id("53260119900101001"), "13917230852"), "532601003005-2-1-1-1-1");
  database_.write([&](store::Session& db) { merge(db, kept, merged); });
  EXPECT_EQ(find("zw"), (Names{"张伟"}));
  EXPECT_EQ(find("0852"), (Names{"张伟"}));  // the other's phone leads here
  EXPECT_EQ(card(kept)->id_number, valid_id("53260119900101001"));
  EXPECT_EQ(card(merged)->name, card(kept)->name);
  database_.write([&](store::Session& db) { unmerge(db, merged); });
  EXPECT_EQ(find("zw"), (Names{"张伟", "张玮"}));
  EXPECT_EQ(find("0852"), (Names{"张玮"}));
  EXPECT_EQ(card(kept)->id_number, "");
}

TEST_F(IdentityTest, AnErasedPersonLeavesNothingButTheId) {
  const auto person =
      add(facts("张伟", valid_id("53260119900101001"), "13054634619"), "532601003005-1-1-1-1-101");
  database_.write([&](store::Session& db) {
    set_text(db, person, "note", person, "独居");
    erase(db, person);
  });
  EXPECT_FALSE(card(person));
  EXPECT_EQ(find("张伟"), (Names{}));
  EXPECT_EQ(find("4619"), (Names{}));
  database_.read([&](store::Session& db) {
    EXPECT_EQ(text_of(db, person, "note"), "");
    EXPECT_TRUE(statements(db, person).empty());
    EXPECT_EQ(db.integer("select count(*) from identity_token"), 0);
  });
}

TEST_F(IdentityTest, SearchFollowsAPersonToAnotherGrid) {
  const auto person = add(facts("张伟"), "532601003005-1-1-1-1-101");
  database_.write([&](store::Session& db) { set_area(db, person, "532601003005-2-1-1-1-101"); });
  EXPECT_EQ(find("张伟", {"532601003005-1"}), (Names{}));
  EXPECT_EQ(find("张伟", {"532601003005-2"}), (Names{"张伟"}));
}

// --- linkage -------------------------------------------------------------------------------------

constexpr const char* kHome = "532601003005-1-1-1-1-101";
constexpr const char* kElsewhere = "532601003005-2-1-1-1-101";

struct LinkCase {
  const char* what;
  Facts known;
  Facts wanted;
  const char* area;  // what the list says
  Certainty expected;
};

std::string damaged(std::string id, std::size_t at) {
  id[at] = id[at] == '9' ? '0' : static_cast<char>(id[at] + 1);
  return id;
}

std::vector<LinkCase> link_cases() {
  const auto a = valid_id("53260119900101001");
  const auto b = valid_id("53260119910101003");
  Facts eaten_facts = facts("张伟");
  eaten_facts.id_number = a.substr(0, 15) + "???";
  eaten_facts.id_verdict = IdVerdict::kEaten;
  Facts sister = facts("张芳");
  sister.sex = Sex::kFemale;
  Facts brother = facts("张芳");
  brother.sex = Sex::kMale;
  return {
      {"equal numbers", facts("张伟", a), facts("张伟", a), "", Certainty::kCertain},
      {"equal numbers, homophone", facts("张伟", a), facts("章玮", a), "", Certainty::kCertain},
      {"equal numbers, one wrong character", facts("张伟", a), facts("张韦佳", a), "",
       Certainty::kCertain},
      {"equal numbers, other names altogether", facts("张伟", a), facts("李芳", a), "",
       Certainty::kPossible},
      {"a number copied down a household", facts("张伟", a), facts("张芳", a), kHome,
       Certainty::kPossible},
      {"different sound numbers", facts("张伟", a, "13054634619"), facts("张伟", b, "13054634619"),
       kHome, Certainty::kNone},
      {"miscopied digit", facts("张伟", damaged(a, 17)), facts("张伟", a), "", Certainty::kCertain},
      {"miscopied digit in the birth date", facts("张伟", damaged(a, 13)), facts("张伟", a), "",
       Certainty::kCertain},
      {"miscopied digit, another name", facts("李芳", damaged(a, 17)), facts("张伟", a), "",
       Certainty::kNone},
      {"eaten by a spreadsheet", eaten_facts, facts("张伟", a), "", Certainty::kCertain},
      {"the last digits lost", facts("张伟", a.substr(0, 16)), facts("张伟", a), "",
       Certainty::kCertain},
      {"too many digits lost", facts("张伟", a.substr(0, 12)), facts("张伟", a), "",
       Certainty::kNone},
      {"eaten, another person", eaten_facts, facts("张伟", b), "", Certainty::kNone},
      {"phone and name", facts("张伟", {}, "13054634619"), facts("张玮", a, "13054634619"), "",
       Certainty::kCertain},
      {"a family's phone", facts("张伟", a, "13054634619"), facts("李芳", {}, "13054634619"), "",
       Certainty::kNone},
      {"name and dwelling", facts("张伟", a), facts("张伟"), kHome, Certainty::kCertain},
      {"homophone and dwelling", facts("张伟", a), facts("张玮"), kHome, Certainty::kCertain},
      {"near name and dwelling", facts("张小伟", a), facts("张晓文"), kHome, Certainty::kNone},
      {"one character off, same dwelling", facts("张小伟", a), facts("张小文"), kHome,
       Certainty::kPossible},
      {"the same name elsewhere", facts("张伟", a), facts("张伟"), kElsewhere, Certainty::kNone},
      {"only the name", facts("张伟", a), facts("张伟"), "", Certainty::kPossible},
      {"only a similar name", facts("张小伟", a), facts("张小文"), "", Certainty::kNone},
      {"sexes differ", sister, brother, kHome, Certainty::kNone},
  };
}

TEST_F(IdentityTest, LinkageGradesItsEvidence) {
  for (const auto& c : link_cases()) {
    SCOPED_TRACE(c.what);
    database_.write([](store::Session& db) {
      for (const char* table : {"identity_person", "identity_statement", "identity_token"}) {
        db.run(std::string("delete from ") + table);
      }
    });
    const auto person = add(c.known, kHome);
    const Wanted wanted{c.wanted, c.area};
    const auto check = [&](const LinkResult& result) {
      EXPECT_EQ(result.match.has_value(), c.expected == Certainty::kCertain);
      EXPECT_EQ(!result.possible.empty(), c.expected == Certainty::kPossible);
      if (result.match) {
        EXPECT_EQ(result.match->person, person);
      }
    };
    // A damaged number of the list is not found by equality: only by name, phone or dwelling.
    check(link_in_database(wanted));
    database_.read([&](store::Session& db) {
      check(link(MemoryPool(db, kCommunity, true), wanted));
      return 0;
    });
  }
}

TEST_F(IdentityTest, TwoWhoFitEquallyAreADoubtAndNotAMatch) {
  add(facts("张伟", {}, "13054634619"), kHome);
  add(facts("张玮", {}, "13054634619"), kElsewhere);
  const auto result = link_in_database({facts("章伟", {}, "13054634619"), ""});
  EXPECT_FALSE(result.match);
  EXPECT_EQ(result.possible.size(), 2U);
}

TEST_F(IdentityTest, ANumberIsFoundInAnotherCommunity) {
  const auto id = valid_id("53260119900101001");
  const auto person = add(facts("张伟", id), "532601003006-1-1-1-1-1");
  EXPECT_EQ(link_in_database({facts("张伟", id), ""}).match->person, person);
  database_.read([&](store::Session& db) {
    EXPECT_TRUE(link(MemoryPool(db, kCommunity, true), {facts("张伟", id), ""}).match);
    EXPECT_FALSE(link(MemoryPool(db, kCommunity, true), {facts("张伟"), ""}).match);
    return 0;
  });
}

}  // namespace
}  // namespace fx::identity
