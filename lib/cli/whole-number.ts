import { InvalidArgumentError } from "commander";

/** A flag that is a whole number of 1 or more. Throws InvalidArgumentError. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("write a whole number, 1 or more.");
  return value;
}
