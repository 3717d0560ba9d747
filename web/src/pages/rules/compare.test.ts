// @vitest-environment happy-dom
import { beforeAll, expect, test } from 'vitest'

import { setLanguage } from '../../i18n'
import {
  needsLines,
  outcomeText,
  whyNotApply,
  type Comparison,
  type Needs,
  type Outcome,
} from './compare'

beforeAll(() => setLanguage('zh'))

const outcome: Outcome = {
  person_class: 'hubei',
  class_name: '湖北来返人员',
  measure: 'centralised',
  measure_name: '集中隔离',
  days: 14,
  then_measure: 'home_monitoring',
  then_measure_name: '居家健康监测',
  then_days: 7,
}

test('what a rule says is one line, with what follows', () => {
  expect(outcomeText(outcome)).toBe('集中隔离 14 天，其后居家健康监测 7 天')
  expect(outcomeText({ ...outcome, then_days: 0 })).toBe('集中隔离 14 天')
  expect(outcomeText({ ...outcome, days: 0, then_days: 0, measure_name: '无措施' })).toBe('无措施')
  expect(outcomeText({ ...outcome, problem: '没有规则' })).toBe('没有规则')
})

const needs: Needs = {
  measures: [{ measure: 'centralised', name: '集中隔离', people: 4 }],
  rooms: 4,
  person_days: 56,
  readings: 8,
  tests: 0,
  staff: 2,
  undecided: 0,
}

test('a measure that only one of them has is there with nought for the other', () => {
  const lines = needsLines(needs, {
    ...needs,
    measures: [{ measure: 'home', name: '居家隔离', people: 4 }],
    rooms: 0,
  })
  expect(lines.slice(0, 3)).toEqual([
    { name: '集中隔离', before: 4, after: 0 },
    { name: '居家隔离', before: 0, after: 4 },
    { name: '单人房间', before: 4, after: 0 },
  ])
  expect(lines).toHaveLength(8)
})

test('why something cannot be applied, the nearest reason first', () => {
  const rule = {
    pack: 'a',
    edition: '1',
    pack_name: 'A',
    edition_name: '',
    from: '2020-01-01',
  }
  const one = {
    candidate: { rule, moves: false, draft: false, of_the_day: true },
    before: { ...rule, pack: 'b' },
    after: rule,
    changed: 3,
  } as Comparison
  const may = { against: false, may: true, small: false }
  expect(whyNotApply(one, may)).toBe('')
  expect(whyNotApply({ ...one, changed: 0 }, may)).toBe('')
  expect(whyNotApply({ ...one, changed: 0, before: rule }, may)).toBe('already')
  expect(whyNotApply({ ...one, before: undefined, changed: 0 }, may)).toBe('')
  expect(whyNotApply(one, { ...may, may: false })).toBe('right')
  expect(whyNotApply(one, { ...may, may: false, small: true })).toBe('small')
  const candidate = one.candidate!
  expect(whyNotApply({ ...one, candidate: { ...candidate, of_the_day: false } }, may)).toBe(
    'edition',
  )
  expect(whyNotApply(one, { ...may, against: true })).toBe('against')
  expect(whyNotApply({ ...one, candidate: { ...candidate, draft: true } }, may)).toBe('draft')
  expect(whyNotApply({ ...one, candidate: undefined }, may)).toBe('nothing')
})
