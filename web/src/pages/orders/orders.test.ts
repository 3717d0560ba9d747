import { expect, test } from 'vitest'

import { applies, refusals, type OrderLine } from './orders'

const line = (order: string) => ({ order }) as OrderLine

test('a refused row is told with its order, in the language of the reader', () => {
  const sent = [line('a'), line('b'), line('c')]
  const answers = [
    { row: 0, done: true },
    {
      row: 2,
      done: false,
      code: 'observation.too-early',
      message_zh: '观察期未满',
      message_en: 'still running',
      remedy_zh: '期满后再解除',
      remedy_en: 'wait',
    },
  ]
  expect(refusals(sent, answers, 'zh')).toEqual([
    { line: sent[2], message: '观察期未满', remedy: '期满后再解除' },
  ])
  expect(refusals(sent, answers, 'en')[0].message).toBe('still running')
})

test('what is over cannot be released, what is served is not served again', () => {
  expect(applies('release', 'released')).toBe(false)
  expect(applies('release', 'awaiting_decision')).toBe(true)
  expect(applies('serve', 'in_force')).toBe(false)
  expect(applies('assign_team', 'hospital')).toBe(true)
  expect(applies('extend', 'hospital')).toBe(false)
})
