import { queryOptions } from "@tanstack/react-query";
import { SessionInfo } from "../../model/session-info";
import { apiFetch, rememberCsrf } from "../api-fetch";

/** Who is signed in, and which meshes there are. */
export const sessionQuery = () =>
  queryOptions({
    queryKey: ["session"],
    queryFn: async ({ signal }) => {
      const session = await apiFetch(SessionInfo, "session", { signal });
      rememberCsrf(session.csrfToken);
      return session;
    },
    staleTime: 5 * 60_000,
  });
