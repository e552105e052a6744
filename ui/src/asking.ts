/** The store, and how a command is asked for: below every action, so that they can stand in files of their own. */
import type { AppError } from "./bindings";
import { createStore } from "./store";

export const store = createStore();

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: AppError };

/** Runs a command; what goes wrong is shown where the person is. Null when it did. */
export async function ask<T>(command: Promise<Answer<T>>): Promise<{ data: T } | null> {
  const answer = await quietly(command);
  if (answer.status === "ok") return { data: answer.data };
  store.dispatch({ event: "page-refused", error: answer.error });
  return null;
}

/** Runs a command; what goes wrong is an answer like any other. */
export async function quietly<T>(command: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await command;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { status: "error", error: { code: "internal", message } };
  }
}
