/** npm hands on the Ctrl-C that we got from the terminal already: a second signal this soon is the same one. */
const SAME_SIGNAL_MS = 800;

/** Calls `first` at the first Ctrl-C (or SIGTERM, SIGHUP) and `again` at the next. */
export function stopOnSignal(first, again) {
  let firstAt;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      first();
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) again();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, onSignal);
}
