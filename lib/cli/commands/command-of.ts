import type { Command } from "commander";

/** The flags all commands share, read when a command runs. */
export type GlobalFlags = () => { server?: string; token?: string };

/** One file a command: given the shared flags, the command. */
export type CommandOf = (globals: GlobalFlags) => Command;
