// tree-sitter includes this header of Node, and uses nothing of it.
