"use client";

import { SlidersHorizontal } from "lucide-react";
import { lazy } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import type { GraphUrl, SetGraphUrl } from "./graph-url";

const load = () => import("./display-options").then((m) => ({ default: m.DisplayOptions }));
const DisplayOptions = lazy(load);

/** Opens the choice of what the drawing shows. */
export function DisplayMenu({ url, set }: { url: GraphUrl; set: SetGraphUrl }) {
  return (
    <Popover
      label="Display"
      align="end"
      prefetch={load}
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
