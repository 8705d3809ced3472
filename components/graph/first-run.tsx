"use client";

import { Activity, Play, Server } from "lucide-react";
import type { ReactNode } from "react";
import { CommandLine } from "@/components/ui/command-line";
import { CommandLines } from "@/components/ui/command-lines";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { useExampleBootstrap } from "@/lib/client/use-example-bootstrap";
import { useJoinAddresses } from "@/lib/client/use-join-addresses";

/** Threads of the loom: what is drawn while there is nothing to draw. */
function Loom() {
  const eyes = Array.from({ length: 11 }, (_, i) => ({ x: 71 + i * 40, y: i % 2 === 0 ? 78 : 50 }));
  const wave = eyes
    .map(({ x, y }, i) => (i === 0 ? "" : `C${x - 20} ${eyes[i - 1]?.y} ${x - 20} ${y} ${x} ${y}`))
    .join("");
  return (
    <svg viewBox="0 0 620 136" className="mx-auto h-[136px] w-full max-w-[620px]" aria-hidden="true">
      {eyes.map(({ x, y }) => (
        <g key={x} fill="none" stroke="var(--border-control)" strokeWidth="1.6">
          <path d={`M${x} 0V${y - 15}M${x} ${y + 15}V136`} opacity=".7" />
          <ellipse cx={x} cy={y} rx="7" ry="15" />
        </g>
      ))}
      <path
        d={`M1 64C30 64 40 78 71 78${wave}`}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="3.5"
        strokeLinecap="round"
      />
      <path
        d="M471 78C500 78 520 66 545 64"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="3.5"
        strokeLinecap="round"
        strokeDasharray="1 8"
      />
    </svg>
  );
}

function Way({ icon, title, words, children }: { icon: ReactNode; title: string; words: string; children: ReactNode }) {
  return (
    <section className="rounded-3 border border-border-2 bg-surface-1 p-4 text-left">
      <span className="grid size-8 place-items-center rounded-2 border border-border-2 bg-surface-2 [&>svg]:size-4">
        {icon}
      </span>
      <h2 className="mt-3 text-md font-semibold">{title}</h2>
      <p className="mt-0.5 text-text-2">{words}</p>
      <div className="mt-3">{children}</div>
    </section>
  );
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="mt-3 grid grid-cols-[64px_minmax(0,1fr)] gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-3">{name}</dt>
          <dd className="mono [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Nothing yet: no proxy has called and no telemetry has come. How to change that, with addresses that can be copied. */
export function FirstRun() {
  const { host, port } = useJoinAddresses();
  const lines = useExampleBootstrap();
  const otlp = port("otlpHttp", 4318);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-[920px] px-4 py-10 text-center max-sm:py-6">
        <Loom />
        <h1 className="mt-7 text-2xl font-semibold tracking-[-0.02em]">No mesh yet</h1>
        <p className="mx-auto mt-1.5 max-w-md text-md text-text-2">
          Heddle draws the graph as soon as it hears from one proxy. Start one of yours, or the sample shop.
        </p>
        <div className="mt-6 grid gap-3 sm:grid-cols-2">
          <Way
            icon={<Server aria-hidden="true" />}
            title="Envoy anywhere"
            words="VMs, containers, a laptop. Heddle is the control plane; a stock Envoy joins with a bootstrap file."
          >
            <CommandLines lines={lines} />
            <p className="mt-3 flex items-center gap-2 text-text-2">
              <HealthGlyph status="unknown" label="" />
              Listening, no proxy has called yet
            </p>
          </Way>
          <Way
            icon={<Activity aria-hidden="true" />}
            title="Only look, for now"
            words="Point your traces and metrics here. The graph is drawn from them; nothing can be steered until a proxy joins."
          >
            <CommandLine prompt="" text={`http://${host}:${otlp}/v1/traces`} />
            <Facts
              facts={[
                ["OTLP", `gRPC ${port("otlpGrpc", 4317)}, HTTP ${otlp}`],
                ["Zipkin", `http://${host}:${port("zipkin", 9411)}/api/v2/spans`],
                ["Metrics", `remote write, http://${host}:${otlp}/api/v1/write`],
              ]}
            />
          </Way>
        </div>
        <section className="mt-3 flex flex-wrap items-center gap-3 rounded-3 border border-accent-border bg-accent-bg p-4 text-left">
          <Play className="size-4 shrink-0 text-accent" aria-hidden="true" />
          <p className="min-w-0 flex-1 basis-64">
            <strong>Want to look around first?</strong>{" "}
            <span className="text-text-2">
              The sample shop runs behind real Envoys, with a bad version to find. It starts with the console unless
              told not to.
            </span>
          </p>
          <CommandLine text="npm start" className="w-44" />
        </section>
      </div>
    </div>
  );
}
