// One draft while it is open: its document with undo, saved by itself a moment after each change,
// checked by the server as one types.
import {
  computed,
  inject,
  type InjectionKey,
  onScopeDispose,
  provide,
  ref,
  shallowRef,
  watch,
} from 'vue'

import { language } from '../../i18n'
import { command, get, Refused, upload, words as said } from '../../lib/api'
import type { RuleLine } from '../../lib/rules'
import { useHistory } from './history'
import { type Document, type Edition, type Finding, topicsOf, type Vocabulary } from './pack'

const saveAfter = 1_500
const checkAfter = 400

export interface CheckAnswer {
  loads: boolean
  findings: Finding[]
  examples: { row: number; passed: boolean; message?: string; remedy?: string; reference: string }[]
  rules: { topic: string; name: string; hit: string; rules: RuleLine[] }[]
}
interface DraftAnswer {
  id: string
  area: string
  pack: string
  revision: number
  saved_at: string
  published: string[]
  document: Document
}

export type SaveState = 'saved' | 'changed' | 'saving' | 'failed' | 'elsewhere'

// What stands there until the draft has come.
const nothing: Document = {
  pack: {
    id: '',
    name: { zh: '', en: '' },
    level: '',
    place: { zh: '', en: '' },
    issuer: { zh: '', en: '' },
    disease: { id: '', name: { zh: '', en: '' } },
    editions: [{ id: '', from: '', tables: {} }],
  },
  tables: {},
}
const noWords: Vocabulary = {
  levels: [],
  dictionaries: [],
  diseases: [],
  facts: [],
  topics: [],
  suggestions: [],
}

export function useEditor(draft: string) {
  const history = useHistory<Document>()
  const words = shallowRef<Vocabulary>(noWords)
  const checked = shallowRef<CheckAnswer>()
  const checkProblem = shallowRef<{ message: string; remedy: string } | null>(null)
  const checking = ref(false)
  const error = shallowRef<unknown>(null)
  const loading = ref(true)
  const area = ref('')
  const published = ref<string[]>([])
  const state = ref<SaveState>('saved')
  const problem = shallowRef<{ message: string; remedy: string } | null>(null)
  const revision = ref(0)
  let savedVersion = 0
  let saving: Promise<boolean> | undefined

  async function open(): Promise<void> {
    loading.value = true
    error.value = null
    try {
      const [answer, vocabulary] = await Promise.all([
        get<DraftAnswer>(`/api/rules/drafts/${draft}`),
        get<Vocabulary>('/api/rules/vocabulary'),
      ])
      words.value = vocabulary
      area.value = answer.area
      published.value = answer.published
      revision.value = answer.revision
      history.open(answer.document)
      savedVersion = history.version.value
      state.value = 'saved'
      problem.value = null
      void check()
    } catch (failure) {
      error.value = failure
    }
    loading.value = false
  }

  // --- saving: one at a time, always the newest -------------------------------------------------

  async function send(): Promise<boolean> {
    const version = history.version.value
    state.value = 'saving'
    try {
      const answer = await command<{ revision: number }>('rules.save-draft', {
        draft,
        revision: revision.value,
        document: history.document.value,
      })
      revision.value = answer.result.revision
      savedVersion = version
      problem.value = null
      state.value = history.version.value === version ? 'saved' : 'changed'
      return true
    } catch (failure) {
      const elsewhere = failure instanceof Refused && failure.refusal.code === 'rules.draft-changed'
      state.value = elsewhere ? 'elsewhere' : 'failed'
      problem.value = said(failure)
      return false
    }
  }

  /** True once everything is saved. */
  async function save(): Promise<boolean> {
    clearTimeout(saveTimer)
    for (;;) {
      if (saving) {
        if (!(await saving)) return false
        continue
      }
      if (history.version.value === savedVersion) return true
      saving = send()
      const ok = await saving
      saving = undefined
      if (!ok) return false
    }
  }

  // --- checking: what is on the page, not what is saved -----------------------------------------

  let asked = 0
  async function check(): Promise<void> {
    const mine = ++asked
    checking.value = true
    try {
      const answer = await upload<CheckAnswer>(
        '/api/rules/check',
        { area: area.value },
        new Blob([JSON.stringify(history.document.value)]),
      )
      if (mine !== asked) return
      checked.value = answer
      checkProblem.value = null
    } catch (failure) {
      if (mine !== asked) return
      checkProblem.value = said(failure)
    }
    checking.value = false
  }

  let saveTimer: ReturnType<typeof setTimeout> | undefined
  let checkTimer: ReturnType<typeof setTimeout> | undefined
  watch(history.version, () => {
    if (history.version.value === savedVersion) return
    if (state.value !== 'elsewhere') {
      state.value = 'changed'
      clearTimeout(saveTimer)
      saveTimer = setTimeout(() => void save(), saveAfter)
    }
    clearTimeout(checkTimer)
    checkTimer = setTimeout(() => void check(), checkAfter)
  })
  watch(language, () => void check())
  onScopeDispose(() => {
    clearTimeout(saveTimer)
    clearTimeout(checkTimer)
    asked++
  })

  const document = computed(() => history.document.value ?? nothing)
  /** The edition that is being written; those that are published are only shown. */
  const edition = computed((): Edition => document.value.pack.editions.at(-1)!)
  const locked = computed(() => published.value.includes(edition.value.id))
  const findings = computed(() => checked.value?.findings ?? [])

  return {
    draft,
    area,
    published,
    revision,
    words: computed(() => words.value),
    /** The product's and the pack's own. */
    topics: computed(() => topicsOf(document.value, words.value)),
    document,
    edition,
    locked,
    loading,
    error,
    open,
    state,
    problem,
    save,
    check,
    checked,
    checking,
    checkProblem,
    findings,
    errors: computed(() => findings.value.filter((one) => one.severity === 'error').length),
    failing: computed(() => checked.value?.examples.filter((one) => !one.passed).length ?? 0),
    unsaved: () => history.version.value !== savedVersion,
    version: history.version,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    undo: history.undo,
    redo: history.redo,
    /** Edits the document; steps of one kind that follow each other closely are undone at once. */
    change(edit: (document: Document, edition: Edition) => void, kind = ''): void {
      history.change((draftOf) => edit(draftOf, draftOf.pack.editions.at(-1)!), kind)
    },
  }
}

export type Editor = ReturnType<typeof useEditor>
const key: InjectionKey<Editor> = Symbol('pack editor')
export const provideEditor = (editor: Editor): void => provide(key, editor)
export const theEditor = (): Editor => inject(key)!
