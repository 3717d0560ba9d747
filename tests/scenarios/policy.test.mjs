// Rules as data on the command line: why a case is decided as it is, what the packs of several
// levels come to in a place, and whom another pack would decide otherwise. The packs are those that
// are shipped.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from './community.mjs';
import { done, doneJson, kCommunity, repo, run, temporary } from './lib.mjs';

const shipped = (id) => path.join(repo, 'policies', id);

function factsFile(folder, facts) {
  const file = path.join(folder, 'facts.json');
  writeFileSync(file, typeof facts === 'string' ? facts : JSON.stringify(facts));
  return file;
}

test('a case is explained down to the edition, the table and the row', async (t) => {
  const temp = temporary(t);
  const ask = (facts, ...more) => ['policy', 'explain', shipped('xinping-2020'), '--topic',
    'placement', '--facts', factsFile(temp, facts), '--on', '2020-02-20', ...more];
  const wuhan = { origin_set: 'hubei', origin_relation: 'other_province', age: 34 };
  const answer = await doneJson(ask(wuhan));
  assert.equal(answer.reference, 'xinping-2020/2020-01/placement/4');
  assert.equal(answer.edition, '2020-01');
  assert.equal(answer.on, '2020-02-20');
  const [row] = answer.rows;
  assert.equal(row.file, '2020-01/placement.csv');
  assert.equal(row.row, 4);
  assert.equal(row.outcomes.measure, 'centralised');
  assert.equal(row.outcomes.days, 14);
  assert.deepEqual(Object.keys(row.matched), ['origin_set', 'exposure'],
    'what the row asks for, no more');
  assert.equal(row.matched.origin_set.value, 'hubei');
  assert.equal(row.matched.origin_set.shown.zh, '湖北');
  assert.match(answer.explanation.zh, /第4行.*来源名单=湖北.*14天/);
  assert.match(answer.explanation.en, /row 4: .*=Hubei.*14 days/);

  // A shipped pack by its id says the same; as text both languages, that of the terminal first.
  const byId = ask(wuhan);
  byId[2] = 'xinping-2020';
  assert.deepEqual(await doneJson(byId), answer);
  assert.equal(await done(byId), `${answer.explanation.en}\n\n${answer.explanation.zh}\n`);
  byId[2] = 'xinping-2020/2020-01';
  assert.deepEqual(await doneJson(byId), answer);

  // The day chooses the edition, and a named edition stands whatever the day.
  const contact = { exposure: 'close_contact' };
  const national = async (pack, on) => {
    const args = ask(contact, '--on', on);
    args.splice(args.indexOf('--on'), 2);
    args[2] = pack;
    return doneJson(args);
  };
  const eighth = await national('cn-national', '2021-06-01');
  assert.equal(eighth.edition, '2021-05-ed8');
  assert.equal(eighth.rows[0].outcomes.days, 14);
  const ninth = await national('cn-national', '2022-07-01');
  assert.equal(ninth.edition, '2022-06-ed9');
  assert.equal(ninth.rows[0].outcomes.days, 7);
  assert.equal((await national('cn-national/2022-06-ed9', '2021-06-01')).reference,
    ninth.reference);

  // In words, and by a code that scripts can rely on.
  const refused = async (code, args) => {
    const out = await run(args);
    assert.equal(out.status, 1, args.join(' '));
    assert.match(out.stderr, new RegExp(`→ .*\\n  \\[${code}\\]`), args.join(' '));
    const json = await run([...args, '--format', 'json']);
    assert.equal(json.status, 1);
    assert.equal(JSON.parse(json.stdout).error.code, code);
  };
  await refused('policy.fact-unknown', ask({ agee: 7 }));
  await refused('policy.fact-value', ask({ age: 700 }));
  await refused('json.syntax', ask('{"age": '));
  await refused('app.not-facts', ask('[1]'));
  await refused('policy.no-edition', [...ask(wuhan).slice(0, -1), '2019-12-31']);
  await refused('policy.no-topic', ask(wuhan).map((arg) => (arg === 'placement' ? 'poems' : arg)));
  await refused('rules.unknown-pack', ask(wuhan).map((arg, i) => (i === 2 ? 'nowhere' : arg)));
  await refused('rules.unknown-edition',
    ask(wuhan).map((arg, i) => (i === 2 ? 'xinping-2020/2' : arg)));
  await refused('app.no-facts', ask(wuhan).map((arg) => (arg.endsWith('.json') ? temp : arg)));
  assert.equal((await run(['policy', 'explain', 'xinping-2020'])).status, 2);
});

test('the packs of all levels come to one rule, and each row tells where it is from', async (t) => {
  const data = path.join(temporary(t), 'data');
  const show = (area, on, ...more) =>
    ['policy', 'show', '--data', data, '--area', area, '--on', on, ...more];
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区']);
  const none = await run(show(kCommunity, '2020-02-20'));
  assert.equal(none.status, 1);
  assert.match(none.stderr, /\[rules\.nothing-in-force\]/);

  const use = (area, pack, from) =>
    done(['policy', 'use', '--data', data, '--area', area, pack, '--from', from]);
  await use('0', 'cn-national', '2020-01-25');
  await use(kCommunity, 'xinping-2020', '2020-02-10');

  // Before the community chose, and above it, the nation's rule stands alone.
  for (const [area, on] of [[kCommunity, '2020-02-09'], ['53', '2020-02-15']]) {
    const early = await doneJson(show(area, on));
    assert.deepEqual(early.packs.map((one) => one.pack), ['cn-national']);
    assert.deepEqual(early.findings, []);
    assert.ok(early.rules.every((row) => row.reference.startsWith('cn-national/2020-01/')));
  }

  const rule = await doneJson(show(kCommunity, '2020-02-15', '--topic', 'placement'));
  assert.deepEqual(rule.packs.map((one) => [one.area, one.pack, one.edition, one.counts]),
    [['0', 'cn-national', '2020-01', true], [kCommunity, 'xinping-2020', '2020-01', true]]);
  assert.equal(rule.same_from, '2020-01-25');
  assert.equal(rule.same_until, '2020-02-20');
  assert.ok(rule.rules.length > 10);
  for (const row of rule.rules) {
    assert.equal(row.topic, 'placement');
    assert.ok(row.layers.from.length >= 1);
    for (const outcome of Object.keys(row.outcomes)) {
      assert.match(row.layers.given_by[outcome], /^(cn-national|xinping-2020)\/2020-01\/placement\/\d+$/);
    }
  }
  // Hubei: 14 days at home by the notice, at a site by the street, which is tighter and counts.
  const hubei = rule.rules.find((row) => row.outcomes.class === 'hubei' &&
    row.layers.from.some((one) => one.pack === 'cn-national' && one.row === 7) &&
    row.layers.from.some((one) => one.pack === 'xinping-2020' && one.row === 4));
  assert.ok(hubei, JSON.stringify(rule.rules.map((row) => row.reference)));
  assert.equal(hubei.outcomes.measure, 'centralised');
  assert.equal(hubei.layers.given_by.measure, 'xinping-2020/2020-01/placement/4');

  // What the lower level may not do is told, with the row, and has not counted.
  const refusals = rule.rules.flatMap((row) => row.layers.not_applied);
  assert.equal(refusals.length > 0, rule.findings.length > 0);
  for (const finding of rule.findings) {
    assert.match(finding.file, /^xinping-2020\//);
    assert.ok(finding.message.zh && finding.message.en && finding.remedy.zh);
  }
  const all = await doneJson(show(kCommunity, '2020-02-15'));
  assert.deepEqual(all.rules.filter((row) => row.topic === 'placement'), rule.rules);

  // The 9th edition lets nobody add to it: the street's placement is a finding and does not count.
  const fixed = await doneJson(show(kCommunity, '2022-07-01', '--topic', 'placement'));
  assert.ok(fixed.findings.some((one) => one.code === 'policy.layer-fixed' &&
    one.file === 'xinping-2020/2020-01/placement.csv'), JSON.stringify(fixed.findings));
  assert.ok(fixed.rules.every((row) =>
    row.layers.from.every((one) => one.pack === 'cn-national' && one.edition === '2022-06-ed9')));

  const text = await done(show(kCommunity, '2022-07-01', '--topic', 'placement'));
  assert.match(text, /^xinping-2020\/2020-01 {2}532601003005 .*counts/m);
  assert.match(text, /^ {4}from cn-national\/2022-06-ed9\/placement\/\d+$/m);
  assert.match(text, /not applied of lower levels\n.*xinping-2020\/2020-01\/placement\.csv/);

  // One of the same level nearer by stands in the place of one farther.
  await use('532601003', 'baisha-2020', '2020-02-01');
  const nearer = await doneJson(show(kCommunity, '2020-02-15'));
  assert.deepEqual(nearer.packs.map((one) => [one.pack, one.standing]), [['cn-national', 'counts'],
    ['baisha-2020', 'nearer_choice'], ['xinping-2020', 'counts']]);
  assert.deepEqual(nearer.rules, all.rules);

  const unknown = await run(show(kCommunity, '2020-02-15', '--topic', 'poems'));
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /\[policy\.no-topic\]/);
  assert.equal((await run(show('999999', '2020-02-15'))).status, 1);
  assert.equal((await run(['policy', 'show', '--data', data, '--area', kCommunity])).status, 2);
});

test('who would be decided otherwise, and what it takes', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const where = ['--data', data, '--area', kCommunity];
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区']);
  await done(['policy', 'use', ...where, 'xinping-2020', '--from', '2020-01-25']);
  const people = smallCommunity(12);
  const register = path.join(temp, '登记表.csv');
  writeFileSync(register, registerCsv(people));
  await done(['import', ...where, '--as', 'register', register]);
  // 2 from Hubei, 3 from another province, 4 from another city, 1 from here, placed on the 10th;
  // 1 whose time is over by then, and 2 more from Hubei who come later and wait.
  const origins = ['湖北武汉', '湖北武汉', '四川成都', '四川成都', '四川成都', '昆明', '昆明', '昆明',
    '昆明', '云南文山'];
  const rows = origins.map((from, i) => [people[i], from, '2020-02-09']);
  rows.push([people[10], '湖北武汉', '2020-01-20']);
  const first = path.join(temp, '返乡.csv');
  writeFileSync(first, returneesCsv(rows));
  await done(['import', ...where, '--as', 'returnees', first]);
  const placed = await doneJson(['place', ...where, '--on', '2020-02-10']);
  assert.equal(placed.decisions.length, 11);
  const ordered = new Map(placed.decisions.filter((one) => one.outcome === 'ordered')
    .map((one) => [one.person.person, one]));
  assert.equal(ordered.size, 9);
  const second = path.join(temp, '返乡2.csv');
  writeFileSync(second, returneesCsv([[people[11], '湖北武汉', '2020-02-11'],
    [people[12], '湖北武汉', '2020-02-11']]));
  await done(['import', ...where, '--as', 'returnees', second]);

  const before = await done(['verify', '--data', data]);
  const diff = (a, b, ...more) => ['policy', 'diff', ...where, '--on', '2020-02-12', a, b, ...more];
  const same = await doneJson(diff('xinping-2020', 'xinping-2020'));
  assert.equal(same.people, 11, 'nine under an order, two who wait; not those of whom none is asked');
  assert.equal(same.under_order, 9);
  assert.equal(same.waiting, 2);
  assert.equal(same.same, 11);
  assert.deepEqual(same.persons, []);
  assert.deepEqual(same.needs_before, same.needs_after);
  assert.equal(same.needs_before.rooms, 4, 'a room for each from Hubei');
  assert.deepEqual(same.needs_before.measures.map((one) => [one.measure, one.people]),
    [['centralised', 4], ['home', 3], ['self_monitoring', 4]]);
  assert.equal(same.needs_before.person_days, 11 * 14);

  // An edition of our own, of which only two things are known: from other provinces 21 days, and
  // whoever is from Hubei at home.
  const mine = path.join(temp, 'mine');
  cpSync(shipped('xinping-2020'), mine, { recursive: true });
  const table = path.join(mine, '2020-01/placement.csv');
  const edited = readFileSync(table, 'utf8').split('\n').map((line) => {
    if (line.startsWith('-,hubei,')) {
      return line.replace('centralised,14,arrival,site,yes', 'home,14,arrival,home,');
    }
    if (line.startsWith('other_province,-,-,-,no,')) return line.replace('home,14', 'home,21');
    return line;
  });
  writeFileSync(table, edited.join('\n'));
  const changed = await doneJson(diff('xinping-2020', mine));
  assert.equal(changed.people, 11);
  assert.equal(changed.same, 4);
  assert.equal(changed.changed, 7);
  assert.equal(changed.measures_changed, 7);
  assert.deepEqual(changed.changes.map((one) => one.people), [4, 3]);
  assert.match(changed.changes[0].zh, /集中隔离医学观察.* → .*居家隔离医学观察/);
  assert.match(changed.changes[1].en, /14 days.* -> .*21 days/);
  assert.equal(changed.needs_before.rooms, 4);
  assert.equal(changed.needs_after.rooms, 0);
  assert.deepEqual(changed.needs_after.measures.map((one) => [one.measure, one.people]),
    [['home', 7], ['self_monitoring', 4]]);
  assert.equal(changed.needs_after.person_days, 8 * 14 + 3 * 21);
  for (const person of changed.persons) {
    const order = ordered.get(person.person);
    assert.equal(person.order, order?.order);
    if (order) {
      assert.equal(person.measure, order.measure);
      assert.equal(person.until, order.until);
      assert.equal(person.before.until, order.until);
      assert.equal(person.before.rule, order.rule);
    }
    const hubei = person.before.person_class === 'hubei';
    assert.equal(person.before.measure, hubei ? 'centralised' : 'home');
    assert.equal(person.after.measure, 'home');
    assert.equal(person.after.until, hubei ? person.before.until : '2020-03-01');
  }

  // Nothing that tells who somebody is.
  const text = await done(diff('xinping-2020', mine));
  const json = JSON.stringify(changed);
  for (const secret of people.flatMap((p) => [p.name, p.id, p.phone])) {
    assert.ok(!text.includes(secret) && !json.includes(secret));
  }
  for (const person of changed.persons) assert.ok(text.includes(person.person));
  assert.match(text, /rooms 4 -> 0\n/);
  assert.match(text, /nothing was changed\n$/);

  // As a workbook: one row a person.
  const book = path.join(temp, 'diff.xlsx');
  assert.equal(await done(diff('xinping-2020', mine, '--format', 'xlsx', '--out', book)),
    `${book}\n`);
  assert.equal(readFileSync(book).subarray(0, 2).toString(), 'PK');
  if (existsSync('/usr/bin/unzip')) {
    const sheet = (name) => execFileSync('/usr/bin/unzip', ['-p', book, name], { encoding: 'utf8' });
    const persons = sheet('xl/worksheets/sheet3.xml') + sheet('xl/workbook.xml');
    for (const person of changed.persons) assert.ok(persons.includes(person.person));
    for (const p of people) assert.ok(!persons.includes(p.name) && !persons.includes(p.phone));
  }

  // Both the period of 14 days over, nobody is left to compare; by 21 days three still are.
  const late = ['policy', 'diff', ...where, '--on', '2020-02-26', 'xinping-2020', mine];
  const over = await doneJson(late);
  assert.equal(over.people, 0);
  assert.equal(over.period_over, 2, 'the two who were never placed');

  assert.equal(await done(['verify', '--data', data]), before, 'nothing was applied');
  for (const [status, args] of [[2, diff('xinping-2020', mine, '--format', 'xlsx')],
    [2, diff('xinping-2020', mine, '--out', book)], [2, diff('xinping-2020', mine, '--format', 'x')],
    [1, diff('xinping-2020', 'nowhere')],
    [1, diff('xinping-2020', 'market-2021')],
    [1, diff('xinping-2020', mine, '--format', 'xlsx', '--out', path.join(temp, 'no', 'x.xlsx'))]]) {
    const out = await run(args);
    assert.equal(out.status, status, `${args.join(' ')}\n${out.stdout}${out.stderr}`);
    assert.notEqual(out.stderr, '');
  }
});

test('check gives each finding as JSON', async (t) => {
  const mine = path.join(temporary(t), 'xinping-2020');
  cpSync(shipped('xinping-2020'), mine, { recursive: true });
  assert.deepEqual(await doneJson(['policy', 'check', mine]), []);
  const table = path.join(mine, '2020-01/placement.csv');
  // The last row takes what is left: without it there is a gap.
  writeFileSync(table, readFileSync(table, 'utf8').trimEnd().split('\n').slice(0, -1).join('\n'));
  const out = await run(['policy', 'check', mine, '--format', 'json']);
  assert.equal(out.status, 1);
  assert.ok(JSON.parse(out.stdout).some((one) => one.severity === 'error' && one.message &&
    one.remedy));
});

test('a new edition in mid-observation: who is concerned, and moved by command alone', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const where = ['--data', data, '--area', kCommunity];
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区']);
  await done(['policy', 'use', ...where, 'cn-national', '--from', '2020-01-25']);
  const people = smallCommunity(3);
  const register = path.join(temp, '登记表.csv');
  writeFileSync(register, registerCsv(people));
  await done(['import', ...where, '--as', 'register', register]);
  const list = path.join(temp, '返乡.csv');
  writeFileSync(list, returneesCsv(people.slice(0, 2).map((one) => [one, '缅甸', '2022-06-20'])));
  await done(['import', ...where, '--as', 'returnees', list]);
  const placed = await doneJson(['place', ...where, '--on', '2022-06-21']);
  assert.deepEqual(placed.decisions.map((one) => [one.measure, one.until]),
    [['centralised', '2022-07-11'], ['centralised', '2022-07-11']]);

  // From the 28th on the 9th edition: 7 days and 3, and whoever is under an older one moves over.
  const moves = (on, ...more) => ['policy', 'moves', ...where, '--on', on, ...more];
  assert.equal((await doneJson(moves('2022-06-27'))).summary.affected, 0);
  const listed = await doneJson(moves('2022-06-28'));
  assert.deepEqual([listed.summary.affected, listed.summary.moving, listed.summary.shorter,
    listed.summary.other_measure], [2, 2, 0, 2]);
  for (const one of listed.orders) {
    assert.equal(one.moves, true);
    assert.match(one.reason, /^cn-national\/2022-06-ed9 .*from 2022-06-28: .*move over$/);
    assert.deepEqual([one.before.edition, one.before.measure, one.before.until],
      ['2022-03-zones', 'centralised', '2022-07-11']);
    assert.deepEqual([one.after.edition, one.after.measure, one.after.until],
      ['2022-06-ed9', 'home_monitoring', '2022-06-30']);
  }
  const text = await done(moves('2022-06-28'));
  for (const secret of people.flatMap((one) => [one.name, one.id, one.phone])) {
    assert.ok(!text.includes(secret));
  }
  const figures = async (on) => doneJson(['figures', ...where, '--on', on]);
  assert.equal((await figures('2022-06-28'))['observation.in_force.centralised.people'], 2);

  assert.equal((await doneJson(moves('2022-06-28', '--apply', '--effect', 'longer'))).moving, 0);
  assert.deepEqual(await doneJson(moves('2022-06-28', '--apply')), listed.summary);
  assert.equal((await doneJson(moves('2022-06-28'))).summary.affected, 0);
  const after = await figures('2022-06-28');
  assert.equal(after['observation.in_force.centralised.people'], 0);
  assert.equal(after['observation.in_force.home_monitoring.people'], 2);
  assert.equal((await figures('2022-06-27'))['observation.in_force.centralised.people'], 2);
  assert.match(await done(['verify', '--data', data]), /all sound/);
  assert.match(await done(['rebuild', '--data', data]), /all equal to before/);
  assert.equal((await run(moves('2022-06-28', '--effect', 'longer'))).status, 2);
});
