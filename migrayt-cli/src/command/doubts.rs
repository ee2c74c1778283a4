use migrayt::core::Result;
use migrayt::core::id::{PartId, TargetKey};
use migrayt::core::port::LedgerRow;
use migrayt::doubts::{self, Decision};
use migrayt::project::Project;

use crate::args::{self, Resolve};
use crate::exit::Exit;
use crate::output::Output;

pub(super) async fn doubts(
    project: &Project,
    resolve: Option<Resolve>,
    output: Output,
) -> Result<Exit> {
    if let Some(Resolve::Resolve { operation, decision }) = resolve {
        let operation = doubts::operation(&operation)?;
        let scan = project.last_scan()?;
        project.migration().resolve_doubt(&scan, &operation, &said(decision)).await?;
        output.say(&format!("Recorded what became of {operation}."));
    }
    let left = project.migration().doubts().await?;
    show(&left, output);
    output.json(&left);
    Ok(if left.is_empty() { Exit::Clean } else { Exit::Doubts })
}

/// Exactly one of them is there, as the arguments demand.
fn said(decision: args::Decision) -> Decision {
    match decision {
        args::Decision { made: Some(key), .. } => Decision::Made(TargetKey::new(key)),
        args::Decision { done: Some(part), .. } => {
            Decision::Done(Some(part).filter(|part| !part.is_empty()).map(PartId::new))
        }
        args::Decision { absent: true, .. } => Decision::Absent,
        args::Decision { .. } => Decision::LeftOut,
    }
}

fn show(left: &[LedgerRow], output: Output) {
    if left.is_empty() {
        output.say("Nothing is in doubt. Go on with `migrayt resume`.");
        return;
    }
    let names: Vec<_> = left.iter().map(|row| row.key.to_string()).collect();
    let lines: Vec<_> = names
        .iter()
        .zip(left)
        .map(|(name, row)| (name.as_str(), format!("sent {} times", row.attempts)))
        .collect();
    output.table("Operations in doubt", &lines);
    output.say(
        "\n`migrayt resume` looks for them again. If it cannot tell, look at the target and say \
         what became of each:\n  migrayt doubts resolve OPERATION --made KEY | --done [ID] | \
         --absent | --leave-out",
    );
}
