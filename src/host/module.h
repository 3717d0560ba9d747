// What a module tells the host about itself. A module is a class derived from Module; its
// constructor takes the modules it needs, and declare() lists everything it brings: kinds of
// entries, views, commands, questions, documents, uploads, indicators, jobs. The HTTP routes, the
// bulk commands of the command line, the OpenAPI document and the permission checks all follow from
// the declaration.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/area_param.h"
#include "host/context.h"
#include "host/indicator.h"

namespace fx::host {

// How the area that a command or question touches is found; the permission is checked there.
template <class T>
using AreaOf = std::function<Result<std::string>(store::Session&, const T&)>;

// C is a described struct with `static constexpr std::string_view kName = "module.verb-object"`.
template <class C>
struct Command {
  access::Permission permission;
  std::string zh;
  std::string en;
  AreaOf<C> area;
  std::function<Result<Done>(CommandContext&, const C&)> run;
};

// Params are read from the path's {names} and the query string; Answer is written as JSON.
// Without a permission any signed-in account may ask (the handler itself limits what it shows).
template <class Params, class Answer>
struct Question {
  std::string path;  // "/api/people/{person}"
  std::optional<access::Permission> permission;
  std::string zh;
  std::string en;
  AreaOf<Params> area;
  std::function<Result<Answer>(QueryContext&, const Params&)> run;
  // Anyone may ask, signed in or not (no permission then): the answer holds nothing about people.
  bool open = false;
};

// A document made on request.
template <class Params>
struct Document {
  std::string path;
  access::Permission permission;
  std::string zh;
  std::string en;
  AreaOf<Params> area;
  std::function<Result<File>(QueryContext&, const Params&)> run;
};

// A file sent to us (POST, raw bytes). Runs on a worker thread: it may parse for seconds, read
// through `host.database()` and then write once through `host.act()`.
struct UploadContext {
  Host& host;
  const access::Actor& actor;
  Language language = Language::kZh;
  Ulid id;  // of the command that it becomes: sending the same upload twice is harmless
  std::string device{};
};
template <class Params, class Answer>
struct Upload {
  std::string path;
  access::Permission permission;
  std::string zh;
  std::string en;
  std::size_t max_bytes;
  AreaOf<Params> area;
  std::function<Result<Answer>(UploadContext&, const Params&, std::string_view bytes)> run;
};

struct Job {
  std::string name;
  int every_seconds;
  std::function<void(Host&)> run;
};

// --- what the host keeps of a declaration, with the types taken away
// ------------------------------

using RawParams = std::vector<std::pair<std::string, std::string>>;

struct EntryKind {
  std::string kind;
  int version = 1;
  std::string zh;
  std::string en;
  using Apply = std::function<void(store::Session&, const journal::Entry&, const void* payload)>;
  std::vector<Apply> appliers;
  // Decodes the payload text and hands it to every applier.
  std::function<Status(store::Session&, const journal::Entry&, const EntryKind&)> replay;
  std::function<json::Object()> schema;
};

// A checked command body waiting for the writer: finds its area, then runs.
struct PreparedCommand {
  std::function<Result<std::string>(store::Session&)> area;
  std::function<Result<Done>(CommandContext&)> run;
};

struct CommandInfo {
  std::string name;
  access::Permission permission{};
  std::string zh;
  std::string en;
  std::function<Result<PreparedCommand>(const json::Value& body)> prepare;
  std::function<json::Object()> schema;
};

struct RouteInfo {
  enum class Kind { kQuestion, kDocument, kUpload };
  Kind kind = Kind::kQuestion;
  std::string method;
  std::string path;
  std::optional<access::Permission> permission;
  bool open = false;  // to anyone, signed in or not
  std::string zh;
  std::string en;
  std::size_t max_bytes = 0;
  std::function<Result<std::string>(QueryContext&, const RawParams&)> ask;  // JSON text
  std::function<Result<File>(QueryContext&, const RawParams&)> make_file;
  std::function<Result<std::string>(UploadContext&, const RawParams&, std::string_view)> take;
  std::function<json::Object()> params_schema;
  std::function<json::Object()> answer_schema;
};

struct ViewInfo {
  std::string table;
  std::string ddl;  // the table and its indexes
};

namespace internal {

// Text parameters to a described struct: numbers, dates, ids, enums, flags and optionals.
Status read_params(json::Object& out, const json::Object& schema, const RawParams& raw);

template <class Params>
Result<Params> params_from(const RawParams& raw) {
  static const json::Object schema = json::schema<Params>();
  json::Object object;
  if (auto status = read_params(object, schema, raw); !status) {
    return status.error();
  }
  return json::read<Params>(json::Value(std::move(object)));
}

template <class Params>
Status check_area(store::Session& db, const access::Actor& actor,
                  const std::optional<access::Permission>& permission,
                  const AreaOf<Params>& area_of, const Params& params) {
  if (!permission) {
    if (actor.grants.empty()) return refuse(access::kNotSignedIn);
    return {};
  }
  // Who may not do this anywhere learns nothing about what exists.
  if (actor.areas(*permission).empty()) return access::require(actor, *permission, "");
  auto area = area_of(db, params);
  if (!area) return area.error();
  return access::require(actor, *permission, *area);
}

}  // namespace internal

class Declaration {
 public:
  // A kind of entry. P is a described struct with kKind and kVersion.
  template <class P>
  void entry(std::string zh, std::string en) {
    EntryKind& kind = kind_of(P::kKind);
    FX_CHECK(!kind.replay);  // declared once
    kind.version = P::kVersion;
    kind.zh = std::move(zh);
    kind.en = std::move(en);
    kind.schema = [] { return json::schema<P>(); };
    kind.replay = [](store::Session& db, const journal::Entry& entry,
                     const EntryKind& self) -> Status {
      auto payload = json::read_text<P>(entry.payload);
      if (!payload) return payload.error();
      for (const auto& apply : self.appliers) apply(db, entry, &*payload);
      return {};
    };
  }

  // What a view takes from an entry; the entry may be another module's. Runs when the entry is
  // appended and again in every rebuild: it may depend on nothing but the entry and the views.
  template <class P>
  void on(std::function<void(store::Session&, const journal::Entry&, const P&)> apply) {
    kind_of(P::kKind).appliers.push_back([apply = std::move(apply)](store::Session& db,
                                                                    const journal::Entry& entry,
                                                                    const void* payload) {
      apply(db, entry, *static_cast<const P*>(payload));
    });
  }

  // A table computed from the journal, dropped and filled again by a rebuild.
  void view(std::string table, std::string ddl);
  // Tables that are not computed (settings, uploads in waiting): in versions, never dropped.
  void schema(store::Schema schema);

  template <class C>
  void command(Command<C> spec) {
    CommandInfo info;
    info.name = C::kName;
    info.permission = spec.permission;
    info.zh = spec.zh;
    info.en = spec.en;
    info.schema = [] { return json::schema<C>(); };
    auto shared = std::make_shared<const Command<C>>(std::move(spec));
    info.prepare = [shared](const json::Value& body) -> Result<PreparedCommand> {
      auto command = json::read<C>(body, "body");
      if (!command) return command.error();
      auto value = std::make_shared<const C>(std::move(*command));
      PreparedCommand out;
      out.area = [shared, value](store::Session& db) { return shared->area(db, *value); };
      out.run = [shared, value](CommandContext& context) { return shared->run(context, *value); };
      return out;
    };
    add(std::move(info));
  }

  template <class Params, class Answer>
  void question(Question<Params, Answer> spec) {
    FX_CHECK(!spec.open || !spec.permission);
    RouteInfo info = route<Params>(RouteInfo::Kind::kQuestion, "GET", spec);
    info.open = spec.open;
    info.answer_schema = [] { return json::schema<Answer>(); };
    auto shared = std::make_shared<const Question<Params, Answer>>(std::move(spec));
    info.ask = [shared](QueryContext& context, const RawParams& raw) -> Result<std::string> {
      auto params = internal::params_from<Params>(raw);
      if (!params) return params.error();
      if (!shared->open) {
        if (auto status = internal::check_area(context.db, context.actor, shared->permission,
                                               shared->area, *params);
            !status) {
          return status.error();
        }
      }
      auto answer = shared->run(context, *params);
      if (!answer) return answer.error();
      return json::text(*answer);
    };
    add(std::move(info));
  }

  template <class Params>
  void document(Document<Params> spec) {
    RouteInfo info = route<Params>(RouteInfo::Kind::kDocument, "GET", spec);
    auto shared = std::make_shared<const Document<Params>>(std::move(spec));
    info.make_file = [shared](QueryContext& context, const RawParams& raw) -> Result<File> {
      auto params = internal::params_from<Params>(raw);
      if (!params) return params.error();
      if (auto status = internal::check_area<Params>(context.db, context.actor, shared->permission,
                                                     shared->area, *params);
          !status) {
        return status.error();
      }
      return shared->run(context, *params);
    };
    add(std::move(info));
  }

  template <class Params, class Answer>
  void upload(Upload<Params, Answer> spec) {
    RouteInfo info = route<Params>(RouteInfo::Kind::kUpload, "POST", spec);
    info.max_bytes = spec.max_bytes;
    info.answer_schema = [] { return json::schema<Answer>(); };
    auto shared = std::make_shared<const Upload<Params, Answer>>(std::move(spec));
    info.take = [shared, check = upload_check()](UploadContext& context, const RawParams& raw,
                                                 std::string_view bytes) -> Result<std::string> {
      auto params = internal::params_from<Params>(raw);
      if (!params) return params.error();
      auto status = check(context, [&](store::Session& db) {
        return internal::check_area<Params>(db, context.actor, shared->permission, shared->area,
                                            *params);
      });
      if (!status) return status.error();
      auto answer = shared->run(context, *params, bytes);
      if (!answer) return answer.error();
      return json::text(*answer);
    };
    add(std::move(info));
  }

  void indicator(Indicator indicator);
  void job(Job job);

  // Nothing if no module has declared it. The declaration lives as long as its host.
  [[nodiscard]] const EntryKind* find_kind(std::string_view kind) const {
    const auto it = kinds_.find(kind);
    return it == kinds_.end() ? nullptr : &it->second;
  }

  // One line for each thing declared; a golden test shows every change of the surface.
  [[nodiscard]] std::string listing() const;

 private:
  friend class Host;
  using UploadCheck =
      std::function<Status(UploadContext&, const std::function<Status(store::Session&)>&)>;
  static UploadCheck upload_check();

  template <class Params, class Spec>
  RouteInfo route(RouteInfo::Kind kind, std::string method, const Spec& spec) {
    RouteInfo info;
    info.kind = kind;
    info.method = std::move(method);
    info.path = spec.path;
    info.permission = spec.permission;
    info.zh = spec.zh;
    info.en = spec.en;
    info.params_schema = [] { return json::schema<Params>(); };
    return info;
  }
  EntryKind& kind_of(std::string_view kind);
  void add(CommandInfo info);
  void add(RouteInfo info);

  std::map<std::string, EntryKind, std::less<>> kinds_;
  std::vector<ViewInfo> views_;
  std::vector<store::Schema> schemas_;
  std::map<std::string, CommandInfo, std::less<>> commands_;
  std::vector<RouteInfo> routes_;
  std::vector<Indicator> indicators_;
  std::vector<Job> jobs_;
};

class Module {
 public:
  Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  virtual ~Module() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  virtual void declare(Declaration& to) = 0;
};

}  // namespace fx::host
