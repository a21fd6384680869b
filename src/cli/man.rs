//! `balcony man`: the manual page, of the program or of one command, from the definition of the
//! command line.

use clap::{Arg, Command};

use super::fail::Failure;
use super::load::nearest;
use super::out::print;

#[derive(Debug, clap::Args)]
#[command(after_help = super::help::MAN)]
pub(super) struct Man {
    /// A command, such as compare; the program with all commands if not given
    pub(super) command: Option<String>,
}

/// Runs `balcony man`.
pub(super) fn man(args: &Man) -> Result<(), Failure> {
    let program = super::command();
    let Some(name) = &args.command else { return print(&page(&program)) };
    let named = program
        .get_subcommands()
        .find(|command| command.get_name() == name || command.get_all_aliases().any(|alias| alias == name));
    let Some(command) = named else {
        let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        let near = nearest(name, names.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        return Err(Failure::Usage(format!(
            "there is no command `{name}`; there are {}{near}",
            names.join(", ")
        )));
    };
    print(&page_of(command))
}

/// The page of the program: what it is, all commands with their options, exit codes.
fn page(program: &Command) -> String {
    let mut text = head("balcony", &about(program));
    text.push_str(".SH SYNOPSIS\n.B balcony\nCOMMAND [OPTIONS]\n.SH COMMANDS\n");
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        section(command, "balcony", &mut text);
    }
    rest(program, &mut text);
    text
}

/// The page of one command.
fn page_of(command: &Command) -> String {
    let mut text = head(&format!("balcony-{}", command.get_name()), &about(command));
    text.push_str(".SH SYNOPSIS\n");
    section(command, "balcony", &mut text);
    rest(command, &mut text);
    text
}

fn head(name: &str, about: &str) -> String {
    format!(
        ".TH {} 1 \"\" \"Balcony {}\" \"Balcony\"\n.SH NAME\n{} \\- {}\n",
        name.to_uppercase(),
        env!("CARGO_PKG_VERSION"),
        escaped(name),
        escaped(about)
    )
}

/// A command, its arguments and options, and the commands below it.
fn section(command: &Command, before: &str, text: &mut String) {
    let name = format!("{before} {}", command.get_name());
    let mut line = name.clone();
    for arg in command.get_positionals() {
        let value = value(arg);
        line.push_str(&if arg.is_required_set() { format!(" {value}") } else { format!(" [{value}]") });
    }
    if command.has_subcommands() {
        line.push_str(" COMMAND");
    }
    text.push_str(&format!(".SS {}\n{}\n", escaped(&line), escaped(&about(command))));
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        let label = match arg.get_long() {
            Some(long) if arg.get_action().takes_values() => {
                format!("\\fB{}\\fR {}", escaped(&format!("--{long}")), escaped(&value(arg)))
            }
            Some(long) => format!("\\fB{}\\fR", escaped(&format!("--{long}"))),
            None => format!("\\fI{}\\fR", escaped(&value(arg))),
        };
        let values: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let mut help = plain(arg.get_help());
        if !values.is_empty() && !arg.is_hide_possible_values_set() && arg.get_action().takes_values() {
            help.push_str(&format!(" (one of {})", values.join(", ")));
        }
        let default: Vec<String> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        if arg.get_action().takes_values() && default.iter().any(|value| !value.is_empty()) {
            help.push_str(&format!(" (default {})", default.join(", ")));
        }
        text.push_str(&format!(".TP\n{label}\n{}\n", escaped(&help)));
    }
    for under in command.get_subcommands().filter(|under| !under.is_hide_set()) {
        section(under, &name, text);
    }
}

/// What stands below the help: examples, and the exit codes of the program.
fn rest(command: &Command, text: &mut String) {
    let after = command.get_after_help().map_or(String::new(), ToString::to_string);
    if !after.is_empty() {
        text.push_str(".SH NOTES\n.nf\n");
        after.lines().for_each(|line| text.push_str(&format!("{}\n", escaped(line))));
        text.push_str(".fi\n");
    }
}

fn value(arg: &Arg) -> String {
    let names =
        arg.get_value_names().map(|names| names.iter().map(|name| name.to_string()).collect::<Vec<_>>());
    names.map_or_else(|| arg.get_id().as_str().to_uppercase(), |names| names.join(" "))
}

fn about(command: &Command) -> String {
    plain(command.get_about())
}

fn plain(text: Option<&clap::builder::StyledStr>) -> String {
    text.map_or(String::new(), ToString::to_string).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in which roff finds no commands: hyphens and backslashes stay, and a dot or quote at the
/// beginning of a line is none of its commands.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roff_takes_no_text_for_a_command() {
        assert_eq!(escaped("a-b\\c"), "a\\-b\\ec");
        assert_eq!((escaped(".TH"), escaped("'x")), ("\\&.TH".to_owned(), "\\&'x".to_owned()));
    }
}
