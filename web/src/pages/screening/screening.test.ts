import { expect, test } from 'vitest'

import { gridLines, outcomesOf, percent } from './screening'

test('figures by sub-area become one line each, in natural order', () => {
  const part = (area: string, value: number) => ({ area, name: area, value })
  const lines = gridLines({
    households: [part('x-10', 5), part('x-2', 7)],
    phone: [part('x-2', 3)],
    door: [],
    notice: [],
    unreached: [part('x-2', 4), part('x-10', 5)],
  })
  expect(lines.map((line) => line.area)).toEqual(['x-2', 'x-10'])
  expect(lines[0]).toMatchObject({ households: 7, phone: 3, unreached: 4 })
})

test('nothing is complete while one household is left', () => {
  expect(percent(1000, 1)).toBe(99)
  expect(percent(1000, 0)).toBe(100)
  expect(percent(1000, 1000)).toBe(0)
  expect(percent(0, 0)).toBe(0)
})

test('a notice is left, a call is answered or not', () => {
  expect(outcomesOf('notice')).toEqual(['notice_left'])
  expect(outcomesOf('door')).not.toContain('notice_left')
})
