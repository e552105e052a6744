import { Input, Label, TextField } from "react-aria-components";
import { rememberName, setName } from "../actions";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";

/** As the server cuts it (MAX_NAME_CHARS). */
const MAX_NAME = 80;

export function NameField({ problem }: { problem: string | null }) {
  const name = useMeeting((state) => state.settings.name);
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
        id="name"
        className={problem === null ? "input" : "input bad"}
        autoComplete="name"
        spellCheck={false}
        placeholder={say.namePlaceholder}
        aria-describedby={problem === null ? undefined : "name-problem"}
      />
      {problem !== null && (
        <p id="name-problem" className="small" role="alert">
          {problem}
        </p>
      )}
    </TextField>
  );
}
