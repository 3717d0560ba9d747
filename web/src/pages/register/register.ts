// Shapes and words of the register's pages.
import { has, language, t } from '../../i18n'
import { useAct } from '../../lib/act'
import { command, get } from '../../lib/api'
import { degrees } from '../../lib/health'
import { dayText } from '../../lib/time'
import { done, failed } from '../../lib/toast'
import type { HouseholdCard, PersonCard } from '../../lib/types'
import type { Claim, Returnee } from '../returnees/returnees'

export const relations = [
  'unknown',
  'head',
  'spouse',
  'son',
  'daughter',
  'father',
  'mother',
  'grandchild',
  'grandparent',
  'sibling',
  'child_in_law',
  'parent_in_law',
  'relative',
  'tenant',
  'carer',
  'other',
] as const

export const flags = [
  'aged_alone',
  'aged_80',
  'aged_left_behind',
  'child_left_behind',
  'disabled',
  'chronic',
  'pregnant',
  'infant',
  'mental_illness',
  'bedridden',
  'low_income',
  'destitute',
  'veteran',
  'party_member',
  'floating',
  'away',
  'lives_elsewhere',
  'landlord',
  'foreigner',
] as const

/** Those that somebody at the door should know of first. */
export const vulnerable = new Set<string>([
  'aged_alone',
  'aged_80',
  'aged_left_behind',
  'child_left_behind',
  'disabled',
  'pregnant',
  'infant',
  'mental_illness',
  'bedridden',
])

export interface TimelineItem {
  entry: string
  kind: string
  zh: string
  en: string
  occurred_at: string
  recorded_at: string
  late: boolean
  actor: string
  actor_name?: string
  amends: string
  amended: boolean
  payload: Record<string, unknown>
  /** Already in words, of what is not the register's own. */
  detail?: string
  order?: string
}

export interface Doubt {
  doubt: string
  kind: string
  zh: string
  en: string
  raised: string
  area: string
  open: boolean
  /** Of a household: its head; nobody where it is empty. */
  person?: PersonCard
  household?: HouseholdCard
  other_person?: PersonCard
  other_household?: HouseholdCard
  /** Names, where grids differ. */
  grid?: string
  other_grid?: string
  resolutions: string[]
}

export interface Member {
  person: PersonCard
  relation: string
  relation_zh: string
  flags: string[]
  open_doubts: number
}

export interface HouseholdPage {
  household: HouseholdCard
  path: string[]
  empty: boolean
  visited: boolean
  members: Member[]
  doubts: Doubt[]
  history: TimelineItem[]
}

export interface SourceLine {
  source: string
  file: string
  at: string
  actor: string
  row: number
  name: string
  id_number: string
  phones: string[]
  sex?: 'male' | 'female'
}

export interface PersonPage {
  person: PersonCard
  phones: string[]
  area: string
  path: string[]
  household?: HouseholdCard
  relation: string
  relation_zh: string
  flags: string[]
  note: string
  merged: string[]
  sources: SourceLine[]
  conflicts: { field: string; values: string[] }[]
  doubts: Doubt[]
  timeline: TimelineItem[]
}

export interface Arrival {
  arrival: Omit<Returnee, 'person'>
  claims: Claim[]
}

export interface Reading {
  reading: string
  day: string
  slot: string
  tenths: number
  symptoms: string
  abnormal: boolean
  by: string
  taken_at: string
  recorded_at: string
}

export interface OrderLine {
  order: string
  class_name: string
  measure_name: string
  state: string
  state_name: string
  decided_on: string
  first?: string
  last?: string
  day: number
  days: number
}

export const inLanguage = (said: { zh: string; en: string }): string =>
  language() === 'zh' ? said.zh : said.en

export const relationName = (relation: string): string =>
  relation === 'unknown' ? '' : t(`register.relation.${relation}`)
export const flagName = (flag: string): string => t(`register.flag.${flag}`)

/** Whether an id names something: the server writes none as nothing or as zeros. */
export const isSet = (id: string | undefined): boolean => !/^0*$/.test(id ?? '')

const word = (group: string, id: unknown): string => {
  const key = `register.${group}.${String(id)}`
  return has(key) ? t(key) : String(id)
}

/** What an entry says beyond its name, in words; '' where the name says it all. */
export function entryDetail(item: TimelineItem): string {
  if (item.detail !== undefined) return item.detail
  const p = item.payload
  const parts: string[] = []
  const since = typeof p.since === 'string' ? t('register.since', { day: dayText(p.since) }) : ''
  switch (item.kind) {
    case 'registry.household-added':
    case 'registry.household-marked':
      if (p.mark) parts.push(word('mark', p.mark))
      break
    case 'registry.person-added':
    case 'registry.person-moved':
      if (p.relation && p.relation !== 'unknown') parts.push(relationName(String(p.relation)))
      break
    case 'registry.person-left':
      parts.push(word('left', p.reason))
      break
    case 'registry.person-changed':
      for (const field of (p.identity as string[] | undefined) ?? []) {
        parts.push(word('field', field))
      }
      if (p.relation) parts.push(relationName(String(p.relation)))
      if (p.flags_given) {
        parts.push(
          ((p.flags as string[] | undefined) ?? []).map(flagName).join(t('today.comma')) ||
            t('register.noFlags'),
        )
      }
      break
    case 'registry.doubt-raised':
      parts.push(word('doubt', p.doubt))
      break
    case 'registry.doubt-settled':
      parts.push(word('resolution', p.resolution))
      break
    case 'monitoring.reading':
      parts.push(`${degrees(Number(p.tenths))} ℃`)
      if ((p.symptoms as string[] | undefined)?.length) parts.push(t('register.withSymptoms'))
      break
    case 'monitoring.escalation-step':
      parts.push(word('step', p.step))
      break
    case 'screening.asked':
      parts.push(word('rung', p.rung), word('outcome', p.outcome))
      if (p.symptoms) parts.push(t('register.withSymptoms'))
      if (p.returnees) parts.push(t('register.withReturnees'))
      break
    case 'screening.asked-corrected':
      parts.push(p.outcome ? word('outcome', p.outcome) : t('register.takenBack'))
      break
    case 'returnees.claimed':
      parts.push(word('source', p.source))
      if (typeof p.arrived === 'string') parts.push(dayText(p.arrived))
      break
  }
  if (since) parts.push(since)
  return parts.filter(Boolean).join(' · ')
}

/** The kinds that registry.undo-change takes back. */
export const undoable = new Set([
  'registry.person-moved',
  'registry.person-left',
  'registry.person-changed',
  'registry.household-marked',
])

interface WithEntries {
  history?: TimelineItem[]
  timeline?: TimelineItem[]
}

/** The offer to take back the newest standing entry of the kind in a page's history. */
export const undoLatest = (path: string, kind: string, then: () => unknown) => ({
  label: t('common.undo'),
  run: async () => {
    try {
      const page = await get<WithEntries>(path)
      const entries = page.history ?? page.timeline ?? []
      const last = [...entries].reverse().find((one) => one.kind === kind && !one.amended)
      if (!last) return
      await command('registry.undo-change', { entry: last.entry })
      done(t('common.undone'))
    } catch (error) {
      failed(error)
    }
    await then()
  },
})

/** What pages with a history do when one of its entries is to be taken back. */
export function useUndo(then: () => unknown) {
  const { act } = useAct()
  return (item: TimelineItem): void => {
    void act(
      'registry.undo-change',
      { entry: item.entry },
      {
        confirm: {
          title: t('register.undoTitle'),
          effects: [t('register.undoEffect')],
          yes: t('common.undo'),
        },
        said: t('common.undone'),
        then,
      },
    )
  }
}
