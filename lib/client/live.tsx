"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type LiveFrame, LiveSocket, type LiveStatus, type LiveTopic } from "./live-socket";
import { sessionQuery } from "./queries/session";

const LiveContext = createContext<LiveSocket | null>(null);

const BEFORE: LiveStatus = { state: "connecting", sinceMs: 0, lastWordMs: null };

/** Holds the page's one live connection. Around the signed-in part of the app. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const [socket] = useState(
    () =>
      new LiveSocket({
        url: () => `${window.location.protocol === "https:" ? "wss" : "ws"}://${window.location.host}/live`,
        // Asks who is signed in: a 401 there leaves for the sign-in page.
        onRefused: () => void queryClient.fetchQuery({ ...sessionQuery(), staleTime: 0 }).catch(() => undefined),
        onRightsChanged: () => void queryClient.invalidateQueries(),
      }),
  );
  useEffect(() => {
    socket.start();
    const retry = () => document.visibilityState === "visible" && socket.retryNow();
    window.addEventListener("online", retry);
    document.addEventListener("visibilitychange", retry);
    return () => {
      window.removeEventListener("online", retry);
      document.removeEventListener("visibilitychange", retry);
      socket.stop();
    };
  }, [socket]);
  return <LiveContext value={socket}>{children}</LiveContext>;
}

/** Whether the page hears from the console. Outside `LiveProvider`: connecting. */
export function useLiveStatus(): LiveStatus {
  const socket = useContext(LiveContext);
  return useSyncExternalStore(
    socket?.onStatus ?? noStatus,
    () => socket?.status() ?? BEFORE,
    () => BEFORE,
  );
}

/** Watches `topic` while mounted; null: nothing. Subscribes again only when the topic's content changes. */
export function useLiveTopic(topic: LiveTopic | null, onFrame: (frame: LiveFrame) => void): void {
  const socket = useContext(LiveContext);
  const handler = useRef(onFrame);
  useEffect(() => {
    handler.current = onFrame;
  });
  const key = topic ? JSON.stringify(topic) : null;
  useEffect(() => {
    if (!socket || key === null) return;
    return socket.subscribe(JSON.parse(key) as LiveTopic, (frame) => handler.current(frame));
  }, [socket, key]);
}

function noStatus(): () => void {
  return () => undefined;
}
