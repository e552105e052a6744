import { Input, Label, TextField } from "react-aria-components";
import { say } from "../strings";

/** As the server cuts it (MAX_NOTE_CHARS). */
const MAX_NOTE = 200;

/** What everybody whom the End puts out reads with it. */
export function NoteField(props: { note: string; onNote: (note: string) => void; autoFocus?: boolean }) {
  const { note, onNote, autoFocus = false } = props;
  return (
    <TextField className="field end-words" value={note} onChange={onNote} maxLength={MAX_NOTE}>
      <Label>{say.noteLabel}</Label>
      <Input
        id="end-note"
        className="input"
        dir="auto"
        placeholder={say.notePlaceholder}
        autoFocus={autoFocus}
      />
    </TextField>
  );
}
