// What happened to a person beyond the register's own entries: what was decided about them and done
// since, and the steps of an escalation. They are entries about an order or an escalation, so the
// register does not have them.
import { t } from '../../i18n'
import type { Escalation } from '../escalations/escalations'
import { orderDetails, type OrderPage } from '../orders/orders'
import type { TimelineItem } from './register'

const late = (at: string, recorded: string) => Date.parse(recorded) - Date.parse(at) > 2 * 3600_000

export function orderEvents(page: OrderPage): TimelineItem[] {
  return page.history.map((line) => ({
    entry: line.entry,
    kind: line.kind,
    zh: line.name,
    en: line.name,
    occurred_at: line.at,
    recorded_at: line.recorded_at,
    late: late(line.at, line.recorded_at),
    actor: line.actor,
    actor_name: line.actor_name,
    amends: line.amends ?? '',
    amended: !line.stands,
    payload: {},
    detail: orderDetails(page, line),
    order: page.line.order,
  }))
}

export function escalationEvents(one: Escalation): TimelineItem[] {
  const event = (step: string, at: string, name: string, detail: string): TimelineItem => ({
    entry: `${one.escalation}-${step}`,
    kind: 'monitoring.escalation-step',
    zh: name,
    en: name,
    occurred_at: at,
    recorded_at: at,
    late: false,
    actor: '',
    actor_name: ' ',
    amends: '',
    amended: false,
    payload: {},
    detail,
  })
  return one.steps.flatMap((step) =>
    step.done_at
      ? [
          event(
            step.step,
            step.done_at,
            `${t('nav.escalations')} · ${step.name}`,
            step.outcome ? t(`escalations.outcomes.${step.outcome}`) : '',
          ),
        ]
      : [],
  )
}
