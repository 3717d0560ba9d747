import { expect, test } from 'vitest'

import {
  columnsOf,
  emptyColumns,
  partsInOrder,
  without,
  type DailyTable,
  type Group,
} from './daily'

const column = (id: string) => ({ id, zh: id, en: id })
const groups: Group[] = [
  { zh: '底数', en: 'Register', columns: [column('households'), column('people')] },
  { zh: '返乡', en: 'Returnees', columns: [column('new')] },
  { zh: '异常', en: 'Escalations', columns: [column('open'), column('opened')] },
]
const row = (values: number[]) => ({ area: 'a', name: 'a', values })
const table = {
  groups,
  rows: [row([1, 2, 0, 0, 1]), row([0, 3, 0, 0, 0])],
  total: row([1, 5, 0, 0, 1]),
} as DailyTable

test('columns follow the order of the values', () => {
  expect(columnsOf(groups).map((one) => [one.id, one.at, one.first])).toEqual([
    ['households', 0, true],
    ['people', 1, false],
    ['new', 2, true],
    ['open', 3, true],
    ['opened', 4, false],
  ])
})

test('parts are in natural order, without those that have nothing', () => {
  const part = (area: string, value: number) => ({ area, value })
  const parts = [part('x-10', 1), part('x-2', 3), part('x-3', 0)]
  expect(partsInOrder(parts).map((one) => one.area)).toEqual(['x-2', 'x-10'])
})

test('columns without anything can be left out, and a group with them', () => {
  const hidden = emptyColumns(table)
  expect([...hidden]).toEqual([2, 3])
  const shown = without(groups, hidden)
  expect(shown.map((one) => one.group.zh)).toEqual(['底数', '异常'])
  expect(shown[1].cells).toMatchObject([{ id: 'opened', at: 4, first: true }])
})
