import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/areas', name: 'areas', component: () => import('./AreasPage.vue') },
] satisfies RouteRecordRaw[]
