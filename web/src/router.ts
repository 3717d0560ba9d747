// The pages. Each is fetched when it is first opened; who may not open one is told so instead.
import { watch } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import { has, language, t } from './i18n'
import { onSignedOut } from './lib/api'
import { places } from './lib/nav'
import { session } from './lib/session'
import { complain } from './lib/toast'

declare module 'vue-router' {
  interface RouteMeta {
    /** Any of these permissions, held anywhere. */
    needs?: string[]
    /** Open without signing in. */
    open?: boolean
    /** For anybody, signed in or not. */
    anyone?: boolean
    /** Without navigation around it. */
    bare?: boolean
    /** The place of the navigation to which the page belongs, if it is none itself. */
    under?: string
  }
}

// Each folder of pages says in its routes.ts what it has.
const pages = import.meta.glob<RouteRecordRaw[]>('./pages/*/routes.ts', {
  eager: true,
  import: 'default',
})

const needs = Object.fromEntries(
  places.flatMap((group) => group.places.map((place) => [place.name, place.needs])),
)

const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'signIn',
    component: () => import('./pages/SignInPage.vue'),
    meta: { open: true, bare: true },
  },
  { path: '/', redirect: { name: 'today' } },
  ...Object.values(pages).flat(),
  {
    path: '/account',
    name: 'myAccount',
    component: () => import('./pages/MyAccountPage.vue'),
  },
  {
    path: '/:anything(.*)*',
    name: 'notFound',
    component: () => import('./pages/NotFoundPage.vue'),
  },
]

for (const route of routes) {
  const name = String(route.name ?? '')
  if (needs[name]) route.meta = { needs: needs[name], ...route.meta }
}

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach((to) => {
  if (to.meta.anyone) return true
  if (to.meta.open) return session.signedIn.value && !session.mustChangePassword.value ? '/' : true
  if (!session.me.value || session.mustChangePassword.value) {
    return { name: 'signIn', query: to.path === '/' ? {} : { to: to.fullPath } }
  }
  if (to.meta.needs && !session.may(...to.meta.needs)) {
    return { name: 'notFound', params: { anything: to.path.slice(1).split('/') } }
  }
  return true
})

function setTitle(): void {
  const name = String(router.currentRoute.value.name ?? '')
  const key = `nav.${name}`
  const title = has(key) ? t(key) : ''
  document.title = title ? `${title} · ${t('app.name')}` : t('app.name')
}
router.afterEach(setTitle)
watch(language, setTitle)

// A new version on the server has other files: what an old page asks for may be gone.
router.onError((error: Error, to) => {
  if (!/dynamically imported module|preload/i.test(error.message)) return
  const last = Number(sessionStorage.getItem('reloaded') ?? 0)
  if (navigator.onLine && Date.now() - last > 30_000) {
    sessionStorage.setItem('reloaded', String(Date.now()))
    window.location.assign(to.fullPath)
  } else {
    complain(t('error.unreachable'), t('error.retry'))
  }
})

onSignedOut(() => {
  if (!session.signedIn.value) return
  session.forget()
  const here = router.currentRoute.value
  if (!here.meta.open && !here.meta.anyone)
    void router.push({ name: 'signIn', query: { to: here.fullPath } })
})
