import { useEffect } from "react";
import { Input, Label, TextField } from "react-aria-components";
import { rememberName, setName } from "../settings";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";

/** As the server cuts it (MAX_NAME_CHARS). */
const MAX_NAME = 80;

export function NameField({ problem, id = "name" }: { problem: string | null; id?: string }) {
  const name = useMeeting((state) => state.settings.name);
  const bad = problem !== null;
  useEffect(() => {
    if (bad) document.getElementById(`${id}-problem`)?.scrollIntoView({ block: "nearest" });
  }, [bad, id]);
  return (
    <TextField
      className="field"
      // A field with a problem must not keep the form from being sent again.
      validationBehavior="aria"
      value={name}
      onChange={setName}
      onBlur={rememberName}
      maxLength={MAX_NAME}
      isInvalid={problem !== null}
    >
      <Label>{say.yourName}</Label>
      <Input
        id={id}
        className={problem === null ? "input" : "input bad"}
        autoComplete="name"
        spellCheck={false}
        placeholder={say.namePlaceholder}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
      />
      {problem !== null && (
        <p id={`${id}-problem`} className="small" role="alert">
          {problem}
        </p>
      )}
    </TextField>
  );
}
