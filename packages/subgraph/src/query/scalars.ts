import {
  type ConstValueNode,
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLID,
  GraphQLInt,
  GraphQLScalarType,
  GraphQLString,
  Kind,
} from 'graphql'
import type { Scalar } from '../model/model.ts'

/**
 * A scalar that is a text in answers, and a text or a number in questions. What it must look like is
 * checked where it is compared.
 */
function textual(name: string, description: string): GraphQLScalarType {
  const take = (value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number') return String(value)
    throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)}.`)
  }
  return new GraphQLScalarType({
    name,
    description,
    coerceInputValue: take,
    coerceInputLiteral: (node: ConstValueNode) =>
      take('value' in node && node.kind !== Kind.BOOLEAN ? node.value : undefined),
  })
}

/** GraphQL's type of each scalar. */
export const SCALAR_TYPES: Readonly<Record<Scalar, GraphQLScalarType>> = {
  ID: GraphQLID,
  String: GraphQLString,
  Boolean: GraphQLBoolean,
  Int: GraphQLInt,
  Bytes: textual('Bytes', 'Bytes as hex, in lower case.'),
  BigInt: textual('BigInt', 'A whole number of any size, as a text.'),
  BigDecimal: textual('BigDecimal', 'A decimal number of any size, as a text.'),
}

/** An enum whose values may be written as texts, as Graph Node takes them. */
class LenientEnum extends GraphQLEnumType {
  override coerceInputLiteral(
    node: ConstValueNode,
    hideSuggestions?: boolean | null,
  ): ReturnType<GraphQLEnumType['coerceInputLiteral']> {
    return node.kind === Kind.STRING
      ? this.coerceInputValue(node.value, hideSuggestions)
      : super.coerceInputLiteral(node, hideSuggestions)
  }
}

/** An enum of these values. */
export const enumOf = (name: string, values: readonly string[]): GraphQLEnumType =>
  new LenientEnum({ name, values: Object.fromEntries(values.map((value) => [value, {}])) })
