use super::Ban;

/// What may stand where. A new place needs a reason in the change that declares it.
pub(super) const BANS: [Ban; 9] = [
    Ban {
        calls: &[
            &["sleep", "("],
            &["sleep_until", "("],
            &["time", ":", ":", "timeout"],
            &["time", ":", ":", "interval"],
        ],
        reason: "waiting belongs to the Clock port and the one retry loop, migrayt_core::retry",
        within: &[],
        places: &[
            "migrayt-core/src/retry.rs",
            "migrayt-core/src/run/driver.rs",
            // Looks through the Clock port at a server that starts or stops.
            "migrayt-tenancy/src/postgres/embedded.rs",
            "migrayt-connectors/src/http/budget.rs",
            "migrayt-testkit/src",
            "migrayt/src/system.rs",
            // Waits once for the lease of a process that died.
            "migrayt-cli/src/command/run.rs",
            "migrayt-ffi/src/face/job/run.rs",
            // A person has ten minutes to consent.
            "migrayt-cli/src/command/connect.rs",
            // An authority has a time to answer, and another process to renew; by the Clock port.
            "migrayt-vault/src/oauth/answer.rs",
            "migrayt-vault/src/oauth/credential.rs",
            "proving/src/crash",
            // The clock of the simulation.
            "proving/src/timeline.rs",
            // Calls that hang are found by a watch.
            "fuzz/src/abi",
        ],
        tests: false,
    },
    Ban {
        calls: &[
            &["OffsetDateTime", ":", ":", "now_utc"],
            &["SystemTime", ":", ":", "now"],
            &["Instant", ":", ":", "now"],
        ],
        reason: "time comes through the Clock port",
        within: &[],
        places: &["migrayt/src/system.rs", "xtask/src/stopwatch.rs", "fuzz/src/abi"],
        tests: false,
    },
    Ban {
        calls: &[
            &["env", ":", ":", "var"],
            &["env", ":", ":", "vars"],
            &["env", ":", ":", "var_os"],
            &["env", ":", ":", "vars_os"],
            &["env", ":", ":", "set_var"],
            &["env", ":", ":", "remove_var"],
        ],
        reason: "settings are parsed once, at the root",
        within: &[],
        places: &[
            "migrayt-cli",
            "migrayt-testkit/src/reference.rs",
            // A user may name a variable as the place of a token.
            "migrayt/src/config/credential.rs",
            // What a run of the tests on a database demands of the machine.
            "migrayt-testkit/src/postgres/machine.rs",
            // What a run of the tests on AWS and its stand-ins demands.
            "migrayt-vault/tests/vault/aws/machine.rs",
            // Cargo tells a build script so.
            "migrayt-ffi/build.rs",
            "xtask",
        ],
        tests: true,
    },
    Ban {
        calls: &[
            &["getrandom", ":", ":"],
            &["rand", ":", ":", "rng"],
            &["rand", ":", ":", "random"],
            &["Uuid", ":", ":", "new_v4"],
            &["Uuid", ":", ":", "now_v7"],
        ],
        reason: "randomness comes through the Ids port",
        within: &[],
        places: &["migrayt/src/system.rs"],
        tests: false,
    },
    Ban {
        calls: &[&["reqwest", ":", ":"], &["TcpStream"], &["UdpSocket"], &["ToSocketAddrs"]],
        reason: "requests go through the Wire port, which is implemented once",
        within: &[],
        places: &[
            "migrayt-connectors/src/http/wire.rs",
            "migrayt-testkit",
            // A browser comes back to it; it sends nothing.
            "migrayt-cli/src/returned.rs",
            // A proxy that breaks what goes through it.
            "proving/src/crash/proxy",
        ],
        tests: false,
    },
    Ban {
        calls: &[&["println", "!"], &["print", "!"], &["eprintln", "!"], &["eprint", "!"]],
        reason: "a library prints nothing: tell the caller, or trace ids and numbers",
        within: &[],
        places: &[
            "migrayt-cli/src",
            "examples/examples",
            "migrayt-markup/examples/browser/screen.rs",
            "migrayt-markup/examples/fidelity/screen.rs",
            "migrayt-markup/examples/seeds/screen.rs",
            // A test that was skipped says so.
            "migrayt-testkit/src/postgres/machine.rs",
            "migrayt-vault/tests/vault/aws/machine.rs",
            "xtask/src/terminal.rs",
            // Build scripts talk to cargo so.
            "migrayt-ffi/build.rs",
            "proving/src/crash/screen.rs",
        ],
        tests: true,
    },
    Ban {
        calls: &[&["dbg", "!"], &["todo", "!"], &["unimplemented", "!"]],
        reason: "half done is not done: a smaller scope, finished",
        within: &[],
        places: &[],
        tests: true,
    },
    Ban {
        calls: &[
            &["HashMap"],
            &["HashSet"],
            &["std", ":", ":", "fs"],
            &["std", ":", ":", "net"],
            &["std", ":", ":", "process"],
            &["std", ":", ":", "thread"],
            &["tokio", ":", ":", "time"],
            &["tokio", ":", ":", "task"],
            &["tokio", ":", ":", "spawn"],
        ],
        reason: "core is pure: no threads, files, network or timers, and nothing without an order",
        within: &["migrayt-core/src", "migrayt-mapping/src"],
        places: &[],
        tests: false,
    },
    Ban {
        calls: &[&["process", ":", ":", "exit"], &["process", ":", ":", "abort"]],
        reason: "only main ends the program, by what it returns",
        within: &[],
        places: &[],
        tests: true,
    },
];
