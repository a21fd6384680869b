//! HTML by hand: text is always text, a table has its heads, a drawing has its caption and its
//! numbers.

use crate::charts::{Chart, Grid, escape};

/// How every page looks.
pub(super) const STYLE: &str = include_str!("style.css");

/// A page in the making.
#[derive(Debug, Default)]
pub struct Html {
    text: String,
    drawings: u32,
}

impl Html {
    /// Markup of our own.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// An element around a text, such as `p` or `p class="quiet"`.
    pub fn element(&mut self, tag: &str, text: &str) -> &mut Self {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.text.push_str(&format!("<{tag}>{}</{name}>\n", escape(text)));
        self
    }

    /// A part with its heading and a name to link to.
    pub fn part(&mut self, id: &str, title: &str) -> &mut Self {
        self.raw(&format!("<h2 id=\"{id}\">{}</h2>\n", escape(title)))
    }

    /// Adds a list, `ul` or `ol`.
    pub fn list(&mut self, tag: &str, items: impl IntoIterator<Item = String>) -> &mut Self {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.raw(&format!("<{tag}>\n"));
        for item in items {
            self.element("li", &item);
        }
        self.raw(&format!("</{name}>\n"))
    }

    /// A table; the first column is the head of its row. `words` tells which other columns are
    /// words, not numbers.
    pub fn table(&mut self, caption: &str, grid: &Grid, words: &[usize]) -> &mut Self {
        // What scrolls can be reached by keyboard.
        let label = escape(caption);
        self.raw(&format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><caption>{label}</caption>\n<thead><tr>"
        ));
        let class = |at: usize| if at == 0 || words.contains(&at) { "" } else { " class=\"n\"" };
        for (at, head) in grid.heads.iter().enumerate() {
            self.raw(&format!("<th scope=\"col\"{}>{}</th>", class(at), escape(head)));
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in &grid.rows {
            self.raw("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let cell = escape(cell);
                self.raw(&match at {
                    0 => format!("<th scope=\"row\">{cell}</th>"),
                    _ => format!("<td{}>{cell}</td>", class(at)),
                });
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table></div>\n")
    }

    /// A chart, drawn for a wide and for a narrow page, with its numbers behind a fold.
    pub fn chart(&mut self, wide: &Chart, narrow: Option<&Chart>, fold: bool) -> &mut Self {
        self.drawings += 1;
        let number = self.drawings;
        // The names inside a drawing must not stand twice on a page.
        let drawing = |chart: &Chart, class: &str| {
            let (key, own) = (chart.key, format!("{}-{number}-{class}", chart.key));
            let svg = chart
                .svg
                .replace(&format!("\"{key}-title"), &format!("\"{own}-title"))
                .replace(&format!("\"{key}-text"), &format!("\"{own}-text"))
                .replace(&format!(" {key}-text\""), &format!(" {own}-text\""));
            format!("<div class=\"{class}\">{svg}</div>\n")
        };
        self.raw("<figure>\n");
        match narrow {
            Some(narrow) => self.raw(&drawing(wide, "wide")).raw(&drawing(narrow, "narrow")),
            None => self.raw(&drawing(wide, "only")),
        };
        self.element("figcaption", &wide.about);
        if fold {
            self.raw("<details><summary>The same numbers as a table</summary>\n");
            self.table(&wide.finding, &wide.grid, &[]);
            self.raw("</details>\n");
        }
        self.raw("</figure>\n")
    }

    /// What has been written so far; what comes next goes on numbering its drawings.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// The whole page.
    pub fn page(self, title: &str, class: &str) -> String {
        let title = escape(title);
        format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
             <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body{}>\n\
             <a class=\"skip\" href=\"#main\">To the report</a>\n{}</body>\n</html>\n",
            STYLE,
            if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") },
            self.text
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_and_a_row_has_its_head() {
        let mut html = Html::default();
        html.element("p class=\"quiet\"", "<b> & \"so\"");
        let grid = Grid {
            heads: vec!["a".to_owned(), "<i>".to_owned()],
            rows: vec![vec!["one".to_owned(), "2".to_owned()]],
        };
        html.table("c", &grid, &[]);
        let page = html.page("t</title>", "");
        assert!(page.contains("<p class=\"quiet\">&lt;b&gt; &amp; &quot;so&quot;</p>"));
        assert!(page.contains("<th scope=\"row\">one</th><td class=\"n\">2</td>"));
        assert!(page.contains("<title>t&lt;/title&gt;</title>") && !page.contains("<i>"));
    }
}
