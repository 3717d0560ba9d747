export default {
  centralised: 'centralised quarantine',
  home: 'home quarantine',
  home_monitoring: 'home health monitoring',
  self_monitoring: 'self-monitoring',
  test_only: 'test only',
  none: 'no measure',
  undecided: 'to be decided by a person',
}
