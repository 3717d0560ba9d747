// fangxian: the command line. What each subcommand does is in cli_*.cc; here are only the names and
// options, which are a contract.
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>

#include "app/cli.h"

namespace {

using namespace fx::app;  // NOLINT(google-build-using-namespace): this file is about nothing else

class CommandLine {
 public:
  CommandLine() : app_("Fangxian 防线: the system a community runs an epidemic on", "fangxian") {
    app_.set_version_flag("--version", FX_VERSION);
    app_.require_subcommand(1);
    app_.footer("Exit status: 0 done, 1 refused, 2 wrong usage. See docs/command-line.md.");
    add_serving();
    add_setting_up();
    add_daily();
    add_policy();
    add_keeping();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return app_.exit(error) == 0 ? kDone : kUsage;
    }
    return action_ ? action_() : kUsage;
  }

 private:
  CLI::App* sub(CLI::App& parent, const char* name, const char* what, std::function<int()> action) {
    auto* out = parent.add_subcommand(name, what);
    out->callback([this, action = std::move(action)] { action_ = action; });
    return out;
  }
  static void data(CLI::App* to, std::string& where) {
    to->add_option("--data", where, "the data directory")->required()->type_name("DIR");
  }
  static void area(CLI::App* to, std::string& where) {
    to->add_option("--area", where, "area code")->required()->type_name("CODE");
  }
  static void pack(CLI::App* to, const char* name, std::string& where) {
    to->add_option(name, where,
                   "id of a shipped pack or a pack's folder, with /EDITION for another")
        ->required();
  }
  static void rehearsal(CLI::App* to, std::string& where) {
    to->add_option(
          "--rehearsal", where,
          "make the directory a rehearsal whose clock stands at TIME; refused on real data")
        ->type_name("TIME");
  }
  static void format(CLI::App* to, Format& where) {
    to->add_option("--format", where, "text or json")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Format>{{"text", Format::text}, {"json", Format::json}}))
        ->type_name("json|text");
  }

  void add_serving() {
    auto* s = sub(app_, "serve", "serve the web application and the API",
                  [this] { return serve(serve_); });
    data(s, serve_.data);
    s->add_option("--listen", serve_.listen, "address and port; port 0 takes a free one")
        ->type_name("ADDRESS:PORT")
        ->capture_default_str();
    s->add_option("--web", serve_.web, "folder of the web application, if not the shipped one");
    s->add_option("--trusted-proxy", serve_.trusted_proxies,
                  "address of a proxy whose X-Forwarded-For is believed");
    rehearsal(s, serve_.rehearsal);
    s->add_flag("--quiet", serve_.quiet, "no access log");
    auto* d = sub(app_, "demo", "fill a demonstration community (all people invented)",
                  [this] { return demo(demo_); });
    data(d, demo_.data);
    d->add_option("--seed", demo_.seed, "the same number gives the same people")
        ->capture_default_str();
    d->add_option("--as-of", demo_.as_of, "the moment it is lived up to, if not now")
        ->type_name("TIME");
  }

  void add_setting_up() {
    auto* a = app_.add_subcommand("area", "the area tree");
    a->require_subcommand(1);
    auto* add = sub(*a, "add", "add an area", [this] { return area_add(area_); });
    data(add, area_.data);
    add->add_option("--code", area_.code, "code, see docs/areas.md")->required();
    add->add_option("--name", area_.name, "name")->required();
    add->add_option("--parent", area_.parent, "the parent, to check the code against");
    rehearsal(add, area_.rehearsal);
    auto* list = sub(*a, "list", "the areas in use here, or those directly under one",
                     [this] { return area_list(area_); });
    data(list, area_.data);
    list->add_option("--code", area_.code, "list what is directly under this area")
        ->type_name("CODE");
    list->add_flag("--official", area_.official,
                   "begin with the provinces of the official divisions, in use or not");
    list->add_option("--level", area_.level, "the deepest level of those in use")
        ->type_name("LEVEL")
        ->capture_default_str();
    format(list, area_.format);
    auto* show = sub(*a, "show", "one area", [this] { return area_show(area_); });
    data(show, area_.data);
    show->add_option("--code", area_.code, "code")->required();
    format(show, area_.format);

    auto* outline = sub(*a, "outline", "read outlines of areas from GeoJSON, or write them",
                        [this] { return area_outline(outline_); });
    data(outline, outline_.data);
    outline->add_option("FILE", outline_.files, "GeoJSON (docs/sites.md)");
    outline
        ->add_option("--area", outline_.area,
                     "the area they are of: needed where features have names and no codes")
        ->type_name("CODE");
    outline
        ->add_option("--coordinates", outline_.coordinates,
                     "how the coordinates are meant; default as the file says, else wgs84")
        ->check(CLI::IsMember({"wgs84", "gcj02", "bd09"}))
        ->type_name("wgs84|gcj02|bd09");
    outline->add_option("--property", outline_.property, "the property that has the code or name");
    outline->add_flag("--dry-run", outline_.dry_run, "say what would happen, write nothing");
    outline->add_option("--errors", outline_.errors,
                        "write the features that need a person to this XLSX");
    outline->add_option("--out", outline_.out, "write all outlines of the area to this GeoJSON");
    format(outline, outline_.format);

    auto* u = app_.add_subcommand("user", "accounts");
    u->require_subcommand(1);
    auto* user = sub(*u, "add", "add an account; prints its first password",
                     [this] { return user_add(user_); });
    data(user, user_.data);
    user->add_option("--name", user_.name, "sign-in name")->required();
    user->add_option("--display", user_.display, "name to show; default: the sign-in name");
    user->add_option("--role", user_.role, "role, English or Chinese (docs/roles.md)")->required();
    area(user, user_.area);
    user->add_option("--password-file", user_.password,
                     "read the first password from this file instead of making one");
    rehearsal(user, user_.rehearsal);
    format(user, user_.format);
  }

  void add_daily() {
    auto* i = sub(app_, "import", "bring in registers, lists of returnees, cases and sites",
                  [this] { return import_files(import_); });
    data(i, import_.data);
    area(i, import_.area);
    i->add_option("--as", import_.as, "what the files are")
        ->required()
        ->check(CLI::IsMember({"register", "returnees", "cases", "sites"}));
    i->add_option("FILE", import_.files, "XLSX, CSV or JSON Lines")->required();
    i->add_flag("--dry-run", import_.dry_run, "say what would happen, write nothing");
    i->add_option("--errors", import_.errors, "write the rows that need a person to this XLSX");
    i->add_option("--map", import_.map,
                  "of cases: a file that says what the columns and values mean (docs/cases.md)");
    i->add_option("--save-map", import_.save_map,
                  "of cases: write down what the columns were taken for, to use it again");
    format(i, import_.format);

    auto* p = sub(app_, "place", "decide all who are waiting", [this] { return place(place_); });
    data(p, place_.data);
    area(p, place_.area);
    p->add_option("--on", place_.on, "day of the decision")->type_name("DATE");
    p->add_flag("--dry-run", place_.dry_run, "say what would be decided, write nothing");
    format(p, place_.format);

    auto* r = sub(app_, "record", "commands in bulk, one JSON object a line",
                  [this] { return record(record_); });
    data(r, record_.data);
    r->add_option("FILE", record_.file, "JSON Lines, - for standard input")->capture_default_str();

    auto* f = sub(app_, "figures", "every figure of an area", [this] { return figures(figures_); });
    data(f, figures_.data);
    area(f, figures_.area);
    f->add_option("--on", figures_.on, "day; default today")->type_name("DATE");
    f->add_option("--as-of", figures_.as_of, "only what had been recorded by then")
        ->type_name("TIME");
    format(f, figures_.format);

    auto* k = sub(app_, "risk", "the risk level of an area day by day, and why",
                  [this] { return risk(risk_); });
    data(k, risk_.data);
    area(k, risk_.area);
    k->add_option("--from", risk_.from, "first day; default the last")->type_name("DATE");
    k->add_option("--to", risk_.to, "last day; default today")->type_name("DATE");
    k->add_option("--as-of", risk_.as_of, "only what had been recorded by the end of that day")
        ->type_name("DATE");
    k->add_option("--under", risk_.under, "as if this edition were in force on every day")
        ->type_name("PACK/EDITION");
    format(k, risk_.format);

    auto* report = app_.add_subcommand("report", "reports");
    report->require_subcommand(1);
    auto* daily =
        sub(*report, "daily", "the table of the day", [this] { return report_daily(report_); });
    data(daily, report_.data);
    area(daily, report_.area);
    daily->add_option("--on", report_.on, "day")->required()->type_name("DATE");
    daily->add_option("--out", report_.out, "file ending in .xlsx, .pdf or .json")->required();
    daily->add_flag("--at-cutoff", report_.at_cutoff, "as it stood at the cut-off hour");
  }

  void add_policy() {
    auto* policy = app_.add_subcommand("policy", "policy packs");
    policy->require_subcommand(1);
    auto* use = sub(*policy, "use", "put a pack in force", [this] { return policy_use(use_); });
    data(use, use_.data);
    area(use, use_.area);
    use->add_option("PACK", use_.pack, "id of a shipped pack")->required();
    use->add_option("--from", use_.from, "first day; default today")->type_name("DATE");
    auto* check = sub(*policy, "check", "look for gaps, overlaps and contradictions",
                      [this] { return policy_check(packs_, pack_format_); });
    check->add_option("PACK", packs_, "folders of packs")->required();
    format(check, pack_format_);
    auto* test = sub(*policy, "test", "run the examples of packs",
                     [this] { return policy_test(packs_, pack_format_); });
    test->add_option("PACK", packs_, "folders of packs")->required();
    format(test, pack_format_);
    auto* explain = sub(*policy, "explain", "what a pack says about a case, and why",
                        [this] { return policy_explain(explain_); });
    pack(explain, "PACK", explain_.pack);
    explain->add_option("--topic", explain_.topic, "the topic (docs/policy-packs.md)")->required();
    explain->add_option("--facts", explain_.facts, "what is known: a JSON object of fact and value")
        ->required()
        ->type_name("FILE");
    explain->add_option("--on", explain_.on, "day; default today")->type_name("DATE");
    format(explain, explain_.format);
    auto* show = sub(*policy, "show", "the packs chosen for an area and those above as one rule",
                     [this] { return policy_show(show_); });
    data(show, show_.data);
    area(show, show_.area);
    show->add_option("--on", show_.on, "day")->required()->type_name("DATE");
    show->add_option("--topic", show_.topic, "this topic only");
    format(show, show_.format);
    auto* diff = sub(*policy, "diff", "who would be decided otherwise by another pack or edition",
                     [this] { return policy_diff(diff_); });
    data(diff, diff_.data);
    area(diff, diff_.area);
    diff->add_option("--on", diff_.on, "day")->required()->type_name("DATE");
    pack(diff, "PACK_A", diff_.before);
    diff->add_option("PACK_B", diff_.after,
                     "the other; without it PACK_A is compared with what is in force");
    diff->add_option("--format", diff_.format, "text, json or xlsx")
        ->check(CLI::IsMember({"text", "json", "xlsx"}))
        ->type_name("json|text|xlsx");
    diff->add_option("--out", diff_.out, "the file of --format xlsx")->type_name("FILE");
    auto* moves = sub(*policy, "moves", "whom a change of the rule in force concerns; moves them",
                      [this] { return policy_moves(moves_); });
    data(moves, moves_.data);
    area(moves, moves_.area);
    moves->add_option("--on", moves_.on, "day; default today")->type_name("DATE");
    auto* apply = moves->add_flag("--apply", moves_.apply, "move those that the rule moves");
    moves->add_option("--effect", moves_.effects, "with --apply: only those it changes so")
        ->check(CLI::IsMember({"other_measure", "longer", "shorter", "released", "same"}))
        ->needs(apply);
    format(moves, moves_.format);
  }

  void add_keeping() {
    data(sub(app_, "verify", "check every entry of the journal", [this] { return verify(data_); }),
         data_);
    data(sub(app_, "rebuild", "make every view anew from the journal and compare",
             [this] { return rebuild(data_); }),
         data_);
    auto* b = sub(app_, "backup", "copy everything into one file, while in use",
                  [this] { return backup(data_, file_); });
    data(b, data_);
    b->add_option("--to", file_, "the file to write")->required();
    auto* r = sub(app_, "restore", "bring a backup back into an empty directory",
                  [this] { return restore(data_, file_); });
    data(r, data_);
    r->add_option("--from", file_, "the backup")->required();
    auto* m = sub(app_, "bench", "measure, each part against a baseline in the same run",
                  [this] { return bench(bench_); });
    m->add_option("--people", bench_.people, "size of the register")
        ->capture_default_str()
        ->check(CLI::Range(1000, 5'000'000));
    m->add_option("--only", bench_.only, "measure this part alone, after the import; repeatable")
        ->check(CLI::IsMember({"placement", "bulk-edit", "search", "table", "commands"}));
    m->add_option(
        "--beside", bench_.beside,
        "a port on this machine where another server takes the same commands, to compare");
    format(m, bench_.format);
  }

  CLI::App app_;
  std::function<int()> action_;
  ServeOptions serve_;
  DemoOptions demo_;
  AreaOptions area_;
  OutlineOptions outline_;
  UserOptions user_;
  ImportOptions import_;
  PlaceOptions place_;
  RecordOptions record_;
  FiguresOptions figures_;
  RiskOptions risk_;
  ReportOptions report_;
  PolicyUseOptions use_;
  PolicyMovesOptions moves_;
  PolicyExplainOptions explain_;
  PolicyShowOptions show_;
  PolicyDiffOptions diff_;
  std::vector<std::string> packs_;
  Format pack_format_ = Format::text;
  std::string data_;
  std::string file_;
  BenchOptions bench_;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    return CommandLine().run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fangxian: %s\n", error.what());
    return kRefusedStatus;
  }
}
