export default {
  note: '导入或登记时拿不准的，逐条核实；核实结果留有记录。',
  kind: '类别',
  none: '没有待核实的存疑',
  registeredHere: '登记表现在记在这户',
  listedThere: '又列在另一户',
  livesIn: '住在 {address}',
  closed: '已核实',
  settled: '已核实：{what}',
  mergeTitle: '合并 {name} 的两条记录？',
  mergeEffect1: '两条记录的来源、测温、观察归到一条。',
  mergeEffect2: '合并可以在人员页面撤销。',
}
