import { Malformed } from "./decode";

/** How many pages of a list one lookup reads, and how many entries and bytes they have in all. */
const max = { pages: 100, entries: 20_000, bytes: 64 * 1024 * 1024 };

/** Bounds the list that one lookup reads, page after page, whatever an endpoint goes on to send. */
export class ListBounds {
  private pages = 0;
  private entries = 0;
  private bytes = 0;

  /** Counts another page. */
  public add(entries: number, bytes: number): void {
    this.pages++;
    this.entries += entries;
    this.bytes += bytes;
  }

  /** Whether the list is longer than anybody's. */
  public get isExceeded(): boolean {
    return this.pages > max.pages || this.entries > max.entries || this.bytes > max.bytes;
  }

  /** @throws Malformed the list is longer than anybody's */
  public check(): void {
    if (this.isExceeded) {
      throw new Malformed(
        `the list of clusters is too long (it has more than ${max.pages} pages, ${max.entries} entries or ` +
          `${max.bytes / 1024 ** 2} MiB)`,
      );
    }
  }
}
