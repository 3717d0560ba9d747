// The tables that people_bench decides by, in json-rules-engine and as one SQL query in DuckDB, on
// the people that it wrote: node run.mjs FOLDER. Each must come to the rows that it came to.
// Prints JSON: CPU seconds of this process, all its threads, and people per CPU second.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { DuckDBInstance } from '@duckdb/node-api';
import { Engine } from 'json-rules-engine';

const kForRules = 20_000;  // of the people: it takes minutes for all of them
const repo = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.argv[2];
const kConditions = new Set(['exposure', 'origin_relation', 'origin_set', 'origin_risk',
  'days_since_risk_area', 'unfit_for_central', 'unfit_for_home']);

// The conditions of each row of a placement table: [fact, test], a test being the values and ranges
// that a cell accepts (docs/policy-packs.md). Fails on a cell that it does not know.
function table(edition) {
  const text = readFileSync(path.join(repo, `policies/cn-national/${edition}/placement.csv`), 'utf8');
  const [header, ...rows] = text.replace(/^\uFEFF/, '').trim().split(/\r?\n/)
    .map((line) => line.split(','));
  const facts = header.map((name) => name.trim().split(' ').at(-1));
  return rows.map((cells, r) => ({
    number: r + 2,
    tests: facts.flatMap((fact, c) => {
      if (!kConditions.has(fact) || cells[c] === '-' || cells[c] === '') return [];
      const parts = cells[c].split(';').map((part) => part.trim());
      const test = { missing: parts.includes('missing'), values: [], over: null, most: null };
      for (const part of parts) {
        if (part === 'missing') continue;
        if (/^>\d+$/.test(part)) test.over = Number(part.slice(1));
        else if (/^<=\d+$/.test(part)) test.most = Number(part.slice(2));
        else if (/^[a-z_]+$/.test(part)) test.values.push(part);
        else throw new Error(`cell ${cells[c]}`);
      }
      return [[fact, test]];
    }),
  }));
}

const tables = { before: table('2021-05-ed8'), after: table('2022-06-ed9') };

// Runs it and gives CPU seconds of the whole process and what it returned.
async function timed(work) {
  const start = process.cpuUsage();
  const result = await work();
  const used = process.cpuUsage(start);
  return { cpu: (used.user + used.system) / 1e6, result };
}

// --- json-rules-engine: a rule each row, the first from the top that holds stops the run

function condition([fact, test]) {
  const any = [];
  if (test.values.length) any.push({ fact, operator: 'in', value: test.values });
  if (test.over !== null) any.push({ fact, operator: 'greaterThan', value: test.over });
  if (test.most !== null) any.push({ fact, operator: 'lessThanInclusive', value: test.most });
  if (test.missing) any.push({ fact, operator: 'equal', value: null });
  return any.length === 1 ? any[0] : { any };
}

function engine(rows) {
  const out = new Engine();
  let found = 0;
  rows.forEach((row, i) => {
    const all = row.tests.map(condition);
    // A rule must have a condition: the last row has none.
    if (!all.length) all.push({ fact: 'unfit_for_home', operator: 'in', value: ['yes', 'no'] });
    out.addRule({ conditions: { all }, priority: rows.length - i,
      event: { type: String(row.number) },
      onSuccess: () => { found = row.number; out.stop(); } });
  });
  return async (person) => {
    found = 0;
    await out.run(person);
    return found;
  };
}

function people() {
  const [header, ...lines] = readFileSync(path.join(folder, 'people.csv'), 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines.slice(0, kForRules).map((line) => {
    const cells = line.split(',');
    const person = Object.fromEntries(names.map((name, i) => [name, cells[i]]));
    person.days_since_risk_area =
      person.days_since_risk_area === '' ? null : Number(person.days_since_risk_area);
    return person;
  });
}

async function rulesEngine() {
  const some = people();
  const facts = some.map(({ id, before, after, ...rest }) => rest);
  const decide = engine(tables.before);
  for (const person of facts.slice(0, 1000)) await decide(person);  // warm
  const { cpu, result } = await timed(async () => {
    const rows = [];
    for (const person of facts) rows.push(await decide(person));
    return rows;
  });
  some.forEach((person, i) => assert.equal(result[i], Number(person.before), `person ${i}`));
  return { people: some.length, cpu_s: cpu, people_per_cpu_s: Math.round(some.length / cpu) };
}

// --- DuckDB: a CASE for each table over the people as a table of enums, in memory

function sql(rows) {
  const quoted = (values) => values.map((value) => `'${value}'`).join(', ');
  const when = rows.map((row) => {
    const all = row.tests.map(([fact, test]) => {
      const any = [];
      if (test.values.length) any.push(`${fact} in (${quoted(test.values)})`);
      if (test.over !== null) any.push(`${fact} > ${test.over}`);
      if (test.most !== null) any.push(`${fact} <= ${test.most}`);
      if (test.missing) any.push(`${fact} is null`);
      return `(${any.join(' or ')})`;
    });
    return `when ${all.join(' and ') || 'true'} then ${row.number}`;
  });
  return `(case ${when.join(' ')} end)::tinyint`;
}

async function duckdb(threads) {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const db = await instance.connect();
  const file = path.join(folder, 'people.csv');
  await db.run(`create table raw as select * from read_csv('${file}', header = true, nullstr = '',
    types = {'unfit_for_central': 'varchar', 'unfit_for_home': 'varchar'})`);
  const enums = [...kConditions].filter((fact) => fact !== 'days_since_risk_area');
  for (const fact of enums) {
    await db.run(`create type ${fact}_t as enum (select distinct ${fact} from raw)`);
  }
  await db.run(`create table people as select id, before, after,
    days_since_risk_area::smallint as days_since_risk_area,
    ${enums.map((fact) => `${fact}::${fact}_t as ${fact}`).join(', ')} from raw order by id`);
  const count = Number((await (await db.run('select count(*) from people')).getRows())[0][0]);
  const [[wrong]] = await (await db.run(`select count(*) from people where
    ${sql(tables.before)} is distinct from before or ${sql(tables.after)} is distinct from after`))
    .getRows();
  assert.equal(Number(wrong), 0, 'rows decided otherwise');
  const best = async (query) => {
    let least = Infinity;
    for (let i = 0; i < 7; ++i) {
      const { cpu } = await timed(async () => (await db.run(query)).getRows());
      least = Math.min(least, cpu);
    }
    return { people: count, cpu_s: least, people_per_cpu_s: Math.round(count / least) };
  };
  const out = {
    // The rows are made and counted, as nobody else takes them.
    decide: await best(`select row, count(*) from (select ${sql(tables.before)} as row from people)
      group by row`),
    // The rows kept in a table, as ours are in a vector.
    decide_and_keep: await best(`create or replace temp table kept as
      select ${sql(tables.before)} as row from people`),
    compare: await best(`select b, a, count(*), min(id) from (select id, ${sql(tables.before)} as b,
      ${sql(tables.after)} as a from people) group by b, a`),
  };
  db.closeSync();
  return out;
}

console.log(JSON.stringify({
  json_rules_engine: await rulesEngine(),
  duckdb_one_thread: await duckdb(1),
}, null, 1));
