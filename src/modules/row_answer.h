// The answer to one row of a command that takes many: each row stands for itself.
#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/refusal.h"
#include "base/ulid.h"

namespace fx {

struct RowAnswer {
  int row = 0;  // as sent, from 0
  bool done = false;
  std::optional<Ulid> subject;  // what was made or changed
  std::optional<std::string> code;
  std::optional<std::string> message_zh;
  std::optional<std::string> message_en;
  std::optional<std::string> remedy_zh;
  std::optional<std::string> remedy_en;

  static RowAnswer ok(int row, const Ulid& subject) {
    return {row, true, subject, {}, {}, {}, {}, {}};
  }
  static RowAnswer refused(int row, const Refusal& why) {
    return {row,
            false,
            {},
            std::string(why.code()),
            why.message(Language::kZh),
            why.message(Language::kEn),
            why.remedy(Language::kZh),
            why.remedy(Language::kEn)};
  }
};
BOOST_DESCRIBE_STRUCT(RowAnswer, (),
                      (row, done, subject, code, message_zh, message_en, remedy_zh, remedy_en))

struct RowAnswers {
  int done = 0;
  int refused = 0;
  std::vector<RowAnswer> rows;
  void add(RowAnswer answer) {
    ++(answer.done ? done : refused);
    rows.push_back(std::move(answer));
  }
};
BOOST_DESCRIBE_STRUCT(RowAnswers, (), (done, refused, rows))

}  // namespace fx
