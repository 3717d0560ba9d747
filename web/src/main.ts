import { createApp } from 'vue'

import App from './App.vue'
import { i18n, keptLanguage, setLanguage } from './i18n'
import { session } from './lib/session'
import { router } from './router'
import './styles/base.css'
import './styles/parts.css'
import './styles/work.css'
import './styles/layout.css'
import './styles/print.css'

// Whoever checks a code at a gate is not kept waiting by a signal that carries nothing.
const patience = 800

async function start(): Promise<void> {
  await setLanguage(keptLanguage())
  const opened = session.open()
  if (location.pathname === '/verify') {
    await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, patience))])
  } else {
    await opened
  }
  createApp(App).use(i18n).use(router).mount('#app')
}
void start()

// Keeps the application itself at hand where there is no network; never anything about people.
if ('serviceWorker' in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register('/sw.js')
}
