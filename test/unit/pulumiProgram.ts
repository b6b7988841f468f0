import * as pulumi from "@pulumi/pulumi";

/** The stack's state, as `pulumi.runtime` has it beside its documented functions. */
interface Runtime {
  setAllConfig(config: Record<string, string>, secretKeys?: string[]): void;
}

/** The stack's config, and which keys of it were set with `--secret`. */
export function setConfig(config: Record<string, string>, secretKeys: string[] = []): void {
  (pulumi.runtime as Runtime).setAllConfig(config, secretKeys);
}

/** What the mocked engine answers for a resource; the rest of the mocks is of no use here. */
export type Registration = pulumi.runtime.Mocks["newResource"];

const created = ({
  name,
  id,
  inputs,
}: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult => ({
  // Empty for what is registered, and the UUID or name for what is read.
  id: id === undefined || id === "" ? `${name}-id` : id,
  state: inputs as Record<string, unknown>,
});

/**
 * A program that `pulumi up` runs; or, in a preview, one whose resources are yet to be created. The engine is the
 * SDK's mocked one, and does not let on, so that the data functions ask the API and not the mocks.
 */
export async function beginProgram(
  options: { preview?: boolean; newResource?: Registration } = {},
): Promise<void> {
  const { preview = false } = options;
  const newResource =
    options.newResource ?? (preview ? (args) => ({ ...created(args), id: args.id }) : created);
  const call = ({ token }: pulumi.runtime.MockCallArgs): never => {
    throw new Error(`nothing is to be called: ${token}`);
  };
  await pulumi.runtime.setMocks({ newResource, call }, "project", "stack", preview);
  const engine = pulumi.runtime.getMonitor() as object;
  pulumi.runtime.setMockOptions(withoutMocks(engine), "project", "stack", preview);
}

/** The mocked engine, its mocks hidden. */
function withoutMocks(engine: object): object {
  return new Proxy(engine, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (name === "mocks") {
        return undefined;
      }
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
}

/** Some resource; its `id` is unknown in a preview. */
export class Thing extends pulumi.CustomResource {
  public constructor(name: string, opts?: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, {}, opts);
  }
}

/** What a preview does not know yet. */
export function unknownOutput(): pulumi.Output<string> {
  return new Thing(`unknown-${String((things += 1))}`).id;
}
let things = 0;

/** As `digitalocean.Provider` of `@pulumi/digitalocean` is. */
export class DigitalOceanProvider extends pulumi.ProviderResource {
  declare public readonly token: pulumi.Output<string | undefined>;
  declare public readonly apiEndpoint: pulumi.Output<string | undefined>;

  public constructor(
    name: string,
    args: { token?: pulumi.Input<string>; apiEndpoint?: pulumi.Input<string> },
    packageName = "digitalocean",
  ) {
    super(packageName, name, {
      token: args.token === undefined ? undefined : pulumi.secret(args.token),
      apiEndpoint: args.apiEndpoint,
    });
  }
}

const prefix = "DIGITALOCEAN_";

/** Takes every setting of DigitalOcean's out of the environment; the result puts them back. */
export function withoutDigitalOceanVariables(): () => void {
  const clear = (): void => {
    for (const name of Object.keys(process.env).filter((variable) => variable.startsWith(prefix))) {
      Reflect.deleteProperty(process.env, name);
    }
  };
  const before = Object.entries(process.env).filter(([name]) => name.startsWith(prefix));
  clear();
  return () => {
    clear();
    Object.assign(process.env, Object.fromEntries(before));
  };
}
