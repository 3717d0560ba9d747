import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/rules', name: 'rules', component: () => import('./RulesPage.vue') },
] satisfies RouteRecordRaw[]
