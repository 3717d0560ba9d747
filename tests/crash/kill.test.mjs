// kill -9 at random moments under load: no acknowledged command lost, none applied twice, the chain
// valid. FANGXIAN_CRASH_ROUNDS and FANGXIAN_CRASH_SEED change how often and which moments.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, smallCommunity } from '../scenarios/community.mjs';
import { Client, Server, addUser, done, kCommunity, run, temporary, ulid } from '../scenarios/lib.mjs';

const rounds = Number(process.env.FANGXIAN_CRASH_ROUNDS ?? 60);
const seed = Number(process.env.FANGXIAN_CRASH_SEED ?? Date.now() % 1_000_000);
const clients = 16;
const longest = 400;  // milliseconds of load before the kill

// mulberry32: a small generator, so that a seed tells the moments again.
function random(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  };
}

test(`killed ${rounds} times under load (seed ${seed})`, async (t) => {
  const next = random(seed);
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  await addUser(data, temp, 'root', 'administrator', '0');
  let server = await Server.start(t, data);
  const root = await Client.signIn(server, 'root');
  await root.command('organisation.add-area', { code: kCommunity, name: '里布嘎社区' });
  await root.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' },
    registerCsv(smallCommunity(12)));
  await root.command('screening.start', { area: kCommunity, name: '大排查' });
  const made = await root.command('organisation.new-token',
    { name: '压力测试', role: 'community_clerk', area: kCommunity, days: 2 });
  const token = made.result.token;
  assert.equal(typeof token, 'string', JSON.stringify(made));
  const households = (await root.all('/api/registry/households', { area: kCommunity }, 'households'))
    .map((one) => one.household.household);
  const before = (await root.figures({ area: kCommunity })).households;

  let room = 0;
  const all = new Map();  // id -> { name, body, acknowledged: the answer, or undefined }
  let unknown = 0;
  for (let round = 0; round < rounds; ++round) {
    const client = new Client(server, { token });
    let stopped = false;
    const sent = [];
    const load = Array.from({ length: clients }, async () => {
      while (!stopped) {
        const one = { id: ulid() };
        if (next() < 0.5) {
          // Makes something countable: applied twice it would be two households.
          one.name = 'registry.add-household';
          one.body = { area: kCommunity, compound: '新建小区', building: '1', unit: '1',
            room: String(1000 + ++room), mark: 'occupied' };
        } else {
          one.name = 'screening.record';
          one.body = { household: households[Math.floor(next() * households.length)],
            rung: 'phone', outcome: 'reached' };
        }
        sent.push(one);
        all.set(one.id, one);
        try {
          const answer = await client.submit(one.name, one.body, { id: one.id });
          assert.equal(answer.status, 200, answer.text);
          assert.equal(answer.json.status, 'done');
          one.acknowledged = answer.json;
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          return;  // the connection broke
        }
      }
    });
    await new Promise((resolve) => setTimeout(resolve, next() * longest));
    await server.kill();
    stopped = true;
    await Promise.all(load);

    server = await Server.start(t, data);
    const after = new Client(server, { token });
    for (const one of sent) {
      const answer = await after.submit(one.name, one.body, { id: one.id });
      assert.equal(answer.status, 200, `${one.id} after the restart: ${answer.text}`);
      if (one.acknowledged) {
        assert.equal(answer.json.status, 'already_done', `${one.id} was acknowledged and is lost`);
        for (const field of ['entries', 'subject', 'result']) {
          assert.deepEqual(answer.json[field], one.acknowledged[field], field);
        }
      } else {
        ++unknown;
      }
    }
  }

  // Now every command sent has been answered "done" or "already done" once more: each is there,
  // and only once.
  const last = new Client(server, { token });
  assert.equal((await last.figures({ area: kCommunity })).households, before + room);
  const names = (await last.all('/api/registry/households', { area: kCommunity }, 'households'))
    .map((one) => one.household.area);
  assert.equal(new Set(names).size, names.length, 'a household is there twice');
  assert.equal(await server.stop(), 0);
  const sound = await done(['verify', '--data', data]);
  assert.match(sound, /all sound/);
  const rebuilt = await run(['rebuild', '--data', data]);
  assert.equal(rebuilt.status, 0, rebuilt.stdout);
  const acknowledged = [...all.values()].filter((one) => one.acknowledged).length;
  assert.ok(acknowledged > rounds, `only ${acknowledged} commands were acknowledged`);
  t.diagnostic(`seed ${seed}: ${rounds} kills, ${all.size} commands, ${acknowledged} acknowledged,` +
    ` ${unknown} in flight when killed`);
});
