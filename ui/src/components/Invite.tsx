import { useEffect, useState } from "react";
import {
  Button,
  Dialog,
  Heading,
  Menu,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover,
} from "react-aria-components";
import { copyInvite } from "../actions";
import { quietly } from "../asking";
import { commands, type InviteInfo } from "../bindings";
import type { IconName } from "../icons/drawings";
import { qr } from "../qr";
import { showInvite } from "../settings";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** Beside the control that copies the invite: everything else about it. */
export function InviteMore() {
  return (
    <MenuTrigger>
      <Control id="invite-more" label={say.moreInvite}>
        <Icon name="chevron-up" />
      </Control>
      <Popover className="pop" placement="top end" offset={8}>
        <Menu
          className="menu"
          aria-label={say.moreInvite}
          onAction={(chosen) => (chosen === "code" ? showInvite(true) : void copyInvite())}
        >
          <MenuItem id="copy" className="menu-item">
            <Icon name="copy" />
            {say.copyLink}
          </MenuItem>
          <MenuItem id="code" className="menu-item">
            <Icon name="qr-code" />
            {say.showCode}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** The link as text and as a code, and who can reach what is in it. */
export function Invite() {
  const open = useMeeting(({ view, inviting }) => view.at === "call" && inviting);
  if (!open) return null;
  return (
    <ModalOverlay className="backdrop" isOpen isDismissable onOpenChange={(now) => !now && showInvite(false)}>
      <Modal className="pop dialog invite">
        <Dialog>
          <Heading slot="title" className="head">
            {say.inviteTitle}
          </Heading>
          <Contents />
          <div className="actions">
            <Button id="invite-done" className="btn" onPress={() => showInvite(false)}>
              {say.done}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Contents() {
  const [info, setInfo] = useState<InviteInfo | "unknown" | null>(null);
  useEffect(() => {
    let gone = false;
    void quietly(commands.inviteInfo()).then((answer) => {
      if (!gone) setInfo(answer.status === "ok" ? answer.data : "unknown");
    });
    return () => {
      gone = true;
    };
  }, []);
  if (info === "unknown") return <p className="sub">{say.inviteUnknown}</p>;
  if (info === null) return <div className="invite-parts" aria-busy="true" />;
  return (
    <div className="invite-parts">
      <Code link={info.link} />
      <div className="invite-words">
        <p className="sub">{say.inviteHow}</p>
        <div className="invite-link">
          <code id="invite-link" dir="ltr">
            {info.link}
          </code>
          <Button id="invite-copy" className="btn primary" autoFocus onPress={() => void copyInvite()}>
            <Icon name="copy" />
            {say.copyLink}
          </Button>
        </div>
        <Reaches info={info} />
      </div>
    </div>
  );
}

/** Dark on light in every theme: many readers know no other. */
function Code({ link }: { link: string }) {
  const code = qr(link);
  if (code === null) return null;
  return (
    <svg className="qr" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={say.codeOfLink}>
      <path d={code.path} />
    </svg>
  );
}

type Reach = InviteInfo["addresses"][number]["reach"];

/** The farthest last. */
const REACHES: Reach[] = ["this-computer", "local-network", "internet"];

const ICON: Record<Reach, IconName> = {
  "this-computer": "laptop",
  "local-network": "wifi",
  internet: "globe",
};

/** From where the addresses in the link can be reached, and what guests need for it. */
function Reaches({ info }: { info: InviteInfo }) {
  const of = (reach: Reach) => info.addresses.filter((each) => each.reach === reach);
  // That this computer reaches itself is worth saying only when nobody else does.
  const others = REACHES.filter((reach) => reach !== "this-computer" && of(reach).length > 0);
  const shown = others.length > 0 ? others : REACHES.filter((reach) => of(reach).length > 0);
  return (
    <>
      <section className="reaches" aria-labelledby="reach-title">
        <h3 id="reach-title">{say.reachTitle}</h3>
        <ul>
          {shown.map((reach) => (
            <li key={reach}>
              <Icon name={ICON[reach]} />
              <span>
                {say.reach[reach]}
                {of(reach).map(({ address }) => (
                  <code key={address} dir="ltr">
                    {address}
                  </code>
                ))}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <p className="small">
        {say.guestsNeed} {need(shown)}
      </p>
    </>
  );
}

function need(shown: Reach[]): string {
  if (shown.includes("internet")) return "";
  return shown.includes("local-network") ? say.guestsNeedNetwork : say.guestsCannot;
}
