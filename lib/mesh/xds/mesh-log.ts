/** The slice of a pino logger that the control plane writes to. */
export interface MeshLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
