"use client";

import { Check, Share2 } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";

/** Copies the address of this view: all of it is in the URL. */
export function CopyLink() {
  const [said, setSaid] = useState<"" | "Link copied" | "The browser refused to copy">("");
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <IconButton
      label={said || "Copy a link to this view"}
      small
      onClick={() =>
        void navigator.clipboard.writeText(window.location.href).then(
          () => setSaid("Link copied"),
          () => setSaid("The browser refused to copy"),
        )
      }
    >
      {said === "Link copied" ? <Check aria-hidden="true" /> : <Share2 aria-hidden="true" />}
    </IconButton>
  );
}
