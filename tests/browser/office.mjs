// The program and a real browser before it, as somebody in an office or on a round has them.
import path from 'node:path';

import { chromium } from 'playwright-core';

import { Client, Server, addUser, kPassword, repo, temporary } from '../scenarios/lib.mjs';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
// Whatever zone the office computer thinks it is in, the pages show the place's own time.
const kZone = 'America/New_York';
export const kPhone = { width: 390, height: 844, phone: true };

export async function launch(t, more = []) {
  const browser = await chromium.launch({
    executablePath: kChromium,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      ...more,
    ],
  });
  t.after(() => browser.close());
  return browser;
}

// A browser of its own before the server. Anything that the page reports as an error fails the
// test, if it looks at `errors` in the end.
export async function visit(browser, server, { width = 1280, height = 900, phone = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    hasTouch: phone,
    isMobile: phone,
    locale: 'zh-CN',
    timezoneId: kZone,
  });
  context.setDefaultTimeout(60_000); // a busy machine is no fault
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|\[Vue warn\]/.test(message.text())) errors.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 500) errors.push(`${response.status()} ${response.url()}`);
  });
  const open = async (where) => {
    await page.goto(server.url + where);
    await page.locator('h1').first().waitFor({ state: 'attached' });
  };
  const signIn = async (login, password = kPassword) => {
    await page.goto(`${server.url}/sign-in`);
    await page.locator('input[autocomplete=username]').fill(login);
    await page.locator('input[autocomplete=current-password]').fill(password);
    await page.locator('button[type=submit]').click();
  };
  return { context, page, errors, open, signIn };
}

// To another page of the application as a link within it leads there: without loading it anew.
export async function go(page, where) {
  const before = await page.title();
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, where);
  await page.waitForFunction((title) => document.title !== title, before);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.locator('h1').first().waitFor({ state: 'attached' });
}

// A server over an empty data directory with one account, signed in.
export async function office(t, { role, area, width, height, prepare }) {
  const folder = temporary(t);
  const data = path.join(folder, 'data');
  if (prepare) await prepare(data);
  await addUser(data, folder, 'office', role, area);
  const server = await Server.start(t, data);
  const visitor = await visit(await launch(t), server, { width, height });
  await visitor.signIn('office');
  await visitor.page.waitForURL('**/today');
  return { server, ...visitor };
}

// A server whose clock stands where the test wants it, with these areas ([code, name]) and accounts
// ([login, role, area]) beside the administrator `root`, a client of his to prepare and to check
// with, and a browser.
export async function rehearsal(t, { clock, areas, accounts }) {
  const folder = temporary(t);
  const data = path.join(folder, 'data');
  const args = ['--rehearsal', clock];
  // A directory is a rehearsal from its first moment, so that no real one becomes one.
  await (await Server.start(t, data, args)).stop();
  await addUser(data, folder, 'root', 'administrator', '0');
  const server = await Server.start(t, data, args);
  const client = await Client.signIn(server, 'root');
  // Through the server: the command line has no rehearsal's clock, and no entry is older than those
  // before it.
  for (const [code, name] of areas) await client.command('organisation.add-area', { code, name });
  for (const [login, role, area] of accounts) {
    const first = 'changed at the first sign-in';
    await client.command('organisation.add-account', { login, role, area, password: first });
    const own = await Client.signIn(server, login, first);
    const json = { old_password: first, new_password: kPassword };
    const answer = await own.send('POST', '/api/password', { json });
    if (answer.status >= 300) throw new Error(`password of ${login}: ${answer.text}`);
  }
  return { server, client, browser: await launch(t) };
}

// Keeps the page as it is at this moment for the documents: `FX_WRITE_DOCS=1 npm test` makes the
// pictures docs/policy-<name>.png anew. Otherwise it does nothing.
export async function picture(page, name, height = 700) {
  if (!process.env.FX_WRITE_DOCS) return;
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (const one of document.querySelectorAll('*')) one.scrollLeft = 0;
    scrollTo(0, 0);
  });
  await page.screenshot({
    path: path.join(repo, `docs/policy-${name}.png`),
    clip: { x: 0, y: 0, width: page.viewportSize().width, height },
    animations: 'disabled',
  });
}

// What a number on the page says: "9,623" is 9623.
export async function number(locator) {
  return Number((await locator.textContent()).replaceAll(/[^0-9-]/g, ''));
}

// Until what is asked of the page holds. Playwright's own waitForFunction takes the promise of an
// asynchronous question for its answer and so never waits for one.
export async function until(page, question, millis = 15_000) {
  const end = Date.now() + millis;
  while (!(await page.evaluate(question))) {
    if (Date.now() > end) throw new Error(`still not: ${question}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
