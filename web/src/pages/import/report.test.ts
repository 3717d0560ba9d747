import { expect, test } from 'vitest'

import { bySheet, kindsOf, nothingNew, problemsCsv, sums, type RowProblem } from './report'

const problem = (over: Partial<RowProblem>): RowProblem => ({
  file: 'a.xlsx',
  sheet: 'Sheet1',
  row: 3,
  column: '电话',
  value: '1',
  code: 'x.bad',
  reason: '电话号码有误',
  remedy: '核实',
  taken: true,
  ...over,
})

const file = {
  file: 'a',
  kind: 'csv',
  rows: 10,
  accepted: 0,
  unchanged: 9,
  set_aside: 1,
  skipped: 2,
  columns: [],
}

test('files are summed, and a file without anything new is known as such', () => {
  expect(sums([file, file])).toEqual({
    rows: 20,
    accepted: 0,
    unchanged: 18,
    set_aside: 2,
    skipped: 4,
  })
  const report = {
    import: '',
    dry_run: true,
    files: [file],
    people_new: 0,
    people_updated: 0,
    households_new: 0,
    areas_new: 0,
    doubts: 0,
    problems: [],
  }
  expect(nothingNew(report)).toBe(true)
  expect(nothingNew({ ...report, files: [file, { ...file, accepted: 1 }] })).toBe(false)
})

test('kinds of problems: rows left out first, then the most frequent', () => {
  const kinds = kindsOf([
    problem({ code: 'a' }),
    problem({ code: 'b' }),
    problem({ code: 'b' }),
    problem({ code: 'c', taken: false }),
  ])
  expect(kinds.map((kind) => [kind.code, kind.count])).toEqual([
    ['c', 1],
    ['b', 2],
    ['a', 1],
  ])
})

test('columns stay in the order of the file, sheet by sheet', () => {
  const columns = [
    { sheet: '一', heading: '姓名', field: 'name' },
    { sheet: '二', heading: '姓名', field: 'name' },
    { sheet: '一', heading: '爱好', field: '' },
  ]
  expect(bySheet(columns).map((one) => one.columns.length)).toEqual([2, 1])
})

test('the file of problems opens in Excel and holds no formula', () => {
  const csv = problemsCsv(
    [problem({ value: '=HYPERLINK("http://x","y")', reason: '甲,乙\n丙' })],
    ['文件', '行'],
    (yes) => (yes ? '已采用' : '未采用'),
  )
  expect(csv.startsWith('\ufeff文件,行\r\n')).toBe(true)
  expect(csv).toContain(`"'=HYPERLINK(""http://x"",""y"")"`)
  expect(csv).toContain('"甲,乙\n丙"')
  expect(csv).toContain('已采用')
})
