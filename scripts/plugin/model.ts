// Reads the types of the source and their doc comments, as types of a Pulumi schema.
import { join } from "node:path";
import * as ts from "typescript";
import { described } from "./description";

const source = join(__dirname, "../../src");

/** A type in a Pulumi schema. */
export interface TypeSpec {
  readonly type?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  readonly $ref?: string;
}

/** A property in a Pulumi schema. */
export interface PropertySpec extends TypeSpec {
  readonly description: string;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
}

/** An object type in a Pulumi schema. */
export interface ObjectSpec {
  readonly description?: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, PropertySpec>>;
  readonly required?: readonly string[];
}

/** A property, and whether it always has a value. */
export interface Member {
  readonly spec: PropertySpec;
  readonly isRequired: boolean;
}

/** A property as the source has it. */
interface Found {
  readonly type: ts.Type;
  readonly text: string;
  readonly isOptional: boolean;
}

/** The exported or internal declarations of some source files. */
export class Model {
  /** The object types that properties have referred to so far, by token. */
  public readonly types = new Map<string, ObjectSpec>();
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;

  /**
   * @param prefix what the tokens of types begin with
   * @param files paths in src
   */
  public constructor(
    private readonly prefix: string,
    files: readonly string[],
  ) {
    const { config } = ts.readConfigFile(join(source, "../tsconfig.json"), (file) =>
      ts.sys.readFile(file),
    ) as {
      readonly config: { readonly compilerOptions: object };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, join(source, ".."));
    this.program = ts.createProgram(
      files.map((file) => join(source, file)),
      { ...options, types: ["node"] },
    );
    this.checker = this.program.getTypeChecker();
  }

  /**
   * A property of the first of these interfaces that has a type for it. The first of their doc comments describes it.
   *
   * @param places as `FILE#INTERFACE`
   */
  public member(name: string, isSecret: boolean, ...places: readonly string[]): Member {
    const found = places.map((place) => this.find(name, place)).filter((one) => one !== undefined);
    const typed = found.find(({ type }) => (type.flags & ts.TypeFlags.Unknown) === 0);
    const text = found.find((one) => one.text !== "")?.text;
    if (typed === undefined) {
      throw new Error(`none of ${places.join(", ")} has a type for ${name}`);
    }
    return {
      spec: this.property(typed.type, text ?? "", `${places.join(", ")}: ${name}`, isSecret),
      isRequired: found[0]?.isOptional === false,
    };
  }

  /** What a function returns, described by the function's doc comment. */
  public returned(file: string, name: string, isSecret: boolean): Member {
    const symbol = this.declaration(file, name);
    const type = this.checker.getTypeOfSymbol(symbol).getCallSignatures()[0]?.getReturnType();
    if (type === undefined) {
      throw new Error(`${file}: ${name} is not a function`);
    }
    return {
      spec: this.property(type, this.commentOf(symbol), `${file}#${name}`, isSecret),
      isRequired: true,
    };
  }

  private declaration(file: string, name: string): ts.Symbol {
    const place = this.program.getSourceFile(join(source, file));
    const statement = place?.statements.find(
      (node): node is ts.InterfaceDeclaration | ts.FunctionDeclaration =>
        (ts.isInterfaceDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name?.text === name,
    );
    const symbol = statement?.name && this.checker.getSymbolAtLocation(statement.name);
    if (symbol === undefined) {
      throw new Error(`${file} has no ${name}`);
    }
    return symbol;
  }

  private find(name: string, place: string): Found | undefined {
    const [file = "", owner = ""] = place.split("#");
    const type = this.checker.getDeclaredTypeOfSymbol(this.declaration(file, owner));
    const symbol = type.getProperty(name);
    return symbol && this.foundIn(symbol);
  }

  private foundIn(symbol: ts.Symbol): Found {
    const type = this.checker.getTypeOfSymbol(symbol);
    const isOptional =
      (symbol.flags & ts.SymbolFlags.Optional) !== 0 ||
      (type.isUnion() && type.types.some((part) => (part.flags & ts.TypeFlags.Undefined) !== 0));
    return { type, text: this.commentOf(symbol), isOptional };
  }

  private commentOf(symbol: ts.Symbol): string {
    return ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
  }

  private property(type: ts.Type, text: string, place: string, isSecret: boolean): PropertySpec {
    return {
      ...this.typeSpec(type, text),
      description: described(text, place, { isSecret, values: literalsOf(type) }),
      ...(isSecret ? { secret: true } : {}),
    };
  }

  /** @param text the doc comment, which says whether a number is in seconds; all other numbers are whole */
  private typeSpec(given: ts.Type, text: string): TypeSpec {
    const type = this.checker.getNonNullableType(given);
    if (type.flags & ts.TypeFlags.BooleanLike) {
      return { type: "boolean" };
    }
    if (type.flags & ts.TypeFlags.StringLike || isText(type)) {
      return { type: "string" };
    }
    if (type.flags & ts.TypeFlags.NumberLike) {
      return { type: /\bseconds\b/.test(text) ? "number" : "integer" };
    }
    if (type.isUnion()) {
      const others = type.types.filter(({ flags }) => (flags & ts.TypeFlags.BooleanLike) === 0);
      const ofOthers = others.map((part) => this.typeSpec(part, text));
      return { oneOf: [...(others.length < type.types.length ? [{ type: "boolean" }] : []), ...ofOthers] };
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: this.typeSpec(item as ts.Type, text) };
    }
    const values = this.checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type;
    if (values !== undefined) {
      return { type: "object", additionalProperties: this.typeSpec(values, text) };
    }
    return { $ref: `#/types/${this.objectType(type)}` };
  }

  /** @returns its token */
  private objectType(type: ts.Type): string {
    const symbol = nameOwner(this.checker, type);
    const token = this.prefix + symbol.name;
    if (!this.types.has(token)) {
      const members = this.checker.getPropertiesOfType(type).map((property) => {
        const { type: own, text, isOptional } = this.foundIn(property);
        const place = `${symbol.name}.${property.name}`;
        return [
          property.name,
          { spec: this.property(own, text, place, false), isRequired: !isOptional },
        ] as const;
      });
      const description = described(this.commentOf(symbol), symbol.name, { isSecret: false, values: [] });
      this.types.set(token, { description, ...objectSpec(Object.fromEntries(members)) });
    }
    return token;
  }
}

/** An object type with these properties. */
export function objectSpec(members: Readonly<Record<string, Member>>): ObjectSpec {
  const all = Object.entries(members);
  const required = all.filter(([, { isRequired }]) => isRequired).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(all.map(([name, { spec }]) => [name, spec])),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** The symbol whose name the type has in the schema. A type without a name has that of its alias. */
function nameOwner(checker: ts.TypeChecker, type: ts.Type): ts.Symbol {
  const symbol = type.getSymbol();
  const alias = ts.findAncestor(symbol?.declarations?.[0], ts.isTypeAliasDeclaration);
  const named = symbol?.name === "__type" ? alias && checker.getSymbolAtLocation(alias.name) : symbol;
  if (named === undefined) {
    throw new Error(`the type ${checker.typeToString(type)} has no name`);
  }
  return named;
}

/** Whether it is a text, or one of several: with or without others that are not listed. */
function isText(type: ts.Type): boolean {
  return type.isIntersection() || type.isUnion()
    ? type.types[type.isUnion() ? "every" : "some"](
        (part) => (part.flags & ts.TypeFlags.StringLike) !== 0 || isText(part),
      )
    : false;
}

/** The texts that a type lists. */
function literalsOf(type: ts.Type): string[] {
  return type.isUnion() ? type.types.filter((part) => part.isStringLiteral()).map(({ value }) => value) : [];
}
