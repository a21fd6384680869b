//! Examples below the help of each command. A test runs every line that begins with two spaces and
//! `balcony`.

pub(super) const BALCONY: &str = "\
Examples:
  balcony list
  balcony compare culture-shift --authority Leeds
  balcony new ours.toml --from culture-shift --authority Leeds

Exit codes: 0 done, 2 scenario or usage, 3 model failure, 4 results exist or do
not match, 5 storage, 130 interrupted. With --json an error is the last line on
standard output too: kind, message, file, line, key, nearest name.";

pub(super) const RUN: &str = "\
Examples:
  balcony run culture-shift
  balcony run new-director --authority Barnsley --strategy connected
  balcony run tight-budgets --set events.cut.size=0.15 --out results --json
  balcony run england --replicates 40";

pub(super) const COMPARE: &str = "\
Examples:
  balcony compare culture-shift --authority Leeds
  balcony compare culture-shift --authority Leeds,Barnsley
  balcony compare new-director --strategies connected,distributed
  balcony compare new-director --parameters worlds
  balcony compare tight-budgets --baseline personalised --out results
  balcony compare tight-budgets --baseline personalised --out results --resume
  balcony compare ever-decreasing-circle --replicates 40 --out england";

pub(super) const TRACE: &str = "\
Examples:
  balcony trace culture-shift --authority Leeds --replicate 3
  balcony trace new-director --post director
  balcony trace transition-risks --authority Rutland --by changes
  balcony trace culture-shift --out story.html
  balcony trace high-profile-case --strategies incumbent,connected --json
  balcony trace england --leader

One child's luck, or one director's, is no evidence: compare gives that.";
pub(super) const VALIDATE: &str = "\
Ten quiet years of the average authority and of a sample of others; the first
stands beside the published figures. docs/VALIDATION.md says how to read it.

Examples:
  balcony validate --replicates 2 --authorities Rutland,Hartlepool,Torbay
  balcony validate --authorities all --out validation
  balcony validate --parameters worlds --replicates 40 --json";

pub(super) const TRIAL: &str = "\
Nothing is set by what a trial finds: a miss is shown as it is, with what it says
of the model. docs/TRIALS.md says how to read it.

Examples:
  balcony trial
  balcony trial family-group-conference --replicates 4
  balcony trial supervision --replicates 4 --set workforce.relief=0.03 --json";

pub(super) const REPORT: &str = "\
The file asks nothing of any other place and runs no script: it can be sent by
mail, opened without a network and printed.

Examples (of a folder that compare has made):
  balcony report results
  balcony report results --brief --out brief.html";

pub(super) const PLOT: &str = "\
Examples (of a folder that compare has made):
  balcony plot results
  balcony plot results --chart paired --out paired.svg
  balcony plot results --chart paired --out paired.pdf
  balcony plot results --chart fan --out fan.png --scale 3
  balcony plot results --chart dots --outcome re-referrals --width 360";

pub(super) const SWEEP: &str = "\
Rows go to DIR/rows.parquet, a row for each point, replicate and strategy, with
every factor and every outcome. A point that fails is a row that says why.

Examples (of an experiment file of your own):
  balcony sweep experiment.toml --dry-run
  balcony sweep experiment.toml --out sweep
  balcony sweep experiment.toml --out sweep --resume
  balcony sweep experiment.toml --out sweep --row 7
  balcony sweep experiment.toml --out share-1 --shard 1/2
  balcony sweep experiment.toml --out share-2 --shard 2/2";

pub(super) const MERGE: &str = "\
The rows are, byte for byte, those of a sweep that was never shared out.

Examples:
  balcony merge share-1 share-2 --out merged";

pub(super) const ANALYSE: &str = "\
First comes random variation: how much results differ between replicates of the same
point. Then what the design allows: Sobol's indices of saltelli, Morris' effects
of morris, a density-based index of every sample; which factors reverse a ranking of
strategies; and who is best where.

Examples (of a folder that sweep has made):
  balcony analyse sweep
  balcony analyse sweep --out analysis.html --table indices.csv
  balcony analyse sweep --outcomes culture --json";

pub(super) const PACKAGE: &str = "\
In it one command, `sh reproduce.sh`, runs everything again with the program that
is in it and compares every byte.

Examples (of a folder that compare has made):
  balcony package results --out package";

pub(super) const AUDIT: &str = "\
The contexts are in data/contexts.csv, drawn and committed before any was run.
Who wins is a finding, never a requirement; that nobody does is one too. All of
it takes hours; begin with a few contexts.

Examples:
  balcony audit --contexts 2 --replicates 4
  balcony audit --contexts 2 --replicates 4 --out audit.md
  balcony audit --contexts 1 --replicates 2 --years 5 --set needs.blind=0
  balcony audit --contexts 3 --replicates 4 --out audit.md --resume --json";

pub(super) const CHECK: &str = "\
Examples:
  balcony check culture-shift
  balcony check culture-shift --authority Essex --replicates 1000
  balcony check ever-decreasing-circle";

pub(super) const SHOW: &str = "\
Examples:
  balcony show new-director
  balcony show new-director --authority Barnsley --set start.trust=0.7";

pub(super) const DIFF: &str = "\
Example:
  balcony diff culture-shift new-director";

pub(super) const NEW: &str = "\
Examples:
  balcony new ours.toml
  balcony new ours.toml --from culture-shift --authority E08000035 --force";

pub(super) const EXPLAIN: &str = "\
Examples:
  balcony explain
  balcony explain re-referrals
  balcony explain needs.rate
  balcony explain leaving.level";

pub(super) const SCHEMA: &str = "\
Example:
  balcony schema";

pub(super) const EXERCISE: &str = "\
Examples:
  balcony exercise list
  balcony exercise new our-day.toml
  balcony exercise rehearse taster
  balcony exercise host taster --bots 5
  balcony exercise paper first-three-years day";

pub(super) const CODEBOOK: &str = "\
Examples:
  balcony codebook
  balcony codebook --format markdown
  balcony codebook --out codebook.csv";

pub(super) const COMPLETIONS: &str = "\
Each script says in its first line where the shell looks for it.

Examples:
  balcony completions bash
  balcony completions zsh
  balcony completions fish";

pub(super) const MAN: &str = "\
Read it with `balcony man | man -l -`, or keep it as balcony.1 in a folder of
manual pages.

Examples:
  balcony man
  balcony man compare";

pub(super) const TABLES: &str = "\
Columns have the same names everywhere (balcony codebook lists them). Weeks and
quarters have a date. Parquet holds unit and meaning of each column.

Examples (of folders that compare and sweep have made):
  balcony tables results --out csv
  balcony tables sweep --out csv
  balcony tables results --out parquet --format parquet";
