// Undo and redo over a whole document: it is small, so each step keeps all of it.
import { computed, ref, type Ref, shallowRef } from 'vue'

const most = 200
/** Steps of one kind within this time are one: nobody wants to undo letter by letter. */
const together = 1_200

export interface History<T> {
  document: Ref<T | undefined>
  /** Counts the changes: what is saved and checked is known by it. */
  version: Ref<number>
  canUndo: Ref<boolean>
  canRedo: Ref<boolean>
  open: (value: T) => void
  change: (edit: (draft: T) => void, kind?: string) => void
  undo: () => void
  redo: () => void
}

export function useHistory<T>(clock: () => number = Date.now): History<T> {
  const document = shallowRef<T>()
  const version = ref(0)
  const before = ref<string[]>([])
  const after = ref<string[]>([])
  let lastKind = ''
  let lastAt = 0

  const text = () => JSON.stringify(document.value)
  const show = (from: string) => {
    document.value = JSON.parse(from) as T
    version.value++
    lastKind = ''
  }

  return {
    document: document as Ref<T | undefined>,
    version,
    canUndo: computed(() => before.value.length > 0),
    canRedo: computed(() => after.value.length > 0),
    open(value) {
      document.value = value
      before.value = []
      after.value = []
      version.value = 0
      lastKind = ''
    },
    change(edit, kind = '') {
      const was = text()
      const draft = JSON.parse(was) as T
      edit(draft)
      if (JSON.stringify(draft) === was) return
      const now = clock()
      if (!kind || kind !== lastKind || now - lastAt > together) {
        before.value = [...before.value.slice(-most + 1), was]
      }
      after.value = []
      lastKind = kind
      lastAt = now
      document.value = draft
      version.value++
    },
    undo() {
      const was = before.value.at(-1)
      if (was === undefined) return
      before.value = before.value.slice(0, -1)
      after.value = [...after.value, text()]
      show(was)
    },
    redo() {
      const next = after.value.at(-1)
      if (next === undefined) return
      after.value = after.value.slice(0, -1)
      before.value = [...before.value, text()]
      show(next)
    },
  }
}
