import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button, Input, Label, TextField } from "react-aria-components";
import { leave, newMeeting, openLink } from "../actions";
import { Notices } from "../components/Banner";
import { Icon } from "../components/Icon";
import { NameField } from "../components/NameField";
import { Recent } from "../components/Recent";
import { RulesLine } from "../components/Rules";
import { SettingsButton } from "../components/SettingsButton";
import { StillOpen } from "../components/StillOpen";
import { TopBar } from "../components/TopBar";
import { Trouble } from "../components/Trouble";
import { watchCarried } from "../home";
import { usePastedLink } from "../paste";
import type { Home as HomeState, Recent as Meeting } from "../state";
import { say } from "../strings";
import { useArrival } from "../useArrival";
import { useMeeting } from "../useMeeting";

export function Home({ view }: { view: HomeState }) {
  const started = useMeeting((state) => state.started);
  const name = useMeeting((state) => state.settings.name);
  const carried = useMeeting((state) => state.carried);
  const [link, setLink] = useState(view.link);
  const [missing, setMissing] = useState<"name" | "link" | null>(null);
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  useEffect(() => setLink(view.link), [view.link]);
  const waiting = view.pending !== null || !started;
  // While one is being opened it is carried too, and is no news.
  const look = view.pending === null && started;
  useEffect(() => (look ? watchCarried() : undefined), [look]);
  const open = look ? carried : null;
  const create = () => {
    if (name.trim() === "") return need("name");
    setMissing(null);
    void newMeeting();
  };
  const follow = (wanted: string) => {
    if (wanted.trim() === "") return need("link");
    setMissing(null);
    void openLink(wanted.trim());
  };
  const again = (meeting: Meeting) => (meeting.hosted ? create() : follow(meeting.link));
  const need = (field: "name" | "link") => {
    setMissing(field);
    focusOn(field);
  };
  usePastedLink({ field: "link", fill: setLink, follow: (pasted) => !waiting && follow(pasted) });
  const { problem } = view;
  const aboutLink = problem !== null && view.link !== "";
  const bad = aboutLink || (missing === "link" && link.trim() === "");
  return (
    <div className="page">
      <TopBar heading>
        {view.pending === "new" ? (
          <Button id="leave" className="btn end-quiet" onPress={leave}>
            {say.leave}
          </Button>
        ) : (
          <SettingsButton />
        )}
      </TopBar>
      <main className="home" data-view="home" ref={main} tabIndex={-1}>
        <section className="home-act" aria-labelledby="home-title">
          <h1 className="sr" id="home-title">
            {say.startOrJoin}
          </h1>
          <div className="notices">
            <Notices />
          </div>
          {open !== null && <StillOpen carried={open} locked={waiting} />}
          {problem !== null && !aboutLink && (
            <Trouble code={problem.code} known={problem.facts} remedies={{ again: create }} />
          )}
          <div className="home-new">
            <Button
              id="new-meeting"
              className={open === null ? "btn primary large wide" : "btn large wide"}
              onPress={create}
              isDisabled={waiting}
            >
              <Icon name="plus" />
              {say.newMeeting}
            </Button>
            <p className="summary-line">
              <Icon name="laptop" small />
              <span className="either">
                <span className={view.pending === null ? undefined : "kept"}>
                  <RulesLine locked={waiting} />
                </span>
                {view.pending !== null && <span>{pendingText(view.pending)}</span>}
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
          <form className="field" onSubmit={submits(() => follow(link))}>
            <TextField
              className="field"
              value={link}
              onChange={setLink}
              isInvalid={bad}
              validationBehavior="aria"
              isDisabled={waiting}
            >
              <Label>{say.joinWithLink}</Label>
              <div className="join-row">
                <Input
                  id="link"
                  className={bad ? "input bad" : "input"}
                  placeholder={say.linkPlaceholder}
                  spellCheck={false}
                  autoComplete="off"
                  dir="ltr"
                  aria-describedby={bad ? "link-problem" : undefined}
                />
                <Button id="join-link" type="submit" className="btn" isDisabled={waiting}>
                  {say.join}
                </Button>
              </div>
            </TextField>
            {aboutLink && (
              <Trouble
                id="link-problem"
                code={problem.code}
                known={{ ...problem.facts, link: view.link }}
                remedies={{ again: () => follow(view.link), paste: () => focusOn("link") }}
              />
            )}
            {bad && !aboutLink && (
              <p className="problem" id="link-problem" role="alert">
                <Icon name="triangle-alert" small />
                <span>{say.linkNeeded}</span>
              </p>
            )}
          </form>
          <form onSubmit={submits(() => missing === "name" && create())}>
            <NameField problem={missing === "name" && name.trim() === "" ? say.nameNeeded : null} />
          </form>
        </section>
        <Recent locked={waiting} open={view.open} again={again} />
      </main>
    </div>
  );
}

/** Enter in a field does what the button beside it does, and loads no page. */
function submits(act: () => void) {
  return (event: FormEvent) => {
    event.preventDefault();
    act();
  };
}

/** What stands in the field is replaced by what is typed or pasted next. */
function focusOn(field: string): void {
  const element = document.getElementById(field);
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
}

function pendingText(pending: "new" | "link"): string {
  return pending === "new" ? say.opening : say.lookingUp;
}
