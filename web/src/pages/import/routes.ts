import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/import', name: 'import', component: () => import('./ImportPage.vue') },
] satisfies RouteRecordRaw[]
