import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/returnees', name: 'returnees', component: () => import('./ReturneesPage.vue') },
] satisfies RouteRecordRaw[]
