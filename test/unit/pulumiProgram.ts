// A Pulumi program in a test, with the SDK's mocked engine.
import * as pulumi from "@pulumi/pulumi";

/** Undocumented members of `pulumi.runtime`. */
interface Runtime {
  setAllConfig(config: Record<string, string>, secretKeys?: string[]): void;
}

/** Sets the stack's config, and the keys that were set with `--secret`. */
export function setConfig(config: Record<string, string>, secretKeys: string[] = []): void {
  (pulumi.runtime as Runtime).setAllConfig(config, secretKeys);
}

/** The mocked engine's answer for a resource. */
export type Registration = pulumi.runtime.Mocks["newResource"];

const created = ({
  name,
  id,
  inputs,
}: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult => ({
  // For a registered resource the id is empty; for a read one it is the UUID or the name.
  id: id === undefined || id === "" ? `${name}-id` : id,
  state: inputs as Record<string, unknown>,
});

/**
 * Begins a program as in `pulumi up`, or in a preview, in which resources do not exist yet. The package cannot see that
 * the engine is mocked, so the data functions send requests instead of calling the mocks.
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

/** The mocked engine without its visible mocks. */
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

/** A resource, whose `id` is unknown in a preview. */
export class Thing extends pulumi.CustomResource {
  public constructor(name: string, opts?: pulumi.CustomResourceOptions) {
    super("test:index:Thing", name, {}, opts);
  }
}

/** An unknown Output, as in a preview. */
export function unknownOutput(): pulumi.Output<string> {
  return new Thing(`unknown-${String((things += 1))}`).id;
}
let things = 0;

/** A copy of `digitalocean.Provider` in `@pulumi/digitalocean`. */
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
