//! What is left of a meeting afterwards, for the host and for a guest, on disk.

use std::fs;
use std::path::Path;

use adjourn_lab::{Lab, People};
use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_adjourn");

#[test]
fn host_and_guest_keep_who_was_there_and_why_it_was_over_as_json_and_csv() {
    let lab = Lab::new(BINARY, "afterwards");
    let folder = |name: &str| lab.file(name).to_str().expect("a plain path").to_owned();
    let mut ana = lab.host("Ana", &["--commands", "--state-dir", &folder("ana")]);
    let link = ana.invite();
    let mut bo = lab.guest(&link, "Bo, \"the\" guest", &["--state-dir", &folder("bo")]);
    let mut cy = lab.guest(&link, "Cy", &["--leave-after", "1"]);
    ana.sees("Bo, \"the\" guest", 10);
    assert_eq!(cy.left()["code"], "left");
    ana.misses("Cy");
    ana.order(r#"{"do":"end"}"#);
    for person in [&mut bo, &mut ana] {
        assert_eq!(person.left()["code"], "ended");
        assert!(person.succeeds());
    }

    for (name, me) in [("ana", "Ana"), ("bo", "Bo, \"the\" guest")] {
        let kept = lab.file(name).join("summaries");
        let summary: Value = serde_json::from_str(&only(&kept, "json")).expect("JSON");
        assert_eq!(summary["reason"]["code"], "ended");
        assert_eq!(summary["reason"]["by"], "Ana");
        let lasted = summary["untilMs"].as_f64().zip(summary["fromMs"].as_f64());
        assert!(
            lasted.is_some_and(|(until, from)| until > from),
            "{summary}"
        );
        assert!(
            summary["spokeMs"].as_f64() > Some(0.0),
            "it spoke: {summary}"
        );
        assert!(summary["lossPercent"].is_number(), "{summary}");
        let people = summary["people"].as_array().expect("a list");
        let of = |name: &str| people.iter().find(|person| person["name"] == name);
        assert_eq!(of(me).map(|person| &person["me"]), Some(&Value::Bool(true)));
        assert_eq!(of("Cy").map(|cy| &cy["left"]["code"]), Some(&"left".into()));

        let csv = only(&kept, "csv");
        let quoted = csv.contains("\"Bo, \"\"the\"\" guest\"");
        assert!(
            quoted && csv.contains("\"Cy\"") && csv.contains("\"Ana\""),
            "{csv}"
        );
    }
}

/// The only file in `folder` that ends so.
fn only(folder: &Path, extension: &str) -> String {
    let files = fs::read_dir(folder).expect("summaries are kept");
    let fits = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == extension);
    let files: Vec<_> = files
        .flatten()
        .map(|file| file.path())
        .filter(fits)
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    fs::read_to_string(&files[0]).expect("text")
}
