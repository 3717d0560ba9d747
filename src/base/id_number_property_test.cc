#include <cstdio>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "base/id_number.h"

namespace fx {
namespace {

const IdOptions kOptions{*make_day(2024, 2, 29)};

// The weights and the table as the standard prints them; the code under test uses neither.
char check_by_table(const std::string& digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += (digits[i] - '0') * kWeights[i];
  return "10X98765432"[sum % 11];
}

struct Person {
  Day birth;
  int sequence;
  std::string number;
};

Person any_person() {
  Person person;
  person.birth = *make_day(1900, 1, 1) + *rc::gen::inRange(0, 45'000);
  person.sequence = *rc::gen::inRange(1, 1000);
  const Civil day = civil(person.birth);
  char head[32];
  std::snprintf(head, sizeof head, "%06d%04d%02d%02d%03d",
                *rc::gen::element(532601, 110105, 420100, 532621, 810000), day.year, day.month,
                day.day, person.sequence);
  person.number = head;
  person.number += check_by_table(person.number);
  return person;
}

RC_GTEST_PROP(IdNumber, CheckDigitIsThatOfTheStandardsTable, ()) {
  const auto digits = *rc::gen::container<std::string>(17, rc::gen::inRange<char>('0', '9' + 1));
  RC_ASSERT(id_check_digit(digits) == check_by_table(digits));
}

RC_GTEST_PROP(IdNumber, SaysWhatItWasMadeOf, ()) {
  const Person person = any_person();
  RC_PRE(person.birth <= kOptions.today);
  const IdNumber id = parse_id_number(person.number, kOptions);
  RC_ASSERT(id.verdict == IdVerdict::kValid);
  RC_ASSERT(id.birth == person.birth);
  RC_ASSERT((id.sex == Sex::kMale) == (person.sequence % 2 == 1));
}

// MOD 11-2 finds every single wrong digit and every exchange of two neighbours.
RC_GTEST_PROP(IdNumber, OneWrongDigitIsNeverValid, ()) {
  const Person person = any_person();
  std::string wrong = person.number;
  const auto at = *rc::gen::inRange<std::size_t>(0, 18);
  wrong[at] = *rc::gen::inRange<char>('0', '9' + 1);
  RC_PRE(wrong != person.number);
  RC_ASSERT(parse_id_number(wrong, kOptions).verdict != IdVerdict::kValid);
}

RC_GTEST_PROP(IdNumber, TwoExchangedNeighboursAreNeverValid, ()) {
  const Person person = any_person();
  std::string wrong = person.number;
  const auto at = *rc::gen::inRange<std::size_t>(0, 17);
  std::swap(wrong[at], wrong[at + 1]);
  RC_PRE(wrong != person.number);
  RC_ASSERT(parse_id_number(wrong, kOptions).verdict != IdVerdict::kValid);
}

RC_GTEST_PROP(IdNumber, MaskHidesBirthAndSequence, ()) {
  const Person person = any_person();
  const std::string masked = mask_id(person.number);
  RC_ASSERT(masked.size() == person.number.size());
  RC_ASSERT(masked.substr(6, 10) == std::string(10, '*'));
}

}  // namespace
}  // namespace fx
