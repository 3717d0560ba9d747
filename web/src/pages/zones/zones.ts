// Zones as the server tells them (docs/response.md).
import { type AskField, given, whole } from '../../lib/ask'
import { t } from '../../i18n'
import type { HouseholdCard, PersonCard } from '../../lib/types'

export const kinds = [
  'lockdown',
  'high_risk',
  'infected_site',
  'closed',
  'infected_area',
  'control',
  'medium_risk',
  'precaution',
  'low_risk',
] as const
export type Kind = (typeof kinds)[number]

export interface AreaLine {
  area: string
  name: string
}
export interface Ground {
  basis: string
  issuer: string
  appeal: string
  longest_days?: number
}
export interface ZoneLine {
  zone: string
  kind: Kind
  kind_name: string
  state: 'coming' | 'in_force' | 'lifted'
  areas: AreaLine[]
  since: string
  lifted_at?: string
  last?: string
  longest_last?: string
  past_longest: boolean
  document?: string
  reason: string
  ground?: Ground
  case_id?: string
  rule?: string
  households: number
  people: number
}
export interface ZoneList {
  ruling?: string
  in_force: { kind: Kind; name: string; zones: number; households: number; people: number }[]
  total: number
  zones: ZoneLine[]
}
export interface Count {
  id: string
  name: string
  people: number
}
export interface PersonLine {
  person: PersonCard
  household: HouseholdCard
  categories: string[]
  measure?: string
  measure_name?: string
  last?: string
}
export interface HouseholdLine {
  household: HouseholdCard
  empty: boolean
  people: number
  vulnerable: number
  observed: number
}
export interface ZoneStep {
  what: 'drawn' | 'changed' | 'lifted'
  at: string
  recorded: string
  undone?: string
  kind_name?: string
  added: AreaLine[]
  removed: AreaLine[]
  reason: string
  document?: string
}
export interface SiteLine {
  site: string
  kind: string
  kind_name: string
  gate: boolean
  name: string
  area: string
  area_name: string
  state: 'coming' | 'open' | 'closed'
  address?: string
  phone?: string
  by_outline: boolean
}
export interface OneZone {
  zone: ZoneLine
  history: ZoneStep[]
  empty_dwellings: number
  away: number
  in_stricter_zones: number
  vulnerable: number
  categories: Count[]
  observed: number
  measures: Count[]
  buildings: {
    area: string
    name: string
    households: number
    people: number
    vulnerable: number
    observed: number
  }[]
  gates: number
  institutions: number
  site_kinds: { kind: string; name: string; gate: boolean; sites: number; open: number }[]
  sites: SiteLine[]
}
/** How it was found what lies next to a unit. */
export interface Adjacency {
  by: 'outlines' | 'parent' | 'both'
  metres?: number
  metres_by?: 'asked' | 'rule' | 'default'
  without_outline: number
  beyond: number
}
export interface ProposedZone {
  kind: Kind
  kind_name: string
  reach: string
  unit: string
  unit_name: string
  areas: { area: string; name: string; households: number; people: number; zone?: string }[]
  coarse: boolean
  adjacency?: Adjacency
  keeps: string
  days?: number
  decided_by: string
  ground?: Ground
  rule?: { rule: string; why: string }
}
export interface Proposal {
  case_id: string
  area: string
  area_name: string
  facts: string[]
  zones: ProposedZone[]
}

/** How strict a zone looks. */
export const tone = (kind: Kind): string => {
  const at = kinds.indexOf(kind)
  return at < 3 ? 'bad' : at < 7 ? 'warn' : 'brand'
}

/** What is asked of the right to a zone where the rules in force do not say it. */
export const groundFields = (): AskField[] => [
  { key: 'basis', label: t('rules.basis'), kind: 'text' },
  { key: 'issuer', label: t('rules.issuer'), kind: 'text' },
  { key: 'appeal', label: t('rules.appeal'), kind: 'text' },
  { key: 'longest_days', label: t('zones.longestDays'), kind: 'number' },
]
export const groundOf = (values: Record<string, string>) => ({
  basis: given(values.basis),
  issuer: given(values.issuer),
  appeal: given(values.appeal),
  longest_days: whole(values.longest_days),
})
