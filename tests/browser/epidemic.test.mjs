// Cases, risk levels and the rules behind them in the browser: a line list whose columns somebody
// puts right, a case by hand, the level of a day with its reasons, why somebody is observed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from '../scenarios/community.mjs';
import { kCommunity } from '../scenarios/lib.mjs';
import { go, kPhone, number, rehearsal, visit } from './office.mjs';

const people = smallCommunity(6);
const list = Buffer.from(
  ['编号,诊断分类,报告日期,哪天不舒服,性别,年龄',
    'A1,确诊病例,2020-02-22,2020-02-16,男,45',
    'A2,确诊病例,2020-02-23,2020-02-18,女,43',
    'A3,疑似病例,2020-02-24,2020-02-21,男,12', ''].join('\n'),
);

test('cases, risk levels and why, in the browser', async (t) => {
  const { server, client, browser } = await rehearsal(t, {
    clock: '2020-02-25T09:00:00+08:00',
    areas: [[kCommunity, '里布嘎社区']],
    accounts: [
      ['shuji', 'community_director', kCommunity],
      ['jiedao', 'township_office', kCommunity],
    ],
  });
  const choose = (area, pack) => client.command('rules.use', { area, pack, from: '2020-02-18' });
  await choose('53', 'cn-national');
  await choose(kCommunity, 'xinping-2020');
  await client.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' },
    registerCsv(people));
  await client.take('/api/returnees/imports', { area: kCommunity, file_name: '返乡台账.csv' },
    returneesCsv([[people[0], '四川成都', '2020-02-18']]));
  await client.command('observation.place-all', { area: kCommunity });

  const all = [];
  const visitor = async (login, size) => {
    const out = await visit(browser, server, size);
    all.push(out.errors);
    await out.signIn(login);
    await out.page.waitForURL('**/today');
    return out;
  };

  await t.test('a column that was not recognised is put right, and kept as a file', async () => {
    const { page, context, open } = await visitor('shuji');
    await open('/import?what=cases');
    const file = { name: '病例.csv', mimeType: 'text/csv', buffer: list };
    await page.locator('.drop input[type=file]').setInputFiles(file);
    const job = page.locator('[data-test=import-job]');
    const column = job.locator('select[data-column="哪天不舒服"]');
    await column.waitFor();
    assert.equal(await column.inputValue(), '');
    await column.selectOption('onset');
    await page.waitForFunction(() =>
      document.querySelector('[data-column="哪天不舒服"]')?.value === 'onset');
    await job.locator('[data-test=import-take]').waitFor();
    const [kept] = await Promise.all([
      page.waitForEvent('download'),
      job.locator('[data-test=map-save]').click(),
    ]);
    const map = JSON.parse(readFileSync(await kept.path(), 'utf8'));
    assert.ok(map.columns.some((one) => one.column === '哪天不舒服' && one.field === 'onset'));

    // The same list with what was kept, as somebody else would use it.
    await job.getByRole('button', { name: '从列表移除' }).click();
    await page.locator('.drop input[type=file]').setInputFiles(file);
    await column.waitFor();
    await job.locator('[data-test=map-open]').setInputFiles(await kept.path());
    await page.waitForFunction(() =>
      document.querySelector('[data-column="哪天不舒服"]')?.value === 'onset');
    await job.locator('[data-test=import-take]').click();
    await job.getByText('已完成').waitFor();
    await job.getByRole('link', { name: '查看病例' }).click();
    await page.waitForURL('**/cases');
    await page.locator('tr[data-case]').nth(2).waitFor();
    const { items } = await client.get('/api/cases', { area: kCommunity });
    assert.deepEqual(items.map((one) => one.facts.onset).sort(),
      ['2020-02-16', '2020-02-18', '2020-02-21']);
    await context.close();
  });

  await t.test('a case by hand, its course, and a status taken back', async () => {
    const { page, context, open } = await visitor('shuji', kPhone);
    await open('/cases');
    await page.getByRole('button', { name: '登记病例' }).tap();
    const dialog = page.locator('dialog[open]');
    await dialog.getByText('疑似', { exact: true }).tap();
    await dialog.getByLabel('报告日期').fill('2020-02-24');
    await dialog.getByLabel(/^发病日期/).fill('2020-02-20');
    await dialog.getByLabel(/^人员/).fill(people[2].phone);
    await dialog.locator('.area-row').first().tap();
    await dialog.locator('[data-test=case-save]').tap();
    await dialog.waitFor({ state: 'detached' });
    const row = page.locator('tr[data-case]', { hasText: people[2].name });
    await row.waitFor();
    await row.getByRole('link', { name: /^病例/ }).tap();
    await page.waitForURL('**/cases/*');
    const course = page.locator('[data-test=course] li');
    await course.nth(1).waitFor();
    assert.match(await course.nth(0).textContent(), /2月20日.*发病日期/s);

    await page.getByRole('button', { name: '变更状态' }).tap();
    await dialog.getByText('已排除', { exact: true }).tap();
    await dialog.getByRole('button', { name: '保存' }).tap();
    await course.nth(2).getByRole('button', { name: '撤销' }).tap();
    await dialog.getByRole('button', { name: '撤销' }).tap();
    await page.locator('h1', { hasText: '疑似' }).waitFor();
    assert.equal(await course.count(), 2);
    await context.close();
  });

  await t.test('the level of a day opens the rule, the facts and the cases', async () => {
    const { page, context, open } = await visitor('shuji');
    const { days } = await client.get('/api/risk', {
      area: kCommunity, from: '2020-02-22', to: '2020-02-25' });
    await open('/risk?from=2020-02-22&to=2020-02-25');
    const cell = page.locator('.day[data-day="2020-02-25"]');
    await cell.click();
    assert.equal(await cell.getAttribute('data-level'), days[3].level);
    assert.notEqual(days[3].level, 'none');
    const reasons = page.locator('[data-test=day-reasons]');
    await reasons.locator('h2', { hasText: '2月25日' }).waitFor();
    assert.equal(await number(reasons.locator('[data-test=in-window]')), days[3].cases_in_window);
    await reasons.locator('[data-test=why]').first().click();
    const row = page.locator('dialog[open] [data-test=why-row]');
    await row.first().waitFor();
    assert.match(await row.first().textContent(), /风险等级/);
    assert.ok(await page.locator('[data-test=why-facts] li').count() > 0);
    await page.keyboard.press('Escape');

    // The list came in on the 25th: on the day itself nobody knew.
    const early = page.locator('.day[data-day="2020-02-24"]');
    assert.equal(await early.getAttribute('data-level'), days[2].level);
    await page.getByText('当时看', { exact: true }).click();
    await page.waitForFunction((level) =>
      document.querySelector('.day[data-day="2020-02-24"]').dataset.level === level,
    days[2].level_then);
    assert.notEqual(days[2].level, days[2].level_then);
    await context.close();
  });

  await t.test('why somebody is observed, and the rules as a resident reads them', async () => {
    const { page, context, open } = await visitor('jiedao');
    const { orders } = await client.get('/api/observation/orders', { area: kCommunity });
    await open(`/orders/${orders[0].order}`);
    await page.locator('[data-test=why]').click();
    const row = page.locator('[data-test=why-row]').last();
    await row.waitFor();
    const text = await row.textContent();
    assert.match(text, /分类与措施/);
    assert.match(text, /依据.*决定机关.*异议途径/s);
    await page.keyboard.press('Escape');

    await open('/rules');
    const placement = page.locator('[data-topic=placement]');
    await placement.getByText(/居家隔离医学观察 14天，从到达之日的次日算起/).first().waitFor();
    assert.equal(await page.locator('[data-topic=reporting]').count(), 0);
    await page.getByText('工作要求', { exact: true }).click();
    await page.locator('[data-topic=reporting]').waitFor();
    assert.equal(await placement.count(), 0);
    await context.close();
  });

  await t.test('whoever lives there reads them without signing in, and can print them', async () => {
    for (let i = 1; i <= 9; ++i) {
      const code = `53260100320${i}`;
      await client.command('organisation.add-area', { code, name: `新建${i}社区` });
      await client.command('rules.use', { area: code, pack: 'xinping-2020', from: '2020-02-01' });
    }
    await client.command('organisation.set-contact', { area: kCommunity, office: '里布嘎社区',
      phone: '0876-2123456', objections: '0876-2188888' });
    const { page, context, errors } = await visit(browser, server, kPhone);
    all.push(errors);
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole('link', { name: '居民须知' }).tap();
    // Many places have published rules: they are named in full, and one can be looked for.
    const seek = page.getByLabel('查找街道或社区');
    await seek.fill('没有这里');
    await page.getByText(/没有这个名称的地方/).waitFor();
    await seek.fill('新平 里布嘎');
    await page.getByRole('link', { name: /里布嘎社区$/ }).tap();
    await page.waitForURL(`**/notice/${kCommunity}`);
    const placement = page.locator('[data-topic=placement]');
    await placement.waitFor();
    const restricted = placement.locator('.rule').filter({ hasText: '〔依据' }).first();
    assert.match(await restricted.textContent(), /连同延长最多 \d+ 天/);
    const ground = await restricted.locator('.ground').getAttribute('href');
    assert.match(await page.locator(ground).textContent(), /依据.*决定机关.*异议途径/s);
    await page.getByRole('link', { name: '0876-2188888' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth
      - document.documentElement.clientWidth), 0);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.getByRole('button', { name: '打印' }).isVisible(), false);
    assert.ok(await placement.isVisible());
    await page.goto(`${server.url}/notice/110101`);
    await page.getByText(/没有公布规则/).waitFor();
    await context.close();
  });

  await t.test('the pages fit a desk and a phone', async () => {
    for (const size of [{}, kPhone]) {
      const { page, context } = await visitor('shuji', size);
      for (const where of ['cases', 'risk']) {
        await go(page, `/${where}`);
        await page.locator('.skeleton').waitFor({ state: 'detached' });
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
