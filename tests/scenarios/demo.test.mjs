// The demonstration: whatever the hour and whoever its people are, it can be made, gives Libuga's
// published totals, and shows an outbreak that somebody has to decide about.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { Client, Server, done, doneJson, kCommunity, repo, run, temporary } from './lib.mjs';

const truth = JSON.parse(readFileSync(path.join(repo, 'tests/data/libuga/truth.json'), 'utf8'));
const kOutbreak = '532601003098';
const kStreet = '532601003';

// Yesterday at this time, as it is served by the clock on the wall.
function yesterday(time) {
  const day = new Date(Date.now() + (8 - 24) * 3_600_000).toISOString().slice(0, 10);
  return `${day}T${time}:00+08:00`;
}

async function made(t, seed, moment) {
  const data = path.join(temporary(t), 'demo');
  const said = await done(['demo', '--data', data, '--seed', seed,
    ...(moment ? ['--as-of', moment] : [])]);
  const figures = await doneJson(['figures', '--data', data, '--area', kCommunity]);
  assert.equal(figures.households, truth.households);
  assert.equal(figures.people, truth.people);
  for (const [name, { people, households }] of Object.entries(truth.returnees)) {
    assert.equal(figures[`returnees.${name}.people`], people, `${name} at ${moment}`);
    assert.equal(figures[`returnees.${name}.households`], households, `${name} at ${moment}`);
  }
  await done(['verify', '--data', data]);
  return { data, said };
}

test('it is made at any hour, of any people', async (t) => {
  await made(t, '7', yesterday('00:20'));
  const { data } = await made(t, '23', yesterday('16:45'));
  const again = await run(['demo', '--data', data]);
  assert.equal(again.status, 1, 'what is there is not overwritten');
  // One that cannot be made leaves nothing that could be taken for one: there were no rules yet.
  const none = path.join(temporary(t), 'none');
  const early = await run(['demo', '--data', none, '--as-of', '2019-06-01']);
  assert.equal(early.status, 1);
  assert.deepEqual(readdirSync(none), []);
  const wrong = await run(['demo', '--data', none, '--as-of', 'noon']);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /noon/);
});

test('each account that it names sees what the README promises', async (t) => {
  const { data, said } = await made(t, '1');
  const accounts = [...said.matchAll(/^ {2}(\S+) .*\((\w+), (\S+)\)$/gm)].map((one) => one[1]);
  assert.equal(accounts.length, 12);
  const server = await Server.start(t, data);
  const clients = {};
  for (const login of accounts) {
    clients[login] = await Client.signIn(server, login, 'fangxian2020');
    assert.equal(clients[login].must_change_password, false, login);
  }
  const board = await clients.jiedao.get('/api/response/board', { area: kStreet });
  assert.ok(board.waiting >= 1 && board.waiting_overdue >= 1, 'what is proposed waits too long');
  assert.ok(board.releases_waiting >= 1, 'a zone may be lifted');
  assert.ok(board.overdue.length >= 1, 'a measure is late');
  // Every zone is on the map, with gates around it.
  const { zones, map } = await clients.jiedao.get('/api/zones/map', { area: kStreet });
  assert.ok(zones.length >= 3);
  for (const zone of zones) {
    for (const part of zone.parts) assert.notEqual(part.from, 'nothing', part.name);
  }
  assert.ok(map.sites.some((site) => site.area.startsWith(kOutbreak)));
  // Of two fevers one is closed, the other waits for its result.
  const { escalations } = await clients.guihuyisheng.get('/api/monitoring/escalations',
    { area: kOutbreak });
  assert.equal(escalations.length, 1);
  const cases = await clients.guihu.get('/api/cases', { area: kOutbreak });
  assert.equal(cases.total, 5);
  assert.ok(cases.items[0].person.name);
  const { places } = await new Client(server).get('/api/rules/places');
  assert.ok(places.some((place) => place.area === kOutbreak), 'its residents find their rules');
  assert.equal(await server.stop(), 0);
});
