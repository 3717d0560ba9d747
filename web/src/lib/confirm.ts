// Asks before something that is not easily taken back, naming what will happen.
import { shallowRef } from 'vue'

export interface Question {
  title: string
  /** What will happen, one sentence a line. */
  effects?: string[]
  /** The verb on the button: "Release", never "OK". */
  yes: string
  danger?: boolean
}

export const asked = shallowRef<(Question & { answer: (yes: boolean) => void }) | null>(null)

export function ask(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(yes) {
        asked.value = null
        resolve(yes)
      },
    }
  })
}
