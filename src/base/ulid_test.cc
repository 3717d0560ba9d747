#include "base/ulid.h"

#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace fx {
namespace {

TEST(Ulid, TextIsThatOfTheSpecification) {
  // The example of github.com/ulid/spec: 01ARZ3NDEKTSV4RRFFQ69G5FAV is of 2016-07-30T23:54:10.259Z.
  const auto id = Ulid::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->time(), *parse_instant("2016-07-30T23:54:10.259Z"));
  EXPECT_EQ(id->text(), "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  EXPECT_EQ(Ulid::parse("01arz3ndektsv4rrffq69g5fav"), id);
}

TEST(Ulid, EveryBitComesBackFromTheText) {
  for (std::size_t bit = 0; bit < 128; ++bit) {
    std::array<std::uint8_t, 16> bytes{};
    bytes[bit / 8] = static_cast<std::uint8_t>(0x80U >> (bit % 8));
    const Ulid id(bytes);
    EXPECT_EQ(Ulid::parse(id.text()), id) << bit;
  }
  std::array<std::uint8_t, 16> full{};
  full.fill(0xFF);
  EXPECT_EQ(Ulid(full).text(), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  EXPECT_EQ(Ulid().text(), "00000000000000000000000000");
  EXPECT_TRUE(Ulid().is_nil());
}

TEST(Ulid, RefusesOtherText) {
  for (const auto* text : {"", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV",
                           "81ARZ3NDEKTSV4RRFFQ69G5FAV",  // more than 128 bits
                           "01ARZ3NDEKTSV4RRFFQ69G5FAU",  // U is no digit
                           "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FAL",
                           "01ARZ3NDEKTSV4RRFFQ69G5FAO", "01ARZ3NDEK-SV4RRFFQ69G5FAV"}) {
    EXPECT_FALSE(Ulid::parse(text)) << text;
  }
}

TEST(Ulid, OrderOfTextIsOrderOfIdsIsOrderOfTime) {
  const Ulid early = Ulid::make(Instant{1582880400000});
  const Ulid late = Ulid::make(Instant{1582880400001});
  EXPECT_LT(early, late);
  EXPECT_LT(early.text(), late.text());
}

TEST(Ulid, IdsOfOneMillisecondAscend) {
  const Instant now{1582880400000};
  Ulid last = Ulid::make(now);
  for (int i = 0; i < 100'000; ++i) {
    const Ulid next = Ulid::make(now);
    ASSERT_LT(last, next);
    ASSERT_EQ(next.time(), now);
    last = next;
  }
}

TEST(Ulid, ThreadsNeverGetTheSameId) {
  constexpr std::size_t kEach = 20'000;
  std::vector<std::vector<Ulid>> made(4);
  std::vector<std::thread> threads;
  threads.reserve(made.size());
  for (auto& ids : made) {
    threads.emplace_back([&ids] {
      for (std::size_t i = 0; i < kEach; ++i) ids.push_back(Ulid::make(Instant{1582880400000}));
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<Ulid> all;
  for (const auto& ids : made) all.insert(ids.begin(), ids.end());
  EXPECT_EQ(all.size(), made.size() * kEach);
}

TEST(Ulid, DerivedIdsAreTheSameEachTimeAndOfTheSameTime) {
  const Ulid parent = *Ulid::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  const Ulid other = *Ulid::parse("01ARZ3NDEKTSV4RRFFQ69G5FAW");
  std::set<Ulid> all{parent};
  for (std::uint64_t n = 0; n < 1000; ++n) {
    const Ulid child = parent.derive(n);
    EXPECT_EQ(child, parent.derive(n));
    EXPECT_EQ(child.time(), parent.time());
    EXPECT_NE(child, other.derive(n));
    all.insert(child);
  }
  EXPECT_EQ(all.size(), 1001U);
  // Recorded data depends on it: BLAKE2b-128 of the id and n, little-endian, never another.
  EXPECT_EQ(parent.derive(1).text(), "01ARZ3NDEKVTAHGKA3110MG6JN");
}

}  // namespace
}  // namespace fx
