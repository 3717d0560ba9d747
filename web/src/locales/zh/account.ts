export default {
  login: '账号',
  grants: '角色与范围',
  role: {
    administrator: '系统管理员',
    community_director: '社区书记/主任',
    community_clerk: '社区工作人员',
    grid_worker: '网格员',
    building_head: '楼栋长',
    doctor: '社区医生',
    township_office: '街道（乡镇）办',
    command: '指挥部',
    inspector: '督查组',
  },
}
