// From the first case to a zone and a decision in the browser: what the community is told to do,
// what those above decide, who is inside, what is reported done.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { registerCsv, smallCommunity } from '../scenarios/community.mjs';
import { kCommunity } from '../scenarios/lib.mjs';
import { go, kPhone, number, rehearsal, visit } from './office.mjs';

const people = smallCommunity(12);

test('zones and a response in the browser', async (t) => {
  const { server, client, browser } = await rehearsal(t, {
    clock: '2021-01-12T09:00:00+08:00',
    areas: [[kCommunity, '里布嘎社区']],
    accounts: [
      ['banshi', 'community_clerk', kCommunity],
      ['jiedao', 'township_office', kCommunity],
    ],
  });
  await client.command('rules.use',
    { area: kCommunity, pack: 'beijing-community-2021', from: '2021-01-10' });
  await client.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' },
    registerCsv(people));
  const { households } = await client.get('/api/registry/households', { area: `${kCommunity}-1` });
  const home = await client.get(`/api/households/${households[0].household.household}`);
  const infected = await client.command('casework.record', {
    area: kCommunity,
    classification: 'confirmed',
    reported: '2021-01-12',
    person: home.members[0].person.person,
    source_known: true,
  });

  const all = [];
  const visitor = async (login, size) => {
    const out = await visit(browser, server, size);
    all.push(out.errors);
    await out.signIn(login);
    await out.page.waitForURL('**/today');
    return out;
  };

  await t.test('what is proposed is decided by who may, with reason and document', async () => {
    const clerk = await visitor('banshi', kPhone);
    await clerk.page.locator('[data-test=situation]').tap();
    await clerk.page.waitForURL('**/response');
    const told = clerk.page.locator('[data-test=proposal]');
    await told.waitFor();
    assert.equal(await told.locator('[data-test=decide]').count(), 0, 'a clerk does not decide');
    await told.locator('[data-test=why]').tap();
    await clerk.page.locator('[data-test=why-facts]').waitFor();
    await clerk.context.close();

    const { page, context, open } = await visitor('jiedao');
    await open('/response');
    const proposal = page.locator('[data-test=proposal]');
    await proposal.locator('[data-test=decide]').click();
    const dialog = page.locator('dialog[open]');
    assert.ok(await dialog.locator('[data-test=ask-yes]').isDisabled());
    await dialog.getByLabel(/^理由/).fill('居民中发现1例确诊');
    await dialog.getByLabel(/^文号/).fill('区指办〔2021〕1号');
    await dialog.locator('[data-test=ask-yes]').click();
    await proposal.waitFor({ state: 'detached' });
    const { axes } = await client.get('/api/response/situation', { area: kCommunity });
    const { decision } = axes.find((one) => one.axis === 'situation');
    assert.equal(decision.as_proposed, true);
    assert.equal(decision.document, '区指办〔2021〕1号');
    await context.close();
  });

  await t.test('a zone is drawn as proposed for the case, and all inside are listed', async () => {
    const { page, context, open } = await visitor('jiedao');
    await open(`/zones?case=${infected.subject}`);
    const proposed = page.locator('[data-test=proposed-zone]').first();
    await proposed.getByRole('button', { name: '按此划定' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel(/^依据/).fill('《传染病防治法》第四十二条');
    await dialog.getByLabel(/^决定机关/).fill('区指挥部');
    await dialog.getByLabel(/^异议途径/).fill('向区政府申请行政复议');
    await dialog.locator('[data-test=zone-draw]').click();
    await page.waitForURL(/\/zones\/\w{26}$/);
    const zone = page.url().split('/').at(-1);
    const inside = await client.get(`/api/zones/zone/${zone}`);
    assert.equal(await number(page.locator('[data-test=people]')), inside.zone.people);
    assert.ok(inside.zone.people > 0);
    await context.close();

    const clerk = await visitor('banshi');
    await clerk.open(`/zones/${zone}`);
    await clerk.page.getByText('区内全部人员', { exact: true }).first().click();
    const rows = clerk.page.locator('[data-test=inside]');
    await rows.nth(inside.zone.people - 1).waitFor();
    assert.equal(await rows.count(), inside.zone.people);
    assert.equal(await clerk.page.getByRole('button', { name: '解除' }).count(), 0);
    await clerk.context.close();
  });

  await t.test('a zone is drawn from the tree of areas, and lifted', async () => {
    const { page, context, open } = await visitor('jiedao');
    await open('/zones');
    await page.getByRole('button', { name: '划定区域' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('类别').selectOption('precaution');
    await dialog.getByRole('checkbox', { name: '里布嘎社区（全部）' }).check();
    await dialog.getByLabel(/^理由/).fill('其余部分');
    await dialog.getByText('法律依据和异议途径').click();
    await dialog.getByLabel(/^依据/).fill('《传染病防治法》第四十二条');
    await dialog.getByLabel(/^决定机关/).fill('区指挥部');
    await dialog.getByLabel(/^异议途径/).fill('向区政府申请行政复议');
    await dialog.locator('[data-test=zone-draw]').click();
    await page.waitForURL(/\/zones\/\w{26}$/);
    const zone = page.url().split('/').at(-1);
    await client.send('POST', '/api/rehearsal/clock',
      { json: { now: '2021-01-12T10:00:00+08:00' } });
    await page.getByRole('button', { name: '解除', exact: true }).click();
    await dialog.getByLabel(/^理由/).fill('划错了范围');
    await dialog.locator('[data-test=ask-yes]').click();
    await page.locator('h1', { hasText: '已解除' }).waitFor();
    const { zones } = await client.get('/api/zones', { area: kCommunity, state: 'lifted' });
    assert.deepEqual(zones.map((one) => one.zone), [zone]);
    await context.close();
  });

  await t.test('a measure is reported done with what shows it', async () => {
    const { page, context, open } = await visitor('banshi', kPhone);
    await open('/response');
    const task = page.locator('[data-task=disinfect]');
    await task.locator('[data-test=report-done]').tap();
    const dialog = page.locator('dialog[open]');
    assert.ok(await dialog.locator('[data-test=ask-yes]').isDisabled(), 'not without evidence');
    await dialog.getByLabel(/^证据在哪里/).fill('消毒记录存社区');
    await dialog.locator('[data-test=ask-yes]').tap();
    await task.getByText('消毒记录存社区').waitFor();
    const { checklist } = await client.get('/api/response/situation', { area: kCommunity });
    assert.equal(checklist.find((one) => one.task === 'disinfect').state, 'done');
    for (const where of ['zones', 'response']) {
      await go(page, `/${where}`);
      await page.locator('.skeleton').waitFor({ state: 'detached' });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth
        - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
    }
    await context.close();
  });

  assert.deepEqual(all.flat(), []);
});
