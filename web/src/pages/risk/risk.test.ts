import { expect, test } from 'vitest'

import { type DayLevel, range, weeks } from './risk'

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
