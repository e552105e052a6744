//! The manual page knows every command and every flag that the program has.

use std::path::Path;
use std::process::Command;

fn help(of: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_adjourn"))
        .args(of)
        .arg("--help")
        .output()
        .expect("the program runs");
    String::from_utf8(output.stdout).expect("its help is text")
}

#[test]
fn the_manual_page_has_every_flag_of_the_program() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/package/adjourn.1");
    let page = std::fs::read_to_string(page).expect("the page is part of the project");
    let mut flags = 0;
    for command in [&[][..], &["serve"], &["bot", "host"], &["bot", "join"]] {
        let help = help(command);
        for word in help.split_whitespace() {
            let Some(flag) = word.strip_prefix("--") else {
                continue;
            };
            let flag = flag.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if matches!(flag, "help" | "version" | "") {
                continue;
            }
            // mdoc writes the first dash itself.
            let known =
                page.contains(&format!("Fl -{flag} ")) || page.contains(&format!("Fl -{flag}\n"));
            assert!(
                known,
                "`adjourn {}` has --{flag}, the page does not",
                command.join(" ")
            );
            flags += 1;
        }
    }
    assert!(flags > 20, "the help was not read: {flags} flags");
}
