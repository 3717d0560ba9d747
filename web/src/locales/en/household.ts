export default { noAddress: '(no address)', people: '{n} people' }
