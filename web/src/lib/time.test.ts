import { expect, test } from 'vitest'

import { addDays, clockText, dayOf, daysBetween, instantAt, localInput } from './time'

test('days begin at midnight of the place, whatever zone the browser is in', () => {
  expect(dayOf('2020-02-27T15:59:59Z')).toBe('2020-02-27')
  expect(dayOf('2020-02-27T16:00:00Z')).toBe('2020-02-28')
  expect(dayOf('2020-02-28T00:00:00+08:00')).toBe('2020-02-28')
  expect(clockText('2020-02-28T17:05:00+08:00')).toBe('17:05')
})

test('counts days over the end of February', () => {
  expect(addDays('2020-02-28', 2)).toBe('2020-03-01')
  expect(daysBetween('2020-02-28', '2020-03-01')).toBe(2)
})

test('what is entered is the time on the wall of the place', () => {
  expect(instantAt('2020-02-28T17:05').toISOString()).toBe('2020-02-28T09:05:00.000Z')
  expect(localInput('2020-02-28T09:05:00Z')).toBe('2020-02-28T17:05')
})
