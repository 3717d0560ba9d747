// Somebody in an office without programming writes the festival rules of a neighbourhood (Putian,
// New Year 2021) by the page alone: from an empty pack to a rule in force.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Client, done, doneJson } from '../scenarios/lib.mjs';
import { kPhone, office, picture, visit } from './office.mjs';

const community = '350302001001';
const neighbour = '350302001002';

async function prepare(data) {
  for (const [code, name] of [[community, '拱辰社区'], [neighbour, '长丰社区']]) {
    await done(['area', 'add', '--data', data, '--code', code, '--name', name]);
  }
  // The same plan as it is shipped, to compare with.
  await done(['policy', 'use', '--data', data, '--area', neighbour, 'putian-2021', '--from',
    '2021-01-01']);
}

test('from an empty pack to a rule in force, by the page alone', async (t) => {
  const { server, page, open, errors } = await office(t, {
    role: 'community_director',
    area: community,
    prepare,
  });
  const part = (name) => page.locator(`[data-test=part-${name}]`).click();
  const editor = page.locator('[data-test=cell-editor]');
  const cell = (row, column) =>
    page.locator(row ? `[data-row="${row}"] [data-column="${column}"]`
      : `.defaults [data-column="${column}"]`);
  // One of the values, by typing a part of its name.
  const choose = async (row, column, text) => {
    await cell(row, column).click();
    await editor.locator('[data-first]').fill(text);
    await page.keyboard.press('Enter');
    await editor.waitFor({ state: 'detached' });
  };
  // Conditions: one value or several, all but them, or a comparison.
  const when = async (row, column, values, { except = false } = {}) => {
    await cell(row, column).click();
    for (const value of values) {
      await editor.locator('[role=option]').filter({ hasText: value }).first().click();
    }
    if (except) await editor.locator('input[type=checkbox]').first().check();
    await editor.locator('[data-test=cell-ok]').click();
  };
  const atMost = async (row, column, operator, number, unknown) => {
    await cell(row, column).click();
    await editor.locator('select').selectOption(operator);
    await editor.locator('[data-first]').fill(String(number));
    if (unknown) await editor.locator('input[type=checkbox]').check();
    await editor.locator('[data-test=cell-ok]').click();
  };
  const fill = async (row, column, text) => {
    await cell(row, column).click();
    await editor.locator('[data-first]').fill(text);
    await page.keyboard.press('Enter');
    await editor.waitFor({ state: 'detached' });
  };
  // A class that the pack does not have yet, named where it is needed.
  const newWord = async (row, column, text) => {
    await cell(row, column).click();
    await editor.locator('[data-test=new-word]').fill(text);
    await page.keyboard.press('Enter');
    await editor.waitFor({ state: 'detached' });
  };
  const column = (kind, label) =>
    page.locator(`[data-test=add-${kind}]`).selectOption({ label });
  const saved = () => page.locator('[data-test=save-saved]').waitFor();

  await t.test('a draft is started empty', async () => {
    await open('/rules');
    await page.getByRole('link', { name: '编写规则' }).first().click();
    await page.locator('[data-test=start]').click();
    await page.locator('[data-test=start-yes]').click();
    await page.locator('[data-test=name]').waitFor();
    assert.match(await page.locator('[data-test=place]').inputValue(), /拱辰社区$/);
  });

  await t.test('the cover says whose rules these are and by what right', async () => {
    await page.locator('[data-test=name]').fill('拱辰社区节日期间防控规则');
    await page.locator('[data-test=issuer]').fill('拱辰社区居委会');
    await page.locator('[data-test=from]').fill('2021-01-01');
    await page.locator('[data-test=until]').fill('2021-03-08');
    for (const [name, text] of [
      ['sources', '莆田某社区节日期间防控规定（2021 年）'],
      ['bases', '《传染病防治法》第三十九条、第四十一条、第四十二条'],
      ['issuers', '区疫情防控指挥部'],
      ['appeals', '可先向作出单位提出异议，也可依法申请行政复议'],
    ]) {
      const words = page.locator(`[data-words=${name}]`);
      await words.locator('[data-test=add-word]').click();
      await words.locator('[data-word]').first().fill(text);
    }
    await saved();
  });

  await t.test('people are told apart, row by row', async () => {
    await page.locator('[data-test=add-table]').click();
    await page.locator('[data-test=topic-placement]').click();
    for (const label of ['接触类别', '来源地', '来源地风险等级', '离开风险区后天数']) {
      await column('fact', label);
    }
    for (const label of ['类别', '期限', '起算', '其后措施', '其后期限', '可改用']) {
      await column('outcome', label);
    }
    // The law, who decides and where to object are those of the cover.
    for (const name of ['basis', 'issuer', 'appeal']) {
      assert.notEqual((await cell(0, name).textContent()).trim(), '', name);
    }
    for (let row = 2; row <= 7; row++) await page.locator('[data-test=add-row]').click();

    await when(1, 'exposure', ['无接触'], { except: true });
    await choose(1, 'measure', '待人工决定');

    await when(2, 'origin_relation', ['境外']);
    await newWord(2, 'class', '境外来返人员');
    await choose(2, 'measure', '集中隔离');
    await fill(2, 'days', '14');
    await choose(2, 'counted_from', '入境');
    await choose(2, 'then_measure', '居家健康监测');
    await fill(2, 'then_days', '7');

    await when(3, 'origin_relation', ['本市']);
    await choose(3, 'measure', '无措施');

    await when(4, 'origin_risk', ['中风险', '高风险']);
    await atMost(4, 'days_since_risk_area', '>', 14);
    await choose(4, 'measure', '无措施');

    await when(5, 'origin_risk', ['中风险', '高风险']);
    await atMost(5, 'days_since_risk_area', '<=', 14, true);
    await newWord(5, 'class', '中高风险地区来返人员');
    await choose(5, 'measure', '居家健康监测');
    await fill(5, 'days', '14');
    await choose(5, 'counted_from', '离开风险区');

    await when(6, 'origin_risk', ['低风险']);
    await newWord(6, 'class', '市外低风险地区来返人员');
    await choose(6, 'measure', '自我健康监测');
    await fill(6, 'days', '14');
    await choose(6, 'counted_from', '到达');
  });

  await t.test('what is missing is said beside the row, with a case, until it is mended', async () => {
    // Two restrictions without a longest duration.
    const finding = (text) => page.locator('[data-test=finding]').filter({ hasText: text });
    await finding('第 3 行“最长期限”').waitFor();
    await finding('第 6 行“最长期限”').waitFor();
    await picture(page, 'table', 900);
    await fill(2, 'max_days', '35');
    await fill(5, 'max_days', '28');
    await finding('最长期限').first().waitFor({ state: 'detached' });
    // Nobody has said yet what becomes of those whose place's level is not known.
    await finding('有情形没有规则，例如').waitFor();
    await when(7, 'origin_risk', ['等级不明']);
    await choose(7, 'measure', '待人工决定');
    await page.locator('[data-test=summary].ready').waitFor();
    await page.locator('[data-row="7"] [aria-label*="删除"]').click();
    await finding('有情形没有规则，例如').waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('[data-test=summary].ready').waitFor();
    await cell(5, 'alternatives').click();
    await editor.locator('[data-value=centralised]').click();
    await page.keyboard.press('Enter');
  });

  await t.test('a table comes from a spreadsheet by copy and paste', async () => {
    await page.locator('[data-test=add-table]').click();
    await page.locator('[data-test=topic-gathering]').click();
    for (const label of ['聚集活动', '参加人数']) await column('fact', label);
    await column('outcome', '间距');
    const rows = [
      ['宴席、庙会', '', '禁止', ''],
      ['家庭聚餐', '<10', '不限', '1'],
      ['家庭聚餐', '>=10; missing', '须报备', '1'],
      ['大型活动', '', '须经批准', '1'],
      ['', '', '须报备', '1'],
    ];
    await cell(1, 'gathering_kind').focus();
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    }, rows.map((row) => row.join('\t')).join('\r\n'));
    assert.equal(await page.locator('[data-table=gathering] [data-row]').count(), 5);
    assert.match(await cell(1, 'gathering_kind').textContent(), /宴席、庙会/);
    await fill(1, 'max_days', '67');
    await fill(4, 'max_days', '67');
    await page.locator('[data-test=summary].ready').waitFor();
  });

  await t.test('examples run where they are written, red and green', async () => {
    await part('examples');
    const add = async (topic, given, expected) => {
      await page.locator('[data-test=example-topic]').selectOption({ label: topic });
      await page.locator('[data-test=add-example]').click();
      const one = page.locator('[data-test=example]').last();
      for (const [side, pairs] of [['given', given], ['expect', expected]]) {
        for (const [label, value] of pairs) {
          await one.locator(`[data-side=${side}] select`).selectOption({ label });
          await editor.locator('[data-first]').fill(value);
          await page.keyboard.press('Enter');
          await editor.waitFor({ state: 'detached' });
        }
      }
      return one;
    };
    const wrong = await add('分类与措施', [['来源地', '外省'], ['来源地风险等级', '高风险']],
      [['措施', '居家健康监测'], ['期限', '21']]);
    await wrong.locator('.tag.bad').waitFor();
    await wrong.getByText(/应为 期限 21，得到 期限 14/).waitFor();
    await picture(page, 'examples');
    await wrong.locator('.pair-text').last().click();
    await editor.locator('[data-first]').fill('14');
    await page.keyboard.press('Enter');
    await wrong.locator('.tag.good').waitFor();
    await add('分类与措施', [['来源地', '境外']], [['措施', '集中隔离'], ['其后期限', '7']]);
    await add('分类与措施', [['来源地', '外省'], ['来源地风险等级', '低风险']],
      [['措施', '自我健康监测']]);
    await add('聚集活动', [['聚集活动', '家庭聚餐'], ['参加人数', '10']], [['办理', '须报备']]);
    await page.locator('[data-test=passed]').getByText('通过 4 / 4').waitFor();
  });

  await t.test('it is published and in force, on the page and on the command line', async () => {
    await part('publish');
    await page.locator('[data-test=publish]').click();
    await page.getByRole('dialog').getByRole('button', { name: '发布' }).click();
    // Published is not in force: what it would change comes first. Nobody has come here yet.
    await page.waitForURL('**/rules/compare?**');
    await page.locator('[data-test=sides]').getByText('没有选用规则包').waitFor();
    await page.getByText('这一天没有在管或待判定的人').waitFor();
    await page.locator('[data-test=apply]').click();
    await page.getByRole('dialog').getByRole('button', { name: /起施行/ }).click();
    await page.waitForURL('**/rules?on=2021-01-01');
    await page.getByText('拱辰社区节日期间防控规则').first().waitFor();
    await page.getByText(/来源地风险等级：中风险、高风险，离开风险区后天数：≤ ?14/).first().waitFor();
    await page.getByText(/集中隔离医学观察 14天，从入境之日的次日算起.*期满后居家健康监测 7天/).first().waitFor();

    const shown = await doneJson(['policy', 'show', '--data', server.data, '--area', community,
      '--on', '2021-02-01', '--topic', 'placement']);
    assert.match(JSON.stringify(shown), /"measure":"home_monitoring"/);

    // The same cases and measures as in the pack that is shipped for these rules.
    const client = await Client.signIn(server, 'office');
    client.language = 'zh';
    const rules = async (area, topic) =>
      (await client.get('/api/rules/in-force', { area, on: '2021-02-01' })).topics
        .find((one) => one.topic === topic).rules;
    for (const topic of ['placement', 'gathering']) {
      const own = await rules(community, topic);
      const model = await rules(neighbour, topic);
      assert.deepEqual(own.map((one) => one.when), model.map((one) => one.when), topic);
      own.forEach((one, n) => {
        const said = new Set(model[n].then.split('；'));
        for (const piece of one.then.split('；')) {
          assert.ok(said.has(piece), `${topic} ${one.row}: ${piece} is not in ${model[n].then}`);
        }
      });
    }
  });

  await t.test('the next edition leaves the published one as it is; a phone can read it', async () => {
    await open('/rules/edit');
    await page.getByRole('button', { name: '写下一个版次' }).click();
    await page.locator('[data-test=from]').waitFor();
    await page.getByText(/以前的版次.*2021-01-01/).waitFor();
    const phone = await visit(page.context().browser(), server, kPhone);
    await phone.signIn('office');
    await phone.page.waitForURL('**/today');
    await phone.open(new URL(page.url()).pathname + '?part=table:placement');
    await phone.page.getByText('居家健康监测').first().waitFor();
    assert.equal(await phone.page.evaluate(() =>
      document.documentElement.scrollWidth <= window.innerWidth), true, 'nothing is cut off');
    assert.deepEqual(phone.errors, []);
    await phone.context.close();
  });

  assert.deepEqual(errors, []);
});
