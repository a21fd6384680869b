//! The report and the brief: complete without a network or scripts, with the numbers of the
//! summary, and with a user's text as text.

use crate::cli::{asked, folder, small, text};
use crate::results::forged::sealed;
use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library, read_text};
use balcony::simulate::{Scratch, Simulation};
use balcony_engine::measure::{OUTCOMES, outcome_index};
use balcony_engine::registry::Concerns;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Makes results of a small run in a folder, then both pages from them.
fn pages(place: &Path, more: &[&str]) -> [String; 2] {
    small(place, &[&["compare", "culture-shift", "--out", "results", "--quiet"][..], more].concat(), 0);
    asked(place, &["report", "results"], 0);
    asked(place, &["report", "results", "--brief", "--out", "brief.html"], 0);
    ["results.html", "brief.html"]
        .map(|name| std::fs::read_to_string(place.join(name)).expect("it is written"))
}

/// The values of an attribute.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn a_page_asks_nothing_of_any_other_place_and_runs_no_script() {
    let place = folder();
    for page in pages(place.path(), &[]) {
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">") && page.ends_with("</html>\n"));
        // The name of the SVG namespace is an address that no browser requests.
        let page = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for never in [
            "http://", "https://", "<script", "src=", "<link", "url(", "@import", "<iframe", "onload", "NaN",
            "inf ",
        ] {
            assert!(!page.contains(never), "{never}");
        }
        assert!(page.contains("default-src 'none'"), "nothing may be asked, whatever is in it");
        assert!(page.len() < 3_000_000);
    }
}

#[test]
fn names_within_a_page_are_its_own_and_every_link_leads_somewhere() {
    let place = folder();
    for page in pages(place.path(), &[]) {
        let all = values(&page, "id");
        let ids: BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(ids.len(), all.len(), "a name stands twice");
        for link in values(&page, "href") {
            assert!(ids.contains(link.trim_start_matches('#')), "{link}");
        }
        for names in values(&page, "aria-labelledby") {
            assert!(names.split(' ').all(|name| ids.contains(name)), "{names}");
        }
        assert_eq!(page.matches("<h1>").count(), 1);
        assert_eq!(page.matches("<figure>").count(), page.matches("<figcaption>").count());
        assert_eq!(page.matches("<table>").count(), page.matches("<caption>").count());
    }
}

// The parts of a good briefing, in order.
#[test]
fn the_report_has_its_parts_in_order_and_the_brief_says_what_it_is_not() {
    let place = folder();
    let [report, brief] = pages(place.path(), &[]);
    let parts = ["question", "differences", "when", "whom", "price", "sure", "cannot", "again"];
    let at: Vec<usize> =
        parts.iter().map(|id| report.find(&format!("<h2 id=\"{id}\">")).expect("a part")).collect();
    assert!(at.is_sorted());
    assert!(report.contains("balcony compare culture-shift --out results --quiet"), "the command");
    let story = report.split("<pre").find(|part| part.contains("balcony trace culture-shift "));
    assert!(story.is_some_and(|story| story.contains(" --strategies incumbent,")), "one child's story");
    assert!(brief.contains("not a forecast of this council") && brief.contains("2018-19"));
    // The terminal and the page have the same sentences.
    let printed = small(place.path(), &["compare", "culture-shift"], 0);
    let words = |said: &str| said.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed = words(text(&printed.stdout));
    let sentences = report.split("<ol class=\"answer\">").nth(1).and_then(|rest| rest.split("</ol>").next());
    for sentence in sentences.expect("an answer").split("<li>").skip(1) {
        let sentence = words(sentence.trim().trim_end_matches("</li>")).replace("&#39;", "'");
        assert!(printed.contains(&sentence), "{sentence}");
    }
}

// Every outcome of the tables has the baseline's mean and each strategy's difference as in
// summary.csv.
#[test]
fn the_numbers_are_those_of_the_summary() {
    let place = folder();
    let [report, _] = pages(place.path(), &[]);
    let csv = std::fs::read_to_string(place.path().join("results/summary.csv")).expect("a summary");
    let mut reader = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let heads = reader.next().expect("heads");
    let column = |name: &str| heads.iter().position(|head| *head == name).expect("a column");
    let (strategy, title, mean, difference) =
        (column("strategy"), column("title"), column("mean"), column("difference"));
    let mut summary: BTreeMap<(String, String), (f64, Option<f64>)> = BTreeMap::new();
    // A title with a comma is quoted, which moves the columns. Other rows suffice, so those are
    // skipped.
    for row in reader.filter(|row| row.len() == heads.len()) {
        let numbers = (row[mean].parse().unwrap_or(f64::NAN), row[difference].parse().ok());
        summary.insert((row[strategy].to_owned(), row[title].to_owned()), numbers);
    }
    let tables = report.split("all outcomes</summary>").skip(1);
    let (mut checked, mut rows) = (0, 0);
    for table in tables {
        let table = table.split("</table>").next().expect("its end");
        let names: Vec<&str> = table
            .split("<th scope=\"col\"")
            .skip(1)
            .filter_map(|part| part.split(['>', '<']).nth(1))
            .collect();
        for row in table.split("<th scope=\"row\">").skip(1) {
            rows += 1;
            let title = row.split(" (").next().expect("a title").replace("&#39;", "'");
            for (name, cell) in names[1..].iter().zip(row.split("<td class=\"n\">").skip(1)) {
                let Some((mean, difference)) = summary.get(&((*name).to_owned(), title.clone())) else {
                    continue;
                };
                let shown = cell.split(['<', ' ']).next().expect("a number");
                // Small sums of money are shown in thousands.
                let thousand = if row.contains("(£ thousand") { 1000.0 } else { 1.0 };
                let value = thousand * difference.unwrap_or(*mean);
                let places = shown.split('.').nth(1).map_or(0, str::len);
                let expected = format!("{value:+.places$}");
                // A difference shows its sign unless it is zero; a mean has no sign.
                let nought = |text: &str| text.chars().all(|sign| "+-0.".contains(sign));
                let same = match difference {
                    Some(_) => shown == expected || (nought(shown) && nought(&expected)),
                    None => shown == expected.trim_start_matches('+'),
                };
                assert!(same, "{title} under {name}: {shown}, not {expected}");
                checked += 1;
            }
        }
    }
    assert_eq!(rows, balcony_engine::measure::OUTCOMES.len());
    assert!(checked > 4 * rows, "{checked} of {rows} rows");
}

// Nothing that concerns children is behind a fold or left out, whether it moved or not. Each face
// says of what year England's figures are.
#[test]
fn all_outcomes_of_children_are_shown_and_the_year_is_said() {
    let place = folder();
    let [report, brief] = pages(place.path(), &[]);
    let printed = small(place.path(), &["compare", "culture-shift"], 0);
    let shown: String =
        report.split("<details>").map(|part| part.split("</details>").last().unwrap_or(part)).collect();
    let plain = |text: &str| {
        text.replace("&#39;", "'").split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let (shown, brief, printed) = (plain(&shown), plain(&brief), plain(text(&printed.stdout)));
    let children = OUTCOMES.iter().filter(|outcome| outcome.concerns == Concerns::Children);
    for outcome in children {
        let title = outcome.title.to_lowercase();
        assert!(shown.contains(&title), "report: {title}");
        assert!(brief.contains(&title), "brief: {title}");
    }
    for face in [&shown, &brief, &printed] {
        assert!(face.contains("2018-19"), "the year of the figures");
    }
}

// A chief executive reads of what the council's own strategy is made.
#[test]
fn a_strategy_of_ones_own_is_told_in_the_brief() {
    let place = folder();
    let scenario = "base = 'culture-shift'\n[strategies.ours]\npreset = 'incumbent'\nattention = { developing = 2.0, politics = 0.5 }\n\
                    [strategies.ours.investments.a]\nkind = 'deputies'\nfrom = 0\nweeks = 0\nsize = 0.25\n\
                    [compare]\nstrategies = ['incumbent', 'ours']\n";
    std::fs::write(place.path().join("ours.toml"), scenario).expect("written");
    small(place.path(), &["compare", "ours.toml", "--out", "results", "--quiet"], 0);
    asked(place.path(), &["report", "results", "--brief"], 0);
    let page = std::fs::read_to_string(place.path().join("results-brief.html")).expect("written");
    let made_of = "ours: half-days for developing 2.0 (1.0) and politics 0.5 (1.5) (in brackets, as found); buys deputies (£0.25m a year).";
    assert_eq!(page.matches(made_of).count(), 1, "{page}");
}

#[test]
fn titles_and_names_that_hurt_stay_text() {
    let place = folder();
    let title = "<b>\"שינוי\" & 'culture'</b> 👩‍👧‍👦 \u{202e}evil <script>alert(1)</script>";
    let scenario = format!(
        "base = 'culture-shift'\n[scenario]\ntitle = {0}\nquestion = {0}\n[strategies.ours]\npreset = 'connected'\n\
         [compare]\nstrategies = ['incumbent', 'ours']\n",
        serde_json::to_string(title).expect("a text")
    );
    std::fs::write(place.path().join("ours.toml"), scenario).expect("written");
    small(place.path(), &["compare", "ours.toml", "--out", "results", "--quiet"], 0);
    for args in [&["report", "results"][..], &["report", "results", "--brief"]] {
        asked(place.path(), args, 0);
    }
    for name in ["results.html", "results-brief.html"] {
        let page = std::fs::read_to_string(place.path().join(name)).expect("written");
        for never in ["<b>", "<script", "<i>", "\u{202e}", "\u{0}"] {
            assert!(!page.contains(never), "{name}: {never:?}");
        }
        assert!(page.contains("שינוי") && page.contains("&lt;script&gt;") && page.contains("👩‍👧‍👦"), "{name}");
    }
}

// No page contains an authority's own figures, nor the options that gave them.
#[test]
fn own_figures_are_in_no_page() {
    let place = folder();
    for page in
        pages(place.path(), &["--set", "authority.children=41234.5", "--set", "authority.plans=87.625"])
    {
        for figure in ["41234", "87.625", "87.63"] {
            assert!(!page.contains(figure), "{figure}");
        }
    }
}

// Regression: harm of the first quarter was under-counted, and a report said that harm rose.
// Quarters have equal length, so their mean must equal the outcome.
#[test]
fn quarters_make_up_the_run_and_the_first_is_not_counted_short() {
    let text = "[scenario]\ntitle = 'Small'\nprimary = 'harm'\nweeks = 104\nwarm-up = 208\nreplicates = 4\n[authority]\nname = 'Rutland'\n";
    let scenario = read_text("small.toml", text, &Library::new(&Disk, &England)).expect("sound");
    for key in ["harm", "harm-open", "school-missed"] {
        let at = outcome_index(key).expect("an outcome");
        let arms = ["incumbent".to_owned()];
        let simulation = Simulation::new(&scenario, &arms, at, false).expect("sound");
        let (mut first, mut rest) = (0.0, 0.0);
        for replicate in 0..4 {
            let lived = simulation.replicate(replicate, &mut Scratch::default()).expect("it runs");
            let quarters = &lived.arms[0].primary_by_quarter;
            let mean = quarters.iter().sum::<f64>() / quarters.len() as f64;
            let outcome = lived.arms[0].outcomes[at];
            // School missed is a mean over children, whose number differs between quarters.
            let near = if key == "school-missed" { 0.01 } else { 1e-9 };
            assert!((mean / outcome - 1.0).abs() < near, "{key}: {mean} of {outcome}");
            first += quarters[0];
            rest += quarters[1..].iter().sum::<f64>() / (quarters.len() - 1) as f64;
        }
        assert!(first > 0.8 * rest, "{key}: {first} beside {rest}");
    }
}

#[test]
fn one_strategy_and_drawn_worlds_have_their_pages() {
    let place = folder();
    small(place.path(), &["run", "new-director", "--out", "one", "--quiet"], 0);
    asked(place.path(), &["report", "one"], 0);
    let page = std::fs::read_to_string(place.path().join("one.html")).expect("written");
    assert!(page.contains("nothing to compare it with") && !page.contains("NaN"));
    let args = [
        "compare",
        "new-director",
        "--parameters",
        "worlds",
        "--out",
        "drawn",
        "--quiet",
        "--replicates",
        "4",
    ];
    asked(place.path(), &[&args[..], &["--weeks", "26", "--set", "scenario.warm-up=26"]].concat(), 0);
    asked(place.path(), &["report", "drawn"], 0);
    let page = std::fs::read_to_string(place.path().join("drawn.html")).expect("written");
    assert!(page.contains("the share that is not known") && page.contains("fitted again"), "worlds");
}

#[test]
fn the_command_refuses_what_it_cannot_show() {
    let place = folder();
    pages(place.path(), &[]);
    for (args, code, said) in [
        (&["report", "results"][..], 4, "--force replaces it"),
        (&["report", "nowhere"], 4, "no such folder"),
        (&["report", "brief.html"], 4, "it is a file"),
    ] {
        let refused = asked(place.path(), args, code);
        assert!(text(&refused.stderr).contains(said), "{args:?}: {}", text(&refused.stderr));
    }
    let before = std::fs::read(place.path().join("results.html")).expect("there");
    asked(place.path(), &["report", "results", "--force"], 0);
    assert_eq!(std::fs::read(place.path().join("results.html")).expect("there"), before, "the same bytes");
    // A folder that is half written, newer, or of another program.
    let manifest = place.path().join("results/manifest.json");
    let ours = std::fs::read_to_string(&manifest).expect("there");
    for (from, to, said) in [
        ("\"status\": \"complete\"", "\"status\": \"running\"", "--resume"),
        ("\"form\": 3", "\"form\": 9", "newer"),
        ("balcony-results", "another-thing", "another program"),
    ] {
        assert!(ours.contains(from), "{from}");
        std::fs::write(&manifest, sealed(&ours.replacen(from, to, 1))).expect("written");
        let refused = asked(place.path(), &["report", "results", "--force"], 4);
        let words = text(&refused.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(said), "{said}: {words}");
    }
}

// The page of a story contains every sentence of the JSON in its week. It draws exactly the weeks
// that were counted.
#[test]
fn a_story_has_its_page() {
    let place = folder();
    let asked_for = ["trace", "culture-shift", "--weeks", "52", "--set", "scenario.warm-up=104"];
    let json = asked(place.path(), &[&asked_for[..], &["--json"]].concat(), 0);
    asked(place.path(), &[&asked_for[..], &["--out", "story.html"]].concat(), 0);
    let page = std::fs::read_to_string(place.path().join("story.html")).expect("written");
    let told: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let plain = page.replace("&#39;", "'").replace("&quot;", "\"");
    let mut sentences = 0;
    for life in told["lives"].as_array().expect("lives") {
        for event in life["events"].as_array().expect("events") {
            assert!(plain.contains(event["sentence"].as_str().expect("a sentence")), "{event}");
            sentences += 1;
        }
        let name = life["strategy"].as_str().expect("a name");
        let open = life["totals"]["weeks open"].as_f64().expect("weeks");
        assert!(plain.contains(&format!("{open} under {name}")), "{open} weeks under {name}");
    }
    assert!(sentences > 3 && page.contains("id=\"lives-1-wide-title\""));
    assert!(!page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").contains("://"));
    let refused = asked(place.path(), &[&asked_for[..], &["--out", "story.html"]].concat(), 4);
    assert!(text(&refused.stderr).contains("--force"));
    asked(place.path(), &[&asked_for[..], &["--post", "director", "--out", "post.html"]].concat(), 0);
    let page = std::fs::read_to_string(place.path().join("post.html")).expect("written");
    assert!(page.contains("<h1>The director's post</h1>"));
    // The director's years and the trust of partners, each for wide and for narrow pages, with the
    // numbers as a table.
    assert_eq!(page.matches("<svg").count(), 4);
    assert_eq!(page.matches("<summary>The same numbers as a table</summary>").count(), 2);
    assert!(page.contains("<h2 id=\"years\">Under incumbent most time went to"), "the finding");
    assert!(page.contains("<h2 id=\"trust\">Trust between social care and its partners"), "the finding");
    assert!(
        page.contains("7 Oct 2019: it is decided that 40 % of rules are to go (review)"),
        "a mark by its name"
    );
    let all = values(&page, "id");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "a name stands twice");
    assert!(!page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").contains("://"));
    assert!(!page.contains("NaN"));
}
