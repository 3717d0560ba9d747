// What an import says about itself (ImportReport of the server), and what the page makes of it.
import type { Mapping } from './mapping'

export interface RowProblem {
  file: string
  sheet: string
  row: number
  column: string
  value: string
  code: string
  reason: string
  remedy: string
  /** The row was taken all the same, with this doubt. */
  taken: boolean
}

export interface ColumnUse {
  sheet: string
  heading: string
  /** '' where the column is not used. */
  field: string
}

export interface FileReport {
  file: string
  kind: string
  rows: number
  accepted: number
  unchanged: number
  set_aside: number
  skipped: number
  columns: ColumnUse[]
}

export interface ImportReport {
  import: string
  dry_run: boolean
  files: FileReport[]
  people_new: number
  people_updated: number
  households_new: number
  areas_new: number
  doubts: number
  /** Of lists of cases. */
  cases_new?: number
  cases_changed?: number
  people_found?: number
  /** Of lists of sites, and of outlines. */
  sites_new?: number
  sites_changed?: number
  sites_closed?: number
  sites_reopened?: number
  outlines_new?: number
  outlines_changed?: number
  sites_located?: number
  coordinates?: string
  map?: Mapping
  problems: RowProblem[]
}

export interface Sums {
  rows: number
  accepted: number
  unchanged: number
  set_aside: number
  skipped: number
}

export function sums(files: Omit<Sums, 'skipped'>[] | FileReport[]): Sums {
  const total = { rows: 0, accepted: 0, unchanged: 0, set_aside: 0, skipped: 0 }
  for (const file of files) {
    total.rows += file.rows
    total.accepted += file.accepted
    total.unchanged += file.unchanged
    total.set_aside += file.set_aside
    if ('skipped' in file) total.skipped += file.skipped
  }
  return total
}

/** Everything in the files that can be used is known already. */
export const nothingNew = (report: ImportReport): boolean => sums(report.files).accepted === 0

/** Columns of one sheet together, in the order of the file. */
export function bySheet(columns: ColumnUse[]): { sheet: string; columns: ColumnUse[] }[] {
  const out: { sheet: string; columns: ColumnUse[] }[] = []
  for (const column of columns) {
    const last = out.find((one) => one.sheet === column.sheet)
    if (last) last.columns.push(column)
    else out.push({ sheet: column.sheet, columns: [column] })
  }
  return out
}

export interface ProblemKind {
  code: string
  taken: boolean
  reason: string
  count: number
}

/** Rows that were left out come before doubts, the most frequent first. */
export function kindsOf(problems: RowProblem[]): ProblemKind[] {
  const kinds = new Map<string, ProblemKind>()
  for (const problem of problems) {
    const key = `${problem.code}/${problem.taken}`
    const kind = kinds.get(key)
    if (kind) kind.count++
    else {
      const { code, taken, reason } = problem
      kinds.set(key, { code, taken, reason, count: 1 })
    }
  }
  return [...kinds.values()].sort((a, b) => Number(a.taken) - Number(b.taken) || b.count - a.count)
}

// A cell that begins with one of these is a formula to an office program.
function cell(text: string | number): string {
  let out = String(text)
  if (/^[=+\-@\t\r]/.test(out)) out = `'${out}`
  return /[",\r\n]/.test(out) ? `"${out.replaceAll('"', '""')}"` : out
}

/** The file for the clerk. With a byte order mark, or Excel takes the Chinese for GBK. */
export function problemsCsv(
  problems: RowProblem[],
  headings: string[],
  taken: (yes: boolean) => string,
): string {
  const lines = [headings.map(cell).join(',')]
  for (const p of problems) {
    const fields = [p.file, p.sheet, p.row, p.column, p.value, taken(p.taken), p.reason, p.remedy]
    lines.push(fields.map(cell).join(','))
  }
  return `\ufeff${lines.join('\r\n')}\r\n`
}
