use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

/// Enough to start without a person, to stay away from every network, and to wait until the page
/// has loaded.
const ALWAYS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=20000",
];

const WIDTH: u32 = 1_500;

/// The tallest picture that it takes.
const TALLEST: u32 = 16_000;

/// A browser that is started anew for each question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chromium<'a> {
    pub(crate) program: &'a str,
    /// Where it may keep its own files.
    pub(crate) folder: &'a Path,
}

/// What a reader of the page sees.
#[derive(Debug, Deserialize)]
pub(crate) struct Seen {
    /// The height of the page in pixels.
    pub(crate) height: u32,
    /// What each frame shows, in their order.
    pub(crate) frames: Vec<Shown>,
}

/// What a frame shows.
#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    pub(crate) text: String,
    /// The text of each cell of a table; of one in another one, in both.
    pub(crate) cells: Vec<String>,
}

impl Chromium<'_> {
    /// Opens a page and takes what its script says that it shows.
    pub(crate) fn seen(self, page: &Path) -> Result<Seen, Box<dyn Error>> {
        let dom = self.run(&["--dump-dom".into(), window(1_000), address(page)])?;
        let (_, rest) = dom.split_once("id=\"seen\">").ok_or("the page's script did not run")?;
        let (json, _) = rest.split_once("</script>").ok_or("the page is not whole")?;
        Ok(serde_json::from_str(json)?)
    }

    /// Takes a picture of a page.
    pub(crate) fn picture(self, page: &Path, height: u32, to: &Path) -> Result<(), Box<dyn Error>> {
        let to = format!("--screenshot={}", to.display());
        self.run(&[to, window(height.min(TALLEST)), address(page)]).map(drop)
    }

    fn run(self, arguments: &[String]) -> Result<String, Box<dyn Error>> {
        let profile = format!("--user-data-dir={}", self.folder.join("profile").display());
        let output = Command::new(self.program)
            .args(ALWAYS)
            .arg(profile)
            .args(arguments)
            .stdin(Stdio::null())
            .output()?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("{} ended badly: {words}", self.program).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

fn window(height: u32) -> String {
    format!("--window-size={WIDTH},{height}")
}

fn address(page: &Path) -> String {
    format!("file://{}", page.display())
}
