//! From every file of settings that was ever written to the settings of today.
//!
//! Each step turns one version into the next. What is missing then has its usual value, and so has what makes no
//! sense: one bad value does not cost the others.

use serde_json::{Map, Value, json};

use crate::ipc::Settings;

/// Raised when a field changes its name or its meaning; a new field needs no step.
const VERSION: u64 = 2;

type Fields = Map<String, Value>;

/// `STEPS[n]` makes version n + 2 of version n + 1.
const STEPS: [fn(&mut Fields); VERSION as usize - 1] = [only_what_version_1_knew];

/// Why a file is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It holds something else.
    NotSettings,
    /// A newer version wrote it, and what it means is not known here.
    Newer,
}

/// The settings of a file of any version.
pub(super) fn read(kept: Value) -> Result<Settings, Unreadable> {
    let Value::Object(mut fields) = kept else {
        return Err(Unreadable::NotSettings);
    };
    let version = match fields.remove("version") {
        // The first builds named none.
        None => 1,
        Some(version) => version.as_u64().ok_or(Unreadable::NotSettings)?,
    };
    let from = version.checked_sub(1).ok_or(Unreadable::NotSettings)?;
    let from = usize::try_from(from).map_err(|_| Unreadable::Newer)?;
    for step in STEPS.get(from..).ok_or(Unreadable::Newer)? {
        step(&mut fields);
    }
    Ok(over_the_usual(fields).bounded())
}

/// As they are written.
pub(super) fn written(settings: &Settings) -> Value {
    let mut kept = json!(settings);
    kept["version"] = VERSION.into();
    kept
}

/// A name that version 1 did not know cannot mean there what it means today.
fn only_what_version_1_knew(fields: &mut Fields) {
    const KNOWN: [&str; 5] = ["name", "cameraId", "microphoneId", "speakerId", "rules"];
    fields.retain(|name, _| KNOWN.contains(&name.as_str()));
}

fn over_the_usual(fields: Fields) -> Settings {
    let mut settings = Settings::default();
    for (name, value) in fields {
        let mut with = json!(settings);
        // What is no field of ours changes nothing: an older version may have known it.
        with[&name] = value;
        match serde_json::from_value(with) {
            Ok(better) => settings = better,
            Err(_) => tracing::warn!(name, "a setting is not understood; the usual one is in use"),
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use adjourn_meeting::AwayRule;

    use super::*;
    use crate::ipc::{MeetingRules, Theme};

    #[test]
    fn a_file_without_a_version_keeps_what_it_says() {
        let old = json!({"name": "Ana", "cameraId": null, "microphoneId": "m", "speakerId": null});
        let settings = read(old).expect("is understood");
        assert_eq!(settings.name, "Ana");
        assert_eq!(settings.microphone_id.as_deref(), Some("m"));
        assert_eq!(settings.rules, MeetingRules::default());
    }

    #[test]
    fn a_file_of_version_1_keeps_its_rules_and_gets_the_rest() {
        let old = json!({"version": 1, "name": "Ana", "rules": {"lobby": false, "away": {"rule": "keep"}}});
        let settings = read(old).expect("is understood");
        let rules = MeetingRules {
            lobby: false,
            away: AwayRule::Keep,
        };
        assert_eq!(
            settings,
            Settings {
                name: "Ana".into(),
                rules,
                ..Settings::default()
            }
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let settings = Settings {
            name: "Ana".into(),
            theme: Theme::Dark,
            language: Some("de-CH".into()),
            shortcuts: [("mute".to_owned(), "Ctrl+M".to_owned())].into(),
            sounds: true,
            notifications: false,
            ..Settings::default()
        };
        assert_eq!(read(written(&settings)), Ok(settings));
    }

    #[test]
    fn one_bad_value_does_not_cost_the_others() {
        let bad = json!({"version": 2, "name": "Ana", "theme": "mauve", "sounds": "loud", "language": "de"});
        let settings = read(bad).expect("is understood");
        assert_eq!(
            (settings.name.as_str(), settings.theme),
            ("Ana", Theme::System)
        );
        assert_eq!(settings.language.as_deref(), Some("de"));
        assert!(!settings.sounds);
    }

    #[test]
    fn a_newer_file_is_not_guessed_at() {
        for newer in [json!(VERSION + 1), json!(u64::MAX)] {
            assert_eq!(read(json!({"version": newer})), Err(Unreadable::Newer));
        }
        for nonsense in [json!("2"), json!(-1), json!(0), json!({})] {
            assert_eq!(
                read(json!({"version": nonsense})),
                Err(Unreadable::NotSettings)
            );
        }
        assert_eq!(read(json!("Ana")), Err(Unreadable::NotSettings));
    }

    #[test]
    fn what_is_too_long_is_cut_or_forgotten() {
        let long = json!({
            "version": VERSION,
            "name": "A".repeat(5000),
            "cameraId": "c".repeat(5000),
            "language": "de_DE.UTF-8",
            "shortcuts": (0..1000).map(|n| (n.to_string(), json!("x"))).collect::<Fields>(),
        });
        let settings = read(long).expect("is understood");
        assert!(settings.name.chars().count() <= adjourn_meeting::MAX_NAME_CHARS);
        assert_eq!((settings.camera_id, settings.language), (None, None));
        assert!(settings.shortcuts.len() <= 64);
    }
}
