//! What a person sends along with a report of a problem.

use adjourn_meeting::ErrorCode;

use super::Shell;
use crate::{ipc::AppError, logs};

impl Shell {
    /// Puts versions and the last lines of the log on the clipboard, without what is private, and gives them back.
    pub async fn copy_details(&self) -> Result<String, AppError> {
        let text = details();
        if self.put_on_clipboard(&text).await {
            return Ok(text);
        }
        Err(AppError::new(
            ErrorCode::ClipboardFailed,
            "The details could not be copied: the clipboard does not answer. Try again.",
        ))
    }
}

fn details() -> String {
    let home = std::env::home_dir();
    let log = logs::redacted(
        &logs::last(),
        home.as_deref().and_then(std::path::Path::to_str),
    );
    let webview = tauri::webview_version().unwrap_or_else(|_| "unknown".into());
    format!(
        "Adjourn {}\nSystem: {} {} ({})\nWebview: {webview}\nDesktop: {}\n\n{log}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        system().unwrap_or_default(),
        std::env::consts::ARCH,
        desktop(),
    )
}

/// The distribution, where it says.
fn system() -> Option<String> {
    let release = std::fs::read_to_string("/etc/os-release").ok()?;
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches('"').chars().take(80).collect())
}

fn desktop() -> String {
    ["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"]
        .into_iter()
        .filter_map(|variable| std::env::var(variable).ok())
        .map(|value| value.chars().take(40).collect::<String>())
        .collect::<Vec<_>>()
        .join(", ")
}
