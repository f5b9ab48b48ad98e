import type { CallExpressionNode, ExpressionNode, GoNode } from './ast.generated.js';
import { referenceAt, type Scope, type TypeReference, typeReferences } from './typeReferences.js';

/** The type of an expression, as far as syntax shows it, for a variable declared without one. */
export interface InferredType {
  /** Types that the expression contains: of a literal, a conversion, a type assertion. */
  types: TypeReference[];
  /** A name that the type depends on: `pkg.F(x)`, a call or a conversion, or `pkg.V`, a value. */
  from: { reference: TypeReference; called: boolean; result: number } | undefined;
  /** Whether only a type checker knows the type. */
  unclear?: true;
}

const NOTHING: InferredType = { types: [], from: undefined };
const UNCLEAR: InferredType = { ...NOTHING, unclear: true };

/** An expression that has the type of the one around it, or returns it when it is called. */
interface Next {
  next: GoNode;
  result: number;
  called: boolean;
}

/**
 * @param result - index of the value, from 0, if the expression has several.
 * @returns an unclear result if only a type checker knows it (operators, methods' results, elements).
 */
export function inferType(scope: Scope, expression: GoNode, result = 0): InferredType {
  // No recursion: nesting of expressions is not limited.
  let called = false;
  let step = inferStep(scope, expression, result);
  for (; 'next' in step; step = inferStep(scope, step.next, step.result)) called ||= step.called;
  const { from, ...rest } = step;
  return called ? { ...rest, from: from && { ...from, called } } : step;
}

function inferStep(scope: Scope, expression: GoNode, result: number): InferredType | Next {
  switch (expression.type) {
    case 'call_expression':
      return inferCall(scope, expression, result);
    case 'type_conversion_expression':
      // `pkg.F[int](x)` may also be the call of a generic function.
      return expression.typeNode.type === 'generic_type'
        ? { next: expression.typeNode, result: 0, called: false }
        : known(scope, expression.typeNode);
    case 'generic_type': {
      const { types } = known(scope, expression.typeArgumentsNode);
      const [reference] = typeReferences(scope, expression.typeNode);
      return { types, from: reference && { reference, called: true, result } };
    }
    case 'composite_literal':
    case 'type_assertion_expression':
      return result === 0 ? known(scope, expression.typeNode) : NOTHING;
    case 'func_literal':
      return known(scope, expression.parametersNode, expression.resultNode);
    case 'parenthesized_expression':
      return first(expression.namedChildren);
    case 'unary_expression':
      return expression.operatorNode.type === '!' || result > 0
        ? NOTHING
        : { next: expression.operandNode, result: 0, called: false };
    case 'identifier':
      return { types: [], from: { reference: referenceAt(scope, expression), called: false, result } };
    case 'selector_expression': {
      const { operandNode, fieldNode } = expression;
      if (operandNode.type !== 'identifier') return UNCLEAR;
      return {
        types: [],
        from: { reference: referenceAt(scope, fieldNode, operandNode), called: false, result },
      };
    }
    // Types, such as the arguments of new and make.
    case 'array_type':
    case 'channel_type':
    case 'function_type':
    case 'interface_type':
    case 'map_type':
    case 'pointer_type':
    case 'qualified_type':
    case 'slice_type':
    case 'struct_type':
    case 'type_identifier':
      return known(scope, expression);
    case 'int_literal':
    case 'float_literal':
    case 'imaginary_literal':
    case 'rune_literal':
    case 'interpreted_string_literal':
    case 'raw_string_literal':
    case 'true':
    case 'false':
    case 'nil':
    case 'iota':
      return NOTHING;
    default:
      return UNCLEAR;
  }
}

function inferCall(scope: Scope, call: CallExpressionNode, result: number): InferredType | Next {
  const callee: ExpressionNode = call.functionNode;
  if (callee.type === 'identifier') {
    switch (referenceAt(scope, callee).name) {
      case 'new':
      case 'make':
      case 'append':
      case 'min':
      case 'max':
        return first(call.argumentsNode.namedChildren);
    }
  }
  if (callee.type === 'func_literal')
    return known(scope, ...resultNodes(callee.resultNode).slice(result, result + 1));
  return { next: callee, result, called: true };
}

function first(nodes: readonly GoNode[]): InferredType | Next {
  const next = nodes.find(({ type }) => type !== 'comment');
  return next === undefined ? NOTHING : { next, result: 0, called: false };
}

function known(scope: Scope, ...nodes: readonly (GoNode | null)[]): InferredType {
  return { types: typeReferences(scope, ...nodes), from: undefined };
}

/** The type of each result, one by one. */
export function resultNodes(result: GoNode | null): GoNode[] {
  if (result === null) return [];
  if (result.type !== 'parameter_list') return [result];
  return result.namedChildren.flatMap((parameter) => {
    if (parameter.type !== 'parameter_declaration') return [];
    return Array.from({ length: Math.max(1, parameter.nameNodes.length) }, () => parameter.typeNode);
  });
}
