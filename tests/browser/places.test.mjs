// Sites and maps in the browser: a list of sites and outlines brought in, one drawn by hand with the
// mouse and one by typing, a site by hand, a zone on the map whose shapes lead to the lists.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { registerCsv, smallCommunity } from '../scenarios/community.mjs';
import { csv, kCommunity } from '../scenarios/lib.mjs';
import { kPhone, number, rehearsal, visit } from './office.mjs';

const people = smallCommunity(12);
const corner = [104.26, 23.36];
const place = (x, y) => [corner[0] + x / 102_243, corner[1] + y / 110_749];
const block = (x, y, width, height) => [[place(x, y), place(x + width, y), place(x + width, y + height),
  place(x, y + height), place(x, y)]];
const feature = (name, coordinates) =>
  ({ type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates } });
// In grid 1 桂花苑 has buildings 1 and 2, in grid 2 石榴园.
const outlines = JSON.stringify({ type: 'FeatureCollection', features: [
  feature('里布嘎社区', block(-200, -200, 700, 600)),
  feature('桂花苑', block(-20, -20, 180, 180)),
  feature('桂花苑1幢', block(0, 0, 60, 14)),
  feature('没有的小区', block(300, 0, 60, 14)),
] });
const sites = csv([
  ['单位名称', '类别', '小区', '楼栋', '联系电话', '经度', '纬度'],
  ['桂花苑南门', '小区出入口', '桂花苑', '', '', ...place(50, -15).map(String)],
  ['福源大药房', '药店', '桂花苑', '1幢', '0876-2123456', ...place(30, 7).map(String)],
  ['古堡', '城堡', '', '', '', '', ''],
]);
const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('sites, outlines and zones on the map', async (t) => {
  const { server, client, browser } = await rehearsal(t, {
    clock: '2020-02-10T09:00:00+08:00',
    areas: [[kCommunity, '里布嘎社区']],
    accounts: [
      ['banshi', 'community_clerk', kCommunity],
      ['jiedao', 'township_office', kCommunity],
    ],
  });
  await client.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' },
    registerCsv(people));

  const all = [];
  const visitor = async (login, size) => {
    const out = await visit(browser, server, size);
    all.push(out.errors);
    await out.signIn(login);
    await out.page.waitForURL('**/today');
    return out;
  };

  await t.test('a list of sites comes in from the empty page, with what cannot be used', async () => {
    const { page, context, open } = await visitor('banshi');
    await open('/sites');
    await page.getByText('没有登记场所').waitFor();
    await page.locator('.empty').getByRole('link', { name: '导入名单' }).click();
    await page.waitForURL('**/import?what=sites');
    await page.locator('.drop input[type=file]').setInputFiles(file('场所.csv', sites));
    const job = page.locator('[data-test=import-job]');
    await job.locator('[data-test=import-take]').waitFor();
    assert.equal(await number(job.locator('[data-test=count-accepted]')), 2);
    assert.equal(await number(job.locator('[data-test=count-set_aside]')), 1);
    await job.getByText('不认识这个类别').first().waitFor();
    await job.locator('[data-test=import-take]').click();
    await job.getByText('已完成').waitFor();
    await job.getByRole('link', { name: '查看场所' }).click();
    await page.locator('tr[data-site]').nth(1).waitFor();
    assert.equal(await page.locator('tr[data-site]').count(), 2);
    await page.getByLabel('类别').selectOption('drug_store');
    await page.locator('tr[data-site]').nth(1).waitFor({ state: 'detached' });
    assert.match(await page.locator('tr[data-site]').textContent(), /福源大药房.*0876-2123456/s);
    // On its own page it is marked, and named once.
    await page.getByRole('link', { name: '福源大药房' }).click();
    await page.locator('figure svg text', { hasText: '福源大药房' }).waitFor();
    assert.equal(await page.locator('figure svg text', { hasText: '福源大药房' }).count(), 1);
    await context.close();
  });

  await t.test('a site by hand, closed and taken back, on a phone', async () => {
    const { page, context, open } = await visitor('banshi', kPhone);
    await open('/sites');
    await page.locator('tr[data-site]').first().waitFor();
    await page.getByRole('button', { name: '登记场所' }).tap();
    const dialog = page.locator('dialog[open]');
    assert.ok(await dialog.locator('[data-test=site-save]').isDisabled());
    await dialog.getByLabel('类别').selectOption('school');
    await dialog.getByLabel('名称').fill('里布嘎小学');
    await dialog.getByLabel(/^单位电话/).fill('13888761234');
    await dialog.locator('[data-test=site-save]').tap();
    await dialog.getByText('手机号码属于个人').waitFor();
    await dialog.getByLabel(/^单位电话/).fill('');
    await dialog.getByLabel(/^负责人电话/).fill('13888761234');
    await dialog.locator('[data-test=site-save]').tap();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '里布嘎小学' }).tap();
    await page.waitForURL('**/sites/*');
    await page.locator('.page-actions').getByRole('button', { name: '关闭' }).tap();
    await dialog.getByLabel(/^原因/).fill('停课');
    await dialog.locator('[data-test=ask-yes]').tap();
    await page.locator('h1', { hasText: '已关闭' }).waitFor();
    await page.getByRole('button', { name: '撤回最后一步' }).tap();
    await dialog.getByRole('button', { name: '撤销' }).tap();
    await page.locator('h1', { hasText: '开放' }).waitFor();
    await context.close();
    // Who may not manage areas sees no way to, and no mobile phone of a person they may not see.
    const office = await visitor('jiedao');
    await office.open('/sites');
    await office.page.locator('tr[data-site]').first().waitFor();
    assert.equal(await office.page.getByRole('button', { name: '登记场所' }).count(), 0);
    assert.ok(!(await office.page.locator('main').textContent()).includes('13888761234'));
    await office.context.close();
  });

  await t.test('outlines come in as GeoJSON, and what names nothing is told', async () => {
    const { page, context, open } = await visitor('banshi');
    await open('/areas');
    const card = page.locator('[data-test=outlines]');
    await card.getByText('还没有轮廓').or(card.locator('[data-test=map]')).first().waitFor();
    await card.getByRole('link', { name: '导入 GeoJSON' }).click();
    await page.waitForURL('**/import?what=outlines');
    assert.equal(await page.getByLabel('坐标系').inputValue(), '');
    await page.locator('.drop input[type=file]').setInputFiles(file('轮廓.geojson', outlines));
    const job = page.locator('[data-test=import-job]');
    await job.locator('[data-test=import-take]').waitFor();
    assert.equal(await number(job.locator('[data-test=count-accepted]')), 3);
    await job.getByText('没有“没有的小区”').first().waitFor();
    await job.locator('[data-test=import-take]').click();
    await job.getByText('已完成').waitFor();
    await job.getByRole('link', { name: '查看轮廓图' }).click();
    await card.locator('[data-test=map]').waitFor();
    await card.getByText('楼栋 1/4').waitFor();
    await context.close();
  });

  await t.test('an outline is drawn on the map, and corrected by typing', async () => {
    const { page, context, open } = await visitor('banshi');
    await open('/areas');
    const card = page.locator('[data-test=outlines]');
    await card.locator('[data-test=map]').waitFor();
    await card.locator('[data-test=outline-draw]').click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('哪一处').selectOption(`${kCommunity}-1-1-2`);
    await dialog.getByRole('heading', { name: '画 桂花苑 2幢 的轮廓' }).waitFor();
    const map = dialog.locator('[data-test=map]');
    await map.scrollIntoViewIfNeeded();
    const box = await map.boundingBox();
    const at = (x, y) => ({ position: { x: box.width * x, y: box.height * y } });
    await map.click(at(0.5, 0.6));
    await map.click(at(0.6, 0.6));
    await dialog.getByText('轮廓至少三个点').waitFor();
    assert.ok(await dialog.locator('[data-test=outline-save]').isDisabled());
    await map.click(at(0.6, 0.5));
    await dialog.getByText('3 个点').waitFor();
    const typed = await dialog.locator('[data-test=coordinates]').inputValue();
    assert.equal(typed.split('\n').length, 3);
    assert.match(typed.split('\n')[0], /^104\.2\d+, 23\.3\d+$/);
    await dialog.locator('[data-test=outline-save]').click();
    await dialog.waitFor({ state: 'detached' });
    await card.getByText('楼栋 2/4').waitFor();

    // The same by keyboard alone.
    await card.locator('[data-test=outline-draw]').click();
    await dialog.getByLabel('哪一处').selectOption(`${kCommunity}-1-1-2`);
    await dialog.getByRole('heading', { name: '画 桂花苑 2幢 的轮廓' }).waitFor();
    const coordinates = dialog.locator('[data-test=coordinates]');
    assert.equal((await coordinates.inputValue()).split('\n').length, 3, 'what was drawn is there');
    await coordinates.fill('104.26\nx');
    await dialog.getByText('第 1 行不是').waitFor();
    const corners = block(0, 40, 60, 14)[0].slice(0, 4);
    await coordinates.fill(corners.map((one) => one.map((n) => n.toFixed(7)).join(', ')).join('\n'));
    await dialog.locator('[data-test=outline-save]').click();
    await dialog.waitFor({ state: 'detached' });
    const saved = await client.get('/api/outlines/area', { area: `${kCommunity}-1-1-2` });
    assert.ok(Math.abs(saved.square_metres - 840) < 5, String(saved.square_metres));
    await context.close();
  });

  await t.test('a zone is on the map, its shapes lead to the lists, its outline is a file', async () => {
    const drawn = await client.command('zones.draw', { kind: 'control', areas: [`${kCommunity}-1-1`,
      `${kCommunity}-2-1-1`], reason: '发现1例', basis: '第四十二条', issuer: '区指挥部', appeal: '复议' });
    const { page, context, open } = await visitor('banshi');
    await open(`/zones/${drawn.subject}`);
    const card = page.locator('[data-test=zones-map]');
    const map = card.locator('[data-test=map]');
    await map.waitFor();
    assert.equal(await number(page.locator('[data-test=gates]')), 1);
    assert.equal(await number(page.locator('[data-test=institutions]')), 1);
    // What has no outline is said.
    assert.match(await card.locator('[data-test=lacking]').textContent(), /石榴园 1幢/);
    assert.match(await map.locator('desc').first().textContent(), /管控区/);
    // By the keyboard to a building, and from it to its row.
    const house = map.locator(`[data-area="${kCommunity}-1-1-1"]`);
    await house.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction((id) => document.activeElement?.id === id,
      `building-${kCommunity}-1-1-1`);
    const inside = await client.get(`/api/zones/zone/${drawn.subject}`);
    const gate = inside.sites.find((one) => one.gate);
    await map.locator(`[data-site="${gate.site}"]`).click();
    await page.waitForFunction((id) => document.activeElement?.id === id, `site-${gate.site}`);
    assert.equal(await page.locator('[data-test=site-inside]').count(), 2);
    const [kept] = await Promise.all([
      page.waitForEvent('download'),
      card.locator('[data-test=outline-download]').click(),
    ]);
    const written = JSON.parse(readFileSync(await kept.path(), 'utf8'));
    assert.equal(written.features[0].properties.kind, 'control');
    await context.close();
  });

  await t.test('the proposal says how near, and another distance is another proposal', async () => {
    const { households } = await client.get('/api/registry/households', { area: `${kCommunity}-1-1-1` });
    const home = await client.get(`/api/households/${households[0].household.household}`);
    const infected = await client.command('casework.record', { area: kCommunity,
      classification: 'confirmed', reported: '2020-02-09', person: home.members[0].person.person });
    const { page, context, open } = await visitor('jiedao');
    await open(`/zones?case=${infected.subject}`);
    const told = page.locator('[data-test=adjacency]');
    await told.waitFor();
    assert.match(await told.textContent(), /50 米以内（规则未写，按默认）/);
    await page.locator('[data-test=zones-map] [data-test=map]').first().waitFor();
    await page.getByLabel(/^相邻距离/).fill('10');
    await page.getByRole('button', { name: '重新计算' }).click();
    await told.waitFor({ state: 'detached' });
    await context.close();
  });

  await t.test('the pages fit a desk and a phone', async () => {
    const { zones } = await client.get('/api/zones', { area: kCommunity });
    const { sites: found } = await client.get('/api/sites', { area: kCommunity });
    for (const size of [{}, kPhone]) {
      const { page, context } = await visitor('banshi', size);
      for (const where of ['sites', `sites/${found[0].site}`, 'areas', 'zones', `zones/${zones[0].zone}`]) {
        await page.goto(`${server.url}/${where}`);
        await page.locator('h1').first().waitFor();
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });
        assert.equal(await page.locator('.load-error').count(), 0, where);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth
          - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
      }
      await context.close();
    }
  });

  assert.deepEqual(all.flat(), []);
});
