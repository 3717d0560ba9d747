// @vitest-environment happy-dom
import { expect, test } from 'vitest'

import { has, setLanguage } from '../../i18n'
import { items, lists } from './places'

test.each(['zh', 'en'] as const)('every way to the work is named in %s', async (chosen) => {
  await setLanguage(chosen)
  for (const kind of Object.keys(lists)) expect(has(`today.all.${kind}`), kind).toBe(true)
  for (const kind of Object.keys(items)) expect(has(`today.do.${kind}`), kind).toBe(true)
})
