use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Moves work items from Azure DevOps to Jira Cloud: nothing lost, nothing twice, nothing leaked.
///
/// Exit codes: 0 clean; 1 differences found; 2 usage or configuration; 3 an endpoint cannot be
/// reached or refused us; 4 interrupted, can be resumed; 5 refusals that were not accepted; 6
/// doubts that a person must decide; 7 another process holds the run; 70 a fault of ours.
#[derive(Debug, Parser)]
#[command(name = "migrayt", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Write machine-readable JSON to standard output.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Which log lines go to standard error, such as `info` or `migrayt_connectors=trace`. Logs of
    /// HTTP libraries never say more than debug.
    #[arg(long, global = true, value_name = "FILTER", default_value = "off")]
    pub(crate) log: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Migrate real sample items between two simulators on this machine, and prove it.
    Demo(Demo),
    /// Serve a simulated tracker on this machine.
    Sim(Sim),
    /// Write an example configuration.
    Init(Init),
    /// Tell what the accounts may do on both sides, and what is missing.
    Check(Migration),
    /// Look at both endpoints: types, fields, states, people.
    Scan(Migration),
    /// Propose a mapping, for a person to review.
    Suggest(Suggest),
    /// Who is who: list the people, write a table of them, take one that was filled in.
    #[command(subcommand)]
    People(People),
    /// Try every item without writing anything: losses and refusals.
    Plan(Plan),
    /// Carry out the newest plan, or go on with it.
    Run(Planned),
    /// Go on with a run that was interrupted.
    Resume(Planned),
    /// Try again what the newest run could not carry out, and nothing else.
    Retry(Retry),
    /// List operations whose outcome nobody could tell, or say what became of one.
    Doubts(Doubts),
    /// Read the target back, all of it, and compare.
    Verify(Verify),
    /// Start and close the sprints that were made, as their days say; after the last run, since
    /// nothing goes into a closed sprint.
    Sprints(Migration),
    /// The account of the newest run: show it, write it to a file, check such a file.
    #[command(subcommand)]
    Ledger(Ledger),
    /// Write the report: a page, JSON and tables of items.
    Report(Report),
    /// The vault: encrypted files for the tokens that the configuration names as `vault:NAME`.
    #[command(subcommand)]
    Vault(Vault),
    /// Connect to a tracker by OAuth: a person consents in the browser, and the grant is kept in the
    /// vault. The configuration names the registration of this program at the platform.
    Connect(Connect),
    /// List the connections, and how long each will go on.
    Connections(Migration),
    /// End a connection: its grant is destroyed.
    Disconnect(Connect),
    /// Turn a formatted text from one format into another, and say what is lost.
    Convert(Convert),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Vault {
    /// Keep a secret under a new name; the vault is made if there is none. The value is typed, or
    /// read from standard input.
    Put(Named),
    /// List the names.
    List(Migration),
    /// Replace the value of a name.
    Rotate(Named),
    /// End a secret. Revoke it where it is accepted, too.
    Destroy(Named),
    /// Say of each name whether its value can be read.
    Check(Migration),
    /// Change the passphrase or the key that opens the vault. The present one is asked for, or
    /// taken from where the configuration names it; so is the new one, without an option.
    Rewrap(Rewrap),
}

#[derive(Debug, Args)]
pub(crate) struct Rewrap {
    /// Where the new passphrase is, as the configuration will name it: `env:NAME`, `file:PATH`, or
    /// `prompt` to type it, twice.
    #[arg(long, value_name = "REFERENCE")]
    pub(crate) new_passphrase: Option<String>,

    /// A key file instead of a passphrase, made if it is not there; relative to the configuration's
    /// folder, as the configuration will name it.
    #[arg(long, value_name = "FILE", conflicts_with = "new_passphrase")]
    pub(crate) new_key_file: Option<PathBuf>,

    /// An entry of the system's keyring, made if it is not there; in a build that has the keyring.
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["new_passphrase", "new_key_file"])]
    pub(crate) new_keyring: Option<String>,

    #[command(flatten)]
    pub(crate) migration: Migration,
}

#[derive(Debug, Args)]
pub(crate) struct Connect {
    /// The tracker.
    #[arg(value_name = "TRACKER")]
    pub(crate) tracker: Tracker,

    #[command(flatten)]
    pub(crate) migration: Migration,
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// 1 to 64 letters, digits, `-`, `_` and `.`.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    #[command(flatten)]
    pub(crate) migration: Migration,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// The format that the text is in.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Format,

    /// The format to write.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Format,

    /// Say on standard error what is carried otherwise or not at all.
    #[arg(long)]
    pub(crate) losses: bool,

    /// The file to read; standard input without it.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// A format of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// HTML, as Azure DevOps keeps it and as office programs paste it.
    Html,
    /// Markdown, as Azure DevOps and GitHub have it.
    Markdown,
    /// Atlassian Document Format, as JSON.
    Adf,
    /// Jira's wiki markup.
    Wiki,
}

impl From<Format> for migrayt::core::richtext::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Html => Self::Html,
            Format::Markdown => Self::Markdown,
            Format::Adf => Self::Adf,
            Format::Wiki => Self::Wiki,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Migration {
    /// The configuration file.
    #[arg(short, long, value_name = "FILE", default_value = "migration.toml")]
    pub(crate) config: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    pub(crate) migration: Migration,

    /// Show the titles of items in the page and the tables, fetched from the source for this report.
    /// They are what people wrote: keep the files accordingly.
    #[arg(long)]
    pub(crate) titles: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) migration: Migration,

    /// Compare only this item, by its id in the source; can be given several times. The report
    /// stays as it is.
    #[arg(long = "item", value_name = "ITEM")]
    pub(crate) items: Vec<String>,

    /// How files are compared.
    #[arg(long, value_name = "HOW", default_value = "size")]
    pub(crate) attachments: Attachments,

    /// Show what differs with the values of both sides, of one item or of the first twenty that
    /// differ. They are fetched for this moment, shown here and kept nowhere.
    #[arg(long, value_name = "ITEM", num_args = 0..=1, default_missing_value = "")]
    pub(crate) explain: Option<String>,
}

/// How files are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Attachments {
    /// By name and size.
    Size,
    /// Byte by byte too: reads every file from both trackers.
    Digest,
}

#[derive(Debug, Args)]
pub(crate) struct Planned {
    #[command(flatten)]
    pub(crate) migration: Migration,

    /// Go on although the target would refuse some items; they are left out and reported.
    #[arg(long)]
    pub(crate) accept_refusals: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Retry {
    #[command(flatten)]
    pub(crate) planned: Planned,

    /// What failed, and what could not be done because of it. There is no other choice yet, so that
    /// leaving it out says the same.
    #[arg(long)]
    failed: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) planned: Planned,

    /// Plan only so many items of each type, to try a mapping; a later plan of all goes on from
    /// there.
    #[arg(long, value_name = "N", conflicts_with = "item")]
    pub(crate) sample: Option<u32>,

    /// Show what would be sent for one item of the newest plan; it is made again and kept nowhere.
    #[arg(long, value_name = "ID")]
    pub(crate) item: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Doubts {
    #[command(flatten)]
    pub(crate) migration: Migration,

    #[command(subcommand)]
    pub(crate) resolve: Option<Resolve>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Resolve {
    /// Say what became of an operation; look at the target first.
    Resolve {
        /// The operation as the list shows it, such as `17/create`.
        operation: String,

        /// What became of it.
        #[command(flatten)]
        decision: Decision,
    },
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Decision {
    /// It made the item of this key.
    #[arg(long, value_name = "KEY")]
    pub(crate) made: Option<String>,

    /// It happened; with the id of the comment or file that it made, if you know it.
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "")]
    pub(crate) done: Option<String>,

    /// It did not happen: the next run sends it again.
    #[arg(long)]
    pub(crate) absent: bool,

    /// Leave it out.
    #[arg(long)]
    pub(crate) leave_out: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Ledger {
    /// Show what became of each operation of an item.
    Show {
        /// The item's id in the source.
        #[arg(value_name = "ITEM")]
        item: String,

        #[command(flatten)]
        migration: Migration,
    },
    /// Write the whole ledger to a file that can be checked without journal and network.
    Export {
        /// The file to write; a file that is there is replaced.
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Sign it with this key.
        #[arg(long, value_name = "KEYFILE")]
        sign: Option<PathBuf>,

        #[command(flatten)]
        migration: Migration,
    },
    /// Check a ledger's file, line by line, without journal and network.
    Verify {
        /// The file to check.
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Ask for a signature with this public key: its file, or its text.
        #[arg(long, value_name = "PUBKEY")]
        key: Option<String>,
    },
    /// Make a key to sign with: FILE for its owner only, FILE.pub for whoever checks.
    Key {
        /// The file to write; it must not be there yet.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Suggest {
    #[command(flatten)]
    pub(crate) migration: Migration,

    /// Replace a mapping that is there already.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum People {
    /// List every person of the scan: masked address, how often used, and how matched.
    List(Migration),
    /// Write a table in CSV of those who have no account, to fill in and import.
    Export {
        /// The file to write; a file that is there is replaced.
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Write everybody, those with an account too.
        #[arg(long)]
        all: bool,

        #[command(flatten)]
        migration: Migration,
    },
    /// Take a table in CSV into the mapping. Under `source` stands an address or account id, under
    /// `target` an address, account id, `placeholder` or `leave`. Addresses enter the mapping only
    /// as digests and masked.
    Import {
        /// The file to read.
        #[arg(value_name = "FILE")]
        file: PathBuf,

        #[command(flatten)]
        migration: Migration,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The file to write.
    #[arg(short, long, value_name = "FILE", default_value = "migration.toml")]
    pub(crate) config: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// How many items; the bundled sample is repeated with variations.
    #[arg(long, value_name = "N")]
    pub(crate) items: Option<usize>,

    /// What the variations depend on.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Where to keep mapping, journal and report; a new temporary folder by default.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Sim {
    /// Which tracker.
    pub(crate) tracker: Tracker,

    /// Where to listen, on this machine; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,

    /// Items to load: a folder of work items, or a file of JSON or JSON lines, plain or gzipped.
    #[arg(long, value_name = "PATH")]
    pub(crate) load: Vec<PathBuf>,

    /// How many items to generate.
    #[arg(long, value_name = "N")]
    pub(crate) items: Option<usize>,

    /// What the generated items and the faults of a profile depend on.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,

    /// How it behaves: `fast` has no limits, `published` those of the trackers, `harsh` also
    /// loses answers and breaks connections.
    #[arg(long, value_name = "NAME", default_value = "fast")]
    pub(crate) profile: String,

    /// What is kept of files that are uploaded: their bytes, in a temporary folder, or only size and
    /// digest, for runs that measure memory or speed.
    #[arg(long, value_name = "WHAT", default_value = "bytes")]
    pub(crate) attachments: Keep,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keep {
    Bytes,
    Digest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tracker {
    AzureDevops,
    Jira,
}
