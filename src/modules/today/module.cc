#include "modules/today/today.h"

namespace fx::today {
namespace {

struct Params {
  std::string area;
};
BOOST_DESCRIBE_STRUCT(Params, (), (area))

struct Today {
  Day day;
  Instant now;
  std::vector<Work> work;  // kinds with nothing to do are there too, with count 0
};
BOOST_DESCRIBE_STRUCT(Today, (), (day, now, work))

class TodayModule final : public host::Module {
 public:
  explicit TodayModule(std::vector<const Source*> sources) : sources_(std::move(sources)) {}
  [[nodiscard]] std::string_view name() const override { return "today"; }
  void declare(host::Declaration& to) override {
    to.question<Params, Today>(
        {"/api/today", access::Permission::see_figures, "今日待办", "what is due today",
         host::named_area<Params>,
         [this](host::QueryContext& context, const Params& asked) -> Result<Today> {
           Today out{context.today(), context.now, {}};
           const bool show = context.actor.may(access::Permission::see_records, asked.area);
           for (const auto* source : sources_) source->add(context, asked.area, show, out.work);
           return out;
         }});
  }

 private:
  std::vector<const Source*> sources_;
};

}  // namespace

std::unique_ptr<host::Module> make_module(std::vector<const Source*> sources) {
  return std::make_unique<TodayModule>(std::move(sources));
}

}  // namespace fx::today
