//! What axe, a checker of accessibility, says of the report's page in the browser: in light, in dark
//! and in a narrow window.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::fault::{Fault, Result};
use crate::terminal;
use crate::workspace::Workspace;

/// The page that is looked at: the report of the sample migration, as its test holds it.
const PAGE: &str = "migrayt/src/report/snapshots/migrayt__report__test__page.snap";
/// A package that has axe in it and nothing else that is needed, with axe 4.12.1.
const PACKAGE: &str = "axe-playwright-python==0.1.8";
const SCRIPT: &str = "axe_playwright_python/axe.min.js";

/// How the page is shown, and with what the browser does it.
const SHOWN: [(&str, [&str; 2]); 3] = [
    ("light", ["--blink-settings=preferredColorScheme=1", "--window-size=1100,900"]),
    ("dark", ["--blink-settings=preferredColorScheme=0", "--window-size=1100,900"]),
    ("narrow", ["--blink-settings=preferredColorScheme=1", "--window-size=400,900"]),
];

/// A page that is wrong in two ways, by which the look itself is proved.
const PLANTED: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>Planted</title></head><body>\
    <main><h1>Planted</h1><img src=\"a.png\"><p style=\"color:#ccc;background:#fff\">pale</p></main>\
    </body></html>";

/// Writes what axe found into the page, where the dump of it shows it.
const LOOK: &str = "<script src=\"axe.min.js\"></script><pre id=\"axe-said\"></pre><script>\
    axe.run(document).then(found => { document.getElementById('axe-said').textContent = '[[' + \
    found.passes.length + '|' + found.violations.map(it => it.id).join(' ') + ']]'; });</script>";

/// Whether axe was fetched before, so that a look needs no network.
pub(crate) fn is_there(workspace: &Workspace) -> bool {
    workspace.root.join("target/axe/package").join(SCRIPT).exists()
}

/// Looks at the page, and fetches axe if it is missing; false if axe has anything against it, or nothing against a page that is wrong.
pub(crate) fn look(workspace: &Workspace, chromium: &str) -> Result<bool> {
    let folder = workspace.root.join("target/axe");
    let io = |error: std::io::Error| Fault::command("axe", error.to_string());
    fs::create_dir_all(&folder).map_err(io)?;
    fs::copy(script(&folder)?, folder.join("axe.min.js")).map_err(io)?;
    let snapshot = fs::read_to_string(workspace.root.join(PAGE)).map_err(io)?;
    let page = snapshot.splitn(3, "---\n").nth(2).unwrap_or_default();
    fs::write(folder.join("page.html"), format!("{page}{LOOK}")).map_err(io)?;
    fs::write(folder.join("planted.html"), format!("{PLANTED}{LOOK}")).map_err(io)?;

    let mut good = true;
    for (how, arguments) in SHOWN {
        let (passes, against) = said(chromium, &arguments, &folder.join("page.html"))?;
        terminal::say(&format!(
            "axe, the report in {how}: {passes} rules hold, against it: {}",
            if against.is_empty() { "nothing" } else { &against },
        ));
        good &= against.is_empty() && passes > 0;
    }
    let [(_, arguments), ..] = SHOWN;
    let (_, against) = said(chromium, &arguments, &folder.join("planted.html"))?;
    if against != "color-contrast image-alt" {
        terminal::complain(&format!("axe has this against a page that is wrong: {against}"));
        good = false;
    }
    Ok(good)
}

/// How many rules hold on a page, and the names of those that do not.
fn said(chromium: &str, arguments: &[&str], page: &Path) -> Result<(usize, String)> {
    let address = format!("file://{}", page.display());
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000"])
        .args(arguments)
        .args(["--dump-dom", &address])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| Fault::command(chromium, error.to_string()))?;
    let dumped = String::from_utf8_lossy(&output.stdout).into_owned();
    read(&dumped).ok_or_else(|| Fault::command(chromium, "axe said nothing of the page"))
}

fn read(dumped: &str) -> Option<(usize, String)> {
    let (_, rest) = dumped.split_once("id=\"axe-said\">[[")?;
    let (said, _) = rest.split_once("]]")?;
    let (passes, against) = said.split_once('|')?;
    Some((passes.parse().ok()?, against.to_owned()))
}

/// The script of axe, from its package.
fn script(folder: &Path) -> Result<PathBuf> {
    let place = folder.join("package");
    let script = place.join(SCRIPT);
    if script.exists() {
        return Ok(script);
    }
    let environment = folder.join("environment");
    let did = |command: &mut Command| command.status().is_ok_and(|status| status.success());
    let made = did(Command::new("python3").args(["-m", "venv"]).arg(&environment));
    let wanted = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    let had = made
        && did(Command::new(environment.join("bin/python"))
            .args(wanted)
            .arg("--target")
            .arg(&place)
            .arg(PACKAGE));
    if had && script.exists() {
        Ok(script)
    } else {
        let absent = "axe cannot be had: Python 3 with its module venv is needed, and a network";
        Err(Fault::command("pip install", absent))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_axe_said_is_read_from_the_dump() {
        let dump = |said| format!("<html><pre id=\"axe-said\">{said}</pre></html>");
        assert_eq!(read(&dump("[[43|]]")), Some((43, String::new())));
        assert_eq!(read(&dump("[[9|image-alt list]]")), Some((9, "image-alt list".to_owned())));
        assert_eq!(read(&dump("")), None);
        assert_eq!(read("[[1|]]"), None);
    }
}
