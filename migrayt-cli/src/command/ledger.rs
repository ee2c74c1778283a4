mod key;
mod show;

use std::path::Path;

use migrayt::core::Result;
use migrayt::core::error::{Error, ErrorKind};
use migrayt::core::ledger::Totals;
use migrayt::ledger::{Checked, PublicKey, Signer, SigningKey, Verdict, verify_file};
use migrayt::project::Project;
use serde_json::json;

use super::open;
use crate::args::Ledger;
use crate::exit::Exit;
use crate::output::{Output, note};

pub(super) async fn ledger(command: Ledger, output: Output) -> Result<Exit> {
    match command {
        Ledger::Show { item, migration } => {
            show::show(&open(&migration.config).await?, &item, output).await
        }
        Ledger::Export { file, sign, migration } => {
            let key = sign.as_deref().map(SigningKey::load).transpose()?;
            export(&open(&migration.config).await?, &file, key.as_ref(), output).await
        }
        Ledger::Verify { file, key } => check(&file, key.as_deref(), output),
        Ledger::Key { file } => key::make(&file, output),
    }
}

async fn export(
    project: &Project,
    file: &Path,
    key: Option<&SigningKey>,
    output: Output,
) -> Result<Exit> {
    let ledger = project.migration().ledger().await?;
    let signer = key.map(|key| key as &dyn Signer);
    let totals = ledger.write_file(file, signer).await?;
    let signed_by = key.map(Signer::public_key);
    let mut lines = of(&totals);
    lines.push(("Signed by", signed_by.map_or("nobody".to_owned(), |key| key.to_string())));
    output.table(&format!("Ledger of {}", ledger.header().run), &lines);
    output.say(&format!(
        "\nWrote {}. Check it anywhere with `migrayt ledger verify`.",
        file.display()
    ));
    output.json(&json!({
        "file": file,
        "run": ledger.header().run,
        "rows": totals.rows,
        "root": totals.root,
        "signed_by": signed_by,
    }));
    Ok(Exit::Clean)
}

fn check(file: &Path, key: Option<&str>, output: Output) -> Result<Exit> {
    let trusted = key.map(trusted).transpose()?;
    match verify_file(file, trusted.as_ref())? {
        Verdict::Sound(checked) => {
            sound(&checked, trusted.is_some(), output);
            Ok(Exit::Clean)
        }
        Verdict::Broken(broken) => {
            note(&format!("line {} {}", broken.line, broken.fault.words()));
            output.say("The file is not the ledger that was written.");
            output.json(&json!({ "sound": false, "line": broken.line, "fault": broken.fault }));
            Ok(Exit::Differences)
        }
    }
}

fn sound(checked: &Checked, trusted: bool, output: Output) {
    let header = &checked.header;
    let mut lines = vec![
        ("Run", header.run.to_string()),
        ("Plan", header.plan.to_string()),
        ("Read from", header.source.to_string()),
        ("Written to", header.target.to_string()),
    ];
    lines.extend(of(&checked.totals));
    lines.push((
        "Signed by",
        match checked.signed_by {
            Some(key) if trusted => format!("the key that you named, {key}"),
            Some(key) => format!("{key}: ask whose it is, or name yours with --key"),
            None => "nobody: compare the root with the one in the report".to_owned(),
        },
    ));
    output.table("Every line is as it was written", &lines);
    output.json(&json!({
        "sound": true,
        "ledger": header,
        "rows": checked.totals.rows,
        "root": checked.totals.root,
        "signed_by": checked.signed_by,
        "trusted": trusted,
    }));
}

fn of(totals: &Totals) -> Vec<(&'static str, String)> {
    vec![("Operations", totals.rows.to_string()), ("Root", totals.root.to_string())]
}

/// A key as its text, or the file that has it.
fn trusted(key: &str) -> Result<PublicKey> {
    match key.parse() {
        Ok(key) => Ok(key),
        Err(_) if Path::new(key).exists() => PublicKey::load(Path::new(key)),
        Err(error) => Err(error),
    }
}

/// What nobody has an account of.
fn unknown(item: &str) -> Error {
    Error::new(ErrorKind::InputInvalid, "the plan has no such item")
        .with("item", migrayt::core::Fact::name(item))
        .with_help("name the item by its id in the source; report.csv lists them")
}
