// Temperatures are tenths of a degree.

export function degrees(tenths: number): string {
  return (tenths / 10).toFixed(1)
}

/**
 * What somebody means who types on big keys: "365" and "36.5" are 36.5, and, since every body is
 * between 34 and 43 degrees, "65" is 36.5. Nothing while it is not a temperature yet.
 */
export function readTenths(text: string): number | undefined {
  const digits = text.replace(/[^0-9]/g, '')
  const tenths = digits.length === 2 && !/[.]/.test(text) ? 300 + Number(digits) : Number(digits)
  if (digits.length < 2 || digits.length > 3) return undefined
  return plausible(tenths) ? tenths : undefined
}

// As the server takes them (monitoring/entries.h).
export const lowest = 340
export const highest = 430
export const plausible = (tenths: number): boolean => tenths >= lowest && tenths <= highest

export type SlotState = 'not_due' | 'not_yet' | 'open' | 'done' | 'late' | 'missed'

export interface SlotLine {
  slot: string
  name: string
  deadline: string
  state: SlotState
  tenths?: number
  abnormal?: boolean
  reading?: string
}
