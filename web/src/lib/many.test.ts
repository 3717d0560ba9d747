import { expect, test } from 'vitest'

import { Refused } from './api'
import { useMany } from './many'

test('each stands for itself: refusals are kept, the others are done', async () => {
  const { progress, run } = useMany<number>(3)
  let atOnce = 0
  let most = 0
  const done = await run([1, 2, 3, 4, 5, 6, 7], async (n) => {
    most = Math.max(most, ++atOnce)
    await new Promise((resolve) => setTimeout(resolve, 1))
    atOnce--
    if (n % 3 === 0) {
      throw new Refused(409, { code: 'x', message: `not ${n}`, remedy: 'wait' })
    }
  })
  expect(done).toBe(5)
  expect(most).toBe(3)
  expect(progress.done).toBe(7)
  expect(progress.failures.map((one) => one.message).sort()).toEqual(['not 3', 'not 6'])
  expect(progress.running).toBe(false)
})
