//! What the projector shows: how to come in, the clock, who has handed in, the news; results only
//! when the facilitator shows them.

use super::{debrief_part, is_part, page};
use crate::charts::escape;
use crate::exercise::paper::card;
use crate::exercise::{When, plain};
use crate::runs::RunsSoFar;
use crate::session::SessionState;
use crate::team_view::{badge, paragraphs};
use qrcode::{Color, QrCode};

/// The page.
pub(crate) fn screen(inner: &SessionState, found: &RunsSoFar, address: &str) -> String {
    let body = screen_part(inner, found, address);
    page(&format!("Screen: {}", inner.game.exercise().title), "screen", "data-part=\"/screen/part\"", &body)
}

/// Its contents.
pub(crate) fn screen_part(inner: &SessionState, found: &RunsSoFar, address: &str) -> String {
    let exercise = inner.game.exercise();
    let view = inner.view(None);
    let mut out = format!(
        "<header id=\"head\" data-swap><h1>{}</h1><p><span class=\"round-name\">{}</span>{}</p></header><main id=\"main\">",
        escape(&exercise.title),
        escape(&view.standing()),
        view.clock()
    );
    let said = inner
        .game
        .messages()
        .iter()
        .rev()
        .find(|word| word.team.is_none() && word.round == inner.game.round());
    if let Some(word) = said {
        out.push_str(&format!("<p class=\"note\" id=\"said\" data-swap>{}</p>", escape(&word.text)));
    } else {
        out.push_str("<p id=\"said\" data-swap hidden></p>");
    }
    let revealed = inner.game.revealed();
    if is_part(revealed, &inner.game) {
        out.push_str(&format!(
            "<div id=\"shown\" data-swap data-down=\"{}\">{}</div>",
            inner.down,
            debrief_part(inner, found, revealed, 600.0)
        ));
    } else {
        let (mut shown, mut late) = (String::new(), String::new());
        if inner.game.round() == 0 && !inner.locked {
            shown.push_str(&come_in(inner, address));
        } else if !inner.locked && !inner.game.is_over() {
            // Whoever comes late, or whose phone went dark.
            late = format!(
                "<p class=\"late\">Come in: {} code <strong>{}</strong></p>",
                escape(address),
                escape(&inner.code)
            );
        }
        if inner.game.is_over() {
            shown.push_str("<h2>The rounds are over</h2><p>Out of role: put your card face down.</p>");
        } else {
            shown.push_str(&teams(inner));
            if inner.begun {
                shown.push_str(&news(inner));
            }
        }
        out.push_str(&format!("<div id=\"shown\" data-swap>{shown}{late}</div>"));
    }
    out.push_str("</main>");
    out
}

/// How to come in: a drawing for cameras, the address, the code.
fn come_in(inner: &SessionState, address: &str) -> String {
    let link = format!("{address}/j/{}", inner.code);
    format!(
        "<section class=\"come\"><h2>Come in</h2><div class=\"come-in\">{}<div><p>Point a camera here, or type</p><p class=\"address\">{}</p><p>and the code</p><p class=\"address\">{}</p></div></div>{}</section>",
        qr(&link),
        escape(address),
        escape(&inner.code),
        paragraphs(&inner.game.exercise().safety)
    )
}

/// A QR code as a drawing: dark modules on white with the quiet zone that readers need.
pub(super) fn qr(text: &str) -> String {
    let Ok(code) = QrCode::new(text.as_bytes()) else { return String::new() };
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().iter().enumerate() {
        if *colour == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4));
        }
    }
    let all = width + 8;
    format!(
        "<svg class=\"qr\" viewBox=\"0 0 {all} {all}\" role=\"img\" aria-label=\"QR code: {}\" shape-rendering=\"crispEdges\"><rect width=\"{all}\" height=\"{all}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>",
        escape(text)
    )
}

fn teams(inner: &SessionState) -> String {
    let mut out = String::from("<section><h2>Teams</h2><ul class=\"standing\">");
    for (team, of) in inner.game.teams().iter().enumerate() {
        let (said, class) = match (inner.begun, of.submitted.is_some()) {
            (false, _) if inner.devices(team as u32).0 > 0 => ("is in", "in"),
            (false, _) => ("coming", "out"),
            (true, true) => ("handed in", "in"),
            (true, false) => ("deciding", "out"),
        };
        out.push_str(&format!("<li class=\"{class}\">{} <span>{said}</span></li>", badge(team as u32)));
    }
    out.push_str("</ul></section>");
    out
}

/// What came to every team in this round.
fn news(inner: &SessionState) -> String {
    let exercise = inner.game.exercise();
    let round = inner.game.round() as usize;
    let Some(first) = inner.game.teams().first() else { return String::new() };
    let mut out = String::new();
    for at in first.came.get(round).into_iter().flatten() {
        let inject = &exercise.injects[*at];
        if matches!(inject.when, When::If(_)) {
            continue;
        }
        out.push_str(&format!(
            "<article><h3>{}: {}</h3><p class=\"quiet\">{}, {}</p><blockquote>{}</blockquote></article>",
            card(exercise, &inject.key),
            escape(&inject.title),
            escape(&inject.channel),
            escape(&inject.sender),
            escape(&inject.text)
        ));
    }
    if out.is_empty() {
        out = format!("<p>No news. There are {} half-days in a week.</p>", plain(10.0));
    }
    format!("<section class=\"news\"><h2>News</h2>{out}</section>")
}
