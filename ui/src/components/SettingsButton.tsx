import { Button } from "react-aria-components";
import { openSettings } from "../settings";
import { say } from "../strings";
import { Icon } from "./Icon";

export function SettingsButton() {
  return (
    <Button id="settings" className="btn quiet" onPress={() => openSettings()}>
      <Icon name="settings" />
      {say.settings}
    </Button>
  );
}
