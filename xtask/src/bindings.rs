//! `cargo xtask bindings`: every binding built and tested on one library, each in its own way.

mod c_family;
pub(crate) mod dotnet;
pub(crate) mod node;
mod place;
pub(crate) mod python;
mod sanitized;
pub(crate) mod tool;

use clap::ValueEnum;

pub(crate) use self::place::{Place, copy_tree, unreadable};
pub(crate) use self::sanitized::STEP as SANITIZED;
use crate::check::good;
use crate::fault::Result;
use crate::ffi::{self, Library};
use crate::row::{Row, Skip, Tally};
use crate::step::Step;
use crate::stopwatch::Stopwatch;
use crate::terminal;
use crate::workspace::Workspace;

/// All bindings, as CI tests them.
pub(crate) const STEP: Step = Step { name: "bindings", take };

/// A language that has a binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// C.
    C,
    /// C++.
    Cpp,
    /// Python.
    Python,
    /// Node.js.
    Node,
    /// C#.
    Dotnet,
}

impl Language {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::C, Self::Cpp, Self::Python, Self::Node, Self::Dotnet];

    fn name(self) -> &'static str {
        match self {
            Self::C => "C",
            Self::Cpp => "C++",
            Self::Python => "Python",
            Self::Node => "Node.js",
            Self::Dotnet => "C#",
        }
    }

    /// Builds the binding and runs its tests, its cases and its example; how many cases passed.
    fn test(self, place: &Place) -> Result<Tally> {
        match self {
            Self::C => c_family::test(place, "c"),
            Self::Cpp => c_family::test(place, "cpp"),
            Self::Python => python::test(place),
            Self::Node => node::test(place),
            Self::Dotnet => dotnet::test(place),
        }
    }
}

/// Tests some of the bindings, or all, and closes with a table.
pub(crate) fn run(workspace: &Workspace, languages: &[Language], built: bool) -> Result<Vec<Row>> {
    let library = if built {
        Library::of_tests(&workspace.root)
    } else {
        ffi::build(workspace, "sim", true)?
    };
    let place = Place::make(workspace, &library)?;
    let wanted = if languages.is_empty() { &Language::ALL[..] } else { languages };
    Ok(wanted.iter().map(|language| row(*language, &place)).collect())
}

fn row(language: Language, place: &Place) -> Row {
    terminal::headline(language.name());
    let watch = Stopwatch::start();
    let tally = language.test(place).unwrap_or_else(|fault| {
        terminal::complain(&fault.to_string());
        Tally::of(false)
    });
    Row { name: language.name().into(), tally, skipped: None, took: watch.elapsed() }
}

/// With the library that the tests of the workspace built, which has every feature.
fn take(workspace: &Workspace) -> (Tally, Option<Skip>) {
    let place = match Place::make(workspace, &Library::of_tests(&workspace.root)) {
        Ok(place) => place,
        fault => return (Tally::of(good(fault.map(|_| false))), None),
    };
    let rows: Vec<_> = Language::ALL.iter().map(|language| row(*language, &place)).collect();
    for row in &rows {
        let Row { name, tally: Tally { passed, failed }, .. } = row;
        terminal::say(&format!("{name:<8} {passed:>4} passed {failed:>4} failed"));
    }
    (rows.into_iter().map(|row| row.tally).sum(), None)
}
