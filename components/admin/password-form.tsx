"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Login and password of a local account. */
export function PasswordForm({
  busy,
  onSubmit,
}: {
  busy: boolean;
  onSubmit: (input: { login: string; password: string }) => void;
}) {
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const ready = login.trim() !== "" && password !== "";
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) onSubmit({ login: login.trim(), password });
      }}
    >
      <Field label="Login">
        {({ id }) => (
          <Input
            id={id}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            maxLength={120}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {({ id }) => (
          <Input
            id={id}
            name="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        variant="primary"
        className="justify-center"
        busy={busy ? "Signing in" : undefined}
        disabledReason={ready ? undefined : "Type your login and password first"}
      >
        Sign in
      </Button>
    </form>
  );
}
