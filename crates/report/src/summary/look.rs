//! What the terminal can show: colour, block characters, and its width.

/// How a summary is displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether to use colour and bold type, by escape sequences.
    pub colour: bool,
    /// Whether to use block characters; otherwise plain ASCII.
    pub unicode: bool,
    /// Width in columns.
    pub width: usize,
}

impl Look {
    /// No colour, block characters, 80 columns.
    pub const PLAIN: Self = Self { colour: false, unicode: true, width: 80 };

    /// Detects what standard output can show. Colour needs a terminal, and `NO_COLOR` must be
    /// unset; a locale other than UTF-8 gets ASCII.
    pub fn detect() -> Self {
        use std::io::IsTerminal;
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        let colour = std::io::stdout().is_terminal() && set("NO_COLOR").is_none() && !dumb;
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default();
        let utf8 = ["utf-8", "utf8"].iter().any(|name| locale.to_lowercase().contains(name));
        Self { colour, unicode: (utf8 || cfg!(windows)) && !dumb, ..Self::PLAIN }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Bold text.
    pub fn strong(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Dimmed text.
    pub fn faint(&self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(super) fn good(&self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(super) fn bad(&self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(super) fn open(&self, text: &str) -> String {
        self.paint("33", text)
    }

    /// A horizontal line across the full width.
    pub fn rule(&self) -> String {
        self.faint(&if self.unicode { "─" } else { "-" }.repeat(self.width))
    }

    /// The sign that marks a cut text.
    pub(super) fn cut(&self) -> &'static str {
        if self.unicode { "…" } else { "~" }
    }

    /// Characters for nine levels, from empty to full.
    pub(super) fn levels(&self) -> [char; 9] {
        if self.unicode {
            [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
        } else {
            [' ', '.', ':', '-', '=', '+', '*', '%', '#']
        }
    }
}
