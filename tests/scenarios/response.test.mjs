// From the first case to the end of the response, through HTTP with the shipped packs, under a clock
// that is set by hand.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, smallCommunity } from './community.mjs';
import { Client, Server, addUser, done, kCommunity, temporary } from './lib.mjs';

const street = kCommunity.slice(0, 9);
const other = `${street}299`;  // a village of the same street

// A server whose clock stands where it is set, with these communities and one account for each of
// these roles.
async function office(t, start, communities, roles) {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const clock = ['--rehearsal', start];
  await (await Server.start(t, data, clock)).stop();
  for (const [code, name] of Object.entries(communities)) {
    await done(['area', 'add', '--data', data, '--code', code, '--name', name]);
  }
  for (const [role, area] of Object.entries(roles)) await addUser(data, temp, role, role, area);
  const server = await Server.start(t, data, clock);
  const as = {};
  for (const role of Object.keys(roles)) as[role] = await Client.signIn(server, role);
  const set = async (now) => {
    const answer = await as.administrator.send('POST', '/api/rehearsal/clock', { json: { now } });
    assert.equal(answer.status, 204, answer.text);
    for (const role of Object.keys(roles)) {
      if ((await as[role].ask('/api/session')).status === 401) {
        as[role] = await Client.signIn(server, role);
      }
    }
  };
  const close = async () => {
    assert.equal(await server.stop(), 0);
    await done(['rebuild', '--data', data]);
    await done(['verify', '--data', data]);
  };
  return { as, set, close };
}

const axis = (page, name) => page.axes.find((one) => one.axis === name);
const task = (page, name) => page.checklist.find((one) => one.task === name);

test('a community of Beijing type: three situations, their measures, its zones', async (t) => {
  const { as, set, close } = await office(t, '2021-01-10T08:00:00+08:00', {
    [kCommunity]: '里布嘎社区' }, { administrator: '0', community_clerk: kCommunity,
    township_office: street, command: '532601' });
  const root = as.administrator;
  await root.command('rules.use',
    { area: kCommunity, pack: 'beijing-community-2021', from: '2021-01-10' });
  const people = smallCommunity(12);
  await root.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' },
    registerCsv(people));
  const page = () => as.community_clerk.get('/api/response/situation', { area: kCommunity });

  const calm = await page();
  assert.equal(axis(calm, 'situation').value, 'no_case');
  assert.deepEqual(calm.checklist.map((one) => one.task),
    ['organise', 'notify', 'educate', 'classify', 'environment']);
  assert.match(task(calm, 'organise').rule.why, /beijing-community-2021/);

  await set('2021-01-12T09:00:00+08:00');
  const list = await as.community_clerk.get('/api/registry/households', { area: `${kCommunity}-1` });
  const household = await as.community_clerk.get(`/api/households/${list.households[0].household.household}`);
  const person = household.members[0].person.person;
  const infected = await as.community_clerk.command('casework.record', { area: kCommunity,
    classification: 'confirmed', reported: '2021-01-12', person, source_known: true });
  const proposed = axis(await page(), 'situation').proposal;
  assert.equal(proposed.value, 'cases');
  assert.deepEqual(proposed.cases, [infected.subject]);
  assert.equal(proposed.rule.rule, 'beijing-community-2021/2021-01/situation/4');

  // The clerk sees it and may not decide; the district sees counts, and which case it is not.
  const decision = { area: kCommunity, axis: 'situation', value: 'cases',
    reason: '居民中发现1例确诊', document: '区指办〔2021〕1号' };
  assert.equal((await as.community_clerk.refused('response.decide', decision)).code,
    'access.not-allowed');
  const waiting = await as.command.get('/api/response/board', { area: '532601' });
  assert.equal(waiting.waiting, 1);
  assert.equal(waiting.proposals[0].cases_in_window, 1);
  assert.deepEqual(waiting.proposals[0].cases, []);
  await as.command.command('response.decide', decision);
  const decided = await page();
  assert.equal(axis(decided, 'situation').decision.as_proposed, true);
  assert.deepEqual(decided.checklist.map((one) => one.task).slice(5), ['contacts', 'disinfect']);

  // Zones for the case: this pack has no table of them, so the building and what is around it.
  const zones = await as.command.get(`/api/zones/proposal/${infected.subject}`);
  assert.deepEqual(zones.zones.map((one) => one.kind), ['lockdown', 'control', 'precaution']
    .filter((kind) => zones.zones.some((one) => one.kind === kind)));
  assert.equal(zones.zones[0].rule, undefined);
  const ground = { basis: '传染病防治法第四十二条', issuer: '区指挥部', appeal: '向区政府申请行政复议' };
  const drawing = { kind: 'lockdown', areas: zones.zones[0].areas.map((one) => one.area),
    reason: '1例确诊病例居住在本楼', document: '区指办〔2021〕2号', case_id: infected.subject };
  assert.equal((await as.command.refused('zones.draw', drawing)).code, 'zones.no-ground');
  const zone = await as.command.command('zones.draw', { ...drawing, ...ground });
  await as.command.command('zones.draw', { kind: 'precaution', areas: [kCommunity],
    reason: '其余部分', ...ground });
  const inside = await as.community_clerk.get(`/api/zones/zone/${zone.subject}`);
  assert.ok(inside.zone.people > 0 && inside.zone.people < people.length);
  const everybody = await as.community_clerk.all(`/api/zones/zone/${zone.subject}/people`, {},
    'people');
  assert.equal(everybody.length, inside.zone.people);
  assert.equal((await as.command.ask(`/api/zones/zone/${zone.subject}/people`)).status, 403);
  const figures = await as.command.figures({ area: '532601' });
  assert.equal(figures['zones.people.lockdown'], inside.zone.people);
  assert.equal(figures['zones.people.precaution'], people.length - inside.zone.people);
  assert.equal(figures['response.situation.cases'], 1);

  // What is not done in time is on the pages of those above.
  assert.equal((await as.community_clerk.refused('response.report-done',
    { area: kCommunity, task: 'disinfect' })).code, 'response.no-evidence');
  await as.community_clerk.command('response.report-done',
    { area: kCommunity, task: 'disinfect', evidence: '消毒记录存社区' });
  await set('2021-01-13T10:00:00+08:00');
  const late = await as.township_office.get('/api/response/board', { area: street });
  assert.ok(late.measures.overdue > 0);
  assert.ok(late.overdue.some((one) => one.task === 'contacts'));
  assert.equal((await as.command.figures({ area: '532601' }))['response.checklist.overdue'],
    late.measures.overdue);

  // Fourteen days without a case: the end is proposed and decided, the zones are lifted.
  await set('2021-01-26T09:00:00+08:00');
  const ending = axis(await page(), 'situation').proposal;
  assert.deepEqual([ending.direction, ending.value], ['end', 'no_case']);
  await as.command.command('response.end',
    { area: kCommunity, axis: 'situation', reason: '14天无新增病例', document: '区指办〔2021〕9号' });
  await as.command.command('zones.lift', { zone: zone.subject, reason: '14天无新增病例' });
  const after = await page();
  assert.equal(axis(after, 'situation').value, 'no_case');
  assert.equal(after.checklist.length, 5);
  const lifted = await as.community_clerk.get('/api/zones', { area: kCommunity, state: 'lifted' });
  assert.deepEqual(lifted.zones.map((one) => one.zone), [zone.subject]);
  // On a day in between it is still as it was.
  const then = await as.community_clerk.get('/api/response/situation',
    { area: kCommunity, on: '2021-01-20' });
  assert.equal(axis(then, 'situation').value, 'cases');
  await close();
});

test('a township declares its risk level; its neighbour has rules without a response', async (t) => {
  const { as, set, close } = await office(t, '2021-01-10T08:00:00+08:00', {
    [kCommunity]: '里布嘎村', [other]: '河东村' }, { administrator: '0', command: '532601' });
  const root = as.administrator;
  await root.command('rules.use', { area: street, pack: 'shuangtian-2020', from: '2020-10-01' });
  await root.command('rules.use', { area: other, pack: 'putian-2021', from: '2021-01-05' });
  const record = (area, n) => root.command('casework.record', { area,
    classification: 'confirmed', reported: '2021-01-10', number: `${area}-${n}` });
  await record(kCommunity, 0);
  const page = (area = kCommunity) => root.get('/api/response/situation', { area });
  const medium = axis(await page(), 'risk').proposal;
  assert.deepEqual([medium.area, medium.value], [street, 'medium']);
  assert.equal((await page()).checklist_area, street);
  await as.command.command('response.decide', { area: street, axis: 'risk', value: 'medium',
    reason: '14天内1例', document: '镇指办1号' });
  assert.ok(task(await page(), 'site_closed').ground.appeal);
  // P4's text calls up to 10 medium and 10 or more high; the pack resolves ten to high.
  for (let n = 1; n < 9; ++n) await record(kCommunity, n);
  assert.equal(axis(await page(), 'risk').proposal, undefined);
  await record(kCommunity, 9);
  assert.equal(axis(await page(), 'risk').proposal.value, 'high');
  await as.command.command('response.decline', { area: street, axis: 'risk',
    reason: '其中1例为境外输入，待核实', document: '镇指办2号' });
  const board = await as.command.get('/api/response/board', { area: '532601' });
  assert.equal(board.waiting, 0);
  assert.equal(board.declined.length, 1);

  // Where the nearest rules state neither triggers nor measures, those of the township hold.
  await set('2021-01-10T09:00:00+08:00');
  const neighbour = await page(other);
  assert.match(task(neighbour, 'ledger').rule.rule, /^shuangtian-2020\/2020-09\/response/);
  await close();
});
