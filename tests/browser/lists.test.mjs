// Lists that come again, changed: what a clerk sees of them and settles, and papers found by their
// numbers.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from '../scenarios/community.mjs';
import { csv, kCommunity } from '../scenarios/lib.mjs';
import { kPhone, rehearsal, visit } from './office.mjs';

const people = smallCommunity(12);
const [first, second] = [people[0], people[2]];
// Four households in another grid than before.
const redrawn = people.map((one) =>
  one.household >= 2 && one.household < 6
    ? { ...one, address: ['第5网格', ...one.address.slice(1)] }
    : one);

test('lists that come again, changed', async (t) => {
  const { server, client, browser } = await rehearsal(t, {
    clock: '2020-02-17T09:00:00+08:00',
    areas: [[kCommunity, '里布嘎社区']],
    accounts: [['shuji', 'community_director', kCommunity]],
  });
  await client.command('rules.use', { area: kCommunity, pack: 'xinping-2020', from: '2020-02-01' });
  const take = (kind, name, bytes) =>
    client.take(`/api/${kind}/imports`, { area: kCommunity, file_name: name }, bytes);
  await take('registry', '登记表.csv', registerCsv(people));
  await take('registry', '登记表0217.csv', registerCsv(redrawn));
  await take('returnees', '返乡台账.csv',
    returneesCsv([[first, '四川成都', '2020-02-14'], [second, '四川成都', '2020-02-14']]));
  await take('returnees', '返乡台账（更正）.csv',
    returneesCsv([[first, '云南昆明', '2020-02-15'], [second, '四川成都', '2020-02-14']]));
  await client.command('observation.place-all', { area: kCommunity });
  await client.take('/api/monitoring/import', { area: kCommunity, name: '17日测温.csv' },
    csv([['姓名', '体温'], [second.name, '36.5'], ['查无此人', '36.5']]));
  const { orders } = await client.get('/api/observation/orders', { area: kCommunity });
  const orderOf = (person) => orders.find((one) => one.person.name === person.name);

  const { page, open, errors, signIn } = await visit(browser, server);
  await signIn('shuji');
  await page.waitForURL('**/today');

  await t.test('each kind of list shows what was brought in before, when and by whom', async () => {
    await open('/import');
    const past = page.locator('[data-test=past-imports] li');
    await past.getByText('登记表0217.csv').waitFor();
    assert.equal(await past.count(), 2);
    await page.getByText('测温表', { exact: true }).click();
    await past.getByText('17日测温.csv').waitFor();
    assert.match(await past.first().textContent(), /2 行，采用 1 行.*未用 1 行.*root/s);
    const download = page.waitForEvent('download');
    await past.getByRole('button', { name: '问题行 1' }).click();
    assert.equal((await download).suggestedFilename(), 'problems.xlsx');
    await page.getByText('病例名单', { exact: true }).click();
    await page.getByText('还没有导入过这种名单').waitFor();
  });

  await t.test('what a list corrected stays to be seen, and is no conflict', async () => {
    await open(`/people/${orderOf(first).person.person}`);
    const said = page.locator('tr', { hasText: '返乡台账' });
    await said.nth(1).waitFor();
    assert.match(await said.nth(0).textContent(), /后已更正.*四川省成都市/s);
    assert.match(await said.nth(1).textContent(), /云南省昆明市/);
    assert.equal(await page.getByText('说法不一').count(), 0);
  });

  await t.test('a household in another grid is moved or kept, one by one or all alike', async () => {
    await open('/doubts');
    await page.getByLabel('类别').selectOption('grid_differs');
    const doubts = page.locator('article.doubt');
    await doubts.nth(3).waitFor();
    await doubts.first().getByText('登记在 第1网格，名单写 第5网格').waitFor();
    await doubts.first().getByRole('button', { name: '仍在 第1网格' }).click();
    await page.locator('.toast', { hasText: '已核实' }).first().waitFor();
    await doubts.nth(3).waitFor({ state: 'detached' });
    await page.locator('[data-test=all-other_grid]').click();
    await page.locator('dialog[open]').getByRole('button', { name: '3 户都按名单划' }).click();
    await page.locator('[data-test=settled]', { hasText: '已核实 3 条' }).waitFor();
    await page.getByText('没有待核实的存疑').waitFor();
    const grid = async (n) =>
      (await client.figures({ area: `${kCommunity}-${n}` })).households;
    assert.deepEqual([await grid(1), await grid(2), await grid(5)], [3, 6, 3]);
  });

  await t.test('a paper is found by its number, whatever has become of the order', async () => {
    const { order, notice } = orderOf(second);
    await client.command('observation.extend',
      { order, last: '2020-03-02', reason: 'missed_readings' });
    await open('/orders');
    const rows = page.locator('tr[data-order]');
    await rows.nth(1).waitFor();
    await rows.getByText('观告〔2020〕3号').waitFor();
    const number = page.locator('[data-test=number]');
    await number.fill(notice);
    await number.press('Enter');
    await page.waitForURL(/number=/);
    await rows.nth(1).waitFor({ state: 'detached' });
    assert.equal(await rows.first().getAttribute('data-order'), order);
    await number.fill('观告〔2020〕99号');
    await number.press('Enter');
    await rows.first().waitFor({ state: 'detached' });
    await open(`/orders/${order}`);
    const history = page.locator('.card', { hasText: '经过' }).locator('li');
    assert.match(await history.filter({ hasText: '延长观察' }).textContent(), /观告〔2020〕3号/);
    assert.match(await history.filter({ hasText: '判定' }).textContent(),
      new RegExp(notice.replace(/[〔〕]/g, '.')));
  });

  await t.test('on a phone nothing is wider than the page', async () => {
    const phone = await visit(browser, server, kPhone);
    await phone.signIn('shuji');
    await phone.page.waitForURL('**/today');
    for (const where of ['/import?what=readings', '/orders?number=3', '/doubts',
      `/people/${orderOf(first).person.person}`]) {
      await phone.open(where);
      await phone.page.waitForTimeout(300);
      const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= kPhone.width, `${where}: ${wide}`);
    }
    assert.deepEqual(phone.errors, []);
    await phone.context.close();
  });

  assert.deepEqual(errors, []);
});
