import { expect, test } from 'vitest'

import type { HistoryLine, OrderPage } from './orders'
import { commandOf, lastStep, stepsFor } from './steps'

const entry = (kind: string, over: Partial<HistoryLine> = {}): HistoryLine => ({
  entry: kind,
  kind: `observation.${kind}`,
  name: '',
  at: '',
  recorded_at: '',
  actor: '',
  stands: true,
  payload: {},
  ...over,
})

function page(over: Partial<OrderPage['line']>, history = [entry('decided')]): OrderPage {
  return {
    line: { state: 'in_force', stage: 1, served_at: 'x', team: [], ...over },
    plan: [{ measure: 'home', stage: 1, first: '', last: '', tests: [] }],
    approvals: [],
    release: { possible: false },
    history,
  } as unknown as OrderPage
}
const steps = (of: OrderPage) => stepsFor(of).map((one) => one.step)

test('what can be done follows from the state', () => {
  expect(steps(page({ state: 'issued', served_at: undefined }))).toContain('serve')
  expect(steps(page({}))).not.toContain('serve')
  expect(steps(page({ state: 'released' }, [entry('decided'), entry('released')]))).toEqual([])
  expect(steps(page({ state: 'hospital' }, [entry('transferred')]))).toEqual([
    'resume',
    'assign_team',
    'relocate',
    'end',
  ])
})

test('with a stage to come the order is not released but goes on', () => {
  const two = page({})
  two.plan.push({ measure: 'home_monitoring', stage: 2, first: '', last: '', tests: [] })
  expect(steps(two)).toContain('begin_stage')
  expect(steps(two)).not.toContain('release')
  expect(steps({ ...two, line: { ...two.line, stage: 2 } })).toContain('release')
})

test('a decision is withdrawn only while nothing was built on it', () => {
  expect(steps(page({}, [entry('decided'), entry('served')]))).toContain('withdraw')
  expect(steps(page({}, [entry('decided'), entry('extended')]))).not.toContain('withdraw')
  const undone = [entry('decided'), entry('extended', { stands: false }), entry('step-undone')]
  expect(steps(page({}, undone))).toContain('withdraw')
})

test('the latest standing step is the one to undo', () => {
  const history = [
    entry('decided'),
    entry('served'),
    entry('extended', { stands: false }),
    entry('step-undone'),
    entry('team-assigned'),
  ]
  expect(lastStep(page({}, history))).toBe('served')
  expect(lastStep(page({}))).toBeUndefined()
})

test('steps are commands', () => {
  expect(commandOf('begin_stage')).toBe('observation.begin-stage')
  expect(commandOf('record_test')).toBe('observation.record-test')
})
