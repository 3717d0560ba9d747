import { expect, test } from 'vitest'

import { byLevel, type DayLevel, type Part, range, weeks } from './risk'

const days = (...all: string[]) => all.map((day) => ({ day }) as DayLevel)

test('a calendar begins on a Monday and has whole weeks', () => {
  // 2020-02-01 was a Saturday.
  const out = weeks(days('2020-02-01', '2020-02-02', '2020-02-03'))
  expect(out.map((week) => week.map((one) => one?.day.slice(8) ?? ''))).toEqual([
    ['', '', '', '', '', '01', '02'],
    ['03', '', '', '', '', '', ''],
  ])
  expect(weeks([])).toEqual([])
})

test('what is asked for is never backwards and never too long', () => {
  expect(range('2020-02-02', '2020-02-01')).toBeNull()
  expect(range('2020-01-01', '2020-02-01')).toEqual({ from: '2020-01-01', to: '2020-02-01' })
  expect(range('2019-01-01', '2020-12-31')).toEqual({ from: '2019-11-28', to: '2020-12-31' })
})

test('areas with the highest level and the most cases come first', () => {
  const part = (area: string, level: string, cases: number) =>
    ({ area, level, cases_in_window: cases }) as Part
  const parts = [
    part('1', 'none', 0),
    part('2', 'low', 0),
    part('3', 'medium', 1),
    part('4', 'medium', 4),
    part('5', 'high', 2),
  ]
  expect(byLevel(parts).map((one) => one.area)).toEqual(['5', '4', '3', '2', '1'])
})
