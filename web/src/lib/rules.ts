// Rules as the server tells them.

/** One row of a table: whom it is about and what it says; for a restriction also by what right. */
export interface RuleLine {
  row: number
  when: string
  then: string
  basis?: string
  issuer?: string
  longest_days?: number
  appeal?: string
  source?: string
  note?: string
  /** Where several levels have a say: the rows it was made of, joined by "+". */
  made_of?: string
  /** Rows of lower levels that do not count because they are looser. */
  not_applied?: string
}

/**
 * The facts that matched, out of the words that explain a decision, a line for each row of rules:
 * "规则包 P / E / T 第4行：来源地=外省，年龄=30 → 类别：…", "pack P / E / T row 4: origin=…, age=30 -> …".
 */
export function factsIn(why: string): string[] {
  const out = why.split('\n').flatMap((line) => {
    const end = line.search(/ (→|->) /)
    if (end < 0) return []
    return line
      .slice(0, end)
      .replace(/^.*?(\u884c\uff1a|row \d+: )/, '')
      .split(/，|, /)
  })
  return [...new Set(out.map((one) => one.trim()).filter(Boolean))]
}
