"use client";

import { useQuery } from "@tanstack/react-query";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { relativeTime, wholeTime } from "@/lib/client/format/time";
import { paths } from "@/lib/client/paths";
import { serviceQuery } from "@/lib/client/queries/service";
import type { Scope } from "@/lib/client/scope-params";
import { useNow } from "@/lib/client/use-now";

/** The objects that steer a service, and their latest changes. */
export function ConfigRows({
  mesh,
  namespace,
  service,
  scope,
}: {
  mesh: string;
  namespace: string;
  service: string;
  scope: Scope;
}) {
  const query = useQuery(serviceQuery(mesh, namespace, service));
  const now = useNow();
  if (query.isPending) return <SkeletonRows rows={3} label="Loading configuration" />;
  if (!query.data) return <p className="mt-3 text-xs text-text-3">The configuration could not be read just now.</p>;
  const { config, changes } = query.data;
  return (
    <>
      <h3 className="mb-1 mt-3 text-xs font-semibold text-text-2">Steered by</h3>
      {config.length === 0 ? (
        <p className="text-text-2">Nothing steers {service}: its traffic goes to all healthy instances alike.</p>
      ) : (
        <ul>
          {config.map((object) => (
            <li
              key={`${object.kind}/${object.key.namespace}/${object.key.name}`}
              className="border-b border-border-1 py-1.5 last:border-b-0"
            >
              <div className="flex items-baseline gap-2">
                <span className="font-medium">{object.kind}</span>
                <code className="mono min-w-0 truncate text-text-2">
                  {object.key.namespace}/{object.key.name}
                </code>
              </div>
              <div className="text-xs text-text-3" title={wholeTime(Date.parse(object.updatedAt))}>
                version {object.resourceVersion}, {object.updatedBy},{" "}
                {relativeTime(Date.parse(object.updatedAt), now || Date.parse(object.updatedAt))}
              </div>
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 ? <h3 className="mb-1 mt-3 text-xs font-semibold text-text-2">Latest changes</h3> : null}
      <ul>
        {changes.slice(0, 5).map((change) => (
          <li key={change.id} className="flex items-baseline gap-2 py-1">
            <TextLink href={paths.change(change.id, scope)}>Change {change.number}</TextLink>
            <span className="min-w-0 flex-1 truncate text-text-2">{change.reason || change.author}</span>
            <span className="text-xs text-text-3">
              {relativeTime(Date.parse(change.createdAt), now || Date.parse(change.createdAt))}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3">
        <TextLink href={paths.service(namespace, service, scope)}>Open {service}</TextLink>
      </p>
    </>
  );
}
