// A small invented community in two grids, as a CSV that an office might keep.
import { csv, idNumber } from './lib.mjs';

// The people of `households` households, two in each; the first half lives in grid 1.
export function smallCommunity(households = 12) {
  const people = [];
  for (let i = 0; i < households; ++i) {
    const grid = i < households / 2 ? 1 : 2;
    for (const [k, name] of [[0, '户主'], [1, '配偶']]) {
      people.push({
        grid,
        household: i,
        name: '张王李赵陈刘杨黄周吴徐孙'[i % 12] + (k === 0 ? '建' : '秀') +
          '国平华英明芳强丽军敏杰燕'[i % 12] + (i >= 12 ? '文武'[i % 2] : ''),
        id: idNumber('532601', `19${60 + (i % 30)}0${1 + (i % 9)}1${k}`, 2 * i + 1 + k),
        phone: `1390000${String(1000 + 2 * i + k)}`,
        relation: name,
        address: [`第${grid}网格`, grid === 1 ? '桂花苑' : '石榴园', `${1 + (i % 2)}幢`, '1单元', `${101 + i}`],
      });
    }
  }
  return people;
}

export function registerCsv(people) {
  return csv([
    ['网格', '小区', '楼栋', '单元', '房号', '姓名', '身份证号码', '联系电话', '与户主关系'],
    ...people.map((p) => [...p.address, p.name, p.id, p.phone, p.relation]),
  ]);
}

// Rows of [person, origin, day of arrival].
export function returneesCsv(rows) {
  return csv([
    ['姓名', '身份证号', '联系电话', '现住址', '从何处返回', '返回时间'],
    ...rows.map(([p, from, day]) => [p.name, p.id, p.phone, p.address.slice(1).join(''), from, day]),
  ]);
}

// A community in which ten came back on the 9th and were placed, and two more wait.
export async function inhabit(root, area) {
  await root.command('rules.use', { area, pack: 'xinping-2020', from: '2020-01-25' });
  const people = smallCommunity(12);
  await root.take('/api/registry/imports', { area, file_name: '登记表.csv' }, registerCsv(people));
  const origins = ['湖北武汉', '湖北武汉', '四川成都', '四川成都', '四川成都', '昆明', '昆明', '昆明',
    '昆明', '云南文山'];
  await root.take('/api/returnees/imports', { area, file_name: '返乡.csv' },
    returneesCsv(origins.map((from, i) => [people[i], from, '2020-02-09'])));
  await root.command('observation.place-all', { area, on: '2020-02-10' });
  await root.take('/api/returnees/imports', { area, file_name: '返乡2.csv' },
    returneesCsv([[people[11], '湖北武汉', '2020-02-11'], [people[12], '四川成都', '2020-02-11']]));
  return people;
}
