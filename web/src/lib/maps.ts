// Maps as the server tells them (docs/sites.md).
import type { Shape } from './geo'

export interface MapArea {
  area: string
  name: string
  level: string
  shape: Shape
}
export interface MapSite {
  site: string
  kind: string
  kind_name: string
  gate: boolean
  name: string
  area: string
  open: boolean
  point: number[]
}
export interface OutlineMap {
  area: string
  area_name: string
  areas: MapArea[]
  sites: MapSite[]
  cut: boolean
}
/** A part of the map that is painted: of a zone, or what is being chosen. */
export interface Painted {
  area: string
  name: string
  /** How it is painted; a kind of zone. */
  kind: string
  kind_name: string
  shape: Shape
}

/** Colours of kinds of zones, the strictest the strongest; the pattern tells them apart on paper. */
export const paints: Record<
  string,
  { colour: string; pattern: 'cross' | 'lines' | 'dots' | 'plain' }
> = {
  lockdown: { colour: '#ab1f17', pattern: 'cross' },
  high_risk: { colour: '#b5340b', pattern: 'cross' },
  infected_site: { colour: '#7d1d6f', pattern: 'cross' },
  closed: { colour: '#9a4a00', pattern: 'lines' },
  infected_area: { colour: '#8a3b7d', pattern: 'lines' },
  control: { colour: '#b26a00', pattern: 'lines' },
  medium_risk: { colour: '#a37500', pattern: 'lines' },
  precaution: { colour: '#17557a', pattern: 'dots' },
  low_risk: { colour: '#1b6342', pattern: 'plain' },
}
