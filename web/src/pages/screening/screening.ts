// Asking every household: telephone, then the door, then a notice and back again.
import type { HouseholdCard, PersonCard } from '../../lib/types'

export type Rung = 'phone' | 'door' | 'notice'
export type Outcome = 'reached' | 'not_reached' | 'notice_left' | 'refused'

export interface Campaign {
  campaign: string
  area: string
  area_name: string
  name: string
  from: string
  closed?: string
  households: number
  phone: number
  door: number
  notice: number
  unreached: number
}

export interface NextItem {
  household: HouseholdCard
  rung: Rung
  attempts: number
  last_outcome?: Outcome
  last_at?: string
  people: PersonCard[]
}

export interface Part {
  area: string
  name: string
  value: number
}

export interface GridLine {
  area: string
  name: string
  households: number
  phone: number
  door: number
  notice: number
  unreached: number
}

/** One line for each sub-area that any of the figures knows. */
export function gridLines(
  figures: Record<keyof Omit<GridLine, 'area' | 'name'>, Part[]>,
): GridLine[] {
  const lines = new Map<string, GridLine>()
  for (const key of ['households', 'phone', 'door', 'notice', 'unreached'] as const) {
    for (const part of figures[key]) {
      let line = lines.get(part.area)
      if (!line) {
        const { area, name } = part
        line = { area, name, households: 0, phone: 0, door: 0, notice: 0, unreached: 0 }
        lines.set(area, line)
      }
      line[key] = part.value
    }
  }
  return [...lines.values()].sort((a, b) => a.area.localeCompare(b.area, 'en', { numeric: true }))
}

/** Reached, of those to reach, in whole percent; never 100 while one is left. */
export function percent(households: number, unreached: number): number {
  if (households <= 0) return 0
  const share = ((households - unreached) / households) * 100
  return unreached > 0 ? Math.min(99, Math.floor(share)) : 100
}

/** What can be the result of this rung. */
export const outcomesOf = (rung: Rung): Outcome[] =>
  rung === 'notice' ? ['notice_left'] : ['reached', 'not_reached', 'refused']
