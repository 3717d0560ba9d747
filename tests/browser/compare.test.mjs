// Somebody with the right compares a rule with what is in force, applies it, and moves those over
// whom it concerns; the street above sees the same and moves nobody.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { inhabit } from '../scenarios/community.mjs';
import { Client, kCommunity } from '../scenarios/lib.mjs';
import { change, write } from '../scenarios/packs.mjs';
import { kPhone, number, picture, rehearsal, visit } from './office.mjs';

const kEmpty = '532601003006';

test('compared, applied, listed and moved over, by the page alone', async (t) => {
  const { server, client, browser } = await rehearsal(t, {
    clock: '2020-02-12T09:00:00+08:00',
    areas: [[kCommunity, '里布嘎社区'], [kEmpty, '卡莫社区']],
    accounts: [['director', 'community_director', kCommunity],
      ['street', 'township_office', '532601003'], ['command', 'command', '5326']],
  });
  await inhabit(client, kCommunity);
  const author = await Client.signIn(server, 'director');
  const pack = await write(author, kCommunity, 'xinping-2020', (document) => {
    document.pack.name = { zh: '里布嘎社区补充规则', en: 'Libuga rules' };
    change(document, { class: 'hubei', measure: 'centralised', counted_from: 'arrival' },
      { measure: 'home', stay: 'home', single_room: '', team: 'three_guard' });
    change(document, { class: 'other_province', measure: 'home' }, { days: '21' });
    document.pack.editions[0].running = 'move';
    const [examples] = Object.keys(document.tables).filter((name) => /example/.test(name));
    const [head, ...rows] = document.tables[examples];
    document.tables[examples] = [head, ...rows.filter((row) => row[1] !== 'conversion' &&
      !/hubei|origin_risk=high/.test(row[2]) && !/days=14/.test(row[3]))];
  });

  const { page, open, errors, signIn } = await visit(browser, server);
  await signIn('director');
  await page.waitForURL('**/today');
  const counted = (name) => number(page.locator(`[data-test=count-${name}]`));
  const choose = (label) => page.locator('[data-test=candidate]').selectOption({ label });

  await t.test('from the rules in force to the page, which first shows what it takes today', async () => {
    await open('/rules');
    await page.locator('[data-test=to-compare]').click();
    await page.locator('[data-test=needs]').waitFor();
    assert.equal(await counted('people'), 11);
    await page.getByText('选一份规则来比较').waitFor();
    await page.locator('[data-test=sides]').getByText('新平街道返岗返乡人员防控规则').waitFor();
    assert.equal(await page.locator('[data-test=apply]').count(), 0);
  });

  await t.test('with a rule chosen: who changes from what to what, and what it takes', async () => {
    await choose('里布嘎社区补充规则（本地发布）');
    await page.locator('[data-test=count-changed]').waitFor();
    assert.equal(await counted('changed'), 7);
    const rows = page.locator('[data-test=change]');
    assert.equal(await rows.count(), 2);
    assert.match(await rows.first().innerText(), /4[\s\S]*外省来返人员[\s\S]*14 天[\s\S]*21 天/);
    assert.match(await rows.nth(1).innerText(), /集中隔离医学观察 14 天[\s\S]*居家隔离医学观察 14 天/);
    const rooms = page.locator('[data-test=needs] tr').filter({ hasText: '单人房间' });
    assert.deepEqual((await rooms.locator('td').allInnerTexts()).map((one) => one.trim()),
      ['3', '0', '−3']);
    const counts = page.locator('[data-test=moves-counts]');
    assert.match(await counts.innerText(), /9 人[\s\S]*改按新规则 9 人/);
    assert.match(await counts.locator('[data-test=moves-why]').innerText(), /改按.*已在管的改按本版次/s);
    await picture(page, 'compare');
    // The people behind a number, with both last days.
    await rows.first().locator('[data-test=change-people]').click();
    const people = page.locator('[data-test=compared-people]');
    await people.locator('[data-test=compared-person]').first().waitFor();
    assert.equal(await people.locator('[data-test=compared-person]').count(), 4);
    assert.match(await people.innerText(), /居家隔离医学观察 · 2月23日 → 居家隔离医学观察 · 3月1日/);
    await page.keyboard.press('Escape');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-test=save-book]').click(),
    ]);
    assert.match(saved.suggestedFilename(), /^规则比较-532601003005-2020-02-12\.xlsx$/);
  });

  await t.test('what cannot be applied says why: another edition, two packs by themselves', async () => {
    await page.locator('[data-test=against]').selectOption('baisha-2020');
    await page.locator('[data-why=against]').waitFor();
    await page.getByRole('button', { name: '与现在施行的比较' }).click();
    await page.locator('[data-test=apply]').waitFor();
    await choose('国家新冠防控方案（2020—2023）');
    await page.locator('[data-test=edition]').selectOption('2022-06-ed9');
    await page.locator('[data-why=edition]').waitFor();
    assert.equal(await page.locator('[data-test=apply]').count(), 0);
    await choose('里布嘎社区补充规则（本地发布）');
    await page.locator('[data-test=apply]').waitFor();
  });

  await t.test('applied by a confirmed click, after which everyone affected is listed', async () => {
    await page.locator('[data-test=apply]').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('7 人不同').waitFor();
    await dialog.getByText(/在管 9 人受影响：改按 9 人，照旧 0 人/).waitFor();
    assert.equal((await client.get('/api/rules/in-force', { area: kCommunity })).pack.id,
      'xinping-2020', 'not before the yes');
    await dialog.getByRole('button', { name: /起施行/ }).click();
    await page.waitForURL('**/rules/moves');
    await page.locator('[data-order]').first().waitFor();
    assert.equal((await client.get('/api/rules/in-force', { area: kCommunity })).pack.id, pack);
    assert.equal(await page.locator('[data-order]').count(), 9);
    await picture(page, 'moves');
  });

  await t.test('one is moved, and taken back', async () => {
    await page.locator('select').selectOption({ label: '延长' });
    const rows = page.locator('[data-order]');
    await rows.nth(2).waitFor();
    assert.equal(await rows.count(), 3);
    assert.match(await rows.first().innerText(), /2月23日[\s\S]*3月1日/);
    await rows.first().locator('[data-test=move-one]').click();
    await rows.nth(2).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '撤销' }).click();
    await rows.nth(2).waitFor();
    // Nothing has happened in the end, and the rules page says that they wait.
    assert.equal((await client.get('/api/observation/moves', { area: kCommunity })).summary.moving, 9);
    await open('/rules');
    await page.locator('[data-test=moves-notice]').getByText('9').first().waitFor();
    await page.locator('[data-test=moves-notice] a').click();
  });

  await t.test('the street sees them masked and moves nobody; the command sees counts', async () => {
    const street = await visit(browser, server);
    await street.signIn('street');
    await street.page.waitForURL('**/today');
    await street.open('/rules/moves');
    await street.page.locator('[data-order]').first().waitFor();
    assert.match(await street.page.locator('[data-order]').first().innerText(), /\*/);
    assert.equal(await street.page.locator('[data-test=move-one], [data-test=move-all]').count(), 0);
    await street.page.getByText('改按由各社区有').waitFor();
    // It may write and choose rules of its own: the menu and the page offer it.
    assert.equal(await street.page.getByRole('link', { name: '编写规则' }).count(), 1);
    await street.open(`/rules/compare?pack=baisha-2020`);
    await street.page.locator('[data-test=apply]').waitFor();
    assert.deepEqual(street.errors, []);
    await street.context.close();

    const command = await visit(browser, server);
    await command.signIn('command');
    await command.page.waitForURL('**/today');
    await command.open(`/rules/compare?pack=baisha-2020`);
    await command.page.locator('[data-test=change]').first().waitFor();
    assert.equal(await command.page.locator('[data-test=change-people]').count(), 0);
    assert.deepEqual(command.errors, []);
    await command.context.close();
  });

  await t.test('all are moved over, and nothing is left', async () => {
    await page.locator('[data-test=move-all]').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 人换措施').waitFor();
    await dialog.getByText('3 人延长期限').waitFor();
    await dialog.getByRole('button', { name: '全部改按（9 人）' }).click();
    await page.getByText('没有人受规则变化影响').waitFor();
    const figures = await client.figures({ area: kCommunity });
    assert.equal(figures['observation.in_force.centralised.people'], 0);
    await open(`/rules/compare?pack=${pack}`);
    await page.locator('[data-test=already]').waitFor();
    await page.locator('[data-test=no-changes]').waitFor();
  });

  await t.test('a place with nobody, a rule that is not there, and a phone', async () => {
    await open('/rules/compare?pack=nowhere');
    await page.locator('[role=alert]').getByText('没有编号为 nowhere 的规则包').waitFor();
    const office = await visit(browser, server, kPhone);
    await office.signIn('root');
    await office.page.waitForURL('**/today');
    await office.page.evaluate((code) => sessionStorage.setItem('area', code), kEmpty);
    await office.open('/rules/compare');
    await office.page.getByText('这一天没有在管或待判定的人').waitFor();
    for (const [area, where] of [[kEmpty, '/rules/compare?pack=xinping-2020'],
      [kCommunity, '/rules/compare?pack=xinping-2020'], [kCommunity, '/rules/moves']]) {
      await office.page.evaluate((code) => sessionStorage.setItem('area', code), area);
      await office.open(where);
      await office.page.locator('.skeleton').waitFor({ state: 'detached' });
      assert.equal(await office.page.evaluate(() =>
        document.documentElement.scrollWidth <= window.innerWidth), true, `${where} is cut off`);
    }
    assert.deepEqual(office.errors, []);
    await office.context.close();
  });

  assert.deepEqual(errors, []);
});
