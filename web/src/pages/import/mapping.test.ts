import { expect, test } from 'vitest'

import { headingsOf, readMapping, remapped } from './mapping'
import type { FileReport } from './report'

const file = {
  columns: ['id', 'seen', 'where'].map((heading) => ({ sheet: '', heading, field: '' })),
} as FileReport
const map = {
  format: 1,
  columns: [
    { column: 'id', field: 'number' },
    { column: 'where', field: 'source' },
    { column: 'where', field: 'exposure' },
  ],
  defaults: [{ field: 'classification', value: 'confirmed' }],
}

test('a column that is several things stands several times, one that is nothing once', () => {
  const rows = headingsOf([file], map)
  expect(rows.map((one) => `${one.heading}:${one.field}`)).toEqual([
    'id:number',
    'seen:',
    'where:source',
    'where:exposure',
  ])
  const out = remapped(map, rows, 1, 'onset')
  expect(out.columns).toEqual([
    { column: 'id', field: 'number' },
    { column: 'seen', field: 'onset' },
    { column: 'where', field: 'source' },
    { column: 'where', field: 'exposure' },
  ])
  expect(out.defaults).toEqual(map.defaults)
})

test('what was saved is read again, and nothing else', () => {
  expect(readMapping(JSON.stringify(map))).toEqual(map)
  expect(readMapping('{"format":2,"columns":[]}')).toBeNull()
  expect(readMapping('a,b')).toBeNull()
})
