"use client";

import { SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import type { GraphUrl, SetGraphUrl } from "./graph-url";

const DisplayOptions = dynamic(() => import("./display-options").then((m) => m.DisplayOptions), { ssr: false });

/** Opens the choice of what the drawing shows. */
export function DisplayMenu({ url, set }: { url: GraphUrl; set: SetGraphUrl }) {
  return (
    <Popover
      label="Display"
      align="end"
      trigger={
        <Button variant="ghost" size="small">
          <SlidersHorizontal aria-hidden="true" />
          Display
        </Button>
      }
    >
      <DisplayOptions url={url} set={set} />
    </Popover>
  );
}
