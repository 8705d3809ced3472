/** Where the running product is, as start-stack.ts left it. */
function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the end-to-end tests through Playwright's global set-up.`);
  return value;
}

export const stack = {
  /** process id of `npm start`'s script */
  get pid() {
    return Number(setting("HEDDLE_E2E_PID"));
  },
  get url() {
    return setting("HEDDLE_E2E_URL");
  },
  get signInLink() {
    return setting("HEDDLE_E2E_LINK");
  },
  get token() {
    return setting("HEDDLE_E2E_TOKEN");
  },
  get xds() {
    return setting("HEDDLE_E2E_XDS");
  },
  get otlpGrpc() {
    return setting("HEDDLE_E2E_OTLP_GRPC");
  },
  get otlpHttp() {
    return setting("HEDDLE_E2E_OTLP_HTTP");
  },
  get gateway() {
    return setting("HEDDLE_E2E_GATEWAY");
  },
  get sampleControl() {
    return setting("HEDDLE_E2E_SAMPLE");
  },
};
