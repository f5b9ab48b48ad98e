/** A marker in every tree that the tool wrote: if a user names such a tree as input, the message can say so. */
export const TREE_MARKER = '.gorename-plugin.json';
