// Where a community lies and what stands in it, through the command line and HTTP: a list of sites, a
// GeoJSON of outlines, a zone with all that is inside and its outline for other systems.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { registerCsv, smallCommunity } from './community.mjs';
import { addUser, Client, csv, done, doneJson, kCommunity, run, Server, temporary } from './lib.mjs';

// Degrees east and north of a corner, by metres, near enough for a test.
const corner = [104.26, 23.36];
const place = (x, y) => [corner[0] + x / 102_243, corner[1] + y / 110_749];
const block = (x, y, width, height) => [[place(x, y), place(x + width, y), place(x + width, y + height),
  place(x, y + height), place(x, y)]];
const feature = (properties, coordinates, type = 'Polygon') =>
  ({ type: 'Feature', properties, geometry: { type, coordinates } });
const collection = (...features) => JSON.stringify({ type: 'FeatureCollection', features });

const sites = csv([
  ['里布嘎社区场所台账'],
  ['单位名称', '类别', '小区', '楼栋', '联系电话', '负责人', '经度', '纬度'],
  ['桂花苑南门', '小区出入口', '桂花苑', '', '', '', ...place(50, -10).map(String)],
  ['福源大药房', '药店', '桂花苑', '1幢', '0876-2123456', '王经理', '', ''],
  ['楼下商店', '商店', '桂花苑', '', '13888761234', '', ...place(10, 5).map(String)],
  ['里布嘎小学', '学校', '', '', '', '', '', ''],
  ['古堡', '城堡', '', '', '', '', '', ''],
]);
const outlines = collection(
  feature({ name: '里布嘎社区' }, block(-200, -200, 600, 600)),
  feature({ name: '桂花苑' }, block(-20, -20, 200, 200)),
  feature({ 名称: '桂花苑1幢' }, block(0, 0, 60, 14)),
  feature({ code: `${kCommunity}-1-1-2` }, block(0, 40, 60, 14)),
  feature({ name: '无名小区' }, block(0, 0, 60, 14)),
  feature({ name: '石榴园' }, [place(0, 0), place(9, 9)], 'LineString'),
);

async function office(t) {
  const folder = temporary(t);
  const data = path.join(folder, 'data');
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区']);
  const register = path.join(folder, '登记表.csv');
  writeFileSync(register, registerCsv(smallCommunity(12)));
  await done(['import', '--data', data, '--area', kCommunity, '--as', 'register', register]);
  return { folder, data };
}

test('sites and outlines by the command line alone', async (t) => {
  const { folder, data } = await office(t);
  const list = path.join(folder, '场所.csv');
  writeFileSync(list, sites);
  const how = ['import', '--data', data, '--area', kCommunity, '--as', 'sites', list];
  const looked = await doneJson([...how, '--dry-run']);
  assert.equal(looked.sites_new, 4);
  const errors = path.join(folder, 'errors.xlsx');
  const taken = await doneJson([...how, '--errors', errors]);
  assert.equal(taken.sites_new, 4);
  assert.equal(taken.files[0].set_aside, 1);
  assert.equal(taken.problems.find((one) => !one.taken).code, 'sites.unknown-kind');
  assert.equal(readFileSync(errors).subarray(0, 2).toString(), 'PK');
  assert.equal((await doneJson(how)).files[0].unchanged, 4);
  const figures = await doneJson(['figures', '--data', data, '--area', kCommunity]);
  assert.equal(figures['sites.drug_store'], 1);
  assert.equal(figures['sites.compound_gate'], 1);

  const file = path.join(folder, '轮廓.geojson');
  writeFileSync(file, outlines);
  const read = ['area', 'outline', '--data', data, '--area', kCommunity, file];
  const report = await doneJson(read);
  assert.equal(report.outlines_new, 4);
  assert.deepEqual(report.problems.map((one) => [one.row, one.code]),
    [[5, 'outlines.no-such-place'], [6, 'geo.wrong-geometry']]);
  assert.equal((await doneJson(read)).files[0].unchanged, 4);
  // By code alone no area is needed; the text says what was done.
  const second = path.join(folder, 'second.geojson');
  writeFileSync(second, collection(
    feature({ code: `${kCommunity}-2-1-1` }, place(300, 0), 'Point')));
  assert.match(await done(['area', 'outline', '--data', data, second]), /outlines new 1/);
  const out = path.join(folder, 'out.geojson');
  await done(['area', 'outline', '--data', data, '--area', kCommunity, '--out', out]);
  const written = JSON.parse(readFileSync(out, 'utf8'));
  assert.equal(written.features.length, 7, 'five areas and two sites');
  const back = await doneJson(['area', 'outline', '--data', data, '--area', kCommunity, out]);
  assert.equal(back.files[0].unchanged, 7);

  const bad = path.join(folder, 'bad.geojson');
  writeFileSync(bad, '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:3857"}},' +
    '"features":[]}');
  const refused = await run(['area', 'outline', '--data', data, bad]);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /geo\.other-crs/);
  assert.equal((await run(['area', 'outline', '--data', data])).status, 2);
  assert.match(await done(['rebuild', '--data', data]), /same|equal|identical/i);
});

test('a zone has its gates, institutions and outline', async (t) => {
  const { folder, data } = await office(t);
  await addUser(data, folder, 'jiedao', 'administrator', '532601003');
  const server = await Server.start(t, data);
  const office_ = await Client.signIn(server, 'jiedao');
  await office_.take('/api/sites/imports', { area: kCommunity, file_name: '场所.csv' }, sites);
  const report = await office_.take('/api/outlines/imports',
    { area: kCommunity, file_name: '轮廓.geojson' }, outlines);
  assert.equal(report.outlines_new, 4);
  const rows = await office_.get(`/api/outlines/imports/${report.import}/problems`);
  assert.equal(rows.total, 2);
  assert.ok(rows.problems.every((one) => one.reason && one.remedy));

  const drawn = await office_.command('zones.draw', { kind: 'lockdown', areas: [`${kCommunity}-1-1-1`],
    reason: '发现1例', basis: '传染病防治法第四十二条', issuer: '区指挥部', appeal: '申请行政复议' });
  const zone = await office_.get(`/api/zones/zone/${drawn.subject}`);
  assert.deepEqual(zone.sites.map((one) => one.name), ['福源大药房', '楼下商店']);
  assert.equal(zone.sites[1].by_outline, true, 'recorded at the compound, in front of building 1');
  assert.equal(zone.gates, 0);
  assert.equal(zone.institutions, 2);
  assert.ok(!JSON.stringify(zone.sites).includes('13888761234'));
  const map = await office_.get(`/api/zones/zone/${drawn.subject}/map`);
  assert.equal(map.map.area, kCommunity);
  assert.equal(map.zones[0].parts[0].from, 'own');
  const file = await office_.ask(`/api/zones/zone/${drawn.subject}/outline.geojson`);
  assert.equal(file.headers.get('content-type'), 'application/geo+json');
  const outline = JSON.parse(file.text);
  assert.equal(outline.features[0].geometry.type, 'Polygon');
  assert.equal(outline.features[0].properties.kind, 'lockdown');
  // The point of a shop that has moved out of the building's outline.
  await office_.command('sites.change', { site: zone.sites[1].site,
    shape: { point: place(150, 150).map((one) => Math.round(one * 1e7)), polygons: [] } });
  const later = await office_.get(`/api/zones/zone/${drawn.subject}`);
  assert.deepEqual(later.sites.map((one) => one.name), ['福源大药房']);
  const then = await office_.get(`/api/zones/zone/${drawn.subject}`,
    { as_of: new Date(Date.parse(zone.history?.[0]?.recorded ?? zone.zone.since)).toISOString() });
  assert.equal(then.institutions, 2, 'as known then');
  await server.stop();
  assert.match(await done(['rebuild', '--data', data]), /same|equal|identical/i);
});
