// The program and a real browser before it, as somebody in an office has them.
import path from 'node:path';

import { chromium } from 'playwright-core';

import { Server, addUser, kPassword, temporary } from '../scenarios/lib.mjs';

const kChromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
// Whatever zone the office computer thinks it is in, the pages show the place's own time.
const kZone = 'America/New_York';

// A server over an empty data directory with one account, signed in from a browser of its own.
// Anything that the page reports as an error fails the test.
export async function office(t, { role, area, width = 1280, height = 900, prepare }) {
  const folder = temporary(t);
  const data = path.join(folder, 'data');
  if (prepare) await prepare(data);
  await addUser(data, folder, 'office', role, area);
  const server = await Server.start(t, data);
  const browser = await chromium.launch({
    executablePath: kChromium,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  t.after(() => browser.close());
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: kZone,
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
  page.on('response', (response) => {
    if (response.status() >= 500) errors.push(`${response.status()} ${response.url()}`);
  });
  const open = async (where) => {
    await page.goto(server.url + where);
    await page.locator('h1').first().waitFor();
  };
  await page.goto(`${server.url}/sign-in`);
  await page.locator('input[autocomplete=username]').fill('office');
  await page.locator('input[type=password]').fill(kPassword);
  await page.locator('button[type=submit]').click();
  await page.waitForURL('**/today');
  return { server, page, open, errors };
}

// What a number on the page says: "9,623" is 9623.
export async function number(locator) {
  return Number((await locator.textContent()).replaceAll(/[^0-9-]/g, ''));
}
