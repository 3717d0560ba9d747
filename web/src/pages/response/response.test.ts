import { expect, test } from 'vitest'

import { inOrder, type Item, tone } from './response'

test('what is late comes first, what is done last', () => {
  const item = (task: string, state: Item['state'], due?: string) => ({ task, state, due }) as Item
  const out = inOrder([
    item('a', 'done', '2020-02-01'),
    item('b', 'open'),
    item('c', 'open', '2020-02-03'),
    item('d', 'overdue', '2020-02-02'),
    item('e', 'overdue', '2020-02-01'),
  ])
  expect(out.map((one) => one.task)).toEqual(['e', 'd', 'c', 'b', 'a'])
})

test('the strictest value looks so, and the mildest', () => {
  expect(tone('situation', 'spread')).toBe('bad')
  expect(tone('level', 'iii')).toBe('warn')
  expect(tone('risk', 'none')).toBe('good')
})
