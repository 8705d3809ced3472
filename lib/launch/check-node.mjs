/** The oldest Node this runs on: major, minor. */
const NEEDED = [20, 19];

/** undefined when `version` ("20.19.1") will do, else the sentence that says what is wrong and what mends it. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined;
  return `Heddle needs Node.js ${NEEDED.join(".")} or newer; this is ${version}. Install it from https://nodejs.org, then try again.`;
}
