export default {
  current: '当前区域：',
  choose: '选择区域',
  find: '按名称查找区域',
  none: '没有找到',
  path: '所在层级',
  use: '查看“{name}”',
  open: '展开“{name}”的下级',
}
