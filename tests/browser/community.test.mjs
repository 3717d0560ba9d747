// A community's evening in the browser: its lists come in, everybody who came back is placed, a
// release is refused with the reason beside the name, a figure of the day opens its records.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { done, kCommunity, repo } from '../scenarios/lib.mjs';
import { number, office } from './office.mjs';

const folder = path.join(repo, 'tests/data/libuga');
const truth = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8'));
const register = path.join(folder, '居民信息登记表.xlsx');
const lists = ['公安推送名单.csv', '自主申报.jsonl', '返乡人员排查台账.xlsx'].map((name) =>
  path.join(folder, name),
);
const day = '2020-02-28';
const people = Object.values(truth.returnees).reduce((sum, one) => sum + one.people, 0);

async function prepare(data) {
  await done(['area', 'add', '--data', data, '--code', kCommunity, '--name', '里布嘎社区']);
  const where = ['--data', data, '--area', kCommunity];
  await done(['policy', 'use', ...where, 'xinping-2020', '--from', '2020-01-25']);
}

test('a community’s lists, placement, ledger and figures in the browser', async (t) => {
  const { page, open, errors } = await office(t, {
    role: 'community_director',
    area: kCommunity,
    prepare,
  });
  const files = page.locator('input[type=file]');
  const jobs = page.locator('[data-test=import-job]');
  const count = (name) => number(jobs.locator(`[data-test=count-${name}]`));

  await t.test('somebody new is told what to do first', async () => {
    await open('/today');
    const steps = page.locator('[data-test=getting-started] li');
    await steps.first().getByText('已完成').waitFor();
    await steps.nth(1).getByRole('link').click();
    await page.waitForURL('**/import');
  });

  await t.test('a register is looked at first and then taken', async () => {
    await files.setInputFiles(register);
    await jobs.locator('[data-test=import-take]').waitFor({ timeout: 120_000 });
    assert.equal(await count('rows'), truth.register_rows);
    assert.equal(await count('set_aside'), 0);
    await jobs.locator('[data-test=import-take]').click();
    await jobs.getByText('已完成').waitFor({ timeout: 240_000 });
  });

  await t.test('the same register again holds nothing new', async () => {
    await open('/import');
    await files.setInputFiles(register);
    await jobs.getByText('没有新内容').waitFor({ timeout: 120_000 });
    assert.equal(await count('unchanged'), truth.register_rows);
    assert.ok(await jobs.locator('[data-test=import-take]').isDisabled());
  });

  await t.test('three lists of returnees give the published totals', async () => {
    await open('/import');
    await page.getByText('返乡人员名单', { exact: true }).click();
    await files.setInputFiles(lists);
    await page.getByRole('button', { name: '全部导入（3 个文件）' }).click({ timeout: 120_000 });
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('[data-test=import-job]')].filter((job) =>
          job.textContent.includes('已完成'),
        ).length === 3,
      undefined,
      { timeout: 240_000 },
    );
    await open(`/daily?on=${day}`);
    const figure = (id) => number(page.locator(`.matrix [data-figure="${id}"]`));
    await page.locator('.matrix tbody tr').first().waitFor();
    assert.equal(await figure('households'), truth.households);
    assert.equal(await figure('people'), truth.people);
    for (const [name, expected] of Object.entries(truth.returnees)) {
      assert.equal(await figure(`returnees.${name}.people`), expected.people, name);
    }
  });

  await t.test('one is placed by hand with a reason, taken back, then all by the rules', async () => {
    await open('/placement');
    await page.locator('input[type=date]').fill(day);
    const rows = page.locator('.waiting-row');
    const waiting = () => number(page.locator('label.choice').first());
    await rows.first().waitFor();
    assert.equal(await waiting(), people);

    const someone = rows.filter({ has: page.getByRole('button', { name: /改用其他措施/ }) }).first();
    const name = await someone.locator('.person-name a').textContent();
    await someone.getByRole('button', { name: /改用其他措施/ }).click();
    const dialog = page.locator('dialog[open]');
    assert.ok(await dialog.getByRole('button', { name: '按此判定' }).isDisabled());
    await dialog.locator('select').selectOption('command_decision');
    await dialog.getByRole('button', { name: '按此判定' }).click();
    await page.locator('[data-test=placed]').waitFor();
    await page.waitForFunction(
      (left) => document.querySelector('label.choice .num')?.textContent === String(left),
      people - 1,
    );
    assert.equal(await rows.locator('.person-name a', { hasText: name }).count(), 0);

    await page.locator('[data-test=undo]').click();
    await page.getByRole('button', { name: '撤回判定' }).click();
    await page.waitForFunction(
      (left) => document.querySelector('label.choice .num')?.textContent === String(left),
      people,
    );

    await page.locator('[data-test=decide-all]').click();
    await page.locator('[data-test=decide-yes]').click();
    await page.locator('[data-test=placed]').waitFor({ timeout: 60_000 });
    assert.equal(await number(page.locator('[data-test=placed]')), people);
    await page.getByText('没有等待判定的人').waitFor();
  });

  await t.test('a release is refused, with the reason beside the name', async () => {
    await open('/orders?state=awaiting_decision');
    const rows = page.locator('tr[data-order]');
    await rows.first().waitFor();
    const total = await rows.count();
    for (const row of [rows.nth(0), rows.nth(1)]) await row.locator('input').check();
    const names = [];
    for (const i of [0, 1]) names.push(await rows.nth(i).locator('.person-name a').textContent());
    await page.locator('[data-test=bulk-release]').click();
    await page.locator('[data-test=bulk-yes]').click();
    const refused = page.locator('[data-test=refused-row]');
    await refused.nth(1).waitFor();
    for (const [i, name] of names.entries()) {
      const text = await refused.nth(i).textContent();
      assert.match(text, new RegExp(name));
      assert.match(text, /体温记录不全：应测 \d+ 次，缺 \d+ 次/);
    }
    assert.equal(await rows.count(), total, 'nobody was released');
    assert.ok(await rows.nth(0).locator('input').isChecked(), 'what is left to do stays selected');
  });

  await t.test('three hundred are given a team at once', async () => {
    await open('/orders?state=awaiting_decision');
    await page.locator('tr[data-order]').first().waitFor();
    await page.locator('[data-test=choose-all]').check();
    await page.locator('[data-test=bulk-assign_team]').click();
    await page.locator('dialog[open]').getByText('社区医生', { exact: true }).click();
    await page.locator('[data-test=bulk-yes]').click();
    await page.getByText('指定包保组：已办理 300 人').waitFor();
  });

  await t.test('a figure of the day opens the records behind it, down to a grid', async () => {
    await open(`/daily?on=${day}`);
    const cell = page.locator('.matrix [data-figure="returnees.hubei.people"]');
    await cell.locator('button').click();
    const drawer = page.locator('[data-test=records]');
    const value = drawer.locator('[data-test=records-value]');
    await drawer.locator('[data-test=record]').first().waitFor();
    assert.equal(await number(value), truth.returnees.hubei.people);
    assert.equal(await drawer.locator('[data-test=record]').count(), truth.returnees.hubei.people);
    const grids = drawer.locator('.parts button');
    const sum = (await grids.locator('b').allTextContents()).reduce((all, n) => all + Number(n), 0);
    assert.equal(sum, truth.returnees.hubei.people);

    const first = await number(grids.first().locator('b'));
    await grids.first().click();
    await page.waitForFunction(
      (n) => document.querySelectorAll('[data-test=record]').length === n,
      first,
    );
    assert.equal(await number(value), first);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  assert.deepEqual(errors, []);
});
