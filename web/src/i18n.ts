// Words. Each area of the application has a file of messages in each language; the other language is
// fetched when somebody chooses it.
import type { Ref } from 'vue'
import { createI18n } from 'vue-i18n'

export type Language = 'zh' | 'en'

const files = {
  zh: () => import('./locales/zh'),
  en: () => import('./locales/en'),
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: {} as Record<Language, Record<string, never>>,
  // A key that the other language lacks is a fault that the tests find; readers see Chinese.
  missingWarn: false,
  fallbackWarn: false,
})

// The library's own types follow every key of every message, which takes the compiler too long.
const words = i18n.global as unknown as {
  locale: Ref<Language>
  availableLocales: string[]
  t: (key: string, values: Record<string, unknown>) => string
  te: (key: string) => boolean
  setLocaleMessage: (language: Language, messages: unknown) => void
}

export const t = (key: string, values: Record<string, unknown> = {}): string => words.t(key, values)
export const has = (key: string): boolean => words.te(key)
export const language = (): Language => words.locale.value

export function keptLanguage(): Language {
  return localStorage.getItem('language') === 'en' ? 'en' : 'zh'
}

export async function setLanguage(chosen: Language): Promise<void> {
  if (!words.availableLocales.includes(chosen)) {
    words.setLocaleMessage(chosen, (await files[chosen]()).default)
  }
  words.locale.value = chosen
  localStorage.setItem('language', chosen)
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
}
