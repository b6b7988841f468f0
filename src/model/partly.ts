/** Properties any of which may be missing. */
export type Partly<P> = { readonly [K in keyof P]?: P[K] | undefined };

/** Properties some of which may be missing. */
export type Lacking<P, Missing extends keyof P> = {
  readonly [K in keyof P]: K extends Missing ? P[K] | undefined : P[K];
};
