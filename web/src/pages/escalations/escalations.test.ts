import { expect, test } from 'vitest'

import { byUrgency, clock, moves, type Escalation, type StepName } from './escalations'

function one(next: StepName | undefined, over: Partial<Escalation> = {}): Escalation {
  const names: StepName[] = ['reported', 'transport', 'arrived', 'result', 'closed']
  const at = next ? names.indexOf(next) : names.length
  return {
    escalation: 'e',
    person: { person: 'p', name: '', id_number: '', phone: '', masked: true },
    order: 'o',
    area: '',
    opened_at: '2020-02-20T08:00:00+08:00',
    why: 'fever',
    symptoms: [],
    open: next !== undefined,
    next,
    overdue: 0,
    steps: names.map((step, i) => ({
      step,
      name: step,
      due: `2020-02-20T${String(9 + i).padStart(2, '0')}:00:00+08:00`,
      done_at: i < at ? '2020-02-20T08:30:00+08:00' : undefined,
      overdue: false,
    })),
    ...over,
  }
}

test('the next step is one tap; the result has two ways', () => {
  expect(moves(one('reported')).map((m) => m.outcome ?? m.step)).toEqual([
    'reported',
    'measured_again',
  ])
  expect(moves(one('result')).map((m) => m.outcome)).toEqual([
    'cleared',
    'admitted',
    'measured_again',
  ])
  expect(moves(one('closed')).map((m) => m.step)).toEqual(['closed'])
  expect(moves(one(undefined))).toEqual([])
})

test('the most urgent comes first', () => {
  expect(clock(one('arrived'))?.step).toBe('arrived')
  const sorted = [one('arrived'), one('reported'), one('transport')].sort(byUrgency)
  expect(sorted.map((e) => e.next)).toEqual(['reported', 'transport', 'arrived'])
})
