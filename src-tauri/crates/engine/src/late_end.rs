//! What becomes of an End that its meeting was left with: nothing of a meeting is told after `MeetingLeft`, and the person
//! wants to know all the same.

use adjourn_meeting::session::EndAnswer;
use adjourn_meeting::{ErrorCode, MeetingId};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// The outcome of an End that went on without its meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct LateEnd {
    /// The room's name.
    pub meeting: MeetingId,
    /// What people call the meeting; empty where it has no title.
    pub title: String,
    /// What became of it.
    pub outcome: LateEndOutcome,
}

/// What became of an End. It is not asked for any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(
    tag = "result",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum LateEndOutcome {
    /// The meeting has ended for everyone.
    Ended {
        /// The server could not write the end down yet; it goes on trying.
        record_missing: bool,
    },
    /// It has not, as far as is known.
    Failed {
        /// Why, for the person: `end-not-allowed`, `wrong-token` (it has expired) or `unreachable` (for a whole day).
        problem: Problem,
    },
}

impl From<EndAnswer> for LateEndOutcome {
    fn from(answer: EndAnswer) -> Self {
        match outcome(answer) {
            Ok(record_missing) => Self::Ended { record_missing },
            Err(problem) => Self::Failed { problem },
        }
    }
}

/// Of an answer to an End that nothing more is done about: whether its record is missing, or why it was in vain.
pub(crate) fn outcome(answer: EndAnswer) -> Result<bool, Problem> {
    let (code, message) = match answer {
        EndAnswer::Confirmed { record_missing } => return Ok(record_missing),
        EndAnswer::Refused { why } => (ErrorCode::EndNotAllowed, why),
        EndAnswer::Expired { why } => (ErrorCode::WrongToken, why),
        EndAnswer::Unreachable { why } => (ErrorCode::Unreachable, why),
    };
    Err(Problem { code, message })
}
