// People about whom nothing has been decided since they came, and what the rules propose.
import type { HouseholdCard, PersonCard } from '../../lib/types'

export interface PlannedStage {
  measure: string
  stage: number
  first: string
  last: string
  tests: string[]
}

export interface Waiting {
  source_id: string
  source: string
  person: PersonCard
  household?: HouseholdCard
  area: string
  origin: string
  /** Of a contact: which kind; then `arrived` is when they last met the case. */
  exposure: string
  abroad: boolean
  arrived: string
  person_class?: string
  class_name?: string
  outcome?: 'ordered' | 'no_measure' | 'period_passed'
  measure?: string
  measure_name?: string
  from?: string
  until?: string
  stages: PlannedStage[]
  rule?: string
  why?: string
  alternatives: string[]
  needs_person: boolean
  problem?: string
}

export interface Summary {
  waiting: number
  ordered: number
  no_measure: number
  period_passed: number
  left_to_people: number
  not_decided: number
  classes: { key: string; count: number }[]
  measures: { key: string; count: number }[]
  problems: { code: string; message_zh: string; message_en: string; count: number }[]
}

export interface WaitingList {
  on: string
  summary: Summary
  people: Waiting[]
  next?: string
}

/** In which way somebody waits: what the page filters and groups by. */
export type Way = 'ordered' | 'no_measure' | 'period_passed' | 'needs_person' | 'problem'

export function wayOf(one: Waiting): Way {
  if (one.problem) return 'problem'
  if (one.needs_person) return 'needs_person'
  return one.outcome ?? 'problem'
}

/** The rules alone can decide about these. */
export const decidable = (one: Waiting): boolean =>
  !['problem', 'needs_person'].includes(wayOf(one))

export interface Line {
  key: string
  class_name: string
  measure_name: string
  outcome: string
  count: number
  from?: string
  until?: string
}

/** What deciding about them will do: one line for each class and measure, largest first. */
export function look(people: Waiting[]): Line[] {
  const lines = new Map<string, Line>()
  for (const one of people) {
    const key = `${one.person_class}/${one.outcome}/${one.measure}`
    const line = lines.get(key)
    if (!line) {
      lines.set(key, {
        key,
        class_name: one.class_name ?? '',
        measure_name: one.measure_name ?? '',
        outcome: one.outcome ?? '',
        count: 1,
        from: one.from,
        until: one.until,
      })
      continue
    }
    line.count++
    if (one.from && (!line.from || one.from < line.from)) line.from = one.from
    if (one.until && (!line.until || one.until > line.until)) line.until = one.until
  }
  return [...lines.values()].sort((a, b) => b.count - a.count)
}

export interface Filter {
  way: Way | ''
  person_class: string
  text: string
}

export function matches(one: Waiting, filter: Filter): boolean {
  if (filter.way && wayOf(one) !== filter.way) return false
  if (filter.person_class && one.person_class !== filter.person_class) return false
  const text = filter.text.trim()
  if (!text) return true
  return [one.person.name, one.person.phone, one.household?.address].some((field) =>
    field?.includes(text),
  )
}

/** Reasons that go with choosing this measure instead of the rule's. */
export function reasonsFor(one: Waiting, measure: string): string[] {
  const all = ['needs_care', 'no_room', 'command_decision']
  if (one.needs_person) return ['undecided_by_rule', ...all]
  return [
    ...(one.measure === 'centralised' ? ['unfit_for_central'] : []),
    ...(measure === 'centralised' ? ['unfit_for_home'] : []),
    ...all,
  ]
}
