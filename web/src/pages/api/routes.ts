import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/interface', name: 'api', component: () => import('./ApiPage.vue') },
] satisfies RouteRecordRaw[]
