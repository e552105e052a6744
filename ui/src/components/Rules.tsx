import { Fragment, useState } from "react";
import {
  Button,
  Dialog,
  DialogTrigger,
  Heading,
  Label,
  Modal,
  ModalOverlay,
  Radio,
  RadioGroup,
  Switch,
  Text,
} from "react-aria-components";
import type { AwayRule, MeetingRules } from "../bindings";
import { openSettings, serverName, setRules } from "../settings";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Icon } from "./Icon";

const AWAY: AwayRule[] = [
  { rule: "end-after", seconds: 60 },
  { rule: "end-after", seconds: 300 },
  { rule: "end-after", seconds: 900 },
  { rule: "keep" },
  { rule: "end" },
];

/** What New meeting starts with, in a sentence, and where to change it. */
export function RulesLine({ locked }: { locked: boolean }) {
  const rules = useMeeting((state) => state.settings.rules);
  const other = useMeeting((state) => state.settings.otherServer);
  if (other !== null)
    return (
      <>
        {say.runsThere(serverName(other.url))}{" "}
        <Button id="rules" className="link" isDisabled={locked} onPress={() => openSettings("server")}>
          {say.change}
        </Button>
      </>
    );
  return (
    <>
      {say.runsHere(rules.lobby)} {ifYouGoAway(rules.away)}{" "}
      <DialogTrigger>
        <Button id="rules" className="link" isDisabled={locked}>
          {say.change}
        </Button>
        <ModalOverlay className="backdrop" isDismissable>
          <Modal className="pop dialog rules">
            <Dialog>
              {({ close }) => (
                <Fragment>
                  <Heading slot="title" className="head">
                    {say.rulesTitle}
                  </Heading>
                  <Choices rules={rules} />
                  <div className="actions">
                    <Button id="rules-done" className="btn primary" onPress={close}>
                      {say.done}
                    </Button>
                  </div>
                </Fragment>
              )}
            </Dialog>
          </Modal>
        </ModalOverlay>
      </DialogTrigger>
    </>
  );
}

function Choices({ rules }: { rules: MeetingRules }) {
  return (
    <>
      <Switch
        id="rules-lobby"
        className="switch"
        isSelected={rules.lobby}
        onChange={(lobby) => setRules({ ...rules, lobby })}
      >
        <span>
          <b>{say.guestsWait}</b>
          <span className="small">{say.guestsWaitHow}</span>
        </span>
        <i className="slide" aria-hidden="true" />
      </Switch>
      <AwayChoices rules={rules} />
    </>
  );
}

/** What happens to a meeting of this computer when it goes away. */
export function AwayChoices({ rules }: { rules: MeetingRules }) {
  // A rule that was set elsewhere stays there to be chosen again.
  const [set] = useState(rules.away);
  const known = AWAY.some((rule) => key(rule) === key(set));
  const choices = known ? AWAY : [set, ...AWAY];
  return (
    <RadioGroup
      className="radios"
      value={key(rules.away)}
      onChange={(chosen) => {
        const away = choices.find((rule) => key(rule) === chosen);
        if (away) setRules({ ...rules, away });
      }}
    >
      <Label>{say.rulesAway}</Label>
      <Text slot="description" className="small">
        {say.rulesAwayHow}
      </Text>
      {choices.map((rule) => (
        <Radio key={key(rule)} value={key(rule)} className="radio">
          {({ isSelected }) => (
            <>
              <span className="tick">{isSelected && <Icon name="check" />}</span>
              {say.awayChoice(rule)}
            </>
          )}
        </Radio>
      ))}
    </RadioGroup>
  );
}

function ifYouGoAway(away: AwayRule): string {
  return away.rule === "end-after" ? say.ifYouGoAway["end-after"](away.seconds) : say.ifYouGoAway[away.rule];
}

function key(rule: AwayRule): string {
  return rule.rule === "end-after" ? `end-after:${rule.seconds}` : rule.rule;
}
