// Risk levels as the server tells them, and the calendar that the page makes of them.
import { addDays, daysBetween } from '../../lib/time'

export type Level = 'low' | 'medium' | 'high' | 'none'

export interface RuleUsed {
  pack: string
  edition: string
  rule: string
  why: string
}
export interface Cluster {
  kind: string
  area?: string
  first: string
  last: string
  size: number
  cases: string[]
}
export interface DayLevel {
  day: string
  level: Level
  level_name: string
  colour?: string
  level_then: Level
  counted: string
  unit: string
  window_first?: string
  cases_in_window: number
  cases_total: number
  household_cases: number
  unknown_source_cases: number
  days_without_case?: number
  round_negative: boolean
  level_before: string
  days_in_level: number
  clusters: Cluster[]
  cases: string[]
  rule?: RuleUsed
  counting?: RuleUsed
  problem?: string
}
/** A sub-area on the last day. */
export interface Part {
  area: string
  name: string
  level: Level
  level_name: string
  counted: string
  cases_in_window: number
  cases_total: number
  clusters: number
  days_without_case?: number
}
export interface Levels {
  area: string
  from: string
  to: string
  known: string
  days: DayLevel[]
  parts: Part[]
}

const order: Level[] = ['high', 'medium', 'low', 'none']
/** The highest first, then those with more cases. */
export const byLevel = (parts: Part[]): Part[] =>
  [...parts].sort(
    (a, b) =>
      order.indexOf(a.level) - order.indexOf(b.level) ||
      b.cases_in_window - a.cases_in_window ||
      a.area.localeCompare(b.area),
  )

export const mostDays = 400

/** Monday is 0. */
export const weekday = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** Weeks from Monday to Sunday; null where the range has no day. */
export function weeks(days: DayLevel[]): (DayLevel | null)[][] {
  if (!days.length) return []
  const cells: (DayLevel | null)[] = Array.from({ length: weekday(days[0].day) }, () => null)
  cells.push(...days)
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** The range as it can be asked for: not backwards, not too long. */
export function range(from: string, to: string): { from: string; to: string } | null {
  if (!from || !to || from > to) return null
  return daysBetween(from, to) < mostDays ? { from, to } : { from: addDays(to, 1 - mostDays), to }
}
