import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/accounts', name: 'accounts', component: () => import('./AccountsPage.vue') },
  {
    path: '/accounts/:account',
    name: 'account',
    component: () => import('./AccountPage.vue'),
    meta: { needs: ['manage_accounts'], under: 'accounts' },
  },
  { path: '/looks', name: 'looks', component: () => import('./LooksPage.vue') },
] satisfies RouteRecordRaw[]
