//! Writes the texts from which the fuzzers start: `seeds FOLDER LIMIT` makes a folder for each
//! format in the folder, and in it a file for each construct that a tree can hold and, where the
//! reference data is at hand, for real texts of at most LIMIT bytes.

mod real;
mod screen;

#[path = "../../tests/markup/corpora.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a file of the tests, which use more of it"
)]
mod corpora;
#[path = "../../tests/markup/shared_constructs.rs"]
mod shared_constructs;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

use migrayt_core::richtext::Format;

/// The formats by the names of their fuzz targets.
const FORMATS: [(&str, Format); 4] = [
    ("adf", Format::Adf),
    ("html", Format::Html),
    ("markdown", Format::Markdown),
    ("wiki", Format::Wiki),
];

/// Real texts of one format: enough for every habit to be among them, and few enough that a
/// fuzzer has read them all after a few seconds.
const ENOUGH: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, limit] = arguments.as_slice() else {
        return Err("give a folder and the greatest length of a text in bytes".into());
    };
    let limit: usize = limit.parse()?;
    for (name, format) in FORMATS {
        let built_in = constructs(format)?;
        let real = spread(real::texts(format, limit));
        let folder = Path::new(folder).join(name);
        fs::create_dir_all(&folder)?;
        for (index, text) in built_in.iter().chain(&real).enumerate() {
            fs::write(folder.join(format!("seed-{index:04}")), text)?;
        }
        screen::say(&format!("{name}: {} seeds, {} real", built_in.len() + real.len(), real.len()));
    }
    Ok(())
}

/// Each construct that a tree can hold, as the format writes it.
fn constructs(format: Format) -> Result<BTreeSet<String>, migrayt_core::Error> {
    let all = shared_constructs::constructs();
    all.iter().map(|(_, tree)| Ok(migrayt_markup::write(format, tree)?.value)).collect()
}

/// At most [`ENOUGH`] texts, from the shortest to the longest.
fn spread(texts: BTreeSet<String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.into_iter().collect();
    texts.sort_by_key(String::len);
    let step = texts.len().div_ceil(ENOUGH).max(1);
    texts.into_iter().step_by(step).collect()
}
