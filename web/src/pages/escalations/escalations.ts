// Escalations: opened by a reading, closed by a person, with a clock on every step between.
import type { PersonCard } from '../../lib/types'

export type StepName = 'reported' | 'transport' | 'arrived' | 'result' | 'closed'
export type Outcome = 'cleared' | 'admitted' | 'measured_again'

export interface StepLine {
  step: StepName
  name: string
  due?: string
  done_at?: string
  took_minutes?: number
  overdue: boolean
  outcome?: Outcome
  role?: string
}

export interface Escalation {
  escalation: string
  person: PersonCard
  order: string
  area: string
  opened_at: string
  why: 'fever' | 'symptom' | 'fever_and_symptom'
  tenths?: number
  symptoms: string[]
  open: boolean
  next?: StepName
  overdue: number
  steps: StepLine[]
}

export interface Move {
  step: StepName
  outcome?: Outcome
  /** The plain way on; the others are ways out. */
  main: boolean
}

/** What can be recorded next. A normal reading since closes it at any point before the result. */
export function moves(one: Escalation): Move[] {
  if (!one.open || !one.next) return []
  const out: Move[] =
    one.next === 'result'
      ? [
          { step: 'result', outcome: 'cleared', main: true },
          { step: 'result', outcome: 'admitted', main: true },
        ]
      : [{ step: one.next, main: true }]
  const result = one.steps.find((line) => line.step === 'result')
  if (one.next !== 'closed' && !result?.done_at) {
    out.push({ step: 'closed', outcome: 'measured_again', main: false })
  }
  return out
}

/** The clock that matters: of the step that comes next. */
export const clock = (one: Escalation): StepLine | undefined =>
  one.steps.find((line) => line.step === one.next)

/** Overdue first, then by the time that is left; without a time last. */
export function byUrgency(a: Escalation, b: Escalation): number {
  const due = (one: Escalation) => clock(one)?.due ?? '9999'
  return due(a) === due(b) ? a.opened_at.localeCompare(b.opened_at) : due(a).localeCompare(due(b))
}
