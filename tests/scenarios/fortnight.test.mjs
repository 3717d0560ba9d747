// Fourteen days of a small community, lived through HTTP under a clock that is set by hand: what
// must be true of the figures each evening is told by a model of a few lines, not by the program.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from './community.mjs';
import {
  Client, Server, addUser, csv, done, idNumber, kCommunity, run, temporary,
} from './lib.mjs';

const day = (number) => new Date(Date.UTC(2020, 1, number)).toISOString().slice(0, 10);
const time = (number, hour) => `${day(number)}T${hour}:00+08:00`;

test('a fortnight in February 2020', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const clock = ['--rehearsal', time(15, '07:00')];
  // A directory is a rehearsal from its first moment, so that no real one becomes one.
  await (await Server.start(t, data, clock)).stop();
  await addUser(data, temp, 'root', 'administrator', '0');
  const server = await Server.start(t, data, clock);
  let client = await Client.signIn(server, 'root');
  const set = async (number, hour) => {
    const answer = await client.send('POST', '/api/rehearsal/clock',
      { json: { now: time(number, hour) } });
    assert.equal(answer.status, 204, answer.text);
    // A session ends after two hours without use, under this clock as under any.
    if ((await client.ask('/api/session')).status === 401) {
      client = await Client.signIn(server, 'root');
    }
  };

  await client.command('organisation.add-area', { code: kCommunity, name: '里布嘎社区' });
  await client.command('rules.use', { area: kCommunity, pack: 'xinping-2020', from: day(1) });
  const people = smallCommunity(12);
  const register = await client.take('/api/registry/imports',
    { area: kCommunity, file_name: '登记表.csv' }, registerCsv(people));
  assert.equal(register.people_new, 24);
  assert.equal(register.households_new, 12);

  const [a, b, c, d] = [people[0], people[2], people[4], people[12]];
  const e = { name: '欧阳远', id: idNumber('420106', '19881212', 31), phone: '13800008888',
    address: ['第1网格', '桂花苑', '9幢', '1单元', '909'] };

  // --- the model: who is under which measure from when until when
  const orders = new Map();  // name -> { measure, since, last, released, id, person }
  const measured = {};  // day -> slots measured by the evening
  let returnees = 0;
  let unmatched = 0;
  let escalation = { opened: 0, closed: 0 };
  const inForce = (number) =>
    [...orders.values()].filter((o) => o.since <= number && number <= o.last && !o.released);
  const expected = (number) => {
    const now = inForce(number);
    const of = (measure) => now.filter((o) => o.measure === measure).length;
    const due = 2 * now.length;
    return {
      households: 12,
      people: 24,
      returnees,
      'returnees.unmatched': unmatched,
      'observation.in_force.centralised.people': of('centralised'),
      'observation.in_force.home.people': of('home'),
      'observation.in_force.home.households': of('home'),
      'observation.in_force.self_monitoring.people': of('self_monitoring'),
      'observation.released': [...orders.values()].filter((o) => o.released).length,
      'observation.waiting': 0,
      'observation.awaiting_decision':
        [...orders.values()].filter((o) => o.last < number && !o.released).length,
      'readings.due': due,
      'readings.done': measured[number],
      'readings.missed': due - measured[number],
      'readings.late': 0,
      'escalations.open': escalation.opened && !escalation.closed ? 1 : 0,
      'escalations.opened_today': escalation.opened === number ? 1 : 0,
    };
  };
  const evenings = {};
  const evening = async (number) => {
    await set(number, '18:20');
    const want = expected(number);
    const all = await client.figures({ area: kCommunity, on: day(number) });
    const got = Object.fromEntries(Object.keys(want).map((id) => [id, all[id]]));
    assert.deepEqual(got, want, `the evening of ${day(number)}`);
    evenings[number] = want;
  };

  const arrive = async (number, rows, measures) => {
    const taken = await client.take('/api/returnees/imports',
      { area: kCommunity, file_name: `返乡${day(number)}.csv` },
      returneesCsv(rows.map(([who, from, on]) => [who, from, day(on)])));
    assert.equal(taken.files[0].accepted, rows.length);
    assert.equal((await client.get('/api/observation/waiting', { area: kCommunity })).summary.ordered,
      rows.length);
    const placed = await client.command('observation.place-all', { area: kCommunity, on: day(number) });
    assert.equal(placed.result.ordered, rows.length);
    const ledger = await client.all('/api/observation/orders', { area: kCommunity }, 'orders');
    rows.forEach(([who, , on], i) => {
      const row = ledger.find((one) => one.person.name === who.name);
      assert.equal(row.measure, measures[i], who.name);
      assert.equal(row.last, day(on + 14), who.name);
      orders.set(who.name, { measure: row.measure, since: number, last: on + 14, released: false,
        id: row.order, person: row.person.person });
    });
    returnees += rows.length;
    const again = await client.command('observation.place-all', { area: kCommunity, on: day(number) });
    assert.equal(again.result.ordered, 0, 'nobody is placed twice');
  };

  let feverEntry;
  const measure = async (number, slot, { missing = [], fever = [] } = {}) => {
    await set(number, slot === 'morning' ? '09:30' : '17:00');
    const rows = [];
    const names = [];
    for (const [name, o] of orders) {
      if (missing.includes(name) || !inForce(number).includes(o)) continue;
      rows.push({ person: o.person, tenths: fever.includes(name) ? 378 : 364, symptoms: [] });
      names.push(name);
    }
    measured[number] = (measured[number] ?? 0) + rows.length;
    if (rows.length === 0) return;
    const answer = await client.command('monitoring.record-many',
      { area: kCommunity, day: day(number), slot, rows });
    assert.equal(answer.entries, rows.length + fever.length, JSON.stringify(answer));
    if (fever.length > 0) feverEntry = answer.result.rows[names.indexOf(fever[0])].subject;
  };

  // --- 15 February: three have come back
  await set(15, '09:00');
  await arrive(15, [[a, '湖北武汉', 8], [b, '四川成都', 8], [c, '云南昆明', 10]],
    ['centralised', 'home', 'self_monitoring']);
  for (const o of orders.values()) await client.command('observation.serve', { order: o.id });
  await measure(15, 'morning');
  await measure(15, 'evening');
  await evening(15);

  // --- 16: somebody is not measured; it shows within the minute
  await measure(16, 'morning', { missing: [c.name] });
  await set(16, '10:00');
  assert.equal((await client.figures({ area: kCommunity }))['readings.missed'], 0);
  await set(16, '10:01');
  assert.equal((await client.figures({ area: kCommunity }))['readings.missed'], 1);
  const due = await client.get('/api/monitoring/due', { area: kCommunity, open_only: 'true' });
  assert.equal(due.missed, 1);
  const missed = due.buildings.flatMap((one) => one.people)
    .filter((one) => one.slots.some((slot) => slot.state === 'missed'));
  assert.deepEqual(missed.map((one) => one.person.name), [c.name]);
  await measure(16, 'evening');
  await evening(16);
  // The grid's own spreadsheet says what is known, and names somebody nobody knows.
  const sheet = csv([['姓名', '日期', '下午体温'], [a.name, day(16), '36.4'],
    ['查无此人', day(16), '36.5']]);
  const takeSheet = () =>
    client.take('/api/monitoring/import', { area: kCommunity, name: '16日测温表.csv' }, sheet);
  const sheetTaken = await takeSheet();
  assert.deepEqual([sheetTaken.files[0].unchanged, sheetTaken.files[0].set_aside], [1, 1]);
  assert.equal((await takeSheet()).import, sheetTaken.import);
  const pastSheets = await client.get('/api/monitoring/imports', { area: kCommunity });
  assert.equal(pastSheets.total, 1, 'the same file again is no other import');
  const [past] = pastSheets.imports;
  assert.deepEqual([past.import, past.files, past.actor_name, past.done.rows, past.problems],
    [sheetTaken.import, ['16日测温表.csv'], 'root', 2, 1]);

  // --- 17: two more, one of whom the register does not know
  await set(17, '09:00');
  unmatched = 1;
  await arrive(17, [[d, '四川成都', 16], [e, '湖北孝感', 16]], ['home', 'centralised']);
  await measure(17, 'morning');
  await measure(17, 'evening');
  await evening(17);
  await measure(18, 'morning');
  await measure(18, 'evening', { missing: [a.name, d.name] });
  await evening(18);

  // --- 19: a fever in the evening, on its way within the half hour
  await measure(19, 'morning');
  await measure(19, 'evening', { fever: [d.name] });
  escalation = { opened: 19, closed: 0 };
  await evening(19);
  const open = await client.get('/api/monitoring/escalations', { area: kCommunity, open: 'true' });
  assert.equal(open.total, 1);
  const fever = open.escalations[0];
  assert.equal(fever.person.name, d.name);
  assert.equal(fever.tenths, 378);
  assert.equal(fever.next, 'reported');
  const step = (name, extra = {}) =>
    client.command('monitoring.escalation-step',
      { escalation: fever.escalation, step: name, ...extra });
  await set(19, '18:25');
  await step('reported');
  await set(19, '18:28');
  await step('transport');
  assert.equal((await client.refused('observation.release', { order: orders.get(d.name).id })).code,
    'observation.escalation-open');
  await set(19, '19:10');
  await step('arrived');

  // --- 20: cleared. One evening reading reaches the office after the cut-off.
  await measure(20, 'morning');
  await set(20, '11:00');
  await step('result', { outcome: 'cleared' });
  await step('closed');
  escalation.closed = 20;
  const page = await client.get(`/api/monitoring/escalations/${fever.escalation}`);
  const steps = page.steps ?? page.escalation.steps;
  assert.deepEqual(steps.map((one) => one.step),
    ['reported', 'transport', 'arrived', 'result', 'closed']);
  assert.ok(steps.every((one) => one.done_at), 'each step is timed');
  assert.equal(steps[0].took_minutes, 85);
  await measure(20, 'evening', { missing: [b.name] });
  await evening(20);
  const daily = (version, number) =>
    client.get('/api/reports/daily', { area: kCommunity, on: day(number), version });
  const value = (table, id) => {
    const ids = table.groups.flatMap((group) => group.columns.map((column) => column.id));
    return table.total.values[ids.indexOf(id)];
  };
  await set(20, '20:00');
  const late = await client.command('monitoring.record-many', {
    area: kCommunity, day: day(20), slot: 'evening',
    rows: [{ person: orders.get(b.name).person, tenths: 365, symptoms: [],
      taken_at: time(20, '17:20') }],
  });
  assert.equal(late.entries, 1);
  const cut = await daily('at_cutoff', 20);
  const corrected = await daily('corrected', 20);
  assert.equal(value(cut, 'readings.missed'), 1);
  assert.equal(value(corrected, 'readings.missed'), 0);
  assert.equal(value(cut, 'readings.done') + 1, value(corrected, 'readings.done'));
  assert.equal(value(cut, 'readings.due'), value(corrected, 'readings.due'));
  for (const table of [cut, corrected]) {
    assert.deepEqual(
      table.changes.filter((one) => one.id.startsWith('readings.'))
        .map((one) => [one.id, one.at_cutoff, one.corrected]),
      [['readings.done', 9, 10], ['readings.missed', 1, 0]]);
    assert.equal(table.zero, false);
  }
  const xlsx = await client.ask('/api/reports/daily.xlsx', { area: kCommunity, on: day(20) });
  assert.equal(xlsx.bytes.subarray(0, 2).toString(), 'PK');
  const pdf = await client.ask('/api/reports/daily.pdf', { area: kCommunity, on: day(20) });
  assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');

  // --- 21, 22: one reading too few, one extension
  await measure(21, 'morning', { missing: [b.name] });
  await measure(21, 'evening');
  await evening(21);
  await measure(22, 'morning');
  await set(22, '12:00');
  assert.equal((await client.refused('observation.release', { order: orders.get(a.name).id })).code,
    'observation.too-early');
  assert.equal((await client.refused('observation.extend',
    { order: orders.get(c.name).id, last: day(24), reason: 'missed_readings' })).code,
  'observation.not-longer');
  await client.command('observation.extend',
    { order: orders.get(c.name).id, last: day(26), reason: 'missed_readings' });
  orders.get(c.name).last = 26;
  // Every notice has a number; the one that replaces another has one of its own.
  const notices = new Map((await client.all('/api/observation/orders', { area: kCommunity }, 'orders'))
    .map((one) => [one.person.name, one.notice]));
  assert.equal(notices.get(c.name), '观告〔2020〕6号');
  assert.equal(new Set(notices.values()).size, 5);
  for (const number of [notices.get(c.name), '6', '2020-6']) {
    const found = await client.get('/api/observation/orders', { area: kCommunity, number });
    assert.deepEqual(found.orders.map((one) => one.order), [orders.get(c.name).id], number);
  }
  await measure(22, 'evening');
  await evening(22);

  // --- 23: two have done their days; each release is refused by name until it may be given
  await measure(23, 'morning');
  await set(23, '09:40');
  const release = (who) => client.submit('observation.release', { order: orders.get(who.name).id });
  const refusedFor = async (who, code) => {
    const answer = await release(who);
    assert.notEqual(answer.status, 200);
    assert.equal(answer.json.error.code, code);
    assert.ok(answer.json.error.message && answer.json.error.remedy);
  };
  await refusedFor(b, 'observation.readings-missing');
  await client.command('monitoring.record',
    { person: orders.get(b.name).person, tenths: 363, day: day(21), slot: 'morning' });
  await refusedFor(b, 'observation.checkup-missing');
  await client.command('observation.check-up', { order: orders.get(b.name).id, clean: true });
  assert.equal((await client.ask(
    `/api/observation/orders/${orders.get(b.name).id}/certificate`)).json.error.code,
  'observation.not-released');
  assert.equal((await release(b)).status, 200);
  orders.get(b.name).released = true;
  const certificate = await client.ask(
    `/api/observation/orders/${orders.get(b.name).id}/certificate`);
  assert.equal(certificate.bytes.subarray(0, 5).toString(), '%PDF-');
  await refusedFor(a, 'observation.checkup-missing');
  await client.command('observation.check-up', { order: orders.get(a.name).id, clean: true });
  await refusedFor(a, 'observation.approval-missing');
  await client.command('observation.approve', { order: orders.get(a.name).id, role: 'command' });
  await measure(23, 'evening');
  await evening(23);
  await set(23, '19:00');
  assert.equal((await release(a)).status, 200);
  orders.get(a.name).released = true;
  await refusedFor(a, 'observation.wrong-state');

  // --- until the 28th
  for (let number = 24; number <= 28; ++number) {
    await measure(number, 'morning');
    if (number === 27) {
      assert.equal((await client.figures({ area: kCommunity }))['observation.awaiting_decision'], 1);
      const waiting = await client.get('/api/observation/orders',
        { area: kCommunity, state: 'awaiting_decision' });
      assert.deepEqual(waiting.orders.map((one) => one.person.name), [c.name]);
      assert.equal((await release(c)).status, 200);
      orders.get(c.name).released = true;
    }
    await measure(number, 'evening');
    await evening(number);
  }

  // What each evening showed can still be had as it was then; the corrections only since.
  for (const [number, want] of Object.entries(evenings)) {
    const then = await client.figures(
      { area: kCommunity, on: day(Number(number)), as_of: time(Number(number), '18:20') });
    for (const [id, count] of Object.entries(want)) {
      assert.equal(then[id], count, `${id} as of the evening of ${day(Number(number))}`);
    }
  }
  assert.equal((await client.figures({ area: kCommunity, on: day(20) }))['readings.missed'], 0);
  assert.equal((await client.figures({ area: kCommunity, on: day(21) }))['readings.missed'], 0);

  assert.equal(await server.stop(), 0);
  assert.match(await done(['verify', '--data', data]), /all sound/);
  const rebuilt = await run(['rebuild', '--data', data]);
  assert.equal(rebuilt.status, 0, rebuilt.stdout);
  assert.doesNotMatch(rebuilt.stdout, /DIFFERS/);

  // One flipped bit in the fever's reading, as a failing disk or a hand in the file would do it.
  const file = path.join(data, 'fangxian.db');
  const bytes = readFileSync(file);
  const needle = Buffer.from('"tenths":378');
  let flipped = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
    bytes[at + needle.length - 1] ^= 1;
    ++flipped;
  }
  assert.ok(flipped > 0);
  writeFileSync(file, bytes);
  const found = await run(['verify', '--data', data]);
  assert.equal(found.status, 1, found.stdout);
  assert.match(found.stdout, new RegExp(`^FAULT chain ${kCommunity} entry \\d+ ${feverEntry}: `, 'm'));
});
