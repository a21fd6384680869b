//! Answers: several primary outcomes, several places, two strategies with one another, longer runs,
//! and errors as data.

use serde_json::Value;

use super::{asked, folder, narrow, small, text};
use crate::results::fake::bytes;

fn last(stdout: &[u8]) -> Value {
    serde_json::from_str(text(stdout).lines().last().expect("a line")).expect("one object")
}

fn folded(said: &[u8]) -> String {
    text(said).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn several_outcomes_decide_and_each_is_answered() {
    let folder = folder();
    let both = "scenario.primary=[\"strain\", \"harm\"]";
    let said = small(folder.path(), &["compare", "new-director", "--set", both, "--json", "--out", "r"], 0);
    let object = last(&said.stdout);
    assert_eq!((&object["primary"], &object["also"][0]["primary"]), (&"strain".into(), &"harm".into()));
    assert_eq!(object["also"][0]["verdicts"].as_object().map(|all| all.len()), Some(4));
    let answers = object["answer_also"].as_array().expect("a list");
    assert_eq!(answers.len(), 1);
    let said = folded(&said.stdout);
    for sentence in [&object["answer"], &answers[0]] {
        assert!(said.contains(sentence.as_str().expect("a text")), "{sentence}\n{said}");
    }
    assert!(object["answer"].as_str().is_some_and(|answer| answer.starts_with("On strain of staff, ")));
    assert!(answers[0].as_str().is_some_and(|answer| answer.starts_with("On serious harm, ")));
    assert_eq!(said.matches("PAIRED DIFFERENCE").count(), 2);
    for (set, expected) in [
        ("scenario.primary=[\"harm\", \"harn\"]", "nearest: harm"),
        ("scenario.primary=[\"harm\", \"harm\"]", "`harm` is in this list twice"),
        ("scenario.primary=[]", "this list has 0 names"),
        ("scenario.primary=[1]", "an entry of this list is a whole number"),
    ] {
        let said = small(folder.path(), &["compare", "new-director", "--set", set], 2);
        assert!(folded(&said.stderr).contains(expected), "{set}: {}", text(&said.stderr));
    }
    // A list of one name is that name.
    let args = ["compare", "new-director", "--quiet", "--json", "--set"];
    let one =
        |set: &str| last(&small(folder.path(), &[&args[..], &[set]].concat(), 0).stdout)["digest"].clone();
    assert_eq!(one("scenario.primary=[\"harm\"]"), one("scenario.primary=harm"));
}

// Seen to fail when two strategies were only compared with the incumbent.
#[test]
fn two_strategies_are_compared_with_one_another() {
    let args = ["compare", "new-director", "--strategies", "connected,distributed", "--json"];
    let said = small(folder().path(), &args, 0);
    let object = last(&said.stdout);
    let answer = object["answer"].as_str().expect("a text");
    assert!(answer.contains("connected") && answer.contains("distributed"), "{answer}");
    assert!(!answer.contains("incumbent"), "{answer}");
    let also = object["answer_also"][0].as_str().expect("a text");
    assert!(also.starts_with("Against incumbent, "), "{also}");
    let said = folded(&said.stdout);
    let of = ["Under connected, against distributed", "Under distributed, against connected"];
    assert!(of.iter().any(|of| said.contains(of)), "{said}");
}

#[test]
fn several_places_stand_side_by_side() {
    let folder = folder();
    let args =
        ["compare", "new-director", "--authority", "Rutland, Bristol, City of", "--out", "r", "--json"];
    let said = small(folder.path(), &args, 0);
    let object = last(&said.stdout);
    let places = object["places"].as_object().expect("an object");
    assert_eq!(places.keys().collect::<Vec<_>>(), ["Bristol, City of", "Rutland"]);
    let plain = text(&said.stdout);
    let summary = &plain[..plain.trim_end().rfind('\n').expect("a summary")];
    narrow(summary.as_bytes());
    let words = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    for (place, one) in places {
        let answer = one["answer"].as_str().expect("a text");
        assert!(words.contains(&format!("{place}: {answer}")), "{answer}\n{summary}");
    }
    let headline = summary.split("ANSWER\n").nth(1).and_then(|rest| rest.split("Rutland: ").next());
    let count = headline.map_or(0, |words| words.split_whitespace().count());
    assert!((5..=20).contains(&count), "{headline:?}");
    // Each place is the run that it is alone.
    let alone = ["compare", "new-director", "--authority", "Rutland", "--out", "alone", "--quiet", "--json"];
    assert_eq!(last(&small(folder.path(), &alone, 0).stdout)["digest"], places["Rutland"]["digest"]);
    assert!(bytes(&folder.path().join("r/rutland")) == bytes(&folder.path().join("alone")));
    assert!(folder.path().join("r/bristol-city-of/manifest.json").is_file());
    let wrong = small(folder.path(), &["compare", "new-director", "--authority", "Leeds,Barnsly"], 2);
    assert!(text(&wrong.stderr).contains("nearest: Barnsley"), "{}", text(&wrong.stderr));
    let run = small(folder.path(), &["run", "new-director", "--authority", "Leeds,Barnsley"], 2);
    assert!(text(&run.stderr).contains("compare sets several side by side"));
}

#[test]
fn a_run_goes_on_for_more_replicates() {
    let folder = folder();
    let args = |name: &'static str, replicates: &'static str| {
        let words =
            ["compare", "new-director", "--strategies", "connected", "--weeks", "13", "--quiet", "--fixed"];
        let place = ["--authority", "Rutland", "--set", "scenario.warm-up=13", "--out", name];
        [&words[..], &place, &["--replicates", replicates]].concat()
    };
    asked(folder.path(), &args("short", "13"), 0);
    asked(folder.path(), &args("long", "24"), 0);
    asked(folder.path(), &[&args("short", "24")[..], &["--resume"]].concat(), 0);
    let [short, long] = ["short", "long"].map(|name| bytes(&folder.path().join(name)));
    assert!(short == long);
    // Fewer are not there to be taken away.
    let fewer = asked(folder.path(), &[&args("short", "20")[..], &["--resume"]].concat(), 4);
    assert!(text(&fewer.stderr).contains("replicates: 24 there, 20 asked for"), "{}", text(&fewer.stderr));
    let other = [&args("short", "30")[..], &["--resume", "--seed", "2"]].concat();
    assert!(text(&asked(folder.path(), &other, 4).stderr).contains("seed: 1 there, 2 asked for"));
}

#[test]
fn errors_are_data_where_json_is_asked_for() {
    let folder = folder();
    std::fs::write(folder.path().join("s.toml"), "base = 'culture-shift'\n[start]\ntrsut = 1\n").unwrap();
    small(folder.path(), &["run", "new-director", "--out", "there", "--quiet"], 0);
    for (words, code, expected) in [
        ("check-none", 2, r#"{"kind":"usage","exit_code":2}"#),
        (
            "compare s.toml",
            2,
            r#"{"kind":"scenario","exit_code":2,"file":"s.toml","line":3,"key":"start.trsut","nearest":"trust"}"#,
        ),
        (
            "compare culture-shift --authority Leds",
            2,
            r#"{"kind":"scenario","file":"--authority","nearest":"Leeds"}"#,
        ),
        ("compare culture-shift --strategies conected", 2, r#"{"kind":"usage","nearest":"connected"}"#),
        (
            "compare culture-shift --replicats 3",
            2,
            r#"{"kind":"usage","key":"--replicats","nearest":"--replicates"}"#,
        ),
        ("run new-director --out there", 4, r#"{"kind":"results","exit_code":4}"#),
    ] {
        let mut args: Vec<&str> = words.split(' ').collect();
        args.push("--json");
        let said = small(folder.path(), &args, code);
        let error = last(&said.stdout)["error"].clone();
        let expected: Value = serde_json::from_str(expected).unwrap();
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&error[key], value, "{words}: {key} in {error}");
        }
        assert!(error["message"].as_str().is_some_and(|message| message.len() > 10), "{words}: {error}");
        assert!(!said.stderr.is_empty(), "people are told as well: {words}");
        // Without --json nothing is printed there.
        assert!(small(folder.path(), &args[..args.len() - 1], code).stdout.is_empty(), "{words}");
    }
    let other = ["run", "new-director", "--out", "there", "--resume", "--seed", "2", "--json"];
    let differs = last(&small(folder.path(), &other, 4).stdout)["error"]["differences"].clone();
    assert!(differs.as_array().is_some_and(|all| all.iter().any(|one| one["what"] == "seed")), "{differs}");
}

#[test]
fn what_is_run_is_said_where_a_file_has_the_name_of_a_strategy() {
    let folder = folder();
    std::fs::write(folder.path().join("connected.toml"), "preset = 'authentic'\n").unwrap();
    std::fs::write(folder.path().join("mine.toml"), "title = 'What we do'\npreset = 'authentic'\n").unwrap();
    let said = small(folder.path(), &["compare", "new-director", "--strategies", "connected"], 0);
    let warned = folded(&said.stderr);
    assert!(warned.contains("`connected` of new-director is run, not the file connected.toml"), "{warned}");
    let wrong = small(folder.path(), &["compare", "new-director", "--strategies", "mine"], 2);
    assert!(folded(&wrong.stderr).contains("did you mean mine.toml?"), "{}", text(&wrong.stderr));
    // A title is told, and what --set changes is said beside the question.
    let set = ["--set", "needs.rate=30"];
    let args = [&["compare", "new-director", "--strategies", "mine.toml"][..], &set].concat();
    let said = folded(&small(folder.path(), &args, 0).stdout);
    assert!(said.contains("mine: What we do"), "{said}");
    assert!(said.contains("With needs.rate = 30: the question was written without it"), "{said}");
}

#[test]
fn a_shell_completes_every_command_and_option() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish"] {
        let script = asked(folder.path(), &["completions", shell], 0);
        let script = text(&script.stdout);
        for word in ["compare", "codebook", "exercise", "culture-shift", "replicates", "central"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let refused = asked(folder.path(), &["completions", "tcsh"], 2);
    assert!(text(&refused.stderr).contains("bash"));
}

// Runs only where bash is there; `cargo test` needs Rust alone.
#[cfg(unix)]
#[test]
fn bash_takes_its_script() {
    let folder = folder();
    let script = asked(folder.path(), &["completions", "bash"], 0);
    std::fs::write(folder.path().join("script"), &script.stdout).unwrap();
    let completes = |words: &str| -> Option<String> {
        let count = words.split(' ').count() - 1;
        let program = format!(
            "source ./script; COMP_WORDS=(${{0}} {}); COMP_CWORD={count}; _balcony; echo \"${{COMPREPLY[*]}}\"",
            words.split_once(' ').map_or("", |(_, rest)| rest)
        );
        let mut command = std::process::Command::new("bash");
        let output = command.current_dir(folder.path()).args(["-c", &program, "balcony"]).output().ok()?;
        assert!(output.status.success(), "{}", text(&output.stderr));
        Some(text(&output.stdout).trim().to_owned())
    };
    let Some(first) = completes("balcony compa") else { return };
    assert_eq!(first, "compare");
    assert_eq!(completes("balcony compare cultu").as_deref(), Some("culture-shift culture-slippage"));
    assert_eq!(completes("balcony compare culture-shift --replic").as_deref(), Some("--replicates"));
    assert_eq!(completes("balcony compare --parameters w").as_deref(), Some("worlds"));
    assert_eq!(completes("balcony exercise rehe").as_deref(), Some("rehearse"));
    assert_eq!(completes("balcony exercise rehearse --dev").as_deref(), Some("--devices"));
}

#[test]
fn the_manual_page_has_every_command_and_option() {
    let folder = folder();
    let page = asked(folder.path(), &["man"], 0);
    let page = text(&page.stdout);
    assert!(page.starts_with(".TH BALCONY 1") && page.contains("Exit codes: 0 done"), "{page}");
    for word in [".SS balcony compare", ".SS balcony exercise host", "\\-\\-replicates", "\\-\\-parameters"] {
        assert!(page.contains(word), "{word}");
    }
    // A line that begins with a dot is a command of roff, and only those that are meant are there.
    for line in page.lines().filter(|line| line.starts_with('.')) {
        let command = line.split(' ').next().unwrap_or_default();
        assert!([".TH", ".SH", ".SS", ".TP", ".B", ".nf", ".fi"].contains(&command), "{line}");
    }
    let one = asked(folder.path(), &["man", "compare"], 0);
    assert!(text(&one.stdout).contains("balcony\\-compare \\- ") && text(&one.stdout).contains("Examples:"));
    let wrong = folded(&asked(folder.path(), &["man", "compar"], 2).stderr);
    assert!(wrong.contains("did you mean compare?"), "{wrong}");
}

#[test]
fn the_codebook_has_a_row_for_every_column_that_is_kept() {
    let folder = folder();
    asked(folder.path(), &["codebook", "--out", "codebook.csv"], 0);
    let mut reader = csv::Reader::from_path(folder.path().join("codebook.csv")).unwrap();
    let names: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    small(folder.path(), &["run", "new-director", "--out", "r", "--format", "csv", "--quiet"], 0);
    for table in ["outcomes", "quarters", "details", "series"] {
        let path = folder.path().join(format!("r/{table}.csv"));
        for column in csv::Reader::from_path(path).unwrap().headers().unwrap() {
            assert!(names.iter().any(|name| name == column), "{table}: {column}");
        }
    }
    let refused = asked(folder.path(), &["codebook", "--out", "codebook.csv"], 4);
    assert!(text(&refused.stderr).contains("--force"));
    assert!(
        text(&asked(folder.path(), &["codebook", "--format", "markdown"], 0).stdout).contains("## Outcomes")
    );
}
