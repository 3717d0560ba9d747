// Every declared route and command, asked by every role: who may is told by docs/roles.md, what is
// asked for by the OpenAPI document. Nothing here lists the routes by hand.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { inflateRawSync } from 'node:zlib';

import { registerCsv, returneesCsv, smallCommunity } from './community.mjs';
import { Client, Server, addUser, csv, kCommunity, repo, temporary, ulid } from './lib.mjs';
import { Fixtures, commandBodies, expectedRefusals } from './roles_bodies.mjs';

const own = kCommunity;
const elsewhere = '532601003099';  // another community of the same street
const places = { grid_worker: `${own}-1`, building_head: `${own}-1-1-1` };

// The table of docs/roles.md: permission -> Set of roles.
function rolesPage() {
  const text = readFileSync(path.join(repo, 'docs/roles.md'), 'utf8');
  const cells = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim());
  const lines = text.split('\n').filter((line) => line.startsWith('|')).map(cells);
  const names = Object.fromEntries(lines.filter((row) => row.length === 2 && /^`/.test(row[0]))
    .map(([id, zh]) => [zh, id.slice(1, -1)]));
  const head = lines.find((row) => row[0] === 'permission').slice(2).map((zh) => names[zh]);
  const table = {};
  for (const row of lines) {
    if (row.length !== head.length + 2 || !row[0].startsWith('`')) continue;
    table[row[0].slice(1, -1)] = new Set(head.filter((_, i) => row[i + 2] === '●'));
  }
  return { roles: head, table };
}
const { roles, table } = rolesPage();

const undone = [];
after(() => undone.forEach((undo) => undo()));
let server;
let root;
const clients = {};
const seen = {};  // real ids, by the name of the parameter or field that takes them
let operations = [];
let people;
let fixtures;

before(async () => {
  assert.equal(roles.length, 9);
  assert.equal(Object.keys(table).length, 21);
  const t = { after: (undo) => undone.unshift(undo) };
  const temp = temporary(t);
  const data = path.join(temp, 'data');
  await addUser(data, temp, 'root', 'administrator', '0');
  server = await Server.start(t, data);
  root = await Client.signIn(server, 'root');
  for (const [code, name] of [[own, '里布嘎社区'], [elsewhere, '邻近社区']]) {
    await root.command('organisation.add-area', { code, name });
    await root.command('rules.use', { area: code, pack: 'xinping-2020', from: '2020-02-01' });
  }
  // Rules with measures and conditions of the end, beside those of the communities.
  await root.command('rules.use', { area: '53', pack: 'dengue', from: '2020-02-01' });
  people = smallCommunity(12);
  const imported = await root.take('/api/registry/imports', { area: own, file_name: '登记表.csv' },
    registerCsv(people));
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const returned = await root.take('/api/returnees/imports', { area: own, file_name: '返乡.csv' },
    returneesCsv([[people[0], '四川成都', yesterday], [people[14], '湖北武汉', yesterday]]));
  const placedBy = await root.command('observation.place-all', { area: own });
  const orders = (await root.get('/api/observation/orders', { area: own })).orders;
  const mine = orders.find((one) => one.area.startsWith(`${own}-1-`));
  const fever = await root.command('monitoring.record', { person: mine.person.person, tenths: 381 });
  const started = await root.command('screening.start', { area: own, name: '大排查' });
  const result = await root.command('screening.record',
    { household: mine.household.household, rung: 'phone', outcome: 'reached' });
  const arrivals = (await root.get('/api/returnees', { area: own })).items;
  const token = await root.command('organisation.new-token',
    { name: '机器', role: 'command', area: own, days: 3 });
  const infected = await root.command('casework.record',
    { area: own, classification: 'confirmed', person: mine.person.person, reported: yesterday });
  const zone = await root.command('zones.draw', { kind: 'control', areas: [`${own}-1-1-1`],
    reason: '有1例确诊病例', basis: '传染病防治法第四十二条', issuer: '区指挥部', appeal: '申请行政复议' });
  const cases = await root.take('/api/cases/imports', { area: own, file_name: '病例.csv' },
    csv([['病例编号', '诊断分类', '报告日期'], ['S1', '疑似', yesterday]]));
  // In the smallest area that somebody here has: whoever is responsible for all of it may see.
  const readings = await root.take('/api/monitoring/import',
    { area: places.building_head, name: '测温.csv' },
    csv([['姓名', '体温'], ['查无此人', '36.5']]));
  const site = await root.command('sites.add', { area: `${own}-1-1-1`, kind: 'shop', name: '福源商店',
    contact: people[0].name, contact_phone: people[0].phone });
  const listed = await root.take('/api/sites/imports', { area: own, file_name: '场所.csv' },
    csv([['名称', '类别', '负责人', '手机'], ['福源大药房', '药店', people[1].name, people[1].phone]]));
  const drawn = await root.take('/api/outlines/imports', { area: own, file_name: '轮廓.geojson' },
    JSON.stringify({ type: 'Feature', properties: { code: `${own}-1-1-1` },
      geometry: { type: 'Point', coordinates: [104.26, 23.36] } }));
  Object.assign(seen, {
    id: infected.subject, case_id: infected.subject, zone: zone.subject,
    imports: {
      registry: imported.import, returnees: returned.import, cases: cases.import,
      monitoring: readings.import, sites: listed.import, outlines: drawn.import,
    },
    site: site.subject,
    person: mine.person.person, kept: mine.person.person, merged: mine.person.person,
    household: mine.household.household, order: mine.order,
    escalation: fever.result.escalation, reading: fever.id, entry: fever.id,
    campaign: started.subject ?? started.id, result: result.subject ?? result.id,
    arrival: arrivals.find((one) => one.person.person === mine.person.person).arrival,
    source_id: arrivals[0].arrival, account: undefined,
    token: token.result.token_id ?? token.result.id ?? token.subject,
    other_person: orders.find((one) => one !== mine).person.person,
    other_order: orders.find((one) => one !== mine).order,
    other_household: orders.find((one) => one !== mine).household.household,
  });
  fixtures = new Fixtures(root, own);
  seen.draft = await fixtures.draft();
  const released = await fixtures.releasable();
  await root.command('observation.release', { order: released.order });
  seen.released = released.order;
  seen.command = placedBy.id;
  for (const role of roles) {
    const place = places[role] ?? own;
    const made = await addUser(data, temp, role, role, place);
    clients[role] = await Client.signIn(server, role);
    if (role === 'command') seen.account = made.account;
  }
  const document = await root.get('/api/openapi.json');
  for (const [route, methods] of Object.entries(document.paths)) {
    for (const [method, what] of Object.entries(methods)) {
      const permission = /permission: (\w+)/.exec(what.description ?? '')?.[1];
      const open = (what.description ?? '').includes('without signing in');
      operations.push({ method: method.toUpperCase(), route, permission, what, open });
    }
  }
  assert.ok(operations.length > 90, `${operations.length} operations`);
});

// What the schema asks for, with real ids where the name tells which.
function sample(schema, name, area) {
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return [];
  if (schema.type === 'object') {
    return Object.fromEntries((schema.required ?? []).map((one) =>
      [one, sample(schema.properties[one], one, area)]));
  }
  if (schema.type === 'integer') return 365;
  if (schema.type === 'boolean') return true;
  if (schema.format === 'ulid') return seen[name] ?? ulid();
  if (schema.format === 'date') return '2020-02-20';
  if (schema.format === 'date-time') return '2020-02-20T10:00:00+08:00';
  if (['area', 'under', 'code', 'parent'].includes(name)) return area;
  return seen[name] ?? 'x';
}

function request(operation, area) {
  let route = operation.route;
  const query = new URLSearchParams();
  for (const parameter of operation.what.parameters ?? []) {
    const value = String(sample(parameter.schema, parameter.name, area));
    if (parameter.in === 'path') {
      const id = parameter.name === 'order' && route.endsWith('/certificate') ? seen.released
        : parameter.name === 'import' ? seen.imports[route.split('/')[2]] : value;
      route = route.replace(`{${parameter.name}}`, id);
    }
    else if (parameter.required) query.set(parameter.name, value);
  }
  if (operation.route === '/api/figures/records' || operation.route === '/api/figures/parts') {
    query.set('id', 'people');
  }
  const text = query.toString();
  const out = { where: text ? `${route}?${text}` : route };
  if (operation.method === 'POST') {
    const schema = operation.what.requestBody?.content?.['application/json']?.schema;
    if (schema) {
      const body = {};
      const fields = schema.properties.body;
      for (const name of fields.required ?? []) body[name] = sample(fields.properties[name], name, area);
      // Where an area may be given or follows from the code it must be given here.
      for (const name of ['area', 'code', 'parent']) {
        if (name in fields.properties && !(name in body)) body[name] = area;
      }
      out.json = { id: ulid(), body };
    } else {
      out.bytes = Buffer.from('x');  // nothing that could be taken: the permission comes first
    }
  }
  return out;
}

const refusedByRole = (answer) =>
  answer.status === 403 && answer.json?.error.code === 'access.not-allowed';

test('without signing in every route answers 401', async () => {
  const nobody = new Client(server);
  for (const operation of operations) {
    const { where, ...body } = request(operation, own);
    const answer = await nobody.send(operation.method, where, body);
    if (operation.open) {
      assert.equal(answer.status, 200, `${where}: ${answer.text}`);
      continue;
    }
    assert.equal(answer.status, 401, `${operation.method} ${where}: ${answer.text}`);
    assert.ok(answer.json.error.message && answer.json.error.remedy);
  }
  assert.deepEqual(operations.filter((one) => one.open).map((one) => one.route),
    ['/api/rules/for-residents', '/api/rules/places', '/api/observation/keys',
      '/api/observation/verify'], 'what anyone may ask');
  for (const route of ['/api/session', '/api/openapi.json', '/api/live']) {
    assert.equal((await nobody.ask(route)).status, 401, route);
  }
  for (const route of ['/api/logout', '/api/password', '/api/rehearsal/clock']) {
    assert.equal((await nobody.send('POST', route, { json: {} })).status, 401, route);
  }
});

test('a cookie without the page\'s CSRF token changes nothing', async () => {
  for (const operation of operations.filter((one) => one.method === 'POST')) {
    const { where, ...body } = request(operation, own);
    for (const headers of [{}, { 'X-CSRF-Token': 'guessed' }]) {
      const answer = await root.send('POST', where, { ...body, headers, csrf: false });
      assert.equal(answer.status, 403, `${where}: ${answer.text}`);
      assert.equal(answer.json.error.code, 'app.csrf', where);
    }
  }
});

test('every route and command with every role, in an area that is not theirs', async () => {
  // Other than the country's administrator all are refused, whatever the route.
  for (const role of roles) {
    for (const operation of operations.filter((one) => one.permission)) {
      const byId = (operation.what.parameters ?? []).some((p) => p.in === 'path' && p.name !== 'code');
      const fields = operation.what.requestBody?.content?.['application/json']?.schema
        ?.properties.body.properties;
      const byArea = fields ? 'area' in fields || 'code' in fields : !byId;
      if (!byArea) continue;
      const { where, ...body } = request(operation, elsewhere);
      const answer = await clients[role].send(operation.method, where, body);
      assert.ok(refusedByRole(answer),
        `${role} ${operation.method} ${where}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
  }
});

// Everything a role was ever answered, for the search of what it may not see.
const answers = Object.fromEntries(roles.map((role) => [role, []]));
async function ask(role, operation, { where, ...body }) {
  const answer = await clients[role].send(operation.method, where, body);
  answers[role].push({ what: `${operation.method} ${where}`, answer });
  return answer;
}

test('every question and document with every role, in their own area', async () => {
  const wrong = [];
  for (const role of roles) {
    for (const operation of operations.filter((one) => one.method === 'GET')) {
      // Documents and pages of one thing exist for the whole community.
      const may = !operation.permission || table[operation.permission].has(role);
      let asked = request(operation, places[role] ?? own);
      if (operation.route === '/api/accounts/{account}') {
        asked = { where: `/api/accounts/${seen.account}` };
      }
      const answer = await ask(role, operation, asked);
      const want = may ? 200 : 403;
      if (answer.status !== want || (!may && !refusedByRole(answer))) {
        wrong.push(`${role} GET ${asked.where}: ${answer.status}, not ${want}: ` +
          answer.text.slice(0, 160));
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('a grid worker sees names of their own grid only', async () => {
  const worker = clients.grid_worker;
  const list = await worker.get('/api/registry/households', { area: `${own}-1`, limit: '100' });
  assert.equal(list.total, 6 + 1);  // and the one who was released
  for (const one of list.households) {
    assert.ok([...people, ...fixtures.people].some((p) => p.grid !== 2 && p.name === one.head.name),
      one.head.name);
    assert.match(one.head.id_number, /\*/, 'ID numbers are masked');
  }
  for (const [route, params] of [
    ['/api/registry/households', { area: `${own}-2` }],
    ['/api/registry/households', { area: own }],
    [`/api/people/${seen.other_person}`, {}],
    [`/api/households/${seen.other_household}`, {}],
    [`/api/observation/orders/${seen.other_order}`, {}],
    [`/api/people/${seen.other_person}/orders`, {}],
    [`/api/people/${seen.other_person}/readings`, {}],
    ['/api/returnees', { area: `${own}-2` }],
    ['/api/monitoring/due', { area: `${own}-2` }],
    ['/api/figures', { area: own }],
    ['/api/figures/records', { area: `${own}-2`, id: 'people' }],
  ]) {
    assert.ok(refusedByRole(await worker.ask(route, params)), route);
  }
  assert.ok(refusedByRole(await worker.submit('monitoring.record',
    { person: seen.other_person, tenths: 365 })));
  // Searching finds nobody of another grid, by name, telephone or number.
  const other = people.find((p) => p.grid === 2);
  for (const q of [other.name, other.phone, other.id]) {
    const found = await worker.get('/api/search', { q });
    assert.ok(!JSON.stringify(found).includes(other.name), q);
    assert.equal(found.people.length, 0, q);
  }
  const found = await worker.get('/api/search', { q: people[0].name });
  assert.equal(found.people[0].person.name, people[0].name);
});

test('a command sees counts and no records', async () => {
  const figures = await clients.command.figures({ area: own });
  assert.equal(figures.people, 24 + 1);
  assert.equal(figures.returnees, 2 + 1);
  const everything = [];
  for (const operation of operations.filter((one) => one.method === 'GET')) {
    const answer = await clients.command.send('GET', request(operation, own).where);
    everything.push(answer.text);
  }
  const text = everything.join('\n');
  for (const p of people) {
    for (const secret of [p.name, p.id, p.phone]) assert.ok(!text.includes(secret), secret);
  }
});

test('a street office sees masked names', async () => {
  const texts = [];
  for (const operation of operations.filter((one) => one.method === 'GET')) {
    const answer = await clients.township_office.send('GET', request(operation, own).where);
    texts.push(answer.text);
  }
  const text = texts.join('\n');
  for (const p of people) {
    for (const secret of [p.name, p.id, p.phone]) assert.ok(!text.includes(secret), secret);
  }
  const list = await clients.township_office.get('/api/registry/households', { area: own });
  assert.ok(list.households.every((one) => one.head.masked && /^.\*/.test(one.head.name)));
});

test('each look at a person is listed', async () => {
  const me = await clients.doctor.get('/api/me');
  const looks = () => clients.inspector.get('/api/looks',
    { area: own, account: me.account, person: seen.person, limit: '100' });
  const earlier = await looks();
  await clients.doctor.get(`/api/people/${seen.person}`);
  const later = await looks();
  assert.equal(later.total, earlier.total + 1);
  const look = later.looks[0];
  assert.equal(look.person, seen.person);
  assert.equal(look.account, me.account);
  assert.equal(look.seen, 'names');
  assert.match(look.route, /\/api\/people\//);
  assert.ok(!look.route.includes(people[0].name));
  // The office, too, and what it saw was masked; counts are no looks.
  await clients.township_office.get(`/api/people/${seen.person}`);
  const office = await clients.township_office.get('/api/me');
  const listed = await clients.inspector.get('/api/looks', { area: own, account: office.account });
  assert.equal(listed.looks[0].seen, 'masked');
  const district = await clients.command.get('/api/me');
  const none = await clients.inspector.get('/api/looks', { area: own, account: district.account });
  assert.equal(none.total, 0);
});

test('every command with every role: done by those who may, by nobody else', async () => {
  const wrong = [];
  const commands = operations.filter((one) => one.route.startsWith('/api/commands/'));
  for (const operation of commands) {
    const name = operation.route.slice('/api/commands/'.length);
    const make = commandBodies[name];
    assert.ok(make, `${name} has no body in roles_bodies.mjs`);
    const denied = roles.filter((role) => !table[operation.permission].has(role));
    const shared = await make(fixtures);
    for (const role of denied) {
      const answer = await ask(role, operation,
        { where: operation.route, json: { id: ulid(), body: shared } });
      if (!refusedByRole(answer)) {
        wrong.push(`${role} ${name}: ${answer.status}, not 403: ${answer.text.slice(0, 200)}`);
      }
    }
    for (const role of roles.filter((one) => !denied.includes(one))) {
      const body = await make(fixtures);
      const answer = await ask(role, operation, { where: operation.route, json: { id: ulid(), body } });
      const refusal = expectedRefusals[name];
      // Of many rows each stands for itself: the command is done, and so must they be.
      const rows = answer.json?.result?.rows;
      const good = refusal ? answer.json?.error?.code === refusal
        : answer.status === 200 && (!rows || answer.json.result.done === rows.length);
      if (!good) {
        wrong.push(`${role} ${name} ${JSON.stringify(body)}: ${answer.status}, not ` +
          `${refusal ?? 200}: ${answer.text.slice(0, 200)}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('every upload with every role', async () => {
  const wrong = [];
  const files = {
    '/api/registry/imports': registerCsv(people),
    '/api/returnees/imports': returneesCsv([[people[0], '四川成都', '2020-02-01']]),
    '/api/sites/imports': csv([['名称', '类别'], ['鑫源商店', '商店']]),
    '/api/outlines/imports': JSON.stringify({ type: 'Feature', properties: { code: own },
      geometry: { type: 'Point', coordinates: [104.27, 23.37] } }),
    '/api/cases/imports': csv([['病例编号', '诊断分类', '报告日期'], ['C1', '确诊', '2020-02-01']]),
    '/api/monitoring/import': csv([['姓名', '身份证号', '体温'], [people[0].name, people[0].id, '36.5']]),
    '/api/rules/check': JSON.stringify((await root.get(`/api/rules/drafts/${seen.draft}`)).document),
    '/api/rules/read-table': csv([['措施', '期限'], ['居家隔离', '14']]),
    '/api/rules/import': (await root.ask(`/api/rules/drafts/${seen.draft}/files`)).bytes,
  };
  const named = (route) => route.startsWith('/api/monitoring') ? { name: '表.csv' }
    : route.startsWith('/api/rules') ? {} : { file_name: '表.csv' };
  for (const operation of operations.filter((one) => one.method === 'POST' &&
      !one.route.startsWith('/api/commands/'))) {
    assert.ok(files[operation.route], operation.route);
    for (const role of roles) {
      const may = table[operation.permission].has(role);
      const area = places[role] ?? own;
      const where = `${operation.route}?${new URLSearchParams({ area, ...named(operation.route) })}`;
      const answer = await ask(role, operation, { where, bytes: Buffer.from(files[operation.route]) });
      const want = may ? 200 : 403;
      if (answer.status !== want || (!may && !refusedByRole(answer))) {
        wrong.push(`${role} POST ${where}: ${answer.status}, not ${want}: ${answer.text.slice(0, 200)}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

// What a person reads in an answer: the bytes, and what is packed inside a spreadsheet or a PDF.
function readable({ bytes, headers }) {
  const type = headers.get('content-type') ?? '';
  if (type.includes('pdf')) {
    const folder = mkdtempSync(path.join(tmpdir(), 'fangxian-pdf-'));
    try {
      const file = path.join(folder, 'a.pdf');
      writeFileSync(file, bytes);
      return execFileSync('pdftotext', ['-enc', 'UTF-8', '-raw', file, '-'], { encoding: 'utf8' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  if (!type.includes('spreadsheet')) return bytes.toString('utf8');
  let out = '';
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) {
    const size = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(begin, begin + size);
    out += (bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8');
  }
  return out;
}

test('nothing that a role was answered tells more than it may see', async () => {
  const everyone = [...people, ...fixtures.people];
  const addresses = [...new Set(people.map((p) => `桂花苑 ${p.address[2]} ${p.address[3]} ${p.address[4]}`))];
  const written = people.map((p) => p.address.slice(1).join(''));  // as the lists have it
  const masked = [...everyone.flatMap((p) => [p.name, p.id, p.phone]), ...written];
  const hidden = {
    command: [...masked, ...addresses],
    township_office: masked,
    inspector: masked,
    grid_worker: everyone.map((p) => p.id),
    building_head: everyone.map((p) => p.id),
    doctor: everyone.map((p) => p.id),
  };
  for (const [role, secrets] of Object.entries(hidden)) {
    assert.ok(answers[role].length > 80, role);
    const wanted = [...new Set(secrets.filter((secret) => secret))];
    for (const { what, answer } of answers[role]) {
      const text = readable(answer);
      const told = wanted.filter((secret) => text.includes(secret));
      assert.deepEqual(told, [], `${role} ${what}`);
    }
  }
  // The search finds what is there: the director sees all of it.
  const all = answers.community_director.map(({ answer }) => readable(answer)).join('\n');
  for (const secret of [people[0].name, people[0].id, people[0].phone, addresses[0], written[0]]) {
    assert.ok(all.includes(secret), secret);
  }
});
