// Cases from a line list, and risk levels, by the command line as an office uses it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { addUser, done, doneJson, repo, run, temporary } from './lib.mjs';

const tianjin = (name) => path.join(repo, 'tests/data/covid_tianjin', name);

test('a line list becomes cases, and cases become levels with their reasons', async (t) => {
  const folder = temporary(t);
  const data = path.join(folder, 'data');
  await addUser(data, folder, 'cdc', 'command', '12');
  const where = ['--data', data, '--area', '12'];
  const list = tianjin('tianjin_cases.csv');
  const preview = await doneJson(['import', ...where, '--as', 'cases', '--dry-run', list]);
  assert.equal(preview.cases_new, 135);
  const report = await doneJson(['import', ...where, '--as', 'cases', list]);
  assert.equal(report.files[0].accepted, 135);
  const again = await doneJson(['import', ...where, '--as', 'cases', list]);
  assert.deepEqual([again.files[0].unchanged, again.cases_new, again.cases_changed], [135, 0, 0]);
  const figures = await doneJson(['figures', ...where, '--on', '2020-02-03']);
  assert.equal(figures['cases.new.confirmed'], 16);
  assert.equal(figures['cases.total.confirmed'], 65);

  const range = ['--from', '2020-02-01', '--to', '2020-03-10'];
  const none = await doneJson(['risk', ...where, ...range]);
  assert.ok(none.days.every((day) => day.level === 'none'), 'no pack is in force');
  await done(['policy', 'use', ...where, 'cn-national', '--from', '2020-01-25']);
  const levels = await doneJson(['risk', ...where, ...range]);
  assert.equal(levels.days.length, 39);
  const on = Object.fromEntries(levels.days.map((day) => [day.day, day]));
  assert.equal(on['2020-02-20'].level, 'none');
  assert.equal(on['2020-02-21'].level, 'high');
  assert.equal(on['2020-03-06'].level, 'high');
  assert.equal(on['2020-03-07'].level, 'low');
  assert.equal(on['2020-02-21'].rule.rule, 'cn-national/2020-02-ed5/risk/4');
  assert.equal(on['2020-02-21'].cases.length, on['2020-02-21'].cases_in_window);
  assert.ok(on['2020-02-21'].clusters.length > 0);
  // Nothing of this had been recorded in 2020.
  assert.equal(on['2020-02-21'].level_then, 'low');
  const then = await doneJson(['risk', ...where, ...range, '--as-of', '2020-03-10']);
  assert.ok(then.days.every((day) => day.cases_total === 0));
  // As it would have been under another edition.
  const under = await doneJson(['risk', ...where, ...range, '--under', 'cn-national/2022-11-m20']);
  assert.deepEqual([...new Set(under.days.map((day) => day.level))], ['high', 'low']);
  const text = await done(['risk', ...where, '--from', '2020-02-21', '--to', '2020-02-21']);
  assert.match(text, /^2020-02-21 {2}high/m);
  assert.match(text, /cn-national \/ 2020-02-ed5 \/ risk row 4/);
  for (const [args, code] of [
    [['--from', '2020-03-01', '--to', '2020-02-01'], 'risk.backwards'],
    [['--under', 'nothing'], 'risk.no-regime'], [['--as-of', 'yesterday'], 'app.bad-time']]) {
    const out = await run(['risk', ...where, ...args]);
    assert.equal(out.status, 1);
    assert.match(out.stderr, new RegExp(`\\[${code.replace('.', '\\.')}\\]`));
  }
  assert.equal((await run(['risk', '--data', data])).status, 2);
  await done(['rebuild', '--data', data]);
  await done(['verify', '--data', data]);
});

test('a mapping is given, saved and used again', async (t) => {
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  await addUser(data, temp, 'cdc', 'command', '12');
  const where = ['--data', data, '--area', '12', '--as', 'cases'];
  const raw = tianjin('tianjin135_raw_part.csv');
  const saved = path.join(temp, 'saved.json');
  const first = await doneJson(['import', ...where, '--map', tianjin('tianjin.map.json'),
    '--save-map', saved, raw]);
  assert.equal(first.cases_new, 60);
  const map = JSON.parse(readFileSync(saved, 'utf8'));
  assert.ok(map.columns.some((rule) => rule.column === 'symptom_onset' && rule.field === 'onset'));
  const again = await doneJson(['import', ...where, '--map', saved, raw]);
  assert.equal(again.files[0].unchanged, 60);
  writeFileSync(saved, JSON.stringify({ ...map, columns: [{ column: 'age', field: 'colour' }] }));
  const refused = await run(['import', ...where, '--map', saved, raw]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /casework\.bad-mapping/);
});
