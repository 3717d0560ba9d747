export default {
  login: 'Sign-in name',
  grants: 'Roles and areas',
  role: {
    administrator: 'Administrator',
    community_director: 'Community director',
    community_clerk: 'Community clerk',
    grid_worker: 'Grid worker',
    building_head: 'Building head',
    doctor: 'Community doctor',
    township_office: 'Township office',
    command: 'Command',
    inspector: 'Inspector',
  },
}
