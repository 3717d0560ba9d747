export default {
  edition: 'edition {name}',
  from: 'from {day}',
  on: 'Rules of the day',
  none: 'No policy pack has been chosen here',
  noneText: 'Without one nobody can be placed. The community’s director chooses it.',
  choose: 'Choose a policy pack',
  chooseExplain:
    'From the day chosen, people of this area are placed by it. Decisions that were made stand, each naming its rule.',
  fromDay: 'From which day',
  chosen: '{pack} in use from {day}',
  chosenAt: 'chosen {at}',
  history: 'Which pack when',
  look: 'Look',
  basis: 'Basis',
  issuer: 'Authority',
  longest: 'At most',
  appeal: 'How to object',
  hit: {
    first: 'from the top, the first that fits',
    unique: 'only one can fit',
    collect: 'all that fit',
  },
}
