// Comparing and applying through HTTP: what the page is told is what the command line tells, what is
// foretold is what happens, and who may see and do what. Rules written at every level.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { inhabit, registerCsv, returneesCsv, smallCommunity } from './community.mjs';
import { Client, Server, addUser, done, doneJson, kCommunity, kPassword, temporary } from './lib.mjs';
import { change, write } from './packs.mjs';

const kStreet = '532601003';
const kSister = '532601003006'; // another community of the street
const kOtherStreet = '532601002';
const kElsewhere = '532601002001';
const kClock = '2020-02-12T09:00:00+08:00';

// A server whose clock stands, with an administrator, these areas ([code, name]) and accounts
// ([login, role, area]).
async function rehearsal(t, areas, accounts) {
  const folder = temporary(t);
  const data = path.join(folder, 'data');
  const args = ['--rehearsal', kClock];
  await (await Server.start(t, data, args)).stop();
  await addUser(data, folder, 'root', 'administrator', '0');
  const server = await Server.start(t, data, args);
  const root = await Client.signIn(server, 'root');
  for (const [code, name] of areas) await root.command('organisation.add-area', { code, name });
  const clients = {};
  for (const [login, role, area] of accounts) {
    const first = 'changed at the first sign-in';
    await root.command('organisation.add-account', { login, role, area, password: first });
    const own = await Client.signIn(server, login, first);
    const json = { old_password: first, new_password: kPassword };
    const answer = await own.send('POST', '/api/password', { json });
    assert.ok(answer.status < 300, answer.text);
    clients[login] = await Client.signIn(server, login);
  }
  return { server, root, data, ...clients };
}

// What both surfaces tell of a comparison.
const kShared = ['people', 'under_order', 'waiting', 'period_over', 'without_arrival', 'same',
  'changed', 'measures_changed', 'rules_before', 'rules_after', 'needs_before', 'needs_after',
  'changes'];
const shared = (all) => Object.fromEntries(kShared.map((key) => [key, all[key]]));

test('compared, applied, and everyone affected moved over', async (t) => {
  const { server, root, data, director, clerk, street, command, inspector } = await rehearsal(t,
    [[kCommunity, '里布嘎社区']], [
    ['director', 'community_director', kCommunity], ['clerk', 'community_clerk', kCommunity],
    ['street', 'township_office', kStreet], ['command', 'command', '5326'],
    ['inspector', 'inspector', kCommunity]]);
  const people = await inhabit(root, kCommunity);
  const where = { area: kCommunity };
  const compare = (client, more) =>
    client.get('/api/observation/comparison', { ...where, on: '2020-02-12', ...more });
  const diff = (...packs) => doneJson(['policy', 'diff', '--data', data, '--area', kCommunity,
    '--on', '2020-02-12', ...packs]);

  // From Hubei at home, from other provinces for 21 days; whoever is under an older one moves over.
  let ofDraft;
  const pack = await write(director, kCommunity, 'xinping-2020', (document) => {
    change(document, { class: 'hubei', measure: 'centralised', counted_from: 'arrival' },
      { measure: 'home', stay: 'home', single_room: '', team: 'three_guard' });
    change(document, { class: 'other_province', measure: 'home' }, { days: '21' });
    document.pack.editions[0].running = 'move';
    const [examples] = Object.keys(document.tables).filter((name) => /example/.test(name));
    const [head, ...rows] = document.tables[examples];
    document.tables[examples] = [head, ...rows.filter((row) => row[1] !== 'conversion' &&
      !/hubei|origin_risk=high/.test(row[2]) && !/days=14/.test(row[3]))];
  }, async (draft) => {
    // Nobody else is shown what is being written, and nothing is decided by it.
    ofDraft = await compare(director, { draft });
    const refused = await clerk.ask('/api/observation/comparison', { ...where, draft });
    assert.equal(refused.status, 403, refused.text);
    assert.equal((await root.get('/api/rules/in-force', where)).pack.id, 'xinping-2020');
  });
  const before = await root.get('/api/observation/moves', where);
  assert.equal(before.summary.affected, 0);

  const said = await compare(director, { pack });
  assert.deepEqual(shared(said), shared(ofDraft), 'the draft was what was published');
  assert.equal(ofDraft.candidate.draft, true);
  assert.equal(said.candidate.draft, false);
  assert.equal(said.candidate.of_the_day, true);
  assert.equal(said.before.pack, 'xinping-2020');
  assert.equal(said.after.pack, pack);
  assert.deepEqual([said.people, said.under_order, said.waiting], [11, 9, 2]);
  assert.deepEqual([said.same, said.changed, said.measures_changed], [4, 7, 7]);
  assert.deepEqual(said.changes.map((one) => [one.before.measure, one.before.days,
    one.after.measure, one.after.days, one.people]).sort(),
  [['centralised', 14, 'home', 14, 3], ['home', 14, 'home', 21, 4]]);
  assert.deepEqual([said.needs_before.rooms, said.needs_after.rooms], [3, 0]);

  // The command line comes to the same, with what is in force and with another pack.
  assert.deepEqual(shared(await diff(pack)), shared(said));
  const other = await compare(director, { pack: 'cn-national', against: 'xinping-2020' });
  assert.deepEqual(shared(await diff('xinping-2020', 'cn-national')), shared(other));
  assert.ok(other.changed > 0);
  assert.equal(other.moves, undefined, 'two packs by themselves are not a choice');
  const listed = await diff(pack);
  assert.equal(listed.before.in_force, true);
  assert.equal(listed.after.pack, pack);

  // Counts for a command, masked people for the street, names for the community: each a look.
  assert.deepEqual(shared(await compare(command, { pack })), shared(said));
  const ask = (client, more) => client.ask('/api/observation/comparison/people',
    { ...where, on: '2020-02-12', pack, ...more });
  assert.equal((await ask(command)).status, 403);
  const masked = (await ask(street, { change: 0 })).json;
  assert.equal(masked.total, 4);
  assert.equal(masked.change.people, 4);
  for (const one of masked.people) {
    assert.ok(one.person.masked && /^.\*/.test(one.person.name), one.person.name);
    assert.equal(one.after.until > one.before.until, true);
  }
  const named = (await ask(director)).json;
  assert.equal(named.total, 7);
  assert.deepEqual(new Set(named.people.map((one) => one.person.person)),
    new Set(listed.persons.map((one) => one.person)));
  for (const one of named.people) {
    const same = listed.persons.find((each) => each.person === one.person.person);
    assert.deepEqual([one.order, one.until, one.before.until, one.after.until],
      [same.order, same.until, same.before.until, same.after.until]);
    assert.ok(people.some((each) => each.name === one.person.name));
  }
  const looks = await inspector.get('/api/looks',
    { ...where, account: (await street.get('/api/me')).account, limit: '100' });
  assert.equal(looks.total, 4);
  assert.ok(looks.looks.every((one) => one.seen === 'masked' && /comparison/.test(one.route)));
  for (const client of [street, command, director]) {
    const book = await client.ask('/api/observation/comparison.xlsx', { ...where, pack });
    assert.equal(book.status, 200);
    assert.equal(book.bytes.subarray(0, 2).toString(), 'PK');
  }

  // Nothing has been applied, and only who may can do so.
  const foretold = said.moves.counts;
  assert.deepEqual([foretold.affected, foretold.moving, foretold.keeping], [9, 9, 0]);
  assert.deepEqual([foretold.other_measure, foretold.longer, foretold.same], [2, 3, 4]);
  assert.equal((await root.get('/api/rules/in-force', where)).pack.id, 'xinping-2020');
  const use = { ...where, pack, from: '2020-02-12' };
  assert.equal((await clerk.refused('rules.use', use)).code, 'access.not-allowed');
  await director.command('rules.use', use);
  assert.equal((await root.get('/api/rules/in-force', where)).pack.id, pack);

  // Everyone affected is listed, with both last days; nobody has moved by that.
  const moves = await director.get('/api/observation/moves', where);
  assert.deepEqual(moves.summary, foretold);
  assert.deepEqual(moves.reasons, said.moves.reasons);
  assert.equal(moves.orders.length, 9);
  for (const one of moves.orders) {
    assert.equal(one.before.pack, 'xinping-2020');
    assert.equal(one.after.pack, pack);
    assert.equal(one.before.until, '2020-02-23');
    assert.equal(one.after.until, one.effect === 'longer' ? '2020-03-01' : '2020-02-23');
    assert.ok(one.household.address);
  }
  const figures = () => root.figures({ ...where, on: '2020-02-12' });
  assert.equal((await figures())['observation.in_force.centralised.people'], 2);
  const all = { ...where };
  for (const client of [clerk, street, command]) {
    assert.equal((await client.refused('observation.move-over', all)).code, 'access.not-allowed');
  }
  // One, taken back, and then all.
  const one = moves.orders.find((each) => each.effect === 'longer');
  const single = { ...where, orders: [one.order] };
  assert.equal((await director.command('observation.move-over', single)).result.moving, 1);
  assert.equal((await director.get('/api/observation/moves', where)).summary.affected, 8);
  await director.command('observation.undo', { order: one.order });
  assert.equal((await director.get('/api/observation/moves', where)).summary.affected, 9);
  const moved = (await director.command('observation.move-over', all)).result;
  assert.deepEqual(moved, foretold);
  assert.equal((await director.get('/api/observation/moves', where)).summary.affected, 0);
  assert.equal((await figures())['observation.in_force.centralised.people'], 0);
  assert.equal((await compare(director, { pack })).changed, 0);
  assert.equal(await server.stop(), 0);
  assert.match(await done(['verify', '--data', data]), /all sound/);
  assert.match(await done(['rebuild', '--data', data]), /all equal to before/);
});

test('a street writes rules that its communities have theirs laid under, and no other street does',
  async (t) => {
    const { server, root, data, street, neighbours, director, sister, far, command } =
      await rehearsal(t, [[kCommunity, '里布嘎社区'], [kSister, '卡莫社区'], [kElsewhere, '邻街社区']], [
        ['street', 'township_office', kStreet], ['neighbours', 'township_office', kOtherStreet],
        ['director', 'community_director', kCommunity],
        ['sister', 'community_director', kSister], ['far', 'community_director', kElsewhere],
        ['command', 'command', '532601']]);
    const level = { default: 'tighten' };
    const strip = (document) => {
      const [examples] = Object.keys(document.tables).filter((name) => /example/.test(name));
      const [head, ...rows] = document.tables[examples];
      document.tables[examples] = [head, ...rows.filter((row) => row[1] === 'placement' &&
        !/days=14/.test(row[3]))];
    };

    // The command's area may be governed as well: a pack of the county.
    const county = await write(command, '532601', 'xinping-2020', (document) => {
      assert.equal(document.pack.level, 'county');
      change(document, { class: 'other_province', measure: 'home' }, { days: '7' });
      document.pack.editions[0].lower = level;
      strip(document);
    });
    await command.command('rules.use', { area: '532601', pack: county, from: '2020-02-01' });

    const pack = await write(street, kStreet, 'xinping-2020', (document) => {
      assert.equal(document.pack.level, 'township');
      assert.match(document.pack.place.zh, /街道|镇|乡|532601003/);
      change(document, { class: 'other_province', measure: 'home' }, { days: '10' });
      document.pack.editions[0].lower = level;
      strip(document);
    });
    await street.command('rules.use', { area: kStreet, pack, from: '2020-02-01' });
    const inForce = (client, area) => client.get('/api/rules/in-force', { area, on: '2020-02-12' });
    const home = (rules) => rules.topics.find((one) => one.topic === 'placement').rules
      .filter((one) => /other provinces/.test(one.when + one.then) && /home quarantine/.test(one.then))
      .map((one) => Number(/(\d+) days/.exec(one.then)[1]));
    for (const [client, area] of [[director, kCommunity], [sister, kSister]]) {
      const rules = await inForce(client, area);
      assert.equal(rules.pack.id, `${county}+${pack}`, area);
      assert.deepEqual(home(rules), [10], area);
    }
    assert.equal((await inForce(far, kElsewhere)).pack.id, county, 'the street beside it has none');

    // A community's own lies under it: 14 days count, and its 7 days for another class do not.
    const own = await write(director, kCommunity, 'xinping-2020', (document) => {
      assert.equal(document.pack.level, 'community');
      change(document, { class: 'other_city', measure: 'self_monitoring' }, { days: '7' });
      strip(document);
    });
    await director.command('rules.use', { area: kCommunity, pack: own, from: '2020-02-01' });
    const laid = await inForce(director, kCommunity);
    assert.equal(laid.pack.id, `${county}+${pack}+${own}`);
    assert.deepEqual(home(laid), [14]);
    assert.ok(laid.findings.length > 0, 'what is looser is told');
    assert.deepEqual(laid.levels.map((one) => [one.area, one.level, one.counts]),
      [['532601', 'county', true], [kStreet, 'township', true], [kCommunity, 'community', true]]);
    assert.deepEqual(home(await inForce(sister, kSister)), [10], 'only its own');

    // The street compares for all its communities, each with its own rule.
    const people = smallCommunity(4);
    for (const [area, from] of [[kCommunity, 0], [kSister, 4]]) {
      await root.take('/api/registry/imports', { area, file_name: '登记表.csv' },
        registerCsv(people.slice(from, from + 4)));
      await root.take('/api/returnees/imports', { area, file_name: '返乡.csv' },
        returneesCsv(people.slice(from, from + 2).map((one) => [one, '四川成都', '2020-02-11'])));
    }
    const said = await street.get('/api/observation/comparison',
      { area: kStreet, on: '2020-02-12', pack: 'baisha-2020' });
    assert.equal(said.people, 4);
    assert.deepEqual(said.rules_before.map((one) => one.pack).sort(),
      [`${county}+${pack}`, `${county}+${pack}+${own}`]);
    const shown = await doneJson(['policy', 'diff', '--data', data, '--area', kStreet, '--on',
      '2020-02-12', 'baisha-2020']);
    assert.deepEqual(shared(shown), shared(said));

    // Nothing of it is the other street's to touch, and the other way round.
    const draft = (await street.command('rules.start-draft', { area: kStreet, copy: pack }))
      .result.draft;
    const { document, revision } = await street.get(`/api/rules/drafts/${draft}`);
    for (const client of [neighbours, far, director]) {
      for (const [name, body] of [
        ['rules.start-draft', { area: kStreet, copy: pack }],
        ['rules.start-draft', { area: kStreet, edition: pack }],
        ['rules.save-draft', { draft, revision, document }],
        ['rules.publish-draft', { draft, revision }],
        ['rules.discard-draft', { draft }],
        ['rules.use', { area: kStreet, pack, from: '2020-02-12' }],
      ]) {
        assert.equal((await client.refused(name, body)).code, 'access.not-allowed', name);
      }
      for (const route of [`/api/rules/drafts/${draft}`, `/api/rules/drafts/${draft}/files`,
        `/api/rules/drafts?area=${kStreet}`]) {
        assert.equal((await client.ask(route)).status, 403, route);
      }
    }
    for (const area of [kOtherStreet, kElsewhere]) {
      for (const [name, body] of [
        ['rules.start-draft', { area, copy: pack }], ['rules.use', { area, pack }]]) {
        assert.equal((await street.refused(name, body)).code, 'access.not-allowed', area);
      }
    }
    // It may be copied there, as any pack may: then it is theirs, under a name of its own.
    const copied = await neighbours.command('rules.start-draft', { area: kOtherStreet, copy: pack });
    assert.notEqual(copied.result.pack, pack);
    // A next edition is its author's alone.
    const next = await neighbours.refused('rules.start-draft', { area: kOtherStreet, edition: pack });
    assert.equal(next.code, 'rules.not-your-pack');
    // The street may write for a community of its own.
    await street.command('rules.start-draft', { area: kSister, disease: 'covid-19' });
    assert.equal(await server.stop(), 0);
    assert.match(await done(['rebuild', '--data', data]), /all equal to before/);
  });
