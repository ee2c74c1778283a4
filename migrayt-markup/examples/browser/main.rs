//! Shows rich documents to a browser, each as it came and as our HTML of it, side by side:
//! `browser CHROMIUM FOLDER` leaves `richtext.html` and `richtext.png` in the folder and ends
//! badly if a reader would see other words in ours than in the one that came.
//!
//! Nothing that came runs, and nothing is asked for from anywhere.

mod chromium;
mod page;
mod screen;
mod specimen;
mod verdict;

#[path = "../../tests/markup/corpora.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a file of the tests, which use more of it"
)]
mod corpora;
#[path = "../../tests/markup/held.rs"]
#[expect(dead_code, reason = "a file of the tests, which use more of it")]
mod held;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use self::chromium::Chromium;
use self::page::Triple;
use self::verdict::Verdict;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [program, folder] = arguments.as_slice() else {
        return Err("give the program of Chromium and a folder".into());
    };
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    let folder = &folder.canonicalize()?;
    let triples: Vec<Triple> = specimen::all().into_iter().map(Triple::of).collect();
    let file = folder.join("richtext.html");
    fs::write(&file, page::page(&triples))?;

    let chromium = Chromium { program: program.as_str(), folder };
    let seen = chromium.seen(&file)?;
    chromium.picture(&file, seen.height, &folder.join("richtext.png"))?;
    let verdicts = Verdict::of_all(&triples, &seen.frames)?;
    for line in verdict::table(&verdicts) {
        screen::say(&line);
    }
    screen::say(&format!("to look at: {} and richtext.png beside it", file.display()));
    Ok(if verdicts.iter().all(Verdict::is_good) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
