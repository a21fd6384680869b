//! A place outside England, with its own figures, name and currency.

use balcony::scenario::files::Disk;
use balcony::scenario::{England, Library, read, read_text};

/// Everything that is shown uses the place's own figures, name and currency.
#[test]
fn a_place_elsewhere_has_its_own_name_and_currency() {
    let folder = tempfile::tempdir().unwrap();
    let figures = "children = 13000\nreferrals = 700\nno-further-action = 0.08\nnot-in-need = 0.29\nin-need = 431.25\n\
                   enquiries = 210\nplans = 56\nlooked-after = 85\nin-post = 33\nagency = 0.16\nvacancy = 0.16\n\
                   turnover = 0.15\ncaseload = 16.9\nsources = { schools = 0.2, health = 0.15, police = 0.29, \
                   council-services = 0.15, justice = 0.03, voluntary = 0.06, public = 0.12 }\n";
    let head = "base = 'tight-budgets'\n[scenario]\nprimary = 'cost'\n[authority]\nname = 'Cork'\n";
    let write =
        |rest: &str| std::fs::write(folder.path().join("cork.toml"), format!("{head}{rest}")).unwrap();
    let run = |args: &[&str], code: i32| {
        let output = assert_cmd::Command::cargo_bin("balcony")
            .unwrap()
            .current_dir(folder.path())
            .args(args)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
    };
    write(&format!("currency = '€'\n{figures}"));
    let small = ["--replicates", "2", "--weeks", "52", "--set", "scenario.warm-up=26", "--json"];
    let [out, err] = run(&[&["compare", "cork.toml", "--out", "results"][..], &small].concat(), 0);
    assert!(out.contains(", Cork\n") && out.contains("€m a year") && !out.contains('£'), "{out}");
    assert!(err.contains("prices are still English"), "{err}");
    let [out, _] = run(&["check", "cork.toml"], 0);
    let told = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("`Cork` is no authority of England (nearest: York)"), "{out}");
    assert!(
        told.contains("money is shown in €, but these prices are still English ones in pounds: placement.")
    );
    assert!(
        !told.contains("authority.name changes") && !told.contains("authority.currency changes"),
        "{out}"
    );
    for command in [
        &["report", "results", "--out", "report.html"][..],
        &["report", "results", "--brief", "--out", "brief.html"],
        &["plot", "results", "--chart", "paired", "--out", "paired.svg"],
    ] {
        run(command, 0);
    }
    for file in ["report.html", "brief.html", "paired.svg", "results/summary.csv"] {
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(text.contains('€') && !text.contains('£'), "{file}");
    }
    let manifest = std::fs::read_to_string(folder.path().join("results/manifest.json")).unwrap();
    assert!(manifest.contains("\"currency\": \"€\"") && !manifest.contains("431.25"), "figures stay private");

    // Naming the same place again changes nothing.
    run(&["check", "cork.toml", "--authority", "Cork"], 0);
    run(&["check", "cork.toml", "--set", "authority.name=Cork"], 0);

    // A terminal with ASCII only gets the letters of the currency, also for pounds.
    for (place, symbol) in [("cork.toml", "EUR "), ("tight-budgets", "GBP ")] {
        let mut command = assert_cmd::Command::cargo_bin("balcony").unwrap();
        let words = [&["compare", place, "--set", "scenario.primary=cost"][..], &small[..6]].concat();
        let output = command.current_dir(folder.path()).env("LC_ALL", "C").args(words).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains(symbol) && said.is_ascii(), "{said}");
    }

    // Some own figures in addition to a typical place.
    write("archetype = 'metropolitan'\nchildren = 13000\n");
    let [out, _] = run(&["check", "cork.toml"], 0);
    assert!(out.contains("`Cork` is no authority of England"), "{out}");
    let typical = std::fs::read_to_string(folder.path().join("cork.toml")).unwrap();
    std::fs::write(folder.path().join("cork.toml"), format!("{typical}currency = 'kr'\n")).unwrap();
    run(&["check", "cork.toml", "--authority", "Cork"], 0);
    let [shown, _] = run(&[&["run", "cork.toml"][..], &small[..6]].concat(), 0);
    assert!(shown.contains("kr m a year") && !shown.contains('£'), "{shown}");
    // The resolved text reads back to the same scenario.
    let library = Library::new(&Disk, &England);
    let scenario = read(&folder.path().join("cork.toml").display().to_string(), &library).unwrap();
    let again =
        read_text("again", &scenario.resolved(), &library).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((again.hash(), again.currency.as_str()), (scenario.hash(), "kr"));
    // A misspelt name is not taken for an own place as long as figures are missing.
    write("children = 13000\n");
    let [_, err] = run(&["check", "cork.toml"], 2);
    assert!(err.contains("there is no authority `Cork`") && err.contains("archetype"), "{err}");
    // A real authority and a typical one together are two places.
    write("archetype = 'metropolitan'\n");
    let [_, err] = run(&["check", "cork.toml", "--set", "authority.name=Leeds"], 0);
    assert!(err.is_empty(), "the command line names another: {err}");
    std::fs::write(
        folder.path().join("two.toml"),
        "base = 'tight-budgets'\n[authority]\nname = 'Leeds'\narchetype = 'metropolitan'\n",
    )
    .unwrap();
    assert!(run(&["check", "two.toml"], 2)[1].contains("given twice"));
    // Text that names an amount in pounds would mean another amount.
    write("archetype = 'metropolitan'\ncurrency = '€'\n");
    for words in ["scenario.story=A cut of £2m.", "strategies.ours.title=GBP 2m more"] {
        let story = ["check", "cork.toml", "--set", "strategies.ours.preset=connected", "--set", words];
        assert!(run(&story, 2)[1].contains("this speaks of pounds"), "{words}");
    }
    // One setting has one key. Text on a further line would be stored in the results unseen.
    let two = ["check", "cork.toml", "--set", "authority.name='Cork'\nauthority.plans=300"];
    assert!(run(&two, 2)[1].contains("this sets more than `authority.name`"));
    for wrong in ["'€2'", "'pounds'", "'<b>'", "''", "'E£'", "'جم'"] {
        write(&format!("currency = {wrong}\narchetype = 'metropolitan'\n"));
        assert!(run(&["check", "cork.toml"], 2)[1].contains("authority.currency"), "{wrong}");
    }
}

/// An exercise in another currency says so and shows no pounds.
#[test]
fn an_exercise_in_another_currency_shows_no_pound() {
    let with_library =
        |text: &str| balcony::exercise::read_text("a.toml", text, &Library::new(&Disk, &England));
    let text = include_str!("../../exercises/taster.toml");
    let euro = |text: &str| text.replace("set = [", "set = [\n  \"authority.currency=kr\",");
    let faults = with_library(&euro(text)).map(|_| ()).unwrap_err();
    assert!(faults.to_string().contains("this speaks of pounds"), "{faults}");
    let text = euro(&text.replace("£0.06m", "a little"));
    let exercise = with_library(&text).unwrap_or_else(|faults| panic!("{faults}"));
    let money = exercise.figures.iter().find(|figure| figure.unit == "kr m").expect("a figure of money");
    assert_eq!(money.shown(1.25), format!("kr {}m", balcony::summary::fixed(1.25, money.digits)));
    let pages = [balcony::exercise::paper::day(&exercise, 2), balcony::exercise::paper::guide(&exercise, 2)];
    assert!(pages.iter().all(|page| !page.contains('£')), "the paper shows pounds");
    assert!(pages[0].contains("kr "), "and no other currency");
}
