// Commands of those who carry measures out.
#include <algorithm>

#include "access/accounts.h"
#include "identity/person.h"
#include "modules/response/book.h"
#include "modules/response/texts.h"

namespace fx::response {
namespace {

using access::Permission;

struct Assign {
  static constexpr std::string_view kName = "response.assign";
  std::string area;
  std::string task;
  std::optional<Ulid> account;
  std::optional<std::string> role;  // a role or team of the pack
  std::optional<Instant> due;
};
BOOST_DESCRIBE_STRUCT(Assign, (), (area, task, account, role, due))

struct ReportDone {
  static constexpr std::string_view kName = "response.report-done";
  std::string area;
  std::string task;
  std::optional<Instant> at;  // default: when the command happened
  std::optional<int> count;
  std::optional<std::string> document;
  std::optional<std::string> evidence;  // where record or photo is kept; names nobody
};
BOOST_DESCRIBE_STRUCT(ReportDone, (), (area, task, at, count, document, evidence))

struct Reopen {
  static constexpr std::string_view kName = "response.reopen";
  std::string area;
  std::string task;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(Reopen, (), (area, task, reason))

// The item of the area's own checklist at a moment.
Result<Item> item_of(host::CommandContext& context, const Parts& parts, const std::string& area,
                     const std::string& task, Instant moment) {
  Book book(context.db, parts, frame_at(area, moment, context.now), Language::kZh);
  if (checklist_area(book, area) == area) {
    for (auto& item : checklist(book, area, true)) {
      if (item.task == task) return std::move(item);
    }
  }
  return refuse(kNoTask, "task", {{"area", area}, {"task", task}});
}

Result<host::Done> assign(host::CommandContext& context, const Parts& parts, const Assign& given) {
  const auto item = item_of(context, parts, given.area, given.task, context.occurred_at);
  if (!item) return item.error();
  if (!given.account && !given.role) return refuse(kNoAssignee, "account");
  if (given.account) {
    const auto account = access::find_account(context.db, *given.account);
    if (!account || account->disabled) return refuse(kNoAccount, "account");
  }
  if (given.role) {
    const auto regime =
        risk::regime(context.db, parts.rules, given.area, day_of(context.occurred_at), "response");
    bool found = false;
    std::string known;
    for (const auto* dictionary : {"roles", "teams"}) {
      const auto& all = regime->pack->words().dictionaries;
      const auto it = all.find(dictionary);
      if (it == all.end()) continue;
      for (const auto& value : it->second) {
        found = found || value.id == *given.role;
        known += (known.empty() ? "" : ", ") + value.id;
      }
    }
    if (!found) {
      return refuse(kNoRole, "role", {{"role", *given.role}, {"known", known}});
    }
  }
  const auto& now = item->assigned;
  if (now && now->account == given.account && now->role == given.role && now->due == given.due) {
    return host::Done{};
  }
  const auto made = context.append({context.id, given.area, {}, std::nullopt},
                                   Assigned{given.task, given.account, given.role, given.due});
  return host::Done{made.id};
}

Result<host::Done> report_done(host::CommandContext& context, const Parts& parts,
                               const ReportDone& given) {
  const Instant at = given.at.value_or(context.occurred_at);
  if (at > context.now) return refuse(kFuture, "at", {{"at", iso(at)}});
  const auto item = item_of(context, parts, given.area, given.task, at);
  if (!item) return item.error();
  const auto document = words_of(given.document, "document");
  if (!document) return document.error();
  const auto evidence = words_of(given.evidence, "evidence");
  if (!evidence) return evidence.error();
  if (given.count && *given.count < 0) return refuse(kBadCount, "count");
  std::string missing;
  for (const auto& kind : item->evidence) {
    const bool there = kind == "document" ? document->has_value()
                       : kind == "count"  ? given.count.has_value()
                                          : evidence->has_value();
    if (!there) missing += (missing.empty() ? "" : ", ") + kind;
  }
  if (!missing.empty()) return refuse(kNoEvidence, "evidence", {{"missing", missing}});
  if (item->report) return refuse(kAlreadyDone, "task");
  const auto made = context.append({context.id, given.area, {}, std::nullopt},
                                   Reported{given.task, at, given.count, *document});
  if (*evidence) identity::set_text(context.db, made.id, kEvidence, Ulid(), **evidence);
  return host::Done{made.id};
}

Result<host::Done> reopen(host::CommandContext& context, const Parts& parts, const Reopen& given) {
  const auto reason = reason_of(given.reason);
  if (!reason) return reason.error();
  const auto item = item_of(context, parts, given.area, given.task, context.occurred_at);
  if (!item) return item.error();
  if (!item->report) return refuse(kNotDone, "task");
  const auto made = context.append(
      {item->report->entry, given.area, item->report->entry, std::nullopt}, Reopened{});
  identity::set_text(context.db, made.id, kReason, Ulid(), *reason);
  return host::Done{made.id};
}

}  // namespace

void declare_work(host::Declaration& to, const Parts& parts) {
  to.command<Assign>({kCarryOut, "落实措施责任人", "say who carries out a measure",
                      host::known_area<Assign>,
                      [&parts](host::CommandContext& context, const Assign& c) {
                        return assign(context, parts, c);
                      }});
  to.command<ReportDone>({kCarryOut, "报告措施完成", "report a measure done",
                          host::known_area<ReportDone>,
                          [&parts](host::CommandContext& context, const ReportDone& c) {
                            return report_done(context, parts, c);
                          }});
  to.command<Reopen>({kCarryOut, "退回措施", "reopen a measure", host::known_area<Reopen>,
                      [&parts](host::CommandContext& context, const Reopen& c) {
                        return reopen(context, parts, c);
                      }});
}

}  // namespace fx::response
