// The command line as a contract: names, exit statuses, what is printed.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from './community.mjs';
import { Client, Server, done, doneJson, kCommunity, kPassword, run, temporary, ulid }
  from './lib.mjs';

const subcommands = ['serve', 'demo', 'area add', 'area list', 'area show', 'user add', 'import',
  'policy use', 'policy check', 'policy test', 'policy explain',
  'policy show', 'policy diff', 'place', 'record', 'figures', 'report daily',
  'verify', 'rebuild', 'backup', 'restore'];

test('each subcommand explains itself', async () => {
  for (const name of subcommands) {
    const out = await run([...name.split(' '), '--help']);
    assert.equal(out.status, 0, name);
    assert.match(out.stdout, /Usage: fangxian/, name);
    assert.equal(out.stderr, '', name);
  }
  assert.equal((await run(['--help'])).status, 0);
  assert.equal((await run(['--version'])).status, 0);
});

test('wrong usage is 2, a refusal is 1, and nothing is made', async (t) => {
  const data = path.join(temporary(t), 'none');
  for (const args of [[], ['nothing'], ['serve'], ['figures', '--data', data],
    ['import', '--data', data, '--area', kCommunity, '--as', 'poems', 'x'],
    ['figures', '--data', data, '--area', '0', '--format', 'xml']]) {
    assert.equal((await run(args)).status, 2, args.join(' '));
  }
  for (const args of [['verify'], ['rebuild'], ['figures', '--area', kCommunity],
    ['serve', '--listen', '127.0.0.1:0'], ['backup', '--to', `${data}.backup`]]) {
    const out = await run([...args, '--data', data]);
    assert.equal(out.status, 1, args.join(' '));
    assert.match(out.stderr, /\[app\.no-data\]/, args.join(' '));
  }
});

test('area list shows what is in use here', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const add = (code, name) => done(['area', 'add', '--data', data, '--code', code, '--name', name]);
  const list = (...more) => doneJson(['area', 'list', '--data', data, ...more]);
  const codes = (nodes) => nodes.map((one) => one.code);
  await add(kCommunity, '里布嘎社区');
  const above = ['53', '5326', '532601', '532601003'];
  assert.deepEqual(codes(await list()), [...above, kCommunity]);
  for (const [code, name] of [['-1', '第1网格'], ['-1-1', '桂花苑'], ['-1-1-2', '2幢'],
    ['-1-1-10', '10幢'], ['-1-1-2-1', '1单元']]) await add(kCommunity + code, name);
  const below = ['-1', '-1-1', '-1-1-2', '-1-1-10'].map((code) => kCommunity + code);
  assert.deepEqual(codes(await list()), [...above, kCommunity, ...below]);
  assert.deepEqual(codes(await list('--level', 'grid')), [...above, kCommunity, `${kCommunity}-1`]);
  assert.ok(codes(await list('--level', 'unit')).includes(`${kCommunity}-1-1-2-1`));
  assert.deepEqual(codes(await list('--code', `${kCommunity}-1`)), [`${kCommunity}-1-1`]);
  // The official divisions are asked for, or are under a code.
  assert.ok(codes(await list('--official')).includes('44'));
  assert.ok((await list('--code', '532601')).length > 10);
  const text = await done(['area', 'list', '--data', data]);
  assert.match(text, new RegExp(`^${kCommunity}  里布嘎社区$`, 'm'));
  assert.equal((await run(['area', 'list', '--data', data, '--level', 'galaxy'])).status, 1);
});

test('a rehearsal is one from its first moment, and keeps its clock', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const at = ['--rehearsal', '2020-02-10T09:00:00+08:00'];
  const file = path.join(temp, 'password');
  writeFileSync(file, `${kPassword}\n`);
  const user = (where, ...more) => run(['user', 'add', '--data', where, '--name', 'root', '--role',
    'administrator', '--area', '0', '--password-file', file, ...more]);
  assert.equal((await user(data, ...at)).status, 0);
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区']);
  const server = await Server.start(t, data, ['--rehearsal', '2020-02-10T10:00:00+08:00']);
  let client = await Client.signIn(server, 'root');
  let session = await client.get('/api/session');
  assert.equal(session.kind, 'rehearsal');
  assert.equal(session.now, '2020-02-10T10:00:00+08:00');
  const set = await client.send('POST', '/api/rehearsal/clock',
    { json: { now: '2020-02-12T08:00:00+08:00' } });
  assert.equal(set.status, 204, set.text);
  assert.equal(await server.stop(), 0);
  // Served again without a time it goes on where it was, and so does the command line.
  const later = await Server.start(t, data);
  client = await Client.signIn(later, 'root');
  session = await client.get('/api/session');
  assert.equal(session.kind, 'rehearsal');
  assert.equal(session.now, '2020-02-12T08:00:00+08:00');
  await client.command('rules.use', { area: kCommunity, pack: 'xinping-2020', from: '2020-02-01' });
  const placed = await doneJson(['place', '--data', data, '--area', kCommunity]);
  assert.equal(placed.on, '2020-02-12');

  // Real data never becomes one, whichever way it is tried.
  const real = path.join(temp, 'real');
  assert.equal((await user(real)).status, 0);
  for (const args of [['serve', '--data', real, '--listen', '127.0.0.1:0', ...at],
    ['area', 'add', '--data', real, '--code', kCommunity, '--name', '里布嘎社区', ...at]]) {
    const out = await run(args);
    assert.equal(out.status, 1, args.join(' '));
    assert.match(out.stderr, /\[app\.not-a-rehearsal\]/);
  }
  assert.equal((await user(path.join(temp, 'x'), '--rehearsal', 'yesterday')).status, 2);
});

test('place says before what it does after', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const where = ['--data', data, '--area', kCommunity];
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区']);
  await done(['policy', 'use', ...where, 'xinping-2020', '--from', '2020-01-25']);
  const people = smallCommunity(300);
  people.forEach((p, i) => { p.name = `赵${'甲乙丙丁'[i % 4]}${i}`; p.phone = `1390${String(1000000 + i)}`; });
  const register = path.join(temp, '登记表.csv');
  const list = path.join(temp, '返乡.csv');
  writeFileSync(register, registerCsv(people));
  const origins = ['湖北武汉', '四川成都', '昆明'];
  writeFileSync(list, returneesCsv(people.slice(0, 520).map((p, i) => [p, origins[i % 3], '2020-02-09'])));
  await done(['import', ...where, '--as', 'register', register]);
  await done(['import', ...where, '--as', 'returnees', list]);
  const on = ['--on', '2020-02-10'];

  const before = await done(['figures', ...where, ...on]);
  const text = await done(['place', ...where, ...on, '--dry-run']);
  assert.match(text, /dry run: nothing was written/);
  const proposed = await doneJson(['place', ...where, ...on, '--dry-run']);
  assert.equal(await done(['figures', ...where, ...on]), before, 'nothing was written');
  const decided = await doneJson(['place', ...where, ...on]);
  assert.equal(proposed.dry_run, true);
  assert.equal(decided.dry_run, false);
  assert.equal(decided.waiting, proposed.waiting);
  assert.ok(decided.decisions.length > 500, `${decided.decisions.length}: more than one page`);
  assert.equal(decided.decisions.length, decided.ordered + decided.no_measure + decided.period_passed);
  const plain = ({ order, ...rest }) => rest;
  assert.deepEqual(decided.decisions.map(plain), proposed.decisions);
  assert.deepEqual(decided.undecided, proposed.undecided);
  for (const one of decided.decisions) {
    assert.ok(one.order && one.person.name && one.rule.startsWith('xinping-2020/2020-01/'));
    assert.equal(one.edition, '2020-01');
    assert.equal(one.until, '2020-02-23');
  }
  assert.equal((await doneJson(['place', ...where, ...on])).decisions.length, 0, 'nobody twice');

  // What a clerk reads: counts by class and measure, then a row a person.
  const line = text.split('\n').find((one) => one.includes(people[0].name + ' '));
  assert.ok(line, text.slice(0, 2000));
  assert.match(line, /to 2020-02-23.*xinping-2020\/2020-01\/placement\/\d+/);
  for (const [name, count] of Object.entries({ hubei: 0, other_province: 0, other_city: 0 })) {
    const rows = proposed.decisions.filter((one) => one.person_class === name).length;
    assert.ok(rows > count);
    assert.match(text, new RegExp(`^  ${name} .*  ${rows}$`, 'm'));
  }
});

test('a community on the command line', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  const where = ['--data', data, '--area', kCommunity];
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区',
    '--parent', '532601003']);
  const listed = await doneJson(['area', 'list', '--data', data, '--code', '532601003']);
  assert.ok(listed.some((one) => one.code === kCommunity && one.name === '里布嘎社区'));
  assert.match((await doneJson(['area', 'show', '--data', data, '--code', kCommunity])).full_name,
    /云南省.*新平街道里布嘎社区/);
  await done(['policy', 'use', ...where, 'xinping-2020', '--from', '2020-01-25']);
  const file = path.join(temp, '登记表.csv');
  writeFileSync(file, registerCsv(smallCommunity(12)));
  assert.equal((await doneJson(['import', ...where, '--as', 'register', file])).people_new, 24);

  for (const args of [['figures', '--area', '532601003098'],
    ['figures', '--area', kCommunity, '--on', 'yesterday'],
    ['figures', '--area', kCommunity, '--as-of', 'now'],
    ['import', '--area', '532601003098', '--as', 'register', file],
    ['import', '--area', kCommunity, '--as', 'register', path.join(temp, 'no.csv')],
    ['policy', 'use', '--area', kCommunity, 'no-such-pack'],
    ['area', 'show', '--code', '999999'],
    ['user', 'add', '--name', 'x', '--role', 'king', '--area', kCommunity],
    ['report', 'daily', '--area', kCommunity, '--on', '2020-02-20', '--out', `${temp}/a.doc`],
    ['restore', '--from', file]]) {
    const out = await run([...args, '--data', data]);
    assert.equal(out.status, 1, args.join(' '));
    assert.ok(out.stderr.trim().length > 0, args.join(' '));
  }

  const figures = await doneJson(['figures', ...where]);
  const measures = ['centralised', 'home', 'home_monitoring', 'self_monitoring'];
  const ids = ['households', 'people', 'returnees', 'returnees.unmatched', 'screening.phone',
    'screening.door', 'screening.notice', 'screening.unreached', 'observation.released',
    'readings.due', 'readings.done', 'readings.missed', 'escalations.open',
    ...['hubei', 'other_province', 'other_city']
      .flatMap((id) => [`returnees.${id}.people`, `returnees.${id}.households`]),
    ...measures.flatMap((id) => [`observation.in_force.${id}.people`,
      `observation.in_force.${id}.households`])];
  for (const id of ids) assert.ok(Number.isInteger(figures[id]), id);
  assert.equal(figures.households, 12);

  // Commands in bulk: every line answered in order, the bad ones by name, the good ones done.
  const id = ulid();
  const line = (one) => JSON.stringify(one);
  const good = line({ id, command: 'registry.add-household',
    body: { area: kCommunity, compound: '桂花苑', building: '8', unit: '1', room: '801' } });
  const input = [good, 'not json', line({ id: ulid(), command: 'registry.nothing', body: {} }),
    line({ id: ulid(), command: 'registry.add-household', body: {} }), good].join('\n') + '\n';
  const recorded = await run(['record', '--data', data, '-'], { input });
  assert.equal(recorded.status, 1, 'some were refused');
  const answers = recorded.stdout.trim().split('\n').map((text) => JSON.parse(text));
  assert.equal(answers.length, 5);
  assert.equal(answers[0].status, 'done');
  answers.slice(1, 4).forEach((answer, i) => {
    assert.equal(answer.line, i + 2);
    assert.ok(answer.error.code && answer.error.message && answer.error.remedy);
  });
  assert.equal(answers[4].status, 'already_done');
  assert.equal(answers[4].subject, answers[0].subject);
  const again = await run(['record', '--data', data, '-'], { input: good });
  assert.equal(again.status, 0);
  assert.equal((await doneJson(['figures', ...where])).households, 13);

  for (const [ending, magic] of [['xlsx', 'PK'], ['pdf', '%PDF-'], ['json', '{']]) {
    const out = path.join(temp, `daily.${ending}`);
    await done(['report', 'daily', ...where, '--on', '2020-02-20', '--out', out]);
    assert.ok(readFileSync(out).subarray(0, 5).toString().startsWith(magic), ending);
  }

  const backup = path.join(temp, 'copy.backup');
  await done(['backup', '--data', data, '--to', backup]);
  const twice = await run(['backup', '--data', data, '--to', backup]);
  assert.equal(twice.status, 1, 'not overwritten');
  assert.match(twice.stderr, /\[app\.file-exists\]/);
  const other = path.join(temp, 'restored');
  await done(['restore', '--data', other, '--from', backup]);
  assert.deepEqual(await doneJson(['figures', '--data', other, '--area', kCommunity]),
    await doneJson(['figures', ...where]));
  assert.equal(await done(['verify', '--data', other]), await done(['verify', '--data', data]));
  const over = await run(['restore', '--data', other, '--from', backup]);
  assert.equal(over.status, 1);
  assert.match(over.stderr, /\[app\.holds-data\]/);
});
