#include "identity/person.h"

#include <algorithm>
#include <tuple>

#include "area/code.h"
#include "base/check.h"
#include "base/phone.h"
#include "base/text.h"
#include "identity/identity.h"
#include "identity/tokens.h"

namespace fx::identity {

namespace internal {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

Facts read_facts(const store::Query& q, int at) {
  Facts f;
  f.name = q.text(at);
  f.id_number = q.text(at + 1);
  f.id_verdict = static_cast<IdVerdict>(q.number(at + 2));
  f.document = static_cast<Document>(q.number(at + 3));
  f.phones = split(q.text(at + 4));
  if (!q.is_null(at + 5)) f.sex = static_cast<Sex>(q.number(at + 5));
  if (!q.is_null(at + 6)) f.birth = q.day(at + 6);
  f.region = q.text(at + 7);
  return f;
}

Person read_person(const store::Query& q) {
  Person p;
  p.no = q.integer(0);
  p.id = q.ulid(1);
  p.facts = read_facts(q, 2);
  p.area = q.text(10);
  p.erased = q.flag(11);
  p.merged_into = q.integer(12);
  return p;
}

}  // namespace internal

namespace {

using internal::read_facts;
using internal::read_person;

constexpr std::size_t kPhonesKept = 4;

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) {
    if (!out.empty()) out += ' ';
    out += part;
  }
  return out;
}

std::optional<int> number_of(std::optional<Sex> sex) {
  if (!sex) return std::nullopt;
  return static_cast<int>(*sex);
}

std::optional<Person> person_by_no(store::Session& db, std::int64_t no) {
  auto q = db.query(
      "select no, id, name, id_number, id_verdict, document, phones, sex, birth, region, area,"
      " erased, merged_into from identity_person where no = $1",
      no);
  if (!q.next()) return std::nullopt;
  return read_person(q);
}

void insert_statement(store::Session& db, std::int64_t person, std::int64_t source, int row,
                      const Facts& f, std::int64_t digest) {
  const std::string phones = joined(f.phones);
  db.run(
      "insert into identity_statement(person, source, row, name, id_number, id_verdict, document,"
      " phones, sex, birth, region, digest)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
      " on conflict(person, source, row) do update set name = excluded.name,"
      " id_number = excluded.id_number, id_verdict = excluded.id_verdict,"
      " document = excluded.document, phones = excluded.phones, sex = excluded.sex,"
      " birth = excluded.birth, region = excluded.region, digest = excluded.digest",
      person, source, row, f.name, f.id_number, static_cast<int>(f.id_verdict),
      static_cast<int>(f.document), phones, number_of(f.sex), f.birth, f.region, digest);
}

struct Said {
  SourceKind kind = SourceKind::kHand;
  Facts facts;
};

// What the sources said of the person and of whoever was merged into them, weakest first: by kind
// of source, then in the order in which they were brought in.
std::vector<Said> said_of(store::Session& db, std::int64_t no) {
  std::vector<Said> out;
  auto q = db.query(
      "with recursive same(no) as (select $1 union"
      " select p.no from identity_person p join same s on p.merged_into = s.no)"
      " select s.name, s.id_number, s.id_verdict, s.document, s.phones, s.sex, s.birth, s.region,"
      " o.kind from same join identity_statement s on s.person = same.no"
      " join identity_source o on o.no = s.source order by o.kind, s.person = $1, s.source, "
      "s.person, s.row",
      no);
  while (q.next()) {
    Said said;
    said.facts = read_facts(q, 0);
    said.kind = static_cast<SourceKind>(q.number(8));
    out.push_back(std::move(said));
  }
  return out;
}

Facts best_of(const std::vector<Said>& said) {
  Facts out;
  bool usable = false;
  bool by_hand = false;  // a person has said which phones there are
  std::optional<Sex> stated_sex;
  std::optional<Day> stated_birth;
  for (auto it = said.rbegin(); it != said.rend(); ++it) {
    const Facts& f = it->facts;
    const bool hand = it->kind == SourceKind::kHand;
    if (out.name.empty()) out.name = f.name;
    if (!f.id_number.empty() && (out.id_number.empty() || (!usable && f.has_usable_id()))) {
      out.id_number = f.id_number;
      out.id_verdict = f.id_verdict;
      out.document = f.document;
      usable = f.has_usable_id() || hand;  // a hand entry stands even if it is doubtful
    }
    if (!by_hand) {
      for (const auto& phone : f.phones) {
        if (out.phones.size() < kPhonesKept &&
            std::find(out.phones.begin(), out.phones.end(), phone) == out.phones.end()) {
          out.phones.push_back(phone);
        }
      }
      by_hand = hand && !f.phones.empty();
    }
    if (!stated_sex) stated_sex = f.sex;
    if (!stated_birth) stated_birth = f.birth;
    if (out.region.empty()) out.region = f.region;
  }
  out.sex = stated_sex;
  out.birth = stated_birth;
  if (out.id_verdict == IdVerdict::kValid) {
    const auto id = parse_id_number(out.id_number, {});
    if (id.sex) out.sex = id.sex;
    if (id.birth) out.birth = id.birth;
  }
  return out;
}

void put_tokens(store::Session& db, std::int64_t no, const Facts& facts, std::string_view area) {
  std::vector<std::int64_t> tokens;
  internal::tokens_of(facts, tokens);
  const std::int64_t key = internal::area_key(area);
  for (const auto token : tokens) {
    db.run("insert or ignore into identity_token(token, area, person) values ($1, $2, $3)", token,
           key, no);
  }
}

void drop_tokens(store::Session& db, std::int64_t no, const Facts& facts, std::string_view area) {
  std::vector<std::int64_t> tokens;
  internal::tokens_of(facts, tokens);
  const std::int64_t key = internal::area_key(area);
  for (const auto token : tokens) {
    db.run("delete from identity_token where token = $1 and area = $2 and person = $3", token, key,
           no);
  }
}

void store_facts(store::Session& db, std::int64_t no, const Facts& f) {
  const std::string phones = joined(f.phones);
  db.run(
      "update identity_person set name = $2, id_number = $3, id_verdict = $4, document = $5,"
      " phones = $6, sex = $7, birth = $8, region = $9 where no = $1",
      no, f.name, f.id_number, static_cast<int>(f.id_verdict), static_cast<int>(f.document), phones,
      number_of(f.sex), f.birth, f.region);
}

// Chooses anew among all statements; keeps what people are found by in step.
bool choose(store::Session& db, const Person& person) {
  const Facts facts = best_of(said_of(db, person.no));
  if (facts == person.facts) return false;
  drop_tokens(db, person.no, person.facts, person.area);
  store_facts(db, person.no, facts);
  put_tokens(db, person.no, facts, person.area);
  return true;
}

Person root_of(store::Session& db, Person person) {
  for (int i = 0; i < 64 && person.merged_into != 0; ++i) {
    auto next = person_by_no(db, person.merged_into);
    FX_CHECK(next.has_value());
    person = std::move(*next);
  }
  return person;
}

}  // namespace

store::Schema schema() {
  return {"identity",
          {"create table identity_source("
           " no integer primary key, id blob not null unique, kind integer not null,"
           " name text not null, area text not null, at integer not null, actor blob) strict;"
           "create table identity_person("
           " no integer primary key, id blob not null unique, name text not null,"
           " id_number text not null, id_verdict integer not null, document integer not null,"
           " phones text not null, sex integer, birth integer, region text not null,"
           " area text not null, erased integer not null default 0, merged_into integer) strict;"
           "create index identity_person_area on identity_person(area, no);"
           "create index identity_person_merged on identity_person(merged_into)"
           " where merged_into is not null;"
           "create table identity_statement("
           " person integer not null, source integer not null, row integer not null,"
           " name text not null, id_number text not null, id_verdict integer not null,"
           " document integer not null, phones text not null, sex integer, birth integer,"
           " region text not null, digest integer not null,"
           " primary key(person, source, row)) strict, without rowid;"
           "create table identity_token("
           " token integer not null, area integer not null, person integer not null,"
           " primary key(token, area, person)) strict, without rowid;"
           "create table identity_text("
           " owner blob not null, kind text not null, person blob, value text not null,"
           " primary key(owner, kind)) strict, without rowid;"
           // Rows of lists that could not be used or are doubted, for the clerk who brought them.
           "create table identity_problem("
           " import blob not null, n integer not null, file text not null, sheet text not null,"
           " row integer not null, heading text not null, value text not null, code text not null,"
           " reason text not null, remedy text not null, taken integer not null,"
           " primary key(import, n)) strict, without rowid;"
           "create index identity_text_person on identity_text(person) where person is not null;"}};
}

Facts Facts::of(std::string_view name, const IdNumber& id, std::vector<std::string> phones,
                std::optional<Sex> stated_sex) {
  Facts f;
  f.name = normalise_name(name);
  f.id_number = id.number;
  f.id_verdict = id.verdict;
  f.document = id.document;
  f.phones = std::move(phones);
  f.sex = id.verdict == IdVerdict::kValid && id.sex ? id.sex : stated_sex ? stated_sex : id.sex;
  f.birth = id.birth;
  return f;
}

std::int64_t add_source(store::Session& db, const Source& source) {
  if (const auto known = db.integer("select no from identity_source where id = $1", source.id)) {
    return *known;
  }
  db.run(
      "insert into identity_source(id, kind, name, area, at, actor)"
      " values ($1, $2, $3, $4, $5, $6)",
      source.id, static_cast<int>(source.kind), source.name, source.area, source.at, source.actor);
  return *db.integer("select no from identity_source where id = $1", source.id);
}

std::optional<Source> find_source(store::Session& db, const Ulid& id) {
  auto q = db.query("select kind, name, area, at, actor from identity_source where id = $1", id);
  if (!q.next()) return std::nullopt;
  return Source{
      id, static_cast<SourceKind>(q.number(0)), q.string(1), q.string(2), q.instant(3), q.ulid(4)};
}

void Writer::add(const Ulid& id, const Facts& f, std::string_view area, std::int64_t source,
                 int row, std::int64_t digest) {
  if (next_ == 0) {
    next_ = db_.integer("select max(no) from identity_person").value_or(0) + 1;
  }
  const std::int64_t no = next_++;
  const std::string phones = joined(f.phones);
  db_.run(
      "insert into identity_person(no, id, name, id_number, id_verdict, document, phones, sex,"
      " birth, region, area) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      no, id, f.name, f.id_number, static_cast<int>(f.id_verdict), static_cast<int>(f.document),
      phones, number_of(f.sex), f.birth, f.region, area);
  insert_statement(db_, no, source, row, f, digest);
  thread_local std::vector<std::int64_t> tokens;
  tokens.clear();
  internal::tokens_of(f, tokens);
  const std::int64_t key = internal::area_key(area);
  for (const auto token : tokens) tokens_.push_back({token, key, no});
}

void Writer::also(const Ulid& id, const Facts& facts, std::int64_t source, int row,
                  std::int64_t digest) {
  const auto no = db_.integer("select no from identity_person where id = $1", id);
  FX_CHECK(no.has_value());
  insert_statement(db_, *no, source, row, facts, digest);
}

void Writer::flush() {
  // In the order of the table: neighbours go to the same page, which is then written once.
  std::sort(tokens_.begin(), tokens_.end(), [](const Token& a, const Token& b) {
    return std::tie(a.token, a.area, a.person) < std::tie(b.token, b.area, b.person);
  });
  for (const auto& t : tokens_) {
    db_.run("insert into identity_token(token, area, person) values ($1, $2, $3)", t.token, t.area,
            t.person);
  }
  tokens_.clear();
}

void create_person(store::Session& db, const Ulid& id, const Facts& facts, std::string_view area,
                   std::int64_t source, int row, std::int64_t digest) {
  Writer writer(db);
  writer.add(id, facts, area, source, row, digest);
  writer.flush();
}

bool add_facts(store::Session& db, const Ulid& person, const Facts& facts, std::int64_t source,
               int row, std::int64_t digest) {
  const auto known = find_person(db, person);
  if (!known || known->erased) return false;
  insert_statement(db, known->no, source, row, facts, digest);
  return choose(db, root_of(db, *known));
}

bool correct(store::Session& db, const Ulid& person, const Correction& c, std::int64_t source) {
  const auto known = find_person(db, person);
  if (!known || known->erased) return false;
  Facts f;
  {
    // Later corrections of one hand entry add to the earlier ones.
    auto q = db.query(
        "select name, id_number, id_verdict, document, phones, sex, birth, region"
        " from identity_statement where person = $1 and source = $2 and row = 0",
        known->no, source);
    if (q.next()) f = read_facts(q, 0);
  }
  if (c.name) f.name = normalise_name(*c.name);
  if (c.id_number) {
    f.id_number = c.id_number->number;
    f.id_verdict = c.id_number->verdict;
    f.document = c.id_number->document;
    f.birth = c.id_number->birth;
  }
  if (c.phones) f.phones = *c.phones;
  if (c.sex) f.sex = c.sex;
  if (c.region) f.region = *c.region;
  insert_statement(db, known->no, source, 0, f, 0);
  return choose(db, root_of(db, *known));
}

void set_area(store::Session& db, const Ulid& person, std::string_view area) {
  // Called for every change in the register, and seldom is there anything to do.
  if (db.integer("select 1 from identity_person where id = $1 and area = $2", person, area)) return;
  const auto known = find_person(db, person);
  if (!known) return;
  if (internal::area_key(known->area) != internal::area_key(area) && !known->erased &&
      known->merged_into == 0) {
    drop_tokens(db, known->no, known->facts, known->area);
    put_tokens(db, known->no, known->facts, area);
  }
  db.run("update identity_person set area = $2 where no = $1", known->no, area);
}

void merge(store::Session& db, const Ulid& kept, const Ulid& merged) {
  const auto into = find_person(db, kept);
  const auto from = find_person(db, merged);
  FX_CHECK(into && from && into->no != from->no && from->merged_into == 0);
  drop_tokens(db, from->no, from->facts, from->area);
  db.run("update identity_person set merged_into = $2 where no = $1", from->no, into->no);
  choose(db, root_of(db, *into));
}

void unmerge(store::Session& db, const Ulid& merged) {
  const auto from = find_person(db, merged);
  FX_CHECK(from && from->merged_into != 0);
  const auto into = person_by_no(db, from->merged_into);
  db.run("update identity_person set merged_into = null where no = $1", from->no);
  // Chosen anew: a source may have spoken of either since.
  const Facts facts = best_of(said_of(db, from->no));
  store_facts(db, from->no, facts);
  if (!from->erased) put_tokens(db, from->no, facts, from->area);
  if (into) choose(db, root_of(db, *into));
}

void erase(store::Session& db, const Ulid& person) {
  const auto known = find_person(db, person);
  if (!known) return;
  const auto root = root_of(db, *known);
  if (known->merged_into == 0) drop_tokens(db, known->no, known->facts, known->area);
  db.run("delete from identity_statement where person = $1", known->no);
  db.run("delete from identity_text where person = $1", person);
  store_facts(db, known->no, {});
  db.run("update identity_person set erased = 1 where no = $1", known->no);
  if (root.no != known->no) choose(db, root);
}

std::optional<Person> find_person(store::Session& db, const Ulid& person) {
  auto q = db.query(
      "select no, id, name, id_number, id_verdict, document, phones, sex, birth, region, area,"
      " erased, merged_into from identity_person where id = $1",
      person);
  if (!q.next()) return std::nullopt;
  return read_person(q);
}

std::vector<Statement> statements(store::Session& db, const Ulid& person) {
  std::vector<Statement> out;
  auto q = db.query(
      "with recursive same(no) as (select no from identity_person where id = $1 union"
      " select p.no from identity_person p join same s on p.merged_into = s.no)"
      " select s.name, s.id_number, s.id_verdict, s.document, s.phones, s.sex, s.birth, s.region,"
      " s.row, o.id, o.kind, o.name, o.area, o.at, o.actor"
      " from same join identity_statement s on s.person = same.no"
      " join identity_source o on o.no = s.source order by o.at, o.no, s.person, s.row",
      person);
  while (q.next()) {
    Statement s;
    s.facts = read_facts(q, 0);
    s.row = q.number(8);
    s.source = {q.ulid(9),     static_cast<SourceKind>(q.number(10)),
                q.string(11),  q.string(12),
                q.instant(13), q.ulid(14)};
    out.push_back(std::move(s));
  }
  return out;
}

std::vector<Conflict> conflicts(store::Session& db, const Ulid& person) {
  const auto known = find_person(db, person);
  if (!known || known->erased) return {};
  Conflict name{Field::kName, {}};
  Conflict id{Field::kIdNumber, {}};
  Conflict sex{Field::kSex, {}};
  Conflict birth{Field::kBirth, {}};
  std::vector<std::string> name_keys;
  const auto add = [](Conflict& to, std::string value) {
    if (std::find(to.values.begin(), to.values.end(), value) == to.values.end()) {
      to.values.push_back(std::move(value));
    }
  };
  const auto take = [&](const Facts& f) {
    if (!f.name.empty()) {
      auto key = name_key(f.name);
      if (std::find(name_keys.begin(), name_keys.end(), key) == name_keys.end()) {
        name_keys.push_back(std::move(key));
        name.values.push_back(f.name);
      }
    }
    if (!f.id_number.empty()) add(id, f.id_number);
    if (f.sex) add(sex, *f.sex == Sex::kMale ? "male" : "female");
    if (f.birth) add(birth, iso(*f.birth));
  };
  take(known->facts);
  const auto said = said_of(db, known->no);
  for (auto it = said.rbegin(); it != said.rend(); ++it) take(it->facts);
  std::vector<Conflict> out;
  for (auto* conflict : {&name, &id, &sex, &birth}) {
    if (conflict->values.size() > 1) out.push_back(std::move(*conflict));
  }
  return out;
}

void each_person(store::Session& db, std::string_view area,
                 const std::function<void(const Person&)>& visit) {
  const auto [low, high] = area::range(area);
  auto q = db.query(
      "select no, id, name, id_number, id_verdict, document, phones, sex, birth, region, area,"
      " erased, merged_into from identity_person where $1 <= area and area < $2 and erased = 0"
      " and merged_into is null order by area, no",
      low, high);
  while (q.next()) visit(read_person(q));
}

void said_before(store::Session& db, std::string_view area, SourceKind kind,
                 const std::function<void(std::int64_t, const Ulid&)>& visit) {
  const auto [low, high] = area::range(area);
  auto q = db.query(
      "select s.digest, p.id from identity_source o join identity_statement s on s.source = o.no"
      " join identity_person p on p.no = s.person"
      " where o.kind = $3 and $1 <= o.area and o.area < $2 and s.digest <> 0",
      low, high, static_cast<int>(kind));
  while (q.next()) visit(q.integer(0), q.ulid(1));
}

void set_text(store::Session& db, const Ulid& owner, std::string_view kind, const Ulid& person,
              std::string_view text) {
  if (text.empty()) {
    db.run("delete from identity_text where owner = $1 and kind = $2", owner, kind);
    return;
  }
  db.run(
      "insert into identity_text(owner, kind, person, value) values ($1, $2, $3, $4)"
      " on conflict(owner, kind) do update set person = excluded.person, value = excluded.value",
      owner, kind, person, text);
}

std::string text_of(store::Session& db, const Ulid& owner, std::string_view kind) {
  auto q = db.query("select value from identity_text where owner = $1 and kind = $2", owner, kind);
  return q.next() ? q.string(0) : std::string();
}

// --- towards a viewer ----------------------------------------------------------------------------

std::optional<PersonCard> present(store::Session& db, const Ulid& person, access::Sight sight,
                                  Day today) {
  const auto known = find_person(db, person);
  if (!known) return std::nullopt;
  const Person p = root_of(db, *known);
  if (p.erased) return std::nullopt;
  PersonCard card;
  card.person = person;
  if (sight == access::Sight::kNothing) return card;
  const Facts& f = p.facts;
  const bool names = sight == access::Sight::kNames || sight == access::Sight::kFull;
  card.masked = !names;
  card.name = names ? f.name : mask_name(f.name);
  card.id_number = sight == access::Sight::kFull ? f.id_number
                   : f.id_number.empty()         ? std::string()
                                                 : mask_id(f.id_number);
  if (!f.phones.empty()) card.phone = names ? f.phones.front() : mask_phone(f.phones.front());
  if (f.sex) card.sex = *f.sex == Sex::kMale ? "male" : "female";
  if (f.birth) {
    const Civil born = civil(*f.birth);
    const Civil now = civil(today);
    const bool had = std::pair(now.month, now.day) >= std::pair(born.month, born.day);
    card.age = std::max(now.year - born.year - (had ? 0 : 1), 0);
  }
  return card;
}

}  // namespace fx::identity
