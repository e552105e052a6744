import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import type { AppError, ErrorCode } from "../bindings";
import { explain } from "../errors";
import { runHere, saveSettings, serverName, setOtherServer } from "../settings";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Icon } from "./Icon";
import { AwayChoices } from "./Rules";

/** The usual port of a meeting of one's own. */
const USUAL_PORT = "7880";

/** Where new meetings run: on this computer, or on a server of the team's own. */
export function ServerSettings() {
  const { otherServer, rules } = useMeeting((state) => state.settings);
  return (
    <>
      <div className="set-note">
        <Icon name={otherServer === null ? "laptop" : "server"} />
        <p>{otherServer === null ? say.serverHere : say.serverThere(serverName(otherServer.url))}</p>
      </div>
      <Port />
      {otherServer === null && <AwayChoices rules={rules} />}
      {otherServer === null ? <Other /> : <Chosen url={otherServer.url} apiKey={otherServer.apiKey} />}
    </>
  );
}

/** A port as it is typed; null is the usual one, undefined is none. */
export function portOf(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65535 ? port : undefined;
}

function Port() {
  const port = useMeeting((state) => state.settings.port);
  const [typed, setTyped] = useState(port === null ? "" : String(port));
  const wanted = portOf(typed);
  return (
    <TextField
      className="field"
      value={typed}
      onChange={setTyped}
      onBlur={() => wanted !== undefined && wanted !== port && saveSettings({ port: wanted })}
      isInvalid={wanted === undefined}
      validationBehavior="aria"
      maxLength={5}
    >
      <Label>{say.port}</Label>
      <Input
        id="server-port"
        className={wanted === undefined ? "input num bad" : "input num"}
        inputMode="numeric"
        autoComplete="off"
        placeholder={USUAL_PORT}
        dir="ltr"
        aria-describedby="server-port-how"
      />
      <p id="server-port-how" className="small" role={wanted === undefined ? "alert" : undefined}>
        {wanted === undefined ? say.portBad : say.portHow}
      </p>
    </TextField>
  );
}

/** The server in use; its secret is not shown. */
function Chosen({ url, apiKey }: { url: string; apiKey: string }) {
  const [problem, setProblem] = useState<AppError | null>(null);
  return (
    <section className="field" aria-labelledby="other-server">
      <h4 id="other-server">{say.otherServer}</h4>
      <p dir="ltr">{url}</p>
      <p className="small">
        {say.apiKey}: <span dir="ltr">{apiKey}</span>
      </p>
      <p className="small">{say.notThere}</p>
      <div className="actions">
        <Button id="use-this-computer" className="btn line" onPress={() => void runHere().then(setProblem)}>
          <Icon name="laptop" />
          {say.useThisComputer}
        </Button>
      </div>
      {problem !== null && <Problem code={problem.code} />}
    </section>
  );
}

/** A server that may be used; it is asked before anything of it is kept. */
function Other() {
  const [url, setUrl] = useState("");
  const [apiKey, setApiKey] = useState("");
  const [apiSecret, setApiSecret] = useState("");
  const [problem, setProblem] = useState<ErrorCode | "needs" | null>(null);
  const [asking, setAsking] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (asking) return;
    if ([url, apiKey, apiSecret].some((typed) => typed.trim() === "")) return setProblem("needs");
    setProblem(null);
    setAsking(true);
    const refused = await setOtherServer(url.trim(), apiKey.trim(), apiSecret.trim());
    setAsking(false);
    setProblem(refused === null ? null : refused.code);
  };
  return (
    <form className="field" aria-labelledby="other-server" onSubmit={(event) => void submit(event)}>
      <h4 id="other-server">{say.otherServer}</h4>
      <p className="small">{say.otherServerHow}</p>
      <Entry id="server-url" label={say.serverAddress} value={url} onChange={setUrl} />
      <Entry id="server-key" label={say.apiKey} value={apiKey} onChange={setApiKey} />
      <Entry id="server-secret" label={say.apiSecret} value={apiSecret} onChange={setApiSecret} secret>
        <p className="small">{say.apiSecretHow}</p>
      </Entry>
      <p className="small">{say.notThere}</p>
      <div className="actions">
        <Button id="use-server" type="submit" className="btn" isDisabled={asking}>
          {asking ? say.askingServer : say.useServer}
        </Button>
      </div>
      {problem !== null && <Problem code={problem} />}
    </form>
  );
}

function Entry(props: {
  id: string;
  label: string;
  value: string;
  onChange(value: string): void;
  secret?: boolean;
  children?: ReactNode;
}) {
  const { id, label, value, onChange, secret = false, children } = props;
  return (
    <TextField className="field" value={value} onChange={onChange} type={secret ? "password" : "text"}>
      <Label>{label}</Label>
      <Input
        id={id}
        className="input"
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        maxLength={1000}
        {...(id === "server-url" ? { placeholder: "wss://meet.example.org" } : {})}
      />
      {children}
    </TextField>
  );
}

/** What was wrong, and what to do about it. */
function Problem({ code }: { code: ErrorCode | "needs" }) {
  const { title, text } = code === "needs" ? { title: null, text: say.serverNeeds } : explain(code);
  const line = useRef<HTMLParagraphElement>(null);
  // It stands below the button that was pressed, where the list may end.
  useEffect(() => line.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <p className="problem" role="alert" ref={line}>
      <Icon name="triangle-alert" small />
      <span>{title === null ? text : say.together(say.sentence(title), text)}</span>
    </p>
  );
}
