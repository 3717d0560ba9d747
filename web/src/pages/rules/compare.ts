// What another rule would mean, and what becomes of those under an order, as the server tells it.
import { t } from '../../i18n'
import type { HouseholdCard, PersonCard } from '../../lib/types'

export interface RuleName {
  pack: string
  edition: string
  pack_name: string
  edition_name: string
  from: string
}

/** What a rule says, whoever it is about. */
export interface Outcome {
  problem?: string
  person_class: string
  class_name: string
  measure: string
  measure_name: string
  days: number
  then_measure: string
  then_measure_name: string
  then_days: number
}

export interface Change {
  people: number
  /** Measure, days or last day differ; else only what goes with them. */
  measure_changes: boolean
  before: Outcome
  after: Outcome
  zh: string
  en: string
}

export interface Needs {
  measures: { measure: string; name: string; people: number }[]
  rooms: number
  person_days: number
  readings: number
  tests: number
  staff: number
  undecided: number
}

export interface Finding {
  code: string
  message: string
  remedy: string
}

export interface MoveCounts {
  affected: number
  moving: number
  keeping: number
  problems: number
  other_measure: number
  longer: number
  shorter: number
  released: number
  same: number
}

export interface MoveWhy {
  moves: boolean
  reason: string
  orders: number
}

export interface Comparison {
  area: string
  area_name: string
  on: string
  candidate?: {
    rule: RuleName
    until?: string
    moves: boolean
    draft: boolean
    of_the_day: boolean
  }
  before?: RuleName
  after?: RuleName
  people: number
  under_order: number
  waiting: number
  period_over: number
  without_arrival: number
  same: number
  changed: number
  measures_changed: number
  rules_before: (RuleName & { people: number })[]
  rules_after: (RuleName & { people: number })[]
  needs_before: Needs
  needs_after: Needs
  changes: Change[]
  findings: Finding[]
  moves?: { counts: MoveCounts; reasons: MoveWhy[] }
}

/** What a rule says about somebody. */
export interface Says {
  problem?: string
  measure: string
  measure_name: string
  days: number
  from?: string
  until?: string
  over: boolean
}

export interface ComparedPerson {
  person: PersonCard
  household?: HouseholdCard
  area: string
  order?: string
  measure_name?: string
  until?: string
  before: Says
  after: Says
}

export type Effect = 'other_measure' | 'longer' | 'shorter' | 'released' | 'same'
export const effects: Effect[] = ['other_measure', 'longer', 'shorter', 'released', 'same']

export interface MoveSide {
  pack: string
  edition: string
  pack_name?: string
  edition_name?: string
  rule?: string
  measure: string
  measure_name: string
  until?: string
}

export interface MoveLine {
  order: string
  person: PersonCard
  household?: HouseholdCard
  area: string
  effect: Effect
  moves: boolean
  reason: string
  before: MoveSide
  after: MoveSide
  problem?: string
}

/** "Home quarantine 14 days, then home monitoring 7 days". */
export function outcomeText(one: Outcome): string {
  if (one.problem) return one.problem
  const days = (name: string, n: number) => (n ? t('compare.days', { name, n }) : name)
  const first = days(one.measure_name, one.days)
  if (!one.then_days) return first
  return t('compare.then', { first, then: days(one.then_measure_name, one.then_days) })
}

/** A figure before and after. */
export interface NeedsLine {
  name: string
  before: number
  after: number
}

export function needsLines(before: Needs, after: Needs): NeedsLine[] {
  const measures = new Map<string, NeedsLine>()
  for (const [side, needs] of [
    ['before', before],
    ['after', after],
  ] as const) {
    for (const one of needs.measures) {
      const line = measures.get(one.measure) ?? { name: one.name, before: 0, after: 0 }
      line[side] = one.people
      measures.set(one.measure, line)
    }
  }
  const figures = ['rooms', 'readings', 'tests', 'staff', 'person_days', 'undecided'] as const
  return [
    ...measures.values(),
    ...figures.map((key) => ({
      name: t(`compare.needs.${key}`),
      before: before[key],
      after: after[key],
    })),
  ]
}

/** Why what is compared cannot be applied from here; nothing when it can. */
export function whyNotApply(
  one: Comparison,
  asked: { against: boolean; may: boolean; small: boolean },
): '' | 'nothing' | 'draft' | 'against' | 'edition' | 'small' | 'right' | 'already' {
  if (!one.candidate) return 'nothing'
  if (one.candidate.draft) return 'draft'
  if (asked.against) return 'against'
  if (!one.candidate.of_the_day) return 'edition'
  if (asked.small) return 'small'
  if (!asked.may) return 'right'
  const name = (rule?: RuleName) => (rule ? `${rule.pack}/${rule.edition}` : '')
  return one.changed === 0 && name(one.before) === name(one.after) ? 'already' : ''
}
