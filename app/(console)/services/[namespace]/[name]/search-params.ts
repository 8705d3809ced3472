import { parseAsString } from "nuqs/server";

/** A service's page in its URL: which object of its configuration is open. */
export const serviceParams = { config: parseAsString };
