// Cases as the server tells them, and what the pages make of them.
import type { PersonCard } from '../../lib/types'

export const classifications = ['confirmed', 'suspected', 'asymptomatic'] as const
export const statuses = [...classifications, 'excluded', 'recovered', 'died'] as const
export const origins = ['local', 'domestic', 'abroad', 'unknown'] as const
export const roles = ['residence', 'work', 'study', 'stay', 'exposure'] as const
export const kinds = [
  'household',
  'unit',
  'building',
  'compound',
  'natural_village',
  'school',
  'workplace',
  'medical',
  'nursing_home',
  'other',
] as const
export const contactKinds = ['close_contact', 'secondary_contact', 'general_contact'] as const
/** Where people meet, by what is most often so. */
export const settings = ['household', 'workplace', 'unit', 'school', 'medical', 'other'] as const
export const withdrawReasons = ['duplicate', 'wrong_place', 'entered_by_mistake'] as const

export type Status = (typeof statuses)[number]

export interface CasePlace {
  role: string
  kind: string
  area?: string
}
export interface CaseFacts {
  classification: string
  reported: string
  origin: string
  source_known?: boolean
  onset?: string
  sampled?: string
  isolated?: string
  age?: number
  sex?: string
  places: CasePlace[]
  links: { with: string; setting: string }[]
}
export interface CaseLine {
  id: string
  area: string
  area_name: string
  number: string
  status: Status
  since: string
  facts: CaseFacts
  person?: PersonCard
}
export interface StatusLine {
  entry: string
  status: Status
  day: string
  known_from: string
  known_to?: string
}
export interface VersionLine {
  entry: string
  area: string
  facts: CaseFacts
  known_from: string
  known_to?: string
}
export interface OneCase {
  line: CaseLine
  statuses: StatusLine[]
  versions: VersionLine[]
  /** As written: `n` counts in facts.places. */
  places: { n: number; text: string }[]
  source: string
  note: string
  contacts_total: number
  contacts: Contact[]
}
export interface Contact {
  contact: string
  person: PersonCard
  area_name: string
  kind: string
  last_met: string
  setting?: string
}

/** How pressing a status looks. */
export const tone = (status: Status): string =>
  ({
    confirmed: 'bad',
    suspected: 'warn',
    asymptomatic: 'warn',
    excluded: '',
    recovered: 'good',
    died: '',
  })[status]

/** Days of one case in their order: what happened, not when it was written down. */
export function course(one: OneCase): { day: string; what: string; status?: StatusLine }[] {
  const { facts } = one.line
  const days = (['onset', 'sampled', 'isolated', 'reported'] as const).flatMap((what) =>
    facts[what] ? [{ day: facts[what], what: what as string }] : [],
  )
  const standing = one.statuses.filter((status) => !status.known_to)
  // The first is what it was reported as.
  const later = standing
    .slice(1)
    .map((status) => ({ day: status.day, what: status.status as string, status }))
  return [...days, ...later].sort((a, b) => a.day.localeCompare(b.day))
}

/** What differs between two versions, by the names of the facts. */
export function changed(before: VersionLine, after: VersionLine): string[] {
  const names = new Set([...Object.keys(before.facts), ...Object.keys(after.facts)])
  const out = [...names].filter(
    (name) =>
      JSON.stringify(before.facts[name as keyof CaseFacts]) !==
      JSON.stringify(after.facts[name as keyof CaseFacts]),
  )
  return before.area === after.area ? out : ['area', ...out]
}
