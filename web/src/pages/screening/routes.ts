import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/screening', name: 'screening', component: () => import('./ScreeningPage.vue') },
] satisfies RouteRecordRaw[]
