// People who came back, as the lists together tell it.
import type { PersonCard } from '../../lib/types'

export type Show = 'all' | 'to_be_found' | 'disputed' | 'undated'

export interface Returnee {
  arrival: string
  person: PersonCard
  area: string
  address: string
  origin: string
  origin_name: string
  abroad: boolean
  arrived: string
  dated: boolean
  claims: number
  disputed: boolean
  found: boolean
  symptoms: boolean
  person_class: string
  class_zh: string
  class_en: string
}

export interface Claim {
  entry: string
  source: 'own_list' | 'passed_down' | 'declaration' | 'hand'
  source_name: string
  row: number
  recorded_at: string
  origin: string
  origin_name: string
  arrived?: string
  transport: string
  tenths?: number
  symptoms: boolean
  address?: string
  origin_text?: string
  vehicle?: string
  note?: string
  /** The same source has said otherwise since. */
  replaced?: boolean
}

/** None of what the sources say. */
export const other = '*'

export interface Value {
  /** Division code or day; '' where the source says nothing that is understood. */
  value: string
  label: string
  claims: Claim[]
}

function group(
  claims: Claim[],
  key: (one: Claim) => string,
  label: (one: Claim) => string,
): Value[] {
  const values = new Map<string, Value>()
  for (const claim of claims) {
    const value = key(claim)
    const known = values.get(value)
    if (known) known.claims.push(claim)
    else values.set(value, { value, label: label(claim), claims: [claim] })
  }
  const standing = (value: Value) => value.claims.filter((one) => !one.replaced).length
  return [...values.values()].sort((a, b) => standing(b) - standing(a))
}

/** What the sources say of where from: each place once, with who says so. */
export const origins = (claims: Claim[]): Value[] =>
  group(
    claims,
    (one) => one.origin,
    (one) => one.origin_name || one.origin_text || '',
  )

export const arrivals = (claims: Claim[]): Value[] =>
  group(
    claims,
    (one) => one.arrived ?? '',
    (one) => one.arrived ?? '',
  )

/** What has to be sent: only what differs from what stands. */
export function settlement(
  one: Returnee,
  origin: string,
  arrived: string,
): { arrival: string; origin?: string; arrived?: string } | null {
  const out: { arrival: string; origin?: string; arrived?: string } = { arrival: one.arrival }
  // A dispute about it is settled even by what stands already.
  if (origin && (one.disputed || origin !== one.origin)) out.origin = origin
  if (arrived && (one.disputed || !one.dated || arrived !== one.arrived)) out.arrived = arrived
  return out.origin || out.arrived ? out : null
}
