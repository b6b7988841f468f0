import type * as pulumi from "@pulumi/pulumi";

/** By what name old states load the handler: it never changes. */
export const handlerModule = "pulumi-digitalocean-databases/dynamic";

/**
 * What Pulumi serialises into the state of every resource, twice, and runs in its provider host. Copies of it in
 * old states run with newer releases of this package, so it captures nothing and leaves the work to `handler.ts`,
 * which it finds by a subpath of package.json's `exports` that never changes. That is looked for from the
 * program's folder, where the host runs: a plain `require` would start from the SDK's.
 *
 * The host lets reads through as soon as `configure` has returned for the first time, and goes on after an error
 * of it as if there had been none: `read` is there at once, and all that can fail is in it. An error is printed
 * with its stack and goes to the engine as its message.
 */
const text = `return { async configure({ config }) {
this.read = (id, props) => {
try {
return require("module").createRequire(process.cwd() + "/")("${handlerModule}").read(config, id, props)
} catch (e) {
const message = \`database cluster \${id}: \${e.message.split("\\n")[0]}; install it\`
throw { message, stack: "", toString: () => message }
} }
} }`;

/**
 * The provider as the SDK takes it. It is made from a text, so that no compiler, coverage tool or bundler changes
 * what is in the states from one release or test to the next; `read` is there once it is configured.
 */
// eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
export const provider = new Function(text)() as pulumi.dynamic.ResourceProvider;
