// Reads the doc comments of the source, so that the guides say what the code says.
import { join } from "node:path";
import * as ts from "typescript";

const source = join(__dirname, "../../src");

function declarationsOf(file: string): ts.SourceFile {
  const path = join(source, file);
  return ts.createSourceFile(path, ts.sys.readFile(path) ?? "", ts.ScriptTarget.ES2022, true);
}

function commentOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter((part) => ts.isJSDoc(part));
  return ts.getTextOfJSDocComment(comment?.comment) ?? "";
}

/** What the members of interfaces are, by name, without "Public", "Secret" and the name of the API's field. */
export function meaningsOf(file: string, ...interfaces: readonly string[]): ReadonlyMap<string, string> {
  const members = declarationsOf(file)
    .statements.filter((statement) => ts.isInterfaceDeclaration(statement))
    .filter(({ name }) => interfaces.includes(name.text))
    .flatMap((declaration) => [...declaration.members]);
  return new Map(
    members.map((member) => {
      const text = commentOf(member).replace(/\s+/g, " ");
      return [member.name?.getText() ?? "", text.replace(/\.? (Public|Secret)\..*$/, "")];
    }),
  );
}

/** The doc comment of a type. */
export function docstringOf(file: string, type: string): string {
  const declaration = declarationsOf(file).statements.find(
    (statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === type,
  );
  return declaration === undefined ? "" : commentOf(declaration);
}
