/**
 * ESLint rule: a test file does nothing while it is loaded. A build at the top level belongs to no test: it has no
 * name in the report, no time limit, and it also runs if the tests that need it were not asked for.
 *
 * Refused outside of functions: `await`, calls that return a promise (apart from node:test's own), and programs that
 * are run synchronously. The callback of `describe` runs while the file is loaded, so it counts as top level.
 */

const SYNCHRONOUS = new Set(['execSync', 'execFileSync', 'spawnSync', 'execaSync']);
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** @type {import('eslint').Rule.RuleModule} */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      awaits:
        'A test file must not wait while it is loaded: use setUp (test/support/setUp.ts), or do it in a test.',
      starts:
        'A test file must not start `{{name}}` while it is loaded: use setUp (test/support/setUp.ts), or do it in a test.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const { program, esTreeNodeToTSNodeMap } = sourceCode.parserServices;
    const checker = program.getTypeChecker();

    return {
      AwaitExpression: (node) => void (runsAtLoad(node) && context.report({ node, messageId: 'awaits' })),
      'ForOfStatement[await=true]': (node) =>
        void (runsAtLoad(node) && context.report({ node, messageId: 'awaits' })),
      CallExpression(node) {
        if (!runsAtLoad(node) || isOfTestRunner(node)) return;
        const name = sourceCode.getText(node.callee).replaceAll(/\s+/g, ' ');
        if (!SYNCHRONOUS.has(name) && !returnsPromise(node)) return;
        // The `await` is reported already.
        if (node.parent.type === 'AwaitExpression') return;
        context.report({ node, messageId: 'starts', data: { name } });
      },
    };

    function runsAtLoad(node) {
      return sourceCode
        .getAncestors(node)
        .every((ancestor) => !isFunction(ancestor) || isCalledAtLoad(ancestor));
    }

    /** The value of a field is computed when an object is made. */
    function isFunction({ type, static: isStatic }) {
      return FUNCTIONS.has(type) || (type === 'PropertyDefinition' && !isStatic);
    }

    /** An immediate call, `(async () => …)()`, or a suite's callback. */
    function isCalledAtLoad(node) {
      const call = node.parent;
      if (call.type !== 'CallExpression') return false;
      return (
        call.callee === node ||
        (isOfTestRunner(call) && /^(describe|suite)\b/.test(sourceCode.getText(call.callee)))
      );
    }

    /** A call of what is imported from node:test: `test(…)`, `test.skip(…)`. */
    function isOfTestRunner({ callee }) {
      const identifier = callee.type === 'MemberExpression' ? callee.object : callee;
      if (identifier.type !== 'Identifier') return false;
      const { references } = sourceCode.getScope(identifier);
      const reference = references.find((one) => one.identifier === identifier);
      return reference?.resolved?.defs.some((def) => def.parent?.source?.value === 'node:test') === true;
    }

    function returnsPromise(node) {
      const type = checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node));
      return (type.isUnion() ? type.types : [type]).some((one) => one.getProperty('then') !== undefined);
    }
  },
};
