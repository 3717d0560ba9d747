// Where each kind of work is done. Kinds come from the server's modules; one that has no page yet is
// shown without a way to it.
import type { RouteLocationRaw, Router } from 'vue-router'

import { session } from '../../lib/session'

interface About {
  subject: string
  person?: { person: string }
}

export const lists: Record<string, { name: string; query?: Record<string, string> }> = {
  measure: { name: 'measure' },
  escalation: { name: 'escalations' },
  place: { name: 'placement' },
  serve: { name: 'orders', query: { state: 'issued' } },
  release: { name: 'orders', query: { state: 'awaiting_decision' } },
  screen_phone: { name: 'screening', query: { rung: 'phone' } },
  screen_door: { name: 'screening', query: { rung: 'door' } },
  screen_notice: { name: 'screening', query: { rung: 'notice' } },
  decide_response: { name: 'response' },
  release_zone: { name: 'response' },
  carry_out: { name: 'response' },
}

export const items: Record<string, (about: About) => { name: string } & RouteLocationRaw> = {
  measure: ({ person }) => ({ name: 'measure', query: { person: person?.person } }),
  escalation: ({ subject }) => ({ name: 'escalations', query: { open: subject } }),
  place: ({ person }) => ({ name: 'person', params: { person: person?.person ?? '' } }),
  serve: ({ subject }) => ({ name: 'order', params: { order: subject } }),
  test: ({ subject }) => ({ name: 'order', params: { order: subject } }),
  stage: ({ subject }) => ({ name: 'order', params: { order: subject } }),
  release: ({ subject }) => ({ name: 'order', params: { order: subject } }),
  screen_phone: ({ subject }) => ({ name: 'household', params: { household: subject } }),
  screen_door: ({ subject }) => ({ name: 'household', params: { household: subject } }),
  screen_notice: ({ subject }) => ({ name: 'household', params: { household: subject } }),
  release_zone: ({ subject }) => ({ name: 'zone', params: { zone: subject } }),
}

const needed: Record<string, string> = {
  measure: 'record_reading',
  escalation: 'escalate',
  place: 'place',
  serve: 'place',
  test: 'record_reading',
  stage: 'decide_release',
  release: 'decide_release',
  screen_phone: 'screen',
  screen_door: 'screen',
  screen_notice: 'screen',
  decide_response: 'decide_response',
  release_zone: 'draw_zone',
  carry_out: 'carry_out',
}

/** Whether this is the reader's to do, or only to know of. */
export const mayDo = (kind: string): boolean => session.may(needed[kind] ?? 'see_figures')

// Who may open a page at all is written in the routes.
function opens(router: Router, to: RouteLocationRaw): boolean {
  const needs = router.resolve(to).meta.needs
  return !needs || session.may(...needs)
}

export function goTo(router: Router, kind: string): RouteLocationRaw | null {
  const to = lists[kind]
  return to && router.hasRoute(to.name) && opens(router, to) ? to : null
}

export function itemTo(router: Router, kind: string, about: About): RouteLocationRaw | null {
  if (kind === 'measure' || kind === 'place') {
    if (!about.person) return null
  }
  const to = items[kind]?.(about)
  return to && router.hasRoute(to.name) && opens(router, to) ? to : null
}
