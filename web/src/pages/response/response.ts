// What is proposed, decided and to be done in a response (docs/response.md).
import { language } from '../../i18n'
import { get } from '../../lib/api'
import { useLive } from '../../lib/live'
import { useLoad } from '../../lib/load'
import { session } from '../../lib/session'
import type { Kind } from '../zones/zones'

export type Axis = 'situation' | 'level' | 'risk'
/** The strictest first. */
export const values: Record<Axis, string[]> = {
  situation: ['spread', 'cases', 'no_case'],
  level: ['i', 'ii', 'iii', 'iv', 'none'],
  risk: ['high', 'medium', 'low', 'none'],
}

export interface RuleUsed {
  rule: string
  why: string
}
export interface Proposal {
  area: string
  area_name: string
  axis: Axis
  axis_name: string
  value: string
  value_name: string
  in_force: string
  in_force_name: string
  direction: 'escalate' | 'ease' | 'end'
  state: 'waiting' | 'declined'
  since: string
  since_or_before: boolean
  waiting_since: string
  waited_minutes: number
  due?: string
  overdue: boolean
  decided_by: string
  cases_in_window: number
  cases_total: number
  clusters: number
  days_without_case?: number
  cases: string[]
  rule?: RuleUsed
  to_confirm: string[]
}
export interface Decision {
  entry: string
  area: string
  area_name: string
  from: string
  actor_name: string
  reason: string
  document?: string
  as_proposed?: boolean
  rule?: string
}
export interface AxisLine {
  axis: Axis
  name: string
  value: string
  value_name: string
  computed: string
  computed_name: string
  decision?: Decision
  proposal?: Proposal
}
export interface Criterion {
  condition: string
  name: string
  days?: number
  holds: boolean
  told: 'records' | 'person' | 'either'
  why: string
  /** It holds from this day on; a day ahead: it will, if nothing new comes. */
  since?: string
  records: number
  confirmed?: { day: string; holds: boolean; document?: string; reason: string }
  rule: RuleUsed
}
/** All that records tell says that a zone may be lifted, or turned into a milder one. */
export interface Release {
  zone: string
  kind: Kind
  kind_name: string
  area: string
  area_name: string
  areas_name: string
  becomes?: Kind
  becomes_name: string
  state: 'waiting' | 'declined'
  since: string
  waiting_since: string
  waited_minutes: number
  due?: string
  overdue: boolean
  to_confirm: string[]
}
export interface ZoneEnd {
  zone: string
  area: string
  kind: Kind
  kind_name: string
  areas_name: string
  becomes?: Kind
  becomes_name: string
  conditions: Criterion[]
  may_end: boolean
  release?: Release
  kept?: { at: string; actor_name: string; reason: string; document?: string }
}
export interface Item {
  area: string
  area_name: string
  task: string
  name: string
  owner: string
  assigned?: {
    account?: string
    account_name: string
    role?: string
    role_name: string
    due?: string
  }
  state: 'open' | 'overdue' | 'done'
  start: string
  due?: string
  every?: number
  periods_missed: number
  evidence: string[]
  evidence_name: string
  restricts: boolean
  longest_last?: string
  report?: {
    at: string
    actor_name: string
    count?: number
    document?: string
    evidence: string
  }
  rule: RuleUsed
}
export interface Step {
  entry: string
  axis: Axis
  what: 'decided' | 'declined' | 'ended'
  value_name: string
  at: string
  withdrawn?: string
  actor_name: string
  reason: string
  document?: string
  unmet: string[]
}
export interface Counts {
  open: number
  overdue: number
  done: number
}
export interface Situation {
  area: string
  area_name: string
  on: string
  axes: AxisLine[]
  zone?: { zone: string; kind: Kind; name: string }
  checklist_area?: string
  measures: Counts
  checklist: Item[]
  termination: Criterion[]
  may_end: boolean
  zones: ZoneEnd[]
  history: Step[]
}
export interface Board {
  waiting: number
  waiting_overdue: number
  proposals: Proposal[]
  declined: Proposal[]
  releases_waiting: number
  releases_overdue: number
  releases: Release[]
  measures: Counts
  overdue: Item[]
  areas: { area: string; area_name: string; in_force: string[]; measures: Counts }[]
}

/** How strict a value looks. */
export const tone = (axis: Axis, value: string): string => {
  const at = values[axis].indexOf(value)
  if (at === values[axis].length - 1) return 'good'
  return at === 0 ? 'bad' : 'warn'
}

/** What is open first, then what is late first, then by when it is due. */
export function inOrder(items: Item[]): Item[] {
  const rank = { overdue: 0, open: 1, done: 2 }
  return [...items].sort(
    (a, b) => rank[a.state] - rank[b.state] || (a.due ?? '9').localeCompare(b.due ?? '9'),
  )
}

const kinds = ['response.', 'zones.', 'casework.', 'risk.', 'rules.']

/** The situation of the chosen area, kept up to date. */
export function useSituation() {
  const loaded = useLoad(
    (signal) => get<Situation>('/api/response/situation', { area: session.area.value }, signal),
    [session.area, language],
  )
  useLive(kinds, loaded.reload)
  return loaded
}

/** Of an area above the communities, what waits in it; nothing in a community. */
export function useBoard() {
  const loaded = useLoad<Board | undefined>(
    async (signal) =>
      session.area.value.length < 12
        ? get<Board>('/api/response/board', { area: session.area.value, limit: 100 }, signal)
        : undefined,
    [session.area, language],
  )
  useLive(kinds, loaded.reload)
  return loaded
}
