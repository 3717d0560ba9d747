// The table of the day as the server makes it.
export interface Column {
  id: string
  zh: string
  en: string
}
export interface Group {
  zh: string
  en: string
  columns: Column[]
}
export interface Row {
  area: string
  name: string
  values: number[]
}
export interface Change {
  id: string
  zh: string
  en: string
  at_cutoff: number
  corrected: number
}
export type Version = 'corrected' | 'at_cutoff'

export interface DailyTable {
  area: string
  name: string
  on: string
  version: Version
  cutoff: string
  known: string
  zero: boolean
  groups: Group[]
  rows: Row[]
  total: Row
  changes: Change[]
}

/** Parts of a figure that have something, grid 2 before grid 10. */
export function partsInOrder<P extends { area: string; value: number }>(parts: P[]): P[] {
  return parts
    .filter((one) => one.value)
    .sort((a, b) => a.area.localeCompare(b.area, 'en', { numeric: true }))
}

export interface Cell extends Column {
  at: number
  /** The first of its group: gets a line before it. */
  first: boolean
}

/** Columns of all groups in the order of a row's values. */
export function columnsOf(groups: Group[]): Cell[] {
  let at = 0
  return groups.flatMap((group) =>
    group.columns.map((column, i) => ({ ...column, at: at++, first: i === 0 })),
  )
}

/** Columns in which no area has anything, for leaving them out of sight. */
export function emptyColumns(table: DailyTable): Set<number> {
  const empty = new Set<number>()
  table.total.values.forEach((value, at) => {
    if (value === 0 && table.rows.every((row) => row.values[at] === 0)) empty.add(at)
  })
  return empty
}

/** The groups without those columns; a group that keeps none is left out. */
export function without(groups: Group[], hidden: Set<number>): { group: Group; cells: Cell[] }[] {
  const cells = columnsOf(groups)
  let from = 0
  const out: { group: Group; cells: Cell[] }[] = []
  for (const group of groups) {
    const own = cells.slice(from, from + group.columns.length).filter((one) => !hidden.has(one.at))
    from += group.columns.length
    if (own.length) out.push({ group, cells: own.map((one, i) => ({ ...one, first: i === 0 })) })
  }
  return out
}
