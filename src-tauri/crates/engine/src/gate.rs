//! The gate that every outgoing packet passes, and that a click closes at once.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Shut until the session opens it. Any thread may shut it; only the engine's task opens it, and not past a click that
/// it has not seen yet.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    open: AtomicBool,
    /// How many clicks have shut it.
    clicks: AtomicU64,
}

impl Gate {
    /// Whether a packet may leave. Read right before each one is sent.
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst)
    }

    /// Shuts it for a click on Leave, End or what asks for them.
    pub(crate) fn click(&self) {
        self.clicks.fetch_add(1, Ordering::SeqCst);
        self.shut();
    }

    /// Shuts it.
    pub(crate) fn shut(&self) {
        self.open.store(false, Ordering::SeqCst);
    }

    /// Opens it, unless there was a click that is not among the `seen` ones.
    pub(crate) fn open(&self, seen: u64) {
        if self.clicks.load(Ordering::SeqCst) == seen {
            self.open.store(true, Ordering::SeqCst);
            // A click between the two lines above has shut a gate that was shut; its turn is now.
            if self.clicks.load(Ordering::SeqCst) != seen {
                self.shut();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_from_before_a_click_does_not_open_it() {
        let gate = Gate::default();
        gate.open(0);
        assert!(gate.is_open());
        gate.click();
        assert!(!gate.is_open());
        gate.open(0);
        assert!(!gate.is_open(), "the engine had not seen the click");
        gate.open(1);
        assert!(gate.is_open());
    }
}
