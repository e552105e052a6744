import { useState } from "react";
import { Button } from "react-aria-components";
import type { Lobby } from "../bindings";
import { endCarried, goBack } from "../home";
import { say } from "../strings";
import { HOLD_FROM, HoldToEnd } from "./HoldToEnd";
import { Icon } from "./Icon";
import { Question } from "./Question";

/** The meeting that this computer goes on carrying without its host, and the two things to do about it. */
export function StillOpen({ carried, locked }: { carried: Lobby; locked: boolean }) {
  const [asking, setAsking] = useState(false);
  const { title, people } = carried;
  const count = people.length;
  const end = () => {
    setAsking(false);
    void endCarried();
  };
  const close = () => setAsking(false);
  return (
    <section className="still-open" aria-labelledby="still-open-title">
      <Icon name="laptop" />
      <div>
        <h2 id="still-open-title">{say.stillOpen}</h2>
        <p>{say.stillOpenWith(title, count)}</p>
        <div className="trouble-actions">
          <Button id="go-back" className="btn primary" isDisabled={locked} onPress={goBack}>
            <Icon name="log-in" />
            {say.goBack}
          </Button>
          <Button
            id="end-carried"
            className="btn end-quiet"
            isDisabled={locked}
            onPress={() => setAsking(true)}
          >
            {say.endForAll(Math.max(1, count))}
          </Button>
        </div>
      </div>
      {asking && count >= HOLD_FROM && (
        <HoldToEnd count={count} away={say.keepOpen} onStay={close} onEnd={end} />
      )}
      {asking && count < HOLD_FROM && (
        <Question title={say.endFromHome(title)} text={say.everybodyGoes} keep={say.keepOpen} close={close}>
          <Button id="end-carried-do" className="btn end" onPress={end}>
            {say.endForAll(Math.max(1, count))}
          </Button>
        </Question>
      )}
    </section>
  );
}
