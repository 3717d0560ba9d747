import { expect, test } from 'vitest'

import { Refused } from '../../lib/api'
import { settled } from './jobs'
import type { ImportReport } from './report'

function report(accepted: number): ImportReport {
  return {
    import: accepted ? '' : '01E1B8RK00AAAAAAAAAAAAAAAA',
    dry_run: true,
    files: [
      {
        file: 'a',
        kind: 'csv',
        rows: 5,
        accepted,
        unchanged: 5 - accepted,
        set_aside: 0,
        skipped: 0,
        columns: [],
      },
    ],
    people_new: accepted,
    people_updated: 0,
    households_new: 0,
    areas_new: 0,
    doubts: 0,
    problems: [],
  }
}
const refused = (code: string) => new Refused(409, { code, message: '', remedy: '' })

test('an import whose answer was lost is told as what the preview promised', () => {
  expect(settled(report(5), report(0), 1)?.people_new).toBe(5)
  expect(settled(report(5), report(0), 1)?.dry_run).toBe(false)
  expect(settled(report(5), refused('returnees.already-imported'), 1)?.people_new).toBe(5)
})

test('a first attempt is told as it was answered', () => {
  expect(settled(report(5), report(0), 0)?.people_new).toBe(0)
  expect(settled(report(0), report(0), 1)?.people_new).toBe(0)
  expect(settled(report(5), refused('returnees.already-imported'), 0)).toBeUndefined()
  expect(settled(report(5), refused('host.no-such-area'), 1)).toBeUndefined()
})
