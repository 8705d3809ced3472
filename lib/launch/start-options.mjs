export const USAGE = `npm start -- [options]

Installs and builds what is missing, then runs Heddle: console, collector and the sample mesh.

  --no-sample   start an empty console, without the sample mesh
  --verbose     show what the processes log (always in <data folder>/logs)
  --help        this text

Settings (environment variables; all of them in README.md)
  HEDDLE_PORT_BASE    moves all ports at once: console there, the others right after it
  HEDDLE_HOST         address the console binds to            (127.0.0.1)
  HEDDLE_DATA_DIR     where everything is kept                (.heddle)
  HEDDLE_SAMPLE_RATE  requests a second at the sample's gateway (20)
  ENVOY_BIN           the Envoy to use
  DATABASE_URL        PostgreSQL instead of the embedded database
  CLICKHOUSE_URL      a ClickHouse server instead of the embedded store
`;

const FLAGS = { "--no-sample": "noSample", "--verbose": "verbose", "--help": "help", "-h": "help" };

/** The options of a command line. Throws with a sentence for people when one is unknown. */
export function parseOptions(args) {
  const options = { noSample: false, verbose: false, help: false };
  for (const arg of args) {
    const name = FLAGS[arg];
    if (!name) throw new Error(`"${arg}" is no option of npm start. npm start -- --help lists them.`);
    options[name] = true;
  }
  return options;
}
