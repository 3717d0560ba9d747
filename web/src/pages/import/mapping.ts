// What a person has said that the columns of a line list are (docs/cases.md, "A mapping").
import type { FileReport } from './report'

export interface ColumnRule {
  column: string
  /** '' leaves the column out. */
  field: string
}
export interface Mapping {
  format: number
  name?: string
  columns: ColumnRule[]
  values?: unknown[]
  defaults?: unknown[]
}
export interface Heading {
  heading: string
  field: string
}

export const caseFields = [
  'number',
  'name',
  'id_number',
  'phone',
  'sex',
  'age',
  'age_unit',
  'classification',
  'origin',
  'source',
  'sources',
  'setting',
  'reported',
  'confirmed',
  'onset',
  'sampled',
  'isolated',
  'recovered',
  'died',
  'excluded',
  'ended',
  'outcome',
  'residence',
  'work',
  'study',
  'stay',
  'exposure',
  'note',
] as const

/** Each heading with what it is taken for; one that is several things stands several times. */
export function headingsOf(files: FileReport[], map: Mapping): Heading[] {
  const headings = [...new Set(files.flatMap((file) => file.columns.map((one) => one.heading)))]
  return headings.flatMap((heading) => {
    const fields = map.columns.filter((one) => one.column === heading).map((one) => one.field)
    return (fields.length ? fields : ['']).map((field) => ({ heading, field }))
  })
}

/** The mapping with one of the headings taken for something else. */
export function remapped(map: Mapping, rows: Heading[], at: number, field: string): Mapping {
  const columns = rows.map((row, i) => ({
    column: row.heading,
    field: i === at ? field : row.field,
  }))
  return { ...map, columns: columns.filter((one) => one.column) }
}

/** A file that was saved; nothing if it is something else. */
export function readMapping(text: string): Mapping | null {
  try {
    const read = JSON.parse(text) as Mapping
    return read.format === 1 && Array.isArray(read.columns) ? read : null
  } catch {
    return null
  }
}
