/** By what name old states load the handler: it never changes. */
export const handlerModule = "pulumi-digitalocean-databases/dynamic";

/**
 * The provider as it is stored with every resource, twice, and run by Pulumi's provider host, which takes what
 * `handler` returns. Copies of it in old states run with newer releases of this package, so it captures nothing and
 * leaves the work to `handler.ts`, which it finds by a subpath of package.json's `exports` that never changes. That is
 * looked for from the program's folder, where the host runs: a plain `require` would start from the SDK's.
 *
 * The host lets reads through as soon as `configure` has returned for the first time, and goes on after an error
 * of it as if there had been none: `read` is there at once, and all that can fail is in it. An error is printed
 * with its stack and goes to the engine as its message.
 */
export const provider = `exports.handler=()=>({async configure({config}){this.read=(id,props)=>{try{
return require("module").createRequire(process.cwd()+"/")("${handlerModule}").read(config,id,props)
}catch(e){const message=\`database cluster \${id}: \${e.message.split("\\n")[0]}; install it\`
throw{message,stack:"",toString:()=>message}}}}})`;
