//! What the terminal can show: colour, block characters, how wide.

/// How a summary is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Colour and weight, by escape sequences.
    pub colour: bool,
    /// Block characters; plain ASCII otherwise.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl Look {
    /// Plain: no colour, block characters, 80 columns.
    pub const PLAIN: Self = Self { colour: false, unicode: true, width: 80 };

    /// What standard output can show: colour only on a terminal and without `NO_COLOR`; ASCII where
    /// the locale is not UTF-8.
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

    /// Text that stands out.
    pub fn strong(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Text that steps back.
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

    /// A line across.
    pub fn rule(&self) -> String {
        self.faint(&if self.unicode { "─" } else { "-" }.repeat(self.width))
    }

    /// What stands for text that was cut.
    pub(super) fn cut(&self) -> &'static str {
        if self.unicode { "…" } else { "~" }
    }

    /// Nine levels, from nothing to full.
    pub(super) fn levels(&self) -> [char; 9] {
        if self.unicode {
            [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
        } else {
            [' ', '.', ':', '-', '=', '+', '*', '%', '#']
        }
    }
}
