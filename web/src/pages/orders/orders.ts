// Orders of observation as the server tells them.
import { t } from '../../i18n'
import { dayText } from '../../lib/time'
import type { HouseholdCard, PersonCard } from '../../lib/types'

export type State =
  | 'none'
  | 'issued'
  | 'in_force'
  | 'awaiting_decision'
  | 'hospital'
  | 'released'
  | 'ended'
  | 'withdrawn'

export interface OrderLine {
  order: string
  /** Number of the notice that holds. */
  notice?: string
  person: PersonCard
  household?: HouseholdCard
  area: string
  person_class: string
  class_name: string
  measure: string
  measure_name: string
  stage: number
  state: State
  state_name: string
  decided_on: string
  first?: string
  last?: string
  day: number
  days: number
  served_at?: string
  ended_at?: string
  today: { due: number; done: number; missed: number; late: number }
  tests_due: { number: number; day: string }[]
  team: { role: string; account?: string }[]
  escalation_open: boolean
}

export interface PlannedStage {
  measure: string
  stage: number
  first: string
  last: string
  tests: string[]
}

export interface DayLine {
  day: string
  due: number
  done: number
  missed: number
  late: number
  highest?: number
  fever: boolean
  symptoms: boolean
}

export interface HistoryLine {
  entry: string
  kind: string
  name: string
  at: string
  recorded_at: string
  actor: string
  /** Whose sight it is not for has no name. */
  actor_name?: string
  amends?: string
  stands: boolean
  /** Of the notice or the certificate that it gave. */
  number?: string
  payload: Record<string, unknown>
}

export interface Approval {
  role: string
  name: string
  given: boolean
}

export interface OrderPage {
  line: OrderLine
  why: string
  rule: string
  pack: string
  edition: string
  counted_from: string
  anchor: string
  rule_measure?: string
  override_reason?: string
  legal?: {
    basis: string
    issuer: string
    appeal: string
    longest_days: number
    longest_last: string
  }
  plan: PlannedStage[]
  health: DayLine[]
  tests: { entry: string; sampled: string; result: 'negative' | 'positive' | 'unclear' }[]
  approvals: Approval[]
  certificate?: string
  release: { possible: boolean; code?: string; message?: string; remedy?: string }
  history: HistoryLine[]
}

export const stateTone: Record<State, string> = {
  none: '',
  issued: 'warn',
  in_force: 'brand',
  awaiting_decision: 'bad',
  hospital: 'bad',
  released: 'good',
  ended: '',
  withdrawn: '',
}

export const running = (state: State): boolean =>
  ['issued', 'in_force', 'awaiting_decision', 'hospital'].includes(state)

/** What a step of an order says beyond its name. */
export function orderDetails(page: OrderPage, line: HistoryLine): string {
  const p = line.payload as Record<string, string | number | boolean | undefined>
  const parts: string[] = []
  if (p.measure) parts.push(t(`measures.${p.measure}`))
  if (p.how) parts.push(t(`orders.hows.${p.how}`))
  if (typeof p.clean === 'boolean') parts.push(t(p.clean ? 'orders.clean' : 'orders.notClean'))
  if (p.sampled) parts.push(dayText(String(p.sampled)))
  if (p.result) parts.push(t(`orders.results.${p.result}`))
  if (p.last) parts.push(t('orders.until', { day: dayText(String(p.last)) }))
  const reasons: Record<string, string> = {
    'observation.extended': 'orders.extendReasons',
    'observation.converted': 'placement.reasons',
    'observation.ended': 'orders.endReasons',
    'observation.withdrawn': 'orders.withdrawReasons',
  }
  if (p.reason && reasons[line.kind]) parts.push(t(`${reasons[line.kind]}.${p.reason}`))
  if (p.role) {
    const name = page.approvals.find((one) => one.role === p.role)?.name
    parts.push(name ?? String(p.role))
  }
  const members = line.payload.members as { role: string }[] | undefined
  if (members)
    parts.push(members.map((one) => t(`orders.roles.${one.role}`)).join(t('today.comma')))
  return parts.join(' · ')
}

// --- many at once

export interface RowAnswer {
  row: number
  done: boolean
  subject?: string
  code?: string
  message_zh?: string
  message_en?: string
  remedy_zh?: string
  remedy_en?: string
}
export interface RowAnswers {
  done: number
  refused: number
  rows: RowAnswer[]
}

export interface Refusal {
  line: OrderLine
  message: string
  remedy: string
}

/** The rows that were refused, with whom they are about, in the reader's language. */
export function refusals(
  sent: OrderLine[],
  answers: RowAnswer[],
  language: 'zh' | 'en',
): Refusal[] {
  return answers.flatMap((answer) => {
    const line = sent[answer.row]
    if (answer.done || !line) return []
    return [
      {
        line,
        message: (language === 'zh' ? answer.message_zh : answer.message_en) ?? answer.code ?? '',
        remedy: (language === 'zh' ? answer.remedy_zh : answer.remedy_en) ?? '',
      },
    ]
  })
}

export const bulkActions = [
  'serve',
  'assign_team',
  'check_up',
  'approve',
  'release',
  'begin_stage',
  'extend',
] as const
export type BulkAction = (typeof bulkActions)[number]

/** Whether the action makes sense for an order in this state; the server has the last word. */
export function applies(action: BulkAction, state: State): boolean {
  switch (action) {
    case 'serve':
      return state === 'issued'
    case 'assign_team':
      return running(state)
    case 'release':
      return state === 'awaiting_decision' || state === 'in_force'
    default:
      return ['issued', 'in_force', 'awaiting_decision'].includes(state)
  }
}

export const permissionOf: Record<BulkAction, string> = {
  serve: 'place',
  assign_team: 'place',
  check_up: 'record_reading',
  approve: 'decide_release',
  release: 'decide_release',
  begin_stage: 'decide_release',
  extend: 'decide_release',
}

export const teamRoles = [
  'cadre',
  'village_cadre',
  'grid_worker',
  'building_head',
  'doctor',
  'police',
  'volunteer',
  'family',
]
export const extendReasons = [
  'fever',
  'test_outstanding',
  'exposure',
  'missed_readings',
  'command_decision',
]
export const endReasons = ['moved_away', 'died', 'restriction_lifted', 'objection_upheld']
export const servedHows = ['in_person', 'posted', 'phone', 'message']

/** What StepFields.vue asks. */
export interface StepForm {
  how: string
  clean: string
  last: string
  reason: string
  members: { role: string; account?: string }[]
}

/** What of it a step sends: nothing where the step is not one of these. */
export function stepDetails(step: string, form: StepForm): Record<string, unknown> {
  switch (step) {
    case 'serve':
      return { how: form.how }
    case 'assign_team':
      return { members: form.members }
    case 'check_up':
      return { clean: form.clean === 'yes' }
    case 'extend':
      return { last: form.last, reason: form.reason }
    default:
      return {}
  }
}

/** Whether enough of it was entered. */
export function stepReady(step: string, form: StepForm): boolean {
  if (step === 'check_up') return form.clean !== ''
  if (step === 'assign_team') return form.members.length > 0
  if (step === 'extend') return Boolean(form.last && form.reason)
  return true
}
