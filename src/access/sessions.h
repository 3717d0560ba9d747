// Signing in: sessions for people, tokens for programs. Only the SHA-256 of a token is stored.
// Thread-safe; find() answers from memory in well under a microsecond, and never with what a commit
// of this process has changed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "access/passwords.h"
#include "access/roles.h"
#include "base/time.h"
#include "store/database.h"

namespace fx::access {

// A session ends so long after sign-in, or so long after it was last used, whichever is first. Use
// is written down every few minutes only: after a restart a session may seem that much less used.
inline constexpr std::int64_t kSessionMaxMillis = 12 * 3'600'000LL;
inline constexpr std::int64_t kSessionIdleMillis = 2 * 3'600'000LL;
inline constexpr std::int64_t kTouchMillis = 5 * 60'000LL;
// What another process changes (the command line) is seen at most so much later.
inline constexpr std::int64_t kCacheMillis = 30'000;
inline constexpr int kSessionsPerAccount = 20;  // the oldest end when there are more
inline constexpr int kTokensPerAccount = 20;
inline constexpr int kTokenMaxDays = 366;

inline constexpr RefusalKind kTooManyTries{
    "access.too-many-tries",
    429,
    "尝试次数过多，请 {seconds} 秒后再试",
    "too many tries, wait {seconds} seconds",
    "稍后再试；忘记密码请联系管理员重置",
    "try later; if the password is forgotten ask the administrator to reset it"};
inline constexpr RefusalKind kSignInBusy{
    "access.busy",      503,
    "同时登录的人太多", "too many people are signing in at once",
    "几秒后再试",       "try again in a few seconds"};
inline constexpr RefusalKind kWrongLogin{"access.wrong-login",
                                         401,
                                         "用户名或密码不正确",
                                         "wrong name or password",
                                         "检查大小写；忘记密码请联系管理员重置",
                                         "check capitals; if the password is forgotten ask the "
                                         "administrator to reset it"};
inline constexpr RefusalKind kDisabled{"access.disabled", 403,
                                       "账号已停用",      "the account is disabled",
                                       "请联系管理员",    "ask the administrator"};
inline constexpr RefusalKind kSamePassword{
    "access.same-password", 400,
    "新密码与原密码相同",   "the new password is the old one",
    "换一个密码",           "choose another one"};

struct SignIn {
  std::string token;  // for the cookie; 43 letters
  std::string csrf;
  Ulid account;
  bool must_change_password = false;
};

// Who a request comes from.
struct SignedIn {
  // While the password must be changed, and for nothing else, this actor has no grants.
  std::shared_ptr<const Actor> actor;
  bool must_change_password = false;
  bool is_program = false;  // an API token: no cookie, no CSRF check
};

class Sessions {
 public:
  // Listens to the database's commits. The tables of schema() and the account views must be there
  // before anyone signs in.
  Sessions(store::Database& database, const Clock& clock, PasswordCost cost = PasswordCost::kFull);
  ~Sessions();
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  // Takes some 100 ms whatever the outcome. `address` is the network address of the caller, for
  // throttling and the record of failures.
  Result<SignIn> sign_in(std::string_view login, std::string_view password,
                         std::string_view address);
  // Nothing if the token is unknown, expired, revoked, or its account disabled.
  std::optional<SignedIn> find(std::string_view token);
  void sign_out(std::string_view token, std::string_view address);
  // Asks for the old password again (throttled as signing in is). Ends the account's other
  // sessions.
  Status change_password(std::string_view token, std::string_view old_password,
                         std::string_view new_password, std::string_view address);

  // Derived from the session's token, which it does not give away.
  static std::string csrf_token(std::string_view token);
  static bool csrf_matches(std::string_view token, std::string_view given);

  // Removes what has expired; for a job, every few minutes.
  void sweep();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// On the writer thread.
void end_sessions(store::Session& db, const Ulid& account);

// --- API tokens ---------------------------------------------------------------------------------

inline constexpr RefusalKind kTooManyTokens{
    "access.too-many-tokens",    409,
    "该账号的令牌已达 {max} 个", "the account has {max} tokens already",
    "先吊销不用的令牌",          "revoke those that are not used"};

struct ApiToken {
  Ulid id;
  Ulid account;
  std::string name;
  Grant scope;
  Instant created_at;
  Instant expires_at;
  std::optional<Instant> revoked_at;
};
// Makes a token and returns its text, which cannot be shown again ("fxt_" and 43 letters). It
// acts for its account, with the scope only, and never with more than the account itself has.
Result<std::string> make_token(store::Session& db, const Ulid& id, const Ulid& account,
                               std::string_view name, const Grant& scope, Instant expires_at,
                               Instant now);
std::optional<ApiToken> find_token(store::Session& db, const Ulid& id);
std::vector<ApiToken> tokens_of(store::Session& db, const Ulid& account);
void revoke_token(store::Session& db, const Ulid& id, Instant now);

// Whether everything the role may do in the area is allowed to the actor there.
bool covers(const Actor& actor, const Grant& grant);

// --- the record of sign-ins ---------------------------------------------------------------------

inline constexpr std::int64_t kEventsKept = 200'000;
// kind: signed-in, sign-in-failed, signed-out, password-changed, password-reset, token-made,
// token-revoked. Names that were typed are not kept: people type passwords there.
void record_event(store::Session& db, Instant now, std::string_view kind, const Ulid& account,
                  std::string_view address);

}  // namespace fx::access
