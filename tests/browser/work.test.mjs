// A day's work in the browser: signing in, the measuring round with a thumb and without a network,
// finding people, correcting the register, accounts.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from '../scenarios/community.mjs';
import { kCommunity, kPassword } from '../scenarios/lib.mjs';
import { go, kPhone, rehearsal, visit } from './office.mjs';
import { signedCode } from './signed.mjs';

const kGrid = `${kCommunity}-1`;
const people = smallCommunity(12);
// Six who came back, one of each of the first six households: all in grid 1.
const returned = [0, 2, 4, 6, 8, 10].map((i) => people[i]);

async function ready(t) {
  const at = await rehearsal(t, {
    clock: '2020-02-17T09:00:00+08:00',
    areas: [[kCommunity, '里布嘎社区'], [kGrid, '第1网格']],
    accounts: [
      ['shuji', 'community_director', kCommunity],
      ['wangge', 'grid_worker', kGrid],
      ['jiedao', 'township_office', kCommunity],
    ],
  });
  const { client } = at;
  await client.command('rules.use', { area: kCommunity, pack: 'xinping-2020', from: '2020-02-01' });
  await client.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' },
    registerCsv(people));
  await client.take('/api/returnees/imports', { area: kCommunity, file_name: '返乡台账.csv' },
    returneesCsv(returned.map((one) => [one, '四川成都', '2020-02-14'])));
  await client.command('observation.place-all', { area: kCommunity });
  return at;
}

const due = (client) => client.get('/api/monitoring/due', { area: kGrid, limit: 500 });
// Every temperature that was taken, in tenths.
async function taken(client) {
  const list = await due(client);
  return list.buildings.flatMap((b) => b.people).flatMap((p) => p.slots)
    .flatMap((slot) => (slot.tenths === undefined ? [] : [slot.tenths]))
    .sort();
}

test('a day of work in the browser', async (t) => {
  const { server, client, browser } = await ready(t);
  const all = [];
  const visitor = async (login, size) => {
    const out = await visit(browser, server, size);
    all.push(out.errors);
    await out.signIn(login);
    await out.page.waitForURL('**/today');
    return out;
  };

  await t.test('signing in and out', async () => {
    const { page, context, signIn, open, errors } = await visit(browser, server);
    all.push(errors);
    await page.goto(`${server.url}/orders`);
    await page.waitForURL('**/sign-in?to=/orders');
    await page.locator('input[autocomplete=username]').fill('wangge');
    await page.locator('input[autocomplete=current-password]').fill('not the password');
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').getByText(/用户名或密码/).waitFor();
    assert.equal(await page.locator('input[autocomplete=current-password]').inputValue(), '');

    await page.locator('input[autocomplete=current-password]').fill(kPassword);
    await page.locator('button[type=submit]').click();
    // To the page that was asked for.
    await page.waitForURL('**/orders');
    await page.getByText('演练环境').waitFor();
    // What the role may not do is not offered, and cannot be had by its address either.
    assert.equal(await page.locator('.side-nav').getByText('账号').count(), 0);
    await open('/accounts');
    await page.getByText('没有这个页面，或您的角色不能打开它').waitFor();

    await page.getByRole('button', { name: '退出' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto(`${server.url}/today`);
    await page.waitForURL('**/sign-in**');
    const kept = await page.evaluate(() => Object.keys(sessionStorage).length);
    assert.equal(kept, 0, 'nothing of the work stays in the browser');
    // An address elsewhere is no place to go to after signing in.
    await page.goto(`${server.url}/sign-in?to=//example.org/x`);
    await signIn('wangge');
    await page.waitForURL(`${server.url}/today`);
    await context.close();
  });

  await t.test('a round with a thumb', async () => {
    const { page, context } = await visitor('wangge', kPhone);
    await page.getByRole('link', { name: /开始测温/ }).click();
    await page.getByRole('button', { name: /^开始（6 人待测）/ }).click();
    const sheet = page.locator('dialog[open]');
    const name = () => sheet.locator('h2').textContent();
    const digit = (d) => sheet.getByRole('button', { name: d, exact: true });
    const save = sheet.getByRole('button', { name: '保存，下一位' });
    const first = await name();
    for (const d of ['6', '5']) await digit(d).tap();
    await save.tap();
    await page.getByText(`${first} 36.5 ℃ 已登记`).waitFor();
    const second = await name();
    assert.notEqual(second, first);

    // Three digits that no body has are not taken.
    for (const d of ['5', '5', '5']) await digit(d).tap();
    assert.ok(await save.isDisabled());
    for (let i = 0; i < 3; ++i) await sheet.getByRole('button', { name: '删除一位' }).tap();

    // A fever is said to be one before it is saved, a symptom is two taps.
    for (const d of ['3', '7', '8']) await digit(d).tap();
    await sheet.getByText('保存后将开启异常处置').waitFor();
    await sheet.getByRole('button', { name: '无症状' }).tap();
    await sheet.getByRole('button', { name: '干咳' }).tap();
    await save.tap();
    await page.getByText(`${second} 37.8 ℃、干咳 已登记，已开启异常处置`).waitFor();
    assert.deepEqual(await taken(client), [365, 378]);
    const { total } = await client.get('/api/monitoring/escalations', { area: kCommunity });
    assert.equal(total, 1);

    // Every button can be hit with a thumb.
    for (const box of await sheet.locator('.digit').all()) {
      const { height, width } = await box.boundingBox();
      assert.ok(height >= 44 && width >= 44, `${width} x ${height}`);
    }

    // Taken back where it was said.
    const third = await name();
    for (const d of ['6', '9']) await digit(d).tap();
    await save.tap();
    const toast = page.locator('.toast', { hasText: `${third} 36.9 ℃` });
    await toast.getByRole('button', { name: '撤销' }).tap();
    await page.getByText('已撤销').waitFor();
    assert.deepEqual(await taken(client), [365, 378]);
    await context.close();
  });

  await t.test('what is entered without a network is sent later, once', async () => {
    const { page, context } = await visitor('wangge', kPhone);
    await page.goto(`${server.url}/measure`);
    await page.getByRole('button', { name: /^开始（4 人待测）/ }).waitFor();
    // The application itself must be at hand by then.
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.getByRole('button', { name: /^开始（4 人待测）/ }).waitFor();

    await context.setOffline(true);
    await page.getByRole('button', { name: /^开始（4 人待测）/ }).tap();
    const sheet = page.locator('dialog[open]');
    for (const value of ['66', '67']) {
      for (const d of value) await sheet.getByRole('button', { name: d, exact: true }).tap();
      await sheet.getByRole('button', { name: '保存，下一位' }).tap();
    }
    await page.locator('.outbox-bar', { hasText: '2 条登记尚未送达' }).waitFor();
    assert.deepEqual(await taken(client), [365, 378]);

    // The phone forgets the page; the page comes back without the network, with the list.
    await page.reload();
    await page.getByText('没有网络：这是刚才的名单').waitFor();
    await page.getByText('全部 6', { exact: true }).tap();
    await page.getByText('36.6 ℃ 待发送').waitFor();
    await page.getByText('待测 2', { exact: true }).tap();
    const stored = await page.evaluate(() => JSON.stringify(localStorage));
    for (const one of people) assert.ok(!stored.includes(one.name), 'a name is kept on the phone');

    await context.setOffline(false);
    await page.locator('.outbox-bar').waitFor({ state: 'detached', timeout: 20_000 });
    assert.deepEqual(await taken(client), [365, 366, 367, 378]);
    await page.getByRole('button', { name: /^开始（2 人待测）/ }).waitFor();
    await context.close();
  });

  await t.test('a change elsewhere appears by itself', async () => {
    const { page, context } = await visitor('shuji');
    await page.getByRole('link', { name: '开始测温（2 人）' }).waitFor();
    const list = await due(client);
    const open = list.buildings.flatMap((b) => b.people)
      .find((one) => one.slots.some((slot) => slot.state === 'open'));
    await client.command('monitoring.record',
      { person: open.person.person, tenths: 364, symptoms: [] });
    await page.getByRole('link', { name: '开始测温（1 人）' }).waitFor();
    await context.close();
  });

  await t.test('a whole grid in a table', async () => {
    const { page, context, open } = await visitor('wangge');
    await open('/measure');
    await page.getByRole('button', { name: '整表录入' }).click();
    const inputs = page.locator('.temperature');
    assert.equal(await inputs.count(), 1);
    await inputs.first().fill('9');
    assert.ok(await page.getByRole('button', { name: '保存 0 人' }).isDisabled());
    await inputs.first().fill('36.2');
    await page.getByRole('button', { name: '保存 1 人' }).click();
    await page.getByText('都测完了').waitFor();
    assert.deepEqual(await taken(client), [362, 364, 365, 366, 367, 378]);
    await context.close();
  });

  await t.test('search by initials, by the end of a phone, by keyboard', async () => {
    const { page, context } = await visitor('wangge');
    const someone = people[4]; // 李建华
    assert.equal(someone.name, '李建华');
    await page.keyboard.press('/');
    await page.waitForURL('**/search');
    await page.keyboard.type('ljh');
    await page.locator('a.result', { hasText: someone.name }).waitFor();
    assert.ok(!page.url().includes('ljh'), 'no names in addresses');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/people/*');
    await page.locator('h1', { hasText: someone.name }).waitFor();
    // A grid worker sees names and phones, but not the whole ID number.
    const text = await page.locator('main').textContent();
    assert.ok(text.includes(someone.phone));
    assert.ok(!text.includes(someone.id));
    assert.match(text, /36\.\d|37\.8/);

    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.locator('input[type=search]').fill(someone.phone.slice(-4));
    await page.locator('a.result', { hasText: someone.name }).waitFor();
    assert.equal(await page.locator('a.result').count(), 1);
    // Somebody of the other grid is not found.
    await page.locator('input[type=search]').fill(people[14].phone);
    await page.getByText('没有找到').waitFor();
    await context.close();
  });

  await t.test('the other language', async () => {
    const { page, context } = await visitor('shuji');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    await page.reload();
    await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
    // The server's own words too.
    await page.getByText('handle escalations').waitFor();
    assert.match(await page.title(), /^Today/);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '今日待办' }).waitFor();
    await context.close();
  });

  await t.test('a household is put right, and the change undone', async () => {
    const { page, context } = await visitor('shuji');
    await page.keyboard.press('/');
    await page.locator('input[type=search]').fill(people[0].phone);
    await page.locator('a.result', { hasText: people[0].name }).waitFor();
    await page.getByRole('link', { name: /^查看住户/ }).click();
    await page.waitForURL('**/households/*');
    const members = page.locator('.card').filter({ hasText: '家庭成员' }).locator('li');
    await members.first().waitFor();
    assert.equal(await members.count(), 2);

    await page.getByRole('button', { name: '添加成员' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('姓名').fill('司马小雨');
    await dialog.getByLabel(/^证件号码/).fill('532601199001011230');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByRole('alert').getByText(/身份证号有误/).waitFor();
    await dialog.getByLabel(/^证件号码/).fill('');
    await dialog.getByLabel('与户主关系').selectOption('daughter');
    await dialog.getByText('党员', { exact: true }).click();
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByText('司马小雨 已登记').waitFor();
    await members.nth(2).waitFor();
    assert.match(await members.nth(2).textContent(), /司马小雨.*女.*党员/s);

    await page.getByRole('button', { name: '已走访' }).click();
    await page.locator('.toast', { hasText: '已登记：已走访' }).getByText('撤销').click();
    await page.getByText('已撤销').waitFor();
    await page.locator('h1', { hasText: '未走访' }).waitFor();
    const struck = page.locator('.timeline-item.amended', { hasText: '走访登记' });
    await struck.getByText('已更正').waitFor();

    // Moves out to a neighbour and back.
    await members.nth(2).getByRole('link').click();
    await page.waitForURL('**/people/*');
    await page.getByRole('button', { name: '变更住址' }).click();
    await dialog.locator('input[type=search]').fill(people[2].phone);
    await dialog.locator('.area-row').first().click();
    await dialog.getByText('原来登记错了').click();
    await dialog.getByRole('button', { name: '变更住址' }).click();
    const toast = page.locator('.toast', { hasText: '司马小雨 已登记到' });
    await toast.waitFor();
    const link = page.locator('.page-title .household-link');
    await page.waitForFunction(() =>
      document.querySelector('.page-title .household-link')?.textContent.includes('102'));
    await toast.getByText('撤销').click();
    await page.waitForFunction(() =>
      document.querySelector('.page-title .household-link')?.textContent.includes('101'));
    assert.match(await link.textContent(), /桂花苑/);
    await context.close();
  });

  await t.test('an account: made, first password changed, disabled', async () => {
    const { page, context, open } = await visitor('shuji');
    await open('/accounts');
    await page.getByRole('button', { name: '新建账号' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel(/^登录名/).fill('louzhang');
    await dialog.getByLabel(/^姓名/).fill('一幢楼长');
    await dialog.getByLabel('角色').selectOption('building_head');
    await dialog.getByRole('button', { name: '新建账号' }).click();
    const password = await dialog.locator('.secret').textContent();
    await dialog.getByRole('button', { name: '已记下' }).click();
    assert.equal(await page.locator('.secret').count(), 0);
    await page.getByText('待改初始密码').waitFor();

    const other = await visit(browser, server);
    all.push(other.errors);
    await other.signIn('louzhang', password);
    await other.page.getByRole('heading', { name: '设置新密码' }).waitFor();
    // Nothing else can be had before that.
    await other.page.goto(`${server.url}/search`);
    await other.page.getByRole('heading', { name: '设置新密码' }).waitFor();
    await other.page.getByLabel('当前密码').fill(password);
    await other.page.getByLabel('新密码', { exact: true }).fill('short');
    await other.page.getByLabel('再输一遍新密码').fill('shorter');
    await other.page.getByText('两遍输入的新密码不一样').waitFor();
    await other.page.getByLabel('再输一遍新密码').fill('short');
    await other.page.getByRole('button', { name: '修改密码' }).click();
    await other.page.getByRole('alert').getByText(/密码至少/).waitFor();
    for (const label of ['新密码', '再输一遍新密码']) {
      await other.page.getByLabel(label, { exact: true }).fill('saying nothing 2020');
    }
    await other.page.getByRole('button', { name: '修改密码' }).click();
    await other.page.waitForURL('**/search');

    await page.getByRole('link', { name: /一幢楼长/ }).click();
    await page.getByRole('button', { name: '停用' }).click();
    await dialog.getByText('立即退出所有设备').waitFor();
    await dialog.getByRole('button', { name: '停用' }).click();
    await page.getByText('账号已停用').waitFor();
    await other.page.reload();
    await other.page.waitForURL('**/sign-in**');
    await other.context.close();
    await context.close();
  });

  await t.test('who sees records only masked sees no whole name', async () => {
    const { page, context, open } = await visitor('jiedao');
    await page.getByText('脱敏').first().waitFor();
    const text = await page.locator('main').textContent();
    for (const one of returned) assert.ok(!text.includes(one.name), one.name);
    assert.equal(await page.locator('.side-nav').getByText('查人查户').count(), 0);
    // What is for others to do can be looked at, and no way leads to a page that is not theirs.
    assert.equal(await page.locator('a[href^="/measure"]').count(), 0);
    await open('/orders');
    await page.locator('tr[data-order]').first().waitFor();
    assert.equal(await page.locator('tr[data-order] input').count(), 0);
    await context.close();
  });

  await t.test('the ledger with a thumb; what was decided is in the person’s story', async () => {
    const { page, context, open } = await visitor('shuji', kPhone);
    await open('/orders');
    const row = page.locator('tr[data-order]').first();
    await row.locator('input').tap();
    await page.getByText('已选 1 条').waitFor();
    await page.getByRole('button', { name: '指定包保组' }).waitFor();
    await row.locator('.person-name a').tap();
    await page.waitForURL('**/people/*');
    const decided = page.locator('.timeline-item', { hasText: '判定' });
    await decided.getByRole('link').tap();
    await page.waitForURL('**/orders/*');
    await context.close();
  });

  await t.test('an area is added and renamed, and the name taken back', async () => {
    const { page, context, open } = await visitor('shuji');
    await open('/areas');
    await page.getByRole('button', { name: '新增网格' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('名称').fill('第3网格');
    await dialog.getByRole('button', { name: '保存' }).click();
    const row = page.locator('.rows li', { hasText: '第3网格' });
    await row.getByText('还没有责任人').waitFor();
    await row.getByRole('button', { name: /改名/ }).click();
    await dialog.getByLabel('名称').fill('河东网格');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.locator('.rows li', { hasText: '河东网格' }).waitFor();
    await page.locator('.toast', { hasText: '已改名' }).getByText('撤销').click();
    await row.waitFor();
    await context.close();
  });

  await t.test('an area goes to another parent with what is in it, and back', async () => {
    const { page, context, open } = await visitor('shuji');
    await open('/areas');
    await page.locator('.rows').getByRole('button', { name: '第1网格', exact: true }).click();
    const row = page.locator('.rows li', { hasText: '桂花苑' });
    await row.getByRole('button', { name: /^划转/ }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('划到哪个网格').selectOption({ label: '第2网格' });
    await dialog.locator('[data-test=move-effects]').getByText(/6 户、1\d 人，其中在管 6 人/).waitFor();
    await dialog.getByRole('button', { name: '划到 第2网格' }).click();
    await page.locator('.toast', { hasText: '桂花苑 已划到 第2网格' }).waitFor();
    await row.waitFor({ state: 'detached' });
    const inside = async (grid) =>
      (await client.get(`/api/areas/${kCommunity}-${grid}`)).children.map((one) => one.name).sort();
    assert.deepEqual(await inside(2), ['桂花苑', '石榴园']);
    await page.locator('.toast').getByText('撤销').click();
    await row.waitFor();
    assert.deepEqual(await inside(2), ['石榴园']);
    await context.close();
  });

  await t.test('who did a step is named to those who see names, and to nobody else', async () => {
    const order = (await client.get('/api/observation/orders', { area: kCommunity })).orders[0];
    for (const [login, count] of [['shuji', 1], ['jiedao', 0]]) {
      const { page, context, open } = await visitor(login);
      await open(`/orders/${order.order}`);
      const placed = page.locator('.card', { hasText: '经过' }).locator('li', { hasText: '判定' });
      await placed.waitFor();
      assert.equal(await placed.getByText('root').count(), count, login);
      await context.close();
    }
  });

  await t.test('anybody checks a paper without an account, by hand or with the camera', async () => {
    const { orders } = await client.get('/api/observation/orders', { area: kCommunity });
    const { order, notice, measure, last } = orders[0];
    assert.match(notice, /^观告〔2020〕[1-6]号$/);
    const code = signedCode(server, {
      kind: 'notice',
      number: notice,
      issued: '2020-02-17T01:00:00Z',
      fields: { order, measure, until: last, area: kCommunity },
    });
    const { page, context, errors } = await visit(browser, server, kPhone);
    all.push(errors);
    // What reads a code out of a picture is the phone's; the camera, the page and the server are
    // real here.
    await context.grantPermissions(['camera'], { origin: server.url });
    await page.addInitScript((text) => {
      window.BarcodeDetector = class {
        static async getSupportedFormats() {
          return ['qr_code'];
        }
        async detect(video) {
          return video.videoWidth > 0 && video.currentTime > 0 ? [{ rawValue: text }] : [];
        }
      };
    }, code);
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole('link', { name: '核验证明' }).tap();
    await page.waitForURL('**/verify');
    const verdict = page.locator('[data-test=verdict]');
    await page.getByRole('button', { name: '用摄像头扫码' }).tap();
    await verdict.getByText('有效', { exact: true }).waitFor();
    const said = await page.locator('dl.said').textContent();
    assert.match(said, /观察告知书.*里布嘎社区/s);
    assert.ok(said.includes(notice), said);
    assert.ok(said.includes(`${Number(last.slice(5, 7))}月${Number(last.slice(8))}日`), said);
    assert.equal(await page.evaluate(() => document.querySelector('video')), null);

    await page.reload();
    const paste = page.getByLabel('粘贴二维码的内容');
    await paste.fill(code.replace(/.{40}/g, '$&\n'));
    await page.getByRole('button', { name: '核验', exact: true }).tap();
    await verdict.getByText('有效', { exact: true }).waitFor();
    await page.reload();
    const middle = code.length >> 1;
    const other = code[middle] === 'A' ? 'B' : 'A';
    await paste.fill(code.slice(0, middle) + other + code.slice(middle + 1));
    await page.getByRole('button', { name: '核验', exact: true }).tap();
    await verdict.getByText('无效', { exact: true }).waitFor();
    assert.equal(await page.locator('dl.said').count(), 0);

    await client.command('observation.withdraw', { order, reason: 'wrong_facts' });
    await page.reload();
    await paste.fill(code);
    await page.getByRole('button', { name: '核验', exact: true }).tap();
    await verdict.getByText('已失效', { exact: true }).waitFor();
    await context.close();
  });

  await t.test('every page opens without an error, on a desk and on a phone', async () => {
    for (const size of [{}, kPhone]) {
      const { page, context } = await visitor('shuji', size);
      for (const where of ['search', 'today', 'measure', 'screening', 'placement', 'orders',
        'escalations', 'daily', 'returnees', 'import', 'coverage', 'doubts', 'rules', 'accounts',
        'looks', 'areas', 'interface', 'account', 'verify', 'notice']) {
        await go(page, `/${where}`);
        await page.locator('.skeleton').waitFor({ state: 'detached' });
        assert.equal(await page.locator('.load-error').count(), 0, where);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth
          - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${where} is ${wide} px too wide`);
        const unnamed = await page.evaluate(() =>
          [...document.querySelectorAll('main button, main a, main input:not([type=hidden])')]
            .filter((one) => one.checkVisibility() && !one.textContent.trim()
              && !one.getAttribute('aria-label') && !one.getAttribute('title')
              && !(one.labels?.length))
            .map((one) => one.outerHTML.slice(0, 120)));
        assert.deepEqual(unnamed, [], where);
      }
      await context.close();
    }
  });

  assert.deepEqual(all.flat(), []);
});
