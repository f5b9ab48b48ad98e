/** A marker in every tree that the tool wrote: naming such a tree as input is a mistake worth a clear message. */
export const TREE_MARKER = '.gorename-plugin.json';
