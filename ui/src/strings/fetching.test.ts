/** The words of a language are there when it is spoken, and not before. */
import { expect, it } from "vitest";
import { fetchLanguage, language, say, setLanguage } from "./index";

it("what has not been fetched is not spoken", async () => {
  setLanguage("de-AT");
  expect(language()).toBe("en");
  expect(say.leave).toBe("Leave");
  await fetchLanguage("de-AT");
  setLanguage("de-AT");
  expect(language()).toBe("de");
  expect(say.leave).toBe("Verlassen");
});

it("a language that there is none of is English", async () => {
  await fetchLanguage("pt-BR");
  setLanguage("pt-BR");
  expect(language()).toBe("en");
});
