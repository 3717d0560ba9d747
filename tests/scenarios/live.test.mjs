// What open pages are told without asking, and what anyone may ask without an account.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from './community.mjs';
import { Client, Server, addUser, done, kCommunity, temporary, ulid } from './lib.mjs';

const time = (day, hour) => `2020-02-${day}T${hour}:00+08:00`;

// The events of a page that stays open.
class Page {
  constructor(client) {
    this.events = [];
    this.wake = () => {};
    this.abort = new AbortController();
    this.opened = fetch(`${client.server.url}/api/live`,
      { headers: { Cookie: client.cookie }, signal: this.abort.signal });
    this.read = this.opened.then(async (response) => {
      assert.equal(response.status, 200);
      let text = '';
      for await (const bytes of response.body) {
        text += Buffer.from(bytes).toString('utf8');
        for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
          const field = (name) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(text.slice(0, end))?.[1];
          if (field('event')) this.events.push({ event: field('event'), data: JSON.parse(field('data')) });
          this.wake();
        }
      }
    }).catch((error) => { if (error.name !== 'AbortError') throw error; });
  }
  // Resolves with the first event that fits; fails after so long.
  async until(fits, seconds) {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      const left = end - Date.now();
      assert.ok(left > 0, `no such event among ${JSON.stringify(this.events)}`);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 200));
        this.wake = () => { clearTimeout(timer); resolve(); };
      });
    }
  }
  async close() {
    this.abort.abort();
    await this.read;
  }
}

test('open pages are told of a missed deadline, and only those whom it concerns', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const clock = ['--rehearsal', time(10, '08:00')];
  for (const [code, name] of [['', '里布嘎社区'], ['-1', '第1网格'], ['-2', '第2网格'],
    ['-1-1', '桂花苑'], ['-1-1-1', '1幢']]) {
    await done(['area', 'add', '--data', data, '--code', kCommunity + code, '--name', name, ...clock]);
  }
  await addUser(data, temp, 'root', 'administrator', '0');
  await addUser(data, temp, 'first', 'grid_worker', `${kCommunity}-1`);
  await addUser(data, temp, 'second', 'grid_worker', `${kCommunity}-2`);
  await addUser(data, temp, 'building', 'building_head', `${kCommunity}-1-1-1`);
  const server = await Server.start(t, data, clock);
  const root = await Client.signIn(server, 'root');
  await root.command('rules.use', { area: kCommunity, pack: 'xinping-2020', from: '2020-02-01' });
  const people = smallCommunity(12);
  await root.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' }, registerCsv(people));
  await root.take('/api/returnees/imports', { area: kCommunity, file_name: '返乡.csv' },
    returneesCsv([[people[0], '四川成都', '2020-02-09']]));
  await root.command('observation.place-all', { area: kCommunity });

  const pages = {};
  for (const name of ['first', 'second', 'building']) {
    pages[name] = new Page(await Client.signIn(server, name));
    await pages[name].opened;
  }
  t.after(() => Promise.all(Object.values(pages).map((page) => page.close())));
  const set = async (now) => {
    const answer = await root.send('POST', '/api/rehearsal/clock', { json: { now } });
    assert.equal(answer.status, 204, answer.text);
  };
  const missed = (one) => one.event === 'change' && one.data.kind === 'monitoring.missed';
  await set(time(10, '09:59'));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.ok(!pages.first.events.some(missed), 'nothing is missed yet');
  await set(time(10, '10:01'));
  // Within the minute; under a clock that is set, at once.
  const told = await pages.first.until(missed, 20);
  assert.equal(told.data.area, `${kCommunity}-1`);
  await pages.building.until(missed, 20);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.ok(!pages.second.events.some(missed), 'another grid hears nothing');

  // An entry is told likewise.
  const mine = (await root.get('/api/observation/orders', { area: kCommunity })).orders[0];
  await root.command('monitoring.record', { person: mine.person.person, tenths: 365 });
  await pages.building.until((one) => one.data.kind === 'monitoring.reading', 20);
  assert.ok(!pages.second.events.some((one) => one.event === 'change'));

  // A page of an account that is disabled is closed.
  const accounts = (await root.get('/api/accounts', { area: kCommunity })).accounts;
  const second = accounts.find((one) => one.login === 'second');
  await root.command('organisation.disable-account', { account: second.account });
  let closed = false;
  pages.second.read.then(() => (closed = true));
  for (let i = 0; i < 50 && !closed; ++i) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(closed);
});

test('anyone may check a certificate, but not without end', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  await addUser(data, temp, 'root', 'administrator', '0');
  const server = await Server.start(t, data);
  const guard = new Client(server);
  // The key is there before the first certificate.
  let keys = { keys: [] };
  for (let i = 0; i < 20 && keys.keys.length === 0; ++i) {
    keys = await guard.get('/api/observation/keys');
    if (keys.keys.length === 0) await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.match(keys.keys[0].key, /^fxpub1/);
  const answer = await guard.get('/api/observation/verify', { code: 'FX1.no.code' });
  assert.equal(answer.genuine, false);
  assert.equal(answer.stands, false);
  assert.ok(answer.problem);
  const statuses = [];
  for (let i = 0; i < 200; ++i) statuses.push((await guard.ask('/api/observation/keys')).status);
  assert.ok(statuses.includes(200) && statuses.includes(429), statuses.join(' '));
  const refused = await guard.ask('/api/observation/verify', { code: 'x' });
  assert.equal(refused.status, 429);
  assert.equal(refused.json.error.code, 'http.too-often');
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  // Whoever works here is not kept out by it.
  await (await Client.signIn(server, 'root')).get('/api/me');
});

test('a command sent again is answered as it was', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  await addUser(data, temp, 'root', 'administrator', '0');
  let server = await Server.start(t, data);
  let root = await Client.signIn(server, 'root');
  await root.command('organisation.add-area', { code: kCommunity, name: '里布嘎社区' });
  await root.command('rules.use', { area: kCommunity, pack: 'xinping-2020', from: '2020-02-01' });
  const people = smallCommunity(12);
  await root.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' }, registerCsv(people));
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  await root.take('/api/returnees/imports', { area: kCommunity, file_name: '返乡.csv' },
    returneesCsv([[people[0], '四川成都', yesterday], [people[2], '四川成都', yesterday]]));
  const sent = [];
  const send = async (name, body) => {
    const id = ulid();
    sent.push({ name, body, id, answer: await root.command(name, body, { id }) });
    return sent.at(-1).answer;
  };
  await send('observation.place-all', { area: kCommunity });
  const [order] = (await root.get('/api/observation/orders', { area: kCommunity })).orders;
  await send('monitoring.record', { person: order.person.person, tenths: 381 });
  await send('registry.add-household', { area: kCommunity, compound: '桂花苑', building: '8', unit: '1', room: '801' });
  await send('organisation.add-account', { login: 'worker', role: 'grid_worker', area: `${kCommunity}-1` });
  const check = async () => {
    for (const { name, body, id, answer } of sent) {
      const again = await root.command(name, body, { id });
      const { password, ...result } = answer.result ?? {};
      assert.deepEqual(again, { ...answer, status: 'already_done',
        result: answer.result === null ? null : result }, name);
      assert.equal('password' in result, false);
    }
  };
  await check();
  await server.stop();
  server = await Server.start(t, data);
  root = await Client.signIn(server, 'root');
  await check();
});
