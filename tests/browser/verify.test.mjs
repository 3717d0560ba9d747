// A guard at a gate: codes are read with a browser that reads none itself, and checked where there
// is no network, on a page that was opened once.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';

import { registerCsv, returneesCsv, smallCommunity } from '../scenarios/community.mjs';
import { kCommunity, temporary } from '../scenarios/lib.mjs';
import { filmOf } from './camera.mjs';
import { kPhone, launch, rehearsal, until, visit } from './office.mjs';
import { signedCode } from './signed.mjs';

const people = smallCommunity(4);

async function ready(t) {
  const at = await rehearsal(t, {
    clock: '2020-02-17T09:00:00+08:00',
    areas: [[kCommunity, '里布嘎社区']],
    accounts: [],
  });
  const { client } = at;
  await client.command('rules.use', { area: kCommunity, pack: 'xinping-2020', from: '2020-02-01' });
  await client.take('/api/registry/imports', { area: kCommunity, file_name: '登记表.csv' },
    registerCsv(people));
  await client.take('/api/returnees/imports', { area: kCommunity, file_name: '返乡台账.csv' },
    returneesCsv([[people[0], '四川成都', '2020-02-14']]));
  await client.command('observation.place-all', { area: kCommunity });
  const { orders } = await client.get('/api/observation/orders', { area: kCommunity });
  return { ...at, order: orders[0] };
}

const altered = (code) => {
  const at = code.length - 20;
  return code.slice(0, at) + (code[at] === 'A' ? 'B' : 'A') + code.slice(at + 1);
};

test('checking codes', async (t) => {
  const { server, browser, order } = await ready(t);

  await t.test('without a network, on a page that was opened once', async (t) => {
    const made = (over) =>
      signedCode(server, {
        kind: 'release',
        number: '观解〔2020〕1号',
        issued: '2020-02-17T01:00:00Z',
        fields: { order: order.order, until: '2020-02-16', area: kCommunity },
        ...over,
      });
    const good = made({});
    const expired = made({ kind: 'pass', number: '通〔2020〕7号', expires: '2020-02-17T00:00:00Z' });
    const valid = made({ kind: 'pass', number: '通〔2020〕8号', expires: '2020-02-18T00:00:00Z' });
    const over = made({
      kind: 'notice',
      number: '观告〔2020〕9号',
      fields: { measure: 'home', until: '2020-02-16', area: kCommunity },
    });

    const { page, context, errors } = await visit(browser, server, kPhone);
    // Straight to the page, as by a link or a code on the wall of the gate.
    await page.goto(`${server.url}/verify`);
    await page.waitForFunction(() => localStorage.getItem('verify-keys'));
    await until(page, async () => {
      await navigator.serviceWorker.ready;
      const names = (await caches.keys()).filter((name) => name.startsWith('version-'));
      return names.length === 1 && !!(await (await caches.open(names[0])).match('/'));
    });
    // Nothing about anybody: what is kept are files of the application.
    const kept = await page.evaluate(async () => {
      const out = [];
      for (const name of await caches.keys()) {
        for (const one of await (await caches.open(name)).keys()) out.push(new URL(one.url).pathname);
      }
      return out;
    });
    assert.ok(kept.length > 5, kept.join(' '));
    for (const file of kept) {
      assert.match(file, /^\/($|assets\/|icon-\d+\.png$|favicon\.svg$|manifest\.webmanifest$)/);
    }

    await context.setOffline(true);
    await server.stop();
    await page.reload();
    await page.locator('h1', { hasText: '核验' }).waitFor();

    const verdict = page.locator('[data-test=verdict]');
    const said = page.locator('dl.said');
    const check = async (code, word) => {
      await page.getByLabel('粘贴二维码的内容').fill(code);
      const began = Date.now();
      await page.getByRole('button', { name: '核验', exact: true }).tap();
      await verdict.getByText(word, { exact: true }).waitFor();
      t.diagnostic(`${word} after ${Date.now() - began} ms`);
    };
    const next = () => page.reload();

    await check(good, '签名真实');
    await verdict.getByText('没有联系上发证单位').waitFor();
    assert.match(await said.textContent(), /解除观察证明.*观解〔2020〕1号.*532601003005/s);
    await next();
    await check(altered(good), '无效');
    await verdict.getByText('签名不符').waitFor();
    assert.equal(await said.count(), 0);
    await next();
    await check(expired, '已失效');
    await verdict.getByText(/此码已于 .*08:00 失效/).waitFor();
    await next();
    await check(valid, '签名真实');
    await next();
    await check(over, '已失效');
    await verdict.getByText('观察期限已满').waitFor();
    assert.match(await said.textContent(), /居家隔离医学观察/);
    await next();
    await check('https://example.com/', '无效');

    // The same where the browser has no Ed25519.
    await page.addInitScript(() => {
      crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
    });
    await next();
    await check(good, '签名真实');
    await next();
    await check(altered(good), '无效');

    // A phone that has never fetched the keys does not call a paper forged.
    await page.evaluate(() => localStorage.removeItem('verify-keys'));
    await next();
    await check(good, '核验不了');
    assert.deepEqual(errors, []);
    await context.close();
  });
});

test('a code on paper is read where the browser reads none itself', async (t) => {
  const { server, client, order } = await ready(t);
  const paper = await client.send('GET', `/api/observation/orders/${order.order}/notice`);
  const film = filmOf(temporary(t), paper.bytes);
  const browser = await launch(t, [`--use-file-for-fake-video-capture=${film}`]);
  const { page, context, errors } = await visit(browser, server, kPhone);
  await context.grantPermissions(['camera'], { origin: server.url });
  await page.addInitScript(() => delete window.BarcodeDetector);
  await page.goto(`${server.url}/verify`);
  await page.getByRole('button', { name: '用摄像头扫码' }).tap();
  await page.locator('[data-test=verdict]').getByText('有效', { exact: true }).waitFor();
  const said = await page.locator('dl.said').textContent();
  assert.ok(said.includes(order.notice) && said.includes('里布嘎社区'), said);
  // The camera is let go.
  assert.equal(await page.evaluate(() => document.querySelector('video')), null);
  assert.deepEqual(errors, []);
  await context.close();
});

// The server as after another version of the application was put there: its page and its list of
// files differ.
async function renewable(t, server) {
  const state = { renewed: false };
  const proxy = createServer(async (request, response) => {
    const answer = await fetch(server.url + request.url, { headers: { accept: '*/*' } });
    let body = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get('content-type') ?? '';
    if (state.renewed && request.url === '/offline.json') {
      body = JSON.stringify({ ...JSON.parse(body), version: 'next' });
    } else if (state.renewed && type.startsWith('text/html')) {
      body = body.toString().replace('<title>', '<meta name="next" /><title>');
    }
    response.writeHead(answer.status, { 'content-type': type });
    response.end(body);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  t.after(() => proxy.close());
  state.url = `http://127.0.0.1:${proxy.address().port}`;
  return state;
}

test('a new version of the application takes the place of the one that is kept', async (t) => {
  const { server, browser } = await ready(t);
  const site = await renewable(t, server);
  const { page, context } = await visit(browser, server, kPhone);
  await page.goto(`${site.url}/verify`);
  const caches = () => page.evaluate(async () => (await window.caches.keys()).join());
  await until(page, async () => !!(await window.caches.match('/')));
  assert.match(await caches(), /^version-[0-9a-f]{16}$/);
  site.renewed = true;
  await page.reload();
  assert.equal(await page.locator('meta[name=next]').count(), 1, 'seen at once');
  await until(page, async () => (await window.caches.keys()).join() === 'version-next');
  await context.setOffline(true);
  await page.reload();
  await page.locator('h1', { hasText: '核验' }).waitFor();
  assert.equal(await page.locator('meta[name=next]').count(), 1);
  await context.close();
});
