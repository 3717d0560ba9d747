import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/risk', name: 'risk', component: () => import('./RiskPage.vue') },
] satisfies RouteRecordRaw[]
