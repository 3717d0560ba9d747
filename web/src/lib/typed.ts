// Searching while somebody types: a little after the last key, and never an answer to old words.
import { ref, type Ref, watch } from 'vue'

/** What was found; null while there is nothing to look for. */
export function useTyped<T>(
  typed: Ref<string>,
  search: (text: string) => Promise<T[]>,
): Ref<T[] | null> {
  const found = ref<T[] | null>(null) as Ref<T[] | null>
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    typed,
    (text) => {
      clearTimeout(timer)
      if (!text.trim()) {
        found.value = null
        return
      }
      timer = setTimeout(async () => {
        const answer = await search(text).catch(() => [])
        if (typed.value === text) found.value = answer
      }, 220)
    },
    { immediate: true },
  )
  return found
}
