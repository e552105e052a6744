//! Links that lead out of the program, to the system's browser.

use adjourn_meeting::ErrorCode;

use crate::ipc::AppError;

/// Longest link, in bytes: what every browser takes.
const MAX_BYTES: usize = 2048;

/// Opens a web page in the system's browser. Anything else is refused: it came from a chat message.
///
/// # Errors
/// It is no web address, or the system has no browser.
pub fn open_url(url: &str) -> Result<(), AppError> {
    let url = web_address(url).ok_or_else(|| {
        AppError::new(
            ErrorCode::BadAddress,
            "This link does not lead to a web page, so it was not opened.",
        )
    })?;
    open::that_detached(url).map_err(|error| {
        let message = format!("The link could not be opened: {error}. Copy it into your browser.");
        AppError::new(ErrorCode::NoBrowser, message)
    })
}

/// The address as a browser reads it, whatever its writer put into it.
fn web_address(url: &str) -> Option<String> {
    if url.len() > MAX_BYTES {
        return None;
    }
    let url = tauri::Url::parse(url).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    // A name before the host is how one page is made to look like another.
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_web && is_plain).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_leave_the_program() {
        for good in [
            "https://example.org/a?b=c#d",
            "http://127.0.0.1:8080/",
            "HTTPS://EXAMPLE.ORG",
        ] {
            assert!(web_address(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "adjourn://join/x",
            "ssh://example.org",
            "-oProxyCommand=x",
            "https://bank.example@evil.example/",
            "https://",
            &format!("https://example.org/{}", "a".repeat(5000)),
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_a_shell_would_read_differently_is_encoded() {
        let url = web_address("https://example.org/a b\"c`d").expect("is a web address");
        assert!(!url.contains([' ', '"', '`']), "{url}");
    }
}
