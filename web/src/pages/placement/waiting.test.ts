import { expect, test } from 'vitest'

import { decidable, look, matches, reasonsFor, wayOf, type Waiting } from './waiting'

const one = (over: Partial<Waiting>): Waiting => ({
  source_id: 'a',
  source: 'arrival',
  person: { person: 'p', name: '张三', id_number: '', phone: '13100000000', masked: false },
  area: '532601003005-1',
  origin: '42',
  exposure: '',
  abroad: false,
  arrived: '2020-02-01',
  person_class: 'hubei',
  class_name: '湖北',
  outcome: 'ordered',
  measure: 'centralised',
  measure_name: '集中隔离',
  from: '2020-02-01',
  until: '2020-02-14',
  stages: [],
  alternatives: [],
  needs_person: false,
  ...over,
})

test('the rules decide about those with an outcome, people about the rest', () => {
  expect(wayOf(one({}))).toBe('ordered')
  expect(wayOf(one({ needs_person: true, outcome: undefined }))).toBe('needs_person')
  expect(wayOf(one({ problem: '没有规则包', outcome: undefined }))).toBe('problem')
  expect(decidable(one({ outcome: 'period_passed' }))).toBe(true)
  expect(decidable(one({ needs_person: true }))).toBe(false)
})

test('the look before deciding counts by class and measure and spans their days', () => {
  const lines = look([
    one({}),
    one({ from: '2020-01-30', until: '2020-02-12' }),
    one({ person_class: 'other_city', measure: 'self_monitoring' }),
    one({ until: '2020-02-20' }),
  ])
  expect(lines.map((line) => line.count)).toEqual([3, 1])
  expect(lines[0]).toMatchObject({ from: '2020-01-30', until: '2020-02-20' })
})

test('filters by way, class and words', () => {
  const all = { way: '', person_class: '', text: '' } as const
  expect(matches(one({}), all)).toBe(true)
  expect(matches(one({}), { ...all, way: 'no_measure' })).toBe(false)
  expect(matches(one({}), { ...all, person_class: 'other_city' })).toBe(false)
  expect(matches(one({}), { ...all, text: ' 张 ' })).toBe(true)
  expect(matches(one({}), { ...all, text: '1390' })).toBe(false)
})

test('a reason is offered where it makes sense', () => {
  expect(reasonsFor(one({}), 'home')).toContain('unfit_for_central')
  expect(reasonsFor(one({ measure: 'home' }), 'centralised')).toContain('unfit_for_home')
  expect(reasonsFor(one({ measure: 'home' }), 'home_monitoring')).not.toContain('unfit_for_home')
  expect(reasonsFor(one({ needs_person: true }), 'home')[0]).toBe('undecided_by_rule')
})
