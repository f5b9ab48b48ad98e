/** The owner of a renamed package; each group has one prefix, which changes when the group's content does. */
export type Group = 'dependency' | 'own' | 'main';
