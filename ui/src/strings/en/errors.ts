/** Everything that can go wrong: what happened, why, and one thing to do. */
import type { ErrorCode } from "../../bindings";
import { type Faults, ofDevices, type Trouble, trouble } from "../trouble";

function device(kind: string, silent: string): Faults {
  const again = `then turn the ${kind} on again.`;
  return {
    missing: trouble(
      `No ${kind} was found.`,
      "None is connected, or the chosen one is gone.",
      `Plug one in, ${again}`,
    ),
    busy: trouble(`The ${kind} is in use.`, "Another program has it.", `Close it there, ${again}`),
    refused: trouble(
      `Adjourn may not use the ${kind}.`,
      "The system does not allow it.",
      `Allow it in the system’s privacy settings, ${again}`,
    ),
    hung: trouble(`The ${kind} does not answer.`, silent, "Unplug it and plug it in again."),
    lost: trouble(
      `The ${kind} is gone.`,
      "It was unplugged or switched off.",
      "Plug it in again, or choose another one.",
    ),
    stuck: trouble(
      `The ${kind} is still open.`,
      "It did not let go in time, and nothing of it is sent.",
      "Unplug it, or quit Adjourn to be sure.",
    ),
    failed: trouble(
      `The ${kind} does not work.`,
      "The system reports a fault of the device.",
      "Turn it off and on again, or choose another one.",
    ),
  };
}

const askHost = "Ask the host for a new invite.";
const tryAgain = "Try again.";

export const errors = {
  ...ofDevices({
    camera: device("camera", "It is open and delivers no picture."),
    microphone: device("microphone", "It is open and delivers no sound."),
    speaker: device("speaker", "It is open and takes no sound."),
  }),
  "microphone-replaced": trouble(
    "The microphone changed.",
    "The one in use was unplugged or is not there, so the system’s default takes its place.",
    "Go on talking, or choose another one.",
  ),
  "speaker-replaced": trouble(
    "The speaker changed.",
    "The one in use was unplugged or is not there, so the system’s default takes its place.",
    "Go on listening, or choose another one.",
  ),

  // Sharing a screen
  "screen-missing": trouble(
    "That is not there any more.",
    "The window was closed, or the screen unplugged, before it could be shared.",
    "Choose another one.",
  ),
  "screen-refused": trouble(
    "Your screen was not shared.",
    "The system did not allow it, or its question was declined.",
    "Allow it in the system’s privacy settings, then share again.",
  ),
  "screen-hung": trouble(
    "What you wanted to share gives no picture.",
    "It was opened, and nothing came of it.",
    "Choose another one.",
  ),
  "screen-lost": trouble(
    "Your sharing has stopped.",
    "The window was closed, or the screen was unplugged.",
    "Choose another one to go on.",
  ),
  "screen-stuck": trouble(
    "Your screen is still being read.",
    "The system did not let go of it in time, and nothing of it is sent.",
    "Quit Adjourn to be sure.",
  ),
  "screen-failed": trouble(
    "Your screen could not be shared.",
    "The system reports a fault.",
    "Try again, or choose something else.",
  ),

  // Getting in
  unreachable: trouble(
    "The meeting’s computer cannot be reached.",
    "It may be asleep or offline, or on another network.",
    "Ask the host whether it is running, then try again.",
  ),
  "timed-out": trouble(
    "The meeting’s computer does not answer.",
    "It was found and then said nothing.",
    tryAgain,
  ),
  "connection-broken": trouble(
    "The connection broke before you were in.",
    "The network between the two computers was interrupted.",
    tryAgain,
  ),
  "media-blocked": trouble(
    "Sound and pictures do not get through.",
    "The network blocks them (UDP).",
    "Join from another network, or ask whoever runs this one.",
  ),
  "wrong-certificate": trouble(
    "Another computer answered than the one this invite is for.",
    "Its certificate is not the one in the invite, so nothing was sent to it.",
    askHost,
  ),
  "untrusted-certificate": trouble(
    "The server’s certificate is not trusted.",
    "This computer does not know who issued it, so nothing was sent.",
    "Check the address, or ask whoever runs the server.",
  ),
  "wrong-invite": trouble("This invite does not open the meeting.", "Its key is not the meeting’s.", askHost),
  "unknown-meeting": trouble(
    "There is no such meeting.",
    "It is over, or its computer was restarted.",
    askHost,
  ),
  locked: trouble("The meeting is locked.", "Nobody new gets in.", "Ask the host to unlock it."),
  denied: trouble(
    "The host did not let you in.",
    "Whoever comes is admitted one by one.",
    "Ask the host directly.",
  ),
  "unknown-ticket": trouble(
    "Your place in the waiting room is gone.",
    "The connection was lost for too long.",
    "Join again, and the host is told once more.",
  ),
  full: trouble(
    "The meeting is full.",
    "Everybody it has room for is in.",
    "Try again when somebody has left.",
  ),
  "too-many": trouble(
    "That was too often.",
    "Many requests came from this address.",
    "Try again in a minute.",
  ),
  "bad-request": trouble(
    "The meeting’s computer did not understand that.",
    "It may run another version of Adjourn.",
    "Update Adjourn on both computers.",
  ),
  "wrong-token": trouble(
    "The server did not accept the token.",
    "It is wrong, expired or for another server.",
    "Ask for a new one.",
  ),
  unavailable: trouble(
    "The server takes nobody now.",
    "It is starting, stopping or full.",
    "Try again in a minute.",
  ),
  removed: trouble(
    "You were removed from this meeting.",
    "A host did that, and it stays so.",
    "Ask the host directly.",
  ),
  ended: trouble("This meeting is over.", "It was ended for everyone.", askHost),
  garbage: trouble(
    "What answered is not a meeting server.",
    "Another program listens at this address.",
    "Check the address.",
  ),
  "bad-address": trouble(
    "This is not a server’s address.",
    "Addresses look like wss://meet.example.org or ws://127.0.0.1:7880.",
    "Check it and try again.",
  ),

  // Links
  "bad-link": trouble(
    "This is not an invite.",
    "Invites begin with adjourn://join/.",
    "Copy the whole link from your invitation.",
  ),
  "damaged-link": trouble(
    "This invite is not complete.",
    "It was cut off or changed on its way.",
    "Copy the whole link from your invitation.",
  ),
  "newer-link": trouble(
    "This invite is newer than this app.",
    "A later version of Adjourn made it.",
    "Update Adjourn, then open it again.",
  ),

  // In a meeting
  "not-allowed": trouble("Only a host can do that.", "You are here as a guest.", "Ask the host to do it."),
  nobody: trouble(
    "That person is not here any more.",
    "They left a moment ago.",
    "Nothing needs to be done.",
  ),
  "control-failed": trouble("That was not done.", "The meeting’s computer could not be asked.", tryAgain),
  "chat-not-sent": trouble("Your message was not sent.", "It did not get through.", "Send it again."),
  "end-not-allowed": trouble(
    "Only the host can end the meeting for everyone.",
    "You are not the host.",
    "Leave, and it goes on for the others.",
  ),
  "end-delayed": trouble(
    "The end has not got through yet.",
    "The meeting’s computer does not answer.",
    "Keep Adjourn open: it is repeated until it is done.",
  ),
  "not-in-yet": trouble("You are not in yet.", "That works only in a meeting.", "Wait until you are in."),

  // Files, codecs, the computer
  "device-stuck": trouble(
    "A device is still open.",
    "It did not let go in time, and nothing of it is sent.",
    "Unplug it, or quit Adjourn to be sure.",
  ),
  "file-missing": trouble("The file is not there.", "It was moved, renamed or deleted.", "Check the path."),
  "file-failed": trouble(
    "The file cannot be used.",
    "It may not be read or written, or the disk is full.",
    "Choose another one.",
  ),
  "file-not-y4m": trouble(
    "The file is not a Y4M video.",
    "Only those can stand in for a camera.",
    "Convert it first.",
  ),
  "file-not-wav": trouble(
    "The file is not a WAV sound.",
    "Only those can stand in for a microphone.",
    "Convert it first.",
  ),
  "file-unsupported": trouble(
    "The file cannot be played here.",
    "It is of an unusual kind.",
    "Convert it to 8 bit 4:2:0 Y4M or 16 bit WAV.",
  ),
  "codec-failed": trouble(
    "Sound or picture could not be encoded.",
    "The codec reported a fault.",
    "Turn the device off and on again.",
  ),
  "no-thread": trouble(
    "The computer could not start another task.",
    "It is short of memory.",
    "Close other programs, then try again.",
  ),

  // Hosting
  "cannot-host": trouble(
    "The meeting could not be opened on this computer.",
    "Its server did not start.",
    "Close other programs that hold meetings, then try again.",
  ),
  "no-network": trouble(
    "This computer has no network.",
    "Nobody could reach a meeting here.",
    "Connect it, then try again.",
  ),
  "hosting-storage": trouble(
    "Meetings cannot be opened here now.",
    "What has ended could not be remembered: the disk is full or read-only.",
    "Free some space, then try again.",
  ),

  // Another server
  "other-server-unreachable": trouble(
    "The other server cannot be reached.",
    "It may be off, or its address is wrong.",
    "Check the address in the settings.",
  ),
  "other-server-key": trouble(
    "The other server does not accept this key.",
    "It does not know it, or has another secret for it.",
    "Copy both again from its configuration.",
  ),
  "other-server-unknown": trouble(
    "What answers there is not a LiveKit server.",
    "Another program listens at this address.",
    "Check the address.",
  ),
  "other-server-plain": trouble(
    "This server would be spoken to without encryption.",
    "Only this computer itself may be.",
    "Use an address that begins with wss://.",
  ),
  "other-server-secret": trouble(
    "The secret of the other server is missing.",
    "It could not be kept, or the keyring is locked.",
    "Enter it again in the settings.",
  ),

  // The program
  "no-lobby": trouble("There is no meeting to join.", "The lobby was closed.", "Open the link again."),
  "no-meeting": trouble(
    "You are not in a meeting.",
    "That works only in one.",
    "Start or join a meeting first.",
  ),
  "in-meeting": trouble("You are in a meeting.", "There is one at a time.", "Leave this one first."),
  "no-browser": trouble(
    "The link could not be opened.",
    "No browser was found.",
    "Copy the link and open it yourself.",
  ),
  "not-saved": trouble(
    "The summary was not saved.",
    "The folder cannot be written, or the disk is full.",
    "Free some space, then save it again.",
  ),
  "settings-reset": trouble(
    "Your settings could not be read.",
    "They were put aside, and the usual ones are in use.",
    "Look through the settings.",
  ),
  "settings-not-kept": trouble(
    "Your settings could not be saved.",
    "The folder cannot be written, or the disk is full.",
    "Free some space, then change them again.",
  ),
  "autostart-failed": trouble(
    "Starting with the computer could not be changed.",
    "The system did not take it.",
    "Change it in the system’s own settings.",
  ),
  "clipboard-failed": trouble("Nothing was copied.", "The clipboard did not take it.", "Copy it again."),
  internal: trouble(
    "Something in Adjourn went wrong.",
    "It is an error in the program.",
    "Copy the details and send them to whoever gave you Adjourn.",
  ),
} satisfies Record<ErrorCode, Trouble>;
