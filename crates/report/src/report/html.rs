//! Pieces of pages: text is always text, a table has its heads, a drawing has its caption and its
//! numbers.

use crate::charts::{DrawnChart, Grid, steers};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

/// How every page looks.
pub(super) const STYLE: &str = include_str!("style.css");

/// Markup as the text of a page, or of a piece of one that goes out by itself. Text from outside
/// may hold control characters and signs that steer the direction of writing: these are left out,
/// so that no text reaches beyond itself. Markup of our own has neither.
pub fn finish(markup: Markup) -> String {
    let mut text = markup.into_string();
    text.retain(|sign| matches!(sign, '\n' | '\t') || !steers(sign));
    text
}

/// A whole page: what its head says beside the character set, and its `body`.
pub fn document(head: Markup, body: Markup) -> String {
    finish(html! {
        (DOCTYPE) "\n"
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                (head)
            }
            (body)
        }
        "\n"
    })
}

/// A style sheet of our own, inside a page.
pub fn style(sheet: &str) -> Markup {
    html! { style { (PreEscaped(sheet)) } }
}

/// A page of a report, which may do nothing but be looked at.
pub fn page(title: &str, class: Option<&str>, contents: Markup) -> String {
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
    let head = html! {
        meta http-equiv="Content-Security-Policy" content=(POLICY);
        title { (title) }
        (style(STYLE))
    };
    let body = html! {
        body class=[class] {
            a class="skip" href="#main" { "To the report" }
            (contents)
        }
    };
    document(head, body)
}

/// The heading of a part, with a name to link to.
pub fn part(id: &str, title: &str) -> Markup {
    html! { h2 id=(id) { (title) } }
}

/// The same inside a page of another's, one rank lower.
pub(super) fn subpart(id: &str, title: &str) -> Markup {
    html! { h3 id=(id) { (title) } }
}

/// A text in paragraphs: a blank line begins a new one.
pub fn paragraphs(text: &str) -> Markup {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    html! { @for part in parts { p { (part) } } }
}

/// A list without numbers.
pub fn list(items: impl IntoIterator<Item = impl Render>) -> Markup {
    html! { ul { @for item in items { li { (item) } } } }
}

/// Something that is long and told on request.
pub fn fold(summary: &str, contents: Markup) -> Markup {
    html! { details { summary { (summary) } (contents) } }
}

/// Lines as they stand in a file or are typed.
pub fn lines(text: &str) -> Markup {
    html! { pre tabindex="0" { (text.trim_end_matches('\n').replace('\t', " ")) } }
}

/// What is wide and may scroll, and can be reached by keyboard for that.
pub fn scroll(label: &str, contents: Markup) -> Markup {
    html! { div class="scroll" tabindex="0" role="region" aria-label=(label) { (contents) } }
}

/// A table; the first column is the head of its row. `words` tells which other columns are words,
/// not numbers.
pub fn table(caption: &str, grid: &Grid, words: &[usize]) -> Markup {
    let class = |at: usize| (at > 0 && !words.contains(&at)).then_some("n");
    let table = html! {
        table {
            caption { (caption) }
            thead {
                tr {
                    @for (at, head) in grid.heads.iter().enumerate() {
                        th scope="col" class=[class(at)] { (head) }
                    }
                }
            }
            tbody {
                @for row in &grid.rows {
                    tr {
                        @for (at, cell) in row.iter().enumerate() {
                            @if at == 0 {
                                th scope="row" { (cell) }
                            } @else {
                                td class=[class(at)] { (cell) }
                            }
                        }
                    }
                }
            }
        }
    };
    scroll(caption, table)
}

/// A chart with its caption and, behind a fold, its numbers; `id` makes the names inside it its
/// own.
pub fn figure(chart: &DrawnChart, id: &str) -> Markup {
    captioned(chart, drawing(chart, id), true)
}

/// A drawing under names of its own: the names inside it must not stand twice on a page. The only
/// place where a drawing becomes part of a page.
fn drawing(chart: &DrawnChart, id: &str) -> Markup {
    PreEscaped(chart.svg_named(id))
}

fn captioned(chart: &DrawnChart, drawn: Markup, numbers: bool) -> Markup {
    html! {
        figure {
            (drawn)
            figcaption { (chart.about) }
            @if numbers { (fold("The same numbers as a table", table(&chart.finding, &chart.grid, &[]))) }
        }
    }
}

/// The drawings of a page, counted.
#[derive(Debug, Default)]
pub struct Drawings(u32);

impl Drawings {
    /// A chart, drawn for a wide and for a narrow page, with its numbers behind a fold.
    pub fn chart(&mut self, wide: &DrawnChart, narrow: Option<&DrawnChart>, numbers: bool) -> Markup {
        self.0 += 1;
        let drawn = |chart: &DrawnChart, class: &str| {
            let svg = drawing(chart, &format!("{}-{}-{class}", chart.chart.key(), self.0));
            html! { div class=(class) { (svg) } }
        };
        let both = match narrow {
            Some(narrow) => html! { (drawn(wide, "wide")) (drawn(narrow, "narrow")) },
            None => drawn(wide, "only"),
        };
        captioned(wide, both, numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_and_a_row_has_its_head() {
        let grid = Grid {
            heads: vec!["a".to_owned(), "<i>".to_owned()],
            rows: vec![vec!["one".to_owned(), "2".to_owned()]],
        };
        let contents = html! { p class="quiet" { "<b> & \"so\"" } (table("c", &grid, &[])) };
        let page = page("t</title>", None, contents);
        assert!(page.contains("<p class=\"quiet\">&lt;b&gt; &amp; &quot;so&quot;</p>"));
        assert!(page.contains("<th scope=\"row\">one</th><td class=\"n\">2</td>"));
        assert!(page.contains("<title>t&lt;/title&gt;</title>") && !page.contains("<i>"));
    }

    // Seen to fail with `finish` as `into_string` alone.
    #[test]
    fn no_text_steers_what_follows_it() {
        let text = "a\u{202e}b\u{2066}c\u{0}d\u{7f}e\nילדים";
        assert_eq!(finish(html! { p title=(text) { (text) } }), {
            let kept = "abcde\nילדים";
            format!("<p title=\"{kept}\">{kept}</p>")
        });
    }
}
