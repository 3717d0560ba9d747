// Areas by their codes, which are paths: 53 > 5326 > 532601 > 532601003 > 532601003005, then "-"
// and one part for each of grid, compound, building, unit, dwelling.

export interface Area {
  code: string
  name: string
  level: string
  level_zh: string
  official: boolean
  unlisted: boolean
  children?: number
  responsible?: number
}

export interface Responsible {
  account: string
  display: string
  role: string
  role_zh: string
  area: string
  area_name: string
}

export interface AreaAnswer {
  area: Area
  full_name: string
  path: Area[]
  children: Area[]
  children_total: number
  responsible: Responsible[]
  /** Its own duty phone or that of the nearest area above that has one. */
  contact?: { area: string; office: string; phone: string; objections: string }
}

/** What to call an area: its name, or the last part of its code. */
export const areaLabel = (area: { code: string; name: string }): string =>
  area.name || area.code.split('-').at(-1) || area.code

const officialLengths = [2, 4, 6, 9, 12]

/** Whether `code` is `area` or inside it. "0" is the whole country. */
export function contains(area: string, code: string): boolean {
  if (area === '0' || area === code) return true
  if (code.startsWith(area + '-')) return true
  return officialLengths.includes(area.length) && /^\d+$/.test(area) && area.length < 12
    ? code.startsWith(area)
    : false
}

/** The community of an area inside one; '' above the communities. */
export function communityOf(code: string): string {
  return code.length >= 12 ? code.slice(0, 12) : ''
}

export const isCommunity = (code: string): boolean => code.length === 12

/** The code cut to so many local parts: 1 the grid, 2 the compound, 3 the building. */
export function localPart(code: string, parts: number): string {
  return code
    .split('-')
    .slice(0, parts + 1)
    .join('-')
}
