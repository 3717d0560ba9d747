import type { RouteRecordRaw } from 'vue-router'

export default [
  { path: '/orders', name: 'orders', component: () => import('./OrdersPage.vue') },
  {
    path: '/orders/:order',
    name: 'order',
    component: () => import('./OrderPage.vue'),
    meta: { needs: ['see_records'], under: 'orders' },
  },
] satisfies RouteRecordRaw[]
