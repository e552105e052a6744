import { type ReactNode, useSyncExternalStore } from "react";
import { Dialog, Heading, Modal, ModalOverlay, Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { breaks, onBreak } from "../breakpoints";
import type { IconName } from "../icons/drawings";
import { closeSettings, openSettings } from "../settings";
import type { SettingsTab } from "../state";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Notices } from "./Banner";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { ServerSettings } from "./ServerSettings";
import { AppearanceSettings, DeviceSettings, GeneralSettings, LanguageSettings } from "./SettingsPanels";
import { ShortcutSettings } from "./ShortcutSettings";

const TABS: { id: SettingsTab; icon: IconName; panel: () => ReactNode }[] = [
  { id: "general", icon: "user", panel: GeneralSettings },
  { id: "devices", icon: "video", panel: DeviceSettings },
  { id: "shortcuts", icon: "keyboard", panel: ShortcutSettings },
  { id: "appearance", icon: "palette", panel: AppearanceSettings },
  { id: "language", icon: "languages", panel: LanguageSettings },
  { id: "server", icon: "server", panel: ServerSettings },
];

/** As the style's breakpoint: the tabs are then on top. */
const NARROW = "(max-width: 43.74em), (max-height: 27.99em)";

function subscribe(changed: () => void): () => void {
  return onBreak(NARROW, changed);
}

/** Everything that is kept for the next time; each change is kept at once, so that there is nothing to confirm. */
export function Settings() {
  const tab = useMeeting((state) => state.settingsTab);
  const isNarrow = useSyncExternalStore(subscribe, () => breaks(NARROW));
  if (tab === null) return null;
  return (
    <ModalOverlay className="backdrop" isOpen isDismissable onOpenChange={(open) => !open && closeSettings()}>
      <Modal className="pop settings">
        <Dialog>
          <Tabs
            orientation={isNarrow ? "horizontal" : "vertical"}
            selectedKey={tab}
            onSelectionChange={(chosen) => openSettings(chosen as SettingsTab)}
          >
            <div className="settings-side">
              <Heading slot="title">{say.settings}</Heading>
              <TabList aria-label={say.settings}>
                {TABS.map(({ id, icon }) => (
                  <Tab key={id} id={id} className="settings-tab">
                    <Icon name={icon} />
                    {say.settingsTab[id]}
                  </Tab>
                ))}
              </TabList>
            </div>
            {TABS.map(({ id, panel: Panel }) => (
              <TabPanel key={id} id={id} className="settings-panel">
                <h3 className="head">{say.settingsTab[id]}</h3>
                <div className="notices">
                  <Notices />
                </div>
                <Panel />
              </TabPanel>
            ))}
          </Tabs>
          <Control id="close-settings" className="btn quiet square" label={say.close} onPress={closeSettings}>
            <Icon name="x" />
          </Control>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
