// What a dialog asks before a command (parts/AskDialog.vue).
import type { Option } from './options'
import { instantAt } from './time'

export interface AskField {
  key: string
  label: string
  kind: 'text' | 'long' | 'date' | 'time' | 'number' | 'choice' | 'select'
  help?: string
  options?: Option[]
  required?: boolean
  /** No later than now. */
  past?: boolean
  value?: string
}

/** Nothing instead of an empty text. */
export const given = (text: string | undefined): string | undefined => text?.trim() || undefined
export const whole = (text: string | undefined): number | undefined =>
  text?.trim() ? Number(text) : undefined
/** What <input type="datetime-local"> says, as the server takes it. */
export const moment = (text: string | undefined): string | undefined =>
  text ? instantAt(text).toISOString() : undefined
