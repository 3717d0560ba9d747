// Carrying out a command from a page: one at a time, refusals in words, undo where there is one.
import { ref } from 'vue'

import { command, words, type CommandAnswer } from './api'
import { ask, type Question } from './confirm'
import { done, failed } from './toast'

export interface Act<R> {
  /** Asked before; nothing happens without a yes. */
  confirm?: Question
  said?: string
  undo?: { label: string; run: () => void | Promise<void> }
  then?: (answer: CommandAnswer<R>) => unknown
  occurredAt?: Date
}

export function useAct() {
  const busy = ref(false)
  const refusal = ref<{ message: string; remedy: string } | null>(null)

  /** True if it was done. `quiet`: the page shows `refusal` itself, near what was entered. */
  async function act<R = unknown>(
    name: string,
    body: unknown,
    options: Act<R> & { quiet?: boolean } = {},
  ): Promise<boolean> {
    if (busy.value) return false
    if (options.confirm && !(await ask(options.confirm))) return false
    busy.value = true
    refusal.value = null
    try {
      const answer = await command<R>(name, body, { occurredAt: options.occurredAt })
      if (options.said) done(options.said, options.undo)
      await options.then?.(answer)
      return true
    } catch (error) {
      if (options.quiet) refusal.value = words(error)
      else failed(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { act, busy, refusal }
}
