export default {
  centralised: '集中隔离医学观察',
  home: '居家隔离医学观察',
  home_monitoring: '居家健康监测',
  self_monitoring: '自我健康监测',
  test_only: '仅检测',
  none: '无措施',
  undecided: '待人工决定',
}
