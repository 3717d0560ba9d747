import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/response', name: 'response', component: () => import('./ResponsePage.vue') },
] satisfies RouteRecordRaw[]
