export default {
  nobody: '（无权查看）',
  masked: '脱敏',
  maskedWhy: '按您的角色，姓名和号码已部分隐去',
  sex: { male: '男', female: '女' },
  years: '{n}岁',
}
