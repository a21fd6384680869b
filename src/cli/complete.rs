//! `balcony completions`: a script that completes commands, options and names in a shell. It is
//! made from the same definition of the command line that reads it.

use clap::{Arg, Command, ValueEnum, ValueHint};

use super::fail::Failure;
use super::out::print;
use crate::england::scenario::SHIPPED as NATIONAL;
use crate::scenario::SHIPPED;

#[derive(Debug, clap::Args)]
#[command(after_help = super::help::COMPLETIONS)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// Runs `balcony completions`.
pub(super) fn completions(args: &Completions) -> Result<(), Failure> {
    let places = places(&super::command());
    print(&match args.shell {
        Shell::Bash => bash(&places),
        Shell::Zsh => zsh(&places),
        Shell::Fish => fish(&places),
    })
}

/// What may follow after a command.
struct Place {
    /// The words of the command, such as `exercise host`; empty for the program itself.
    path: Vec<String>,
    /// Words that may come: commands, or names of shipped scenarios.
    words: Vec<(String, String)>,
    /// Options.
    options: Vec<Choice>,
    /// Whether a file may come.
    files: bool,
}

/// An option.
struct Choice {
    long: String,
    help: String,
    takes: Option<Takes>,
}

/// What an option takes.
enum Takes {
    /// One of these words.
    Words(Vec<String>),
    /// A folder.
    Folder,
    /// A file, or what cannot be completed.
    File,
}

/// All commands, the program itself first.
fn places(program: &Command) -> Vec<Place> {
    fn add(command: &Command, path: &[String], all: &mut Vec<Place>) {
        let help = |text: Option<&clap::builder::StyledStr>| {
            text.map_or(String::new(), ToString::to_string).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let under: Vec<&Command> = command.get_subcommands().filter(|under| !under.is_hide_set()).collect();
        let mut words: Vec<(String, String)> =
            under.iter().map(|under| (under.get_name().to_owned(), help(under.get_about()))).collect();
        let mut files = false;
        for arg in command.get_positionals() {
            let listed: Vec<(String, String)> = arg
                .get_possible_values()
                .iter()
                .map(|value| (value.get_name().to_owned(), String::new()))
                .collect();
            files |= listed.is_empty();
            words.extend(listed);
            if arg.get_id() == "scenario" {
                words.extend(SHIPPED.iter().map(|(name, _)| ((*name).to_owned(), "a scenario".to_owned())));
                words.extend(
                    NATIONAL.iter().map(|(name, _)| ((*name).to_owned(), "a national scenario".to_owned())),
                );
            }
        }
        let long = |arg: &&Arg| arg.get_long().is_some() && !arg.is_hide_set();
        let option = |arg: &Arg| Choice {
            long: format!("--{}", arg.get_long().unwrap_or_default()),
            help: help(arg.get_help()),
            takes: arg.get_action().takes_values().then(|| takes(arg)),
        };
        let mut options: Vec<Choice> = command.get_arguments().filter(long).map(option).collect();
        options.push(Choice { long: "--help".to_owned(), help: "Explain it".to_owned(), takes: None });
        all.push(Place { path: path.to_vec(), words, options, files });
        for command in under {
            let path: Vec<String> = path.iter().cloned().chain([command.get_name().to_owned()]).collect();
            add(command, &path, all);
        }
    }
    let mut all = Vec::new();
    add(program, &[], &mut all);
    all
}

fn takes(arg: &Arg) -> Takes {
    let words: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
    if !words.is_empty() {
        Takes::Words(words)
    } else if arg.get_value_hint() == ValueHint::DirPath || name == "DIR" {
        Takes::Folder
    } else {
        Takes::File
    }
}

/// The words of a command and its options, for a list.
fn all_words(place: &Place) -> String {
    let words = place.words.iter().map(|(word, _)| word.as_str());
    words.chain(place.options.iter().map(|option| option.long.as_str())).collect::<Vec<_>>().join(" ")
}

/// `balcony exercise host`.
fn spoken(path: &[String]) -> String {
    std::iter::once("balcony").chain(path.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
}

/// The lines that find out which command the words before the cursor name.
fn which(places: &[Place], before: &str) -> String {
    let known: Vec<String> = places
        .iter()
        .filter(|place| !place.path.is_empty())
        .map(|place| format!("\"{}\"", spoken(&place.path)))
        .collect();
    format!(
        "  at=balcony\n  for word in {before}; do\n    case \"$at $word\" in\n      {}) at=\"$at $word\" ;;\n    esac\n  done\n",
        known.join("|")
    )
}

fn bash(places: &[Place]) -> String {
    let mut text = format!(
        "# Completion of balcony in bash: balcony completions bash > ~/.local/share/bash-completion/completions/balcony\n\
         _balcony() {{\n  local cur prev at word\n  cur=\"${{COMP_WORDS[COMP_CWORD]}}\"\n  prev=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n\
         {}  case \"$at $prev\" in\n",
        which(places, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"")
    );
    for place in places {
        for option in &place.options {
            let then = match &option.takes {
                None => continue,
                Some(Takes::Words(words)) => format!("compgen -W \"{}\"", words.join(" ")),
                Some(Takes::Folder) => "compgen -d".to_owned(),
                Some(Takes::File) => "compgen -f".to_owned(),
            };
            text.push_str(&format!(
                "    \"{} {}\") COMPREPLY=($({then} -- \"$cur\")); return ;;\n",
                spoken(&place.path),
                option.long
            ));
        }
    }
    text.push_str("  esac\n  case \"$at\" in\n");
    for place in places {
        let files = if place.files { " $(compgen -f -- \"$cur\")" } else { "" };
        text.push_str(&format!(
            "    \"{}\") COMPREPLY=($(compgen -W \"{}\" -- \"$cur\"){files}) ;;\n",
            spoken(&place.path),
            all_words(place)
        ));
    }
    text.push_str("  esac\n}\ncomplete -o filenames -F _balcony balcony\n");
    text
}

/// A text in single quotes for zsh and fish.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "'\\''"))
}

fn zsh(places: &[Place]) -> String {
    let mut text = format!(
        "#compdef balcony\n# Completion of balcony in zsh: balcony completions zsh > a folder of $fpath, as _balcony\n\
         _balcony() {{\n  local at word prev\n  local -a choices\n  prev=\"${{words[CURRENT-1]}}\"\n{}  case \"$at $prev\" in\n",
        which(places, "\"${words[@]:1:$((CURRENT-2))}\"")
    );
    for place in places {
        for option in &place.options {
            let then = match &option.takes {
                None => continue,
                Some(Takes::Words(words)) => format!("compadd -- {}", words.join(" ")),
                Some(Takes::Folder) => "_files -/".to_owned(),
                Some(Takes::File) => "_files".to_owned(),
            };
            text.push_str(&format!("    \"{} {}\") {then}; return ;;\n", spoken(&place.path), option.long));
        }
    }
    text.push_str("  esac\n  case \"$at\" in\n");
    for place in places {
        let row = |(word, help): (&str, &str)| quoted(&format!("{word}:{help}"));
        let words = place.words.iter().map(|(word, help)| row((word, help)));
        let options = place.options.iter().map(|option| row((&option.long, &option.help)));
        let files = if place.files { "; _files" } else { "" };
        text.push_str(&format!(
            "    \"{}\")\n      choices=({})\n      _describe balcony choices{files} ;;\n",
            spoken(&place.path),
            words.chain(options).collect::<Vec<_>>().join(" ")
        ));
    }
    text.push_str("  esac\n}\n_balcony \"$@\"\n");
    text
}

fn fish(places: &[Place]) -> String {
    let mut text =
        "# Completion of balcony in fish: balcony completions fish > ~/.config/fish/completions/balcony.fish\n"
            .to_owned();
    for place in places {
        let condition = match &place.path[..] {
            [] => "__fish_use_subcommand".to_owned(),
            path => path
                .iter()
                .map(|word| format!("__fish_seen_subcommand_from {word}"))
                .collect::<Vec<_>>()
                .join("; and "),
        };
        let files = if place.files { "" } else { " -f" };
        for (word, help) in &place.words {
            // A command below another one is offered until one of them is there.
            let words: Vec<&str> = place.words.iter().map(|(word, _)| word.as_str()).collect();
            let condition = match place.path.is_empty() || place.files {
                true => condition.clone(),
                false => format!("{condition}; and not __fish_seen_subcommand_from {}", words.join(" ")),
            };
            text.push_str(&format!(
                "complete -c balcony{files} -n {} -a {} -d {}\n",
                quoted(&condition),
                quoted(word),
                quoted(help)
            ));
        }
        for option in &place.options {
            let takes = match &option.takes {
                None => String::new(),
                Some(Takes::Words(words)) => format!(" -x -a {}", quoted(&words.join(" "))),
                Some(Takes::Folder) => " -x -a '(__fish_complete_directories)'".to_owned(),
                Some(Takes::File) => " -r".to_owned(),
            };
            text.push_str(&format!(
                "complete -c balcony -n {} -l {}{takes} -d {}\n",
                quoted(&condition),
                option.long.trim_start_matches('-'),
                quoted(&option.help)
            ));
        }
    }
    text
}
