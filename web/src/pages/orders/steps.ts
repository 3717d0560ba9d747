// Which steps an order can take in its present state, and what each is called at the server.
import { running, type OrderPage, type State } from './orders'

export type Step =
  | 'serve'
  | 'assign_team'
  | 'check_up'
  | 'approve'
  | 'release'
  | 'begin_stage'
  | 'record_test'
  | 'extend'
  | 'convert'
  | 'transfer'
  | 'resume'
  | 'relocate'
  | 'end'
  | 'withdraw'

export interface Offer {
  step: Step
  permission: string
  /** Shown at once; the others under "more". */
  main: boolean
  danger?: boolean
}

export const commandOf = (step: Step): string => `observation.${step.replace('_', '-')}`

const active: State[] = ['issued', 'in_force', 'awaiting_decision']

export function stepsFor(page: OrderPage): Offer[] {
  const { state, stage } = page.line
  const on = active.includes(state)
  const out: Offer[] = []
  const offer = (step: Step, permission: string, main = false, danger = false) =>
    out.push({ step, permission, main, danger })
  if (on) {
    if (!page.line.served_at) offer('serve', 'place', true)
    const later = page.plan.some((one) => one.stage > stage)
    if (later) offer('begin_stage', 'decide_release', true)
    else offer('release', 'decide_release', true)
    if (page.approvals.some((one) => !one.given)) offer('approve', 'decide_release', true)
    offer('check_up', 'record_reading', page.release.code === 'observation.checkup-missing')
    offer('extend', 'decide_release', state === 'awaiting_decision')
  }
  if (state === 'hospital') offer('resume', 'decide_release', true)
  if (running(state)) offer('assign_team', 'place', !page.line.team.length)
  if (on) {
    offer('convert', 'decide_release')
    offer('transfer', 'decide_release', false, true)
  }
  if (running(state)) {
    offer('relocate', 'place')
    offer('end', 'decide_release', false, true)
  }
  if (withdrawable(page)) offer('withdraw', 'place', false, true)
  return out
}

// What has been done on the strength of a decision must be taken back first.
function withdrawable(page: OrderPage): boolean {
  if (page.line.state === 'withdrawn') return false
  const harmless = ['observation.decided', 'observation.served', 'observation.relocated']
  const undone = 'observation.step-undone'
  const other = ['observation.team-assigned', 'observation.test-recorded', undone]
  return page.history.every(
    (one) => !one.stands || harmless.includes(one.kind) || other.includes(one.kind),
  )
}

/** The step that can be taken back: the latest that still stands. */
export function lastStep(page: OrderPage): string | undefined {
  const not = [
    'observation.decided',
    'observation.withdrawn',
    'observation.team-assigned',
    'observation.test-recorded',
    'observation.step-undone',
  ]
  return page.history.filter((one) => one.stands && !not.includes(one.kind)).at(-1)?.entry
}
