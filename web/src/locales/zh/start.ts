export default {
  title: '开始使用',
  go: '去办理',
  done: '已完成',
  rules: '选用规则包',
  rulesWhy: '人员类别、措施和期限都按它判定；请先对照上级正式文件核对。',
  register: '导入住户登记表',
  registerWhy: '办公室现有的 Excel 或 CSV 就行；先预览，确认后才写入。',
  returnees: '导入返乡人员名单',
  returneesWhy: '自排台账、推送名单、自主申报可以一起选，每人只计一次；之后去“来返人员判定”。',
  accounts: '给网格员、医生建账号',
  accountsWhy: '各人只看到自己的网格；初始密码只显示一次，首次登录时改掉。',
}
