"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { CommandLine } from "@/components/ui/command-line";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { pastedToken } from "./redeem-target";

/** Takes a one-time link that was printed or sent, and says where links come from. */
export function LinkForm({
  busy,
  primary,
  onToken,
}: {
  busy: boolean;
  /** it is the only way in */
  primary: boolean;
  onToken: (token: string) => void;
}) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(window.location.origin), []);
  return (
    <details className="mt-6 border-t border-border-1 pt-4" open={primary || busy}>
      <summary className="cursor-pointer font-medium text-text-2 hover:text-text-1">Use a one-time link</summary>
      <form
        className="mt-3 flex items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          const token = pastedToken(text);
          if (token) onToken(token);
          else setError("This is no sign-in link. It looks like …/sign-in?token=….");
        }}
      >
        <Field label="Sign-in link" error={error} className="min-w-0 flex-1">
          {({ id, invalid, describedBy }) => (
            <Input
              id={id}
              mono
              invalid={invalid}
              aria-describedby={describedBy}
              placeholder="Paste it here"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setError(undefined);
              }}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant={primary ? "primary" : "default"}
          className="mt-5"
          busy={busy ? "Signing in" : undefined}
        >
          Use link
        </Button>
      </form>
      <div className="mt-4 grid gap-3 text-text-2">
        <p>
          <code className="mono text-text-1">npm start</code> prints one when the console starts; it works once, within
          15 minutes. With an admin API token, ask for another:
        </p>
        <CommandLine
          text={`curl -X POST -H "Authorization: Bearer $HEDDLE_TOKEN" -H "Content-Type: application/json" -d "{}" ${origin}/api/v1/sign-in-links`}
        />
      </div>
    </details>
  );
}
