import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from "react-aria-components";
import { copyInvite } from "../actions";
import type { IconName } from "../icons/drawings";
import { showMini } from "../mini";
import { showInvite } from "../settings";
import { toggleShare } from "../share";
import { arrangeStage } from "../stage";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { useShareFolded } from "./ShareControl";

const LAYOUTS = ["auto", "grid", "speaker"] as const;
const OWN_PICTURES = ["auto", "among", "corner"] as const;

/** How the stage is arranged. */
export function LayoutMenu() {
  return (
    <MenuTrigger>
      <Control id="layout" className="ctl bar-wide" label={say.layout}>
        <Icon name="layout-grid" />
      </Control>
      <Popover className="pop" placement="top end" offset={8}>
        <Menu className="menu" aria-label={say.layout}>
          {layoutSections()}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** Where the bar is too short: the same, the invite, and where it is shorter still the screen to share. */
export function MoreMenu() {
  const folded = useShareFolded();
  const sharing = useMeeting(({ local }) => local.screen.on);
  return (
    <MenuTrigger>
      <Control id="more" className="ctl bar-more" label={say.moreControls}>
        <Icon name="ellipsis" />
      </Control>
      <Popover className="pop" placement="top end" offset={8}>
        <Menu className="menu" aria-label={say.moreControls}>
          {folded && (
            <Deed
              id="share-screen"
              icon={sharing ? "screen-share-off" : "screen-share"}
              label={sharing ? say.stopSharing : say.shareScreen}
              run={toggleShare}
            />
          )}
          <Deed id="copy-invite" icon="user-plus" label={say.copyInvite} run={() => void copyInvite()} />
          <Deed id="show-invite" icon="qr-code" label={say.showCode} run={() => showInvite(true)} />
          <Separator className="rule" />
          {layoutSections()}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function layoutSections() {
  return (
    <>
      <LayoutChoices />
      <OwnChoices />
      <Separator className="rule" />
      <Deed id="mini" icon="picture-in-picture-2" label={say.miniShow} run={showMini} />
    </>
  );
}

function LayoutChoices() {
  const layout = useMeeting((state) => state.stage.layout);
  return (
    <MenuSection selectionMode="single" disallowEmptySelection selectedKeys={[`layout-${layout}`]}>
      <Header className="group">{say.layout}</Header>
      {LAYOUTS.map((id) => (
        <Choice
          key={id}
          id={`layout-${id}`}
          label={say.layouts[id]}
          choose={() => arrangeStage({ layout: id })}
        />
      ))}
    </MenuSection>
  );
}

function OwnChoices() {
  const self = useMeeting((state) => state.stage.self);
  return (
    <MenuSection selectionMode="single" disallowEmptySelection selectedKeys={[`self-${self}`]}>
      <Header className="group">{say.ownPicture}</Header>
      {OWN_PICTURES.map((id) => (
        <Choice
          key={id}
          id={`self-${id}`}
          label={say.ownPictures[id]}
          choose={() => arrangeStage({ self: id })}
        />
      ))}
    </MenuSection>
  );
}

function Deed({ id, icon, label, run }: { id: string; icon: IconName; label: string; run(): void }) {
  return (
    <MenuItem id={id} textValue={label} className="menu-item" onAction={run}>
      <Icon name={icon} />
      <span className="cut-text">{label}</span>
    </MenuItem>
  );
}

function Choice({ id, label, choose }: { id: string; label: string; choose(): void }) {
  return (
    <MenuItem id={id} textValue={label} className="menu-item" onAction={choose}>
      {({ isSelected }) => (
        <>
          <span className="tick">{isSelected && <Icon name="check" />}</span>
          <span className="cut-text">{label}</span>
        </>
      )}
    </MenuItem>
  );
}
