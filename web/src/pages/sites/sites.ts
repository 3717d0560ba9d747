// Sites as the server tells them (docs/sites.md).
import type { Shape } from '../../lib/geo'

export const kinds = [
  'compound_gate',
  'village_entrance',
  'checkpoint',
  'township_road',
  'toll_booth',
  'school',
  'kindergarten',
  'university',
  'training',
  'nursing_home',
  'medical',
  'drug_store',
  'market',
  'shop',
  'restaurant',
  'entertainment',
  'enterprise',
  'construction',
  'cold_chain',
  'transport',
  'religious',
  'isolation_site',
  'institution',
] as const

export const states = ['open', 'closed', 'coming'] as const
export type State = (typeof states)[number]

export interface SiteLine {
  site: string
  kind: string
  kind_name: string
  gate: boolean
  name: string
  area: string
  area_name: string
  state: State
  since?: string
  number?: string
  address?: string
  phone?: string
  places?: number
  staff?: number
  located: boolean
  /** Only to those who see names and phones there. */
  contact?: string
  contact_phone?: string
}
export interface SiteList {
  kinds: { kind: string; name: string; gate: boolean; open: number; closed: number }[]
  total: number
  sites: SiteLine[]
}
export interface SiteStep {
  what: 'added' | 'changed' | 'closed' | 'reopened'
  recorded: string
  undone?: string
  day?: string
  document?: string
  reason?: string
  facts?: { kind: string; name: string; address?: string; phone?: string; shape?: Shape }
  area_name: string
}
export interface OneSite {
  site: SiteLine
  shape?: Shape
  history: SiteStep[]
}

export const tone = (state: State): string =>
  state === 'open' ? 'good' : state === 'closed' ? 'bad' : 'warn'
