import { expect, test } from 'vitest'

import { factsIn } from './rules'

test('the facts that matched are found in the words of a decision', () => {
  const why =
    '规则包 cn / 2020 / placement 第3行，从严 xinping-2020 / 2020-01 / placement 第10行：来源地=省内其他市，年龄=30 → 类别：省内；期限：14天\n未采用 a / b / c 第2行：期限 未从严于上级'
  expect(factsIn(why)).toEqual(['来源地=省内其他市', '年龄=30'])
  expect(factsIn('pack x / 2020 / risk row 4: cases=3, window=14 -> level: medium')).toEqual([
    'cases=3',
    'window=14',
  ])
  expect(factsIn('')).toEqual([])
})
