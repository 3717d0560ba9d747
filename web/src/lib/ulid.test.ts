import { expect, test } from 'vitest'

import { ulid } from './ulid'

test('has the form and the order of a ULID', () => {
  const first = ulid(1_582_000_000_000)
  expect(first).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  expect(first.slice(0, 10)).toBe('01E1B8RK00')
  expect(ulid(1_582_000_000_001) > first).toBe(true)
  expect(ulid(1_582_000_000_000)).not.toBe(first)
})
