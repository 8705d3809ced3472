import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const MOST_BYTES = 20 * 1024 * 1024;

/** A log file that is set aside as `<file>.1` when it grows over 20 MB; the one set aside before is dropped. */
export class LogFile {
  #file;
  #fd;
  #bytes;

  constructor(file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#open();
  }

  write(text) {
    if (this.#fd === undefined) return;
    this.#bytes += writeSync(this.#fd, text);
    if (this.#bytes < MOST_BYTES) return;
    closeSync(this.#fd);
    renameSync(this.#file, `${this.#file}.1`);
    this.#open();
  }

  close() {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
  }

  #open() {
    this.#fd = openSync(this.#file, "a");
    this.#bytes = statSync(this.#file).size;
  }
}
