//! Nothing that people wrote and no secret rests anywhere on this side, whatever happens.

use http::{Method, StatusCode};
use migrayt_testkit::canary::{Canaries, Kind, Scanner, kinds};
use migrayt_testkit::fault::{Fault, Occurrence, Rule};

use crate::oracle;
use crate::world::{PROJECT, World};

const ITEMS: usize = 30;

/// Every command, each at the most talkative log level, on a day on which much goes wrong.
#[test]
fn no_canary_is_found_outside_the_trackers() {
    let canaries = Canaries::new(11);
    let scanner = Scanner::new(&canaries).unwrap();
    let tokens = [Kind::SourceToken, Kind::TargetToken].map(|kind| canaries.of(kind));
    let world = World::with_tokens(canaries.work_items(PROJECT, ITEMS as u64), tokens);
    let mut said = Vec::new();
    let mut run = |code: i32, arguments: &[&str]| {
        let loud = [arguments, &["--log", "trace"]].concat();
        let ended = world.expect(code, &loud);
        said.push((arguments.join(" "), ended.out + &ended.err));
        let ended = world.expect(code, &[arguments, &["--json"]].concat());
        said.push((arguments.join(" "), ended.out + &ended.err));
    };
    run(0, &["scan"]);
    run(0, &["suggest", "--replace"]);
    let (name, address) = (canaries.of(Kind::PersonName), canaries.of(Kind::PersonEmail));
    let table =
        format!("source,target,remark\n{address},new.{address},{name}\n{address}m,leave,\n");
    let (table, bad) = (world.bring("people.csv", &table), world.bring("bad.csv", ""));
    run(0, &["people", "import", &table]);
    for (line, text) in [
        ("2", format!("{name},leave")),
        ("2", format!("{address},{name} {address}")),
        ("2", format!("@{address}@,leave")),
        ("3", format!("{address},leave\n{address},{address}")),
        ("1", format!("{name}\n{address}")),
    ] {
        let heading = if line == "1" { "" } else { "source,target\n" };
        world.bring("bad.csv", &format!("{heading}{text}\n"));
        run(2, &["people", "import", &bad]);
    }
    run(0, &["people", "list"]);
    run(0, &["people", "export", "people.csv"]);
    let mapping = world.read("mapping.toml");
    assert!(mapping.contains("{ address = \"n***@f***.example#"), "{mapping}");
    run(0, &["plan"]);
    let rules = [
        Rule::new(Fault::CloseAfterEffect).method(Method::POST).contains("bulk"),
        Rule::new(Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY)).contains("/comment"),
        Rule::new(Fault::Truncate(40)).contains("attachments"),
    ];
    for rule in rules {
        world.target.inject(rule.on(Occurrence::Nth(1)));
    }
    // An item that the target refuses, with a message that repeats what it was sent.
    let body = format!(
        "{{\"errorMessages\":[\"{}\"],\"errors\":{{\"summary\":\"{}\"}}}}",
        canaries.of(Kind::Title),
        canaries.of(Kind::Description)
    );
    let refusal = Fault::Status(StatusCode::BAD_REQUEST, body.into());
    world.target.inject(Rule::new(refusal).contains("/issuelink").on(Occurrence::Nth(1)));
    run(1, &["run"]);
    assert!(world.target.struck() >= 4, "{}", world.target.struck());
    world.target.heal();
    run(1, &["verify"]);
    run(1, &["verify", "--attachments", "digest"]);
    run(1, &["report"]);
    run(0, &["ledger", "export", "ledger.jsonl"]);
    run(0, &["ledger", "verify", "ledger.jsonl"]);
    for item in oracle::by_source(&world).keys() {
        run(0, &["ledger", "show", &item.to_string()]);
    }
    oracle::once_each(&world, ITEMS);

    // Values are shown to whoever asks for them, and kept nowhere all the same.
    let harmed = oracle::by_source(&world);
    let (item, issue) = harmed.first_key_value().unwrap();
    let text = serde_json::json!("Somebody changed it");
    assert!(world.jira().edit_field(&issue.key, "summary", &text, issue.updated));
    let shown = world.expect(1, &["verify", "--explain", &item.to_string()]).out;
    assert!(shown.contains("Somebody changed it"), "{shown}");
    assert!(kinds(&scanner.bytes("shown", &shown)).contains(&Kind::Title), "{shown}");
    let explained = world.expect(1, &["verify", "--explain", "--json"]);
    said.push(("verify --explain --json".to_owned(), explained.out + &explained.err));

    // The run was about the canaries ...
    let issues = oracle::by_source(&world);
    let arrived = format!(
        "{:?}",
        issues
            .values()
            .map(|issue| (&issue.fields, &issue.comments, &issue.attachments,))
            .collect::<Vec<_>>()
    );
    let arrived = kinds(&scanner.bytes("target", arrived));
    for kind in [Kind::Title, Kind::Description, Kind::Comment, Kind::FileName] {
        assert!(arrived.contains(&kind), "{kind:?} did not arrive");
    }
    // ... and they are nowhere else.
    assert!(said.iter().any(|(_, text)| text.contains("TRACE")), "nothing was logged");
    let mut hits = scanner.folder(world.folder()).unwrap();
    for (command, text) in &said {
        hits.extend(scanner.bytes(command, text));
    }
    let hits: Vec<_> = hits.iter().map(ToString::to_string).collect();
    assert!(hits.is_empty(), "{hits:#?}");
}

/// Errors of a wrong configuration and of a tracker that refuses us.
#[test]
fn no_canary_is_found_in_errors() {
    let canaries = Canaries::new(12);
    let scanner = Scanner::new(&canaries).unwrap();
    let world = World::new(canaries.work_items(PROJECT, 3));
    let token = canaries.of(Kind::SourceToken);
    let mut said = String::new();
    // A token that is not the simulator's.
    world.set_token("source", token);
    said.push_str(&world.expect(3, &["scan", "--log", "trace"]).err);
    // A token where its reference should be.
    let pasted = world.configuration().replace("file:", token);
    world.write("migration.toml", &pasted);
    said.push_str(&world.expect(2, &["scan", "--log", "trace"]).err);
    let pasted = world.configuration().replace("kind = \"jira\"", &format!("kind = {token}"));
    world.write("migration.toml", &pasted);
    said.push_str(&world.expect(2, &["scan", "--log", "trace"]).err);
    let hits = scanner.bytes("errors", said);
    assert!(hits.is_empty(), "{hits:?}");
}
