/** The CA certificate of a cluster, as plain values. */
export interface CaProperties {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /**
   * The certificate of the CA that signs the cluster's certificates, PEM: what a client verifies the server
   * with. Public. From `ca.certificate`, which is that in base64.
   */
  readonly certificate: string;
}
