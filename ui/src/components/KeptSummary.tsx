import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import type { Summary as Facts } from "../bindings";
import type { Recent } from "../state";
import { moment, say, shortDuration } from "../strings";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { Summary } from "./Summary";

/** What is left of a meeting that was, long after it. */
export function KeptSummary(props: { meeting: Recent; summary: Facts; close(): void }) {
  const { meeting, summary, close } = props;
  const { title, fromMs, untilMs, reason } = summary;
  const endedByMe = meeting.hosted && reason.code === "ended";
  const facts = [moment(fromMs ?? 0, Date.now()), shortDuration((untilMs ?? 0) - (fromMs ?? 0))];
  return (
    <ModalOverlay className="backdrop" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="pop dialog kept-summary">
        <Dialog>
          <div className="kept-head">
            <div>
              <Heading slot="title" className="head" dir="auto">
                {title}
              </Heading>
              <p className="sub num">{facts.join(", ")}</p>
            </div>
            <Control id="close-summary" className="btn quiet square" label={say.close} onPress={close}>
              <Icon name="x" />
            </Control>
          </div>
          <Summary summary={summary} me={null} end={{ unresponsive: [], endedByMe }} link={meeting.link} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
