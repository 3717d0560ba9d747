// The rules in force as whoever lives in a place reads them; anyone may ask.
import { get } from './api'

export interface ResidentRule {
  who: string
  what: string
  ground?: number
  longest_days?: number
  note?: string
}
export interface ResidentTopic {
  topic: string
  name: string
  all_apply: boolean
  rules: ResidentRule[]
}
export interface LegalGround {
  number: number
  basis: string
  issuer: string
  appeal: string
}
export interface RulesForResidents {
  area: string
  place: string
  on: string
  pack?: string
  issuer?: string
  edition?: string
  from?: string
  until?: string
  documents: string[]
  topics: ResidentTopic[]
  grounds: LegalGround[]
  office?: string
  phone?: string
  objections?: string
}

export const rulesForResidents = (area: string, on: string | undefined, signal?: AbortSignal) =>
  get<RulesForResidents>('/api/rules/for-residents', { area, on }, signal)

export const placesWithRules = (signal?: AbortSignal) =>
  get<{ places: { area: string; name: string }[] }>('/api/rules/places', {}, signal)
