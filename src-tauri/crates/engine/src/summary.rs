//! What is left of a meeting afterwards: who was there, when and why they went, how much I spoke and how the line was.

use std::fmt::Write as _;

use adjourn_meeting::{
    ChatMessage, EndNote, MeetingEvent, MeetingId, Participant, ParticipantId, Reason, ReasonCode,
    Role,
};
use serde::{Deserialize, Serialize};

use crate::kept;

/// Most stays that are kept; a meeting has at most 1024 people at once.
const MAX_STAYS: usize = 4096;

/// One meeting, as I saw it. Times are Unix milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// What people call the meeting.
    pub title: String,
    /// When I came.
    pub from_ms: f64,
    /// When I went.
    pub until_ms: f64,
    /// How I went.
    pub reason: Reason,
    /// How long my voice was heard.
    pub spoke_ms: f64,
    /// Of the sound sent to me, what was missing and had to be made up, in per cent.
    pub loss_percent: f64,
    /// Every stay, in the order of coming; who came twice is there twice.
    pub people: Vec<Attendee>,
    /// What was written, as far as I could read it, the oldest first.
    #[serde(default)]
    pub chat: Vec<ChatMessage>,
}

/// One stay of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct Attendee {
    /// Display name.
    pub name: String,
    /// It is me.
    pub me: bool,
    /// The last role it had.
    pub role: Role,
    /// When it came, or when I did if it was there before.
    pub joined_ms: f64,
    /// How long it stayed, as far as I was there.
    pub stay_ms: f64,
    /// Why it went; none when it was there until I went.
    pub left: Option<Reason>,
}

/// What is noted while the meeting runs.
pub(crate) struct Log {
    meeting: MeetingId,
    title: String,
    from: f64,
    stays: Vec<Stay>,
}

struct Stay {
    id: ParticipantId,
    name: String,
    me: bool,
    role: Role,
    joined: f64,
    left: Option<(f64, Reason)>,
}

impl Log {
    /// Begins with my joining.
    pub(crate) fn begin(meeting: &MeetingId, title: &str, me: &Participant, now: f64) -> Self {
        let mut log = Self {
            meeting: meeting.clone(),
            title: title.into(),
            from: now,
            stays: Vec::new(),
        };
        log.came(me, true, now);
        log
    }

    /// Takes every event of the meeting.
    pub(crate) fn hear(&mut self, event: &MeetingEvent, now: f64) {
        match event {
            MeetingEvent::ParticipantJoined { participant } => self.came(participant, false, now),
            MeetingEvent::ParticipantLeft {
                participant,
                reason,
            } => {
                if let Some(stay) = self.present(&participant.participant_id) {
                    stay.left = Some((now, reason.clone()));
                }
            }
            MeetingEvent::RoleChanged {
                participant_id,
                role,
            } => {
                if let Some(stay) = self.present(participant_id) {
                    stay.role = *role;
                }
            }
            _ => {}
        }
    }

    fn came(&mut self, participant: &Participant, me: bool, now: f64) {
        if self.stays.len() < MAX_STAYS {
            self.stays.push(Stay {
                id: participant.participant_id.clone(),
                name: participant.name.clone(),
                me,
                role: participant.role,
                joined: now,
                left: None,
            });
        }
    }

    fn present(&mut self, id: &ParticipantId) -> Option<&mut Stay> {
        self.stays
            .iter_mut()
            .rfind(|stay| stay.id == *id && stay.left.is_none())
    }

    /// Me, with the last role I had.
    pub(crate) fn me(&self) -> Option<(ParticipantId, Role)> {
        let me = self.stays.iter().rfind(|stay| stay.me)?;
        Some((me.id.clone(), me.role))
    }

    /// Ends with my going. `concealed_ms` of `played_ms` were made up.
    pub(crate) fn finish(
        &self,
        reason: Reason,
        now: f64,
        spoke_ms: u64,
        concealed_ms: u64,
        played_ms: u64,
        chat: Vec<ChatMessage>,
    ) -> Summary {
        let sound = concealed_ms + played_ms;
        let people = self.stays.iter().map(|stay| {
            let (until, left) = match &stay.left {
                Some((at, reason)) => (*at, Some(reason.clone())),
                None => (now, stay.me.then(|| reason.clone())),
            };
            let stay_ms = (until - stay.joined).max(0.0);
            Attendee {
                name: stay.name.clone(),
                me: stay.me,
                role: stay.role,
                joined_ms: stay.joined,
                stay_ms,
                left,
            }
        });
        Summary {
            title: self.title.clone(),
            from_ms: self.from,
            until_ms: now.max(self.from),
            people: people.collect(),
            chat,
            reason,
            spoke_ms: spoke_ms as f64,
            loss_percent: if sound == 0 {
                0.0
            } else {
                100.0 * concealed_ms as f64 / sound as f64
            },
        }
    }

    /// What its summary is kept as.
    pub(crate) fn file_stem(&self) -> String {
        kept::stem(&self.meeting, self.from)
    }
}

impl Summary {
    /// Puts the server's word on who was there in the place of what I saw; of my own going I know more.
    pub(crate) fn take_attendance(&mut self, mut people: Vec<Attendee>) {
        let mine = self.people.iter().rfind(|person| person.me);
        let Some((mine, told)) = mine.zip(people.iter_mut().rfind(|person| person.me)) else {
            return; // a list without me is not that of this meeting
        };
        told.left.clone_from(&mine.left);
        told.stay_ms = (mine.joined_ms + mine.stay_ms - told.joined_ms).max(0.0);
        self.people = people;
    }

    /// As JSON, for people and programs.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and numbers are always JSON")
    }

    /// As CSV (RFC 4180), one line a stay. Times are Unix milliseconds.
    pub fn to_csv(&self) -> String {
        let mut csv = String::from(
            "name,me,role,joined_ms,left_ms,stay_ms,left,left_by,spoke_ms,loss_percent,left_note\r\n",
        );
        for person in &self.people {
            let left = person.left.as_ref();
            let (spoke, loss) = match person.me {
                true => (
                    format!("{:.0}", self.spoke_ms),
                    format!("{:.2}", self.loss_percent),
                ),
                false => Default::default(),
            };
            let written = write!(
                csv,
                "{},{},{},{:.0},{:.0},{:.0},{},{},{spoke},{loss},{}\r\n",
                cell(&person.name),
                person.me,
                word(&person.role),
                person.joined_ms,
                person.joined_ms + person.stay_ms,
                person.stay_ms,
                left.map(|left| word::<ReasonCode>(&left.code))
                    .unwrap_or_default(),
                cell(left.and_then(|left| left.by.as_deref()).unwrap_or_default()),
                cell(
                    left.and_then(|left| left.note.as_ref())
                        .map_or("", EndNote::as_str)
                ),
            );
            written.expect("a string takes everything");
        }
        csv
    }

    /// What was written as CSV (RFC 4180), one line a message. Times are Unix milliseconds.
    pub fn chat_to_csv(&self) -> String {
        let mut csv = String::from("at_ms,from,to,text\r\n");
        for message in &self.chat {
            let written = write!(
                csv,
                "{:.0},{},{},{}\r\n",
                message.at,
                cell(&message.name),
                cell(message.to_name.as_deref().unwrap_or_default()),
                cell(&message.text),
            );
            written.expect("a string takes everything");
        }
        csv
    }
}

/// An enum as it stands in JSON, without the quotes.
fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A cell of text. A spreadsheet takes what begins with `=`, `+`, `-` or `@` for a formula: names are others' words.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t']) {
        "'"
    } else {
        ""
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::EndReason;
    use adjourn_signal::control;

    use super::*;
    use crate::attendance::attendees;

    fn person(id: &str, name: &str) -> Participant {
        Participant {
            participant_id: ParticipantId::new(id),
            name: name.into(),
            role: Role::Guest,
        }
    }

    fn summary() -> Summary {
        let mut log = Log::begin(
            &MeetingId::new("../room"),
            "Ana’s meeting",
            &person("me", "Ana"),
            1_000.0,
        );
        let bo = person("bo", "=cmd|' /C \"calc\"'!A0, Bo");
        let hear = |log: &mut Log, event, now| log.hear(&event, now);
        hear(
            &mut log,
            MeetingEvent::ParticipantJoined {
                participant: bo.clone(),
            },
            2_000.0,
        );
        hear(
            &mut log,
            MeetingEvent::RoleChanged {
                participant_id: bo.participant_id.clone(),
                role: Role::CoHost,
            },
            2_500.0,
        );
        let reason = EndReason::Crashed.to_others("Bo", 5_000);
        hear(
            &mut log,
            MeetingEvent::ParticipantLeft {
                participant: bo.clone(),
                reason,
            },
            5_000.0,
        );
        hear(
            &mut log,
            MeetingEvent::ParticipantJoined { participant: bo },
            6_000.0,
        );
        assert!(!log.file_stem().contains(['/', '.']), "{}", log.file_stem());
        let chat = vec![ChatMessage {
            id: "1".into(),
            participant_id: ParticipantId::new("bo"),
            name: "Bo".into(),
            to: Some(ParticipantId::new("me")),
            to_name: Some("Ana".into()),
            text: "=1+1, \"two\"\nlines".into(),
            at: 3_000.0,
        }];
        log.finish(
            EndReason::Left.to_self(11_000),
            11_000.0,
            4_000,
            100,
            9_900,
            chat,
        )
    }

    #[test]
    fn everybody_is_in_it_with_times_roles_and_reasons() {
        let summary = summary();
        assert_eq!(
            (
                summary.until_ms - summary.from_ms,
                summary.spoke_ms,
                summary.loss_percent
            ),
            (10_000.0, 4_000.0, 1.0)
        );
        let told: Vec<_> = summary
            .people
            .iter()
            .map(|one| {
                (
                    one.me,
                    one.role,
                    one.stay_ms,
                    one.left.as_ref().map(|left| left.code),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (true, Role::Guest, 10_000.0, Some(ReasonCode::Left)),
                (false, Role::CoHost, 3_000.0, Some(ReasonCode::Crashed)),
                (false, Role::Guest, 5_000.0, None),
            ]
        );
        assert_eq!(
            serde_json::from_str::<Summary>(&summary.to_json()).expect("is JSON"),
            summary
        );
    }

    #[test]
    fn a_hosts_summary_has_who_was_there_before_it_and_its_own_way_out() {
        let stay = |identity: &str, joined_at, left_at, reason| control::Stay {
            identity: ParticipantId::new(identity),
            name: identity.to_uppercase(),
            role: Role::Guest,
            joined_at,
            left_at,
            reason,
        };
        let told = |people| control::Summary {
            title: String::new(),
            opened_at: 0,
            ended_at: None,
            ended_by: None,
            end_note: None,
            people,
        };
        let mut summary = summary();
        let before = summary.people.clone();
        let strangers = told(vec![stay("cy", 1, None, None)]);
        summary.take_attendance(attendees(strangers, &ParticipantId::new("me"), 0, 9.0));
        assert_eq!(summary.people, before, "it is another meeting's");

        // The server's clock is 60 s ahead, and it has not noticed yet that I am gone.
        let people = told(vec![
            stay("early", 60_100, Some(60_600), Some(ReasonCode::Crashed)),
            stay("me", 61_000, None, None),
        ]);
        let me = ParticipantId::new("me");
        summary.take_attendance(attendees(people, &me, 60_000, 11_500.0));
        let seen: Vec<_> = summary
            .people
            .iter()
            .map(|one| {
                (
                    one.me,
                    one.joined_ms,
                    one.stay_ms,
                    one.left.as_ref().map(|left| left.code),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (false, 100.0, 500.0, Some(ReasonCode::Crashed)),
                (true, 1_000.0, 10_000.0, Some(ReasonCode::Left)),
            ]
        );
    }

    #[test]
    fn what_was_written_is_a_table_of_its_own() {
        assert_eq!(
            summary().chat_to_csv(),
            "at_ms,from,to,text\r\n3000,\"Bo\",\"Ana\",\"'=1+1, \"\"two\"\"\nlines\"\r\n"
        );
    }

    #[test]
    fn a_name_is_no_formula_and_no_second_cell_in_the_table() {
        let csv = summary().to_csv();
        let lines: Vec<_> = csv.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(
            lines[1],
            "\"Ana\",true,guest,1000,11000,10000,left,\"\",4000,1.00,\"\""
        );
        assert!(
            lines[2].starts_with(
                "\"'=cmd|' /C \"\"calc\"\"'!A0, Bo\",false,co-host,2000,5000,3000,crashed,"
            ),
            "{}",
            lines[2]
        );
    }

    #[test]
    fn the_note_of_an_end_stands_in_both_files_for_everybody_it_put_out() {
        let note = || EndNote::new("=1+1, \"thanks\"");
        let me = ParticipantId::new("me");
        let stay = |identity: &str, reason| control::Stay {
            identity: ParticipantId::new(identity),
            name: identity.to_uppercase(),
            role: Role::Guest,
            joined_at: 1_000,
            left_at: Some(9_000),
            reason: Some(reason),
        };
        let told = control::Summary {
            title: String::new(),
            opened_at: 0,
            ended_at: Some(9_000),
            ended_by: Some("Ana".into()),
            end_note: note(),
            people: vec![
                stay("early", ReasonCode::Left),
                stay("late", ReasonCode::Ended),
                stay("me", ReasonCode::Ended),
            ],
        };
        let mut summary = summary();
        let ended = EndReason::Ended {
            by: Some("Ana".into()),
            note: note(),
        };
        summary.reason = ended.to_self(9_000);
        summary.take_attendance(attendees(told, &me, 0, 9_000.0));
        let notes: Vec<_> = summary.people[..2]
            .iter()
            .map(|one| one.left.as_ref().and_then(|left| left.note.clone()))
            .collect();
        assert_eq!(notes, [None, note()]);
        let csv = summary.to_csv();
        let lines: Vec<_> = csv.lines().collect();
        assert!(lines[0].ends_with(",loss_percent,left_note"));
        assert!(lines[1].ends_with(",,,\"\""), "{}", lines[1]);
        assert!(
            lines[2].ends_with(",\"'=1+1, \"\"thanks\"\"\""),
            "{}",
            lines[2]
        );
        let read: Summary = serde_json::from_str(&summary.to_json()).expect("is JSON");
        assert_eq!(read.reason.note, note());
    }
}
