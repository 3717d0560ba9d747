import { expect, test } from 'vitest'

import { communityOf, contains } from './areas'

test('an area has in it what its code begins, level by level', () => {
  expect(contains('53', '532601')).toBe(true)
  expect(contains('532601003005', '532601003005-3-2')).toBe(true)
  expect(contains('532601003005-3', '532601003005-3')).toBe(true)
  expect(contains('0', '53')).toBe(true)
})

test('a number that begins with another is not inside it', () => {
  expect(contains('532601003005-3', '532601003005-31')).toBe(false)
  expect(contains('532601003005', '532601003006')).toBe(false)
  expect(contains('532601003005-3', '532601003005')).toBe(false)
})

test('the community of a dwelling', () => {
  expect(communityOf('532601003005-3-2-6-1-1001')).toBe('532601003005')
  expect(communityOf('532601')).toBe('')
})
