import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import { leave, newMeeting, openLink } from "../actions";
import { Notices } from "../components/Banner";
import { Icon } from "../components/Icon";
import { NameField } from "../components/NameField";
import { RulesLine } from "../components/Rules";
import { TopBar } from "../components/TopBar";
import type { Home as HomeState } from "../state";
import { say } from "../strings";
import { useArrival } from "../useArrival";
import { useMeeting } from "../useMeeting";

export function Home({ view }: { view: HomeState }) {
  const started = useMeeting((state) => state.started);
  const name = useMeeting((state) => state.settings.name);
  const [link, setLink] = useState(view.link);
  const [missing, setMissing] = useState<"name" | "link" | null>(null);
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  useEffect(() => setLink(view.link), [view.link]);
  const waiting = view.pending !== null || !started;
  const problem = missing === "link" ? say.linkNeeded : (view.problem?.message ?? null);
  const create = () => {
    if (name.trim() === "") return need("name");
    setMissing(null);
    void newMeeting();
  };
  const follow = (event: FormEvent) => {
    event.preventDefault();
    if (link.trim() === "") return need("link");
    setMissing(null);
    void openLink(link.trim());
  };
  const need = (field: "name" | "link") => {
    setMissing(field);
    document.getElementById(field)?.focus();
  };
  return (
    <div className="page">
      <TopBar>
        {view.pending === "new" && (
          <Button id="leave" className="btn end-quiet" onPress={leave}>
            {say.leave}
          </Button>
        )}
      </TopBar>
      <main className="home" data-view="home" ref={main} tabIndex={-1}>
        <section className="home-act" aria-label={say.startOrJoin}>
          <Notices />
          {view.problem !== null && view.link === "" && started && <Problem text={view.problem.message} />}
          {view.problem !== null && !started && <Problem text={say.engineSilent} />}
          <div className="home-new">
            <Button id="new-meeting" className="btn primary large wide" onPress={create} isDisabled={waiting}>
              <Icon name="plus" />
              {say.newMeeting}
            </Button>
            <p className="summary-line">
              <Icon name="laptop" small />
              <span>
                {view.pending === null ? <RulesLine locked={waiting} /> : pendingText(view.pending)}
              </span>
            </p>
          </div>
          {view.pending === null ? (
            <p className="or">{say.or}</p>
          ) : (
            <div className="or">
              <div className="wait" role="progressbar" aria-label={pendingText(view.pending)} />
            </div>
          )}
          <form className="field" onSubmit={follow}>
            <TextField
              className="field"
              value={link}
              onChange={setLink}
              isInvalid={problem !== null}
              validationBehavior="aria"
              isDisabled={waiting}
            >
              <Label>{say.joinWithLink}</Label>
              <div className="join-row">
                <Input
                  id="link"
                  className={problem !== null && view.link !== "" ? "input bad" : "input"}
                  placeholder={say.linkPlaceholder}
                  spellCheck={false}
                  autoComplete="off"
                  aria-describedby="link-problem"
                />
                <Button id="join-link" type="submit" className="btn" isDisabled={waiting}>
                  {say.join}
                </Button>
              </div>
            </TextField>
            {(missing === "link" || (view.problem !== null && view.link !== "")) && (
              <div id="link-problem">
                <Problem text={problem ?? ""} />
              </div>
            )}
          </form>
          <NameField problem={missing === "name" && name.trim() === "" ? say.nameNeeded : null} />
        </section>
      </main>
    </div>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p className="problem" role="alert">
      <Icon name="triangle-alert" small />
      <span>{text}</span>
    </p>
  );
}

function pendingText(pending: "new" | "link"): string {
  return pending === "new" ? say.opening : say.lookingUp;
}
