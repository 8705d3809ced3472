"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CommandLine } from "@/components/ui/command-line";
import { Dialog } from "@/components/ui/dialog";
import { saveFile } from "@/lib/client/save-file";
import { useJoinAddresses } from "@/lib/client/use-join-addresses";
import type { CreatedJoinToken } from "@/lib/model/join-token";
import { bootstrapCommand } from "./bootstrap-command";

/** A token right after it was made: its secret, and the command that makes a bootstrap of it. Shown once. */
export function JoinTokenMade({
  token,
  mesh,
  onClose,
}: {
  token: CreatedJoinToken;
  mesh: string;
  onClose: () => void;
}) {
  const at = useJoinAddresses();
  const { xdsCa } = token;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={`The token of ${token.workload} in ${token.namespace} is made`}
      description="Copy it now: Heddle keeps only its hash and cannot show it again."
      actions={
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      }
    >
      <div className="grid gap-3">
        <CommandLine prompt="" text={token.token} />
        <div className="grid gap-1.5">
          <h3 className="font-medium">Make a bootstrap with it, and start Envoy</h3>
          <CommandLine text={bootstrapCommand(token, mesh, at)} />
          <p className="text-xs text-text-3">
            <code className="mono">9080</code> stands for the application's port; leave out service and port for a pure
            client. The file holds the token: it is for its owner's eyes alone.
          </p>
          <CommandLine text={`envoy -c ${token.workload}.yaml`} />
        </div>
        {xdsCa ? (
          <div className="flex flex-wrap items-center gap-2.5">
            <p className="min-w-0 flex-1 basis-60 text-text-2">
              The control plane's port speaks TLS: put what the proxy must trust beside the command.
            </p>
            <Button size="small" onClick={() => saveFile("heddle-roots.pem", xdsCa.pem, "application/x-pem-file")}>
              <Download aria-hidden="true" />
              heddle-roots.pem
            </Button>
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}
