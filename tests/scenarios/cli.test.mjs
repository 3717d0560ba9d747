// The command line as a contract: names, exit statuses, what is printed.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, smallCommunity } from './community.mjs';
import { done, doneJson, kCommunity, run, temporary, ulid } from './lib.mjs';

const subcommands = ['serve', 'demo', 'area add', 'area list', 'area show', 'user add', 'import',
  'policy use', 'policy check', 'policy test', 'place', 'record', 'figures', 'report daily',
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
  assert.equal((await run(['backup', '--data', data, '--to', backup])).status, 1, 'not overwritten');
  const other = path.join(temp, 'restored');
  await done(['restore', '--data', other, '--from', backup]);
  assert.deepEqual(await doneJson(['figures', '--data', other, '--area', kCommunity]),
    await doneJson(['figures', ...where]));
  assert.equal(await done(['verify', '--data', other]), await done(['verify', '--data', data]));
  assert.equal((await run(['restore', '--data', other, '--from', backup])).status, 1);
});
