"use client";

import { useEffect, useState } from "react";

/** The present, epoch ms, renewed every `everyMs`; 0 on the server and in the first paint. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
