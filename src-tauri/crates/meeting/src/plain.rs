//! Text of other people, made fit to be shown in one line.

/// Control characters and marks that turn the direction of what follows are gone, runs of white space are one blank, and
/// at most `most` characters are left, perhaps none. A text finds its own direction without those marks.
pub(crate) fn plain_line(text: &str, most: usize) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !turns_text(*c))
        .collect();
    let joined = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut line: String = joined.chars().take(most).collect();
    line.truncate(line.trim_end().len());
    line
}

fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}
